"""Checking frames of sentences wherever data enter, and completing them to the schema."""

import json
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import (
    COLUMNS,
    INTEGER_COLUMNS,
    KINDS,
    LARGEST_INTEGER,
    NO_TARGET,
    SPLITS,
    STANCES,
    TEXT_COLUMNS,
    TOGETHER,
)
from stance.errors import StanceError, did_you_mean, some

Place = Callable[[int], str]


def row_place(row: int) -> str:
    """Name a row of a frame that came from no file, counting from 1."""
    return f"row {row + 1}"


def validate(frame: pd.DataFrame, *, place: Place = row_place, labelled: bool = True) -> pd.DataFrame:
    """Check a frame of sentences and complete it to the schema.

    Parameters
    ----------
    frame : pandas.DataFrame
        At least a column ``text`` and, when `labelled`, a column ``label``.
    place : callable, optional
        Maps a row's position to the words that name it in an error, such as ``"my.csv:12"``.
    labelled : bool, default True
        Whether every row must have a label.

    Returns
    -------
    pandas.DataFrame
        A new frame with all columns of the schema first, missing values as None, rows in the given order.

    Raises
    ------
    StanceError
        Naming the first offending row, its value and what would be right.
    """
    frame = frame.reset_index(drop=True).copy()
    _check_columns(frame, labelled)
    _complete(frame)
    _check_text(frame, place)
    _check_reserved(frame, place)
    _check_choice(frame, "label", STANCES, place, required=labelled)
    _check_choice(frame, "kind", KINDS, place)
    _check_choice(frame, "split", SPLITS, place)
    _check_integers(frame, place)
    _check_spans(frame, place)
    _check_unique(frame, place)
    check_statements(frame, place)
    return frame[[*COLUMNS, *[column for column in frame.columns if column not in COLUMNS]]]


def _check_columns(frame: pd.DataFrame, labelled: bool) -> None:
    twice = frame.columns[frame.columns.duplicated()]
    if len(twice):
        raise StanceError(f"column {twice[0]!r} stands twice")
    for name in ("text", "label") if labelled else ("text",):
        if name not in frame:
            raise StanceError(
                f"no column {name!r} (columns: {some(frame.columns)}){did_you_mean(name, map(str, frame.columns))}"
            )
    if not len(frame):
        raise StanceError("no rows")


def _complete(frame: pd.DataFrame) -> None:
    """Add missing columns, and bring every text column to objects with None for missing."""
    for name in (*TEXT_COLUMNS, *INTEGER_COLUMNS):
        if name not in frame:
            frame[name] = None
    for name in TEXT_COLUMNS:
        # text that is no text is left for the check to refuse
        frame[name] = pd.Series(
            [value if name == "text" and not is_missing(value) else as_name(value) for value in frame[name]],
            dtype=object,
        )
    frame["target"] = frame["target"].where(frame["target"].notna(), NO_TARGET)
    if frame["sentence_id"].isna().all():
        width = len(str(len(frame)))
        frame["sentence_id"] = pd.Series([f"{i + 1:0{width}d}" for i in range(len(frame))], dtype=object)
    given = frame["statements"] if "statements" in frame else [None] * len(frame)
    statements = [
        with_clean_names(as_list(value))
        if not is_missing(value)
        else []
        if actor is None
        else [{"actor": actor, "stance": label}]
        for value, actor, label in zip(given, frame["actor"], frame["label"], strict=True)
    ]
    if frame["actor"].isna().all():
        frame["actor"] = pd.Series([_first_actor(value) for value in statements], dtype=object)
    frame["statements"] = pd.Series(statements, dtype=object)


def as_list(value: Any) -> Any:
    """Read statements as files hold them: JSON text in a CSV, an array in Parquet."""
    if isinstance(value, str):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return list(value) if isinstance(value, np.ndarray) else value


def with_clean_names(statements: Any) -> Any:
    """Return statements with their actors' names cleaned as other names are; what is none is left for the checks."""
    if not isinstance(statements, list):
        return statements
    return [
        {**each, "actor": as_name(each["actor"])}
        if isinstance(each, dict) and isinstance(each.get("actor"), str)
        else each
        for each in statements
    ]


def _first_actor(statements: Any) -> str | None:
    """Return the holder of the main clause, who stands first."""
    first = statements[0] if isinstance(statements, list) and statements else None
    return first.get("actor") if isinstance(first, dict) else None


def as_name(value: Any) -> str | None:
    """Return what serves as a name as text: 3.0 as ``"3"``, and None where it is missing or blank.

    Blanks at the ends and runs of blanks do not count, nor does the way in which Unicode composes a letter.
    """
    if is_missing(value):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def is_missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN or blanks."""
    return _blank(value) or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _check_text(frame: pd.DataFrame, place: Place) -> None:
    for name in ("text", "sentence_id"):
        for row, value in enumerate(frame[name]):
            if not isinstance(value, str) or not value.strip():
                raise StanceError(
                    f"{place(row)}: {name} is empty" if _blank(value) else _not_text(place(row), name, value)
                )
            if "\0" in value:
                raise StanceError(f"{place(row)}: {name} holds a NUL byte")


def _check_reserved(frame: pd.DataFrame, place: Place) -> None:
    """Refuse the name that reports use for all targets."""
    for row, target in enumerate(frame["target"]):
        if target == TOGETHER:
            raise StanceError(f"{place(row)}: target {target!r} is what reports call all targets; give it another name")


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _not_text(where: str, name: str, value: Any) -> str:
    return f"{where}: {name} is {value!r}, not text"


def _check_choice(
    frame: pd.DataFrame, name: str, choices: Iterable[str], place: Place, *, required: bool = False
) -> None:
    known = set(choices)
    for row, value in enumerate(frame[name]):
        if value is None and not required:
            continue
        if value not in known:
            raise StanceError(f"{place(row)}: {describe_unknown(name, value, choices)}")


def describe_unknown(name: str, value: object, choices: Iterable[str]) -> str:
    """Say that a value is none of the choices, and which is nearest."""
    if _blank(value):
        return f"{name} is empty; it must be one of {', '.join(choices)}"
    return f"{name} {value!r} is not one of {', '.join(choices)}{did_you_mean(value, choices)}"


def _check_integers(frame: pd.DataFrame, place: Place) -> None:
    for name in INTEGER_COLUMNS:
        numbers = pd.to_numeric(frame[name], errors="coerce")
        large = numbers > LARGEST_INTEGER
        wrong = frame[name].notna() & (numbers.isna() | (numbers < 0) | (numbers % 1 != 0) | large)
        if wrong.any():
            row = int(wrong.to_numpy().argmax())
            why = "too large" if large.iloc[row] else "not a whole number from 0 upward"
            raise StanceError(f"{place(row)}: {name} {frame[name].tolist()[row]!r} is {why}")
        frame[name] = numbers.astype("Int64")


def _check_spans(frame: pd.DataFrame, place: Place) -> None:
    for row, (start, end) in enumerate(zip(frame["start"], frame["end"], strict=True)):
        if pd.isna(start) != pd.isna(end):
            raise StanceError(f"{place(row)}: start and end must both be given or both be missing")
        if not pd.isna(start) and start >= end:
            raise StanceError(f"{place(row)}: start {start} is not before end {end}")


def _check_unique(frame: pd.DataFrame, place: Place) -> None:
    first: dict[tuple[str, str], int] = {}
    for row, key in enumerate(zip(frame["sentence_id"], frame["target"], strict=True)):
        if key in first:
            raise StanceError(f"{place(row)}: sentence_id {key[0]!r} stands already in {place(first[key])}")
        first[key] = row


def check_statements(frame: pd.DataFrame, place: Place) -> None:
    """Raise a `StanceError` that names the first row whose statements are no list of actor and stance."""
    for row, statements in enumerate(frame["statements"]):
        if not isinstance(statements, list):
            raise StanceError(f"{place(row)}: statements is not a list of actor and stance")
        for statement in statements:
            if not isinstance(statement, dict) or not isinstance(statement.get("actor"), str):
                raise StanceError(f"{place(row)}: a statement needs an actor and a stance")
            stance = statement.get("stance")
            if stance is not None and stance not in STANCES:
                raise StanceError(f"{place(row)}: {describe_unknown('stance', stance, STANCES)}")
