"""What an engine is: it does work that is handed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from stance.errors import StanceError


class EngineGoneError(StanceError):
    """No more work can be done here: another call would fail just so."""


class Task(Protocol):
    """Work that was handed in."""

    def result(self) -> Any:
        """Return what the function returned, or raise what it raised."""


class Engine(Protocol):
    """Does work that is handed in."""

    def submit(self, function: Callable[..., Any], *args: Any) -> Task:
        """Hand in a call; functions and arguments must pickle unless the engine is ``serial``."""

    def workers(self) -> int:
        """Return how many others can work at the same time now; 0 when all is done in this process."""


@dataclass
class Waiting:
    """A task that is waited for by calling a function."""

    result: Callable[[], Any]
