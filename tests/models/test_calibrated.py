"""Calibration: a scikit-learn estimator, with as many folds as the smallest class allows."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from stance.models.calibrated import Calibrated


def samples(**counts):
    """Points around a place of each class."""
    y = np.repeat(list(counts), list(counts.values()))
    places = {name: [4 * number, -3 * number] for number, name in enumerate(counts)}
    return np.array([places[name] for name in y]) + np.random.default_rng(0).normal(size=(len(y), 2)), y


def test_it_passes_the_checks_of_scikit_learn():
    with threadpool_limits(1):
        check_estimator(Calibrated(), on_skip=None)


@pytest.mark.parametrize(
    ("counts", "folds", "expected"),
    [
        ({"anti": 8, "neutral": 9, "pro": 7}, 5, 5),
        ({"anti": 5, "pro": 9}, 5, 5),
        ({"anti": 4, "pro": 9}, 5, 4),
        ({"anti": 9, "neutral": 2, "pro": 9}, 5, 2),
        ({"anti": 9, "pro": 9}, 3, 3),
    ],
)
def test_there_are_no_more_folds_than_samples_of_the_smallest_class(counts, folds, expected):
    fitted = Calibrated(folds=folds).fit(*samples(**counts))
    assert fitted.calibrated_.cv.n_splits == expected


@pytest.mark.parametrize("rare", ["anti", "neutral", "pro"])
def test_a_class_with_a_single_sample_is_refused(rare):
    counts = {"anti": 6, "neutral": 5, "pro": 4, rare: 1}
    with pytest.raises(ValueError) as caught:
        Calibrated().fit(*samples(**counts))
    assert str(caught.value) == (
        f"calibration needs 2 samples of every class, and '{rare}' has 1; "
        "label more or use model.name=logistic_regression, which needs no calibration"
    )


def test_a_single_class_is_refused():
    with pytest.raises(ValueError) as caught:
        Calibrated().fit(*samples(pro=6))
    assert str(caught.value) == "Classifier can't train when only one class is present: 'pro'"


@pytest.mark.parametrize("estimator", [LinearSVC(C=0.1), RidgeClassifier(alpha=2.0)])
def test_probabilities_are_those_of_sigmoid_calibration_without_an_ensemble(estimator):
    X, y = samples(anti=12, neutral=9, pro=10)
    fitted = Calibrated(estimator, folds=4, random_state=3).fit(X, y)
    cv = StratifiedKFold(4, shuffle=True, random_state=3)
    expected = CalibratedClassifierCV(estimator, method="sigmoid", cv=cv, ensemble=False).fit(X, y)
    assert fitted.predict_proba(X) == pytest.approx(expected.predict_proba(X))
    assert fitted.predict_proba(X).sum(axis=1) == pytest.approx(np.ones(31))
    assert fitted.classes_.tolist() == ["anti", "neutral", "pro"]


def test_by_default_a_linear_svm_is_calibrated_in_five_folds():
    default = Calibrated()
    assert default.get_params() == {"estimator": None, "folds": 5, "random_state": None}
    X, y = samples(anti=12, pro=10)
    expected = Calibrated(LinearSVC(), folds=5, random_state=1).fit(X, y).predict_proba(X)
    assert default.set_params(random_state=1).fit(X, y).predict_proba(X) == pytest.approx(expected)


def test_the_one_classifier_is_fitted_on_all_the_data():
    X, y = samples(anti=12, neutral=9, pro=10)
    fitted = Calibrated(LinearSVC(random_state=0), random_state=0).fit(X, y)
    assert fitted.estimator_.coef_ == pytest.approx(LinearSVC(random_state=0).fit(X, y).coef_)


def test_the_given_estimator_is_left_alone():
    estimator = LinearSVC()
    fitted = Calibrated(estimator).fit(*samples(anti=5, pro=5))
    assert not hasattr(estimator, "coef_")
    assert fitted.estimator is estimator


def test_the_most_probable_class_is_predicted():
    X, y = samples(anti=12, neutral=9, pro=10)
    fitted = Calibrated(random_state=0).fit(X, y)
    assert fitted.predict(X).tolist() == fitted.classes_[np.argmax(fitted.predict_proba(X), axis=1)].tolist()
    assert np.mean(fitted.predict(X) == y) > 0.9


def test_the_same_seed_gives_the_same_and_another_does_not():
    X, y = samples(anti=12, neutral=9, pro=10)
    first, again, other = (Calibrated(random_state=seed).fit(X, y).predict_proba(X).tolist() for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_sparse_features_serve_as_dense_ones():
    X, y = samples(anti=12, pro=10)
    dense, sparse = Calibrated(random_state=0).fit(X, y), Calibrated(random_state=0).fit(csr_array(X), y)
    assert sparse.predict_proba(csr_array(X)) == pytest.approx(dense.predict_proba(X), abs=1e-3)


@pytest.mark.parametrize(
    ("estimator", "sparse"), [(None, True), (RidgeClassifier(), True), (QuadraticDiscriminantAnalysis(), False)]
)
def test_sparse_features_are_taken_where_the_classifier_takes_them(estimator, sparse):
    assert get_tags(Calibrated(estimator)).input_tags.sparse is sparse


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_it_must_be_fitted_first(method):
    with pytest.raises(NotFittedError):
        getattr(Calibrated(), method)([[0.0, 1.0]])


def test_a_clone_has_the_same_parameters_and_is_unfitted():
    fitted = Calibrated(LinearSVC(C=3), folds=4, random_state=9).fit(*samples(anti=5, pro=5))
    copy = clone(fitted)
    assert (copy.estimator.C, copy.folds, copy.random_state) == (3, 4, 9)
    assert not hasattr(copy, "classes_")
