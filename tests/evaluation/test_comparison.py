"""Paired comparison against a naive bootstrap that repeats rows and asks scikit-learn, and against SciPy's tests."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import permutation_test
from sklearn.metrics import f1_score

from stance.errors import StanceError
from stance.evaluation.comparison import COMPARED, compare_predictions, permutation_p_values
from stance.evaluation.metrics import tally
from stance.evaluation.resampling import bootstrap_weights
from tests.evaluation.invented import GOLD, STANCES, naive_metrics, run


@pytest.fixture(scope="module")
def runs():
    return [run(0), run(1), run(2, 0.9)]


@pytest.fixture(scope="module")
def compared(runs):
    return compare_predictions(runs, ["a", "b", "c"], n_resamples=25, seed=3)


def naive_differences(runs, n_resamples, seed):
    """Differences of each later run from the first in every resample of paragraphs, in the order of the targets."""
    order = runs[0].sort_values(["target", "sentence_id"])
    paragraphs = list(dict.fromkeys(zip(order["document_id"], order["paragraph"], strict=True)))
    out = []
    for weights in bootstrap_weights(len(paragraphs), n_resamples, seed):
        for weight in weights:
            times = dict(zip(paragraphs, weight, strict=True))
            drawn = []
            for frame in runs:
                keys = zip(frame["document_id"], frame["paragraph"], strict=True)
                drawn.append(naive_metrics(frame.loc[frame.index.repeat([times[key] for key in keys])]))
            metrics = pd.DataFrame(drawn)
            out.append(metrics.iloc[1:] - metrics.iloc[0])
    return np.array(out), list(metrics.columns)


def test_the_table_has_a_row_for_each_metric_and_later_run(compared):
    assert list(compared.columns) == [
        *["metric", "first", "other", "value_first", "value_other", "difference", "low", "high", "p_value"]
    ]
    of_sides = ("f1_pro", "f1_anti", "f1_favor_against_pooled", "f1_favor_against_mean_over_targets")
    assert list(COMPARED) == ["macro_f1", *of_sides, "accuracy", "brier", "calibration_error"]
    assert compared[["metric", "first", "other"]].to_numpy().tolist() == [
        [metric, "a", other] for metric in COMPARED for other in ("b", "c")
    ]
    assert compared.index.tolist() == list(range(16))


def test_the_table_says_what_was_resampled(compared):
    said = {key: compared.attrs[key] for key in ("unit", "groups", "sentences", "targets", "actors")}
    assert said == {"unit": "paragraph", "groups": 12, "sentences": 24, "targets": 2, "actors": 0}


def test_differences_and_intervals_are_those_of_a_naive_bootstrap(compared, runs):
    differences, names = naive_differences(runs, 25, 3)
    values = [naive_metrics(frame) for frame in runs]
    for row in compared.itertuples():
        other = "abc".index(row.other)
        drawn = differences[:, other - 1, names.index(row.metric)].round(12)
        assert row.value_first == pytest.approx(values[0][row.metric])
        assert row.value_other == pytest.approx(values[other][row.metric])
        assert row.difference == pytest.approx(values[other][row.metric] - values[0][row.metric])
        assert (row.low, row.high) == pytest.approx(tuple(np.percentile(drawn, [2.5, 97.5])))


ONE_METRIC = {
    "macro_f1": lambda frame: f1_score(frame["label"], frame["predicted"], average="macro", zero_division=0),
    "accuracy": lambda frame: (frame["label"] == frame["predicted"]).mean(),
    "f1_anti": lambda frame: f1_score(frame["label"] == "anti", frame["predicted"] == "anti", zero_division=0),
}


@pytest.mark.parametrize("metric", ONE_METRIC)
def test_p_values_of_few_groups_are_those_of_scipy_over_every_swap(runs, metric):
    few = [frame[frame["paragraph"] < 2].reset_index(drop=True) for frame in (runs[0], runs[2])]
    table = compare_predictions(few, "ab", n_resamples=64).set_index("metric")
    assert table.attrs["groups"] == 6
    keys = few[0]["document_id"] + " " + few[0]["paragraph"].astype(str)
    paragraphs = [[frame[keys == key] for frame in few] for key in keys.unique()]

    def difference(*chosen):
        # to SciPy a sample is a paragraph, and what is swapped the number of the run
        parts = [[each[int(run)] for each, run in zip(paragraphs, side, strict=True)] for side in chosen]
        first, other = (ONE_METRIC[metric](pd.concat(part)) for part in parts)
        return other - first

    swapped = permutation_test(
        (np.zeros(6), np.ones(6)), difference, permutation_type="samples", vectorized=False, n_resamples=np.inf
    )
    assert table.loc[metric, "p_value"] == pytest.approx(swapped.pvalue)


def test_p_values_of_many_groups_come_near_those_of_every_swap(runs):
    every = compare_predictions([runs[0], runs[2]], "ab", n_resamples=2**12).set_index("metric")["p_value"]
    some = compare_predictions([runs[0], runs[2]], "ab", n_resamples=2**12 - 1).set_index("metric")["p_value"]
    assert (some * 2**12 % 1 == 0).all()
    assert (every * 2**12 % 1 == 0).all()
    # four standard errors of a share of 4,096 swaps
    assert (some - every).abs().max() < 4 * np.sqrt(0.25 / 2**12)
    assert not some.equals(every)
    assert every.nunique() >= 4


def test_swapping_holds_its_level_when_sentences_of_a_paragraph_stand_and_fall_together():
    rng, rejected, gold = np.random.default_rng(5), 0, np.zeros(24, int)
    paragraphs, proba = np.arange(24) // 2, np.full((24, 3), 1 / 3)
    for _ in range(200):
        # within a paragraph both runs are wholly right or wholly wrong, by the toss of a coin
        pair = [tally(gold, rng.integers(0, 2, 12).repeat(2), proba, paragraphs) for _ in range(2)]
        rejected += permutation_p_values(*pair, 199, seed=1)["accuracy"] <= 0.05
    # at most 5% in the long run: 10 of 200, and four standard errors more
    assert rejected <= 10 + 4 * np.sqrt(200 * 0.05 * 0.95)


def test_mcnemar_by_hand(runs):
    gold, wrong = runs[0].assign(predicted=GOLD), "pro"
    first = gold.assign(predicted=[wrong if i in (0, 1, 3, 4, 6, 7) else label for i, label in enumerate(GOLD)])
    other = gold.assign(predicted=[wrong if i in (0, 9) else label for i, label in enumerate(GOLD)])
    table = compare_predictions([first, other, first], ["a", "b", "c"], n_resamples=20)
    # five sentences against one: 2 * (1 + 6) / 2**6
    assert table.attrs["mcnemar"] == [
        {"other": "b", "only_first_right": 1, "only_other_right": 5, "p_value": pytest.approx(14 / 64)},
        {"other": "c", "only_first_right": 0, "only_other_right": 0, "p_value": 1.0},
    ]


@pytest.mark.parametrize("shift", [1, 7, -5])
def test_the_order_of_rows_does_not_matter(runs, compared, shift):
    rolled = [frame.iloc[np.roll(np.arange(24), shift * number)] for number, frame in enumerate(runs)]
    again = compare_predictions(rolled, ["a", "b", "c"], n_resamples=25, seed=3)
    pd.testing.assert_frame_equal(again, compared)


def test_identical_runs_do_not_differ(runs):
    table = compare_predictions([runs[0], runs[0].copy()], ["a", "again"], n_resamples=20)
    assert (table[["difference", "low", "high"]] == 0).all(axis=None)
    assert table["p_value"].tolist() == [1.0] * len(COMPARED)


def right_and_wrong():
    right = run(0).assign(predicted=GOLD)
    right[["p_anti", "p_neutral", "p_pro"]] = np.eye(3)[[STANCES.index(label) for label in GOLD]]
    wrong = right.assign(predicted=[STANCES[(STANCES.index(label) + 1) % 3] for label in GOLD])
    return right, wrong.assign(p_anti=right["p_pro"], p_neutral=right["p_anti"], p_pro=right["p_neutral"])


def test_a_run_that_is_always_better_has_the_smallest_p_value_that_the_swaps_allow():
    right, wrong = right_and_wrong()
    table = compare_predictions([wrong, right], ["wrong", "right"], n_resamples=20).set_index("metric")
    assert table["difference"].to_dict() == {
        **dict.fromkeys(COMPARED[:-2], 1.0),
        "brier": -2.0,
        "calibration_error": -1.0,
    }
    assert table.loc["accuracy", ["low", "high", "p_value"]].tolist() == [1.0, 1.0, 1 / 21]
    assert table.loc["brier", ["low", "high", "p_value"]].tolist() == [-2.0, -2.0, 1 / 21]


def test_the_difference_is_the_other_minus_the_first():
    right, wrong = right_and_wrong()
    row = compare_predictions([right, wrong], ["right", "wrong"], n_resamples=20).set_index("metric").loc["accuracy"]
    assert row.tolist() == ["right", "wrong", 1.0, 0.0, -1.0, -1.0, -1.0, 1 / 21]


def test_by_default_2000_resamples_and_swaps_of_seed_0(runs):
    table = compare_predictions(runs[:2], "ab")
    pd.testing.assert_frame_equal(table, compare_predictions(runs[:2], "ab", n_resamples=2000, seed=0))
    assert not table.equals(compare_predictions(runs[:2], "ab", n_resamples=1999, seed=0))
    assert not table.equals(compare_predictions(runs[:2], "ab", n_resamples=2000, seed=1))


def test_a_run_that_knows_less_of_the_places_is_resampled_like_the_first(runs):
    without = runs[1].assign(paragraph=None, document_id=None)
    table = compare_predictions([runs[0], without], "ab", n_resamples=25, seed=3)
    pd.testing.assert_frame_equal(table, compare_predictions(runs[:2], "ab", n_resamples=25, seed=3))


@pytest.mark.parametrize(
    ("change", "numbers"),
    [
        (lambda frame: frame.iloc[:20], "first has 24, second has 20, 20 in common"),
        (lambda frame: frame.assign(label="pro"), "first has 24, second has 24, 8 in common"),
        (lambda frame: frame.assign(target="all"), "first has 24, second has 24, 0 in common"),
        (
            lambda frame: frame.assign(sentence_id=[f"{number + 5:02}" for number in range(24)], target="treaty"),
            "first has 24, second has 24, 0 in common",
        ),
    ],
    ids=["fewer", "other labels", "other targets", "other sentences"],
)
def test_different_test_sentences_are_not_comparable(runs, change, numbers):
    with pytest.raises(StanceError) as caught:
        compare_predictions([runs[0], change(runs[1])], ["first", "second"])
    assert str(caught.value) == f"different test sentences: not comparable ({numbers})"


def test_every_later_run_is_checked_and_named(runs):
    with pytest.raises(StanceError, match=r"\(a has 24, c has 23, 23 in common\)"):
        compare_predictions([runs[0], runs[1], runs[2].iloc[1:]], ["a", "b", "c"])


@pytest.mark.parametrize("names", [["a"], ["a", "b", "c"]])
def test_every_run_has_one_name(runs, names):
    with pytest.raises(ValueError, match="zip"):
        compare_predictions(runs[:2], names)
