"""The user's alias table: names for actors that stand above every rule."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stance.corpus.records import Records, read_records
from stance.errors import StanceError, did_you_mean, shown, some
from stance.language.spelling import plain

COLUMNS = ("alias", "canonical", "type", "part_of", "valid_from", "valid_to")
IGNORED = ("n", "documents", "rule", "example")
"""Columns of the review table that inform whoever edits it."""

TYPES = ("person", "organisation", "state", "group", "unknown")


@dataclass(frozen=True)
class Alias:
    """One row: for whom an alias stands, and when.

    Attributes
    ----------
    canonical : str
        The actor's name.
    type : str or None
        One of `TYPES`; None where the table leaves it to the rules.
    part_of : str or None
        The state or organisation the actor belongs to.
    valid_from, valid_to : str or None
        First and last day, as YYYY-MM-DD; None for no limit.
    """

    canonical: str
    type: str | None = None
    part_of: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None

    def covers(self, date: str | None) -> bool:
        """Say whether the row may hold for an article of that date; every row may where the date is unknown."""
        if date is None:
            return True
        return (self.valid_from or date) <= date <= (self.valid_to or date)


@dataclass
class AliasTable:
    """Aliases by their folded spelling."""

    _rows: dict[str, list[Alias]] = field(default_factory=lambda: defaultdict(list))

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def add(self, alias: str, row: Alias) -> None:
        """Enter a row under an alias."""
        if row not in self._rows[fold(alias)]:
            self._rows[fold(alias)].append(row)

    def find(self, mention: str, date: str | None) -> list[Alias]:
        """Return the rows for a mention that hold at a date, one a canonical name.

        Parameters
        ----------
        mention : str
            The words of the article; case, accents, a leading article and a final 's do not matter.
        date : str or None
            The article's date, as YYYY-MM-DD.
        """
        rows = [row for row in self._rows.get(fold(mention), ()) if row.covers(date)]
        return list({row.canonical: row for row in reversed(rows)}.values())[::-1]


def fold(mention: str) -> str:
    """Return what two spellings of one alias have in common."""
    text = plain(mention)
    for ending in ("'s", "s'"):
        if text.endswith(ending):
            text = text[:-2] + ending.strip("'") * (ending == "s'")
    for article in ("the ", "a ", "an "):
        text = text.removeprefix(article)
    return text


def read_aliases(path: str | Path) -> AliasTable:
    """Read an alias table: .csv, .tsv, .jsonl or .parquet.

    Columns: `alias` and `canonical`, and as wanted `type`, `part_of`, `valid_from` and `valid_to` (YYYY-MM-DD, both
    days included). A row without `canonical` is one that nobody has decided yet: it is passed over. The columns that
    a review table has besides are ignored. A table without rows is one without aliases.

    Raises
    ------
    StanceError
        Naming file and line: an unknown column, an alias that is missing, a date that is none, an end before the
        beginning.
    """
    table = AliasTable()
    try:
        records = read_records(Path(path))
    except StanceError as error:
        if str(error) == f"{shown(path)}: no rows":
            return table  # the review of articles in which nobody was found
        raise
    _check_columns(records)
    for row in range(len(next(iter(records.columns.values())))):
        cells = {name: _text(column[row]) for name, column in records.columns.items() if name in COLUMNS}
        if cells["canonical"] is None:
            continue
        if cells["alias"] is None or not fold(cells["alias"]):
            raise StanceError(f"{records.place(row)}: no alias for {cells['canonical']!r}")
        table.add(cells["alias"], _alias(cells, records.place(row)))
    return table


def _check_columns(records: Records) -> None:
    for name in records.columns:
        if name not in COLUMNS + IGNORED:
            meant = did_you_mean(name, COLUMNS)
            raise StanceError(f"{shown(records.path)}: unknown column {name!r}{meant} (columns: {some(COLUMNS)})")
    for name in COLUMNS[:2]:
        if name not in records.columns:
            raise StanceError(f"{shown(records.path)}: no column {name!r} (columns: {some(records.columns)})")


def _alias(cells: dict[str, str | None], place: str) -> Alias:
    kind = cells.get("type")
    if kind is not None and kind not in TYPES:
        raise StanceError(f"{place}: type {kind!r} is not one of {', '.join(TYPES)}{did_you_mean(kind, TYPES)}")
    first, last = (_date(cells.get(name), name, place) for name in ("valid_from", "valid_to"))
    if first and last and last < first:
        raise StanceError(f"{place}: valid_to {last} is before valid_from {first}")
    return Alias(str(cells["canonical"]), kind, cells.get("part_of"), first, last)


def _date(value: str | None, name: str, place: str) -> str | None:
    if value is None:
        return None
    day = value[:10] if value[10:] in ("", " 00:00:00", "T00:00:00") else ""
    try:
        return datetime.datetime.strptime(day, "%Y-%m-%d").date().isoformat()
    except ValueError:
        raise StanceError(f"{place}: {name} {value!r} is not a date such as 2023-05-31") from None


def _text(value: Any) -> str | None:
    """Return a cell as text; None when it is empty."""
    if value is None or value != value:
        return None
    return " ".join(str(value).split()) or None
