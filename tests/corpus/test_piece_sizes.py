"""Pieces of large inputs are cut by bytes as well as by rows."""

import json
import random
from pathlib import Path

import datasets
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from stance.corpus.pieces import BYTES, cut_all
from stance.corpus.sources import find_sources, hub_sources


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def cut(*paths, rows):
    return list(cut_all(find_sources(paths)[0], rows, []))


def write_long(ending, texts):
    if ending == "parquet":
        parquet.write_table(pa.table({"text": texts}), "long.parquet", row_group_size=20, use_dictionary=False)
    elif ending == "csv":
        pd.DataFrame({"text": texts}).to_csv("long.csv", index=False)
    else:
        Path("long.jsonl").write_text("".join(json.dumps({"text": text, "n": [1]}) + "\n" for text in texts))


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_pieces_of_long_texts_have_fewer_rows(ending):
    rng = random.Random(0)
    texts = [f"{i} " + "shells " * rng.randrange(50_000, 60_000) for i in range(120)]
    write_long(ending, texts)
    pieces = cut(f"long.{ending}", rows=1000)
    read = [piece.read()["text"] for piece in pieces]
    assert pa.concat_arrays([chunk for text in read for chunk in text.chunks]).to_pylist() == texts
    assert [piece.first for piece in pieces] == np.cumsum([0, *(piece.rows for piece in pieces[:-1])]).tolist()
    sizes = [text.nbytes for text in read]
    assert max(sizes) < 1.1 * BYTES
    assert min(sizes[:-1]) > 0.8 * BYTES


def test_a_row_that_is_larger_than_a_piece_is_one(monkeypatch):
    for module in ("pieces", "line_sources"):
        monkeypatch.setattr(f"stance.corpus.{module}.BYTES", 100)
    pd.DataFrame({"text": ["x" * 500] * 3}).to_csv("a.csv", index=False)
    parquet.write_table(pa.table({"text": [str(i) * 500 for i in range(3)]}), "a.parquet")
    pieces = cut("a.csv", "a.parquet", rows=10)
    assert [piece.rows for piece in pieces] == [1] * 6


def test_a_table_of_many_empty_cells_is_cut_too():
    header, empty = ["text", *(f"c{i}" for i in range(999))], "," * 999
    Path("a.csv").write_text("\n".join([",".join(header), *(f"row {i}{empty}" for i in range(1000))]))
    pieces = cut("a.csv", rows=5000)
    assert len(pieces) > 1
    assert sum(piece.rows for piece in pieces) == 1000


def test_a_data_set_of_the_hub_is_cut_by_bytes(monkeypatch):
    rows = datasets.Dataset.from_dict({"text": [f"{i} " + "x" * 100 for i in range(10)]})
    monkeypatch.setattr("datasets.load_dataset", lambda path: {"train": rows})
    monkeypatch.setattr("stance.corpus.sources.BYTES", 350)
    pieces = list(cut_all(hub_sources("nobody/long"), 5, []))
    assert [piece.rows for piece in pieces] == [3, 3, 3, 1]
    assert [text for piece in pieces for text in piece.read()["text"].to_pylist()] == rows["text"][:]
