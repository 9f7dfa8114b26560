"""``python -m stance.actors``."""

import json

import numpy as np
import pandas as pd
import pytest

from stance import actor_stance
from stance.corpus.tables import write_table
from stance.estimation.contrasts import actor_differences, actor_ranks
from stance.estimation.periods import actor_periods
from stance.reporting.actors import trained_on
from tests.estimation.speakers import NAMES, STANCES, speakers

HOW = (
    "no label was drawn at random: estimates are uncalibrated, no interval is given; draw 100 with "
    "python -m stance.annotate sample {} --n 100 --out to_label.csv"
)
N = 240


@pytest.fixture(scope="module")
def spoken():
    return speakers(1)


@pytest.fixture
def predictions(spoken, tmp_path):
    """Predictions as ``stance.predict`` writes them, in three formats, and labels in a table of their own."""
    proba = spoken[["p_anti", "p_neutral", "p_pro"]]
    frame = spoken.drop(columns=["actor", "label", "stance"]).rename(columns={"time": "date"})
    frame = frame.assign(
        sentence_id=[f"s{row}" for row in range(N)],
        target="treaty",
        predicted=STANCES[proba.to_numpy().argmax(axis=1)],
        statements=[[{"actor": actor, "stance": None}] for actor in spoken["actor"]],
    )
    for ending in ("parquet", "csv", "jsonl"):
        write_table(frame, tmp_path / f"predictions.{ending}")
    sheet = frame[["sentence_id", "text"]].assign(label=spoken["label"], sample_prob=80 / N)
    sheet[spoken["label"].notna()].to_csv(tmp_path / "labels.csv", index=False)
    return frame


def by_actor(records):
    return pd.DataFrame(records).set_index("actor")


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_labels_turn_predictions_into_estimates_with_intervals(door, predictions, spoken, ending):
    said = door("actors", f"predictions.{ending}", "--labels", "labels.csv", "--json")
    assert said.code == 0
    found, expected = by_actor(said.data["actors"]), actor_stance(spoken).set_index("actor")
    assert said.data["warnings"] == []
    assert list(found.index) == list(expected.index)
    for name in ("n", "n_labelled", "anti", "neutral", "pro", "net", "low", "high", "pro_low"):
        assert found[name].tolist() == pytest.approx(expected[name].tolist(), abs=2e-4)
    assert set(found["method"]) == {"stacked"}


def test_what_a_person_reads(door, predictions, spoken):
    said = door("actors", "predictions.parquet", "--labels", "labels.csv")
    lines = said.out.splitlines()
    assert " ".join(lines[:2]) == (
        "where each actor stands (net stance = share pro - share anti; stacked, 240 statements, 80 labelled, "
        "95% intervals)"
    )
    assert lines[2].split() == ["actor", "n", "labels", "anti/neut/pro", "net", "95%", "interval"]
    assert len(lines) == 3 + 6
    estimates = actor_stance(spoken).set_index("actor").loc["Ilse Brandt"]
    line = next(line for line in lines if line.startswith("Ilse Brandt"))
    assert line.split()[2:4] == ["40", str(estimates["n_labelled"])]
    assert f"{estimates['net']:+.2f}" in line
    assert f"{estimates['low']:+.2f} to {estimates['high']:+.2f}" in line
    assert max(map(len, lines)) <= 80


def test_without_labels_counts_carry_no_interval_and_the_command_to_draw_some_is_printed(door, predictions, spoken):
    said = door("actors", "predictions.parquet")
    assert said.code == 0
    assert "\n    python -m stance.annotate sample predictions.parquet --n 100 --out to_label.csv\n" in f"{said.out}\n"
    assert "0 labelled, no intervals)" in " ".join(said.out.split())
    assert " to +" not in said.out
    assert "a: uncalibrated" in said.out
    found = by_actor(door("actors", "predictions.parquet", "--json").data["actors"])
    counted = spoken.assign(pro=predictions["predicted"] == "pro").groupby("actor")["pro"].mean()
    assert found["pro"].to_dict() == pytest.approx(counted.to_dict(), abs=1e-6)
    assert found[["low", "high"]].isna().all(axis=None)
    assert set(found["method"]) == {"classify_and_count"}


def test_labels_of_a_training_run_are_not_used(door, run):
    said = door("actors", run / "predictions.parquet", "--json")
    assert said.code == 0
    path = f"runs/{run.name}/predictions.parquet"
    assert said.data["warnings"] == [
        f"the labels in {path} trained the classifier: they are not used",
        trained_on(),
    ]
    assert {row["n_labelled"] for row in said.data["actors"]} == {0}
    assert {row["low"] for row in said.data["actors"]} == {None}


def test_a_label_counts_for_every_statement_of_its_sentence(door, predictions, tmp_path):
    shared = [[*each, {"actor": "Echo", "stance": "anti"}] for each in predictions["statements"]]
    write_table(predictions.assign(statements=shared), tmp_path / "shared.parquet")
    found = by_actor(door("actors", "shared.parquet", "--labels", "labels.csv", "--json").data["actors"])
    # the stances that the predictions came with do not count beside a table of labels
    assert found.loc["Echo", ["n", "n_labelled"]].tolist() == [N, 80]
    assert found["n_labelled"].sum() == 160


def test_a_table_for_a_spreadsheet(door, predictions, tmp_path):
    said = door("actors", "predictions.parquet", "--labels", "labels.csv", "--out", "actors.csv", "--json")
    assert said.data["out"] == "actors.csv"
    written = pd.read_csv(tmp_path / "actors.csv", keep_default_na=False, na_values=[""])
    assert json.loads(written.drop(columns="warning").to_json(orient="records")) == [
        {name: value for name, value in row.items() if name != "warning"} for row in said.data["actors"]
    ]
    assert "written: actors.csv" in door("actors", "predictions.parquet", "--out", "actors.csv").out


def test_ranks_and_differences(door, predictions, spoken):
    pair = ["--difference", NAMES[0], NAMES[1], "--difference", NAMES[0], NAMES[2]]
    said = door("actors", "predictions.parquet", "--labels", "labels.csv", "--rank", *pair)
    assert "each interval holds its own actor's rank with 95% probability, by itself" in said.out
    assert "adjusted: p-values for 2 comparisons (Holm); intervals hold each by itself" in said.out
    data = door("actors", "predictions.parquet", "--labels", "labels.csv", "--rank", *pair, "--json").data
    ranks = actor_ranks(spoken)
    assert [row["actor"] for row in data["ranks"]] == ranks["actor"].tolist()
    assert [row["rank_high"] for row in data["ranks"]] == ranks["rank_high"].tolist()
    differences = actor_differences(spoken, [(NAMES[0], NAMES[1]), (NAMES[0], NAMES[2])])
    assert [row["p_adjusted"] for row in data["differences"]] == pytest.approx(differences["p_adjusted"], abs=1e-3)


def test_months_and_who_changed(door, predictions, spoken):
    said = door("actors", "predictions.parquet", "--labels", "labels.csv", "--by", "month")
    lines = said.out.splitlines()
    where = next(row for row, line in enumerate(lines) if line.startswith("Belmark"))
    assert [line.split()[:2] for line in lines[where : where + 3]] == [["Belmark", f"2024-0{i}"] for i in (1, 2, 3)]
    assert "change between periods" in lines
    data = door("actors", "predictions.parquet", "--labels", "labels.csv", "--by", "month", "--json").data
    expected = actor_periods(spoken)
    assert [row["n"] for row in data["actors"]] == expected["n"].tolist()
    assert [row["net"] for row in data["actors"]] == pytest.approx(expected["net"], abs=2e-4)
    assert len(data["changes"]) == 6


def test_statements_without_a_date_are_left_out_of_months_and_counted(door, predictions, tmp_path):
    write_table(predictions.assign(date=predictions["date"].where(np.arange(N) >= 7)), tmp_path / "undated.csv")
    data = door("actors", "undated.csv", "--labels", "labels.csv", "--by", "month", "--json").data
    assert data["warnings"] == [f"7 of {N} statements have no date and are left out"]
    assert sum(row["n"] for row in data["actors"]) == N - 7


def test_contradictions_show_the_sentences_of_both_sides(door, predictions, tmp_path):
    faces = np.array(["pro", "anti"])[(np.arange(N) // 3) % 2]
    sure = {"p_pro": np.where(faces == "pro", 0.9, 0.05), "p_anti": np.where(faces == "pro", 0.05, 0.9)}
    turned = predictions.assign(**sure, p_neutral=0.05, statements=[[{"actor": "Jon Castell"}]] * N)
    write_table(turned, tmp_path / "turned.parquet")
    said = door("actors", "turned.parquet", "--contradictions")
    lines = said.out.splitlines()
    at = lines.index("actors whose documents differ beyond chance: 1 of 1 tested")
    assert lines[at + 1] == "p-values adjusted for the number tested (Holm)"
    assert lines[at + 2] == f"Jon Castell: {N} statements in 80 documents, p <0.001"
    assert lines[at + 3].startswith("    pro (predicted 0.90, d0")
    assert lines[at + 4].startswith("    anti (predicted 0.90, d0")


def test_several_targets_are_told_apart_on_request(door, predictions, tmp_path):
    two = predictions.assign(target=np.where(np.arange(N) % 2, "shells", "treaty"))
    write_table(two, tmp_path / "two.parquet")
    together = door("actors", "two.parquet", "--json").data
    assert together["warnings"][-1] == "2 targets taken together; --by target tells them apart"
    apart = door("actors", "two.parquet", "--by", "target", "--json").data
    assert len(apart["actors"]) == 2 * len(together["actors"])
    assert apart["warnings"] == [HOW.format("two.parquet")]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["nowhere.csv"], "nowhere.csv: no such file"),
        (["predictions.csv", "--by", "moth"], "--by moth: no such column (columns: "),
        (["predictions.csv", "--by", "actor"], "--by actor: actors are told apart anyway"),
        (["predictions.csv", "--by", "month", "--by", "year"], "--by month and --by year: one length of periods"),
        (
            ["predictions.csv", "--rank"],
            "ranks, differences and periods compared need labels: no label was drawn at random",
        ),
        (["predictions.csv", "--out", "actors.xlsx"], "actors.xlsx: should end in .parquet, .csv, .jsonl"),
        (["predictions.csv", "--out", "predictions.csv"], "predictions.csv: --out would overwrite the predictions"),
        (["predictions.csv", "--method", "ppi"], "method 'ppi' needs labels"),
        (
            ["predictions.csv", "--labels", "labels.csv", "--difference", "Belmark", "Nel Grave"],
            "no statement of actor 'Nel Grave'",
        ),
        (["labels.csv"], "labels.csv: no column 'p_anti' (columns: sentence_id, text, label, sample_prob)"),
    ],
)
def test_mistakes_are_one_line(door, predictions, argv, message):
    said = door("actors", *argv)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(message)
    assert said.err.count("\n") == 1


def test_values_that_are_none_are_named_by_file_and_line(door, predictions, tmp_path):
    rows = predictions.assign(p_pro=predictions["p_pro"].astype(object))
    rows.loc[3, "p_pro"] = "much"
    rows.to_json(tmp_path / "bad.jsonl", orient="records", lines=True)
    assert door("actors", "bad.jsonl").err == "bad.jsonl:4: p_pro 'much' is no number\n"
    write_table(predictions.drop(columns="date"), tmp_path / "undated.csv")
    said = door("actors", "undated.csv", "--by", "month")
    assert said.err == "--by month: needs a column 'time' or 'date' in the predictions\n"
