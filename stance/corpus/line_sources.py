"""Tables of lines, CSV and JSON Lines, cut into pieces that are read one after the other."""

import array
import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from stance.corpus.pieces import BYTES, Piece, Source, TablePiece
from stance.corpus.records import csv_rows, json_lines
from stance.errors import StanceError, shown

_WHOLE = range(-(2**63), 2**63)
_CELL = 50
"""Bytes that a cell takes beside its characters."""


def csv_source(path: Path) -> Source:
    """Open a CSV or TSV file; all of its columns are text.

    Raises
    ------
    StanceError
        When its header is wrong.
    """
    import pyarrow

    _, header = next(csv_rows(path))
    unnamed = [i for i, name in enumerate(header) if not name]
    kept = [i for i, name in enumerate(header) if name or len(unnamed) == 1]
    schema = pyarrow.schema([(header[i], pyarrow.string()) for i in kept])

    def body() -> Iterator[tuple[int, list[str]]]:
        rows = itertools.islice(csv_rows(path), 1, None)
        return _checked(rows, unnamed, path) if len(unnamed) > 1 else rows

    def cut(rows: int) -> Iterator[Piece]:
        for lines, cells in _blocks(body(), rows):
            columns = [_cells(cells[i :: len(header)]) for i in kept]
            yield TablePiece(shown(path), pyarrow.table(columns, schema=schema), lines)

    return Source(shown(path), schema, None, cut, path)


def _checked(rows: Iterator[tuple[int, list[str]]], unnamed: list[int], path: Path) -> Iterator[tuple[int, list[str]]]:
    for line, row in rows:
        if value := next((row[i] for i in unnamed if row[i]), ""):
            raise StanceError(f"{shown(path)}:{line}: {value!r} stands in a column without a name")
        yield line, row


def _cells(values: Sequence[str]) -> Any:
    import pyarrow
    import pyarrow.compute

    column = pyarrow.array(values, pyarrow.string())
    return pyarrow.compute.if_else(pyarrow.compute.equal(column, ""), pyarrow.scalar(None, column.type), column)


def _blocks(numbered: Iterator[tuple[int, list[Any]]], rows: int) -> Iterator[tuple[Any, list[Any]]]:
    """Gather the lines of rows and their cells; where reading fails, what was read before is given first."""
    failed = None
    while not failed:
        lines = array.array("q")
        cells: list[Any] = []  # in one list: a list a row would keep the garbage collector busy
        room = BYTES
        try:
            for line, row in itertools.islice(numbered, rows):
                lines.append(line)
                cells += row
                room -= sum(map(len, map(str, row))) + _CELL * len(row)
                if room <= 0:
                    break
        except StanceError as error:
            failed = error
        if lines:
            yield lines, cells
        elif not failed:
            return
    raise failed


def json_lines_source(path: Path, text: str) -> Source:
    """Open a JSON Lines file; it is read once beforehand, for any line may bring a column or widen its type.

    Columns of whole numbers, numbers, truth values and texts have these types; all else is kept as JSON text. The
    column `text` holds texts, and a remark on whatever is none.

    Raises
    ------
    StanceError
        When its first line is wrong already.
    """
    import pyarrow

    kinds: dict[str, str] = {}
    n_rows, whole = 0, True
    try:
        for _, row in json_lines(path):
            n_rows += 1
            for name, value in row.items():
                kinds[name] = _wider(kinds.get(name, "null"), _kind(value))
    except StanceError:
        if not n_rows:
            raise
        whole = False  # the rows before are kept; cutting comes upon the error again
    kinds |= {text: "string"} if text in kinds else {}
    schema = pyarrow.schema([(name, pyarrow.type_for_alias(kind.removeprefix("as "))) for name, kind in kinds.items()])

    def cut(rows: int) -> Iterator[Piece]:
        cells_of = ((line, [*map(row.get, kinds)]) for line, row in json_lines(path))
        for lines, cells in _blocks(cells_of, rows):
            values = {name: cells[i :: len(kinds)] for i, name in enumerate(kinds)}
            remarks = {i: f"text is {value!r}, not text" for i, value in enumerate(values.get(text, ())) if _odd(value)}
            values |= {text: [None if _odd(value) else value for value in values[text]]} if remarks else {}
            columns = [_column(values[name], kind) for name, kind in kinds.items()]
            yield TablePiece(shown(path), pyarrow.table(columns, schema=schema), lines, remarks=remarks)

    return Source(shown(path), schema, n_rows if whole else None, cut, path)


_KINDS = {type(None): "null", str: "string", bool: "bool", int: "int64", float: "float64"}
_JSON = "as string"
"""What no type of Arrow holds without loss is kept as JSON text."""


def _kind(value: Any) -> str:
    kind = _KINDS.get(type(value), _JSON)
    return _JSON if kind == "int64" and value not in _WHOLE else kind


def _wider(one: str, other: str) -> str:
    if one == other or other == "null":
        return one
    if one == "null":
        return other
    return "float64" if {one, other} == {"int64", "float64"} else _JSON


def _odd(value: Any) -> bool:
    return value is not None and not isinstance(value, str)


def _column(values: list[Any], kind: str) -> Any:
    import pyarrow

    if kind == _JSON:
        values = [json.dumps(value, ensure_ascii=False) if _odd(value) else value for value in values]
    if kind == "float64":
        values = [value if value is None else float(value) for value in values]
    return pyarrow.array(values, pyarrow.type_for_alias(kind.removeprefix("as ")))
