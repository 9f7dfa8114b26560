"""Inner folds, and what a grid may be."""

import pytest
from pydantic import ValidationError
from sklearn.model_selection import ParameterGrid

from stance import StanceError, validate
from stance.evaluation.grouping import actor_groups, groups_of
from stance.evaluation.selection import SelectionConfig, inner_plan
from tests.conftest import small_frame

GRID = {"model.C": [1, 10], "targets": ["pooled", "separate"]}


def selection(**settings) -> SelectionConfig:
    return SelectionConfig(grid={"model.C": [1, 10]}, **settings)


@pytest.mark.parametrize("grid", [GRID, [GRID], [GRID, {"model.name": ["ridge"]}]])
def test_points_are_those_of_scikit_learn(grid):
    assert SelectionConfig(grid=grid).points() == list(ParameterGrid(grid))


def test_nested_keys_are_dotted_ones():
    nested = {"model": {"C": [1, 10]}, "features": {"words": {"min_df": [1]}, "embedding": [None, {"weight": 2}]}}
    dotted = {"model.C": [1, 10], "features.words.min_df": [1], "features.embedding": [None, {"weight": 2}]}
    assert SelectionConfig(grid=nested) == SelectionConfig(grid=dotted)


def test_tuples_are_lists_so_that_a_written_configuration_is_equal():
    assert SelectionConfig(grid={"features.words.ngram_range": ((1, 2), (1, 3))}).grid == {
        "features.words.ngram_range": [[1, 2], [1, 3]]
    }


def test_a_grid_without_end_is_refused_before_it_is_expanded():
    with pytest.raises(ValidationError, match="1000000000000 configurations; at most 1000"):
        SelectionConfig(grid={f"model.{name}": list(range(1000)) for name in "abcd"})


@pytest.mark.parametrize("grouped_by", ["paragraph", "sentence", "given split"])
def test_sentences_of_a_paragraph_stay_together(frame, grouped_by):
    plan = inner_plan(selection(folds=3, repeats=2), frame, grouped_by, seed=0)
    assert (plan.grouped_by, len(plan.folds), plan.repeats) == ("paragraph", 6, 2)
    paragraphs = groups_of(frame, "paragraph")
    assert all(not set(paragraphs[fold.train]) & set(paragraphs[fold.test]) for fold in plan.folds)


def test_actors_stay_together(frame):
    many = frame.assign(statements=[[{"actor": f"A{i % 9}", "stance": "pro"}] for i in range(36)])
    plan = inner_plan(selection(folds=3), many, "actor", seed=0)
    actors = actor_groups(many)
    assert len(plan.folds) == 3
    assert all(not set(actors[fold.train]) & set(actors[fold.test]) for fold in plan.folds)


def test_documents_stay_together_in_as_many_folds_as_there_are_documents(frame):
    plan = inner_plan(selection(folds=5, repeats=3), frame, "document", seed=0)
    documents = frame["document_id"].to_numpy()
    assert [set(documents[fold.test]) for fold in plan.folds] == [{"d0"}, {"d1"}, {"d2"}, {"d3"}]
    assert plan.repeats == 1


def test_many_documents_are_drawn_into_folds_anew_for_each_repeat():
    frame = validate(small_frame(documents=8))
    plan = inner_plan(selection(folds=2, repeats=3), frame, "document", seed=0)
    documents = frame["document_id"].to_numpy()
    assert [fold.repeat for fold in plan.folds] == [0, 0, 1, 1, 2, 2]
    assert all(not set(documents[fold.train]) & set(documents[fold.test]) for fold in plan.folds)
    assert len({frozenset(documents[fold.test]) for fold in plan.folds}) > 2


def test_one_document_alone_is_split_by_paragraphs(frame):
    alone = frame[frame["document_id"] == "d0"].reset_index(drop=True)
    assert inner_plan(selection(folds=3), alone, "document", seed=0).grouped_by == "paragraph"


def test_impossible_inner_folds_are_refused_with_the_numbers(frame):
    few = frame[(frame["label"] != "anti") | (frame["document_id"] == "d0")].reset_index(drop=True)
    with pytest.raises(StanceError, match="only 3 paragraphs contain 'anti': 5 grouped folds are impossible"):
        inner_plan(selection(folds=5), few, "paragraph", seed=0)
