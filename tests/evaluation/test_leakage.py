"""Near duplicates between what is tested and what trained."""

import numpy as np
import pandas as pd
import pytest

from stance import validate
from stance.evaluation.leakage import near_duplicate_numbers, near_duplicates_across
from stance.evaluation.resampling import metrics_with_intervals, tally_frame
from stance.evaluation.splits import Fold, GivenSplit, Plan, plan_split

TWIN = "The Harland farmers' union called on its members to refuse the shells at every border crossing."
NEAR = "The Harland farmers union called on its members to refuse shells at every border crossing!"
SAME = "the harland farmers' union called on its members -- to refuse the shells at every border crossing"
OTHERS = [
    "Senator Novik has yet to say how she will vote.",
    "An engineer from Belmark explained how the fuse arms itself in flight.",
    "Snow fell over Arvania while the council counted ballots.",
    "Okoro asked for patience and a second reading.",
]


def frame(texts, split=None, label=None) -> pd.DataFrame:
    n = len(texts)
    labels = label or ["pro", "anti"] * (n // 2) + ["pro"] * (n % 2)
    columns = {"sentence_id": [f"s{i}" for i in range(n)], "text": texts, "label": labels, "split": split}
    return validate(pd.DataFrame(columns))


def test_given_split_tested_sentences_with_a_twin_in_training():
    data = frame(
        [TWIN, *OTHERS, NEAR, SAME, "Nobody ever wrote anything like this one before."],
        ["train"] * 5 + ["test"] * 3,
        ["pro", "anti", "pro", "anti", "pro", "anti", "pro", "anti"],
    )
    found = near_duplicates_across(data, plan_split(GivenSplit(), data, 0))
    assert found.tested.tolist() == [True, True, False]
    assert found.same_words.tolist() == [False, True, False]
    assert found.pairs[["sentence_id", "other_sentence_id", "label", "other_label"]].to_numpy().tolist() == [
        ["s6", "s0", "pro", "pro"],
        ["s5", "s0", "anti", "pro"],
    ]
    assert found.pairs["cosine"].is_monotonic_decreasing


def test_twins_on_the_same_side_of_a_given_split_are_no_leak():
    data = frame([TWIN, NEAR, *OTHERS, "one sentence of its own", "and " + SAME], ["train"] * 6 + ["test"] * 2)
    inside = frame([*OTHERS, TWIN, NEAR], ["train"] * 4 + ["test"] * 2)
    assert near_duplicates_across(data, plan_split(GivenSplit(), data, 0)).tested.tolist() == [False, True]
    assert not near_duplicates_across(inside, plan_split(GivenSplit(), inside, 0)).tested.any()


def folds(*tests, n: int, repeat: int = 0) -> list[Fold]:
    return [Fold(np.setdiff1d(np.arange(n), test), np.array(test), repeat) for test in tests]


def test_in_cross_validation_twins_in_different_folds_leak_both_ways_and_stand_once():
    data = frame([TWIN, OTHERS[0], NEAR, OTHERS[1]])
    apart = near_duplicates_across(data, Plan(tuple(folds([0, 1], [2, 3], n=4)), "sentence"))
    assert apart.tested.tolist() == [True, False, True, False]
    assert apart.pairs[["sentence_id", "other_sentence_id"]].to_numpy().tolist() == [["s0", "s2"]]
    together = near_duplicates_across(data, Plan(tuple(folds([0, 2], [1, 3], n=4)), "sentence"))
    assert not together.tested.any()
    assert list(together.pairs.columns) == list(apart.pairs.columns)
    one_repeat = [*folds([0, 2], [1, 3], n=4), *folds([0, 1], [2, 3], n=4, repeat=1)]
    assert near_duplicates_across(data, Plan(tuple(one_repeat), "sentence")).tested.sum() == 2


@pytest.mark.parametrize("split", [None, ["test", "train", "train", "train"]])
def test_the_supplement_trains_too(split):
    data = frame([TWIN, *OTHERS[:3]], split)
    plan = plan_split(GivenSplit(), data, 0) if split else Plan(tuple(folds([0, 1], [2, 3], n=4)), "sentence")
    supplement = frame([OTHERS[3], NEAR]).assign(sentence_id=["w0", "w1"], label="anti")
    found = near_duplicates_across(data, plan, supplement)
    assert found.tested.tolist() == [True, *[False] * (len(found.tested) - 1)]
    assert found.pairs[["sentence_id", "other_sentence_id", "other_label"]].to_numpy().tolist() == [
        ["s0", "w1", "anti"]
    ]


def test_metrics_without_them_are_those_of_the_other_sentences():
    data = frame([TWIN, OTHERS[0], NEAR, OTHERS[1], OTHERS[2], SAME])
    found = near_duplicates_across(data, Plan(tuple(folds([0, 1], [2, 3], [4, 5], n=6)), "sentence"))
    predictions = data.assign(predicted="pro", p_anti=0.1, p_neutral=0.1, p_pro=0.8)
    numbers = near_duplicate_numbers(found, predictions, "sentence", 200, 3)
    assert {key: numbers[key] for key in ("threshold", "sentences", "pairs", "exact")} == {
        "threshold": 0.6,
        "sentences": 3,
        "pairs": 3,
        "exact": 2,
    }
    # s0 and s2 are pro, s5 is anti: one pair of three agrees
    assert numbers["same_label"] == pytest.approx(1 / 3)
    rest = predictions.iloc[[1, 3, 4]].reset_index(drop=True)
    assert numbers["without"] == {
        "sentences": 3,
        "metrics": metrics_with_intervals([tally_frame(rest, "sentence")], 200, 3),
    }
    assert numbers["without"]["metrics"]["accuracy"]["value"] == pytest.approx(1 / 3)


def test_nothing_is_left_when_all_have_twins():
    data = frame([TWIN, NEAR])
    found = near_duplicates_across(data, Plan(tuple(folds([0], [1], n=2)), "sentence"))
    predictions = data.assign(predicted="pro", p_anti=0.1, p_neutral=0.1, p_pro=0.8)
    numbers = near_duplicate_numbers(found, predictions, "sentence", 100, 0)
    assert (numbers["sentences"], numbers["without"]) == (2, None)
