"""``python -m stance.benchmark``."""

import csv
from pathlib import Path

import pytest

from stance import Run, experiment
from tests.conftest import QUICK, small_frame

SUITE = """
title: Shells | guns
source: an invented table
local: small.csv
metrics: [macro_f1, accuracy]
systems:
  - {name: Majority class, config: base.yaml, set: {model.name: majority}}
  - {name: "TF-IDF | words", config: base.yaml}
published:
  - {name: An oracle, part: test, figures: {macro_f1: 0.9123}, source: "Brandt (2031), Oracles"}
  - {name: A coin, part: test, figures: {macro_f1: 0.25, accuracy: 0.4}, source: "Okoro (2032), Coins"}
  - {name: A second oracle, part: test, figures: {accuracy: 0.95}, source: "Brandt (2031), Oracles"}
"""


@pytest.fixture
def suite(tmp_path, monkeypatch, no_figures) -> str:
    monkeypatch.chdir(tmp_path)
    Path("copies").mkdir()
    small_frame().to_csv("copies/small.csv", index=False)
    Path("base.yaml").write_text("data: {name: table, path: nowhere.csv}")
    Path("shells.yaml").write_text(SUITE)
    return "shells.yaml"


def arguments(suite, *more):
    return [suite, "--data", "copies", "--runs", "r", *QUICK, *more]


def test_without_a_suite_those_there_are_are_listed_with_what_they_need(door):
    said = door("benchmark")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[lines.index("seeds: The seed corpus, restated sentences") + 2] == "    runs as it is"
    listed = {each["name"]: each for each in door("benchmark", "--json").data["suites"]}
    assert listed["semeval2016"]["local"] == "tweet_eval"
    assert listed["seeds"]["local"] is None


def test_the_table_holds_our_numbers_and_the_published_ones(door, suite):
    said = door("benchmark", *arguments(suite))
    assert said.code == 0
    assert max(map(len, said.out.splitlines())) <= 100
    assert said.out.splitlines()[-1] == "written: r/benchmark-shells.md, r/benchmark-shells.csv"
    runs = {run.config.model.name: run for run in map(Run, Path("r").glob("base-*"))}
    words = runs["logistic_regression"]
    with Path("r/benchmark-shells.csv").open() as file:
        rows = {(row["system"], row["metric"]): row for row in csv.DictReader(file)}
    assert len(rows) == 2 * 2 + 4
    ours = rows["TF-IDF | words", "macro_f1"]
    assert float(ours["value"]) == words.metrics["repeats"]["macro_f1"]["mean"]
    assert (ours["ours"], ours["part"], ours["target"]) == ("True", "cross-validation", "overall")
    assert (ours["sentences"], ours["run"], ours["source"]) == ("36", words.name, "")
    theirs = rows["An oracle", "macro_f1"]
    assert [theirs[key] for key in ("ours", "part", "value", "run", "sentences")] == ["False", "test", "0.9123", "", ""]
    assert theirs["source"] == "Brandt (2031), Oracles"


def test_the_markdown_is_one_table_with_protocol_sources_and_runs(door, suite):
    door("benchmark", *arguments(suite))
    text = Path("r/benchmark-shells.md").read_text()
    lines = text.splitlines()
    assert lines[0] == "# Shells | guns"
    assert "tested by cross-validation: 3 folds, 2 repeats" in text
    assert "36 sentences of 4 documents" in text
    table = [line for line in lines if line.startswith("|")]
    assert len({line.replace(r"\|", "").count("|") for line in table}) == 1
    first = [line.split(" | ")[0].removeprefix("| ") for line in table[2:]]
    own, published = (
        ["Majority class", r"TF-IDF \| words"],
        ["*An oracle* [1]", "*A coin* [2]", "*A second oracle* [1]"],
    )
    assert first == own + published
    assert table[4].split(" | ")[1] == "test, published"
    assert "1. Brandt (2031), Oracles\n2. Okoro (2032), Coins" in text
    assert "- ours were tested on cross-validation, published figures on test: other sentences" in text
    assert all(f"`{path.name}`" in text for path in Path("r").glob("base-*"))


def test_finished_runs_are_not_repeated_and_a_stopped_benchmark_resumes(door, suite, monkeypatch):
    made = []
    real = experiment._write_run

    def write(part, config, *more):
        if made == ["majority"] and not resumed:
            raise KeyboardInterrupt
        made.append(config.model.name)
        return real(part, config, *more)

    monkeypatch.setattr(experiment, "_write_run", write)
    resumed = False
    assert door("benchmark", *arguments(suite)).code == 130
    assert not list(Path("r").glob("benchmark*"))
    resumed = True
    assert door("benchmark", *arguments(suite)).code == 0
    assert made == ["majority", "logistic_regression"]
    first = Path("r/benchmark-shells.md").read_bytes()
    assert door("benchmark", *arguments(suite)).code == 0
    assert len(made) == 2
    assert Path("r/benchmark-shells.md").read_bytes() == first
    assert door("benchmark", *arguments(suite, "--force")).code == 0
    assert len(made) == 4


def test_a_system_that_fails_has_its_row_and_the_others_are_done(door, suite):
    Path(suite).write_text(SUITE.replace("model.name: majority", "evaluation.split.folds: 99"))
    quick = [setting for setting in QUICK if "folds" not in setting]
    said = door("benchmark", suite, "--data", "copies", "--runs", "r", "--out", "t", *quick)
    why = "only 12 paragraphs contain 'anti': 99 grouped folds are impossible; at most 12"
    assert said.code == 2
    assert f"shells: Majority class: {why}\n" in said.err
    assert f"| Majority class | failed: {why} | - | - |" in Path("t/benchmark-shells.md").read_text()
    rows = door("benchmark", suite, "--data", "copies", "--runs", "r", "--json", *quick).data["suites"][0]["rows"]
    [failed] = [row for row in rows if row["system"] == "Majority class"]
    assert (failed["value"], failed["note"]) == (None, f"failed: {why}")
    assert sum(row["value"] is not None for row in rows if row["ours"]) == 2


def test_everything_failing_is_still_a_table(door, suite):
    said = door("benchmark", suite, "--runs", "r", *QUICK)
    assert said.code == 2
    assert said.err.count("nowhere.csv") == 2
    assert "An oracle" in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["shells.yaml", "--data", "elsewhere"],
            "elsewhere/small.csv: no such file or folder; it should hold the data",
        ),
        (["shells.yaml", "sed=1"], "shells.yaml: Majority class: command line: sed: unknown key; did you mean 'seed'?"),
        (["shells.yaml", "semeval2015"], "no suite is called 'semeval2015'; did you mean 'semeval2016'?"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_trained(door, suite, arguments, said):
    answer = door("benchmark", *arguments, "--runs", "r")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(said)
    assert answer.err.count("\n") == 1
    assert not Path("r").exists()


def test_a_metric_that_no_run_has_is_refused(door, suite):
    Path(suite).write_text(SUITE.replace("metrics: [macro_f1, accuracy]", "metrics: [macro_f1, accuracy, acuracy]"))
    said = door("benchmark", *arguments(suite))
    assert said.code == 2
    assert "shells.yaml: metrics: 'acuracy' is in none of the runs; did you mean 'accuracy'?" in said.err
