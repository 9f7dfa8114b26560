"""A user's table of metadata, which overrides what articles say of themselves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stance.corpus.metadata import FIELDS, checked_fields
from stance.corpus.records import read_records
from stance.errors import StanceError, did_you_mean, shown, some


class MetadataTable:
    """Rows by the article they speak of.

    Parameters
    ----------
    path : path or None
        A .csv, .tsv, .jsonl or .parquet file with a column ``file`` or ``document_id`` and others of `FIELDS`. Where
        both are there, ``file`` says which article is meant and ``document_id`` what it shall be called.

    Raises
    ------
    StanceError
        Naming file, line and value.
    """

    def __init__(self, path: str | Path | None):
        self._by_file: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._rows: list[dict[str, Any]] = []
        self._places: list[str] = []
        self._used: set[int] = set()
        if path is not None:
            self._read(Path(path))

    def _read(self, path: Path) -> None:
        records = read_records(path)
        columns = records.columns
        for name in columns:
            if name not in (*FIELDS, "file") and (meant := did_you_mean(name, (*FIELDS, "file"))):
                raise StanceError(f"{shown(path)}: unknown column {name!r}{meant}")
        key = "file" if "file" in columns else "document_id"
        if key not in columns:
            raise StanceError(f"{shown(path)}: no column 'document_id' or 'file' (columns: {some(columns)})")
        known = self._by_file if key == "file" else self._by_name
        for i, value in enumerate(columns[key]):
            place = records.place(i)
            if value is None:
                raise StanceError(f"{place}: no {key}")
            name = _place(Path(value)) if key == "file" else str(value).strip()
            if name in known:
                raise StanceError(f"{place}: {key} {shown(name)!r} stands in {self._places[known[name]]} already")
            known[name] = i
            self._places.append(place)
            self._rows.append(checked_fields({field: columns[field][i] for field in FIELDS if field in columns}, place))

    def row(self, name: str, path: str) -> dict[str, Any]:
        """Return what the table says of an article, by the path it was read from or by its name."""
        file = Path(path)
        for index in (self._by_file.get(str(file.absolute())), self._by_file.get(file.name), self._by_name.get(name)):
            if index is not None:
                self._used.add(index)
                return self._rows[index]
        return {}

    def unused(self) -> Iterator[str]:
        """Yield a line for each row that no article has taken."""
        for name, index in (*self._by_file.items(), *self._by_name.items()):
            if index not in self._used:
                yield f"{self._places[index]}: no article {shown(name)!r}"


def _place(file: Path) -> str:
    """Return a path from the root, so that it may be named from there or from here; a bare name means any folder."""
    return str(file if file.parent == Path() else file.absolute())
