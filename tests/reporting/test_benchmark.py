"""The table of a benchmark: which figure stands in it, and what is said beside it."""

import pytest

from stance.reporting.benchmark import benchmark_markdown, benchmark_text
from stance.reporting.benchmark_rows import benchmark_rows, figure

TARGETS = ["stance_guns", "stance_shells"]


def numbers(split="out_of_fold", repeats=5, targets=TARGETS):
    """Numbers of a run as ``metrics.json`` holds them."""
    return {
        "test": {
            "sentences": 200,
            "documents": 0,
            "labels": {"anti": 90, "neutral": 50, "pro": 60},
            "resampled": "sentence",
            "conditional_on_documents": True,
            "split": split,
            "grouped_by": "sentence" if split == "out_of_fold" else "given split",
            "folds": 5,
            "repeats": repeats,
        },
        "metrics": {
            "f1_favor_against_pooled": {"value": 0.75, "low": 0.7, "high": 0.8},
            "macro_f1": {"value": 0.65, "low": 0.6, "high": 0.7},
        },
        "repeats": {
            "f1_favor_against_pooled": {"mean": 0.71, "low": 0.66, "high": 0.76, "lowest": 0.7, "highest": 0.72}
        },
        "by_target": {
            target: {"sentences": 100, "f1_favor_against": {"value": 0.5 + i / 10, "low": 0.4, "high": 0.9}}
            for i, target in enumerate(targets)
        },
        "actors": {
            "together": {
                "mean_absolute_error": {"value": 0.31, "low": 0.25, "high": 0.37},
                "constant_mean_absolute_error": 0.59,
                "spearman": None,
            }
        },
    }


def result(*systems, metrics=("f1_favor_against_pooled",), published=()):
    return {
        "suite": "shells",
        "title": "Shells",
        "source": "an invented table",
        "metrics": metrics,
        "by_target": "f1_favor_against",
        "published": published,
        "systems": [{"name": f"system {i}", "run": f"x-{i}", "numbers": each} for i, each in enumerate(systems)],
    }


ORACLE = {
    "name": "oracle",
    "part": "test",
    "figures": {"f1_favor_against_pooled": 0.8},
    "by_target": {"stance_guns": 0.77},
    "source": "a book",
}


def row_of(text, name):
    [line] = [line for line in text.splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in line.strip("| ").split("|")]


def test_of_repeats_the_mean_of_each_by_itself_is_shown_and_its_interval():
    found = figure(numbers(), "f1_favor_against_pooled")
    assert (found["value"], found["low"], found["high"], found["note"]) == (0.71, 0.66, 0.76, "mean of 5 repeats")
    text = benchmark_markdown(result(numbers()))
    assert row_of(text, "system 0")[2:] == ["0.710 (0.660 to 0.760)", "0.500", "0.600"]
    assert "- figures are the mean of 5 repeats, each judged by itself" in text


def test_of_a_single_test_the_metric_itself_is_shown_with_its_interval():
    found = figure(numbers("test", 1), "f1_favor_against_pooled")
    assert (found["value"], found["low"], found["high"], found["note"]) == (0.75, 0.7, 0.8, "")


def test_a_figure_of_averaged_votes_is_marked():
    text = benchmark_markdown(result(numbers(), metrics=["macro_f1"]))
    assert row_of(text, "system 0")[2:] == ["0.650† (0.600 to 0.700)", "0.500", "0.600"]
    assert "- † votes of 5 repeats averaged, which flatters a little" in text
    assert "†" not in benchmark_markdown(result(numbers("test", 1), metrics=["macro_f1"]))


def test_dotted_metrics_reach_all_numbers_with_interval_or_without():
    run = numbers("test", 1)
    assert figure(run, "actors.together.mean_absolute_error")["high"] == 0.37
    assert figure(run, "actors.together.constant_mean_absolute_error")["value"] == 0.59
    assert figure(run, "actors.together.spearman")["value"] is None
    assert figure(run, "actors.together.nothing") is None
    assert figure(run, "actors.together.spearman.value") is None
    assert figure(run, "nothing") is None
    metrics = ["actors.together.mean_absolute_error", "actors.together.spearman"]
    text = benchmark_markdown(result(run, metrics=metrics))
    assert row_of(text, "system 0")[2:4] == ["0.310 (0.250 to 0.370)", "-"]
    assert "lower is better" in text


def test_the_constant_has_no_votes_to_average():
    assert figure(numbers(), "actors.together.constant_mean_absolute_error")["note"] == ""
    assert figure(numbers(), "actors.together.mean_absolute_error")["note"] == "votes of 5 repeats averaged"


def test_targets_have_columns_and_published_figures_stand_in_them():
    text = benchmark_markdown(result(numbers("test", 1), published=[ORACLE]))
    assert row_of(text, "system") == ["system", "tested on", "F1 pooled", "guns", "shells"]
    assert row_of(text, "system 0") == ["system 0", "test", "0.750 (0.700 to 0.800)", "0.500", "0.600"]
    assert "- guns, shells: F1 favor/against of each target" in text
    assert row_of(text, "*oracle* [1]") == ["*oracle* [1]", "test, published", "0.800", "0.770", "-"]


def test_what_is_undefined_or_has_no_interval_is_a_dash_or_a_figure_alone():
    run = numbers("test", 1)
    nothing = {"value": None, "low": None, "high": None}
    run["by_target"]["stance_guns"]["f1_favor_against"] = nothing
    error = {"value": 0.25, "low": None, "high": None}
    run["actors"]["together"]["frequent_actors"] = {"mean_absolute_error": error}
    metrics = ["actors.together.frequent_actors.mean_absolute_error"]
    text = benchmark_markdown(result(run, metrics=metrics))
    assert row_of(text, "system 0")[2:] == ["0.250", "-", "0.600"]
    assert "of actors with 5 labelled statements or more" in text
    assert "0.250" in benchmark_text(result(run, metrics=metrics))


def test_many_targets_are_in_the_rows_only():
    run = numbers("test", 1, [f"concept {i}" for i in range(21)])
    assert (benchmark_rows(result(run))["target"] != "overall").sum() == 21
    text = benchmark_markdown(result(run))
    assert row_of(text, "system") == ["system", "tested on", "F1 pooled"]
    assert "- 21 targets: in the CSV" in text


def test_rows_of_targets_have_their_own_sentences_and_interval():
    rows = benchmark_rows(result(numbers("test", 1))).set_index("target")
    assert rows.loc["overall", "sentences"] == 200
    assert rows.loc["stance_shells", ["value", "low", "high", "sentences"]].tolist() == [0.6, 0.4, 0.9, 100]


@pytest.mark.parametrize(("split", "warned"), [("test", False), ("validation", True), ("out_of_fold", True)])
def test_figures_of_different_sentences_are_called_no_comparison(split, warned):
    asked = result(numbers(split, 1), published=[ORACLE])
    for text in (benchmark_markdown(asked), " ".join(benchmark_text(asked).split())):
        assert ("published figures on test: other sentences" in text) == warned


def test_systems_tested_alike_share_one_protocol_and_others_are_named():
    alike = benchmark_markdown(result(numbers(), numbers()))
    assert alike.count("tested by cross-validation: 5 folds, 5 repeats") == 1
    apart = benchmark_markdown(result(numbers(), numbers(repeats=3)))
    assert "- system 0: 200 sentences" in apart
    assert "- system 1: 200 sentences" in apart


def test_the_number_of_configurations_tried_is_said():
    run = numbers() | {"selection": {"configurations": 24}}
    said = "system 1: chosen among 24 configurations within the training data"
    assert said in benchmark_markdown(result(numbers(), run))
    assert said in benchmark_text(result(numbers(), run))
    assert "chosen among" not in benchmark_markdown(result(numbers() | {"selection": {}}))


def test_hostile_names_do_not_break_the_table():
    asked = result(numbers("test", 1), published=[ORACLE | {"name": "a | b\nc", "source": "x\n\n# y"}])
    text = benchmark_markdown(asked)
    [line] = [line for line in text.splitlines() if r"a \| b c" in line]
    assert line.replace(r"\|", "").count("|") == 6
    assert "1. x # y" in text.splitlines()
