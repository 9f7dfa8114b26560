"""Files of rows: CSV, TSV, JSON Lines and Parquet, read as they are, with the place of every row."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stance.corpus.lines import LINE_LIMIT, check_file, read_lines
from stance.errors import StanceError, shown


@dataclass
class Records:
    """The rows of a file as columns, with the place of each row."""

    path: Path
    columns: dict[str, list[Any]]
    lines: list[int] = field(default_factory=list)

    def place(self, row: int) -> str:
        """Name a row as ``file:line``, or as ``file: row n`` where the file has no lines."""
        if self.lines:
            return f"{shown(self.path)}:{self.lines[row]}"
        return f"{shown(self.path)}: row {row + 1}"


def read_records(path: Path, *, delimiter: str | None = None, encoding: str = "utf-8") -> Records:
    """Read a file's rows as they are, by its ending."""
    check_file(path)
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise StanceError(f"{shown(path)}: tables end in {', '.join(_READERS)}, not in {suffix or 'nothing'}")
    records = _READERS[suffix](path, delimiter, encoding)
    if not records.columns or not next(iter(records.columns.values())):
        raise StanceError(f"{shown(path)}: no rows")
    return records


def _read_csv(path: Path, delimiter: str | None, encoding: str) -> Records:
    delimiter = delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")
    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(read_lines(path, encoding), delimiter=delimiter, strict=True)
    lines: list[int] = []
    rows: list[list[str]] = []
    before = 0  # lines before the row that is being read: one row may span several
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, path, delimiter)
        before = reader.line_num
        for row in reader:
            if row:
                if len(row) != len(header):
                    raise StanceError(
                        f"{shown(path)}:{before + 1}: {len(row)} fields where the header has {len(header)}"
                    )
                lines.append(before + 1)
                rows.append(row)
            before = reader.line_num
    except csv.Error as error:
        raise StanceError(f"{shown(path)}:{before + 1}: {error}; is a quotation mark not closed?") from None
    columns = [[value if value != "" else None for value in column] for column in zip(*rows, strict=True)]
    return Records(path, _named(header, columns, lines, path) if rows else {}, lines)


def _named(header: list[str], columns: list[list[Any]], lines: list[int], path: Path) -> dict[str, list[Any]]:
    """Return the columns by name, without the empty unnamed ones that spreadsheets add."""
    kept = [(name, values) for name, values in zip(header, columns, strict=True) if name or any(values)]
    _no_column_twice([name for name, _ in kept], f"{shown(path)}:1")
    named = dict(kept)
    if "" in named and header.count("") > 1:
        row = next(row for row, value in enumerate(named[""]) if value)
        raise StanceError(f"{shown(path)}:{lines[row]}: {named[''][row]!r} stands in a column without a name")
    return named


def _check_header(header: list[str], path: Path, delimiter: str) -> None:
    if not header:
        raise StanceError(f"{shown(path)}: empty: no header line")
    _no_column_twice([name for name in header if name], f"{shown(path)}:1")
    if len(header) == 1:
        for other, word in ((";", "';'"), ("\t", "tab"), (",", "','")):
            if other != delimiter and other in header[0]:
                raise StanceError(
                    f"{shown(path)}:1: one column {header[0]!r}: is the separator {word}? Set data.delimiter"
                )


def _no_column_twice(names: list[str], where: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise StanceError(f"{where}: column {name!r} stands twice")


def _read_jsonl(path: Path, delimiter: str | None, encoding: str) -> Records:
    rows: list[dict[str, Any]] = []
    lines = []
    for number, row in json_lines(path, encoding):
        rows.append(row)
        lines.append(number)
    names = dict.fromkeys(name for row in rows for name in row)
    return Records(path, {name: [row.get(name) for row in rows] for name in names}, lines)


def json_lines(path: Path, encoding: str = "utf-8") -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of each line of a JSON Lines file; blank lines are passed over."""
    for number, line in enumerate(read_lines(path, encoding), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line, object_pairs_hook=_no_key_twice)
            if "\\u" in line:  # only an escape can bring half a character, which no file can hold
                json.dumps(row, ensure_ascii=False).encode()
        except StanceError as error:
            raise StanceError(f"{shown(path)}:{number}: {error}") from None
        except (ValueError, RecursionError) as error:
            raise StanceError(f"{shown(path)}:{number}: not JSON: {_why_not_json(error)}") from None
        if not isinstance(row, dict):
            raise StanceError(f"{shown(path)}:{number}: not a JSON object in braces")
        yield number, row


def _why_not_json(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    if isinstance(error, UnicodeEncodeError):
        return f"half a character, \\u{ord(error.object[error.start]):x}"
    return "nested too deeply" if isinstance(error, RecursionError) else "a number of thousands of digits"


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        raise StanceError(f"key {next(key for key in keys if keys.count(key) > 1)!r} stands twice")
    return row


def _read_parquet(path: Path, delimiter: str | None, encoding: str) -> Records:
    import pyarrow
    import pyarrow.parquet

    try:
        # ParquetFile: one file as it is, no columns guessed from folder names such as `year=2023`
        table = pyarrow.parquet.ParquetFile(path).read()
        _no_column_twice(table.column_names, shown(path))
        return Records(path, table.to_pydict())
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise StanceError(f"{shown(path)}: not a readable Parquet file: {str(error)[:200]}") from None


_READERS: dict[str, Callable[[Path, str | None, str], Records]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
}
