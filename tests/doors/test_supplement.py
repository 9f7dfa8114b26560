"""Doors and sentences written for training."""

import pandas as pd
import pytest

from stance import Run
from tests.conftest import QUICK, SENTENCES, small_frame


@pytest.fixture
def supplemented(tmp_path, no_figures) -> list[str]:
    """Settings of a small table with a supplement of 18 sentences."""
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    rows = [(f"{text} {n} more", label) for n in ("one", "two") for label, texts in SENTENCES.items() for text in texts]
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(tmp_path / "written.csv", index=False)
    return ["data.name=table", "data.path=small.csv", "data.supplement=written.csv", *QUICK]


def test_a_run_reports_it_side_by_side_and_never_tests_it(door, supplemented):
    said = door("train", "--runs", "r", *supplemented)
    assert said.code == 0
    for words in (
        "supplement: 18 sentences that train and are never tested (6 anti, 6 neutral, 6 pro)",
        "without it",
        "text: mean of documents",
        "text: document d0",
        "text: error of net stance, actors",
        "macro-F1 by sentences of the supplement: 0 ",
    ):
        assert words in said.out
    run = Run(said.out.strip().splitlines()[-2].removeprefix("run: "))
    assert len(run.predictions) == 36
    assert set(run.predictions["origin"]) == {"table"}
    assert set(run.predictions_of_unseen_documents["origin"]) == {"table"}
    assert run.metrics["learning_curve"] == []
    judged = door("evaluate", run.path, "--on", "written.csv")
    assert "18 of 18 sentences stand in the run's own data" in judged.out


def test_a_table_marked_as_supplement_is_not_evaluated(door, run, tmp_path):
    pd.DataFrame({"text": ["a b", "c d"], "label": "pro", "origin": "supplement"}).to_csv("w.csv", index=False)
    said = door("evaluate", run, "--on", "w.csv")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("all 2 sentences have the origin 'supplement': they train and are never tested")


def test_an_audit_counts_and_finds_leaks(door, supplemented):
    said = door("audit", *supplemented, "--json")
    assert said.code == 0
    assert said.data["sentences"] == 18
    assert said.data["genres"] == {"all": {"anti": 6, "neutral": 6, "pro": 6}}
    assert [pair[2] > 0.6 for pair in said.data["near_duplicates"]["within"]] == [True] * 9


def test_an_audit_needs_a_supplement(door):
    said = door("audit")
    assert (said.code, said.out) == (2, "")
    assert said.err == "data.supplement: missing; name the table of sentences written for training\n"
