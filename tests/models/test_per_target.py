"""One model per target, and the pooled one where a target cannot have its own."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.dummy import DummyClassifier
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from stance.models.per_target import PerTarget

PRIOR = DummyClassifier(strategy="prior")


def rows(*triples):
    """A frame of texts and targets, and the labels."""
    frame = pd.DataFrame(triples, columns=["target", "label", "text"])
    return frame[["text", "target"]], frame["label"].to_numpy(dtype=str)


TRAIN = rows(
    *[("shells", "pro", "send them")] * 3,
    ("shells", "anti", "ban them"),
    ("treaty", "neutral", "it was read"),
    *[("treaty", "anti", "tear it up")] * 3,
    *[("museum", "pro", "open it")] * 2,
)
ASKED = pd.DataFrame({"text": "them", "target": ["treaty", "museum", "shells", "unheard of", "treaty"]})


@pytest.fixture(scope="module")
def fitted():
    return PerTarget(PRIOR, column="target").fit(*TRAIN)


def test_it_passes_the_checks_of_scikit_learn():
    with threadpool_limits(1):
        check_estimator(PerTarget(), on_skip=None)


def test_each_target_with_two_classes_has_its_own_model(fitted):
    assert list(fitted.estimators_) == ["shells", "treaty"]
    assert {target: model.classes_.tolist() for target, model in fitted.estimators_.items()} == {
        "shells": ["anti", "pro"],
        "treaty": ["anti", "neutral"],
    }
    assert fitted.pooled_.classes_.tolist() == fitted.classes_.tolist() == ["anti", "neutral", "pro"]


def test_probabilities_are_aligned_to_the_classes_and_the_rows(fitted):
    pooled = [0.4, 0.1, 0.5]
    assert fitted.predict_proba(ASKED) == pytest.approx(
        np.array([[0.75, 0.25, 0], pooled, [0.25, 0, 0.75], pooled, [0.75, 0.25, 0]])
    )


def test_the_most_probable_class_is_predicted(fitted):
    assert fitted.predict(ASKED).tolist() == ["anti", "pro", "pro", "pro", "anti"]


@pytest.mark.parametrize("target", ["museum", "unheard of"])
def test_a_target_unseen_or_of_one_class_is_left_to_the_pooled_model(fitted, target):
    asked = ASKED.assign(target=target)
    assert (fitted.predict_proba(asked) == fitted.pooled_.predict_proba(asked)).all()


def test_models_of_text_read_the_frame_by_name():
    words = make_pipeline(make_column_transformer((CountVectorizer(), "text")), LogisticRegression())
    X, y = TRAIN
    fitted = PerTarget(words, column="target").fit(X, y)
    shells = (X["target"] == "shells").to_numpy()
    alone = clone(words).fit(X[shells], y[shells])
    expected = alone.predict_proba(X[shells])
    assert fitted.predict_proba(X[shells])[:, [0, 2]] == pytest.approx(expected)
    shuffled = X[shells].set_index(np.array([7, 7, 1, 0]))
    assert fitted.predict_proba(shuffled)[:, [0, 2]] == pytest.approx(expected)


def test_an_array_names_its_target_by_position():
    X = np.array([[1.0, 0.0], [2.0, 0.0], [1.0, 1.0], [2.0, 1.0]])
    y = np.array(["pro", "anti", "anti", "pro"])
    fitted = PerTarget(LogisticRegression(C=100), column=1).fit(X, y)
    assert list(fitted.estimators_) == [0.0, 1.0]
    assert fitted.predict(X).tolist() == y.tolist()
    assert list(PerTarget(PRIOR, column=0).fit(X, y).estimators_) == [1.0, 2.0]


def test_by_default_logistic_regression_by_the_first_column():
    assert PerTarget().get_params() == {"estimator": None, "transformer": None, "column": 0, "pooled_share": 0.0}
    X, y = np.array([[0.0, 1.0], [0.0, 2.0], [1.0, 1.0], [1.0, 2.0]]), np.array([0, 1, 1, 0])
    fitted = PerTarget().fit(X, y)
    assert [type(model) for model in (fitted.pooled_, *fitted.estimators_.values())] == [LogisticRegression] * 3
    assert fitted.predict(X).tolist() == y.tolist()


def test_the_given_estimator_is_copied():
    estimator = LogisticRegression(C=3)
    fitted = PerTarget(estimator).fit(np.array([[0.0], [0.0], [1.0]]), np.array([0, 1, 1]))
    assert not hasattr(estimator, "coef_")
    assert fitted.estimator is estimator
    assert [fitted.pooled_.C, fitted.estimators_[0.0].C] == [3, 3]
    assert fitted.pooled_ is not fitted.estimators_[0.0]


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_it_must_be_fitted_first(method):
    with pytest.raises(NotFittedError):
        getattr(PerTarget(column="target"), method)(ASKED)


@pytest.mark.parametrize("X", [TRAIN[0], np.zeros((10, 2))], ids=["frame", "array"])
def test_labels_are_required(X):
    with pytest.raises(ValueError, match="requires y to be passed, but the target y is None"):
        PerTarget(PRIOR, column=0).fit(X, None)


def test_continuous_labels_are_refused():
    with pytest.raises(ValueError, match="Unknown label type"):
        PerTarget(PRIOR, column="target").fit(TRAIN[0], np.linspace(0, 1, 10))


def test_an_array_must_be_finite_and_as_wide_as_in_training():
    fitted = PerTarget(PRIOR).fit(np.array([[0.0], [0.0], [1.0]]), np.array([0, 1, 1]))
    with pytest.raises(ValueError, match="NaN"):
        fitted.predict(np.array([[np.nan]]))
    with pytest.raises(ValueError, match="2 features"):
        fitted.predict(np.zeros((1, 2)))
    with pytest.raises(ValueError, match="NaN"):
        PerTarget(PRIOR).fit(np.array([[np.nan], [0.0]]), np.array([0, 1]))


def test_a_frame_must_have_the_columns_of_training(fitted):
    with pytest.raises(ValueError, match="feature names should match"):
        fitted.predict(ASKED.rename(columns={"text": "sentence"}))


def test_a_clone_has_the_same_parameters_and_is_unfitted(fitted):
    copy = clone(fitted)
    assert (copy.estimator.strategy, copy.column) == ("prior", "target")
    assert not hasattr(copy, "classes_")
