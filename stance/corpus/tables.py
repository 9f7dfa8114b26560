"""Labelled tables: CSV, TSV, JSON Lines and Parquet, mapped to the schema without code."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field, field_validator

from stance.corpus.lines import LINE_LIMIT, read_lines
from stance.corpus.schema import STANCES, describe_unknown, validate
from stance.errors import StanceError, did_you_mean, shown, some
from stance.section import Section


class TableConfig(Section):
    """A labelled table.

    Attributes
    ----------
    path : str
        A .csv, .tsv, .jsonl or .parquet file.
    columns : dict
        Our column name to the table's, where they differ: ``{"text": "sentence"}``.
    labels : dict
        The table's label to ours, where they differ: ``{"FAVOR": "pro"}``.
    target : str or None
        What every row's stance is towards, when the table has no such column.
    delimiter : str or None
        Separator of a .csv; a comma unless given.
    encoding : str
        Encoding of a text file.
    """

    name: Literal["table"] = "table"
    path: str
    columns: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    target: str | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    encoding: str = "utf-8"

    @field_validator("labels", mode="before")
    @classmethod
    def _names_of_labels(cls, labels: Any) -> Any:
        return {str(key): value for key, value in labels.items()} if isinstance(labels, dict) else labels

    @field_validator("labels")
    @classmethod
    def _known_stances(cls, labels: dict[str, str]) -> dict[str, str]:
        for stance in labels.values():
            if stance not in STANCES:
                raise ValueError(describe_unknown("label", stance, STANCES))
        return labels


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


def read_table(
    path: str | Path,
    *,
    columns: dict[str, str] | None = None,
    labels: dict[str, str] | None = None,
    target: str | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8",
    labelled: bool = True,
) -> pd.DataFrame:
    """Read a table into the schema.

    Parameters
    ----------
    path : str or path
        A .csv, .tsv, .jsonl (or .ndjson) or .parquet file.
    columns, labels, target, delimiter, encoding
        As in `TableConfig`.
    labelled : bool, default True
        Whether every row must have a label.

    Returns
    -------
    pandas.DataFrame
        As `stance.validate` returns it.

    Raises
    ------
    StanceError
        Naming file, line and value.
    """
    records = read_records(Path(path), delimiter=delimiter, encoding=encoding)
    table = dict(records.columns)
    renamed = _rename(table, columns or {}, shown(path))
    if labels and "label" in renamed:
        renamed["label"] = _translate(renamed["label"], labels, records.place)
    if target is not None:
        renamed["target"] = [target] * len(records.lines or next(iter(renamed.values()), []))
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in renamed.items()})
    try:
        return validate(frame, place=records.place, labelled=labelled)
    except StanceError as error:
        raise StanceError(_with_file(str(error), shown(path), columns or {})) from None


def read_statements(path: str | Path, *, encoding: str = "utf-8") -> pd.DataFrame:
    """Read statements, one row a sentence and actor, as a frame of one row a sentence.

    Rows that share a ``sentence_id`` are one sentence; their actors become its ``statements``. Needs the column
    ``text``; rows without ``actor`` are unattributed.

    Raises
    ------
    StanceError
        Also when two rows of one sentence have different texts.
    """
    records = read_records(Path(path), encoding=encoding)
    table = records.columns
    if "text" not in table:
        raise StanceError(f"{shown(path)}: no column 'text' (columns: {some(table)})")
    keys = table.get("sentence_id") or list(range(len(table["text"])))
    targets = table.get("target") or [None] * len(keys)
    first: dict[Any, int] = {}
    statements: list[list[dict[str, Any]]] = []
    for row, key in enumerate(zip(keys, targets, strict=True)):
        at = first.setdefault(key, row)
        if at == row:
            statements.append([])
        elif table["text"][row] != table["text"][at]:
            raise StanceError(
                f"{records.place(row)}: sentence_id {key[0]!r} has another text than in {records.place(at)}"
            )
        actor = table["actor"][row] if "actor" in table else None
        if actor is not None and actor != "":
            order = list(first).index(key) if at != row else len(statements) - 1
            statements[order].append({"actor": str(actor), "stance": (table.get("stance") or [None] * len(keys))[row]})
    rows = list(first.values())
    frame = pd.DataFrame(
        {name: pd.Series([values[row] for row in rows], dtype=object) for name, values in table.items()}
    )
    frame["statements"] = pd.Series(statements, dtype=object)
    return validate(frame, place=lambda row: records.place(rows[row]), labelled=False)


def read_records(path: Path, *, delimiter: str | None = None, encoding: str = "utf-8") -> Records:
    """Read a file's rows as they are, by its ending."""
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        raise StanceError(
            f"{shown(path)}: tables end in {', '.join(_READERS)}, not in {suffix or 'nothing'}"
            if path.exists()
            else f"{shown(path)}: no such file"
        )
    records = _READERS[suffix](path, delimiter, encoding)
    if not records.columns or not next(iter(records.columns.values())):
        raise StanceError(f"{shown(path)}: no rows")
    return records


def _read_csv(path: Path, delimiter: str | None, encoding: str) -> Records:
    delimiter = delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")
    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(read_lines(path, encoding), delimiter=delimiter, strict=True)
    try:
        header = next(reader, [])
        _check_header(header, path, delimiter)
        lines, rows = [], []
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
        raise StanceError(f"{shown(path)}:{reader.line_num}: {error}; is a quotation mark not closed?") from None
    columns = [[value if value != "" else None for value in column] for column in zip(*rows, strict=True)]
    return Records(path, dict(zip(header, columns, strict=True)) if rows else {}, lines)


def _check_header(header: list[str], path: Path, delimiter: str) -> None:
    if not header:
        raise StanceError(f"{shown(path)}: empty: no header line")
    for name in header:
        if header.count(name) > 1:
            raise StanceError(f"{shown(path)}:1: column {name!r} stands twice")
    if len(header) == 1:
        for other, word in ((";", "';'"), ("\t", "tab"), (",", "','")):
            if other != delimiter and other in header[0]:
                raise StanceError(
                    f"{shown(path)}:1: one column {header[0]!r}: is the separator {word}? Set data.delimiter"
                )


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
        except (json.JSONDecodeError, RecursionError) as error:
            why = "nested too deeply" if isinstance(error, RecursionError) else error.msg
            raise StanceError(f"{shown(path)}:{number}: not JSON: {why}") from None
        except StanceError as error:
            raise StanceError(f"{shown(path)}:{number}: {error}") from None
        if not isinstance(row, dict):
            raise StanceError(f"{shown(path)}:{number}: not a JSON object in braces")
        yield number, row


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        keys = [key for key, _ in pairs]
        raise StanceError(f"key {next(key for key in keys if keys.count(key) > 1)!r} stands twice")
    return row


def _read_parquet(path: Path, delimiter: str | None, encoding: str) -> Records:
    import pyarrow
    import pyarrow.parquet

    if not path.is_file():
        raise StanceError(f"{shown(path)}: no such file")
    try:
        # ParquetFile: one file as it is, no columns guessed from folder names such as `year=2023`
        table = pyarrow.parquet.ParquetFile(path).read()
    except (pyarrow.ArrowException, OSError) as error:
        raise StanceError(f"{shown(path)}: not a readable Parquet file: {str(error)[:200]}") from None
    return Records(path, table.to_pydict())


_READERS: dict[str, Callable[[Path, str | None, str], Records]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".parquet": _read_parquet,
}


def _rename(table: dict[str, list[Any]], columns: dict[str, str], path: str) -> dict[str, list[Any]]:
    """Name the table's columns as the schema does; a mapped column displaces one that had our name already."""
    for ours, theirs in columns.items():
        if theirs not in table:
            raise StanceError(
                f"{path}: data.columns.{ours}: no column {theirs!r} (columns: {some(table)})"
                f"{did_you_mean(theirs, table)}"
            )
    mapped = {ours: table[theirs] for ours, theirs in columns.items()}
    rest = {name: values for name, values in table.items() if name not in columns.values() and name not in mapped}
    return mapped | rest


def _translate(values: list[Any], labels: dict[str, str], place: Callable[[int], str]) -> list[Any]:
    known = {**{stance: stance for stance in STANCES}, **labels}
    out: list[Any] = []
    for row, value in enumerate(values):
        if value is None:
            out.append(None)
        elif str(value) in known:
            out.append(known[str(value)])
        else:
            raise StanceError(f"{place(row)}: {describe_unknown('label', str(value), labels)} (data.labels)")
    return out


def _with_file(message: str, path: str, columns: dict[str, str]) -> str:
    """Put the file before a message that names no row, with the setting that mends a missing column."""
    if message.startswith(path):
        return message
    if message.startswith("no column 'text'") and "text" not in columns:
        return f"{path}: {message}; set data.columns.text=COLUMN"
    if message.startswith("no column 'label'") and "label" not in columns:
        return f"{path}: {message}; set data.columns.label=COLUMN"
    return f"{path}: {message}"
