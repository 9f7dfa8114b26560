"""Labelled sentences as a Hugging Face ``DatasetDict``, and back unchanged."""

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from stance.corpus.schema import INTEGER_COLUMNS, STANCES, validate
from stance.errors import StanceError, shown
from stance.files import whole_or_nothing

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict

UNSPLIT = "train"
"""The split of rows that name none, as `datasets` itself calls it."""


def to_dataset_dict(frame: pd.DataFrame) -> "DatasetDict":
    """Turn a labelled frame into a ``DatasetDict`` with a ``ClassLabel``.

    Parameters
    ----------
    frame : pandas.DataFrame
        As `stance.validate` returns it. Rows without a split go to ``train``.

    Returns
    -------
    datasets.DatasetDict
        One data set a split; ``label`` is a ``ClassLabel`` with the names anti, neutral, pro.
    """
    from datasets import DatasetDict

    frame = validate(frame)
    names = frame["split"].fillna(UNSPLIT)
    return DatasetDict({name: _dataset(rows) for name, rows in frame.groupby(names, sort=False)})


def _dataset(frame: pd.DataFrame) -> "Dataset":
    from datasets import ClassLabel, Dataset, Features, List, Value

    features: dict[str, object] = {name: Value("string") for name in frame.columns}
    features |= dict.fromkeys(INTEGER_COLUMNS, Value("int64"))
    features["statements"] = List({"actor": Value("string"), "stance": Value("string")})
    features["label"] = ClassLabel(names=list(STANCES))
    columns = {name: [None if _missing(value) else value for value in frame[name]] for name in frame.columns}
    columns["label"] = [STANCES.index(label) for label in columns["label"]]
    for name in frame.columns.difference(["label"]):
        # a further column keeps its own type when all its values share one
        kinds = {type(value) for value in columns[name] if value is not None}
        if features[name] == Value("string") and kinds in ({int}, {float}, {bool}):
            features[name] = Value({int: "int64", float: "float64", bool: "bool"}[kinds.pop()])
        elif features[name] == Value("string"):
            columns[name] = [None if value is None else str(value) for value in columns[name]]
    columns |= {name: [None if value is None else int(value) for value in columns[name]] for name in INTEGER_COLUMNS}
    return Dataset.from_dict(columns, features=Features(features))


def _missing(value: object) -> bool:
    return value is None or (not isinstance(value, list | dict) and bool(pd.isna(value)))


def from_dataset_dict(splits: "DatasetDict") -> pd.DataFrame:
    """Return the frame that `to_dataset_dict` was given, rows grouped by split."""
    parts = []
    for rows in splits.values():
        columns = {name: pd.Series(list(rows[name]), dtype=object) for name in rows.column_names}
        names = rows.features["label"].names
        columns["label"] = pd.Series([names[code] for code in rows["label"]], dtype=object)
        parts.append(pd.DataFrame(columns))
    return validate(pd.concat(parts, ignore_index=True))


def save_dataset_dict(splits: "DatasetDict", folder: str | Path) -> Path:
    """Write one Parquet file a split, which holds its features too, into a new or empty folder.

    Raises
    ------
    StanceError
        When the folder holds something already.
    """
    folder = Path(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StanceError(f"{shown(folder)}: exists and is not an empty folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with whole_or_nothing(folder, folder=True) as part:
        for name, rows in splits.items():
            rows.to_parquet(part / f"{name}.parquet")
    return folder


def load_dataset_dict(folder: str | Path) -> "DatasetDict":
    """Read what `save_dataset_dict` wrote."""
    from datasets import Dataset, DatasetDict

    folder = Path(folder)
    files = sorted(folder.glob("*.parquet"))
    if not files:
        raise StanceError(f"{shown(folder)}: no Parquet files of a data set")
    return DatasetDict({path.stem: Dataset.from_parquet(str(path), keep_in_memory=True) for path in files})
