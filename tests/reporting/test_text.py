"""What doors print."""

import numpy as np
import pandas as pd
import pytest

from stance.evaluation.actors import actor_report
from stance.reporting import layout, text
from stance.reporting.metrics import OF_SEVERAL_TARGETS, SHOWN_METRICS

TEST = {
    "sentences": 4,
    "documents": 2,
    "labels": {"anti": 1, "neutral": 1, "pro": 2},
    "resampled": "paragraph",
    "conditional_on_documents": True,
    "grouped_by": "paragraph",
    "split": "out_of_fold",
    "folds": 5,
    "repeats": 10,
}


def test_what_was_tested():
    assert text.describe_test(TEST) == (
        "4 sentences of 2 documents: 1 anti, 1 neutral, 2 pro\n"
        "tested by cross-validation: 5 folds, 10 repeats, sentences of one paragraph kept together\n"
        "95% intervals: bootstrap over paragraphs, conditional on these 2 documents"
    )


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        ({"repeats": 1, "grouped_by": "actor"}, 1, "5 folds, 1 repeat, sentences of one actor kept together"),
        ({"grouped_by": "sentence"}, 1, "5 folds, 10 repeats, sentences drawn one by one"),
        ({"grouped_by": "given split", "split": "test"}, 1, "tested on the data's own split: test"),
        ({"documents": 1}, 2, "over paragraphs, conditional on this document"),
        ({"documents": 1, "sentences": 1}, 0, "1 sentence of 1 document: "),
        ({"documents": 0}, 0, "4 sentences: 1 anti"),
        ({"resampled": "document", "conditional_on_documents": False}, 2, "bootstrap over documents"),
        (
            {"resampled": "sentence", "documents": 0},
            2,
            "over sentences (the data name no documents: correlated sentences make them too narrow)",
        ),
    ],
)
def test_what_was_tested_in_other_cases(changes, line, words):
    described = text.describe_test({**TEST, **changes}).splitlines()[line]
    assert words in described
    assert described.endswith(words) or line == 0


def metric(value: float) -> dict[str, float]:
    return {"value": value, "low": value - 0.1, "high": value + 0.1}


def test_unseen_documents_that_were_refused():
    assert text.describe_unseen_documents({"refused": "1 document"}) == "unseen documents: not tested: 1 document"


def test_unseen_documents():
    numbers = {
        "metrics": {"macro_f1": metric(0.3), "accuracy": metric(0.6)},
        "baselines": {"majority": {"macro_f1": metric(0.2)}, "stratified": {"macro_f1": metric(0.25)}},
        "by_document": {"a": {"macro_f1": 0.31}, "b": {"macro_f1": 0.29}},
    }
    assert text.describe_unseen_documents(numbers) == (
        "unseen documents: macro-F1 0.30 (0.20 to 0.40), majority 0.20, stratified 0.25, accuracy 0.60\n"
        "  macro-F1 on each left-out document: a 0.31, b 0.29"
    )
    numbers["by_document"] = {}
    assert "\n" not in text.describe_unseen_documents(numbers)


def report() -> pd.DataFrame:
    predictions = pd.DataFrame(
        {
            "sentence_id": ["1", "2", "3"],
            "target": ["t", "t", "u"],
            "label": ["pro", "anti", None],
            "predicted": ["pro", "pro", "neutral"],
            "document_id": ["1", "1", "2"],
            "p_anti": [0.1, 0.1, 0.1],
            "p_neutral": [0.2, 0.2, 0.8],
            "p_pro": [0.7, 0.7, 0.1],
            "statements": [
                [{"actor": "Ilse Brandt", "stance": "pro"}],
                [{"actor": "Ilse Brandt", "stance": "anti"}],
                [{"actor": "the ministry of everything in Arvania", "stance": None}],
            ],
        }
    )
    return actor_report(predictions)


def test_actors_table():
    lines = text.actors_table(report()).splitlines()
    assert lines[1].split() == ["Ilse", "Brandt", "2", "50", "0", "50", "%", "0", "0", "100", "%", "+0.00", "+1.00"]
    assert lines[2].startswith("the ministry of everythin...  1")
    assert lines[2].split()[4:] == ["1", "-", "0", "100", "0", "%", "-", "+0.00"]
    assert len({len(line) for line in lines[1:]}) == 1
    assert text.actors_table(report(), limit=1).splitlines()[-1] == "... and 1 more (all in actors.csv or --json)"
    assert text.actors_table(report(), "u").splitlines()[1].startswith("the ministry")


def test_summary_of_actors():
    summary = {
        "together": {
            "actors": 2,
            "mean_absolute_error": 0.25,
            "constant_mean_absolute_error": 0.5,
            "spearman": None,
            "mixed_sentences": 1,
        },
        "t": {
            "actors": 1,
            "mean_absolute_error": 0.0,
            "constant_mean_absolute_error": 0.0,
            "spearman": -0.5,
            "mixed_sentences": 0,
        },
    }
    assert text.describe_actors(summary) == (
        "together: mean error 0.25 (constant 0.50), rank correlation undefined, 2 actors; "
        "1 sentence with statements that differ\n"
        "t: mean error 0.00 (constant 0.00), rank correlation -0.50, 1 actor"
    )
    assert text.describe_actors({}) == "no labelled actors"


def test_actors_with_enough_statements_have_a_line_of_their_own():
    numbers = {"actors": 9, "mean_absolute_error": 0.25, "constant_mean_absolute_error": 0.5, "mixed_sentences": 0}
    frequent = {
        "fewest_statements": 5,
        "actors": 3,
        "mean_absolute_error": {"value": 0.125, "low": 0.0, "high": 0.25},
        "constant_mean_absolute_error": {"value": 0.5, "low": None, "high": None},
        "spearman": 0.5,
    }
    lines = text.describe_actors({"together": {**numbers, "spearman": -1.0, "frequent_actors": frequent}}).splitlines()
    assert lines == [
        "together: mean error 0.25 (constant 0.50), rank correlation -1.00, 9 actors",
        (
            "  with 5 statements or more: mean error 0.12 (0.00 to 0.25; constant 0.50, - to -), "
            "rank correlation +0.50, 3 actors"
        ),
    ]


def test_sweep_with_a_point_that_failed():
    points = [
        {"settings": {"seed": 1, "model.C": 2}, "run": "runs/x", "macro_f1": metric(0.5), "unseen_documents": None},
        {"settings": {"seed": 2}, "error": "it broke"},
    ]
    lines = text.sweep_table(points).splitlines()
    assert lines[1].split() == ["seed=1,", "model.C=2", "0.50", "0.40", "to", "0.60", "-", "runs/x"]
    assert lines[2].split() == ["seed=2", "failed", "it", "broke"]


@pytest.mark.parametrize(("value", "shown"), [(None, "-"), (np.nan, "-"), (-0.001, "+0.00"), (1.0, "+1.00")])
def test_signed_numbers(value, shown):
    assert layout.signed(value) == shown


def numbers_of(by_target):
    names = [*SHOWN_METRICS, *OF_SEVERAL_TARGETS]
    metrics = {name: metric(0.5) for name in names}
    return {"test": TEST, "metrics": metrics, "baselines": {"majority": metrics}, "by_target": by_target, "actors": {}}


def test_several_targets_add_a_table_and_change_no_other_line():
    nobody = pd.DataFrame({"actor": []})
    one = text.training_report(numbers_of({}), nobody, "run").split("\n\n")
    several = text.training_report(numbers_of({"shells": {}, "treaty": {}}), nobody, "run").split("\n\n")
    assert several[:-1] == one
    assert [line.split("  ")[0] for line in several[-1].splitlines()[1:]] == list(OF_SEVERAL_TARGETS.values())
