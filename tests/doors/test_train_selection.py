"""``python -m stance.train`` with settings that are chosen within the training parts."""

import json
from pathlib import Path

import pandas as pd
import pytest

from stance import Run, load_config, run_experiment
from stance.runs import NUMBERS
from tests.conftest import QUICK, small_frame

SELECTION = "selection={grid: {model.C: [0.1, 10], features.words.ngram_range: [[1, 1], [1, 2]]}, folds: 3}"


SETTINGS = ["data.name=table", *QUICK, "evaluation.split.repeats=1", SELECTION]


@pytest.fixture
def settings(tmp_path, monkeypatch, no_figures) -> list[str]:
    monkeypatch.chdir(tmp_path)
    small_frame().to_csv("small.csv", index=False)
    return [*SETTINGS, "data.path=small.csv"]


@pytest.fixture(scope="module")
def chosen(tmp_path_factory) -> Run:
    """A finished run, made once."""
    folder = tmp_path_factory.mktemp("chosen")
    small_frame().to_csv(folder / "small.csv", index=False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("stance.reporting.figures.save_figures", lambda *args: None)
        return run_experiment(load_config(None, [*SETTINGS, f"data.path={folder / 'small.csv'}"]), runs=folder)


def test_a_run_shows_every_configuration_tried_and_its_score(chosen):
    table = chosen.selection
    assert list(table.columns) == ["part", "features.words.ngram_range", "model.C", "score", "chosen"]
    assert list(dict.fromkeys(table["part"])) == ["fold 1", "fold 2", "fold 3", "final"]
    assert len(table) == 4 * 4
    for _, tried in table.groupby("part"):
        [best] = tried.index[tried["chosen"]]
        assert best == tried["score"].idxmax()
    unseen = pd.read_csv(chosen.path / "selection-unseen-documents.csv")
    assert list(dict.fromkeys(unseen["part"])) == ["fold 1", "fold 2", "fold 3", "fold 4"]


def test_the_numbers_tell_what_the_final_model_uses(chosen):
    said = chosen.metrics["selection"]
    assert (said["metric"], said["configurations"], said["folds"], said["repeats"]) == ("macro_f1", 4, 3, 1)
    assert sum(each["times"] for each in said["chosen_in_folds"]) == 3
    final = pd.read_csv(chosen.path / "selection.csv").query("part == 'final' and chosen").iloc[0]
    assert said["score"] == final["score"]
    assert said["chosen"]["model.C"] == final["model.C"] == chosen.model.named_steps["model"].C
    assert said["chosen"]["features.words.ngram_range"] == json.loads(final["features.words.ngram_range"])
    unseen = chosen.metrics["leave_one_document_out"]["selection"]
    assert sum(each["times"] for each in unseen["chosen_in_folds"]) == 4


def test_seconds_stand_in_the_provenance_alone(chosen):
    assert set(chosen.provenance["seconds"]) == {"selection", "fit"}
    assert all(value > 0 for value in chosen.provenance["seconds"].values())
    assert "seconds" not in (chosen.path / "metrics.json").read_text()


def test_the_same_selection_gives_the_same_bytes(door, chosen, settings):
    said = door("train", "--config", chosen.path / "config.yaml", "--runs", "r", "--json")
    again = Run(said.data["run"])
    assert again.config == chosen.config
    for name in (*NUMBERS, "selection.csv", "selection-unseen-documents.csv"):
        assert (again.path / name).read_bytes() == (chosen.path / name).read_bytes(), name


def test_the_given_split_is_chosen_on_once(door, settings):
    frame = small_frame()
    frame["split"] = ["train"] * 18 + ["validation"] * 9 + ["test"] * 9
    frame.to_csv("small.csv", index=False)
    kept = [setting for setting in settings if not setting.startswith("evaluation.split")]
    said = door("train", "--json", "--runs", "r", *kept, "evaluation.split.name=given")
    run = Run(said.data["run"])
    table = pd.read_csv(run.path / "selection.csv")
    assert list(table["part"]) == ["final"] * 4
    assert run.metrics["selection"]["chosen_in_folds"] == [{"settings": run.metrics["selection"]["chosen"], "times": 1}]
    assert not (run.path / "selection-unseen-documents.csv").exists()


def test_a_run_without_selection_has_no_table_of_it(run):
    assert not list(run.glob("selection*.csv"))
    assert Run(run).metrics["selection"] == {}


def test_a_mistake_in_the_grid_is_one_line_and_code_2(door, settings):
    said = door("train", "--runs", "r", *settings, "selection.grid.model.C=[1, x]")
    assert said.code == 2
    assert said.err.startswith("command line: selection.grid.model.C: 'x' should be a valid number")
    assert not Path("r").exists()
