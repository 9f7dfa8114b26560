"""``python -m stance.evaluate RUN --on DATA`` where only some sentences are labelled."""

import pandas as pd
import pytest

from tests.conftest import small_frame

ACTORS = ["Ilse Brandt", "Karl Okoro", "Ada Lund"]


def many_sentences() -> pd.DataFrame:
    """Ninety sentences of three actors; every third one is labelled."""
    words = {"pro": "must ship the shells", "anti": "condemned the shells", "neutral": "counted forty pages"}
    stances = [list(words)[i % 3] for i in range(90)]
    frame = pd.DataFrame(
        {
            "sentence_id": [f"n{i}" for i in range(90)],
            "document_id": [f"d{i // 3}" for i in range(90)],
            "text": [f"Belmark {words[stance]} in case {i}" for i, stance in enumerate(stances)],
            "actor": [ACTORS[i // 30] for i in range(90)],
        }
    )
    return frame.assign(label=[stance if i % 10 < 4 else None for i, stance in enumerate(stances)])


def test_labels_of_some_sentences_turn_counts_into_estimates(door, run):
    many_sentences().to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv")
    assert said.code == 0
    assert "36 sentences of " in said.out
    assert "95% interval" in said.out.split("where each actor stands")[1]
    data = door("evaluate", run, "--on", "new.csv", "--json").data
    assert [(row["actor"], row["n"], row["n_labelled"], row["method"]) for row in data["actors"]] == [
        (actor, 30, 12, "stacked") for actor in sorted(ACTORS)
    ]
    for row in data["actors"]:
        assert -1 <= row["low"] <= row["net"] <= row["high"] <= 1
        assert row["low"] < row["high"]
        assert row["anti"] + row["neutral"] + row["pro"] == pytest.approx(1, abs=3e-6)


def test_without_labels_counts_have_no_interval_and_the_way_to_labels_is_said(door, run):
    many_sentences().drop(columns="label").to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv")
    assert said.code == 0
    assert "no label was drawn at random: estimates are uncalibrated, no interval is given; draw 100 with" in said.out
    data = door("evaluate", run, "--on", "new.csv", "--json").data
    assert (data["metrics"], data["baselines"]) == (None, None)
    assert {(row["method"], row["low"], row["warning"]) for row in data["actors"]} == {
        ("classify_and_count", None, "uncalibrated")
    }


def test_few_labels_are_not_judged(door, run):
    few = many_sentences()
    few["label"] = few["label"].where(few.index < 3)
    few.to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv")
    assert "warning: 3 sentences are labelled: metrics need 10 at least" in said.out
    assert "macro-F1" not in said.out
    assert door("evaluate", run, "--on", "new.csv", "--json").data["metrics"] is None


def test_targets_come_after_all_together(door, run):
    many_sentences().assign(target=["ban", "transfer"] * 45).to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv").out
    assert said.index("where each actor stands") < said.index("target ban\n") < said.index("target transfer\n")


def test_labels_of_their_own_table_replace_those_of_the_data(door, run):
    frame = many_sentences()
    frame.to_csv("new.csv", index=False)
    drawn = frame.iloc[[2, 35, 68, 71, 80]][["sentence_id"]].assign(label="pro", sample_prob=5 / 90)
    drawn.to_csv("labels.csv", index=False)
    data = door("evaluate", run, "--on", "new.csv", "--labels", "labels.csv", "--json").data
    assert {row["actor"]: row["n_labelled"] for row in data["actors"]} == {
        "Ada Lund": 3,
        "Ilse Brandt": 1,
        "Karl Okoro": 1,
    }
    assert all(row["net"] > 0 for row in data["actors"])


def test_labels_that_trained_the_run_do_not_rectify(door, run):
    known = small_frame().head(6)[["sentence_id", "document_id", "text", "label"]].assign(actor="Ilse Brandt")
    fresh = many_sentences().drop(columns="label")
    pd.concat([known, fresh]).to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv")
    assert "no label was drawn at random" in said.out
    assert "6 of 96 sentences stand in the run's own data" in said.out


def test_a_table_that_nobody_filled_in_is_no_labels(door, run):
    frame = many_sentences()
    frame.to_csv("new.csv", index=False)
    drawn = frame.head(4)[["sentence_id"]].assign(label=None, sample_prob=4 / 90)
    drawn.to_csv("labels.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv", "--labels", "labels.csv")
    assert (said.code, said.err) == (2, "labels.csv: no label is filled in yet (column 'label')\n")
    drawn.assign(label=["pro", "anti", "pro", None]).to_csv("labels.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv", "--labels", "labels.csv")
    assert "warning: 1 of 4 drawn sentences have no label: right only if it is chance which" in said.out


def test_labels_need_data(door, run):
    said = door("evaluate", run, "--labels", "labels.csv")
    assert (said.code, said.err) == (2, "--labels needs --on DATA: the run's own sentences trained it\n")
