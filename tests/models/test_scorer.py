"""The compiled pass says what the model's own pipeline says, of any text and of every model that it takes."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from stance.models import build_model, predict_stances, scorer
from stance.models.estimators import (
    ActorRidgeConfig,
    ComplementNBConfig,
    KernelLogisticRegressionConfig,
    LinearSVMConfig,
    LogisticRegressionConfig,
    MajorityConfig,
    NaiveBayesLogisticRegressionConfig,
    RidgeConfig,
)
from stance.models.features import NgramConfig, TfidfConfig
from stance.models.model_section import MemberConfig, VoteConfig

WORDS = [
    "ship",
    "shells",
    "ban",
    "treaty",
    "minister",
    "ÉTÉ",
    "ΟΔΟΣ",
    "İzmir",
    "42",
    "x_y",
    "co-op",
    "#StopTheBan",
    "Ann",
]
BOTH = TfidfConfig(characters=NgramConfig(ngram_range=(2, 4)))
ONLY_WORDS = TfidfConfig(characters=None)
VOTE = VoteConfig(
    members=[
        MemberConfig(targets="both", weight=2),
        MemberConfig(views=["characters"], model=NaiveBayesLogisticRegressionConfig(), targets="separate"),
        MemberConfig(views=["words"], model=ComplementNBConfig()),
    ]
)


def invented(n, seed, targets=("a", "b")):
    rng = np.random.default_rng(seed)
    texts = [" ".join(rng.choice(WORDS, size=rng.integers(1, 12))) for _ in range(n)]
    return pd.DataFrame({"text": texts, "target": rng.choice(targets, size=n)}, dtype=object)


def fitted(features=BOTH, model=LogisticRegressionConfig(), targets="pooled", labels=("anti", "neutral", "pro")):  # noqa: B008
    train = invented(60, 1)
    y = np.array([labels[i % len(labels)] for i in range(len(train))])
    return build_model(features, model, targets, ["Ann"], 0).fit(train, y)


def compiled(model):
    pytest.importorskip("numba")
    ready = scorer.Scorer(model, threads=2)
    assert ready.why_not_fast is None
    return ready


def said_by_pipeline(model, frame):
    return np.round(predict_stances(model, frame), 6)


@pytest.mark.parametrize("targets", ["pooled", "separate", "both"])
@pytest.mark.parametrize(
    "model",
    [
        LogisticRegressionConfig(),
        LinearSVMConfig(),
        RidgeConfig(),
        ComplementNBConfig(),
        NaiveBayesLogisticRegressionConfig(),
        ActorRidgeConfig(),
        VOTE,
    ],
    ids=lambda model: model.name,
)
@pytest.mark.parametrize("labels", [("anti", "neutral", "pro"), ("anti", "pro")], ids=len)
def test_every_linear_model_is_compiled_and_written_alike(model, targets, labels):
    model = fitted(model=model, targets=targets, labels=labels)
    unseen = invented(300, 2, targets=("a", "b", "never seen"))
    got = compiled(model).probabilities(unseen["text"].tolist(), unseen["target"].tolist())
    assert np.array_equal(np.round(got, 6), said_by_pipeline(model, unseen))


@pytest.mark.parametrize(
    "features",
    [
        ONLY_WORDS,
        TfidfConfig(words=None, characters=NgramConfig(ngram_range=(3, 3), max_features=20)),
        TfidfConfig(words=NgramConfig(ngram_range=(2, 3), lowercase=False), sublinear_tf=False),
        TfidfConfig(words=NgramConfig(ngram_range=(1, 1), min_df=3), characters=NgramConfig(ngram_range=(4, 9))),
        TfidfConfig(mask_actors=True, split_hashtags=True),
    ],
    ids=["words", "characters", "case and counts", "long n-grams", "masked and split"],
)
def test_every_way_to_cut_is_compiled_and_written_alike(features):
    model, unseen = fitted(features), invented(300, 3)
    got = compiled(model).probabilities(unseen["text"].tolist(), unseen["target"].tolist())
    assert np.array_equal(np.round(got, 6), said_by_pipeline(model, unseen))


@pytest.mark.parametrize(
    ("features", "model", "why"),
    [
        (ONLY_WORDS, KernelLogisticRegressionConfig(), "KernelLogisticRegression is not linear"),
        (ONLY_WORDS, MajorityConfig(), "DummyClassifier is not linear"),
        (
            TfidfConfig(words=NgramConfig(token_pattern=r"\w+"), characters=None),
            LogisticRegressionConfig(),
            "token_pattern",
        ),
    ],
    ids=["kernel", "majority", "token pattern"],
)
def test_what_cannot_be_compiled_is_scored_by_its_pipeline_and_says_why(features, model, why):
    pytest.importorskip("numba")
    model, unseen = fitted(features, model), invented(20, 4)
    ready = scorer.Scorer(model)
    assert why in ready.why_not_fast
    assert np.array_equal(ready.probabilities(unseen["text"], unseen["target"]), predict_stances(model, unseen))


def test_without_numba_the_pipeline_scores(monkeypatch):
    monkeypatch.setattr(scorer, "why_not_compiled", lambda: "numba is not installed: pip install -e '.[fast]'")
    model, unseen = fitted(), invented(20, 5)
    ready = scorer.Scorer(model)
    assert "pip install" in ready.why_not_fast
    assert np.array_equal(ready.probabilities(unseen["text"], unseen["target"]), predict_stances(model, unseen))


@pytest.fixture(scope="module")
def model():
    return fitted()


def test_texts_come_as_a_list_a_series_or_arrow_in_parts(model):
    texts = invented(50, 7)["text"]
    ready = compiled(model)
    expected = ready.probabilities(texts.tolist())
    arrow = pa.array(["skipped", *texts], pa.string())[1:]
    for same in (
        texts,
        arrow,
        arrow.cast(pa.large_string()),
        pa.chunked_array([arrow[:20], arrow[20:]]),
        arrow.dictionary_encode(),
    ):
        assert np.array_equal(ready.probabilities(same), expected)


def test_many_texts_are_scored_in_chunks_and_alike_with_any_number_of_threads(model, monkeypatch):
    texts = invented(100, 8)["text"].tolist()
    expected = compiled(model).probabilities(texts)
    monkeypatch.setattr(scorer, "CHUNK", 7)
    for threads in (1, 3):
        assert np.array_equal(scorer.Scorer(model, threads).probabilities(texts), expected)


def test_views_of_strings_are_texts_too(model):
    texts = invented(20, 10)
    expected = compiled(model).probabilities(texts["text"].tolist(), texts["target"].tolist())
    views = pa.array(texts["text"].tolist()).cast(pa.string_view())
    assert np.array_equal(compiled(model).probabilities(views, texts["target"].tolist()), expected)


def test_a_missing_text_is_counted_from_the_first(model, monkeypatch):
    monkeypatch.setattr(scorer, "CHUNK", 4)
    with pytest.raises(ValueError, match="text 10 is missing"):
        compiled(model).probabilities([*"abcdefghi", None])


def test_one_text_in_the_place_of_many_is_an_error(model):
    with pytest.raises(ValueError, match="string object received"):
        compiled(model).probabilities("ship the shells")


def test_no_text_at_all(model):
    assert compiled(model).probabilities([]).shape == (0, 3)
    assert compiled(model).probabilities([""]) == pytest.approx(
        predict_stances(model, pd.DataFrame({"text": [""], "target": ["a"]}))
    )


def test_a_very_long_text(model):
    text = "ship the shells ΟΔΟΣ " * 50_000
    frame = pd.DataFrame({"text": [text], "target": "a"})
    assert compiled(model).probabilities([text]) == pytest.approx(predict_stances(model, frame))


def test_equal_hashes_in_a_vocabulary_are_found_out():
    pytest.importorskip("numba")
    from stance.models.ngram_sums import fill_table

    hashes = np.array([5, 9, 5], np.uint64) << np.uint64(30)
    assert not fill_table(hashes, np.zeros(8, np.uint64), np.zeros(1, np.uint64))
    assert fill_table(hashes[:2], np.zeros(8, np.uint64), np.zeros(1, np.uint64))


def test_a_vectorizer_that_cuts_otherwise_is_not_compiled():
    from stance.models.compiled import cut_as
    from stance.models.linear import NotLinearError

    for setting in (
        {"analyzer": "char"},
        {"stop_words": "english"},
        {"strip_accents": "unicode"},
        {"norm": "l1"},
        {"use_idf": False},
        {"binary": True},
    ):
        with pytest.raises(NotLinearError, match="scikit-learn"):
            cut_as(TfidfVectorizer(**setting))


def test_probabilities_at_the_edge_of_rounding_come_from_the_pipeline(model, monkeypatch):
    """Every probability counts as at the edge here, so that the pipeline must have been asked for all."""
    monkeypatch.setattr(scorer, "_CLOSE", 1.0)
    unseen = invented(30, 9)
    got = compiled(model).probabilities(unseen["text"].tolist())
    assert np.array_equal(got, predict_stances(model, unseen))
