"""How loops are compiled, with numba, and where what was compiled is kept."""

import contextlib
import functools
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba

from stance.files import cache_folder


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function that runs without Python's lock, and keep the machine code for the next process."""
    try:
        with _kept_in(cache_folder() / "compiled" / _digest()):
            return numba.njit(function, nogil=True, cache=True)
    except RuntimeError:  # nothing can be written there
        return numba.njit(function, nogil=True)


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a function as a part of those that call it."""
    return numba.njit(function, nogil=True, inline="always")


@contextlib.contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Have numba keep what it compiles in a folder, unless ``NUMBA_CACHE_DIR`` names another."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = before or str(folder)
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


@functools.cache
def _digest() -> str:
    """Return a digest of the sources of all that is compiled: numba looks for changes in a function's own file only."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("ngram_*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
