"""The engine of a Dask cluster: one that runs already, or one of this machine."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from stance.engines.engine import Engine, EngineGoneError, Task, Waiting
from stance.errors import StanceError

REACHED = 10.0
"""Seconds after which a scheduler that does not answer is given up."""

JOINED = 60.0
"""Seconds that a scheduler without workers is waited for."""

_GLANCE = 5.0
"""Seconds between two looks at whether a cluster still has workers."""

_ONE_AT_A_TIME = threading.Lock()
"""Held while a worker works: caches, the working directory and figures' styles belong to a process, not to a thread."""


class _Dask:
    """Works on a Dask cluster, which does again what a worker that died had not finished."""

    def __init__(self, client: Any, where: str):
        self._client, self._where = client, where

    def submit(self, function: Callable[..., Any], *args: Any) -> Task:
        # not pure: the same call twice is two calls, not one that is looked up
        future = self._client.submit(_outcome, function, args, pure=False)
        return Waiting(lambda: self._wait(future))

    def workers(self) -> int:
        return sum(self._client.nthreads().values())

    def _wait(self, future: Any) -> Any:
        from distributed import CancelledError, KilledWorker

        try:
            while not self._finished(future):
                self.await_workers()
            value, error = future.result()
        except KilledWorker as killed:
            raise StanceError(
                f"{killed.allowed_failures + 1} workers died one after the other while they did the same piece of "
                "work: killed, or out of memory? Their logs say more"
            ) from None
        except CancelledError:
            raise EngineGoneError(f"{self._where}: the scheduler went away; what was not finished is lost") from None
        if error is not None:
            raise error
        return value

    def _finished(self, future: Any) -> bool:
        from distributed import wait

        try:
            with self._client.as_current():
                wait([future], timeout=_GLANCE)
        except TimeoutError:
            return False
        return True

    def await_workers(self) -> None:
        """Wait for a first worker; there is one already as a rule."""
        try:
            self._client.wait_for_workers(1, timeout=JOINED)
        except TimeoutError:
            raise EngineGoneError(
                f"{self._where}: the scheduler has no workers; start some: dask worker {self._where} --nthreads 1"
            ) from None

    def compare_versions(self) -> None:
        """Refuse workers that have no stance, or another one."""

        def sources() -> str:  # within a function, so that its code is sent and not its name in a package of ours
            from stance.files import sources_digest

            return sources_digest()

        ours = sources()
        for address, theirs in self._client.run(sources, on_error="return").items():
            if isinstance(theirs, Exception):
                raise StanceError(f"worker {address}: stance is not installed there ({theirs})")
            if theirs != ours:
                raise StanceError(f"worker {address}: has another version of stance; install the same one everywhere")


def _outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, StanceError | None]:
    """Call a function, one at a time; errors for people are results, so that workers do not log them as failures."""
    with _ONE_AT_A_TIME:
        try:
            return function(*args), None
        except StanceError as error:
            return None, error


@contextlib.contextmanager
def dask(workers: int, scheduler: str | None) -> Iterator[Engine]:
    """Open the engine of a Dask cluster."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise StanceError("--engine dask needs Dask: pip install -e '.[cluster]'") from None
    with contextlib.ExitStack() as opened:
        if scheduler is None:
            cluster = opened.enter_context(_local_cluster(workers))
            client = opened.enter_context(Client(cluster, set_as_default=False))
        else:
            client = opened.enter_context(_connected(scheduler))
        engine = _Dask(client, client.scheduler.address)
        engine.await_workers()
        engine.compare_versions()
        yield engine


def _local_cluster(workers: int) -> Any:
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",  # its port cannot be left out, but need not be a known one
        scheduler_kwargs={"dashboard": False},
        silence_logs=logging.ERROR,
        env={"TQDM_DISABLE": "1"},  # bars of several processes would overwrite each other
    )


def _connected(scheduler: str) -> Any:
    from distributed import Client

    try:
        with ThreadPoolExecutor(1) as aside:  # where no event loop runs yet, as one does in a notebook
            aside.submit(asyncio.run, _greet(scheduler)).result()
        return Client(scheduler, timeout=REACHED, set_as_default=False)
    except (OSError, ValueError) as error:
        raise StanceError(f"--scheduler {scheduler}: {error}; an address looks like tcp://127.0.0.1:8786") from None


async def _greet(scheduler: str) -> None:
    """Exchange greetings; the client itself would wait for ever for a server that is mute."""
    from distributed import Security
    from distributed.core import connect

    how = Security().get_connection_args("client")
    try:
        comm = await asyncio.wait_for(connect(scheduler, timeout=REACHED, **how), REACHED)
    except TimeoutError:
        raise OSError(f"no answer after {REACHED:.0f} s") from None
    comm.abort()
