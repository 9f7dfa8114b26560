"""Pieces of a large input: so many rows or bytes each, read when they are needed, wherever that is."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

from stance.errors import StanceError

ROWS = 50_000
"""Rows of a piece: enough that starting one costs nothing, few enough that several fit into little memory."""

BYTES = 1 << 24
"""About as many bytes a piece has at most: memory must not grow with texts and columns. One row may be larger."""

_BATCH = 10_000
_BATCH_BYTES = 1 << 22
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
    remarks: ClassVar[Mapping[int, str]] = {}

    def read(self, columns: Sequence[str] | None = None) -> Any:
        """Return its rows as a pyarrow table.

        Parameters
        ----------
        columns : sequence of str, optional
            Columns that are needed; all unless given.

        Raises
        ------
        StanceError
            When the file cannot be read there; the pieces after it may well be sound.
        """
        import pyarrow

        try:
            return _reader(self.path, self.offset, columns).take(self.offset, self.rows)
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            _LAST.key = None  # a reader that failed once is of no more use
            which = f"rows {self.offset + 1:,} to {self.offset + self.rows:,} of {self.name}"
            raise StanceError(f"{which} cannot be read: {str(error)[:200]}") from None

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
        Rows of a piece at most; it has fewer where they come to about `BYTES`, and at the end of a source.
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


def row_groups(metadata: Any) -> list[tuple[int, int]]:
    """Return rows and bytes, before compression, of each row group of a Parquet file."""
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return [(group.num_rows, max(1, group.total_byte_size)) for group in groups]


def parquet_pieces(name: str, path: Path, groups: Sequence[tuple[int, int]], rows: int) -> Iterator[ParquetPiece]:
    """Cut a Parquet file into pieces of `rows`, or fewer by the bytes of its row groups, without reading it."""
    offset, held, room = 0, 0, float(BYTES)
    for left, size in groups:
        each = size / max(1, left)
        while left:
            taken = min(left, rows - held, max(int(room / each), 0 if held else 1))
            left, held, room = left - taken, held + taken, room - taken * each
            if held == rows or not taken:
                yield ParquetPiece(name, path.resolve(), offset, held)
                offset, held, room = offset + held, 0, float(BYTES)
    if held:
        yield ParquetPiece(name, path.resolve(), offset, held)


class _Forward:
    """Reads a Parquet file from front to back, skipping what is not asked for."""

    def __init__(self, path: Path, group: int, start: int, columns: Sequence[str] | None):
        self._batches = _batches(path, group, columns)
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


def _batches(path: Path, first: int, columns: Sequence[str] | None) -> Iterator[Any]:
    """Yield the rows from a row group on, fewer at a time the wider they are."""
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(path, pre_buffer=False, buffer_size=_BUFFER)
    for i, (rows, size) in list(enumerate(row_groups(file.metadata)))[first:]:
        at_once = max(1, min(_BATCH, rows * _BATCH_BYTES // size))
        yield from file.iter_batches(at_once, row_groups=[i], columns=columns)


_LAST = threading.local()
"""The file that a thread reads: the next piece follows the last one as a rule."""


def _reader(path: Path, offset: int, columns: Sequence[str] | None) -> _Forward:
    """Return a reader that stands at `offset`, or before it in the same row group."""
    from pyarrow.parquet import read_metadata

    seen = path.stat()
    key = (path, seen.st_size, seen.st_mtime_ns, columns and tuple(columns))
    if getattr(_LAST, "key", None) != key:
        _LAST.sizes = [rows for rows, _ in row_groups(read_metadata(path))]
        _LAST.key, _LAST.reader = key, None
    group, start = 0, 0
    while start + _LAST.sizes[group] <= offset:
        start += _LAST.sizes[group]
        group += 1
    if _LAST.reader is None or not start <= _LAST.reader.position <= offset:
        _LAST.reader = _Forward(path, group, start, columns)
    reader: _Forward = _LAST.reader
    return reader
