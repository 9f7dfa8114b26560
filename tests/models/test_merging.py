"""Merged features: fewer of them, the same weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.sparse import csr_array, csr_matrix
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.utils import compute_sample_weight
from sklearn.utils.estimator_checks import check_estimator

from stance.models.merging import MergingLogisticRegression, merged_directions

NUMBERS = st.floats(-1e3, 1e3, width=32).filter(lambda number: number == 0 or abs(number) > 1e-3)


def sentences(n=60, classes=("anti", "neutral", "pro"), seed=0):
    """Return TF-IDF of sentences in which most n-grams occur once, and classes that their words tell in part."""
    rng = np.random.default_rng(seed)
    y = rng.choice(classes, n)
    texts = [f"{label[0]}{rng.integers(3)} " + " ".join(f"w{i}" for i in rng.zipf(1.5, 8)) for label in y]
    return TfidfVectorizer(ngram_range=(1, 2)).fit_transform(texts), y


def by_lbfgs(X, y, sample_weight=None, **options):
    return LogisticRegression(**options, tol=1e-11, max_iter=100_000).fit(X, y, sample_weight)


def test_it_is_an_estimator_of_scikit_learn():
    check_estimator(MergingLogisticRegression(tol=1e-10), on_skip=None)


def test_features_of_one_sample_share_a_direction():
    X = csr_matrix([[1.0, 3, 0, 4, 0, 0], [2, 0, 5, 0, 0, 0], [0, 0, 0, 0, 0, -7]])
    expected = np.zeros((5, 6))
    expected[0, 0] = expected[1, 4] = 1  # seen in two samples; in none
    expected[2, [1, 3]] = 0.6, 0.8
    expected[3, 2], expected[4, 5] = 1, -1
    assert merged_directions(X).toarray() == pytest.approx(expected)
    assert (X @ merged_directions(X).T).toarray() == pytest.approx(
        np.array([[1, 0, 5, 0, 0], [2, 0, 0, 5, 0], [0, 0, 0, 0, 7]])
    )


@settings(max_examples=200, deadline=None)
@given(arrays.arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 12)), elements=NUMBERS), st.data())
def test_directions_are_at_right_angles_and_nothing_is_lost(dense, data):
    X = csr_matrix(dense)
    X.data[data.draw(st.lists(st.integers(0, X.nnz - 1), max_size=3)) if X.nnz else []] = 0  # zeros that are stored
    directions = merged_directions(X)
    assert (directions @ directions.T).toarray() == pytest.approx(np.eye(directions.shape[0]))
    assert (X @ directions.T @ directions).toarray() == pytest.approx(X.toarray())
    assert directions.shape[0] <= X.shape[1]


def test_an_entry_that_is_stored_in_two_parts_is_their_sum():
    X = csr_matrix((np.array([1.0, 2, 5, 1]), np.array([0, 0, 1, 1]), np.array([0, 3, 4])), shape=(2, 2))
    assert (X @ merged_directions(X).T).toarray() == pytest.approx(np.array([[3, 5], [0, 1]]))


@pytest.mark.parametrize("classes", [("anti", "pro"), ("anti", "neutral", "pro")])
@pytest.mark.parametrize("options", [{}, {"C": 30.0}, {"C": 0.01, "class_weight": "balanced"}])
@pytest.mark.parametrize("weighted", [False, True])
def test_weights_and_probabilities_are_those_of_scikit_learn(classes, options, weighted):
    X, y = sentences(classes=classes)
    sample_weight = np.random.default_rng(1).integers(1, 4, len(y)) if weighted else None
    ours = MergingLogisticRegression(**options, tol=1e-11).fit(X, y, sample_weight)
    theirs = by_lbfgs(X, y, sample_weight, **options)
    assert ours.classes_.tolist() == theirs.classes_.tolist()
    assert ours.coef_.shape == theirs.coef_.shape
    assert ours.n_features_in_ == X.shape[1] > merged_directions(X).shape[0]
    assert ours.coef_ == pytest.approx(theirs.coef_, abs=1e-5)
    assert ours.intercept_ == pytest.approx(theirs.intercept_, abs=1e-5)
    assert ours.predict_proba(X) == pytest.approx(theirs.predict_proba(X), abs=1e-6)


@pytest.mark.parametrize("C", [0.1, 1, 100])
def test_it_stops_where_the_gradient_is_as_small_as_it_says(C):
    X, y = sentences(200)
    fitted = MergingLogisticRegression(C=C, class_weight="balanced").fit(X, y)
    weights = compute_sample_weight("balanced", y)
    errors = softmax(X @ fitted.coef_.T + fitted.intercept_, axis=1) - np.equal.outer(y, fitted.classes_)
    gradient = (X.T @ (errors * weights[:, None])).T / weights.sum() + fitted.coef_ / (C * weights.sum())
    assert np.abs(gradient).max() <= 1e-6
    assert np.abs(np.average(errors, axis=0, weights=weights)).max() <= 1e-6


@pytest.mark.parametrize("kind", [csr_matrix, csr_array, lambda X: csr_matrix(X).tocsc()])
def test_dense_and_sparse_features_give_the_same(kind):
    X, y = sentences()
    dense = MergingLogisticRegression(tol=1e-10).fit(X.toarray(), y)
    sparse = MergingLogisticRegression(tol=1e-10).fit(kind(X.toarray()), y)
    assert isinstance(sparse.coef_, np.ndarray)
    assert sparse.coef_ == pytest.approx(dense.coef_, abs=1e-8)


def test_a_sample_that_counts_twice_is_one_that_stands_twice():
    X, y = sentences()
    counts = np.random.default_rng(2).integers(1, 3, len(y))
    twice = np.repeat(np.arange(len(y)), counts)
    weighted = MergingLogisticRegression(tol=1e-10).fit(X, y, counts)
    repeated = MergingLogisticRegression(tol=1e-10).fit(X[twice], y[twice])
    assert weighted.coef_ == pytest.approx(repeated.coef_, abs=1e-7)


def test_features_stay_as_they_were():
    X, y = sentences()
    before = X.copy()
    MergingLogisticRegression().fit(X, y)
    assert all((getattr(X, part) == getattr(before, part)).all() for part in ("indptr", "indices", "data"))


def test_single_precision_stays_single():
    X, y = sentences()
    fitted = MergingLogisticRegression(tol=1e-4).fit(X.astype(np.float32), y)
    assert fitted.coef_.dtype == np.float32
    assert fitted.predict_proba(X) == pytest.approx(MergingLogisticRegression().fit(X, y).predict_proba(X), abs=0.02)


def test_samples_without_any_feature_get_the_shares_of_the_classes():
    fitted = MergingLogisticRegression(tol=1e-9).fit(csr_matrix((4, 3)), ["anti", "pro", "pro", "pro"])
    assert fitted.coef_.tolist() == [[0, 0, 0]]
    assert fitted.predict_proba(csr_matrix((1, 3)))[0] == pytest.approx([0.25, 0.75])


def test_too_few_iterations_are_said():
    from sklearn.exceptions import ConvergenceWarning

    with pytest.warns(ConvergenceWarning):
        MergingLogisticRegression(max_iter=1).fit(*sentences())
