"""Scoring inputs of any size into a folder: the same predictions, whatever happens on the way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from stance import Run, actor_stance
from stance.corpus.records import read_records
from stance.corpus.schema import TOGETHER
from stance.corpus.shards import MANIFEST
from stance.engines import open_engine
from stance.errors import StanceError
from stance.evaluation.actors import statements_of
from stance.scoring import predict_file
from stance.streaming import predict_stream

OURS = ["predicted", "p_anti", "p_neutral", "p_pro"]
WORDS = ["Arvania", "Belmark", "must", "ship", "the", "shells", "condemned", "welcomed", "delivery", "report", "maim"]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def model(finished):
    return Run(finished)


def sentences(n, seed=0):
    rng = random.Random(seed)
    return pd.DataFrame(
        {
            "text": [" ".join(rng.choices(WORDS, k=rng.randint(1, 9))) + f" {i}" for i in range(n)],
            "actor": [rng.choice(["Ilse Brandt", " Ilse  Brandt", "Belmark", "Ada Okoro", None]) for _ in range(n)],
            "n": range(n),
        }
    )


def shards(folder):
    return {path.name: path.read_bytes() for path in sorted(Path(folder).glob("part-*"))}


@pytest.mark.parametrize("ending", ["parquet", "csv", "tsv", "jsonl"])
def test_predictions_are_those_of_a_single_table(model, ending):
    frame = sentences(103)
    write = {
        "parquet": lambda: frame.to_parquet("a.parquet", row_group_size=40),
        "csv": lambda: frame.to_csv("a.csv", index=False),
        "tsv": lambda: frame.to_csv("a.tsv", index=False, sep="\t"),
        "jsonl": lambda: frame.to_json("a.jsonl", orient="records", lines=True),
    }
    write[ending]()
    done = predict_stream(model, [f"a.{ending}"], "out", rows=25)
    alone = predict_file(model, f"a.{ending}", "alone.parquet", kind="table")
    streamed = pd.read_parquet("out")
    assert streamed[["text", *OURS]].to_dict("list") == alone[["text", *OURS]].to_dict("list")
    assert list(streamed["n"].astype(int)) == list(range(103))
    assert [parquet.read_metadata(path).num_rows for path in sorted(Path("out").glob("part-*"))] == [25, 25, 25, 25, 3]
    assert (done.problems, done.manifest["rows"], done.manifest["finished"]) == ([], 103, True)
    assert (
        done.manifest["predicted"] == streamed["predicted"].value_counts().reindex(["anti", "neutral", "pro"]).to_dict()
    )


KILLED = """
import sys
from stance import Run
from stance.streaming import predict_stream
predict_stream(Run(sys.argv[1]), ["a.csv", "b.parquet"], "out", rows=40)
"""


def test_killed_at_any_time_it_goes_on_and_nothing_is_lost_or_repeated(model, finished):
    sentences(1500, 1).to_csv("a.csv", index=False)
    sentences(1500, 2).to_parquet("b.parquet")
    predict_stream(model, ["a.csv", "b.parquet"], "undisturbed", rows=40)
    rng = random.Random(3)
    for _ in range(3):
        seen = len(list(Path().glob("out/part-*")))
        silent = {**os.environ, "TQDM_DISABLE": "1"}
        process = subprocess.Popen([sys.executable, "-c", KILLED, str(finished)], stderr=subprocess.DEVNULL, env=silent)
        wanted = seen + rng.randint(1, 15)
        while process.poll() is None and len(list(Path().glob("out/part-*"))) < wanted:
            time.sleep(rng.random() / 1000)
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = {path: path.stat().st_mtime_ns for path in Path().glob("out/part-*")}
    done = predict_stream(model, ["a.csv", "b.parquet"], "out", rows=40)
    assert done.resumed == len(before)
    assert all(path.stat().st_mtime_ns == at for path, at in before.items())
    assert shards("out") == shards("undisturbed")
    assert list(pd.read_parquet("out")["sentence_id"]) == [f"{i:010d}" for i in range(1, 3001)]
    assert [path.name for path in Path("out").iterdir() if path.name.startswith(".")] == []


def test_a_finished_job_does_nothing_and_a_shard_that_was_lost_is_made_again(model):
    sentences(50).to_csv("a.csv", index=False)
    first = predict_stream(model, ["a.csv"], "out", rows=20)
    whole = shards("out")
    again = predict_stream(model, ["a.csv"], "out", rows=20)
    assert (again.resumed, again.manifest, shards("out")) == (3, first.manifest, whole)
    Path("out/part-00001.parquet").write_bytes(b"torn")
    manifest = json.loads(Path("out", MANIFEST).read_text()) | {"finished": False}
    Path("out", MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(StanceError) as refused:
        read_records(Path("out"))
    assert str(refused.value) == "out: not finished; the command that began it, given again, goes on with it"
    assert predict_stream(model, ["a.csv"], "out", rows=20).resumed == 2
    assert shards("out") == whole


@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_other_processes_write_the_same_bytes(model, engine):
    if engine == "dask":
        pytest.importorskip("distributed")
    sentences(90).to_parquet("a.parquet", row_group_size=50)
    sentences(30, 5).to_json("b.jsonl", orient="records", lines=True)
    predict_stream(model, ["a.parquet", "b.jsonl"], "serial", rows=20)
    predict_stream(model, ["a.parquet", "b.jsonl"], "out", rows=20, engine=open_engine(engine, workers=2))
    assert shards("out") == shards("serial")


def test_rows_that_cannot_be_scored_lose_nobody_else(model):
    frame = sentences(60)
    frame.loc[[3, 30], "text"] = None
    frame.loc[31, "text"] = " \t "
    frame.loc[44, "text"] = "shells\0"
    frame.to_parquet("a.parquet")
    done = predict_stream(model, ["a.parquet"], "out", rows=20)
    assert done.problems == [
        "a.parquet: row 4: text is empty",
        "a.parquet: row 31: text is empty",
        "a.parquet: row 32: text is empty",
        "a.parquet: row 45: text holds a NUL byte",
    ]
    out = pd.read_parquet("out")
    bad = [3, 30, 31, 44]
    assert out.index[out["predicted"].isna()].tolist() == out.index[out["p_pro"].isna()].tolist() == bad
    assert (done.manifest["unpredicted"], sum(done.manifest["predicted"].values())) == (4, 56)
    frame.drop(index=bad).to_parquet("good.parquet")
    alone = predict_file(model, "good.parquet", "alone.parquet")
    assert out.drop(index=bad)[OURS].to_dict("list") == alone[OURS].to_dict("list")
    records = read_records(Path("out"))
    assert records.columns["text"] == frame.drop(index=bad)["text"].tolist()
    assert [records.place(row) for row in (2, 3)] == ["out: row 3", "out: row 5"]


def test_many_bad_rows_are_counted(model):
    pd.DataFrame({"text": ["", "shells"] * 100}).to_csv("a.csv", index=True)
    done = predict_stream(model, ["a.csv"], "out", rows=50)
    assert len(done.problems) == 21
    assert (done.problems[0], done.problems[-1]) == ("a.csv:2: text is empty", "and 80 more rows that cannot be scored")
    assert done.manifest["unpredicted"] == 100


def test_a_parquet_that_is_spoiled_inside_is_reported_and_others_are_scored(model):
    for name in ("a", "b"):
        parquet.write_table(pa.table({"text": sentences(50)["text"]}), f"{name}.parquet", compression="none")
    spoiled = Path("a.parquet").read_bytes()
    Path("a.parquet").write_bytes(spoiled[:4] + b"\xff" * 40 + spoiled[44:])
    done = predict_stream(model, ["a.parquet", "b.parquet"], "out", rows=100)
    first, total = done.problems
    assert first.startswith("rows 1 to 50 of a.parquet cannot be read: ")
    assert total == "rows that cannot be read and are left out: 50"
    assert pd.read_parquet("out")["sentence_id"].tolist()[0] == "0000000051"


@pytest.mark.parametrize("content", ["", "text\n", "txt\nx\n", "text,n\nx\n"])
def test_where_nothing_can_be_read_nothing_is_written(model, content):
    Path("a.csv").write_text(content)
    with pytest.raises(StanceError):
        predict_stream(model, ["a.csv"], "out")
    assert not Path("out").exists()


def with_holders(n):
    """Return sentences with none, one or several holders, with evidence as attribution finds it."""
    rng = random.Random(7)
    frame = sentences(n).drop(columns="actor")
    frame["target"] = [rng.choice(["arms", "aid", None]) for _ in range(n)]
    names = ["Ilse Brandt", "Ilse  Brandt ", "Belmark", "Ada Okoro"]
    frame["statements"] = [
        [{"actor": name, "stance": rng.choice(["pro", None])} for name in rng.sample(names, rng.randint(0, 3))]
        for _ in range(n)
    ]
    return frame


@pytest.mark.parametrize("ending", ["parquet", "jsonl"])
def test_sums_of_actors_are_those_of_all_predictions(model, ending):
    frame = with_holders(200)
    if ending == "parquet":
        frame.to_parquet("a.parquet")
    else:
        frame.to_json("a.jsonl", orient="records", lines=True)
    predict_stream(model, [f"a.{ending}"], "out", rows=30, actors=True)
    statements = statements_of(predict_file(model, f"a.{ending}", "alone.parquet", kind="table"))
    told = pd.read_csv("out/actors.csv")
    shares = ["actor", "n", "anti", "neutral", "pro", "net", "method", "warning"]
    everything = actor_stance(statements, method="classify_and_count")
    pd.testing.assert_frame_equal(
        told[told["target"] == TOGETHER][shares].reset_index(drop=True), everything[shares], atol=1e-6
    )
    by_target = actor_stance(statements, method="classify_and_count", by="target")
    pd.testing.assert_frame_equal(
        told[told["target"] != TOGETHER][["target", *shares]].reset_index(drop=True),
        by_target[["target", *shares]],
        atol=1e-6,
    )
    sums = pd.read_parquet("out/actors.parquet").set_index(["target", "actor"])
    shares_of = statements.assign(product=statements["p_anti"] * statements["p_pro"]).groupby(["target", "actor"])
    assert sums["sum_pro"].sub(shares_of["p_pro"].sum()).abs().max() < 1e-4
    assert sums["sum_anti_pro"].sub(shares_of["product"].sum()).abs().max() < 1e-4


def test_actors_of_one_target_and_statements_that_are_none(model):
    rows = ['{"text": "ship the shells", "statements": "nonsense"}', '{"text": "shells", "actor": "Belmark"}']
    Path("a.jsonl").write_text("\n".join([*rows, '{"text": "shells"}', '{"text": ""}']))
    done = predict_stream(model, ["a.jsonl"], "out", actors=True)
    assert done.problems == ["a.jsonl:1: statements is not a list of actor and stance", "a.jsonl:4: text is empty"]
    told = pd.read_csv("out/actors.csv")
    assert told[["target", "actor", "n"]].values.tolist() == [["all", "Belmark", 1], ["all", "unattributed", 1]]
    with pytest.raises(StanceError) as refused:
        read_records(Path("out"))
    assert str(refused.value) == "out: holds sums of actors, not predictions; predict without --actors"
