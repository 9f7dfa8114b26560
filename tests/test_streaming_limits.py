"""Streams that are begun, gone on with and damaged: what is refused, and what is left out."""

import random
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from stance import Run
from stance.engines import open_engine
from stance.errors import StanceError
from stance.streaming import MOST_NAMED, predict_stream


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def model(finished):
    return Run(finished)


def sentences(n, seed=0):
    rng = random.Random(seed)
    words = ["Arvania", "Belmark", "must", "ship", "the", "shells", "condemned", "delivery"]
    return pd.DataFrame({"text": [" ".join(rng.choices(words, k=6)) + f" {i}" for i in range(n)]})


def spoil_group(path, group):
    """Overwrite the first page of a row group."""
    at = parquet.read_metadata(path).row_group(group).column(0).data_page_offset
    content = bytearray(Path(path).read_bytes())
    content[at : at + 32] = b"\xff" * 32
    Path(path).write_bytes(content)


def test_only_pieces_that_meet_the_damage_are_left_out(model):
    frame = sentences(120)
    table = pa.table({"text": frame["text"]})
    parquet.write_table(table, "a.parquet", compression="none", row_group_size=20, use_dictionary=False)
    spoil_group("a.parquet", 2)  # rows 41 to 60
    done = predict_stream(model, ["a.parquet"], "out", rows=15)
    assert pd.read_parquet("out")["text"].tolist() == [*frame["text"][:30], *frame["text"][60:]]
    assert [problem.split(":")[0] for problem in done.problems] == [
        "rows 31 to 45 of a.parquet cannot be read",
        "rows 46 to 60 of a.parquet cannot be read",
        "rows that cannot be read and are left out",
    ]
    assert (done.manifest["rows"], done.manifest["unread"], done.data()["unread"]) == (90, 30, 30)


def test_pieces_that_are_not_named_count_with_all_their_rows(model):
    table = pa.table({"text": sentences(120)["text"]})
    parquet.write_table(table, "a.parquet", compression="none", row_group_size=100, use_dictionary=False)
    spoil_group("a.parquet", 0)
    done = predict_stream(model, ["a.parquet"], "out", rows=4)
    assert done.problems[MOST_NAMED:] == [
        "and 20 more rows that cannot be scored",
        "rows that cannot be read and are left out: 100",
    ]
    assert done.manifest["rows"] == 20


@pytest.mark.parametrize(
    ("then", "now", "words"),
    [
        (["a.csv", "b.csv"], ["b.csv", "a.csv"], "a.csv as file 1, not b.csv"),
        (["a.csv", "a.csv"], ["a.csv"], "a.csv as file 2, not nothing"),
        (["a.csv", "b.csv"], ["a.csv", "b.csv", "a.csv"], "nothing as file 3, not a.csv"),
    ],
)
def test_files_in_another_order_are_another_input(model, then, now, words):
    sentences(30, 1).to_csv("a.csv", index=False)
    sentences(30, 2).to_csv("b.csv", index=False)
    predict_stream(model, then, "out", rows=20)
    advice = "give the files in the same order; name another folder, or delete this one"
    with pytest.raises(StanceError) as refused:
        predict_stream(model, now, "out", rows=20)
    assert str(refused.value) == f"out: was begun with {words}; {advice}"
    assert predict_stream(model, then, "out", rows=20).resumed == 4


def test_an_engine_that_cannot_be_opened_leaves_nothing(model):
    sentences(30).to_csv("a.csv", index=False)
    with pytest.raises(StanceError, match="at least 1"):
        predict_stream(model, ["a.csv"], "out", engine=open_engine("processes", workers=0))
    assert not Path("out").exists()


def test_a_finished_job_opens_no_engine(model):
    sentences(30).to_csv("a.csv", index=False)
    predict_stream(model, ["a.csv"], "out")
    assert predict_stream(model, ["a.csv"], "out", engine=open_engine("processes", workers=0)).resumed == 1


@pytest.mark.parametrize("rows", [0, -1])
def test_a_shard_has_a_row_at_least(model, rows):
    sentences(3).to_csv("a.csv", index=False)
    with pytest.raises(StanceError, match=f"^rows {rows}: at least 1$"):
        predict_stream(model, ["a.csv"], "out", rows=rows)
