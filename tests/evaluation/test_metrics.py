"""Every metric against scikit-learn, plain loops and cases worked by hand."""

from fractions import Fraction
from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    accuracy_score,
    brier_score_loss,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
)

from stance.evaluation.metrics import BINS, LOWER_IS_BETTER, METRICS, Tally, tally

ANTI, NEUTRAL, PRO = 0, 1, 2
CLASSES = ("anti", "neutral", "pro")

ROW = st.tuples(
    st.integers(0, 2),
    st.integers(0, 2),
    st.tuples(*[st.integers(0, 10)] * 3).filter(any),
    st.integers(0, 3),
)


@st.composite
def judged(draw, rows=ROW):
    """Gold, predicted, probabilities as exact fractions, and group numbers without a gap at the end."""
    drawn = draw(st.lists(rows, min_size=1, max_size=25))
    gold, predicted, parts, groups = zip(*drawn, strict=True)
    exact = [[Fraction(part, sum(row)) for part in row] for row in parts]
    return np.array(gold), np.array(predicted), exact, np.array(groups)


def as_array(exact):
    return np.array([[float(value) for value in row] for row in exact])


def total_of(gold, predicted, proba=None, groups=None):
    gold = np.array(gold)
    proba = np.full((len(gold), 3), 1 / 3) if proba is None else np.array(proba)
    return tally(gold, np.array(predicted), proba, np.zeros(len(gold), int) if groups is None else groups).total()


def test_the_metrics_are_listed_in_the_order_of_reports():
    assert list(METRICS) == [
        "macro_f1",
        "f1_pro",
        "f1_anti",
        "f1_favor_against_pooled",
        "f1_favor_against_mean_over_targets",
        "accuracy",
        "precision_anti",
        "recall_anti",
        "precision_neutral",
        "recall_neutral",
        "f1_neutral",
        "precision_pro",
        "recall_pro",
        "brier",
        "calibration_error",
    ]


def test_only_the_errors_are_better_when_low():
    assert set(METRICS) & LOWER_IS_BETTER == LOWER_IS_BETTER == {"brier", "calibration_error"}


@settings(max_examples=60, deadline=None)
@given(judged())
def test_scores_of_each_class_are_those_of_scikit_learn(case):
    gold, predicted, exact, groups = case
    total = total_of(gold, predicted, as_array(exact), groups)
    scores = precision_recall_fscore_support(gold, predicted, labels=[0, 1, 2], average=None, zero_division=0)
    for name, expected in zip(("precision", "recall", "f1"), scores, strict=False):
        assert [METRICS[f"{name}_{label}"](total) for label in CLASSES] == pytest.approx(expected.tolist())


@settings(max_examples=60, deadline=None)
@given(judged())
def test_overall_scores_are_those_of_scikit_learn(case):
    gold, predicted, exact, groups = case
    proba = as_array(exact)
    total = total_of(gold, predicted, proba, groups)
    assert total.confusion.tolist() == confusion_matrix(gold, predicted, labels=[0, 1, 2]).tolist()
    assert METRICS["macro_f1"](total) == pytest.approx(f1_score(gold, predicted, average="macro", zero_division=0))
    assert METRICS["accuracy"](total) == pytest.approx(accuracy_score(gold, predicted))
    expected = brier_score_loss(gold, proba, labels=[0, 1, 2], scale_by_half=False)
    assert METRICS["brier"](total) == pytest.approx(expected)


@settings(max_examples=100, deadline=None)
@given(judged())
def test_calibration_error_is_that_of_a_plain_loop_in_exact_fractions(case):
    gold, predicted, exact, groups = case
    gaps = [Fraction(0)] * 10
    for right, chosen, row in zip(gold, predicted, exact, strict=True):
        confidence = row[chosen]
        gaps[max(ceil(confidence * 10) - 1, 0)] += confidence - int(right == chosen)
    expected = float(sum(map(abs, gaps)) / len(gold))
    total = total_of(gold, predicted, as_array(exact), groups)
    assert METRICS["calibration_error"](total) == pytest.approx(expected)


def test_all_metrics_of_a_case_worked_by_hand():
    gold = [PRO, PRO, PRO, ANTI, ANTI, NEUTRAL]
    predicted = [PRO, PRO, ANTI, ANTI, PRO, PRO]
    proba = [
        [0.0, 0.0, 1.0],  # squared error 0
        [0.2, 0.2, 0.6],  # 0.04 + 0.04 + 0.16 = 0.24
        [0.5, 0.1, 0.4],  # 0.25 + 0.01 + 0.36 = 0.62
        [0.6, 0.4, 0.0],  # 0.16 + 0.16 = 0.32
        [0.3, 0.1, 0.6],  # 0.49 + 0.01 + 0.36 = 0.86
        [0.1, 0.4, 0.5],  # 0.01 + 0.36 + 0.25 = 0.62
    ]
    total = total_of(gold, predicted, proba)
    assert total.confusion.tolist() == [[1, 0, 1], [0, 0, 1], [1, 0, 2]]
    assert {name: round(float(metric(total)), 6) for name, metric in METRICS.items()} == {
        "macro_f1": round((0.5 + 0 + 4 / 7) / 3, 6),
        "f1_pro": round(4 / 7, 6),
        "f1_anti": 0.5,
        "f1_favor_against_pooled": round((4 / 7 + 0.5) / 2, 6),
        "f1_favor_against_mean_over_targets": round((4 / 7 + 0.5) / 2, 6),
        "accuracy": 0.5,
        "precision_anti": 0.5,
        "recall_anti": 0.5,
        "precision_neutral": 0.0,
        "recall_neutral": 0.0,
        "f1_neutral": 0.0,
        "precision_pro": 0.5,
        "recall_pro": round(2 / 3, 6),
        "brier": round(2.66 / 6, 6),
        # bin of 1.0: |1 - 1|; of 0.6: |2 - 1.8|; of 0.5: |0 - 1.0|
        "calibration_error": 0.2,
    }


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ([PRO, PRO], [PRO, PRO], 1.0),
        ([PRO, PRO], [PRO, ANTI], (2 / 3 + 0) / 2),
        ([PRO, ANTI], [NEUTRAL, NEUTRAL], 0.0),
        ([PRO, ANTI, NEUTRAL], [PRO, ANTI, NEUTRAL], 1.0),
    ],
)
def test_macro_f1_averages_over_the_classes_in_gold_or_prediction(gold, predicted, expected):
    assert METRICS["macro_f1"](total_of(gold, predicted)) == pytest.approx(expected)


@pytest.mark.parametrize("name", METRICS)
def test_of_nothing_every_metric_is_zero(name):
    assert METRICS[name](Tally(np.zeros((3, 3)), np.zeros(()), np.zeros((BINS, 3)))) == 0


@pytest.mark.parametrize(("proba", "expected"), [([1.0, 0.0, 0.0], 0.0), ([0.0, 0.0, 1.0], 2.0)])
def test_brier_runs_from_zero_to_two(proba, expected):
    assert METRICS["brier"](total_of([ANTI], [ANTI], [proba])) == expected


@pytest.mark.parametrize(
    ("confidence", "bin_"),
    [
        (0.0, 0),
        (0.1, 0),
        (0.1 + 2e-11, 0),
        (0.1 + 2e-10, 1),
        (0.15, 1),
        (0.2, 1),
        (0.1 + 0.2, 2),
        (0.3, 2),
        (0.31, 3),
        (0.9, 8),
        (0.91, 9),
        (1.0, 9),
        (1.0 + 1e-8, 9),
    ],
)
def test_bins_hold_their_upper_edge_however_it_was_computed(confidence, bin_):
    bins = total_of([PRO], [ANTI], [[confidence, 0.0, 1 - confidence]]).bins
    expected = np.zeros((10, 3))
    expected[bin_] = [1, confidence, 0]
    assert bins.tolist() == expected.tolist()


def test_a_bin_holds_sentences_confidence_and_right_predictions():
    bins = total_of([PRO, PRO, ANTI], [PRO, PRO, PRO], [[0.25, 0.0, 0.75], [0.2, 0.0, 0.8], [0.6, 0.0, 0.4]]).bins
    assert bins[7].tolist() == [2, 1.55, 2]
    assert bins[3].tolist() == [1, 0.4, 0]
    assert bins.sum(0).tolist() == pytest.approx([3, 1.95, 2])


def test_a_tally_has_the_groups_as_its_first_axis():
    counted = tally(
        np.array([PRO, ANTI, NEUTRAL]),
        np.array([PRO, NEUTRAL, ANTI]),
        np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.5, 0.5, 0.0]]),
        np.array([2, 0, 2]),
    )
    assert counted.confusion.shape == (3, 3, 3)
    assert counted.bins.shape == (3, 10, 3)
    assert np.argwhere(counted.confusion).tolist() == [[0, ANTI, NEUTRAL], [2, NEUTRAL, ANTI], [2, PRO, PRO]]
    assert counted.confusion.max() == 1
    assert counted.squared_error.tolist() == [2.0, 0.0, 0.5]
    assert counted.bins[1].sum() == 0
    assert counted.bins[2, 9].tolist() == [1, 1, 1]
    assert counted.bins[2, 4].tolist() == [1, 0.5, 0]


def test_the_total_sums_the_groups():
    counted = Tally(np.arange(18).reshape(2, 3, 3), np.array([1.5, 2.0]), np.arange(60).reshape(2, 10, 3))
    total = counted.total()
    assert total.confusion.tolist() == [[9, 11, 13], [15, 17, 19], [21, 23, 25]]
    assert total.squared_error == 3.5
    assert total.bins[0].tolist() == [30, 32, 34]
    assert total.bins.shape == (10, 3)


@settings(max_examples=40, deadline=None)
@given(judged(), st.integers(0, 2**32 - 1))
def test_resampling_a_tally_is_repeating_its_rows(case, seed):
    gold, predicted, exact, groups = case
    proba = as_array(exact)
    counted = tally(gold, predicted, proba, groups)
    weights = np.random.default_rng(seed).integers(0, 4, (3, groups.max() + 1))
    weights[0, groups[0]] = 0
    resampled = counted.resampled(weights)
    for number, weight in enumerate(weights):
        rows = np.repeat(np.arange(len(gold)), weight[groups])
        if len(rows):
            total = total_of(gold[rows], predicted[rows], proba[rows])
            for name, metric in METRICS.items():
                assert metric(resampled)[number] == pytest.approx(metric(total)), name
        else:
            assert all(metric(resampled)[number] == 0 for metric in METRICS.values())


def test_a_tally_cannot_be_changed():
    with pytest.raises(AttributeError):
        total_of([PRO], [PRO]).confusion = None
