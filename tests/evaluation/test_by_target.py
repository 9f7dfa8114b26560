"""Scores of both sides, pooled and over targets, against scikit-learn, rows repeated and cases worked by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from stance.evaluation import resampling
from stance.evaluation.by_target import metrics_by_target
from stance.evaluation.metrics import METRICS, tally
from stance.evaluation.resampling import chunk_size, metrics_with_intervals, tally_frame
from tests.evaluation.invented import favor_against

POOLED, OVER_TARGETS = METRICS["f1_favor_against_pooled"], METRICS["f1_favor_against_mean_over_targets"]
ANTI, NEUTRAL, PRO = 0, 1, 2
ROWS = st.lists(st.tuples(*[st.integers(0, 2)] * 2, st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=30)


def tallied(rows):
    """Tally rows of gold, predicted, group and target."""
    gold, predicted, groups, targets = np.array(rows).T
    return tally(gold, predicted, np.full((len(rows), 3), 1 / 3), groups, targets)


def over_targets(rows):
    """The mean that scikit-learn finds over the targets where a side is taken; 0 where there is none."""
    frame = pd.DataFrame(rows, columns=["label", "predicted", "group", "target"])
    names = ["anti", "neutral", "pro"]
    frame[["label", "predicted"]] = frame[["label", "predicted"]].map(lambda number: names[number])
    values = [favor_against(mine) for _, mine in frame.groupby("target")]
    return np.nanmean(values) if not np.isnan(values).all() else 0.0


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_the_score_of_both_sides_is_that_of_scikit_learn(rows):
    gold, predicted = np.array(rows)[:, :2].T
    sides = sorted({ANTI, PRO} & {*gold.tolist(), *predicted.tolist()})
    expected = f1_score(gold, predicted, labels=sides, average="macro", zero_division=0) if sides else 0.0
    assert POOLED(tallied(rows).total()) == pytest.approx(expected)
    assert OVER_TARGETS(tallied(rows).total()) == pytest.approx(over_targets(rows))


@settings(max_examples=50, deadline=None)
@given(ROWS, st.integers(0, 2**32 - 1))
def test_resampling_groups_is_repeating_their_rows(rows, seed):
    counted = tallied(rows)
    weights = np.random.default_rng(seed).integers(0, 3, (4, len(counted.squared_error)))
    resampled = OVER_TARGETS(counted.resampled(weights))
    for number, weight in enumerate(weights):
        repeated = [row for row in rows for _ in range(weight[row[2]])]
        assert resampled[number] == pytest.approx(over_targets(repeated) if repeated else 0.0)


def test_a_case_worked_by_hand():
    rows = [
        # target 0: F1 of pro 2/3, of anti 0 (never predicted)
        *[(PRO, PRO, 0, 0), (PRO, NEUTRAL, 0, 0), (ANTI, NEUTRAL, 0, 0)],
        # target 1: pro occurs nowhere, and is left out; F1 of anti is 1
        *[(ANTI, ANTI, 1, 1), (NEUTRAL, NEUTRAL, 1, 1)],
        # target 2: neither side occurs, and the target is left out
        (NEUTRAL, NEUTRAL, 1, 2),
    ]
    total = tallied(rows).total()
    assert OVER_TARGETS(total) == pytest.approx(((2 / 3 + 0) / 2 + 1) / 2)
    # pooled: pro 2/3; anti found once, two in gold and one predicted: 2/3
    assert POOLED(total) == pytest.approx(2 / 3)


def test_wrong_neutrals_cost_though_neutral_is_not_averaged():
    right = [(PRO, PRO, 0, 0), (ANTI, ANTI, 0, 0), (NEUTRAL, NEUTRAL, 0, 0)]
    assert POOLED(tallied(right).total()) == 1
    assert POOLED(tallied([*right[:2], (NEUTRAL, PRO, 0, 0)]).total()) == pytest.approx((2 / 3 + 1) / 2)


@settings(max_examples=30, deadline=None)
@given(ROWS, ROWS)
def test_sums_of_tallies_count_the_rows_of_both(one, two):
    last = [(NEUTRAL, NEUTRAL, 3, 4)]  # both know all groups and targets
    first, second, both = tallied(one + last), tallied(two + last), tallied(one + last + two + last)
    weights = np.array([[1, 2, 0, 1], [0, 1, 1, 3]])
    added, expected = first.resampled(weights) + second.resampled(weights), both.resampled(weights)
    for metric in METRICS.values():
        assert metric(added) == pytest.approx(metric(expected))


# frames


def random_frame(n=60, seed=0, targets=("shells", "treaty", "truce")):
    rng = np.random.default_rng(seed)
    stances = ["anti", "neutral", "pro"]
    frame = pd.DataFrame(rng.dirichlet([1, 1, 1], n), columns=[f"p_{stance}" for stance in stances])
    return frame.assign(
        sentence_id=np.arange(n).astype(str),
        document_id=None,
        paragraph=None,
        target=rng.choice(list(targets), n),
        label=rng.choice(stances, n),
        predicted=rng.choice(stances, n),
    )


def test_the_mean_over_targets_is_that_of_the_targets_shown():
    frame = random_frame()
    shown = metrics_by_target([frame], 20, 0)
    assert list(shown) == ["shells", "treaty", "truce"]
    found = metrics_with_intervals([tally_frame(frame, "sentence")], 20, 0)["f1_favor_against_mean_over_targets"]
    assert found["value"] == pytest.approx(np.mean([each["f1_favor_against"]["value"] for each in shown.values()]))
    assert found["low"] < found["value"] < found["high"]


def test_each_target_is_judged_as_if_it_stood_alone():
    frame = random_frame()
    for number, (target, shown) in enumerate(metrics_by_target([frame], 50, 7).items()):
        mine = frame[frame["target"] == target]
        alone = metrics_with_intervals([tally_frame(mine, "sentence")], 50, 7 + number)
        assert shown["sentences"] == len(mine)
        assert shown["labels"] == {stance: (mine["label"] == stance).sum() for stance in ("anti", "neutral", "pro")}
        assert shown["resampled"] == "sentence"
        assert shown["f1_favor_against"] == pytest.approx(alone["f1_favor_against_pooled"])
        assert shown["macro_f1"] == pytest.approx(alone["macro_f1"])
        assert shown["accuracy"] == pytest.approx(alone["accuracy"])


def test_of_repeats_each_target_has_the_mean():
    one, other = random_frame(seed=1), random_frame(seed=1)
    other["predicted"] = random_frame(seed=2)["predicted"]
    shown, single = metrics_by_target([one, other], 20, 0), [metrics_by_target([each], 20, 0) for each in (one, other)]
    for target, values in shown.items():
        assert values["sentences"] == single[0][target]["sentences"]
        for name in ("f1_favor_against", "macro_f1", "accuracy"):
            assert values[name]["value"] == pytest.approx(np.mean([each[target][name]["value"] for each in single]))


def test_one_target_has_no_table_and_its_mean_is_the_pooled_score():
    frame = random_frame(targets=["shells"])
    assert metrics_by_target([frame], 20, 0) == {}
    found = metrics_with_intervals([tally_frame(frame, "sentence")], 20, 0)
    assert found["f1_favor_against_mean_over_targets"] == found["f1_favor_against_pooled"]


def test_documents_are_resampled_for_targets_that_have_ten_of_them():
    frame = random_frame(80, targets=["shells"])
    frame = frame.assign(document_id=[f"d{number // 4}" for number in range(80)], paragraph=0)
    frame["target"] = ["shells"] * 44 + ["treaty"] * 36
    assert {name: each["resampled"] for name, each in metrics_by_target([frame], 20, 0).items()} == {
        "shells": "document",
        "treaty": "paragraph",
    }


def test_what_cannot_be_known_is_none():
    frame = random_frame(30)
    frame.loc[frame["target"] == "truce", ["label", "predicted"]] = "neutral"
    frame.loc[0, "target"] = "a single sentence"
    frame.loc[0, ["label", "predicted"]] = "pro"
    shown = metrics_by_target([frame], 20, 0)
    assert shown["truce"]["f1_favor_against"] == {"value": None, "low": None, "high": None}
    assert shown["truce"]["accuracy"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    one = {"value": 1.0, "low": None, "high": None}
    assert [shown["a single sentence"][name] for name in ("f1_favor_against", "macro_f1", "accuracy")] == [one] * 3


def test_numbers_do_not_depend_on_how_many_resamples_are_taken_at_a_time(monkeypatch):
    counted = tally_frame(random_frame(), "sentence")
    assert counted.width == 3 * 9
    whole = metrics_with_intervals([counted], 50, 2)
    monkeypatch.setattr(resampling, "_CHUNK", 7 * 60)
    for name, numbers in metrics_with_intervals([counted], 50, 2).items():
        assert numbers == pytest.approx(whole[name])


def test_many_targets_bound_how_many_resamples_are_taken_at_a_time():
    assert chunk_size(10) * 10 <= 4_000_000
    assert chunk_size(10, 9_000) * 9_000 <= 4_000_000
    assert chunk_size(10_000, 9_000) == chunk_size(10_000)
    assert chunk_size(10, 10**9) == 1
