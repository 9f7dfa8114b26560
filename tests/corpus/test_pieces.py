"""Large inputs cut into pieces, and their rows brought to one schema."""

import json
import pickle
import random
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from stance.corpus.conforming import common_schema, conform
from stance.corpus.pieces import TablePiece, cut_all
from stance.corpus.scorable import check_rows
from stance.corpus.sources import find_sources, hub_sources


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def cut(*paths, rows=3, text="text"):
    """Return all pieces, conformed, and the problems."""
    sources, problems = find_sources(paths, text)
    schema, sources, misfits = common_schema(sources, text)
    problems += misfits
    pieces = list(cut_all(sources, rows, problems))
    return [conform(piece, schema, text) for piece in pieces], pieces, problems


def all_rows(tables):
    return pa.concat_tables(tables).to_pydict()


@settings(deadline=None, max_examples=40)
@given(
    n=st.integers(1, 60),
    group=st.integers(1, 40),
    rows=st.integers(1, 25),
    order=st.randoms(use_true_random=False),
)
def test_pieces_of_parquet_are_its_rows_in_whatever_order_they_are_read(n, group, rows, order):
    table = pa.table({"text": [f"row {i}" for i in range(n)], "lists": [[i] * (i % 3) for i in range(n)]})
    with tempfile.TemporaryDirectory() as folder:
        parquet.write_table(table, f"{folder}/a.parquet", row_group_size=group)
        sources, _ = find_sources([f"{folder}/a.parquet"])
        pieces = pickle.loads(pickle.dumps(list(cut_all(sources, rows, []))))
        shuffled = order.sample(pieces, len(pieces))
        read = {piece.number: piece.read() for piece in shuffled}
    assert [piece.rows for piece in pieces[:-1]] == [rows] * (len(pieces) - 1)
    assert pa.concat_tables([read[number] for number in range(len(pieces))]).equals(table)


def test_a_file_that_was_rewritten_is_not_read_from_memory():
    for word in ("old", "brand-new"):
        parquet.write_table(pa.table({"text": [word] * 4}), "a.parquet")
        tables, _, _ = cut("a.parquet", rows=2)
        assert all_rows(tables)["text"] == [word] * 4


def test_numbers_go_on_over_files_and_places_name_rows():
    parquet.write_table(pa.table({"text": list("abcde")}), "1.parquet")
    Path("2.csv").write_text('text\n"two\nlines"\n\nx\n')
    Path("3.jsonl").write_text('\n{"text": "y"}\n')
    tables, pieces, problems = cut("1.parquet", "2.csv", "3.jsonl")
    assert problems == []
    assert [(piece.number, piece.first, piece.rows) for piece in pieces] == [(0, 0, 3), (1, 3, 2), (2, 5, 2), (3, 7, 1)]
    assert [pieces[i].place(j) for i, j in [(0, 0), (1, 1), (2, 0), (2, 1), (3, 0)]] == [
        "1.parquet: row 1",
        "1.parquet: row 5",
        "2.csv:2",
        "2.csv:5",
        "3.jsonl:2",
    ]
    assert all_rows(tables)["sentence_id"] == [f"{i:010d}" for i in range(1, 9)]
    assert all_rows(tables)["text"] == [*"abcde", "two\nlines", "x", "y"]


def test_a_table_that_breaks_off_keeps_what_came_before():
    Path("a.csv").write_text("text,n\n1,a\n2,b\n3,c\n4,d\n5\n6,f\n")
    Path("b.jsonl").write_text('{"text": "x"}\n{"text": \n')
    Path("c.csv").write_text("text,n\nlast,z\n")
    tables, _, problems = cut("a.csv", "b.jsonl", "c.csv")
    assert all_rows(tables)["text"] == ["1", "2", "3", "4", "x", "last"]
    assert problems == [
        "a.csv:6: 1 fields where the header has 2; the rest of the file is left out",
        "b.jsonl:2: not JSON: Expecting value; the rest of the file is left out",
    ]


def test_json_lines_have_the_types_of_all_their_lines():
    lines = [
        {"text": "a", "n": 1, "x": 1, "ok": True, "mixed": 1, "none": None, "big": 2**80, "list": [{"actor": "Ä"}]},
        {"text": "b", "n": None, "x": 0.5, "ok": None, "mixed": "s", "none": None, "big": 1, "list": None},
        {"text": 5, "late": "here"},
    ]
    Path("a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    tables, pieces, _ = cut("a.jsonl", rows=1)
    rows = all_rows(tables)
    assert rows["n"] == [1, None, None]
    assert rows["x"] == [1.0, 0.5, None]
    assert rows["ok"] == [True, None, None]
    assert rows["mixed"] == ["1", "s", None]
    assert rows["none"] == [None, None, None]
    assert rows["big"] == [str(2**80), "1", None]
    assert rows["list"] == ['[{"actor": "Ä"}]', None, None]
    assert rows["late"] == [None, None, "here"]
    assert rows["text"] == ["a", "b", None]
    assert check_rows(tables[2], pieces[2], 1)[2] == ["a.jsonl:3: text is 5, not text"]
    assert len({table.schema for table in tables}) == 1


def test_a_folder_is_read_in_order_without_hidden_files():
    for name in ("b/2.csv", "b/1.csv", "a.tsv", "_skipped.csv", ".hidden.csv", "b/_x/y.csv", "notes.txt", "z.json"):
        Path("in", name).parent.mkdir(parents=True, exist_ok=True)
        Path("in", name).write_text(f"text\n{name}\n")
    tables, _, problems = cut("in")
    assert (all_rows(tables)["text"], problems) == (["a.tsv", "b/1.csv", "b/2.csv"], [])


def test_columns_of_several_types_become_wider_or_text():
    parquet.write_table(pa.table({"text": ["a"], "n": pa.array([1], "int32"), "m": [1], "id": [7]}), "1.parquet")
    table = {"text": pa.array(["b"]).dictionary_encode(), "n": pa.array([2**40]), "m": [0.5], "id": ["x"], "new": [[1]]}
    parquet.write_table(pa.table(table), "2.parquet")
    parquet.write_table(pa.table({"text": pa.array(["c"], "large_string"), "new": ["x"]}), "3.parquet")
    tables, _, problems = cut("1.parquet", "2.parquet", "3.parquet")
    rows = all_rows(tables)
    assert (rows["n"], rows["m"], rows["id"], rows["new"]) == ([1, 2**40], [1.0, 0.5], ["7", "x"], [None, [1]])
    assert problems == ["3.parquet: column 'new' is string here and list<element: int64> in files before"]


def test_ours_are_dropped_and_the_text_may_have_another_name():
    Path("a.csv").write_text("text,sentence,predicted,p_pro,sentence_id\nold,said,pro,1,\nold,more,anti,0,s2\n")
    tables, _, _ = cut("a.csv", text="sentence")
    assert all_rows(tables) == {"text": ["said", "more"], "sentence_id": ["0000000001", "s2"]}


def test_targets_are_cleaned_as_everywhere():
    Path("a.csv").write_text("text,target\na,  arms   export \nb,\nc,Cafe\u0301\n")
    tables, _, _ = cut("a.csv")
    assert all_rows(tables)["target"] == ["arms export", "all", "Café"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"txt": ["a"]}, "a.parquet: no column 'text' (columns: txt); did you mean 'txt'?"),
        ({"zzz": ["a"]}, "a.parquet: no column 'text' (columns: zzz); name it, as in --text COLUMN"),
        ({"text": [1]}, "a.parquet: column 'text' is int64, not text"),
        ({"text": ["a"], "target": [["x"]]}, "a.parquet: column 'target' is list<element: string>, not text"),
    ],
)
def test_files_that_cannot_be_scored(columns, message):
    parquet.write_table(pa.table(columns), "a.parquet")
    assert cut("a.parquet")[2] == [message]


def test_unreadable_files_and_columns_that_stand_twice():
    Path("a.parquet").write_bytes(b"PAR1 nothing")
    parquet.write_table(pa.table([["a"], ["b"]], names=["text", "text"]), "b.parquet")
    Path("c.csv").write_bytes(b"text\nL\xfccker\n")
    Path("d.csv").write_text(",text,\n1,a,2\n")
    Path("e.csv").write_text(",text\n1,a\n")
    tables, _, problems = cut("a.parquet", "b.parquet", "c.csv", "d.csv", "e.csv", "gone.csv", "f.xlsx")
    assert all_rows(tables) == {"sentence_id": ["0000000001"], "": ["1"], "text": ["a"]}
    assert [problem.split(": ")[0] for problem in problems] == [
        "a.parquet",
        "b.parquet",
        "c.csv:2",
        "gone.csv",
        "f.xlsx",
        "d.csv:2",
    ]


ODD = "a\0 \t\n\x1c\x1f\x85\xa0\u1680\u2007\u200b\u2028\u3000é"


@settings(deadline=None)
@given(st.lists(st.none() | st.text(ODD, max_size=4) | st.text(st.characters(codec="utf-8")), min_size=1))
def test_rows_are_scored_that_have_text(texts):
    piece = TablePiece("a", pa.table({"text": pa.array(texts, pa.string())}))
    _, wrong, why = check_rows(piece.table, piece, len(texts))
    assert wrong.tolist() == [text is None or not text.strip() or "\0" in text for text in texts]
    assert len(why) == wrong.sum()


def test_texts_that_are_not_utf8_lose_nobody_else():
    broken = pa.Array.from_buffers(pa.string(), 3, pa.array([b"good", b"\xff\xfe", b"fine"]).buffers())
    parquet.write_table(pa.table({"text": broken}), "a.parquet")
    tables, pieces, _ = cut("a.parquet")
    table, wrong, why = check_rows(tables[0], pieces[0], 5)
    assert wrong.tolist() == [False, True, False]
    assert why == ["a.parquet: row 2: text is not UTF-8"]
    assert table["text"].to_pylist() == ["good", None, "fine"]


def test_a_data_set_of_the_hub_comes_with_its_splits(monkeypatch, tmp_path):
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    rng = random.Random(0)
    for split, n in (("train", 5), ("test", 2)):
        frame = pd.DataFrame({"text": [f"{split} {i}" for i in range(n)], "n": [rng.randrange(9) for _ in range(n)]})
        Path("hub").mkdir(exist_ok=True)
        frame.to_parquet(f"hub/{split}.parquet")
    sources = hub_sources("hub")
    assert {source.name: source.rows for source in sources} == {"hub/train": 5, "hub/test": 2}
    schema, sources, _ = common_schema(sources)
    pieces = list(cut_all(sources, 3, []))
    rows = all_rows([conform(piece, schema) for piece in pieces])
    assert rows["split"] == ["train"] * 5 + ["test"] * 2
    assert rows["text"] == [f"train {i}" for i in range(5)] + ["test 0", "test 1"]
    assert pieces[1].place(0) == "hub/train: row 4"


def test_a_data_set_that_is_not_there(monkeypatch):
    monkeypatch.setattr("datasets.load_dataset", lambda path: (_ for _ in ()).throw(ConnectionError("no network\nx")))
    message = "nobody/nothing: no such file, and no data set that can be loaded: no network"
    assert find_sources(["nobody/nothing"]) == ([], [message])
    assert np.size(find_sources(["nobody/nothing.csv"])[0]) == 0
