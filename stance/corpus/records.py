"""Files of rows: CSV, TSV, JSON Lines and Parquet, read as they are, with the place of every row."""

import contextlib
import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stance.corpus.lines import LINE_LIMIT, check_file, read_lines
from stance.corpus.shards import is_streamed, read_shards
from stance.errors import StanceError, shown


@dataclass
class Records:
    """The rows of a file as columns, with the place of each row."""

    path: Path
    columns: dict[str, list[Any]]
    lines: list[int] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)

    def place(self, row: int) -> str:
        """Name a row as ``file:line``, or as ``file: row n`` where the file has no lines."""
        if self.lines:
            return f"{shown(self.path)}:{self.lines[row]}"
        return f"{shown(self.path)}: row {self.rows[row] if self.rows else row + 1}"


def read_records(path: Path, *, delimiter: str | None = None, encoding: str = "utf-8") -> Records:
    """Read a file's rows as they are, by its ending; of a folder of streamed predictions, the rows that have one.

    Raises
    ------
    StanceError
        Naming file and line, when it is no readable table, or has no rows.
    """
    if is_streamed(path):
        return _read_folder(path)
    check_file(path)
    suffix = path.suffix.lower()
    if suffix not in READERS:
        raise StanceError(f"{shown(path)}: tables end in {', '.join(READERS)}, not in {suffix or 'nothing'}")
    records = READERS[suffix](path, delimiter, encoding)
    if not records.columns or not next(iter(records.columns.values())):
        raise StanceError(f"{shown(path)}: no rows")
    return records


def csv_rows(path: Path, delimiter: str | None = None, encoding: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file, each with the line where it begins; first its header, without blanks at the ends.

    Without an encoding it is UTF-8, and errors do not advise to set what nobody could set.

    Raises
    ------
    StanceError
        When the header names no or a column twice, or a row has other fields than the header; rows before it were
        yielded by then.
    """
    if encoding is None:
        with _nothing_to_set(path):
            yield from csv_rows(path, delimiter, "utf-8")
        return
    delimiter = delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")
    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(read_lines(path, encoding), delimiter=delimiter, strict=True)
    before = 0  # lines before the row that is being read: one row may span several
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, path, delimiter)
        yield 1, header
        before = reader.line_num
        for row in reader:
            if row:
                if len(row) != len(header):
                    raise StanceError(
                        f"{shown(path)}:{before + 1}: {len(row)} fields where the header has {len(header)}"
                    )
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise StanceError(f"{shown(path)}:{before + 1}: {error}; is a quotation mark not closed?") from None


def _read_csv(path: Path, delimiter: str | None, encoding: str) -> Records:
    rows = csv_rows(path, delimiter, encoding)
    _, header = next(rows)
    lines: list[int] = []
    body: list[list[str]] = []
    for line, row in rows:
        lines.append(line)
        body.append(row)
    columns = [[value if value != "" else None for value in column] for column in zip(*body, strict=True)]
    return Records(path, _named(header, columns, lines, path) if body else {}, lines)


def _named(header: list[str], columns: list[list[Any]], lines: list[int], path: Path) -> dict[str, list[Any]]:
    """Return the columns by name, without the empty unnamed ones that spreadsheets add."""
    kept = [(name, values) for name, values in zip(header, columns, strict=True) if name or any(values)]
    no_column_twice([name for name, _ in kept], f"{shown(path)}:1")
    named = dict(kept)
    if "" in named and header.count("") > 1:
        row = next(row for row, value in enumerate(named[""]) if value)
        raise StanceError(f"{shown(path)}:{lines[row]}: {named[''][row]!r} stands in a column without a name")
    return named


def _check_header(header: list[str], path: Path, delimiter: str) -> None:
    if not header:
        raise StanceError(f"{shown(path)}: empty: no header line")
    no_column_twice([name for name in header if name], f"{shown(path)}:1")
    if len(header) == 1:
        for other, word in ((";", "';'"), ("\t", "tab"), (",", "','")):
            if other != delimiter and other in header[0]:
                raise StanceError(
                    f"{shown(path)}:1: one column {header[0]!r}: is the separator {word}? Set data.delimiter"
                )


def no_column_twice(names: list[str], where: str) -> None:
    """Raise a `StanceError` when a name stands twice."""
    if (name := _repeated(names)) is not None:
        raise StanceError(f"{where}: column {name!r} stands twice")


def _repeated(names: list[str]) -> str | None:
    """Return the first of the names that stand twice."""
    return next((name for name, times in Counter(names).items() if times > 1), None)


def _read_jsonl(path: Path, delimiter: str | None, encoding: str) -> Records:
    rows: list[dict[str, Any]] = []
    lines = []
    for number, row in json_lines(path, encoding):
        rows.append(row)
        lines.append(number)
    names = dict.fromkeys(name for row in rows for name in row)
    return Records(path, {name: [row.get(name) for row in rows] for name in names}, lines)


@contextlib.contextmanager
def _nothing_to_set(path: Path) -> Iterator[None]:
    """Advise to save a file otherwise, where no setting says how it was saved."""
    try:
        yield
    except StanceError as error:
        message = re.sub(r"; save (the file|it) as UTF-8 or .*", r"; save \1 as UTF-8", str(error))
        separator = "tabs" if path.suffix.lower() == ".tsv" else "commas"
        raise StanceError(message.replace("? Set data.delimiter", f"? Save it with {separator}")) from None


def json_lines(path: Path, encoding: str | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line number and object of each line of a JSON Lines file; blank lines are passed over.

    Without an encoding it is UTF-8, and errors do not advise to set what nobody could set.
    """
    if encoding is None:
        with _nothing_to_set(path):
            yield from json_lines(path, "utf-8")
        return
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
        raise StanceError(f"key {_repeated([key for key, _ in pairs])!r} stands twice")
    return row


def _read_parquet(path: Path, delimiter: str | None, encoding: str) -> Records:
    import pyarrow.parquet

    with parquet_errors(path):
        # ParquetFile: one file as it is, no columns guessed from folder names such as `year=2023`
        table = pyarrow.parquet.ParquetFile(path).read()
        no_column_twice(table.column_names, shown(path))
        return Records(path, table.to_pydict())


def _read_folder(path: Path) -> Records:
    rows: list[int] = []
    columns: dict[str, list[Any]] = {}
    with parquet_errors(path):
        for first, table in read_shards(path):
            predicted = table.column("predicted").is_valid()
            rows += (first + 1 + predicted.to_numpy().nonzero()[0]).tolist()
            for name, values in table.filter(predicted).to_pydict().items():
                columns.setdefault(name, []).extend(values)
    if not rows:
        raise StanceError(f"{shown(path)}: no rows")
    return Records(path, columns, rows=rows)


@contextlib.contextmanager
def parquet_errors(path: Path) -> Iterator[None]:
    """Say in one line what is wrong with a Parquet file that is read within."""
    import pyarrow

    try:
        yield
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        raise StanceError(f"{shown(path)}: not a readable Parquet file: {str(error)[:200]}") from None


READERS: dict[str, Callable[[Path, str | None, str], Records]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
}
