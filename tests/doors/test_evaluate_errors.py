"""``python -m stance.evaluate RUN --errors``, and what a run keeps of it."""

import json

import pandas as pd
import pytest

from stance import Run
from stance.corpus import duplicates
from tests.conftest import QUICK, small_frame


def test_errors_are_laid_out_within_eighty_columns(door, run):
    said = door("evaluate", run, "--errors")
    assert said.code == 0
    predictions = Run(run).predictions
    wrong = int((predictions["label"] != predictions["predicted"]).sum())
    assert said.out.startswith(f"{run.name}\n{wrong} of 36 tested sentences are predicted wrong")
    for words in ("\ntarget", "\nlabel", "\nlength", "\nnegation", "\nmarks of sarcasm", "gold -> predicted"):
        assert words in said.out
    table = said.out.split("95% intervals:")[0]
    assert max(map(len, table.splitlines())) <= 80


def test_json_is_the_same_as_data_and_as_the_table_of_the_run(door, run):
    data = door("evaluate", run, "--errors", "--json").data
    assert list(data) == ["run", "slices", "errors"]
    predictions = Run(run).predictions
    wrong = predictions[predictions["label"] != predictions["predicted"]]
    assert {error["sentence_id"] for error in data["errors"]} == set(wrong["sentence_id"])
    table = pd.read_csv(run / "errors.csv", keep_default_na=False)
    assert [each["value"] for each in data["slices"]] == table["value"].tolist()
    assert [each["errors"] for each in data["slices"]] == table["errors"].tolist()
    assert table.loc[table["slice"] == "label", "errors"].sum() == len(wrong)


def test_errors_of_a_long_sentence_over_several_lines_take_one_line(door, run):
    predictions = Run(run).predictions
    predictions["text"] = "a long sentence\nover several lines\t" * 9
    predictions["predicted"] = predictions["label"].map({"pro": "anti", "anti": "neutral", "neutral": "pro"})
    predictions.to_parquet(run / "predictions.parquet")
    said = door("evaluate", run, "--errors").out
    errors = said.split("most confident errors")[1].strip().splitlines()[1:]
    assert len(errors) == 15
    assert all(len(line) <= 80 and line.endswith("...") for line in errors)


def test_a_run_without_errors(door, run):
    predictions = Run(run).predictions
    predictions["predicted"] = predictions["label"]
    predictions.to_parquet(run / "predictions.parquet")
    said = door("evaluate", run, "--errors")
    assert "0 of 36 tested sentences are predicted wrong (0%)" in said.out
    assert "most confident" not in said.out
    assert door("evaluate", run, "--errors", "--json").data["errors"] == []


def test_errors_are_of_the_run_itself(door, run):
    said = door("evaluate", run, "--errors", "--on", "mine.csv")
    assert said.code == 2
    assert "argument --on: not allowed with argument --errors" in said.err
    assert door("evaluate", run, "--errors", "--labels", "mine.csv").code == 2


@pytest.fixture
def training(no_figures, tmp_path):
    """Arguments that train on a small table of weeks that differ by two words."""
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    return ["--runs", "r", "data.name=table", "data.path=small.csv", *QUICK]


def test_a_run_lists_near_duplicates_and_leaves_none_out(door, training):
    run = Run(door("train", "--json", *training).data["run"])
    numbers = json.loads((run.path / "metrics.json").read_text())
    pairs = pd.read_csv(run.path / "duplicates.csv")
    assert numbers["near_duplicates"]["pairs"] == len(pairs) > 0
    assert numbers["near_duplicates"]["sentences"] == len({*pairs["sentence_id"], *pairs["other_sentence_id"]})
    assert (pairs["cosine"] >= 0.6 - 1e-6).all()
    assert len(run.predictions) == 36
    place = run.predictions.assign(place=lambda frame: frame["document_id"] + "/" + frame["paragraph"].astype(str))
    place = place.set_index("sentence_id")["place"]
    # sentences of one paragraph are never on both sides of a fold
    assert (place[pairs["sentence_id"]].to_numpy() != place[pairs["other_sentence_id"]].to_numpy()).all()


def test_what_is_too_much_to_compare_is_said(door, training, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_PAIRS", 1)
    run = Run(door("train", "--json", *training).data["run"])
    assert run.metrics["near_duplicates"] == {"refused": "more than 1 pairs of sentences are near duplicates"}
    assert not (run.path / "duplicates.csv").exists()
