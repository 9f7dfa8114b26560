"""Run folders."""

from pathlib import Path

import pandas as pd
import pytest

from stance import Run, StanceError, list_runs, load_config, open_run
from stance.files import PACKAGE, sources_digest
from stance.runs import default_folder, frames_digest, run_name
from tests.conftest import PROJECT


def test_finished_runs_are_listed_and_nothing_else(run):
    folder = run.parent
    (folder / ".hidden").mkdir()
    (folder / "notes").mkdir()
    (folder / "file.txt").write_text("x")
    assert [each.name for each in list_runs(folder)] == [run.name]
    assert list_runs(folder / "nowhere") == []


def test_a_run_shows_its_parts(run, monkeypatch):
    monkeypatch.chdir(run.parent.parent)
    opened = open_run(run)
    assert repr(opened) == f"Run('runs/{run.name}')"
    assert opened.name == run.name
    assert opened.config.name == "small"
    assert set(opened.actors["actor"]) == {"Ilse Brandt", "Belmark", "Ada Okoro"}
    assert list(opened.ngrams.columns) == ["target", "label", "ngram", "weight"]
    assert len(opened.predictions_of_unseen_documents) == 36
    assert set(opened.model.classes_) == {"anti", "neutral", "pro"}


def test_a_run_that_refused_to_leave_documents_out_says_so(run):
    (run / "predictions-unseen-documents.parquet").unlink()
    opened = Run(run)
    opened.metrics["leave_one_document_out"] = {"refused": "1 document: 2 folds of documents are impossible"}
    with pytest.raises(StanceError, match="no left-out documents: 1 document: 2 folds of documents are impossible"):
        _ = opened.predictions_of_unseen_documents


def test_a_run_shows_its_errors_and_near_duplicates(run):
    opened = Run(run)
    labels = opened.errors[opened.errors["slice"] == "label"]
    assert labels["n"].sum() == len(opened.predictions)
    assert labels["errors"].sum() == (opened.predictions["label"] != opened.predictions["predicted"]).sum()
    assert len(opened.duplicates) == opened.metrics["near_duplicates"]["pairs"]


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("selection", r"no selection.csv: the configuration selects nothing$"),
        ("errors", r"no errors.csv: a run of an earlier version; repeat it$"),
        ("duplicates", r"no duplicates.csv: too many sentences$"),
    ],
)
def test_a_table_that_a_run_lacks_is_one_line(run, part, why):
    opened = Run(run)
    opened.metrics["near_duplicates"] = {"refused": "too many sentences"}
    (run / f"{part}.csv").unlink(missing_ok=True)
    with pytest.raises(StanceError, match=why):
        getattr(opened, part)


@pytest.mark.parametrize("name", ["config.yaml", "metrics.json", "actors.csv", "predictions.parquet"])
def test_a_folder_without_a_part_is_no_run(run, name):
    (run / name).unlink()
    with pytest.raises(StanceError, match=f"no run: {name} is missing"):
        Run(run)


def test_an_actor_called_none_stays_an_actor(run):
    text = (run / "actors.csv").read_text().replace("Belmark", "NA")
    (run / "actors.csv").write_text(text)
    assert "NA" in set(Run(run).actors["actor"])


def test_runs_go_beside_configs_inside_the_checkout_and_else_to_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert default_folder() == tmp_path / "runs"
    monkeypatch.chdir(PROJECT / "tests")
    assert default_folder() == PROJECT / "runs"


def test_the_name_covers_configuration_data_and_sources(monkeypatch):
    config = load_config()
    first = run_name(config, "digest")
    assert first.startswith("baseline-")
    assert len(first) == len("baseline-") + 8
    assert run_name(config, "digest") == first
    assert run_name(config, "other") != first
    assert run_name(load_config(None, ["seed=1"]), "digest") != first
    monkeypatch.setattr("stance.runs.sources_digest", lambda: "edited")
    assert run_name(config, "digest") != first


def test_the_digest_of_sources_changes_with_a_name_and_with_a_byte(tmp_path, monkeypatch):
    monkeypatch.setattr("stance.files.PACKAGE", tmp_path)
    (tmp_path / "a.py").write_text("x = 1")
    first = sources_digest()
    (tmp_path / "a.py").write_text("x = 2")
    second = sources_digest()
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert len({first, second, sources_digest()}) == 3
    assert PACKAGE.name == "stance"


def test_the_digest_of_data_knows_every_cell_and_the_order(frame):
    first = frames_digest([frame])
    assert frames_digest([frame.copy()]) == first
    assert frames_digest([frame.iloc[::-1]]) != first
    assert frames_digest([frame.assign(label=["anti", *frame["label"][1:]])]) != first
    changed = frame.copy()
    changed.loc[3, "text"] += "!"
    assert frames_digest([changed]) != first


def test_the_digest_of_data_is_the_same_for_every_kind_of_file(frame, tmp_path):
    from stance import read_table

    plain = frame[["sentence_id", "document_id", "paragraph", "text", "label", "actor"]]
    plain.to_csv(tmp_path / "a.csv", index=False)
    plain.to_parquet(tmp_path / "a.parquet", index=False)
    plain.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    digests = {frames_digest([read_table(tmp_path / f"a.{ending}")]) for ending in ("csv", "parquet", "jsonl")}
    assert len(digests) == 1


def test_a_run_in_a_notebook(frame, tmp_path):
    import stance

    path = Path(tmp_path / "t.csv")
    pd.DataFrame(frame[["text", "label", "document_id"]]).to_csv(path, index=False)
    settings = ["data.name=table", f"data.path={path}", "evaluation.split.folds=2", "evaluation.bootstrap=100"]
    config = stance.load_config("configs/baseline.yaml", [*settings, "evaluation.learning_curve=[]"])
    made = stance.run_experiment(config, runs=tmp_path / "r")
    assert made.metrics["test"]["grouped_by"] == "document"
    assert made.metrics["learning_curve"] == []
    bars, _ = stance.plot_actors(made.actors)
    assert bars.get_title(loc="left") == "Where each actor stands"
