"""Pieces of a large input: a fixed number of rows each, read when they are needed, wherever that is."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from stance.corpus.records import parquet_errors
from stance.errors import StanceError

ROWS = 50_000
"""Rows of a piece: enough that starting one costs nothing, few enough that several fit into little memory."""

_BATCH = 10_000
_BUFFER = 1 << 20
"""Bytes that are read of a column at a time, so that a row group is never held whole."""


@dataclass(frozen=True)
class ParquetPiece:
    """Rows of a Parquet file, which whoever sees the file can read.

    Attributes
    ----------
    name : str
        The file as a person would type it.
    path : path
        The file as every machine finds it.
    offset, rows : int
        Number of rows of the file before the piece, and in it.
    number, first : int
        Number of pieces and of rows before it in the whole input.
    """

    name: str
    path: Path
    offset: int
    rows: int
    number: int = 0
    first: int = 0
    remarks: Mapping[int, str] = field(default_factory=dict)

    def read(self, columns: Sequence[str] | None = None) -> Any:
        """Return its rows as a pyarrow table.

        Parameters
        ----------
        columns : sequence of str, optional
            Columns that are needed; all unless given.

        Raises
        ------
        StanceError
            When the file cannot be read.
        """
        with parquet_errors(Path(self.name)):
            return _reader(self.path, self.offset, columns).take(self.offset, self.rows)

    def place(self, row: int) -> str:
        """Name one of its rows."""
        return f"{self.name}: row {self.offset + row + 1}"


@dataclass(frozen=True)
class TablePiece:
    """Rows that were read already.

    Attributes
    ----------
    name : str
        Where they come from, as a person would type it.
    table : pyarrow.Table
        The rows.
    lines : sequence of int or None
        The line of each row; None where rows are counted.
    offset : int
        Number of rows before it of the same origin.
    remarks : dict of int to str
        What is wrong with a row's text that the table cannot show.
    number, first : int
        Number of pieces and of rows before it in the whole input.
    """

    name: str
    table: Any
    lines: Sequence[int] | None = None
    offset: int = 0
    remarks: Mapping[int, str] = field(default_factory=dict)
    number: int = 0
    first: int = 0

    @property
    def rows(self) -> int:
        """Number of its rows."""
        return int(self.table.num_rows)

    def read(self, columns: Sequence[str] | None = None) -> Any:
        """Return its rows as a pyarrow table."""
        return self.table

    def place(self, row: int) -> str:
        """Name one of its rows."""
        return f"{self.name}: row {self.offset + row + 1}" if self.lines is None else f"{self.name}:{self.lines[row]}"


Piece = ParquetPiece | TablePiece


@dataclass(frozen=True)
class Source:
    """A table that can be cut.

    Attributes
    ----------
    name : str
        As a person would type it.
    schema : pyarrow.Schema
        Names and types of its columns.
    rows : int or None
        Number of its rows, where it is known beforehand.
    cut : callable
        From the rows of a piece to its pieces; it raises a `StanceError` where the table breaks off, after the rows
        before were given.
    path : path or None
        The file.
    """

    name: str
    schema: Any
    rows: int | None
    cut: Callable[[int], Iterator[Piece]]
    path: Path | None = None


def cut_all(sources: Sequence[Source], rows: int, problems: list[str]) -> Iterator[Piece]:
    """Cut sources one after the other into pieces that are numbered throughout.

    Parameters
    ----------
    sources : sequence of Source
        In order.
    rows : int
        Rows of a piece; the last one of a source has fewer.
    problems : list of str
        Gets a line for each source that breaks off; the others go on.
    """
    number = first = 0
    for source in sources:
        try:
            for piece in source.cut(rows):
                yield replace(piece, number=number, first=first)
                number, first = number + 1, first + piece.rows
        except StanceError as error:
            problems.append(f"{error}; the rest of the file is left out")


def parquet_pieces(name: str, path: Path, n_rows: int, rows: int) -> Iterator[ParquetPiece]:
    """Cut a Parquet file of `n_rows` into pieces of `rows`, without reading it."""
    for offset in range(0, n_rows, rows):
        yield ParquetPiece(name, path.resolve(), offset, min(rows, n_rows - offset))


class _Forward:
    """Reads a Parquet file from front to back, skipping what is not asked for."""

    def __init__(self, path: Path, group: int, start: int, columns: Sequence[str] | None):
        from pyarrow.parquet import ParquetFile

        self._file = ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER)
        groups = range(group, self._file.num_row_groups)
        self._batches = self._file.iter_batches(_BATCH, row_groups=groups, columns=columns)
        self._rest: Any = None
        self.position = start

    def take(self, offset: int, rows: int) -> Any:
        """Return `rows` rows from `offset` on, which is not before the position."""
        import pyarrow

        while self.position < offset:
            self._next(offset - self.position)
        taken = []
        while rows:
            taken.append(self._next(rows))
            rows -= taken[-1].num_rows
        return pyarrow.Table.from_batches(taken)

    def _next(self, at_most: int) -> Any:
        """Return the rows that come next, one at least."""
        import pyarrow

        batch = self._rest if self._rest is not None else next(self._batches, None)
        if batch is None:
            raise pyarrow.ArrowInvalid("fewer rows than it says")
        self._rest = batch.slice(at_most) if batch.num_rows > at_most else None
        self.position += min(at_most, batch.num_rows)
        return batch.slice(0, at_most)


_LAST = threading.local()
"""The file that a thread reads: the next piece follows the last one as a rule."""


def _reader(path: Path, offset: int, columns: Sequence[str] | None) -> _Forward:
    """Return a reader that stands at `offset`, or before it in the same row group."""
    from pyarrow.parquet import read_metadata

    seen = path.stat()
    key = (path, seen.st_size, seen.st_mtime_ns, columns and tuple(columns))
    if getattr(_LAST, "key", None) != key:
        metadata = read_metadata(path)
        _LAST.sizes = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        _LAST.key, _LAST.reader = key, None
    group, start = 0, 0
    while start + _LAST.sizes[group] <= offset:
        start += _LAST.sizes[group]
        group += 1
    if _LAST.reader is None or not start <= _LAST.reader.position <= offset:
        _LAST.reader = _Forward(path, group, start, columns)
    reader: _Forward = _LAST.reader
    return reader
