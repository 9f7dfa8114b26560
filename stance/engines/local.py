"""Engines of this machine: this process, or several."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from stance.engines.engine import Engine, EngineGoneError, Task, Waiting


class _Serial:
    """Works in this process, when a result is asked for."""

    def submit(self, function: Callable[..., Any], *args: Any) -> Task:
        return Waiting(lambda: function(*args))

    def workers(self) -> int:
        return 0


@contextlib.contextmanager
def serial() -> Iterator[Engine]:
    """Open the engine of this process."""
    yield _Serial()


class _Processes:
    """Works in processes of this machine."""

    def __init__(self, pool: Any, workers: int):
        self._pool, self._workers = pool, workers

    def submit(self, function: Callable[..., Any], *args: Any) -> Task:
        with _dead_processes():
            future = self._pool.submit(function, *args)
        return Waiting(lambda: self._wait(future))

    def workers(self) -> int:
        return self._workers

    @staticmethod
    def _wait(future: Any) -> Any:
        with _dead_processes():
            return future.result()


@contextlib.contextmanager
def _dead_processes() -> Iterator[None]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        yield
    except BrokenProcessPool:
        raise EngineGoneError("a process died while it worked: killed, or out of memory; try fewer processes") from None


@contextlib.contextmanager
def processes(workers: int) -> Iterator[Engine]:
    """Open an engine of several processes."""
    import multiprocessing
    import signal
    from concurrent.futures import ProcessPoolExecutor

    # forking a process that has threads, as pyarrow and tqdm start them, can leave the child waiting for ever
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    # Ctrl-C reaches every process: this one ends the others, which need not complain
    pool = ProcessPoolExecutor(workers, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))
    try:
        yield _Processes(pool, workers)
    finally:
        pool.shutdown(cancel_futures=True)
