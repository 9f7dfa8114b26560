"""``python -m stance.evaluate``."""

from pathlib import Path

import pandas as pd
import pytest

from stance import Run, evaluate_run
from tests.conftest import small_frame


def test_a_run_is_judged_on_its_own_held_out_sentences(door, run):
    said = door("evaluate", run)
    assert said.code == 0
    assert said.out.startswith(f"{run.name}\n36 sentences of 4 documents: 12 anti, 12 neutral, 12 pro\n")
    data = door("evaluate", run, "--json").data
    assert data["metrics"] == Run(run).metrics["metrics"]
    assert list(data) == ["run", "on", "metrics", "baselines", "actors", "warnings"]
    assert (data["on"], data["warnings"]) == (None, [])


def new_sentences() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "text": ["Arvania must ship the shells now", "Belmark condemned it", "the council has forty pages"] * 2,
            "label": ["pro", "anti", "neutral"] * 2,
            "actor": ["Ilse Brandt", "Belmark", None] * 2,
            "document_id": ["n1"] * 3 + ["n2"] * 3,
        }
    ).assign(sentence_id=[f"n{i}" for i in range(6)])


def test_on_a_labelled_table(door, run):
    new_sentences().to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv")
    assert said.code == 0
    assert "6 sentences of 2 documents: 2 anti, 2 neutral, 2 pro" in said.out
    assert "unattributed" in said.out
    assert "warning" not in said.out
    data = door("evaluate", run, "--on", "new.csv", "--json").data
    assert data["on"] == "new.csv"
    assert {actor["actor"]: actor["n"] for actor in data["actors"]} == {
        "Belmark": 2,
        "Ilse Brandt": 2,
        "unattributed": 2,
    }
    # the baseline knows the classes of the run: three of equal size, so the first, anti
    assert data["baselines"]["majority"]["accuracy"]["value"] == pytest.approx(1 / 3, abs=1e-6)
    assert data["baselines"]["majority"]["recall_anti"]["value"] == 1


def test_on_a_configuration_with_a_data_section(door, run):
    table = new_sentences().rename(columns={"text": "sentence", "label": "code"})
    table["code"] = table["code"].map({"pro": "FAVOR", "anti": "AGAINST", "neutral": "NONE"})
    table.to_csv("new.csv", index=False)
    Path("mine.yaml").write_text(
        "data:\n  name: table\n  path: new.csv\n  columns: {text: sentence, label: code}\n"
        "  labels: {FAVOR: pro, AGAINST: anti, NONE: neutral}\n"
    )
    data = door("evaluate", run, "--on", "mine.yaml", "--json").data
    new_sentences().to_csv("plain.csv", index=False)
    assert data["metrics"] == door("evaluate", run, "--on", "plain.csv", "--json").data["metrics"]


def test_sentences_that_the_run_was_trained_on_are_said(door, run):
    pd.concat([small_frame().head(3), new_sentences()]).to_csv("mixed.csv", index=False)
    said = door("evaluate", run, "--on", "mixed.csv")
    assert said.out.rstrip().endswith(
        "warning: 3 of 9 sentences stand in the run's own data: on them the numbers flatter"
    )


def test_numbers_agree_with_scikit_learn(run, tmp_path):
    from sklearn.metrics import accuracy_score, f1_score

    from stance import score

    new_sentences().to_csv(tmp_path / "new.csv", index=False)
    predicted = score(Run(run), new_sentences())["predicted"]
    numbers = evaluate_run(Run(run), tmp_path / "new.csv").numbers["metrics"]
    gold = new_sentences()["label"]
    assert numbers["macro_f1"]["value"] == pytest.approx(
        f1_score(gold, predicted, average="macro", zero_division=0), abs=1e-6
    )
    assert numbers["accuracy"]["value"] == pytest.approx(accuracy_score(gold, predicted), abs=1e-6)


HOSTILE = {
    "a pickle with another name": lambda path: path.write_bytes(
        b"\x80\x04\x95\x0c\x00\x00\x00\x00\x00\x00\x00\x8c\x05"
    ),
    "a file cut short": lambda path: path.write_bytes(path.read_bytes()[:2000]),
    "an empty file": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_model_file_that_is_none_is_refused(door, run, what):
    HOSTILE[what](run / "model.skops")
    new_sentences().to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv")
    assert said.code == 2
    assert said.err == f"runs/{run.name}/model.skops: not a skops file, or cut short: refused\n"


class Foreign:
    """A type that no model of ours is made of."""


def test_a_model_file_with_a_foreign_type_is_refused(door, run):
    import skops.io

    skops.io.dump(Foreign(), run / "model.skops")
    new_sentences().to_csv("new.csv", index=False)
    said = door("evaluate", run, "--on", "new.csv")
    assert said.code == 2
    assert said.err == (
        f"runs/{run.name}/model.skops: type 'tests.doors.test_evaluate.Foreign' is not on the allow-list: refused\n"
    )


def test_damaged_numbers_are_one_line(door, run):
    (run / "metrics.json").write_text("{")
    said = door("evaluate", run)
    assert said.code == 2
    assert said.err.startswith(f"runs/{run.name}/metrics.json: not readable: ")
    assert said.err.count("\n") == 1
