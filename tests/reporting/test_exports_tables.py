"""Tables for other tools: read back by the readers of those tools, names and numbers unharmed."""

import csv
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance import read_statements
from stance.errors import StanceError
from stance.reporting.exports import tables
from stance.reporting.exports.spreadsheets import guarded, unguarded
from stance.runs import Run
from tests.reporting.export_cases import ANY_NAME, HOSTILE, findings_of, findings_of_run, predictions_of

WRITERS = [tables.write_csv, tables.write_parquet, tables.write_latex, tables.write_markdown]
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def with_actors(names, **columns):
    """Return findings whose tables of actors and of statements hold these names as they are."""
    n = len(names)
    statements = pd.DataFrame({"actor": names, "text": names, "sentence_id": [str(i) for i in range(n)], **columns})
    actors = pd.DataFrame({"actor": names, "n": 1, "anti": 0.0, "neutral": 0.0, "pro": 1.0, "net": -0.5})
    findings = replace(findings_of(), actors=actors)
    findings.__dict__["statements"] = statements
    return findings


def test_one_row_a_statement_with_its_evidence(tmp_path):
    statements = [
        {"actor": "Ilse Brandt", "stance": "pro"},
        {"actor": "Ada Okoro", "stance": "anti"},
    ]
    predictions = predictions_of([]).head(1).assign(statements=[statements])
    tables.write_csv(findings_of(predictions), tmp_path / "out")
    rows = rows_of(tmp_path / "out" / "statements.csv")
    assert [(row["actor"], row["stance"], row["predicted"]) for row in rows] == [
        ("Ilse Brandt", "pro", "pro"),
        ("Ada Okoro", "anti", "pro"),
    ]
    assert {(row["document_id"], row["sentence_id"], row["p_pro"]) for row in rows} == {("d0", "0-pro", "0.625")}
    assert rows[0]["text"] == "Sentence 0, pro: the shells are shipped."
    assert "split" not in rows[0]  # out_of_fold is no split of the data


def test_words_that_credit_are_cut_from_the_sentence_by_their_offsets_into_the_document(tmp_path):
    text = "Brandt said the shells save lives, and more."
    one = {"actor": "Brandt", "stance": "pro"}
    findings = findings_of(predictions_of([]).head(1).assign(text=text, statements=[[one]], start=100, end=144))
    spans = {"source": [100, 106], "cue": [107, 111], "content": [[112, 133], [139, 143]]}
    findings.__dict__["statements"] = findings.statements.assign(**{name: [span] for name, span in spans.items()})
    tables.write_csv(findings, tmp_path / "out")
    row = rows_of(tmp_path / "out" / "statements.csv")[0]
    assert (row["source_text"], row["cue_text"]) == ("Brandt", "said")
    assert row["content_text"] == "the shells save lives … more"


@pytest.mark.parametrize("span", [None, float("nan"), [], [90, 95], [100, 999]])
def test_words_outside_the_sentence_are_missing(tmp_path, span):
    one = {"actor": "Brandt", "stance": "pro"}
    findings = findings_of(predictions_of([]).head(1).assign(text="12345", statements=[[one]], start=100, end=105))
    findings.__dict__["statements"] = findings.statements.assign(cue=pd.Series([span], dtype=object))
    tables.write_csv(findings, tmp_path / "out")
    assert rows_of(tmp_path / "out" / "statements.csv")[0]["cue_text"] == ""


@settings(max_examples=40, deadline=None)
@given(st.lists(ANY_NAME | st.sampled_from(HOSTILE) | st.from_regex(r"'{0,2}\s?[=+\-@].*"), min_size=1, max_size=4))
def test_names_survive_csv_and_parquet(tmp_path_factory, names):
    folder = tmp_path_factory.mktemp("names")
    findings = with_actors(names)
    tables.write_csv(findings, folder / "csv")
    tables.write_parquet(findings, folder / "parquet")
    for name in ("actors", "statements"):
        frame = pd.read_parquet(folder / "parquet" / f"{name}.parquet")
        assert frame["actor"].tolist() == names
        shown = [row["actor"] for row in rows_of(folder / "csv" / f"{name}.csv")]
        assert not [cell for cell in shown if cell.startswith(FORMULA_STARTS) and not is_number(cell)]
        assert [unguarded(cell) for cell in shown] == names


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(ANY_NAME | st.from_regex(r"'*\s*[=+\-@].*"))
def test_a_guard_is_undone_exactly(text):
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-1", "-0.5", "+3", "1e-3", "O'Neill", "'t Hooft", "a=b", "Roe - Doe", ""])
def test_what_computes_nothing_is_left_alone(text):
    assert guarded(text) == text


def test_the_package_reads_its_own_csv_back(tmp_path):
    names = [name for name in HOSTILE if name != "x" * 200]
    tables.write_csv(findings_of(predictions_of(names)), tmp_path / "out")
    actors = tables.read_csv(tmp_path / "out" / "actors.csv")
    assert {*names, "unattributed"} == set(actors["actor"])
    assert (actors["net"] == 1).all()
    frame = read_statements(tmp_path / "out" / "statements.csv")
    found = {unguarded(each["actor"]) for row in frame["statements"] for each in row}
    assert found == {*names, "unattributed"}


def test_negative_numbers_stay_numbers(tmp_path):
    predictions = predictions_of(["Belmark"]).assign(predicted="anti", p_anti=0.75, p_pro=0.0)
    tables.write_csv(findings_of(predictions), tmp_path / "out")
    assert {row["net"] for row in rows_of(tmp_path / "out" / "actors.csv")} == {"-1.0"}


def test_parquet_keeps_types_and_texts(tmp_path):
    tables.write_parquet(findings_of(), tmp_path / "out")
    frame = pd.read_parquet(tmp_path / "out" / "statements.parquet")
    assert set(HOSTILE) <= set(frame["actor"])
    assert frame["p_pro"].dtype == float


@pytest.mark.parametrize("write", WRITERS)
def test_writing_twice_gives_the_same_bytes(write, finished, tmp_path):
    findings = findings_of_run(Run(finished))
    first = {path.name: path.read_bytes() for path in write(findings, tmp_path / "new" / "out")}
    again = {path.name: path.read_bytes() for path in write(findings, tmp_path / "again")}
    assert first == again
    assert sorted(path.name for path in (tmp_path / "new" / "out").iterdir()) == sorted(first)


@pytest.mark.parametrize("write", WRITERS)
def test_a_folder_of_somebody_is_not_replaced(write, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.md").write_text("mine")
    with pytest.raises(StanceError, match=r"^out: exists and is not an empty folder$"):
        write(findings_of(), tmp_path / "out")
    assert (tmp_path / "out" / "thesis.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("write", "broken"),
    [
        (tables.write_csv, "write_table"),
        (tables.write_parquet, "write_table"),
        (tables.write_latex, "as_latex"),
        (tables.write_markdown, "as_markdown"),
    ],
)
def test_a_failure_half_way_leaves_nothing(write, broken, finished, tmp_path, monkeypatch):
    findings = findings_of_run(Run(finished))
    before = {path: path.read_bytes() for path in write(findings, tmp_path / "out")}
    whole, calls = getattr(tables, broken), []

    def fail(*args):
        calls.append(args)
        if len(calls) == 2:
            raise OSError("disk full")
        return whole(*args)

    monkeypatch.setattr(tables, broken, fail)
    with pytest.raises(OSError, match="disk full"):
        write(findings, tmp_path / "new")
    assert {path: path.read_bytes() for path in before} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("write", WRITERS)
def test_nothing_to_write_is_said(write, tmp_path):
    findings = replace(findings_of(), predictions=predictions_of().head(0), actors=findings_of().actors.head(0))
    with pytest.raises(StanceError, match=r"^small: no (sentences|actors) to export$"):
        write(findings, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
