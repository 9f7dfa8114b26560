"""``python -m stance.predict RUN ... --out FOLDER``."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from stance.corpus.shards import MANIFEST

SENTENCES = ["Arvania must ship the shells", "Belmark condemned the delivery", "the report has forty pages"]


@pytest.fixture(autouse=True)
def few_rows_a_shard(monkeypatch):
    monkeypatch.setattr("stance.streaming.ROWS", 4)


@pytest.fixture
def texts(tmp_path) -> pd.DataFrame:
    frame = pd.DataFrame({"text": SENTENCES * 4, "actor": ["Ilse Brandt", "Belmark", None] * 4})
    frame.to_csv(tmp_path / "new.csv", index=False)
    return frame


def test_a_folder_of_shards_is_written(door, run, texts):
    said = door("predict", run, "new.csv", "--out", "out")
    assert said.code == 0
    first, last = said.out.splitlines()
    assert first == "12 sentences: 4 anti, 4 neutral, 4 pro (counted, uncalibrated)"
    assert last.startswith("written: out (3 shards; ")
    out = pd.read_parquet("out")
    assert list(out["text"]) == list(texts["text"])
    assert list(out["predicted"]) == ["pro", "anti", "neutral"] * 4
    assert sorted(path.name for path in Path("out").iterdir()) == [
        MANIFEST,
        *(f"part-0000{i}.parquet" for i in range(3)),
    ]
    said = door("predict", run, "new.csv", "--out", "out/")
    assert (said.code, said.out.splitlines()[-1]) == (0, "finished before: out (3 shards); nothing was done")


def test_json(door, run, texts):
    data = door("predict", run, "new.csv", "--out", "out", "--json").data
    assert data.pop("seconds") > 0
    assert len(data.pop("scored_by")) == 1
    assert data == {
        "out": "out",
        "sentences": 12,
        "predicted": {"anti": 4, "neutral": 4, "pro": 4},
        "unpredicted": 0,
        "unread": 0,
        "shards": 3,
        "resumed": 0,
        "problems": [],
    }


def test_the_manifest_says_what_was_scored(door, run, texts):
    door("predict", run, "new.csv", "--out", "out")
    told = json.loads(Path("out", MANIFEST).read_text())
    assert (told["run"], told["finished"], told["rows"], told["rows_per_shard"]) == (run.name, True, 12, 4)
    assert [(file["path"], file["bytes"]) for file in told["files"]] == [
        (str(Path("new.csv").resolve()), Path("new.csv").stat().st_size)
    ]
    assert {"stance", "pyarrow", "scikit-learn"} <= set(told["versions"])


def test_a_mixed_folder_with_bad_files(door, run, texts):
    Path("in/sub").mkdir(parents=True)
    parquet.write_table(pa.table({"text": SENTENCES[:2], "n": [1, 2]}), "in/a.parquet")
    Path("in/b.parquet").write_bytes(b"no parquet")
    Path("in/c.csv").write_text("text,n\nshells,3\n\nno,comma,here\n")
    Path("in/d.jsonl").write_text('{"sentence": "other"}\n')
    Path("in/sub/e.jsonl").write_text('{"text": null}\n{"text": "the shells", "n": 4}\n')
    said = door("predict", run, "in", "--out", "out", "--json")
    assert said.code == 2
    assert said.data["sentences"] == 5
    problems = [problem.split(": ")[0] for problem in said.data["problems"]]
    assert problems == ["in/b.parquet", "in/d.jsonl", "in/c.csv:4", "in/sub/e.jsonl:1"]
    assert "in/sub/e.jsonl:1: text is empty" in said.data["problems"]
    out = pd.read_parquet("out")
    assert out["n"].tolist()[:3] == ["1", "2", "3"]
    assert out["predicted"].isna().tolist() == [False, False, False, True, False]
    said = door("predict", run, "in", "--out", "out")
    assert said.code == 2
    assert "problem: in/sub/e.jsonl:1: text is empty\n" in said.out


def change(path, **what):
    told = json.loads(Path(path).read_text())
    Path(path).write_text(json.dumps(told | what))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda: change(f"out/{MANIFEST}", run="other-1"), "out: was begun with run other-1, not {run}"),
        (lambda: change(f"out/{MANIFEST}", model="ab"), "out: was begun with a model whose digest is ab, not {digest}"),
        (lambda: change(f"out/{MANIFEST}", text="txt"), "out: was begun with the text in column txt, not text"),
        (lambda: change(f"out/{MANIFEST}", rows_per_shard=9), "out: was begun with so many rows a shard: 9, not 4"),
        (lambda: Path("new.csv").write_text("text\nx\n"), "out: new.csv has changed since it was begun"),
        (lambda: os.utime("new.csv", (0, 0)), "out: new.csv has changed since it was begun"),
        (lambda: change(f"out/{MANIFEST}", files=[]), "out: was begun without new.csv"),
    ],
)
def test_what_was_begun_otherwise_is_not_gone_on_with(door, run, texts, spoil, message):
    door("predict", run, "new.csv", "--out", "out")
    digest = json.loads(Path("out", MANIFEST).read_text())["model"]
    whole = Path("out/part-00000.parquet").read_bytes()
    spoil()
    said = door("predict", run, "new.csv", "--out", "out")
    expected = message.format(run=run.name, digest=digest)
    assert (said.code, said.err) == (2, f"{expected}; name another folder, or delete this one\n")
    assert Path("out/part-00000.parquet").read_bytes() == whole


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["new.csv", "--out", "full"], "full: holds precious.txt, which no prediction wrote; name a new folder"),
        (["new.csv", "--out", "no/where"], "no: no such folder"),
        (["full", "--out", "full"], "full: holds precious.txt, which no prediction wrote; name a new folder"),
        (["full", "--out", "full/new"], "full/new: lies in full, which is scored; name a folder outside"),
        (["full", "--out", "out"], "full: no table in it; tables end in .csv, .tsv, .jsonl, .ndjson, .parquet"),
        (["gone.csv", "--out", "out"], "gone.csv: no such file"),
        (
            ["new.csv", "--as", "statements", "--out", "out"],
            "--as statements: sentences of many rows are not gathered piece by piece; name a file",
        ),
        (
            ["new.csv", "--actors", "--out", "a.csv"],
            "--out a.csv: --actors and --engine need a folder: leave out the ending",
        ),
        (
            ["new.csv", "--engine", "dask", "--out", "a.csv"],
            "--out a.csv: --actors and --engine need a folder: leave out the ending",
        ),
        (
            ["new.csv", "--text", "txt", "--out", "out"],
            "new.csv: no column 'txt' (columns: text, actor); did you mean 'text'?",
        ),
    ],
)
def test_what_cannot_be_done(door, run, texts, arguments, message):
    Path("full").mkdir()
    Path("full/precious.txt").write_text("mine")
    said = door("predict", run, *arguments)
    assert (said.code, said.out, said.err) == (2, "", message + "\n")
    assert not Path("out").exists()
    assert [path.name for path in Path("full").iterdir()] == ["precious.txt"]


def test_actors_are_counted_without_keeping_sentences(door, run, texts):
    texts.assign(target=["arms", "aid"] * 6).to_parquet("new.parquet")
    said = door("predict", run, "new.parquet", "--actors", "--out", "out")
    assert said.code == 0
    lines = said.out.splitlines()
    at = lines.index("where each actor stands (net stance = share pro - share anti)")
    assert [line.split()[0] for line in lines[at + 2 : at + 5]] == ["Belmark", "Ilse", "unattributed"]
    assert "python -m stance.annotate sample PREDICTIONS --n 100" in said.out
    told = pd.read_csv("out/actors.csv").set_index(["target", "actor"])
    assert told.loc[("together", "Ilse Brandt"), ["n", "pro", "net"]].tolist() == [4, 1, 1]
    assert told.loc[("arms", "Belmark"), ["n", "anti", "warning"]].tolist() == [2, 1, "uncalibrated; n < 5"]
    assert "text" not in pd.read_parquet("out/part-00000.parquet")
    again = door("predict", run, "new.parquet", "--actors", "--out", "out")
    assert again.out.splitlines()[:-1] == lines[:-1]
    assert door("predict", run, "new.parquet", "--out", "out").err.startswith(
        "out: holds sums of actors, not predictions;"
    )


def test_other_doors_read_the_folder(door, run, texts):
    texts.loc[5, "text"] = None
    texts.to_parquet("new.parquet")
    assert door("predict", run, "new.parquet", "--out", "out").code == 2
    pd.read_parquet("out").dropna(subset="predicted").to_parquet("one.parquet")
    streamed, alone = (door("actors", path, "--json").data["actors"] for path in ("out", "one.parquet"))
    assert streamed == alone
    assert door("annotate", "sample", "out", "--n", "5", "--out", "to_label.csv").code == 0
    assert len(pd.read_csv("to_label.csv")) == 5
    said = door("report", "out", "--export", "csv")
    assert (said.code, said.err) == (0, "")
    assert Path("out-exports/csv").is_dir()
    assert len(pd.read_parquet("out")) == 12


def test_a_streamed_folder_can_be_scored_again(door, run, texts):
    door("predict", run, "new.csv", "--out", "out")
    assert door("predict", run, "out", "--out", "again").code == 0
    assert pd.read_parquet("again").equals(pd.read_parquet("out"))


def test_a_job_that_was_stopped_goes_on(door, run, texts):
    door("predict", run, "new.csv", "--out", "out")
    shutil.copytree("out", "whole")
    Path("out/part-00001.parquet").unlink()
    change(f"out/{MANIFEST}", finished=False)
    data = door("predict", run, "new.csv", "--out", "out", "--json").data
    assert (data["shards"], data["resumed"], data["sentences"]) == (3, 2, 12)
    assert all(path.read_bytes() == Path("out", path.name).read_bytes() for path in Path("whole").glob("part-*"))
