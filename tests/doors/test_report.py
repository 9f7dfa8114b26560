"""``python -m stance.report``."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from stance import Run
from tests.conftest import small_frame

FORMATS = ("csv", "parquet", "latex", "markdown", "dna", "graphml", "gexf", "dataset", "model")


@pytest.fixture
def predictions(door, run):
    """Predictions of 36 sentences whose labels the file does not know."""
    small_frame().drop(columns="label").to_csv("new.csv", index=False)
    assert door("predict", run, "new.csv", "--out", "predictions.parquet").code == 0
    return Path("predictions.parquet")


def test_a_run_has_its_page_and_the_door_writes_it_again(door, run):
    page = Path(run) / "report.html"
    first = page.read_text(encoding="utf-8")
    page.unlink()
    said = door("report", run)
    assert (said.code, said.out) == (0, f"written: {Run(run).page}\n")
    assert page.read_text(encoding="utf-8") == first
    assert door("report", run, "--json").data == {"page": str(page)}


def test_a_page_of_predictions_counts_without_an_interval_and_says_so(door, predictions):
    said = door("report", predictions)
    assert (said.code, said.out) == (0, "written: predictions-report.html\n")
    page = Path("predictions-report.html").read_text(encoding="utf-8")
    assert "Ilse Brandt" in page
    assert "no label was drawn at random" in page


def test_labels_drawn_at_random_give_the_page_intervals(door, predictions):
    assert door("annotate", "sample", predictions, "--n", "18", "--out", "to_label.csv").code == 0
    drawn = pd.read_csv("to_label.csv", dtype=str)
    truth = small_frame().set_index("sentence_id")["label"]
    drawn.assign(label=drawn["sentence_id"].map(truth)).to_csv("labels.csv", index=False)
    said = door("report", predictions, "--labels", "labels.csv", "--out", "page.html")
    assert said.code == 0
    page = Path("page.html").read_text(encoding="utf-8")
    assert "no label was drawn at random" not in page
    assert "18 labels of 36 predictions turn counts into the estimates below" in page
    assert "net stance, gold" not in page  # gold of some statements is no census


def test_what_stood_there_stays_when_the_page_fails(door, run, monkeypatch):
    page = Path("page.html")
    page.write_text("kept")
    monkeypatch.setattr("pathlib.Path.write_text", lambda *args, **options: (_ for _ in ()).throw(OSError(28, "full")))
    assert door("report", run, "--out", page).code == 2
    assert page.read_bytes() == b"kept"
    assert list(Path().glob("*page*")) == [page]


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["nowhere.parquet"], "nowhere.parquet: no such file"),
        (["{run}", "--out", "page.pdf"], "page.pdf: the page needs a name that ends in .html, in a folder that exists"),
        (["{run}", "--labels", "a.csv"], "--labels need a file of predictions: the run's own sentences trained it"),
        (["new.csv"], "new.csv: no column 'p_anti' (columns: text); predictions come from stance.predict"),
    ],
)
def test_what_cannot_be_done_is_one_line(door, run, argv, message):
    Path("new.csv").write_text("text\nArvania must ship the shells\n")
    said = door("report", *(str(each).format(run=run) for each in argv))
    assert (said.code, said.out, said.err) == (2, "", f"{message}\n")


def test_exports_go_into_the_run_unless_told_otherwise(door, run, tmp_path):
    copy = shutil.copytree(run, tmp_path / "copy")
    said = door("report", copy, "--export", "csv", "--export", "graphml", "--json")
    assert said.code == 0
    paths = [Path(path) for path in json.loads(said.out)["exports"]]
    assert all(path.exists() and path.is_relative_to(copy / "exports") for path in paths)
    assert {path.suffix for path in paths} == {".csv", ".graphml"}


def test_an_unknown_format_names_the_nearest(door, run):
    said = door("report", run, "--export", "grapml")
    assert said.code == 2
    assert "did you mean 'graphml'?" in said.err


def test_exports_into_a_run_are_made_anew_each_time(door, run, tmp_path):
    copy = shutil.copytree(run, tmp_path / "copy")
    for formats in (FORMATS, [name for name in FORMATS if name != "dna"]):
        said = door("report", copy, *(part for name in formats for part in ("--export", name)), "--json")
        assert said.code == 0, said.err
        assert all(Path(path).is_file() for path in said.data["exports"])
    assert not list((copy / "exports").glob(".*"))


def test_a_database_that_somebody_may_have_coded_in_is_kept(door, run, tmp_path):
    copy = shutil.copytree(run, tmp_path / "copy")
    database = Path(door("report", copy, "--export", "dna", "--json").data["exports"][0])
    database.write_bytes(database.read_bytes() + b"coded since")
    said = door("report", copy, "--export", "dna")
    assert said.code == 2
    assert "exists, and may hold what you coded since" in said.err
    assert database.read_bytes().endswith(b"coded since")


@pytest.mark.parametrize("name", ["csv", "dna"])
def test_what_out_names_is_never_replaced(door, predictions, name):
    before = predictions.read_bytes()
    Path("mine").mkdir()
    Path("mine/actors.csv").write_text("my own table")
    for out in (predictions, "mine", "."):
        said = door("report", predictions, "--export", name, "--out", out)
        assert said.code == 2
        assert "exists; exports never replace what --out names" in said.err
    assert predictions.read_bytes() == before
    assert Path("mine/actors.csv").read_text() == "my own table"


def test_a_format_that_fails_is_named_with_what_was_written(door, run, tmp_path):
    table = small_frame().drop(columns="actor")
    table.to_csv("nobody.csv", index=False)
    trained = door("predict", run, "nobody.csv", "--out", "nobody.parquet")
    assert trained.code == 0
    said = door("report", "nobody.parquet", "--export", "csv", "--export", "dna")
    assert said.code == 2
    assert said.err.startswith("--export dna: no statement has an actor")
    assert "written before: nobody-exports/csv/" in said.err


def test_a_runs_own_predictions_point_to_the_run(door, run):
    said = door("report", run / "predictions.parquet")
    assert said.code == 2
    assert "part of a run: name the run's folder" in said.err


def test_own_notes_among_the_exports_are_kept(door, run, tmp_path):
    copy = shutil.copytree(run, tmp_path / "copy")
    assert door("report", copy, "--export", "latex").code == 0
    notes = copy / "exports" / "latex" / "my-notes.txt"
    notes.write_text("mine")
    said = door("report", copy, "--export", "latex")
    assert said.code == 2
    assert "holds my-notes.txt, which no export wrote" in said.err
    assert notes.read_text() == "mine"


def test_errors_of_the_disk_name_the_users_path(door, predictions, monkeypatch):
    def full(path, *args, **options):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("pathlib.Path.write_text", full)
    said = door("report", predictions, "--out", "page.html")
    assert (said.code, said.err) == (2, "page.html: No space left on device\n")


def test_a_database_that_cannot_be_written_is_one_line(door, predictions, monkeypatch):
    import sqlite3

    def full(*args):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("stance.reporting.exports.dna.create_tables", full)
    said = door("report", predictions, "--export", "dna", "--out", "debate.dna")
    assert said.code == 2
    assert said.err == "--export dna: debate.dna: cannot be written: database or disk is full\n"
    assert not list(Path().glob("*.dna*"))
    said = door("report", predictions, "--export", "dna", "--out", "debate.sqlite")
    assert said.err.startswith("--export dna: debate.sqlite: the file needs a name that ends in .dna")
