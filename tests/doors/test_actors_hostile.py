"""``python -m stance.actors`` on files and options that would mislead."""

import numpy as np
import pandas as pd
import pytest

from stance.corpus.tables import write_table
from tests.estimation.speakers import NAMES, STANCES, speakers

N = 120


@pytest.fixture
def predicted(tmp_path):
    """Write predictions and a table in which 40 drawn sentences are labelled; return both."""
    spoken = speakers(3, actors=3, labels=40)
    proba = spoken[["p_anti", "p_neutral", "p_pro"]].to_numpy()
    frame = spoken.drop(columns=["actor", "label", "stance"]).assign(
        sentence_id=[f"s{row}" for row in range(N)],
        target="treaty",
        predicted=STANCES[proba.argmax(axis=1)],
        statements=[[{"actor": actor, "stance": None}] for actor in spoken["actor"]],
    )
    write_table(frame, tmp_path / "predictions.csv")
    sheet = frame[["sentence_id", "text"]].assign(label=spoken["label"], sample_prob=40 / N)
    sheet = sheet[spoken["label"].notna()].reset_index(drop=True)
    sheet.to_csv(tmp_path / "labels.csv", index=False)
    return frame.assign(gold=spoken["stance"], drawn=spoken["label"]), sheet


def test_the_labels_are_never_overwritten(door, predicted, tmp_path):
    before = (tmp_path / "labels.csv").read_bytes()
    said = door("actors", "predictions.csv", "--labels", "labels.csv", "--out", "./labels.csv")
    assert said.code == 2
    assert said.err == "labels.csv: --out would overwrite the labels; name another file\n"
    assert (tmp_path / "labels.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("labels", "sample_prob", "used"),
    [("drawn", 40 / N, 40), ("gold", None, N), ("drawn", None, 0)],
    ids=["drawn at random", "a census", "who knows why"],
)
def test_labels_among_the_predictions_count_only_if_drawn_or_complete(
    door, predicted, tmp_path, labels, sample_prob, used
):
    frame, _ = predicted
    frame = frame.assign(label=frame[labels], split=None)
    if sample_prob is not None:
        frame = frame.assign(sample_prob=np.where(frame["label"].notna(), sample_prob, np.nan))
    write_table(frame.drop(columns=["gold", "drawn"]), tmp_path / "labelled.csv")
    data = door("actors", "labelled.csv", "--json").data
    assert sum(row["n_labelled"] for row in data["actors"]) == used
    assert any("the labels in labelled.csv are not used" in warning for warning in data["warnings"]) == (used == 0)


def test_what_is_all_labelled_is_exact_and_says_so(door, predicted, tmp_path):
    frame, _ = predicted
    write_table(frame.assign(label=frame["gold"]).drop(columns=["gold", "drawn"]), tmp_path / "census.csv")
    assert "a: all labelled: exact for these statements" in door("actors", "census.csv").out
    tendency = door("actors", "census.csv", "--estimand", "tendency").out
    assert "exact" not in tendency
    assert "stacked, tendency that the statements are a sample of, 120 statements, 120" in " ".join(tendency.split())


@pytest.mark.parametrize("option", [["--rank"], ["--difference", NAMES[0], NAMES[1]], []])
def test_sentences_that_trained_are_not_to_be_drawn(door, predicted, tmp_path, option):
    frame, _ = predicted
    write_table(frame.assign(label=frame["gold"], split="train"), tmp_path / "trained.csv")
    said = door("actors", "trained.csv", *option)
    words = " ".join((said.out + said.err).split())
    assert "these sentences trained the classifier: predict others, or read the gold shares in the run's rep" in words
    assert "stance.annotate" not in words
    assert said.code == (2 if option else 0)


def test_a_table_that_is_not_filled_in(door, predicted, tmp_path):
    _, sheet = predicted
    sheet.assign(label="").to_csv(tmp_path / "to_label.csv", index=False)
    said = door("actors", "predictions.csv", "--labels", "to_label.csv")
    assert (said.code, said.err) == (2, "to_label.csv: no label is filled in yet (column 'label')\n")
    sheet.assign(label=sheet["label"].where(sheet.index >= 9)).to_csv(tmp_path / "partly.csv", index=False)
    warnings = door("actors", "predictions.csv", "--labels", "partly.csv", "--json").data["warnings"]
    assert warnings == ["9 of 40 drawn sentences have no label: right only if it is chance which"]


@pytest.mark.parametrize("name", ["label", "sample_prob", "p_pro", "predicted"])
def test_groups_by_what_is_estimated_are_refused(door, predicted, name):
    said = door("actors", "predictions.csv", "--labels", "labels.csv", "--by", name)
    assert (said.code, said.err) == (2, f"--by {name}: cannot group by what is estimated\n")


@pytest.mark.parametrize("name", ["sentence_id", "index", "start", "end", "text"])
def test_groups_of_one_sentence_are_no_groups(door, predicted, name):
    said = door("actors", "predictions.csv", "--by", name)
    assert said.code == 2
    assert said.err.startswith(f"--by {name}: no such column (columns: document_id, ")
    assert "sentence_id" not in said.err.removeprefix(f"--by {name}")


def test_methods_that_use_no_labels_or_have_no_draws_say_so(door, predicted):
    labels = ["predictions.csv", "--labels", "labels.csv"]
    data = door("actors", *labels, "--method", "emq", "--json").data
    assert data["warnings"] == ["method emq uses no labels: 40 labels are not used"]
    data = door("actors", *labels, "--method", "ppi", "--by", "month", "--json").data
    assert data["warnings"] == [
        "no table of changes: method ppi gives no joint draws; use stacked or labels_only",
    ]
    said = door("actors", *labels, "--method", "ppi", "--rank")
    assert said.err.endswith("which comparing estimates needs: use stacked or labels_only\n")


def test_tables_of_long_names_fit_a_screen(door, predicted, tmp_path):
    frame, _ = predicted
    long = [[{"actor": f"{each[0]['actor']} of the United Ministries"}] for each in frame["statements"]]
    write_table(frame.drop(columns=["gold", "drawn"]).assign(statements=long), tmp_path / "long.csv")
    first, other = (f"{name} of the United Ministries" for name in NAMES[:2])
    argv = ["long.csv", "--labels", "labels.csv", "--by", "month", "--rank", "--difference", first, other]
    said = door("actors", *argv, "--contradictions")
    assert said.code == 0
    assert max(map(len, said.out.splitlines())) <= 80
    words = " ".join(said.out.split())
    assert "how often periods of one unchanged stance differ as much by chance; adjusted for 3 tests (Holm)" in words


def test_contradictions_count_actors_and_targets(door, predicted, tmp_path):
    frame, _ = predicted
    same = frame.drop(columns=["gold", "drawn"]).assign(target=np.where(np.arange(N) < N / 2, "treaty", "shells"))
    write_table(same.assign(p_pro=0.2, p_neutral=0.6, p_anti=0.2), tmp_path / "two.csv")
    said = door("actors", "two.csv", "--contradictions")
    assert "differ beyond chance: 0 of 4 actors and targets tested" in said.out


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("p_pro", 0.9, "bad.csv:6: p_anti, p_neutral, p_pro are 0.1, 0.1, 0.9; each must be 0 to 1 and together 1\n"),
        ("time", "spring", "bad.csv:6: time 'spring': no date such as 2024-03-05\n"),
    ],
)
def test_bad_values_are_named_by_file_and_line(door, predicted, tmp_path, column, value, message):
    frame = predicted[0].drop(columns=["gold", "drawn"]).assign(p_anti=0.1, p_neutral=0.1, p_pro=0.8)
    # a sentence of two actors is two statements, but one line
    frame["statements"] = [[*each, {"actor": "Echo", "stance": None}] for each in frame["statements"]]
    frame.loc[4, column] = value
    write_table(frame, tmp_path / "bad.csv")
    said = door("actors", "bad.csv", "--by", "month")
    assert (said.code, said.err) == (2, message)


def test_an_actor_is_not_compared_with_itself(door, predicted):
    said = door("actors", "predictions.csv", "--labels", "labels.csv", "--difference", NAMES[0], NAMES[0])
    assert (said.code, said.err) == (2, f"{NAMES[0]!r} twice: an actor is not compared with itself\n")


def test_rows_left_out_are_counted(door, predicted, tmp_path):
    frame = predicted[0].drop(columns=["gold", "drawn"])
    frame["statements"] = [[{"actor": f"Speaker {row % 44}"}] for row in range(N)]
    write_table(frame, tmp_path / "many.csv")
    assert "... and 29 more rows; --out writes all" in door("actors", "many.csv").out
    frame["time"] = np.where(np.arange(N) < 44, "2024-01-01", "2024-02-01")
    frame.assign(label="pro", p_pro=0.8, p_neutral=0.1, p_anti=0.1).to_json(
        "census.jsonl", orient="records", lines=True
    )
    said = door("actors", "census.jsonl", "--by", "month", "--rank")
    assert "... and 48 more rows; --out writes all" in said.out
    assert "... and 29 more rows; --json prints all" in said.out
    assert len(pd.DataFrame(door("actors", "many.csv", "--json").data["actors"])) == 44
