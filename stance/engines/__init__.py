"""Where work is done: in this process, in several of this machine, or on a Dask cluster."""

import contextlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from stance.engines.cluster import dask
from stance.engines.engine import Engine, EngineGoneError, Task
from stance.engines.local import processes, serial
from stance.errors import StanceError, did_you_mean

__all__ = ["Engine", "EngineGoneError", "Task", "in_order", "open_engine"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_NAMES = ("serial", "processes", "dask")


@contextlib.contextmanager
def open_engine(name: str = "serial", *, workers: int | None = 1, scheduler: str | None = None) -> Iterator[Engine]:
    """Open a place where work is done, and close it.

    Processes that are started read the script that starts them: a script of your own opens an engine below
    ``if __name__ == "__main__":`` only.

    Parameters
    ----------
    name : {'serial', 'processes', 'dask'}
        This process, several processes, or a Dask cluster: one that runs already, or one of this machine.
    workers : int, optional
        Processes to start, where some are started; one for each processor if None.
    scheduler : str, optional
        Address of a running Dask scheduler, whose workers have the same version of stance installed.

    Yields
    ------
    Engine
        Whose ``submit(function, *args)`` returns something with a ``result()``.

    Raises
    ------
    StanceError
        When Dask is not installed, the scheduler does not answer or has no workers, or these have another stance.
    """
    if name not in _NAMES:
        raise StanceError(f"engine {name!r}: one of {', '.join(_NAMES)}{did_you_mean(name, _NAMES)}")
    if scheduler is not None and name != "dask":
        raise StanceError(f"--scheduler {scheduler}: needs --engine dask")
    if workers is None:
        workers = os.cpu_count() or 1
    if workers < 1:
        raise StanceError(f"--workers {workers}: at least 1")
    match name:
        case "processes":
            opened = processes(workers)
        case "dask":
            opened = dask(workers, scheduler)
        case _:
            opened = serial()
    with opened as engine:
        yield engine


def in_order(
    engine: Engine, function: Callable[[Item], Result], items: Iterable[Item], ahead: int = 4
) -> Iterator[Result]:
    """Apply a function to items, and yield the results in the order of the items.

    Parameters
    ----------
    engine : Engine
        From `open_engine`.
    function : callable
        Of one item.
    items : iterable
        Read only as far as they are handed in.
    ahead : int, default 4
        Items under way for each worker, so that memory stays flat and no worker waits.
    """
    waiting: deque[Task] = deque()
    for item in items:
        waiting.append(engine.submit(function, item))
        while len(waiting) >= max(1, ahead * engine.workers()):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
