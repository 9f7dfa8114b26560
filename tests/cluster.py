"""A Dask scheduler and workers started by hand, as people start them on machines of their own; and work for them."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stance.errors import StanceError
from tests.conftest import PROJECT

PATIENCE = 120.0
"""Seconds after which a test gives up waiting on a slow machine."""


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.02)


@dataclass
class HandStarted:
    """Processes of a cluster on the loopback interface."""

    folder: Path
    processes: list[subprocess.Popen] = field(default_factory=list)

    def start(self, command: str, *options: str, path: Path = PROJECT) -> subprocess.Popen:
        """Run ``dask <command>`` in an empty folder, as on another machine."""
        home = self.folder / f"{command}-{len(self.processes)}"
        home.mkdir()
        with (home / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", command, *options, "--no-dashboard"],
                cwd=home, stdout=log, stderr=log, env=os.environ | {"PYTHONPATH": str(path)}, start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def start_worker(self, threads: int = 1, **options: Path) -> subprocess.Popen:
        """Start one worker."""
        where = ("--host", "127.0.0.1", "--local-directory", str(self.folder))
        return self.start("worker", self.address, "--nthreads", str(threads), *where, **options)

    @property
    def address(self) -> str:
        """Address of the scheduler."""
        return json.loads((self.folder / "scheduler.json").read_text())["address"]


def end(process: subprocess.Popen) -> None:
    """End a process and those that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def hand_started(folder: Path, threads: Sequence[int] = ()) -> Iterator[HandStarted]:
    """Start a scheduler and workers with so many threads each, and end them."""
    cluster, file = HandStarted(folder), folder / "scheduler.json"
    try:
        cluster.start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        until(lambda: file.exists() and file.read_text().endswith("}"), "the scheduler's file")
        for count in threads:
            cluster.start_worker(count)
        yield cluster
    finally:
        for process in cluster.processes:
            end(process)


def whole(number: int) -> tuple[int, int]:
    """Return a square, and which process found it."""
    return number * number, os.getpid()


def wrong(number: int) -> int:
    """Fail at one number, as bad input does."""
    if number == 3:
        raise StanceError("three.csv: line 3: not a number")
    return number


def counted(folder: Path) -> None:
    """Leave one file a call."""
    os.close(tempfile.mkstemp(dir=folder)[0])


def held_up(number: int, folder: Path) -> int:
    """Say who began, then wait for a file ``go``."""
    (folder / f"{number}-{os.getpid()}").touch()
    until((folder / "go").exists, "go")
    return number


def deadly(number: int) -> int:
    """End the process that does it, as being out of memory would."""
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


_busy = threading.Lock()


def alone(number: int) -> tuple[int, bool]:
    """Return which process works, and whether nothing else was at work in it."""
    free = _busy.acquire(blocking=False)
    sum(range(200_000))
    if free:
        _busy.release()
    return os.getpid(), free


def parsers_loaded() -> int:
    """Return how often this process has loaded the parser of articles."""
    from stance.language.parsing import load_parser

    return load_parser.cache_info().misses


def draw_nothing() -> None:
    """Leave out drawing in this process, which takes most of a small run's time."""
    from stance.reporting import figures

    figures.save_figures = lambda *args: None


def watch_models(folder: Path) -> None:
    """Leave a file in this process's name for every model that it prepares for scoring."""
    from stance import piecework

    real = piecework.Scorer

    def watched(*args: object) -> object:
        os.close(tempfile.mkstemp(prefix=f"{os.getpid()}-", dir=folder)[0])
        return real(*args)

    piecework.Scorer = watched


def hold_shards(folder: Path) -> None:
    """Let this process wait for a file ``go`` before it writes its next shard."""
    from stance import piecework

    real = piecework.write_shard

    def held(*args: object) -> None:
        held_up(0, folder)
        real(*args)

    piecework.write_shard = held
