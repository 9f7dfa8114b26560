"""What is to be cut into pieces: tables, folders of tables and data sets of the hub."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stance.corpus.line_sources import csv_source, json_lines_source
from stance.corpus.lines import check_file
from stance.corpus.pieces import BYTES, Piece, Source, TablePiece, parquet_pieces, row_groups
from stance.corpus.records import READERS, no_column_twice, parquet_errors
from stance.errors import StanceError, shown

_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")


def find_sources(paths: Sequence[str | Path], text: str = "text") -> tuple[list[Source], list[str]]:
    """Return the tables among files, folders and data sets of the hub, and what is wrong with the others.

    Parameters
    ----------
    paths : sequence of path
        Of a folder every table is taken, also of folders within it, in the order of their paths; names that begin with
        a full stop or an underscore are passed over. What is not there and looks like ``owner/name`` is a data set.
    text : str, default 'text'
        The column that holds the sentence.
    """
    found: list[Source] = []
    problems: list[str] = []
    for path in map(Path, paths):
        try:
            if not path.exists() and not path.suffix and _HUB_ID.fullmatch(str(path)):
                found += hub_sources(str(path))
                continue
            files = _tables(path) if path.is_dir() else [path]
        except StanceError as error:
            problems.append(str(error))
            continue
        for file in files:
            try:
                found.append(_open(file, text))
            except StanceError as error:
                problems.append(str(error))
    return found, problems


def check_apart(out: Path, paths: Sequence[str | Path]) -> None:
    """Raise a `StanceError` where results would be written into a folder that is read."""
    for path in map(Path, paths):
        if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
            raise StanceError(f"{shown(out)}: lies in {shown(path)}, which is scored; name a folder outside")


def described(source: Source) -> dict[str, Any]:
    """Return what tells a source from another, and from itself after a change."""
    if source.path is None:
        return {"path": source.name, "rows": source.rows}
    seen = source.path.stat()
    modified = datetime.fromtimestamp(seen.st_mtime, UTC).isoformat()
    return {"path": str(source.path.resolve()), "bytes": seen.st_size, "modified": modified, "rows": source.rows}


def _tables(folder: Path) -> list[Path]:
    tables = [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in READERS
        and not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    ]
    if not tables:
        raise StanceError(f"{shown(folder)}: no table in it; tables end in {', '.join(READERS)}")
    return tables


def _open(path: Path, text: str) -> Source:
    check_file(path)
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise StanceError(f"{shown(path)}: tables end in {', '.join(READERS)}, not in {suffix or 'nothing'}")
    if suffix == ".parquet":
        return _parquet(path)
    return csv_source(path) if suffix in (".csv", ".tsv") else json_lines_source(path, text)


def _parquet(path: Path) -> Source:
    from pyarrow.parquet import ParquetFile

    with parquet_errors(path), ParquetFile(path) as file:
        schema, n_rows, groups = file.schema_arrow, file.metadata.num_rows, row_groups(file.metadata)
    no_column_twice(schema.names, shown(path))
    return Source(shown(path), schema, n_rows, lambda rows: parquet_pieces(shown(path), path, groups, rows), path)


def hub_sources(path: str) -> list[Source]:
    """Return the splits of a data set of the hub, with a column ``split``.

    It is kept on disk by ``datasets`` and mapped into memory.

    Raises
    ------
    StanceError
        When it cannot be loaded.
    """
    import datasets

    datasets.utils.logging.set_verbosity_error()
    datasets.disable_progress_bars()
    try:
        splits = datasets.load_dataset(path)
    except Exception as error:  # the library raises whatever its many backends raise
        first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise StanceError(f"{path}: no such file, and no data set that can be loaded: {first_line}") from None
    return [_split(f"{path}/{name}", name, rows.with_format("arrow")) for name, rows in splits.items()]


def _split(name: str, split: str, dataset: Any) -> Source:
    import pyarrow

    schema = dataset.features.arrow_schema
    given = schema if "split" in schema.names else schema.append(pyarrow.field("split", pyarrow.string()))

    def cut(rows: int) -> Iterator[Piece]:
        at_once = min(rows, max(1, BYTES * len(dataset) // max(1, dataset.data.nbytes)))
        for offset in range(0, len(dataset), at_once):
            table = dataset[offset : offset + at_once]
            if "split" not in schema.names:
                table = table.append_column("split", pyarrow.repeat(split, table.num_rows))
            yield TablePiece(name, table, offset=offset)

    return Source(name, given, len(dataset), cut)
