"""Folders that are written whole or not at all, and never in place of anything."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from stance.errors import StanceError, shown
from stance.files import whole_or_nothing


@contextlib.contextmanager
def export_folder(out: Path | str) -> Iterator[Path]:
    """Yield a hidden folder that takes the place of `out` only when the block ends well.

    Parameters
    ----------
    out : path
        The folder, which is new or empty; its parents are made.

    Raises
    ------
    StanceError
        When `out` is a file, or a folder that holds something.
    """
    out = Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise StanceError(f"{shown(out)}: exists and is not an empty folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with whole_or_nothing(out, folder=True) as part:
        yield part
