"""Folders that are written whole or not at all, and never in place of somebody's own."""

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

from stance.errors import StanceError, shown, some
from stance.files import whole_or_nothing


@contextlib.contextmanager
def export_folder(out: Path | str, names: Collection[str]) -> Iterator[Path]:
    """Yield a hidden folder that takes the place of `out` only when the block ends well.

    Parameters
    ----------
    out : path
        The folder; its parents are made. One that an earlier export wrote is replaced.
    names : collection of str
        All that this export may write into it.

    Raises
    ------
    StanceError
        When `out` is a file, or a folder that holds anything else.
    """
    out = Path(out)
    if out.exists() and not out.is_dir():
        raise StanceError(f"{shown(out)}: is a file; this export writes a folder")
    foreign = sorted(path.name for path in out.iterdir() if path.name not in names) if out.exists() else []
    if foreign:
        raise StanceError(f"{shown(out)}: holds {some(foreign, 3)}, which is no part of this export; name a new folder")
    out.parent.mkdir(parents=True, exist_ok=True)
    with whole_or_nothing(out, folder=True) as part:
        yield part
