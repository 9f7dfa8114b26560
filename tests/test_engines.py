"""Engines: the same results in the same order wherever work is done, and one line when it cannot be."""

import functools
import itertools
import json
import os
import pickle
import signal
import socket
import subprocess
import sys

import pytest

from stance.engines import cluster, in_order, open_engine
from stance.errors import StanceError
from tests.cluster import PATIENCE, counted, deadly, held_up, until, whole, wrong
from tests.conftest import PROJECT

HERE = ["serial", "processes"]


@pytest.fixture(scope="module", params=[*HERE, "dask"])
def engine(request):
    if request.param == "dask":
        pytest.importorskip("distributed")
    with open_engine(request.param, workers=2) as opened:
        yield opened


def test_results_come_in_the_order_of_the_items(engine):
    results = list(in_order(engine, whole, range(30)))
    assert [square for square, _ in results] == [number * number for number in range(30)]
    done_here = {pid for _, pid in results} == {os.getpid()}
    assert done_here == (engine.workers() == 0)


def test_items_are_read_only_as_far_as_they_are_handed_in(engine):
    read = itertools.count()
    results = in_order(engine, whole, (next(read) for _ in itertools.repeat(None)), ahead=3)
    for _ in range(5):
        next(results)
    assert next(read) <= 5 + max(1, 3 * engine.workers())


def test_an_error_for_people_arrives_as_itself_and_the_engine_goes_on(engine):
    results = in_order(engine, wrong, range(5))
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(StanceError, match=r"^three.csv: line 3: not a number$"):
        next(results)
    assert engine.submit(wrong, 4).result() == 4


def test_another_error_arrives_too(engine):
    with pytest.raises(ZeroDivisionError):
        engine.submit(divmod, 1, 0).result()


def test_the_same_call_twice_is_done_twice(engine, tmp_path):
    for task in [engine.submit(counted, tmp_path) for _ in range(2)]:
        task.result()
    assert len(list(tmp_path.iterdir())) == 2


def test_nothing_to_do(engine):
    assert list(in_order(engine, whole, [])) == []


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_work_that_kills_its_process_is_said(name):
    if name == "dask":
        pytest.importorskip("distributed")
    with open_engine(name, workers=1) as engine, pytest.raises(StanceError, match=r"died .*killed, or out of memory"):
        list(in_order(engine, deadly, range(3)))


def test_an_error_for_people_survives_pickling():
    error = pickle.loads(pickle.dumps(StanceError("x.csv: line 2:\n no text")))
    assert type(error) is StanceError
    assert str(error) == "x.csv: line 2: no text"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "dusk"}, "engine 'dusk': one of serial, processes, dask; did you mean 'dask'?"),
        ({"scheduler": "tcp://127.0.0.1:8786"}, "--scheduler tcp://127.0.0.1:8786: needs --engine dask"),
        ({"name": "dask", "workers": 0}, "--workers 0: at least 1"),
    ],
)
def test_engines_that_cannot_be(options, message):
    with pytest.raises(StanceError) as error, open_engine(**options):
        pass
    assert str(error.value) == message


def test_dask_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StanceError, match=r"pip install -e '.\[cluster\]'"), open_engine("dask"):
        pass


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:port", "http://127.0.0.1:80", "tcp://127.0.0.1:1"])
def test_wrong_addresses(address, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "REACHED", 1.0)
    with pytest.raises(StanceError, match=f"^--scheduler {address}: .*looks like tcp://") as error:
        open_engine("dask", scheduler=address).__enter__()
    assert "\n" not in str(error.value)


def test_a_server_that_is_mute(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "REACHED", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(StanceError, match="no answer after 1 s"):
            open_engine("dask", scheduler=address).__enter__()


CODE = """
import functools, pathlib, sys
from stance.cli import Answer, add_engine_options, chosen_engine, new_parser, run_door
from stance.engines import in_order
from tests.cluster import held_up

def act(args):
    with chosen_engine(args) as engine:
        work = functools.partial(held_up, folder=pathlib.Path.cwd())
        return Answer("", {"found": list(in_order(engine, work, range(3)))})

if __name__ == "__main__":
    parser = new_parser("try", "Try.", [])
    add_engine_options(parser)
    sys.exit(run_door(parser, act, None))
"""


@pytest.fixture
def started(tmp_path):
    """A command of its own that works on a cluster of this machine, under way and held up."""
    pytest.importorskip("distributed")
    (tmp_path / "script.py").write_text(CODE)
    process = subprocess.Popen(
        [sys.executable, "script.py", "--engine", "dask", "--workers", "2", "--json"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
    )  # fmt: skip
    until(lambda: len(list(tmp_path.glob("[0-9]*-*"))) >= 2 or process.poll() is not None, "two tasks")
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def test_nothing_but_the_answer_is_printed(started, tmp_path):
    (tmp_path / "go").touch()
    out, err = started.communicate(timeout=PATIENCE)
    assert json.loads(out) == {"found": [0, 1, 2]}
    assert err == ""


def test_interrupting_ends_all_processes(started, tmp_path):
    pids = {int(path.name.split("-")[1]) for path in tmp_path.glob("[0-9]*-*")}
    os.killpg(started.pid, signal.SIGINT)
    out, err = started.communicate(timeout=PATIENCE)
    assert (started.returncode, out) == (130, "")
    assert err == "interrupted\n"
    for pid in pids:
        until(functools.partial(gone, pid), f"the end of {pid}")


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_killed_worker_loses_nothing(tmp_path):
    pytest.importorskip("distributed")
    with open_engine("dask", workers=2) as engine:
        tasks = [engine.submit(held_up, number, tmp_path) for number in range(6)]
        until(lambda: list(tmp_path.glob("0-*")), "the first task")
        os.kill(int(next(tmp_path.glob("0-*")).name.split("-")[1]), signal.SIGKILL)
        (tmp_path / "go").touch()
        assert [task.result() for task in tasks] == list(range(6))
    assert len(list(tmp_path.glob("0-*"))) == 2
