"""Tables in which people filled in labels, and the sentences that their rows are about."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from stance.corpus.lines import read_lines
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

    Raises
    ------
    StanceError
        With advice on saving it, as there is nothing to set.
    """
    is_csv = path.suffix.lower() == ".csv"
    try:
        return read_records(path, delimiter=_delimiter(path) if is_csv else None)
    except StanceError as error:
        advice = "; save it as CSV UTF-8" if is_csv else "; save it as UTF-8"
        message = re.sub(r"; save (the file|it) as UTF-8.*", advice, str(error)).removesuffix(" Set data.delimiter")
        raise StanceError(message) from None


def _delimiter(path: Path) -> str:
    """Return what separates the columns of a .csv by its header; spreadsheets follow the habits of a country."""
    header = next(read_lines(path), "")
    return max(",;\t", key=header.count)


def _in_small_letters(label: str | None) -> str | None:
    """Return a label as it should have been written; what is none stays as it is, for the error."""
    return label.lower() if label is not None and label.lower() in STANCES else label


def unfilled(path: str | Path) -> list[str]:
    """Return what must be said of drawn sentences that have no label yet: nothing, or one warning.

    Raises
    ------
    StanceError
        When no sentence has one.
    """
    sheet = read_labels(path).frame
    if sheet["label"].isna().all():
        raise StanceError(f"{shown(path)}: no label is filled in yet (column 'label')")
    if "sample_prob" not in sheet:
        return []
    drawn = sheet[sheet["sample_prob"].notna() & sheet["sentence_id"].notna()]
    filled = drawn.groupby(["sentence_id", "target"], dropna=False)["label"].count() > 0
    missing = int((~filled).sum())
    says = f"{missing} of {len(filled)} drawn sentences have no label: right only if it is chance which"
    return [says] if missing else []


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
