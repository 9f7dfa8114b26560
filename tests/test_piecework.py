"""Pieces of whatever quality: what is scored can be read by the other doors, and what cannot be scored is named."""

import json
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from stance import Run, actor_stance, validate
from stance.corpus.conforming import common_schema, conform
from stance.corpus.pieces import TablePiece
from stance.corpus.records import no_column_twice, read_records
from stance.corpus.scorable import check_rows
from stance.corpus.sources import find_sources
from stance.corpus.tables import read_table
from stance.errors import StanceError
from stance.evaluation.actors import statements_of
from stance.evaluation.tallies import holders
from stance.streaming import predict_stream


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def model(finished):
    return Run(finished)


def garbled(*values):
    """Return texts, whatever their bytes."""
    return pa.Array.from_buffers(pa.string(), len(values), pa.array(values, pa.binary()).buffers())


def ids(folder):
    return read_records(Path(folder)).columns["sentence_id"]


def test_ids_that_repeat_over_files_are_numbered_anew_when_read(model):
    Path("1.csv").write_text("sentence_id,text\n1,the shells\n2,\n3,the report\n")
    Path("2.csv").write_text("sentence_id,text\n1,the delivery\n")
    predict_stream(model, ["1.csv", "2.csv"], "out")
    assert ids("out") == ["0000000001", "0000000003", "0000000004"]
    assert read_table("out", labelled=False)["text"].tolist() == ["the shells", "the report", "the delivery"]
    assert pd.read_parquet("out")["sentence_id"].tolist() == ["1", "2", "3", "1"]


def test_ids_that_are_filled_in_collide_with_none_that_is_given(model):
    parquet.write_table(pa.table({"sentence_id": ["0000000002", None], "text": ["a", "b"]}), "a.parquet")
    predict_stream(model, ["a.parquet"], "out")
    assert ids("out") == ["0000000001", "0000000002"]


def test_ids_that_differ_by_blanks_are_the_same(model):
    parquet.write_table(pa.table({"sentence_id": ["x", " x"], "text": ["a", "b"]}), "a.parquet")
    predict_stream(model, ["a.parquet"], "out")
    assert len(read_table("out", labelled=False)) == 2


def test_ids_stay_that_repeat_for_another_target_only(model):
    Path("a.csv").write_text("sentence_id,text,target\n7,the shells,arms\n7,the shells,aid\n8,,aid\n8,new,aid\n")
    predict_stream(model, ["a.csv"], "out")
    assert ids("out") == ["7", "7", "8"]


@pytest.mark.parametrize("actors", [False, True])
def test_statements_that_are_none_are_named(model, actors):
    statements = ['[{"actor": "Ann"}]', "oops", '[{"actor": ""}]', '[{"actor": "Ann", "stance": "for"}]', None]
    pd.DataFrame({"text": list("abcde"), "statements": statements}).to_csv("a.csv", index=False)
    done = predict_stream(model, ["a.csv"], "out", actors=actors)
    assert done.problems == [
        "a.csv:3: statements is not a list of actor and stance",
        "a.csv:4: a statement needs an actor and a stance",
        "a.csv:5: stance 'for' is not one of anti, neutral, pro",
    ]
    assert done.manifest["unpredicted"] == 3
    if not actors:
        assert statements_of(read_table("out", labelled=False))["actor"].tolist() == ["Ann", "unattributed"]


ACTORS = st.sampled_from(["", " ", "Ann", " Ann  Lee ", None, 5, "e\u0301"])
STATEMENT = st.fixed_dictionaries({}, optional={"actor": ACTORS, "stance": st.sampled_from(["pro", None, "for", ""])})
STATEMENTS = st.one_of(
    st.none(),
    st.sampled_from(["", " ", "oops", "null", "5", "{}", "[5]", "[" * 9999]),
    st.lists(STATEMENT | st.none(), max_size=3).map(json.dumps),
)


@settings(deadline=None)
@given(st.lists(st.tuples(STATEMENTS, st.sampled_from([None, "", "Ann", " Bo "])), min_size=1, max_size=6))
def test_statements_are_read_as_validate_reads_them(rows):
    statements, actors = zip(*rows, strict=True)
    columns = {"text": ["x"] * len(rows), "actor": actors, "statements": statements}
    table = pa.table({name: pa.chunked_array([pa.array(values, pa.string())]) for name, values in columns.items()})
    _, wrong, _ = check_rows(table, TablePiece("a", table), 0)
    frame, expected = pd.DataFrame(columns, dtype=object), []
    for row in range(len(rows)):
        try:
            expected += statements_of(validate(frame.iloc[[row]], labelled=False)).assign(row=row).to_dict("records")
            assert not wrong[row]
        except StanceError:
            assert wrong[row]
    where, who = holders(table, wrong)
    pairs = list(zip(where.tolist(), who.to_pylist(), strict=True))
    assert pairs == [(each["row"], each["actor"]) for each in expected]


def test_bytes_that_are_not_utf8_cost_a_row_at_most(model):
    columns = {
        "text": ["a", "b", "c"],
        "note": garbled(b"fine", b"caf\xe9", None),
        "actor": garbled(b"\xff", b"B", b"B"),
    }
    table = pa.table({**columns, "target": garbled(b"arms", None, b"a\xff")})
    parquet.write_table(table, "a.parquet")
    done = predict_stream(model, ["a.parquet"], "out")
    assert done.problems == ["a.parquet: row 3: target is not UTF-8"]
    frame = read_table("out", labelled=False)
    assert frame[["note", "actor", "target"]].to_numpy().tolist() == [
        ["fine", "\ufffd", "arms"],
        ["caf\ufffd", "B", "all"],
    ]
    counted = predict_stream(model, ["a.parquet"], "sums", actors=True)
    assert counted.problems == done.problems


def conformed(*columns):
    """Return what becomes of the column ``k`` of several files."""
    for i, column in enumerate(columns):
        parquet.write_table(pa.table({"text": ["x"] * len(column), "k": column}), f"{i}.parquet")
    sources, _ = find_sources([f"{i}.parquet" for i in range(len(columns))])
    schema, sources, _ = common_schema(sources)
    pieces = [piece for source in sources for piece in source.cut(9)]
    return [value for piece in pieces for value in conform(piece, schema)["k"].to_pylist()]


def test_numbers_that_no_number_holds_become_text():
    big = pa.array([2**63 + 5], "uint64")
    assert (
        conformed(pa.array([-1]), big)
        == conformed(pa.array([-1]), big, pa.array([0], "int8"))[:2]
        == ["-1", str(2**63 + 5)]
    )
    exact = pa.array(["0.10"]).cast(pa.decimal128(20, 2))
    assert conformed(exact, pa.array([0.5])) == ["0.10", "0.5"]
    assert conformed(pa.array([1], "uint8"), pa.array([-1], "int8")) == [1, -1]
    assert conformed(pa.array([2**53]), pa.array([0.5])) == [2.0**53, 0.5]


def test_a_piece_whose_numbers_would_be_changed_is_reported(model):
    parquet.write_table(pa.table({"text": ["a"], "k": [2**53 + 1]}), "1.parquet")
    parquet.write_table(pa.table({"text": ["b"], "k": [0.5]}), "2.parquet")
    done = predict_stream(model, ["1.parquet", "2.parquet"], "out")
    assert done.problems[0].startswith("1.parquet: row 1 on: column 'k': Integer value 9007199254740993 not in range")
    assert pd.read_parquet("out")["text"].tolist() == ["b"]


def test_a_piece_without_a_row_that_can_be_scored_counts_nobody(model):
    Path("1.csv").write_text("text,actor\n ,Ann\n,Bo\n")
    Path("2.csv").write_text("text,actor\nthe shells,Ann\n")
    done = predict_stream(model, ["1.csv", "2.csv"], "out", actors=True)
    assert (done.manifest["rows"], done.manifest["unpredicted"]) == (3, 2)
    assert pd.read_csv("out/actors.csv")[["actor", "n"]].to_numpy().tolist() == [["Ann", 1]]
    alone = predict_stream(model, ["1.csv"], "alone", actors=True)
    assert "1.csv:2: text is empty" in alone.text()
    assert pd.read_parquet("alone/actors.parquet").empty


def test_sums_are_those_of_the_predictions(model):
    statements = [[{"actor": "Ann"}, {"actor": "Bo"}], None, [], [{"actor": " Ann "}]]
    pd.DataFrame({"text": list("abcd"), "actor": [None, "Bo", "Bo", None], "statements": statements}).to_parquet(
        "a.parquet"
    )
    predict_stream(model, ["a.parquet"], "full")
    predict_stream(model, ["a.parquet"], "sums", actors=True)
    whole = actor_stance(statements_of(read_table("full", labelled=False)), method="classify_and_count")
    sums = pd.read_csv("sums/actors.csv")
    assert dict(zip(sums["actor"], sums["n"], strict=True)) == {"Ann": 2, "Bo": 2, "unattributed": 1}
    assert dict(zip(whole["actor"], whole["net"], strict=True)) == dict(zip(sums["actor"], sums["net"], strict=True))


def test_many_columns_are_checked_in_no_time():
    names = [f"c{i}" for i in range(300_000)]
    no_column_twice(names, "a.csv:1")
    with pytest.raises(StanceError, match=r"^a\.csv:1: column 'c7' stands twice$"):
        no_column_twice([*names, "c7"], "a.csv:1")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"text,n\n", "a.csv: no rows"),
        ("a.jsonl", b"\n", "a.jsonl: no rows"),
        ("a.csv", b"text;n\nx;1\n", "a.csv:1: one column 'text;n': is the separator ';'? Save it with commas"),
        ("a.tsv", b"text,n\nx,1\n", "a.tsv:1: one column 'text,n': is the separator ','? Save it with tabs"),
        (
            "a.csv",
            b"text\nL\xfc\n",
            "a.csv:2: byte 0xfc is not utf-8; save the file as UTF-8",
        ),
        ("a.csv", b"\xff\xfet\0", "a.csv:1: the file is UTF-16, not utf-8; save it as UTF-8"),
    ],
)
def test_what_is_wrong_with_a_file_can_be_mended_outside(model, name, content, message):
    Path(name).write_bytes(content)
    with pytest.raises(StanceError) as refused:
        predict_stream(model, [name], "out")
    assert str(refused.value) == message


def test_files_without_rows_are_passed_over_among_others(model):
    Path("a.jsonl").write_text("")
    Path("b.csv").write_text("text\nx\n")
    parquet.write_table(pa.table({"text": pa.array([], pa.string())}), "c.parquet")
    assert predict_stream(model, ["a.jsonl", "b.csv", "c.parquet"], "out").problems == []


def test_a_disk_that_is_full_is_named(model, monkeypatch):
    Path("a.csv").write_text("text\nx\n")

    def full(*args, **options):
        raise OSError(28, "Error writing bytes to file. Detail: [errno 28] No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("pyarrow.parquet.write_table", full)
        with pytest.raises(StanceError) as refused:
            predict_stream(model, ["a.csv"], "out")
    why = f"cannot be written: {os.strerror(28)}; what stands in the folder stays, and the same command goes on"
    assert str(refused.value) == f"out/part-00000.parquet: {why}"
    assert predict_stream(model, ["a.csv"], "out").manifest["rows"] == 1
