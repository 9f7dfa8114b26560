"""Krippendorff's alpha against the examples that he published and a plain count of pairs."""

import warnings
from collections import Counter
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.evaluation.agreement import Agreement, krippendorff_alpha
from stance.evaluation.resampling import bootstrap_weights

BINARY = ["0100000010", "1110010000"]
LETTERS = ["aabbdcccedda", "babbbccceddd"]
FOUR_OBSERVERS = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]


def codings(lines):
    """Turn lines into codings; a dot is a missing label."""
    return [[None if label == "." else label for label in line] for line in lines]


def naive_alpha(units):
    """Count the pairs of labels of each unit, and those of all labels, one by one."""
    units = [labels for labels in units if len(labels) > 1]
    totals = Counter(label for labels in units for label in labels)
    n = sum(totals.values())
    observed = sum(sum(a != b for a, b in permutations(labels, 2)) / (len(labels) - 1) for labels in units)
    expected = (n * n - sum(count * count for count in totals.values())) / (n - 1)
    return 1 - observed / expected if expected else float("nan")


def units_of(codings):
    return [[label for label in labels if label is not None] for labels in zip(*codings, strict=True)]


@pytest.mark.parametrize(
    ("lines", "alpha", "units"),
    [(BINARY, 0.095, 10), (LETTERS, 0.692, 12), (FOUR_OBSERVERS, 0.743, 11)],
    ids=["A: binary, two observers", "B: nominal, two observers", "C: nominal, four observers, missing data"],
)
def test_alpha_of_the_examples_of_krippendorff_2011(lines, alpha, units):
    found = krippendorff_alpha(codings(lines), n_resamples=50)
    assert round(found.alpha, 3) == alpha
    assert (found.units, found.coders) == (units, len(lines))


LABELS = st.sampled_from(["pro", "anti", "neutral", None])


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[LABELS] * n), min_size=1, max_size=15)))
def test_alpha_is_that_of_counting_pairs_one_by_one(rows):
    units = [[label for label in row if label is not None] for row in rows]
    if not any(len(labels) > 1 for labels in units):
        return
    found = krippendorff_alpha(list(zip(*rows, strict=True)), n_resamples=5)
    assert found.alpha == pytest.approx(naive_alpha(units), nan_ok=True)
    assert found.units == sum(len(labels) > 1 for labels in units)


@pytest.mark.parametrize("lines", [BINARY, FOUR_OBSERVERS, ["aaab", "aaac"]], ids=["binary", "four", "often one label"])
def test_the_interval_is_that_of_drawing_units_and_leaving_out_single_labels(lines):
    coded = codings(lines)
    units = [labels for labels in units_of(coded) if len(labels) > 1]
    samples = []
    for weights in bootstrap_weights(len(units), 60, 4):
        for weight in weights:
            drawn = [labels for labels, times in zip(units, weight, strict=True) for _ in range(times)]
            samples.append(naive_alpha(drawn))
    kept = [alpha for alpha in samples if alpha == alpha]
    found = krippendorff_alpha(coded, n_resamples=60, seed=4)
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(kept, [2.5, 97.5])))


def test_resamples_that_hold_a_single_label_are_left_out():
    found = krippendorff_alpha(codings(["aab", "aab"]), n_resamples=200)
    assert (found.alpha, found.low, found.high) == (1.0, 1.0, 1.0)


def test_by_default_2000_resamples_of_seed_0():
    coded = np.random.default_rng(0).choice(list("abcde"), (3, 40))
    assert krippendorff_alpha(coded) == krippendorff_alpha(coded, n_resamples=2000, seed=0)
    assert krippendorff_alpha(coded) != krippendorff_alpha(coded, n_resamples=1999, seed=0)
    assert krippendorff_alpha(coded) != krippendorff_alpha(coded, n_resamples=2000, seed=1)


def test_a_single_label_leaves_alpha_undefined_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = krippendorff_alpha(codings(["aaa", "aaa"]), n_resamples=10)
    assert np.isnan([found.alpha, found.low, found.high]).all()
    assert (found.units, found.coders) == (3, 2)


def test_systematic_disagreement_lies_below_chance():
    # observed 4 pairs of 4, expected (16 - 8) / 3
    assert krippendorff_alpha(codings(["ab", "ba"]), n_resamples=5).alpha == pytest.approx(1 - 4 / (8 / 3))


@pytest.mark.parametrize("missing", [None, float("nan")], ids=["None", "NaN"])
def test_none_and_nan_are_missing_labels(missing):
    with_missing = [["pro", "anti", "pro", missing], ["pro", "pro", "pro", "anti"]]
    without = [["pro", "anti", "pro"], ["pro", "pro", "pro"]]
    assert krippendorff_alpha(with_missing) == krippendorff_alpha(without)


def test_labels_may_be_anything_hashable():
    tuples = {label: (label, 1) for label in "ab"}
    numbers = {"a": 0, "b": 1}
    coded = ["abab", "aabb"]
    expected = krippendorff_alpha(codings(coded))
    for names in (tuples, numbers):
        assert krippendorff_alpha([[names[label] for label in line] for line in coded]) == expected


def test_a_unit_that_one_coder_labelled_counts_for_nothing():
    found = krippendorff_alpha(codings(["aab", "ab."]), n_resamples=5)
    assert found.units == 2
    assert found.alpha == pytest.approx(naive_alpha(["aa", "ab"]))


@pytest.mark.parametrize(
    "lines",
    [["ab..", "..ab"], ["....", "...."], ["", ""], ["abab"]],
    ids=["never the same unit", "nothing labelled", "no units", "one coder"],
)
def test_without_a_unit_labelled_twice_there_is_nothing_to_measure(lines):
    with pytest.raises(StanceError) as caught:
        krippendorff_alpha(codings(lines))
    assert str(caught.value) == "no unit is labelled by two coders: there is no agreement to measure"


def test_coders_with_different_numbers_of_units_are_refused():
    with pytest.raises(StanceError) as caught:
        krippendorff_alpha([["pro", "anti", "pro"], ["pro", "anti"], ["pro", "anti", "pro"]])
    assert str(caught.value) == "coders have different numbers of units: 3, 2, 3"


def test_numbers_are_plain_and_cannot_be_changed():
    found = krippendorff_alpha(codings(BINARY), n_resamples=5)
    assert [type(value) for value in vars(found).values()] == [float, float, float, int, int]
    assert found == Agreement(found.alpha, found.low, found.high, 10, 2)
    with pytest.raises(AttributeError):
        found.alpha = 1.0
