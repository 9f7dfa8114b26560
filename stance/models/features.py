"""TF-IDF features of words and characters."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from stance.section import Section


class NgramConfig(Section):
    """One family of n-grams.

    Attributes
    ----------
    ngram_range : pair of int
        Shortest and longest n-gram.
    min_df : int or float
        Documents that must hold an n-gram: a number of them, or a share below 1.
    max_features : int or None
        Keep only so many, the most frequent.
    """

    ngram_range: tuple[int, int] = (1, 2)
    min_df: int | float = Field(1, ge=0)
    max_features: int | None = Field(100_000, gt=0)

    @model_validator(mode="after")
    def _range_in_order(self) -> "NgramConfig":
        shortest, longest = self.ngram_range
        if not 1 <= shortest <= longest:
            raise ValueError(
                f"ngram_range [{shortest}, {longest}] is not a shortest and a longest length from 1 upward"
            )
        return self


class TfidfConfig(Section):
    """TF-IDF of word n-grams beside character n-grams within words.

    Attributes
    ----------
    words, characters : NgramConfig or None
        The two families; None leaves one out.
    sublinear_tf : bool
        Use 1 + log(tf).
    lowercase : bool
        Fold case.
    mask_actors : bool
        Put one token in the place of every actor's name.
    split_hashtags : bool
        Follow a hashtag by its words.
    """

    name: Literal["tfidf"] = "tfidf"
    words: NgramConfig | None = NgramConfig(ngram_range=(1, 2))
    characters: NgramConfig | None = NgramConfig(ngram_range=(3, 5), min_df=2)
    sublinear_tf: bool = True
    lowercase: bool = True
    mask_actors: bool = False
    split_hashtags: bool = False

    @model_validator(mode="after")
    def _something(self) -> "TfidfConfig":
        if self.words is None and self.characters is None:
            raise ValueError("words and characters cannot both be null")
        return self

    def build(self, names: Sequence[str]) -> Any:
        """Return the unfitted transformer of texts, masking `names` when so configured."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import FeatureUnion, Pipeline

        from stance.models.text import ActorMasker, HashtagSplitter

        views = []
        for view, analyzer, ngrams in (
            ("words", "word", self.words),
            ("characters", "char_wb", self.characters),
        ):
            if ngrams is not None:
                vectorizer = TfidfVectorizer(
                    analyzer=analyzer,
                    sublinear_tf=self.sublinear_tf,
                    lowercase=self.lowercase,
                    **ngrams.model_dump(),
                )
                views.append((view, vectorizer))
        steps: list[tuple[str, Any]] = []
        if self.mask_actors:
            steps.append(("mask", ActorMasker(list(names))))
        if self.split_hashtags:
            steps.append(("hashtags", HashtagSplitter()))
        return Pipeline([*steps, ("tfidf", FeatureUnion(views))])


FeaturesConfig = TfidfConfig
"""A second family of features makes this a union on ``name``, as for the estimators."""
