"""Features that one model per target shares: learned on all targets, and what each classifier sees of them."""

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csc_matrix, csr_matrix
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from stance.models import build_model, predict_stances
from stance.models.estimators import ComplementNBConfig, KernelLogisticRegressionConfig, LogisticRegressionConfig
from stance.models.features import NgramConfig, TfidfConfig
from stance.models.naive_bayes import NaiveBayesLogisticRegression
from stance.models.per_target import PerTarget

TRAIN = pd.DataFrame(
    [
        ("ship the shells", "shells", "pro"),
        ("send the shells now", "shells", "pro"),
        ("ban the shells", "shells", "anti"),
        ("the shells maim", "shells", "anti"),
        ("the council met", "shells", "neutral"),
        ("open the museum", "museum", "pro"),
        ("open it to the town", "museum", "pro"),
        ("the museum costs the town too much", "museum", "anti"),
        ("sign it", "treaty", "pro"),
        ("sign it now", "treaty", "pro"),
    ],
    columns=["text", "target", "label"],
)
X, Y = TRAIN[["text", "target"]], TRAIN["label"].to_numpy(dtype=str)
TARGETS = TRAIN["target"].to_numpy()
EXACT = LogisticRegression(tol=1e-10, max_iter=10_000)
"""Its solution does not depend on where the solver stops."""


def words(vectorizer):
    return ColumnTransformer([("text", vectorizer, "text")], sparse_threshold=1.0)


def test_how_rare_a_word_is_is_learned_on_all_targets():
    fitted = PerTarget(EXACT, words(TfidfVectorizer()), column="target").fit(X, Y)
    alone = TfidfVectorizer().fit(X["text"])
    vectorizer = fitted.transformer_.named_transformers_["text"]
    assert vectorizer.vocabulary_ == alone.vocabulary_
    assert vectorizer.idf_ == pytest.approx(alone.idf_)


@pytest.mark.parametrize("target", ["shells", "museum"])
@pytest.mark.parametrize("estimator", [EXACT, LogisticRegression(C=20, class_weight="balanced", tol=1e-10)])
def test_probabilities_are_those_of_a_classifier_that_sees_the_words_of_all_targets(estimator, target):
    fitted = PerTarget(estimator, words(TfidfVectorizer()), column="target").fit(X, Y)
    vectorizer = TfidfVectorizer()
    Z, mine = vectorizer.fit_transform(X["text"]), target == TARGETS
    oracle = type(estimator)(**estimator.get_params()).fit(Z[mine], Y[mine])
    asked = pd.DataFrame({"text": [*X["text"], "never heard", ""], "target": target})
    known = np.isin(fitted.classes_, oracle.classes_)
    proba = fitted.predict_proba(asked)
    assert proba[:, known] == pytest.approx(oracle.predict_proba(vectorizer.transform(asked["text"])), abs=1e-6)
    assert (proba[:, ~known] == 0).all()
    assert len(fitted.columns_[target]) < Z.shape[1]


@pytest.mark.parametrize("kind", [csr_matrix, csc_matrix])
def test_a_classifier_sees_the_columns_that_its_target_uses(kind):
    numbers = np.array([[0, 3, 0, 1], [0, 1, 0, 0], [0, 0, 5, 1], [0, 0, 4, 0]], dtype=float)
    targets = np.array([[0.0], [0.0], [1.0], [1.0]])
    fitted = PerTarget(EXACT, FunctionTransformer(lambda X: kind(X[:, 1:])), column=0)
    fitted.fit(np.hstack([targets, numbers]), [0, 1, 0, 1])
    assert {target: columns.tolist() for target, columns in fitted.columns_.items()} == {0.0: [1, 3], 1.0: [2, 3]}


def test_dense_features_are_seen_whole():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=12), "b": 0.0, "target": ["x", "y"] * 6})
    y = np.array(["pro", "anti", "anti", "pro"] * 3)
    numbers = ColumnTransformer([("numbers", StandardScaler(), ["a", "b"])])
    fitted = PerTarget(EXACT, numbers, column="target").fit(frame, y)
    assert [columns.tolist() for columns in fitted.columns_.values()] == [[0, 1]] * 2
    scaled = StandardScaler().fit_transform(frame[["a", "b"]])
    for target in ("x", "y"):
        mine = (frame["target"] == target).to_numpy()
        expected = LogisticRegression(tol=1e-10).fit(scaled[mine], y[mine]).predict_proba(scaled[mine])
        assert fitted.predict_proba(frame[mine]) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    "estimator", [LogisticRegressionConfig(class_weight=None), KernelLogisticRegressionConfig(class_weight=None)]
)
def test_a_target_of_which_no_word_is_kept_is_left_to_its_own_labels(estimator):
    features = TfidfConfig(words=NgramConfig(min_df=2), characters=None)
    odd = pd.DataFrame({"text": ["hm", "ah", "oh", "eh"], "target": "odd"})
    frame = pd.concat([X, odd], ignore_index=True)
    model = build_model(features, estimator, "separate", [], 0).fit(frame, [*Y, "pro", "pro", "pro", "anti"])
    assert model.predict_proba(odd) == pytest.approx(np.array([[0.25, 0, 0.75]] * 4), abs=1e-3)


def test_the_given_transformer_is_copied():
    vectorizer = TfidfVectorizer()
    transformer = words(vectorizer)
    fitted = PerTarget(EXACT, transformer, column="target").fit(X, Y)
    assert fitted.transformer is transformer
    assert not hasattr(transformer, "transformers_")
    assert not hasattr(vectorizer, "vocabulary_")


def test_an_estimator_that_asks_for_counts_is_given_the_transformed():
    fitted = PerTarget(NaiveBayesLogisticRegression(), words(TfidfVectorizer()), column="target").fit(X, Y)
    alone = make_pipeline(TfidfVectorizer(), NaiveBayesLogisticRegression()).fit(X["text"], Y)
    assert fitted.predict_proba(X.assign(target="unheard of")) == pytest.approx(alone.predict_proba(X["text"]))


# the pooled classifier beside that of the target

FEATURES = TfidfConfig(characters=None)


def apart(targets, estimator=LogisticRegressionConfig()):  # noqa: B008
    return build_model(FEATURES, estimator, targets, [], 0).fit(X, Y)


@pytest.mark.parametrize("estimator", [LogisticRegressionConfig(C=5), ComplementNBConfig()], ids=lambda each: each.name)
def test_both_is_the_mean_of_pooled_and_separate(estimator):
    pooled, separate, both = (predict_stances(apart(each, estimator), X) for each in ("pooled", "separate", "both"))
    assert both == pytest.approx((pooled + separate) / 2)
    assert both[TARGETS == "museum"] != pytest.approx(pooled[TARGETS == "museum"])


@pytest.mark.parametrize("targets", ["separate", "both"])
@pytest.mark.parametrize("target", ["unheard of", "treaty"])
def test_a_target_unseen_or_of_one_class_is_left_to_the_pooled_classifier(targets, target):
    asked = X.assign(target=target)
    assert predict_stances(apart(targets), asked) == pytest.approx(predict_stances(apart("pooled"), asked))


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_the_pooled_classifier_has_the_weight_it_is_given(share):
    pooled, separate, mixed = (
        PerTarget(EXACT, words(TfidfVectorizer()), column="target", pooled_share=each).fit(X, Y).predict_proba(X)
        for each in (1, 0, share)
    )
    assert mixed == pytest.approx(share * pooled + (1 - share) * separate)
    assert mixed.sum(axis=1) == pytest.approx(1)
    everything = make_pipeline(words(TfidfVectorizer()), LogisticRegression(tol=1e-10)).fit(X, Y)
    assert pooled == pytest.approx(everything.predict_proba(X), abs=1e-6)
