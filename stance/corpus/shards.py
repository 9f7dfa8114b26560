"""A folder of streamed results: numbered Parquet files, each written whole, and a manifest of what they are."""

import itertools
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from stance.corpus.validation import as_name
from stance.errors import StanceError, shown
from stance.files import whole_or_nothing, write_json

MANIFEST = "_predictions.json"
"""The underscore hides it from whatever reads a folder of Parquet files as one table."""

_SUMMARY = b"stance"
_SHARD = re.compile(r"part-\d{5,}\.parquet")

_COMPARED = {
    "holds": "holds",
    "run": "was begun with run",
    "model": "was begun with a model whose digest is",
    "text": "was begun with the text in column",
    "rows_per_shard": "was begun with so many rows a shard:",
    "bytes_per_shard": "was begun with so many bytes a shard:",
}
"""What must not change while a folder fills, and how to say it of the folder."""


def is_streamed(folder: Path) -> bool:
    """Return whether streamed results stand in a folder, finished or not."""
    return (folder / MANIFEST).is_file()


def shard_path(folder: Path, number: int) -> Path:
    """Return where the shard of a piece is written."""
    return folder / f"part-{number:05d}.parquet"


def write_shard(path: Path, table: Any, summary: dict[str, Any], distinct: Sequence[str] = ()) -> None:
    """Write a shard whole or not at all; the same table and summary give the same bytes.

    Parameters
    ----------
    path : path
        From `shard_path`.
    table : pyarrow.Table
        The rows.
    summary : dict
        What `read_summary` returns of it.
    distinct : sequence of str
        Columns whose values hardly ever repeat: it takes long to find that out.
    """
    from pyarrow.parquet import write_table

    told = {_SUMMARY: json.dumps(summary, ensure_ascii=False)}
    repeating = [name for name in table.column_names if name not in distinct]
    with whole_or_nothing(path) as part:
        write_table(table.replace_schema_metadata(told), part, compression="zstd", use_dictionary=repeating)


def read_summary(path: Path) -> dict[str, Any] | None:
    """Return the summary of a finished shard; None where there is none."""
    import pyarrow
    from pyarrow.parquet import read_metadata

    try:
        return dict(json.loads(read_metadata(path).metadata[_SUMMARY]))
    except (OSError, pyarrow.ArrowException, KeyError, TypeError, ValueError):
        return None


def shards(folder: Path) -> list[Path]:
    """Return the shards of a folder by number."""
    return sorted((path for path in folder.iterdir() if _SHARD.fullmatch(path.name)), key=_number)


def _number(path: Path) -> int:
    return int(path.stem.removeprefix("part-"))


def read_shards(folder: Path) -> Iterator[tuple[int, Any]]:
    """Yield the tables of finished predictions in order, each with the number of rows before it.

    Where two predicted rows have the same ``sentence_id`` and target, or one has none, as in files that were each
    numbered from 1, all rows get their number in the folder instead, from 1, with ten digits; the shards stay as they
    are.

    Raises
    ------
    StanceError
        When they are not finished, are no predictions, or shards are missing.
    """
    from pyarrow import array, string
    from pyarrow.compute import utf8_lpad
    from pyarrow.parquet import ParquetFile

    manifest = read_manifest(folder)
    if not manifest.get("finished"):
        raise StanceError(f"{shown(folder)}: not finished; the command that began it, given again, goes on with it")
    if manifest.get("holds") != "predictions":
        raise StanceError(f"{shown(folder)}: holds {manifest.get('holds')}, not predictions; predict without --actors")
    paths = shards(folder)
    if len(paths) != manifest.get("shards"):
        raise StanceError(f"{shown(folder)}: {len(paths)} shards where {manifest.get('shards')} were written")
    before, anew = 0, _ids_repeat(paths)
    for path in paths:
        table = ParquetFile(path).read()
        if anew:
            numbers = array(range(before + 1, before + table.num_rows + 1)).cast(string())
            at = table.column_names.index("sentence_id")
            table = table.set_column(at, "sentence_id", utf8_lpad(numbers, 10, "0"))
        yield before, table
        before += table.num_rows


def _ids_repeat(paths: Sequence[Path]) -> bool:
    """Return whether predicted rows lack a name of their own, names being cleaned as `as_name` does."""
    from pyarrow.parquet import ParquetFile

    seen = set()
    for path in paths:
        table = ParquetFile(path).read(["sentence_id", "target", "predicted"])
        table = table.filter(table.column("predicted").is_valid()).to_pydict()
        targets = table.get("target", [None] * len(table["sentence_id"]))
        for given, target in zip(table["sentence_id"], targets, strict=True):
            name = as_name(given)
            if name is None or "\0" in name or (name, target) in seen:
                return True
            seen.add((name, target))
    return False


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return what a folder says of its shards.

    Raises
    ------
    StanceError
        When it is not readable.
    """
    path = folder / MANIFEST
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise StanceError(f"{shown(path)}: not readable: {error}") from None


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    with whole_or_nothing(folder / MANIFEST) as part:
        write_json(part, manifest)


def taken_up(folder: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """Return the manifest of a folder that was begun before, or else the given one; nothing is written.

    Raises
    ------
    StanceError
        When the folder holds results of another run, model, input or option.
    """
    if is_streamed(folder):
        old = read_manifest(folder)
        if differs := _difference(old, manifest):
            raise StanceError(f"{shown(folder)}: {differs}; name another folder, or delete this one")
        return old
    return manifest


def begin(folder: Path, manifest: dict[str, Any]) -> None:
    """Make a folder for shards, unless it was begun before."""
    if not is_streamed(folder):
        folder.mkdir(exist_ok=True)
        _write_manifest(folder, manifest)


def check_place(folder: Path) -> None:
    """Raise a `StanceError` unless shards could be written there; for asking before long work."""
    if folder.is_symlink() and not folder.exists():
        raise StanceError(f"{shown(folder)}: a link to nothing; name a folder")
    if not folder.resolve().parent.is_dir():
        raise StanceError(f"{shown(folder.parent)}: no such folder")
    if folder.exists() and not folder.is_dir():
        raise StanceError(f"{shown(folder)}: a file, not a folder")
    if folder.is_dir() and not is_streamed(folder):
        foreign = sorted(path.name for path in folder.iterdir() if not path.name.startswith(f".{Path(MANIFEST).stem}."))
        if foreign:
            raise StanceError(f"{shown(folder)}: holds {foreign[0]}, which no prediction wrote; name a new folder")


def _difference(old: dict[str, Any], new: dict[str, Any]) -> str:
    """Say the first thing that two manifests disagree on, of what must not change; empty where there is none."""
    for name, words in _COMPARED.items():
        if old.get(name) != new.get(name):
            return f"{words} {old.get(name)}, not {new.get(name)}"
    listed = [manifest.get("files", []) for manifest in (old, new)]
    before, now = ({each["path"]: each for each in files} for files in listed)
    for path in before | now:
        if path not in now or path not in before:
            return f"was begun {'without' if path in now else 'with'} {shown(path)}"
        if before[path] != now[path]:
            return f"{shown(path)} has changed since it was begun"
    paths = ([shown(each["path"]) for each in files] for files in listed)
    for i, (then, given) in enumerate(itertools.zip_longest(*paths, fillvalue="nothing"), start=1):
        if then != given:  # shards are numbered through all files, so order and repetition count
            return f"was begun with {then} as file {i}, not {given}; give the files in the same order"
    return ""


def finish(folder: Path, manifest: dict[str, Any], since: float) -> None:
    """Write what a folder says of its shards, and remove what killed processes left half written.

    Parameters
    ----------
    folder : path
        With all of its shards.
    manifest : dict
        What it says from now on.
    since : float
        Seconds since the epoch: what was left before is removed.
    """
    _write_manifest(folder, manifest)
    for path in folder.glob(".*.part.*"):
        if path.stat().st_mtime < since:
            path.unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Remove the manifest of a folder in which nothing was written, and the folder if it is empty then."""
    (folder / MANIFEST).unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
