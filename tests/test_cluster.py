"""A scheduler and two workers started by hand on the loopback interface: attribution and sweeps as in one process."""

import json
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from stance.engines import cluster, in_order, open_engine
from stance.errors import StanceError
from stance.runs import Run
from stance.streaming import predict_stream
from tests.cluster import (
    alone,
    draw_nothing,
    end,
    hand_started,
    held_up,
    hold_shards,
    parsers_loaded,
    until,
    watch_models,
    whole,
)
from tests.conftest import QUICK, small_frame
from tests.doors.conftest import door  # noqa: F401

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def hand(tmp_path_factory):
    """Two workers, the second with several threads."""
    with hand_started(tmp_path_factory.mktemp("cluster"), threads=[1, 3]) as started, client(started) as seen:
        seen.wait_for_workers(2, timeout=120)
        yield started


def client(started):
    return distributed.Client(started.address, set_as_default=False)


def test_both_workers_work_and_the_order_stays(hand):
    with open_engine("dask", scheduler=hand.address) as engine:
        assert engine.workers() == 4
        results = list(in_order(engine, whole, range(60)))
    assert [square for square, _ in results] == [number * number for number in range(60)]
    assert len({pid for _, pid in results}) == 2


def test_a_worker_with_several_threads_does_one_thing_at_a_time(hand):
    with open_engine("dask", scheduler=hand.address) as engine:
        assert all(free for _, free in in_order(engine, alone, range(60)))


def test_a_killed_worker_loses_nothing(hand, tmp_path):
    with open_engine("dask", scheduler=hand.address) as engine:
        tasks = [engine.submit(held_up, number, tmp_path) for number in range(12)]
        until(lambda: len({path.name.split("-")[1] for path in tmp_path.iterdir()}) == 2, "two workers at work")
        killed = next(tmp_path.iterdir()).name.split("-")[1]
        os.kill(int(killed), signal.SIGKILL)
        (tmp_path / "go").touch()
        assert [task.result() for task in tasks] == list(range(12))
    begun = [path.name.split("-") for path in tmp_path.glob("*-*")]
    assert {number for number, _ in begun} == {str(number) for number in range(12)}
    for number in {number for number, pid in begun if pid == killed}:
        assert {pid for other, pid in begun if other == number} != {killed}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("def sources_digest(): return 'older'", "has another version of stance"),
        ("raise ModuleNotFoundError(\"No module named 'stance'\")", "stance is not installed there"),
    ],
)
def test_a_worker_with_another_stance_is_refused(hand, tmp_path, source, message):
    (tmp_path / "stance").mkdir()
    (tmp_path / "stance" / "__init__.py").touch()
    (tmp_path / "stance" / "files.py").write_text(source)
    other = hand.start_worker(path=tmp_path)
    try:
        with client(hand) as seen:
            seen.wait_for_workers(3, timeout=120)
        with pytest.raises(StanceError, match=f"^worker tcp://.*: {message}"):
            open_engine("dask", scheduler=hand.address).__enter__()
    finally:
        end(other)
        with client(hand) as seen:
            until(lambda: len(seen.nthreads()) == 2, "the other worker's end")


def test_a_cluster_that_lacks_workers_or_goes_away(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "JOINED", 1.0)
    with hand_started(tmp_path) as started:
        with pytest.raises(StanceError, match="the scheduler has no workers; start some: dask worker tcp://"):
            open_engine("dask", scheduler=started.address).__enter__()
        started.start_worker()
        with client(started) as seen:
            seen.wait_for_workers(1, timeout=120)
        with open_engine("dask", scheduler=started.address) as engine:
            task = engine.submit(held_up, 0, tmp_path)
            until(lambda: list(tmp_path.glob("0-*")), "the task")
            started.processes[0].kill()
            with pytest.raises(StanceError, match=r"^tcp://.*: the scheduler went away"):
                task.result()
        (tmp_path / "go").touch()


SAID = "{name} said on Monday that the dam of Arvania was {word}.\n\n“It holds,” {name} said. Belmark condemned it."


@pytest.fixture
def articles(tmp_path):
    pytest.importorskip("spacy")
    folder = tmp_path / "articles"
    folder.mkdir()
    for number in range(30):
        name, word = ["Jane Roe", "Ada Okoro", "Ilse Brandt"][number % 3], ["safe", "a folly"][number % 2]
        (folder / f"{number:02}.txt").write_text(SAID.format(name=name, word=word), encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    return folder


def test_attribution_is_the_same_on_a_cluster(door, articles, hand):  # noqa: F811
    here = door("attribute", articles, "--out", "here.jsonl", "--review", "here.csv", "--json")
    there = door(
        "attribute", articles, "--out", "there.jsonl", "--review", "there.csv", "--json",
        "--engine", "dask", "--scheduler", hand.address,
    )  # fmt: skip
    assert (here.code, there.code) == (2, 2)
    assert here.data | {"out": "there.jsonl"} == there.data
    assert len(Path("here.jsonl").read_text().splitlines()) >= 30
    assert Path("here.jsonl").read_bytes() == Path("there.jsonl").read_bytes()
    assert Path("here.csv").read_bytes() == Path("there.csv").read_bytes()
    with client(hand) as seen:
        assert set(seen.run(parsers_loaded).values()) == {1}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--scheduler", "tcp://127.0.0.1:8786"], "--scheduler tcp://127.0.0.1:8786: needs --engine dask"),
        (["--workers", "2"], "--workers 2: needs --engine dask"),
        (["--engine", "dask", "--jobs", "2"], "--jobs 2: processes of this machine; --engine dask has --workers"),
        (
            ["--engine", "dask", "--workers", "2", "--scheduler", "tcp://127.0.0.1:8786"],
            "--workers 2: the cluster of --scheduler has its own workers",
        ),
    ],
)
def test_options_that_do_not_go_together(door, options, message):  # noqa: F811
    Path("dam.txt").write_text("Jane Roe said that it was safe.")
    said = door("attribute", "dam.txt", "--out", "out.jsonl", *options)
    assert (said.code, said.err) == (2, f"{message}\n")
    assert not Path("out.jsonl").exists()


def test_a_sweep_is_the_same_on_a_cluster(door, hand, no_figures):  # noqa: F811
    small_frame().to_csv("small.csv", index=False)
    Path("base.yaml").write_text("data: {name: table, path: small.csv}")
    Path("s.yaml").write_text("base: base.yaml\ngrid:\n  model.C: [1, 10, 1.0]\n  evaluation.split.folds: [3, 100]\n")
    with client(hand) as seen:
        seen.run(draw_nothing)
    settings = [*(setting for setting in QUICK if "folds" not in setting), "evaluation.split.repeats=1"]
    there = ["s.yaml", "--runs", "there", "--json", "--engine", "dask", "--scheduler", hand.address, *settings]
    first = door("sweep", *there)
    here = door("sweep", "s.yaml", "--runs", "here", "--json", *settings)
    assert (first.code, here.code) == (2, 2)
    said = here.out.replace("here/", "there/")
    assert first.data == json.loads(said)
    assert [point.get("error", "")[:18] for point in first.data["points"]].count("only 12 paragraphs") == 3
    runs = sorted(path.name for path in Path("there").iterdir())
    assert runs == sorted(path.name for path in Path("here").iterdir())
    assert len(runs) == 2
    for run in runs:
        for name in ("config.yaml", "metrics.json", "predictions.parquet", "actors.csv"):
            assert Path("here", run, name).read_bytes() == Path("there", run, name).read_bytes()
    made = {run: Path("there", run, "provenance.json").read_bytes() for run in runs}
    own, other = (json.loads(Path(place, runs[0], "provenance.json").read_text()) for place in ("here", "there"))
    assert own["argv"] == other["argv"]
    assert door("sweep", *there).data == first.data
    assert {run: Path("there", run, "provenance.json").read_bytes() for run in runs} == made


@pytest.fixture
def stream(finished, tmp_path, hand):
    """Predict a table of many pieces, here or on the cluster, and return what was written."""
    pd.concat([small_frame(40)] * 3).drop(columns="label").to_parquet(tmp_path / "news.parquet")

    def run(out, engine=None):
        done = predict_stream(Run(finished), [tmp_path / "news.parquet"], tmp_path / out, rows=50, engine=engine)
        assert not done.problems
        return pd.read_parquet(tmp_path / out), sorted(path.name for path in (tmp_path / out).glob("*.parquet"))

    return run


def same(one, other):
    pd.testing.assert_frame_equal(one[0], other[0], check_exact=True)
    assert one[1] == other[1]
    assert (len(one[0]), len(one[1])) == (1080, 22)
    return True


def test_prediction_is_the_same_and_loads_the_model_once_a_worker(stream, hand, tmp_path):
    (tmp_path / "models").mkdir()
    with client(hand) as seen:
        seen.run(watch_models, tmp_path / "models")
    assert same(stream("there", open_engine("dask", scheduler=hand.address)), stream("here"))
    loaded = [path.name.split("-")[0] for path in (tmp_path / "models").iterdir()]
    assert 1 <= len(set(loaded)) == len(loaded) <= 2


def test_prediction_loses_nothing_with_a_killed_worker(stream, hand, tmp_path):
    held = tmp_path / "held"
    held.mkdir()
    with client(hand) as seen, ThreadPoolExecutor(1) as aside:
        seen.run(hold_shards, held)
        there = aside.submit(stream, "there", open_engine("dask", scheduler=hand.address))
        until(lambda: len(list(held.iterdir())) == 2 or there.done(), "two workers at work")
        os.kill(int(next(held.iterdir()).name.split("-")[1]), signal.SIGKILL)
        (held / "go").touch()
        assert same(there.result(), stream("here"))
