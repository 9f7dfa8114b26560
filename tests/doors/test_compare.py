"""``python -m stance.compare``."""

import shutil

import pandas as pd
import pytest

from stance import Run


@pytest.fixture
def other(run):
    """The same run with every prediction turned to neutral."""
    path = run.parent / "other-00000000"
    shutil.copytree(run, path)
    predictions = pd.read_parquet(path / "predictions.parquet")
    predictions = predictions.assign(predicted="neutral", p_anti=0.0, p_neutral=1.0, p_pro=0.0)
    predictions.to_parquet(path / "predictions.parquet", index=False)
    return path


def test_runs_are_compared_on_the_same_sentences(door, run, other):
    said = door("compare", run, other)
    assert said.code == 0
    assert said.out.startswith(f"first: {run.name}\nother: other-00000000\n")
    assert "paired bootstrap over 12 paragraphs, 36 sentences" in said.out
    rows = {row["metric"]: row for row in door("compare", run, other, "--json").data["differences"]}
    assert rows["accuracy"]["value_other"] == pytest.approx(1 / 3, abs=1e-6)
    assert rows["accuracy"]["value_first"] == Run(run).metrics["metrics"]["accuracy"]["value"]
    difference = rows["accuracy"]["value_other"] - rows["accuracy"]["value_first"]
    assert rows["accuracy"]["difference"] == pytest.approx(difference, abs=2e-6)
    assert rows["accuracy"]["low"] <= rows["accuracy"]["difference"] <= rows["accuracy"]["high"]


def test_several_runs_are_compared_with_the_first_and_the_number_of_tests_is_said(door, run, other):
    said = door("compare", run, other, run)
    assert said.out.count("first: ") == 2
    assert "2 comparisons, p-values not corrected for their number" in said.out


def test_unseen_documents(door, run, other):
    data = door("compare", run, other, "--unseen-documents", "--json").data
    assert all(row["difference"] == 0 and row["p_value"] == 1 for row in data["differences"])


def test_different_sentences_are_not_comparable(door, run, other):
    predictions = pd.read_parquet(other / "predictions.parquet")
    predictions.iloc[:-1].to_parquet(other / "predictions.parquet", index=False)
    said = door("compare", run, other)
    assert said.code == 2
    assert said.err == (
        f"different test sentences: not comparable ({run.name} has 36, other-00000000 has 35, 35 in common)\n"
    )


def test_one_run_is_nothing_to_compare(door, run):
    said = door("compare", run)
    assert (said.code, said.err) == (2, "1 run is nothing to compare; name two or more\n")


def test_damaged_predictions_are_one_line(door, run, other):
    (other / "predictions.parquet").write_bytes(b"PAR1")
    said = door("compare", run, other)
    assert said.code == 2
    assert said.err.startswith("runs/other-00000000/predictions.parquet: not a readable Parquet file: ")
