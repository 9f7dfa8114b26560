"""Tables in which people filled in labels, and the sentences that their rows are about."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from stance.corpus.lines import LINE_LIMIT, read_lines
from stance.corpus.records import Records, read_records
from stance.corpus.schema import STANCES
from stance.corpus.validation import as_name, describe_unknown, row_place
from stance.errors import StanceError, did_you_mean, shown, some

NAMES = ("sentence_id", "target", "label", "coder")
"""Columns whose values are names: blanks at their ends do not count."""


@dataclass(frozen=True)
class Labels:
    """Rows that people filled in, one a sentence and target.

    Attributes
    ----------
    frame : pandas.DataFrame
        ``sentence_id``, ``target`` (None where the table names none), ``label`` (None where nothing was filled in)
        and the other columns of the table.
    place : callable
        Names a row by its position, for errors.
    """

    frame: pd.DataFrame
    place: Callable[[int], str]


def read_labels(labelled: pd.DataFrame | str | Path) -> Labels:
    """Read a table with the columns ``sentence_id`` and ``label``, which may be empty.

    Parameters
    ----------
    labelled : pandas.DataFrame or path
        A table; a .csv may have been saved by a spreadsheet with semicolons or tabs between its columns, and with
        empty columns that have no name. Labels may be in capital letters.

    Raises
    ------
    StanceError
        Naming file and line, when a column is missing or a label is none.
    """
    if isinstance(labelled, pd.DataFrame):
        frame, place, where = labelled.reset_index(drop=True).astype(object), row_place, "labelled"
    else:
        path = Path(labelled)
        records = read_unset(path)
        frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in records.columns.items()})
        place, where = records.place, shown(path)
    for name in ("sentence_id", "label"):
        if name not in frame:
            raise StanceError(
                f"{where}: no column {name!r} (columns: {some(frame)}){did_you_mean(name, map(str, frame))}"
            )
    for name in NAMES:
        values = frame[name] if name in frame else [None] * len(frame)
        frame[name] = pd.Series([as_name(value) for value in values], dtype=object)
    frame["label"] = pd.Series([_in_small_letters(label) for label in frame["label"]], dtype=object)
    for row, (sentence, label) in enumerate(zip(frame["sentence_id"], frame["label"], strict=True)):
        if label is not None and label not in STANCES:
            raise StanceError(f"{place(row)}: {describe_unknown('label', label, STANCES)}")
        if label is not None and sentence is None:
            raise StanceError(f"{place(row)}: a label without sentence_id")
    return Labels(frame, place)


def read_unset(path: Path) -> Records:
    """Read a table as `stance.corpus.records.read_records` does, where no setting tells how it was saved.

    Unnamed columns are left out where they are empty.

    Raises
    ------
    StanceError
        With advice on saving it, as there is nothing to set.
    """
    is_csv = path.suffix.lower() == ".csv"
    try:
        delimiter = _delimiter(path) if is_csv else None
        if delimiter and len(_unnamed(path, delimiter)) > 1:
            return _read_named(path, delimiter)
        records = read_records(path, delimiter=delimiter)
    except StanceError as error:
        advice = "; save it as CSV UTF-8" if is_csv else "; save it as UTF-8"
        message = re.sub(r"; save (the file|it) as UTF-8.*", advice, str(error)).removesuffix(" Set data.delimiter")
        raise StanceError(message) from None
    if all(value is None for value in records.columns.get("", [])):
        records.columns.pop("", None)
    return records


def _delimiter(path: Path) -> str:
    """Return what separates the columns of a .csv by its header; spreadsheets follow the habits of a country."""
    header = next(read_lines(path), "")
    return max(",;\t", key=header.count)


def _unnamed(path: Path, delimiter: str) -> list[int]:
    _, header = next(_csv_rows(path, delimiter), (1, []))
    return [position for position, name in enumerate(header) if not name.strip()]


def _csv_rows(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that are not blank, with the line on which each begins."""
    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(read_lines(path), delimiter=delimiter, strict=True)
    before = 0  # lines before the row that is being read: one row may span several
    try:
        for row in reader:
            if row:
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise StanceError(f"{shown(path)}:{before + 1}: {error}; is a quotation mark not closed?") from None


def _read_named(path: Path, delimiter: str) -> Records:
    """Read a .csv of which several columns have no name, as spreadsheets add them; those must be empty."""
    (_, header), *numbered = _csv_rows(path, delimiter)
    header = [name.strip() for name in header]
    named = [name for name in header if name]
    if len(set(named)) < len(named):
        raise StanceError(f"{shown(path)}:1: column {max(named, key=named.count)!r} stands twice")
    if not numbered:
        raise StanceError(f"{shown(path)}: no rows")
    for line, row in numbered:
        if len(row) != len(header):
            raise StanceError(f"{shown(path)}:{line}: {len(row)} fields where the header has {len(header)}")
        if stray := [value for name, value in zip(header, row, strict=True) if value.strip() and not name]:
            raise StanceError(f"{shown(path)}:{line}: {stray[0]!r} stands in a column without a name")
    columns = zip(header, zip(*(row for _, row in numbered), strict=True), strict=True)
    return Records(
        path,
        {name: [value or None for value in values] for name, values in columns if name},
        [line for line, _ in numbered],
    )


def _in_small_letters(label: str | None) -> str | None:
    """Return a label as it should have been written; what is none stays as it is, for the error."""
    return label.lower() if label is not None and label.lower() in STANCES else label


def locate(labels: Labels, predictions: pd.DataFrame) -> list[int | None]:
    """Return where in the predictions the sentence of each row stands; None for a row without a sentence.

    Rows are matched by ``sentence_id``, and by ``target`` where they name one. Their words, where there is a column
    ``text``, must be those of the sentence: running numbers alone would match any table.

    Raises
    ------
    StanceError
        When a sentence is not among the predictions, or there for several targets of which the row names none.
    """
    by_sentence: dict[str | None, dict[str | None, int]] = {}
    for position, (sentence, target) in enumerate(zip(predictions["sentence_id"], predictions["target"], strict=True)):
        by_sentence.setdefault(as_name(sentence), {})[as_name(target)] = position
    texts = labels.frame["text"] if "text" in labels.frame else [None] * len(labels.frame)
    found: list[int | None] = []
    for row, (sentence, target, text) in enumerate(
        zip(labels.frame["sentence_id"], labels.frame["target"], texts, strict=True)
    ):
        if sentence is None:
            found.append(None)
            continue
        if sentence not in by_sentence:
            raise StanceError(
                f"{labels.place(row)}: sentence_id {sentence!r} is not in the predictions"
                + _with_zeros(sentence, by_sentence)
            )
        position = _of_target(by_sentence[sentence], sentence, target, labels.place(row))
        if isinstance(text, str) and letters(text) != letters(predictions["text"].iloc[position]):
            raise StanceError(
                f"{labels.place(row)}: the text of sentence_id {sentence!r} is another in the predictions; "
                "are they of the same sentences?"
            )
        found.append(position)
    return found


def letters(text: str) -> str:
    """Return the letters and digits of a text, which survive every spreadsheet."""
    return "".join(filter(str.isalnum, text.casefold()))


def _of_target(positions: dict[str | None, int], sentence: str, target: str | None, place: str) -> int:
    if target is None and len(positions) == 1:
        return next(iter(positions.values()))
    if target in positions:
        return positions[target]
    named = f"target {target!r} of sentence_id {sentence!r} is not in the predictions"
    missing = f"sentence_id {sentence!r} needs a target"
    raise StanceError(f"{place}: {named if target else missing} (targets: {some(map(str, positions))})")


def _with_zeros(sentence: str, known: dict[str | None, dict[str | None, int]]) -> str:
    """Guess what a spreadsheet made a number of."""
    bare = sentence.lstrip("0")
    fitting = [each for each in known if each and bare.isdigit() and each.lstrip("0") == bare]
    return f"; did a spreadsheet drop the zeros of {fitting[0]!r}?" if fitting else ""
