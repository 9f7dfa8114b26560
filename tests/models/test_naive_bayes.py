"""Logistic regression on features times their log-count ratio (Wang and Manning 2012)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.special import expit, logit
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import MultinomialNB
from sklearn.preprocessing import normalize
from sklearn.utils.estimator_checks import check_estimator
from threadpoolctl import threadpool_limits

from stance.models.naive_bayes import NaiveBayesLogisticRegression

COUNTS = np.array([[2, 0, 1], [1, 1, 0], [0, 1, 0], [0, 2, 1]])
STANCES = np.array(["pro", "pro", "anti", "anti"])
NEGATIVE = {"check_class_weight_classifiers": "its features are negative, whatever a classifier says that it takes"}


def samples(*classes):
    """Counts of seven words in twelve texts a class, each with a word of its own."""
    rng = np.random.default_rng(4)
    y = np.repeat(classes, 12)
    rates = {name: np.where(np.arange(7) == number, 2.0, 0.5) for number, name in enumerate(classes)}
    return np.array([rng.poisson(rates[name]) for name in y]), y


COUNTS_ASKED = np.random.default_rng(5).poisson(0.8, size=(9, 7))


@pytest.fixture(scope="module")
def three_classes():
    return NaiveBayesLogisticRegression().fit(*samples("anti", "neutral", "pro"))


def by_hand(X, of_class, asked, alpha=1.0, **parameters):
    """Return probabilities of one class against the rest, put together from scikit-learn's parts."""
    log_prob = MultinomialNB(alpha=alpha).fit(X, of_class).feature_log_prob_
    ratio = log_prob[1] - log_prob[0]
    model = LogisticRegression(max_iter=1000, **parameters).fit(normalize(X * ratio), of_class)
    return model.predict_proba(normalize(asked * ratio))[:, 1]


def test_it_passes_the_checks_of_scikit_learn():
    with threadpool_limits(1):
        check_estimator(NaiveBayesLogisticRegression(), on_skip=None, expected_failed_checks=NEGATIVE)


@pytest.mark.parametrize(
    ("alpha", "ratios"),
    [
        # with 1 added, pro has counts 4, 2, 2 of 8 and anti 1, 4, 2 of 7
        (1.0, [(4 / 8) / (1 / 7), (2 / 8) / (4 / 7), (2 / 8) / (2 / 7)]),
        # with a half added, 3.5, 1.5, 1.5 of 6.5 and 0.5, 3.5, 1.5 of 5.5
        (0.5, [(3.5 / 6.5) / (0.5 / 5.5), (1.5 / 6.5) / (3.5 / 5.5), (1.5 / 6.5) / (1.5 / 5.5)]),
    ],
)
@pytest.mark.parametrize("kind", [np.asarray, csr_matrix])
def test_the_log_count_ratio_of_an_example_worked_by_hand(alpha, ratios, kind):
    fitted = NaiveBayesLogisticRegression(alpha=alpha).fit(kind(COUNTS), STANCES)
    assert fitted.classes_.tolist() == ["anti", "pro"]
    assert fitted.ratios_ == pytest.approx(np.log([ratios]))


def test_each_of_three_classes_is_compared_with_the_rest():
    y = np.array(["pro", "neutral", "anti", "anti"])
    fitted = NaiveBayesLogisticRegression().fit(COUNTS, y)
    # with 1 added: anti 1, 4, 2 of 7 and the others 4, 2, 2 of 8; neutral 2, 2, 1 of 5 and 3, 4, 3 of 10;
    # pro 3, 1, 2 of 6 and 2, 5, 2 of 9
    assert fitted.ratios_ == pytest.approx(
        np.log(
            [
                [(1 / 7) / (4 / 8), (4 / 7) / (2 / 8), (2 / 7) / (2 / 8)],
                [(2 / 5) / (3 / 10), (2 / 5) / (4 / 10), (1 / 5) / (3 / 10)],
                [(3 / 6) / (2 / 9), (1 / 6) / (5 / 9), (2 / 6) / (2 / 9)],
            ]
        )
    )


@pytest.mark.parametrize("options", [{}, {"C": 0.2, "class_weight": "balanced"}, {"alpha": 0.1, "C": 30}])
def test_probabilities_of_two_classes_are_those_put_together_by_hand(options):
    X, y = (part[:19] for part in samples("anti", "pro"))  # so that one class is rarer
    fitted = NaiveBayesLogisticRegression(**options).fit(X, y)
    pro = by_hand(X, y == "pro", COUNTS_ASKED, **options)
    assert fitted.predict_proba(COUNTS_ASKED) == pytest.approx(np.column_stack([1 - pro, pro]))


@pytest.mark.parametrize("options", [{}, {"alpha": 0.1, "C": 30, "class_weight": "balanced"}])
def test_probabilities_of_three_classes_are_those_against_the_rest_scaled_to_one(options):
    X, y = samples("anti", "neutral", "pro")
    fitted = NaiveBayesLogisticRegression(**options).fit(X, y)
    each = np.column_stack([by_hand(X, y == name, COUNTS_ASKED, **options) for name in ("anti", "neutral", "pro")])
    expected = each / each.sum(axis=1, keepdims=True)
    assert fitted.predict_proba(COUNTS_ASKED) == pytest.approx(expected)
    assert fitted.predict(COUNTS_ASKED).tolist() == fitted.classes_[expected.argmax(axis=1)].tolist()


@pytest.mark.parametrize("classes", [("anti", "pro"), ("anti", "neutral", "pro")], ids=len)
def test_sparse_features_serve_as_dense_ones(classes):
    X, y = samples(*classes)
    dense = NaiveBayesLogisticRegression().fit(X, y)
    sparse = NaiveBayesLogisticRegression().fit(csr_matrix(X), y)
    assert sparse.predict_proba(csr_matrix(COUNTS_ASKED)) == pytest.approx(dense.predict_proba(COUNTS_ASKED), abs=1e-4)


def test_weights_are_those_of_features_before_rows_are_scaled():
    X, y = samples("anti", "pro")
    fitted = NaiveBayesLogisticRegression(C=3).fit(X, y)
    lengths = np.linalg.norm(X * fitted.ratios_, axis=1)
    sums = X @ fitted.coef_[0] / lengths + fitted.models_[0].intercept_
    assert fitted.predict_proba(X)[:, 1] == pytest.approx(expit(sums))
    assert (fitted.coef_[0][:2] * [-1, 1] > 0).all()


def test_there_is_a_row_of_weights_a_class_and_its_own_word_speaks_for_it(three_classes):
    assert three_classes.coef_.shape == (3, 7)
    assert three_classes.coef_.argmax(axis=1).tolist() == [0, 1, 2]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=7, max_size=7), st.floats(0.01, 100))
def test_how_long_a_text_is_makes_no_difference(three_classes, counts, factor):
    row = np.array([counts], dtype=float)
    assert three_classes.predict_proba(row * factor) == pytest.approx(three_classes.predict_proba(row))


def test_a_text_without_known_words_is_left_to_the_intercept():
    fitted = NaiveBayesLogisticRegression().fit(*samples("anti", "pro"))
    assert logit(fitted.predict_proba(np.zeros((1, 7)))[0, 1]) == pytest.approx(fitted.models_[0].intercept_[0])


@pytest.mark.parametrize("kind", [np.asarray, csr_matrix])
def test_negative_features_are_refused(kind):
    with pytest.raises(ValueError, match="Negative values in data passed to NaiveBayesLogisticRegression"):
        NaiveBayesLogisticRegression().fit(kind(-COUNTS), STANCES)


def test_a_single_class_is_refused():
    with pytest.raises(ValueError) as caught:
        NaiveBayesLogisticRegression().fit(COUNTS, np.full(4, "pro"))
    assert str(caught.value) == "Classifier can't train when only one class is present: 'pro'"


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_it_must_be_fitted_first(method):
    with pytest.raises(NotFittedError):
        getattr(NaiveBayesLogisticRegression(), method)(COUNTS)


def test_a_clone_has_the_same_parameters_and_is_unfitted():
    copy = clone(NaiveBayesLogisticRegression(C=3, alpha=0.2, class_weight="balanced").fit(COUNTS, STANCES))
    assert copy.get_params() == {"C": 3, "alpha": 0.2, "class_weight": "balanced"}
    assert not hasattr(copy, "classes_")
