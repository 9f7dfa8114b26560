"""The configured features against scikit-learn's, put together by hand."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union

from stance.models.features import EmbeddingConfig, FeaturesConfig, NgramConfig, TfidfConfig
from stance.models.text import ActorMasker, HashtagSplitter

TEXTS = [
    "Arvania must ship the shells, the Shells",
    "Brandt welcomed the shells #StopTheBan",
    "the council met on Monday",
    "Brandt and the council must decide",
]


def vectorizers(pipeline):
    return dict(pipeline.named_steps["tfidf"].transformer_list)


def test_by_default_words_beside_characters_within_words():
    ours = TfidfConfig().build([])
    theirs = make_union(
        TfidfVectorizer(analyzer="word", ngram_range=(1, 2), min_df=1, max_features=100_000, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, max_features=100_000, sublinear_tf=True),
    )
    expected = theirs.fit_transform(TEXTS)
    assert (ours.fit_transform(TEXTS) != expected).nnz == 0
    unprefixed = [name.partition("__")[2] for name in theirs.get_feature_names_out()]
    assert [name.partition("__")[2] for name in ours["tfidf"].get_feature_names_out()] == unprefixed
    assert list(vectorizers(ours)) == ["words", "characters"]


def test_options_reach_the_vectorizers():
    section = TfidfConfig(
        words=NgramConfig(ngram_range=(2, 3), min_df=0.5, max_features=4, lowercase=False),
        characters=NgramConfig(ngram_range=(2, 2), min_df=3, max_features=None),
        sublinear_tf=False,
    )
    ours, theirs = section.build([]), {}
    theirs["words"] = TfidfVectorizer(ngram_range=(2, 3), min_df=0.5, max_features=4, lowercase=False)
    theirs["characters"] = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 2), min_df=3)
    for name, vectorizer in vectorizers(ours).items():
        assert vectorizer.get_params() == theirs[name].get_params()


@pytest.mark.parametrize(
    ("left_out", "kept", "analyzer"), [("words", "characters", "char_wb"), ("characters", "words", "word")]
)
def test_either_family_can_be_left_out(left_out, kept, analyzer):
    built = vectorizers(TfidfConfig(**{left_out: None}).build([]))
    assert {name: vectorizer.analyzer for name, vectorizer in built.items()} == {kept: analyzer}


def test_views_are_the_families_that_are_not_left_out_and_can_be_fewer():
    every = TfidfConfig(embedding=EmbeddingConfig(), mask_actors=True)
    assert every.views == ("words", "characters", "embedding")
    assert TfidfConfig().views == ("words", "characters")
    assert TfidfConfig(words=None).views == ("characters",)
    fewer = every.only(["embedding", "words"])
    assert fewer == TfidfConfig(characters=None, embedding=EmbeddingConfig(), mask_actors=True)
    assert every.only(every.views) == every


def test_all_families_cannot_be_left_out():
    with pytest.raises(ValueError, match="words, characters and embedding cannot all be null"):
        TfidfConfig(words=None, characters=None)


def test_the_defaults():
    assert TfidfConfig().model_dump() == {
        "name": "tfidf",
        "words": {
            "ngram_range": (1, 2),
            "min_df": 1,
            "max_features": 100_000,
            "lowercase": True,
            "token_pattern": None,
        },
        "characters": {
            "ngram_range": (3, 5),
            "min_df": 2,
            "max_features": 100_000,
            "lowercase": True,
            "token_pattern": None,
        },
        "embedding": None,
        "sublinear_tf": True,
        "mask_actors": False,
        "split_hashtags": False,
    }
    assert NgramConfig() == TfidfConfig().words
    assert FeaturesConfig is TfidfConfig


@pytest.mark.parametrize("lengths", [(1, 1), (1, 2), (2, 2), (3, 5)])
def test_ranges_in_order_are_taken(lengths):
    assert NgramConfig(ngram_range=lengths).ngram_range == lengths


@pytest.mark.parametrize("lengths", [(0, 1), (2, 1), (-1, 3)])
def test_ranges_out_of_order_are_refused(lengths):
    message = rf"ngram_range \[{lengths[0]}, {lengths[1]}\] is not a shortest and a longest length from 1 upward"
    with pytest.raises(ValueError, match=message):
        NgramConfig(ngram_range=lengths)


@pytest.mark.parametrize(
    ("key", "taken", "refused"),
    [("min_df", [1, 0.5, 3, 2.0], [-1, -0.1, 0, 1.5]), ("max_features", [1, None], [0, -1])],
)
def test_frequencies_and_numbers_have_bounds(key, taken, refused):
    for value in taken:
        assert getattr(NgramConfig(**{key: value}), key) == value
    for value in refused:
        with pytest.raises(ValueError, match=key):
            NgramConfig(**{key: value})


@pytest.mark.parametrize(
    ("mask", "split", "steps"),
    [
        (False, False, ["tfidf"]),
        (True, False, ["mask", "tfidf"]),
        (False, True, ["hashtags", "tfidf"]),
        (True, True, ["mask", "hashtags", "tfidf"]),
    ],
)
def test_texts_are_masked_and_split_before_they_are_counted(mask, split, steps):
    pipeline = TfidfConfig(mask_actors=mask, split_hashtags=split, characters=None).build(("Brandt", "Arvania"))
    assert [name for name, _ in pipeline.steps] == steps
    texts = TEXTS
    if mask:
        assert pipeline.named_steps["mask"].get_params() == {"names": ["Brandt", "Arvania"], "token": "ACTOR"}
        texts = ActorMasker(["Brandt", "Arvania"]).transform(texts)
    if split:
        texts = HashtagSplitter().transform(texts)
    expected = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit_transform(texts)
    assert pipeline.fit_transform(TEXTS).toarray() == pytest.approx(expected.toarray())


def test_term_frequencies_are_sublinear_unless_told_otherwise():
    texts = ["shells shells shells ban", "ban"]
    weights = []
    for sublinear in (True, False):
        section = TfidfConfig(words=NgramConfig(ngram_range=(1, 1)), characters=None, sublinear_tf=sublinear)
        row = section.build([]).fit_transform(texts).toarray()[0]
        weights.append(row[1] / row[0])
    assert weights[1] / weights[0] == pytest.approx(3 / (1 + np.log(3)))
