"""Which sentences train and which test: groups kept whole, every sentence tested, refusals with numbers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold

from stance.corpus.schema import STANCES
from stance.corpus.validation import validate
from stance.errors import StanceError
from stance.evaluation import splits
from stance.evaluation.grouping import actor_groups, groups_of
from stance.evaluation.splits import (
    ActorSplit,
    DocumentSplit,
    Fold,
    GivenSplit,
    ParagraphSplit,
    Plan,
    SplitConfig,
    _check_training,
    check_possible,
    plan_split,
    repeats_of,
)


def sentences(labels, **columns):
    return validate(pd.DataFrame({"label": labels, **columns}).assign(text="Okoro spoke"))


def spoken_by(*actors):
    """One sentence for each string of initials."""
    return pd.DataFrame({"statements": [[{"actor": actor} for actor in each] for each in actors]})


def refusal(call, *args):
    with pytest.raises(StanceError) as caught:
        call(*args)
    return str(caught.value)


def sides(plan):
    return [(fold.train.tolist(), fold.test.tolist()) for fold in plan.folds]


def same(folds, expected):
    return sides(Plan(tuple(folds), "")) == [(train.tolist(), test.tolist()) for train, test in expected]


# drawn folds


@st.composite
def corpora(draw):
    """Sentences in documents and paragraphs, by some actors, of two stances or three."""
    size = draw(st.integers(12, 40))
    labels = STANCES[: draw(st.integers(2, 3))]
    columns = {
        "document_id": st.sampled_from(["d0", "d1", "d2", "d3"]),
        "paragraph": st.integers(0, 3),
        "actor": st.sampled_from(["Brandt", "Okoro", "Novak", "Lindqvist", "Belmark", None]),
    }
    drawn = {name: draw(st.lists(values, min_size=size, max_size=size)) for name, values in columns.items()}
    return sentences(draw(st.lists(st.sampled_from(labels), min_size=size, max_size=size)), **drawn)


@settings(max_examples=30, deadline=None)
@given(
    corpora(),
    st.sampled_from(
        [ParagraphSplit(folds=2, repeats=2), ParagraphSplit(folds=3, repeats=1), ActorSplit(folds=2, repeats=3)]
    ),
    st.integers(0, 1000),
)
def test_groups_never_straddle_and_every_sentence_is_tested_once_a_repeat(frame, config, seed):
    groups = actor_groups(frame) if config.name == "actor" else groups_of(frame, "paragraph")
    by_class = [len(set(groups[frame["label"] == label])) for label in set(frame["label"])]
    if len(by_class) < 2 or min(by_class) < config.folds:
        with pytest.raises(StanceError):
            plan_split(config, frame, seed)
        return
    plan = plan_split(config, frame, seed)
    assert len(plan.folds) == config.folds * config.repeats
    assert plan.repeats == config.repeats
    for folds in repeats_of(plan):
        assert sorted(np.concatenate([fold.test for fold in folds])) == list(range(len(frame)))
        for fold in folds:
            assert sorted([*fold.train, *fold.test]) == list(range(len(frame)))
            assert not set(groups[fold.train]) & set(groups[fold.test])
            assert set(frame["label"].iloc[fold.test]) <= set(frame["label"].iloc[fold.train])


def test_paragraph_folds_are_stratified(frame):
    plan = plan_split(ParagraphSplit(folds=3, repeats=2), frame, 0)
    for fold in plan.folds:
        assert frame["label"].iloc[fold.test].value_counts().to_dict() == {"pro": 4, "anti": 4, "neutral": 4}


def test_a_plan_says_what_was_kept_together(frame):
    plan = plan_split(ParagraphSplit(folds=3, repeats=2), frame, 0)
    assert (plan.grouped_by, plan.split, plan.repeats) == ("paragraph", "out_of_fold", 2)
    assert [fold.repeat for fold in plan.folds] == [0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize(("columns", "unit"), [(["paragraph"], "document"), (["paragraph", "document_id"], "sentence")])
def test_without_paragraphs_documents_stay_together_and_without_documents_sentences_stand_alone(frame, columns, unit):
    frame = validate(frame.drop(columns=columns))
    plan = plan_split(ParagraphSplit(folds=2, repeats=1), frame, 0)
    groups = frame["document_id" if unit == "document" else "sentence_id"]
    assert plan.grouped_by == unit
    assert all(not set(groups.iloc[fold.train]) & set(groups.iloc[fold.test]) for fold in plan.folds)


def test_repeats_are_drawn_anew_from_the_seed_onward(frame):
    plan = plan_split(ParagraphSplit(folds=3, repeats=3), frame, 7)
    groups = groups_of(frame, "paragraph")
    repeats = list(repeats_of(plan))
    assert [len(folds) for folds in repeats] == [3, 3, 3]
    for number, folds in enumerate(repeats):
        splitter = StratifiedGroupKFold(3, shuffle=True, random_state=7 + number)
        assert same(folds, splitter.split(groups, frame["label"], groups))
    tests = [sorted(fold.test.tolist() for fold in folds) for folds in repeats]
    assert tests[0] != tests[1] != tests[2]


def test_the_same_seed_draws_the_same_folds_and_another_does_not(frame):
    drawn = [sides(plan_split(ParagraphSplit(folds=3, repeats=1), frame, seed)) for seed in (5, 5, 6)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_actors_are_tested_by_models_that_saw_none_of_their_sentences():
    frame = sentences(["pro", "anti"] * 12, actor=[f"Speaker {number // 4}" for number in range(24)])
    plan = plan_split(ActorSplit(folds=3, repeats=2), frame, 4)
    assert (plan.grouped_by, plan.split, len(plan.folds)) == ("actor", "out_of_fold", 6)
    groups = actor_groups(frame)
    for number, folds in enumerate(repeats_of(plan)):
        expected = StratifiedGroupKFold(3, shuffle=True, random_state=4 + number).split(groups, frame["label"], groups)
        assert same(folds, expected)


# refusals


@pytest.mark.parametrize(
    ("unit", "groups", "folds", "message"),
    [
        ("document", [0, 1, 2, 3], 5, "only 2 documents contain 'anti': 5 grouped folds are impossible; at most 2"),
        (
            "document",
            [0, 0, 2, 3],
            2,
            "only 1 document contains 'anti': 2 grouped folds are impossible; no folds are possible",
        ),
        ("paragraph", [0, 1, 2, 3], 3, "only 2 paragraphs contain 'anti': 3 grouped folds are impossible; at most 2"),
        ("sentence", [0, 1, 2, 3], 4, "only 2 sentences contain 'anti': 4 folds are impossible; at most 2"),
        (
            "actor",
            [0, 1, 2, 2],
            2,
            "only 1 actor contains 'pro': 2 grouped folds are impossible; no folds are possible",
        ),
    ],
)
def test_more_folds_than_groups_of_the_rarest_class_are_refused_with_the_numbers(unit, groups, folds, message):
    labels = np.array(["anti", "anti", "pro", "pro"], dtype=object)
    assert refusal(check_possible, labels, np.array(groups), unit, folds) == message


def test_as_many_folds_as_groups_of_the_rarest_class_are_possible():
    labels = np.array(["anti", "anti", "pro", "pro", "pro"], dtype=object)
    check_possible(labels, np.arange(5), "sentence", 2)
    assert "at most 2" in refusal(check_possible, labels, np.arange(5), "sentence", 3)


@pytest.mark.parametrize(("labels", "only"), [(["pro"] * 3, "pro"), (["anti"] * 4, "anti")])
def test_a_single_class_is_nothing_to_tell_apart(labels, only):
    message = f"all {len(labels)} sentences are {only!r}: nothing to tell apart"
    assert refusal(plan_split, ParagraphSplit(folds=2), sentences(labels), 0) == message


def test_impossible_folds_are_refused_by_the_plan(frame):
    message = "only 12 paragraphs contain 'anti': 13 grouped folds are impossible; at most 12"
    assert refusal(plan_split, ParagraphSplit(folds=13), frame, 0) == message
    message = "only 1 actor contains 'anti': 5 grouped folds are impossible; no folds are possible"
    assert refusal(plan_split, ActorSplit(), frame, 0) == message


def two_folds(first, second):
    """A plan that tests the rows of either half on the other."""
    first, second = np.array(first), np.array(second)
    return Plan((Fold(first, second), Fold(second, first)), "sentence")


def test_a_fold_that_trains_on_one_class_is_refused_with_its_number():
    labels = np.array(["pro", "anti", "pro", "pro"], dtype=object)
    message = "fold 2 of 2 would train on 2 sentences that are all 'pro'"
    assert refusal(_check_training, two_folds([0, 1], [2, 3]), labels) == message


def test_a_drawn_fold_that_tests_a_class_it_never_saw_is_refused():
    labels = np.array(["pro", "anti", "pro", "anti", "neutral"], dtype=object)
    message = "fold 1 of 2 would train without a single 'neutral'; use fewer folds"
    assert refusal(_check_training, two_folds([0, 1], [2, 3, 4]), labels) == message
    _check_training(two_folds([0, 1], [2, 3, 4]), labels, every_class=False)


def test_of_several_lacking_classes_the_first_is_named():
    labels = np.array(["neutral", "pro", "anti", "anti", "neutral"], dtype=object)
    plan = Plan((Fold(np.array([0, 1]), np.array([2, 3, 4])),), "sentence")
    assert "a single 'anti'" in refusal(_check_training, plan, labels)
    assert _check_training(Plan((Fold(np.array([0, 2, 1]), np.array([3])),), "sentence"), labels) is None


# whole documents


def test_one_document_is_left_out_at_a_time(frame):
    plan = plan_split(DocumentSplit(), frame, 0)
    assert (plan.grouped_by, plan.split, plan.repeats, len(plan.folds)) == ("document", "out_of_fold", 1, 4)
    tested = [frame["document_id"].iloc[fold.test].unique().tolist() for fold in plan.folds]
    assert tested == [["d0"], ["d1"], ["d2"], ["d3"]]
    assert [(len(fold.train), len(fold.test)) for fold in plan.folds] == [(27, 9)] * 4


def test_folds_of_documents_are_drawn_by_the_seed(frame):
    plan = plan_split(DocumentSplit(folds=2), frame, 3)
    groups = groups_of(frame, "document")
    assert plan.grouped_by == "document"
    assert same(plan.folds, GroupKFold(2, shuffle=True, random_state=3).split(groups, groups=groups))
    drawn = {str(sides(plan_split(DocumentSplit(folds=2), frame, seed))) for seed in range(8)}
    assert len(drawn) > 1


def test_documents_may_test_a_class_that_no_other_document_holds():
    frame = sentences(["pro", "anti", "pro", "anti", "neutral"], document_id=list("aabbb"))
    assert len(plan_split(DocumentSplit(), frame, 0).folds) == 2


@pytest.mark.parametrize(
    ("documents", "folds", "message"),
    [
        ("aaaa", None, "1 document: 2 folds of documents are impossible"),
        ("aabb", 3, "2 documents: 3 folds of documents are impossible"),
        ("aabb", None, "fold 1 of 2 would train on 2 sentences that are all 'pro'"),
        (["a", "a", None, "b"], None, "1 of 4 sentences name no document: documents cannot be left out"),
    ],
)
def test_impossible_folds_of_documents_are_refused(documents, folds, message):
    frame = sentences(["pro", "anti", "pro", "pro"], document_id=list(documents))
    assert refusal(plan_split, DocumentSplit(folds=folds), frame, 0) == message


def test_as_many_folds_as_documents_are_possible():
    frame = sentences(["pro", "anti"] * 3, document_id=list("aabbcc"))
    assert len(plan_split(DocumentSplit(folds=3), frame, 0).folds) == 3


# the data's own split


@pytest.mark.parametrize(
    ("parts", "tested", "train", "test"),
    [
        (["train", "test", "train", "validation"], "test", [0, 2, 3], [1]),
        (["train", "validation", "train", "validation"], "validation", [0, 2], [1, 3]),
        (["test", "test", "train", "train"], "test", [2, 3], [0, 1]),
        (["validation", "test", "validation", "test"], "test", [0, 2], [1, 3]),
    ],
)
def test_the_given_split_tests_on_test_or_else_on_validation(parts, tested, train, test):
    frame = sentences(["pro", "anti", "anti", "pro"], split=parts)
    plan = plan_split(GivenSplit(), frame, 0)
    assert sides(plan) == [(train, test)]
    assert (plan.split, plan.grouped_by, plan.repeats) == (tested, "given split", 1)
    assert plan.final_training(4).tolist() == train
    assert splits.tested_rows(plan).tolist() == test


NOTHING = "the split column leaves nothing to train or to test on"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (
            ["train", None, "test", None],
            "2 of 4 sentences have no split; the column needs train, validation or test",
        ),
        (
            ["train"] * 4,
            f"{NOTHING} (4 train, 0 validation, 0 test); cross-validate it, as in evaluation.split.folds=5",
        ),
        (["test"] * 4, f"{NOTHING} (0 train, 0 validation, 4 test)"),
        (
            ["validation"] * 4,
            f"{NOTHING} (0 train, 4 validation, 0 test); cross-validate it, as in evaluation.split.folds=5",
        ),
        (["train", "test", "train", "test"], "fold 1 of 1 would train on 2 sentences that are all 'pro'"),
    ],
)
def test_a_given_split_that_cannot_serve_is_refused(parts, message):
    frame = sentences(["pro", "anti", "pro", "pro"], split=parts)
    assert refusal(plan_split, GivenSplit(), frame, 0) == message


def test_a_given_split_may_test_a_class_that_it_does_not_train():
    frame = sentences(["pro", "anti", "neutral"], split=["train", "train", "test"])
    assert sides(plan_split(GivenSplit(), frame, 0)) == [([0, 1], [2])]


# plans


def test_the_kept_model_is_fitted_on_all_rows_after_cross_validation(frame):
    plan = plan_split(ParagraphSplit(folds=2, repeats=1), frame, 0)
    assert plan.final_training(36).tolist() == list(range(36))


def test_tested_rows_are_sorted_and_named_once():
    plan = Plan(tuple(Fold(np.array([0]), np.array(test), 0) for test in ([7, 5], [2, 5])), "sentence")
    assert splits.tested_rows(plan).tolist() == [2, 5, 7]


def test_repeats_gather_their_folds():
    folds = tuple(Fold(np.array([0]), np.array([number]), repeat) for number, repeat in enumerate([0, 1, 0, 2]))
    plan = Plan(folds, "sentence")
    assert plan.repeats == 3
    assert list(repeats_of(plan)) == [[folds[0], folds[2]], [folds[1]], [folds[3]]]


def test_folds_and_plans_cannot_be_changed():
    fold = Fold(np.array([0]), np.array([1]))
    assert fold.repeat == 0
    with pytest.raises(AttributeError):
        fold.repeat = 1
    with pytest.raises(AttributeError):
        Plan((fold,), "sentence").split = "test"


# configuration


@pytest.mark.parametrize(
    ("section", "values"),
    [
        (ParagraphSplit, {"name": "paragraph", "folds": 5, "repeats": 10}),
        (ActorSplit, {"name": "actor", "folds": 5, "repeats": 10}),
        (DocumentSplit, {"name": "document", "folds": None}),
        (GivenSplit, {"name": "given", "folds": None, "repeats": 5}),
    ],
)
def test_a_split_is_chosen_by_name_and_has_defaults(section, values):
    assert section().model_dump() == values
    assert TypeAdapter(SplitConfig).validate_python({"name": values["name"]}) == section()


@pytest.mark.parametrize("section", [ParagraphSplit, ActorSplit, DocumentSplit, GivenSplit])
def test_two_folds_are_the_least(section):
    assert section(folds=2).folds == 2
    with pytest.raises(ValueError, match="folds"):
        section(folds=1)


@pytest.mark.parametrize("section", [ParagraphSplit, ActorSplit])
def test_one_repeat_is_the_least(section):
    assert section(repeats=1).repeats == 1
    with pytest.raises(ValueError, match="repeats"):
        section(repeats=0)
