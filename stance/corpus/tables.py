"""Labelled tables: CSV, TSV, JSON Lines and Parquet, mapped to the schema without code."""

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import AfterValidator, BeforeValidator, Field

from stance.corpus.evidence import read_evidence
from stance.corpus.records import read_records
from stance.corpus.schema import STANCES, DataSection
from stance.corpus.validation import as_name, describe_unknown, validate
from stance.errors import StanceError, did_you_mean, shown, some
from stance.files import rounded_frame, whole_or_nothing


def _names_of_labels(labels: Any) -> Any:
    return {str(key): value for key, value in labels.items()} if isinstance(labels, dict) else labels


def _known_stances(labels: dict[str, str]) -> dict[str, str]:
    for stance in labels.values():
        if stance not in STANCES:
            raise ValueError(describe_unknown("label", stance, STANCES))
    return labels


Labels = Annotated[dict[str, str], BeforeValidator(_names_of_labels), AfterValidator(_known_stances)]
"""A data set's labels to ours; numbers may serve as keys."""


Columns = dict[str, str | None]
"""Our column names to those of a data set; None where a column of our name is passed over."""


class TableConfig(DataSection):
    """A labelled table.

    Attributes
    ----------
    path : str
        A .csv, .tsv, .jsonl or .parquet file.
    columns : dict
        Our column name to the table's, where they differ: ``{"text": "sentence"}``; None passes a column over, where it
        means something else.
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
    columns: Columns = Field(default_factory=dict)
    labels: Labels = Field(default_factory=dict)
    target: str | None = None
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    encoding: str = "utf-8"


def read_table(
    path: str | Path,
    *,
    columns: Columns | None = None,
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
    renamed = rename(table, columns or {}, shown(path))
    if labels and "label" in renamed:
        renamed["label"] = translate(renamed["label"], labels, records.place)
    if target is not None:
        if "target" in renamed:
            raise StanceError(f"{shown(path)}: has a column 'target'; leave out data.target={target}")
        renamed["target"] = [target] * len(next(iter(renamed.values())))
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in renamed.items()})
    try:
        return validate(frame, place=records.place, labelled=labelled)
    except StanceError as error:
        raise StanceError(_with_file(str(error), shown(path))) from None


def read_statements(path: str | Path, *, encoding: str = "utf-8") -> pd.DataFrame:
    """Read statements, one row a sentence and actor, as a frame of one row a sentence.

    Rows that share a ``sentence_id`` are one sentence; their actors become its ``statements``. Needs the column
    ``text``; rows without ``actor`` are unattributed. A statement keeps what `read_evidence` reads of it.

    Raises
    ------
    StanceError
        Also when two rows of one sentence have different texts.
    """
    records = read_records(Path(path), encoding=encoding)
    table = records.columns
    if "statements" in table:  # one row a sentence already
        return read_table(path, encoding=encoding, labelled=False)
    if "text" not in table:
        raise StanceError(f"{shown(path)}: no column 'text' (columns: {some(table)})")
    n = len(table["text"])
    names = {
        column: [as_name(value) for value in table.get(column, [None] * n)]
        for column in ("sentence_id", "target", "actor", "stance")
    }
    evidence = read_evidence(table)
    first: dict[Any, int] = {}
    statements: dict[int, list[dict[str, Any]]] = {}
    for row, (sentence, target, actor, stance) in enumerate(zip(*names.values(), strict=True)):
        at = first.setdefault((row if sentence is None else sentence, target), row)
        if table["text"][row] != table["text"][at]:
            raise StanceError(
                f"{records.place(row)}: sentence_id {sentence!r} has another text than in {records.place(at)}"
            )
        if stance is not None and stance not in STANCES:
            raise StanceError(f"{records.place(row)}: {describe_unknown('stance', stance, STANCES)}")
        mine = statements.setdefault(at, [])
        if actor is not None:
            found = {name: values[row] for name, values in evidence.items()}
            mine.append({"actor": actor, "stance": stance, **found})
    rows = list(statements)
    frame = pd.DataFrame(
        {name: pd.Series([values[row] for row in rows], dtype=object) for name, values in table.items()}
    )
    frame["statements"] = pd.Series(list(statements.values()), dtype=object)
    return validate(frame, place=lambda row: records.place(rows[row]), labelled=False)


def rename(table: dict[str, list[Any]], columns: Columns, where: str) -> dict[str, list[Any]]:
    """Name the table's columns as the schema does; a mapped column displaces one that had our name already."""
    for ours, theirs in columns.items():
        if theirs is not None and theirs not in table:
            raise StanceError(
                f"{where}: data.columns.{ours}: no column {theirs!r} (columns: {some(table)})"
                f"{did_you_mean(theirs, table)}"
            )
    mapped = {ours: table[theirs] for ours, theirs in columns.items() if theirs is not None}
    rest = {name: values for name, values in table.items() if name not in columns.values() and name not in columns}
    return mapped | rest


def translate(values: list[Any], labels: dict[str, str], place: Callable[[int], str]) -> list[str | None]:
    """Turn a data set's labels into ours, which are known already; missing ones stay missing."""
    known = {**{stance: stance for stance in STANCES}, **labels}
    names = [as_name(value) for value in values]
    for row, name in enumerate(names):
        if name is not None and name not in known:
            raise StanceError(f"{place(row)}: {describe_unknown('label', name, known)} (data.labels)")
    return [None if name is None else known[name] for name in names]


def _with_file(message: str, path: str) -> str:
    """Put the file before a message that names no row, and say which setting mends a column or a value."""
    if message.startswith(path):
        unknown = re.search(r": (label|split) '([^']+)' is not one of [^;]+$", message)
        if unknown is None:
            return message
        mapped = f"map it, as in data.labels='{{{unknown[2]}: pro}}'"
        return f"{message}; {mapped if unknown[1] == 'label' else 'pass the column over: data.columns.split=null'}"
    missing = re.match(r"no column '(\w+)'", message)
    return f"{path}: {message}" + (f"; set data.columns.{missing[1]}=COLUMN" if missing else "")


WRITTEN_ENDINGS = (".parquet", ".csv", ".jsonl")


def write_table(frame: pd.DataFrame, path: str | Path) -> None:
    """Write a frame with six decimals, as .parquet, .csv or .jsonl, whole or not at all.

    Raises
    ------
    StanceError
        When the path has another ending, or its folder is missing.
    """
    path = Path(path)
    check_writable(path)
    frame = rounded_frame(frame)
    with whole_or_nothing(path) as part:
        if path.suffix == ".parquet":
            frame.to_parquet(part, index=False, engine="pyarrow", compression="zstd")
        elif path.suffix == ".jsonl":
            frame.to_json(part, orient="records", lines=True, force_ascii=False)
        else:
            if "statements" in frame:
                as_json = frame["statements"].map(
                    lambda value: json.dumps(list(value), ensure_ascii=False, default=lambda array: array.tolist())
                )
                frame = frame.assign(statements=as_json)
            # Python before 3.13 does not see that a lone carriage return needs quotation marks
            lone = any("\r" in str(value) for name in frame for value in frame[name])
            quoting = csv.QUOTE_NONNUMERIC if lone else csv.QUOTE_MINIMAL
            frame.to_csv(part, index=False, lineterminator="\n", quoting=quoting)


def check_writable(path: str | Path) -> None:
    """Raise a `StanceError` unless `write_table` could write there; for asking before long work."""
    path = Path(path)
    if path.suffix not in WRITTEN_ENDINGS:
        raise StanceError(f"{shown(path)}: should end in {', '.join(WRITTEN_ENDINGS)}")
    if not path.parent.is_dir():
        raise StanceError(f"{shown(path.parent)}: no such folder")
