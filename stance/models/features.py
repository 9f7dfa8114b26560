"""TF-IDF features of words and characters, and sentence embeddings beside them."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from stance.models.token_pattern import check_token_pattern
from stance.section import Section

View = Literal["words", "characters", "embedding"]

ALL_MINILM = "sentence-transformers/all-MiniLM-L6-v2"


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
    lowercase : bool
        Fold case.
    token_pattern : str or None
        Regular expression of a word; None means two or more letters or digits. Not for characters.
    """

    ngram_range: tuple[int, int] = (1, 2)
    min_df: int | float = 1
    max_features: int | None = Field(100_000, gt=0)
    lowercase: bool = True
    token_pattern: str | None = None

    @field_validator("min_df")
    @classmethod
    def _number_or_share(cls, value: int | float) -> int | float:
        if not (0 < value < 1 or (value >= 1 and float(value).is_integer())):
            raise ValueError(f"{value} is neither a number of documents from 1 upward nor a share between 0 and 1")
        return value if value < 1 else int(value)

    @field_validator("token_pattern")
    @classmethod
    def _words_are_found_fast(cls, value: str | None) -> str | None:
        if value is not None:
            check_token_pattern(value)
        return value

    @model_validator(mode="after")
    def _range_in_order(self) -> "NgramConfig":
        shortest, longest = self.ngram_range
        if not 1 <= shortest <= longest:
            raise ValueError(
                f"ngram_range [{shortest}, {longest}] is not a shortest and a longest length from 1 upward"
            )
        return self


class EmbeddingConfig(Section):
    """Vectors of a frozen sentence encoder; needs the extra ``embeddings``.

    Attributes
    ----------
    model : str
        Hub id of a sentence-transformers model, or a folder that holds one.
    weight : float
        Length of every vector; those of words and of characters have length 1.
    """

    model: str = ALL_MINILM
    weight: float = Field(1.0, gt=0)


class TfidfConfig(Section):
    """TF-IDF of word n-grams beside character n-grams within words, and beside a sentence embedding.

    Attributes
    ----------
    words, characters : NgramConfig or None
        The two families; None leaves one out.
    embedding : EmbeddingConfig or None
        A sentence embedding beside them, or none.
    sublinear_tf : bool
        Use 1 + log(tf).
    mask_actors : bool
        Put one token in the place of every actor's name.
    split_hashtags : bool
        Follow a hashtag by its words.
    """

    name: Literal["tfidf"] = "tfidf"
    words: NgramConfig | None = NgramConfig(ngram_range=(1, 2))
    characters: NgramConfig | None = NgramConfig(ngram_range=(3, 5), min_df=2)
    embedding: EmbeddingConfig | None = None
    sublinear_tf: bool = True
    mask_actors: bool = False
    split_hashtags: bool = False

    @model_validator(mode="after")
    def _something(self) -> "TfidfConfig":
        if self.words is None and self.characters is None and self.embedding is None:
            raise ValueError("words, characters and embedding cannot all be null")
        return self

    @field_validator("characters")
    @classmethod
    def _characters_are_no_words(cls, value: NgramConfig | None) -> NgramConfig | None:
        if value is not None and value.token_pattern is not None:
            raise ValueError("token_pattern is for words; leave it out")
        return value

    @property
    def views(self) -> tuple[View, ...]:
        """The families of features that are not left out."""
        every: tuple[View, ...] = ("words", "characters", "embedding")
        return tuple(view for view in every if getattr(self, view) is not None)

    def only(self, views: Sequence[View]) -> "TfidfConfig":
        """Return the same with no other families than these."""
        return self.model_copy(update={view: None for view in self.views if view not in views})

    def build(self, names: Sequence[str]) -> Any:
        """Return the unfitted transformer of texts, masking `names` when so configured."""
        from sklearn.pipeline import FeatureUnion, Pipeline

        from stance.models.ngrams import NgramVectorizer
        from stance.models.text import ActorMasker, HashtagSplitter

        views: list[tuple[str, Any]] = []
        weights = {}
        for view, analyzer, ngrams in (
            ("words", "word", self.words),
            ("characters", "char_wb", self.characters),
        ):
            if ngrams is not None:
                vectorizer = NgramVectorizer(
                    analyzer=analyzer,
                    sublinear_tf=self.sublinear_tf,
                    **ngrams.model_dump(exclude_none=True),
                )
                views.append((view, vectorizer))
        if self.embedding is not None:
            from stance.models.embedding import SentenceEmbedder

            views.append(("embedding", SentenceEmbedder(self.embedding.model)))
            weights["embedding"] = self.embedding.weight
        steps: list[tuple[str, Any]] = []
        if self.mask_actors:
            steps.append(("mask", ActorMasker(list(names))))
        if self.split_hashtags:
            steps.append(("hashtags", HashtagSplitter()))
        return Pipeline([*steps, ("tfidf", FeatureUnion(views, transformer_weights=weights or None))])


FeaturesConfig = TfidfConfig
"""A second family of features makes this a union on ``name``, as for the estimators."""
