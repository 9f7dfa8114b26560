"""What is said of a selection."""

from stance.reporting.selection import describe_selection

SELECTION = {
    "metric": "f1_favor_against_mean_over_targets",
    "configurations": 6,
    "folds": 5,
    "repeats": 1,
    "chosen": {"model.C": 1, "targets": "pooled"},
    "score": 0.61,
    "chosen_in_folds": [
        {"settings": {"model.C": 1, "targets": "pooled"}, "times": 4},
        {"settings": {"model.C": 3, "targets": "pooled"}, "times": 1},
    ],
    "failed": [],
}
AMONG = "chosen within each training part among 6 configurations by F1 favor/against, mean over targets: "


def test_what_was_chosen_and_how_often():
    assert describe_selection(SELECTION) == f"{AMONG}model.C=1, targets=pooled (in 4 of 5 folds)"


def test_a_final_choice_that_no_fold_made():
    said = describe_selection({**SELECTION, "chosen": {"model.C": 0.3, "targets": "pooled"}})
    assert said == f"{AMONG}model.C=0.3, targets=pooled (in 0 of 5 folds)"


def test_unseen_documents_have_no_final_model_but_a_most_frequent_choice():
    without = {key: value for key, value in SELECTION.items() if key not in ("chosen", "score")}
    assert describe_selection(without) == describe_selection(SELECTION)


def test_a_given_split_has_nothing_to_agree_about():
    one = [{"settings": SELECTION["chosen"], "times": 1}]
    assert describe_selection({**SELECTION, "chosen_in_folds": one}) == f"{AMONG}model.C=1, targets=pooled"


def test_fits_that_failed_are_told_with_the_first_reason():
    failed = [{"settings": {}, "times": 2, "reason": "too few"}, {"settings": {}, "times": 1, "reason": "too rare"}]
    assert describe_selection({**SELECTION, "failed": failed}).endswith("folds); 3 fits failed: too few")
