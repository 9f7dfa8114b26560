"""Logistic regression in the space of a radial kernel: scikit-learn's Nystroem map, then its regression."""

import warnings

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from stance.models.kernel import KernelLogisticRegression


def samples(n=40, classes=("anti", "neutral", "pro")):
    rng = np.random.default_rng(2)
    return rng.normal(size=(n, 3)), rng.choice(classes, size=n)


ASKED = np.random.default_rng(3).normal(size=(11, 3))


def test_it_passes_the_checks_of_scikit_learn():
    with threadpool_limits(1):
        check_estimator(KernelLogisticRegression(), on_skip=None)


@pytest.mark.parametrize("classes", [("anti", "pro"), ("anti", "neutral", "pro")], ids=len)
@pytest.mark.parametrize(
    ("gamma", "C", "components", "weight"), [(1.0, 1.0, 40, None), (0.3, 5.0, 40, "balanced"), (2.0, 0.5, 9, None)]
)
def test_probabilities_are_those_of_scikit_learns_two_steps(classes, gamma, C, components, weight):
    X, y = samples(classes=classes)
    ours = KernelLogisticRegression(gamma, C, components, weight, random_state=6).fit(X, y)
    theirs = make_pipeline(
        Nystroem(gamma=gamma, n_components=components, random_state=6),
        LogisticRegression(C=C, class_weight=weight, max_iter=1000),
    ).fit(X, y)
    assert ours.classes_.tolist() == list(classes)
    assert ours.predict_proba(ASKED) == pytest.approx(theirs.predict_proba(ASKED))
    assert ours.predict(ASKED).tolist() == theirs.predict(ASKED).tolist()


@pytest.mark.parametrize("components", [40, 1000])
@pytest.mark.parametrize("gamma", [0.2, 1.0, 3.0])
def test_with_enough_components_the_map_reproduces_the_kernel(components, gamma):
    X, y = samples()
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # of scikit-learn, about more components than samples
        kernel = KernelLogisticRegression(gamma, components=components, random_state=0).fit(X, y).kernel_
    trained = kernel.transform(X)
    assert trained @ trained.T == pytest.approx(rbf_kernel(X, gamma=gamma), abs=1e-6)
    assert kernel.transform(ASKED) @ trained.T == pytest.approx(rbf_kernel(ASKED, X, gamma=gamma), abs=1e-6)


def test_no_more_samples_are_compared_with_than_told():
    X, y = samples()
    fitted = KernelLogisticRegression(components=9, random_state=0).fit(X, y)
    assert fitted.kernel_.components_.shape == (9, 3)
    assert all(any((row == sample).all() for sample in X) for row in fitted.kernel_.components_)


def test_it_learns_what_no_line_can_tell_apart():
    X = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]] * 5)
    y = np.array(["pro", "pro", "anti", "anti"] * 5)
    assert (KernelLogisticRegression().fit(X, y).predict(X) == y).all()
    assert LogisticRegression().fit(X, y).predict_proba(X) == pytest.approx(0.5, abs=1e-6)


def test_the_same_seed_gives_the_same_and_another_does_not():
    X, y = samples()
    first, again, other = (
        KernelLogisticRegression(components=5, random_state=seed).fit(X, y).predict_proba(X).tolist()
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_sparse_features_serve_as_dense_ones():
    X, y = samples()
    dense = KernelLogisticRegression(random_state=0).fit(X, y)
    sparse = KernelLogisticRegression(random_state=0).fit(csr_matrix(X), y)
    assert sparse.predict_proba(csr_matrix(ASKED)) == pytest.approx(dense.predict_proba(ASKED), abs=1e-4)


def test_a_single_class_is_refused():
    with pytest.raises(ValueError) as caught:
        KernelLogisticRegression().fit(ASKED, np.full(11, "pro"))
    assert str(caught.value) == "Classifier can't train when only one class is present: 'pro'"


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_it_must_be_fitted_first(method):
    with pytest.raises(NotFittedError):
        getattr(KernelLogisticRegression(), method)(ASKED)


def test_a_clone_has_the_same_parameters_and_is_unfitted():
    copy = clone(KernelLogisticRegression(2.0, 3.0, 4, "balanced", 5).fit(*samples()))
    assert copy.get_params() == {
        "gamma": 2.0,
        "C": 3.0,
        "components": 4,
        "class_weight": "balanced",
        "random_state": 5,
    }
    assert not hasattr(copy, "classes_")
