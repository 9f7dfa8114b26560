"""Labelled sentences as a Hugging Face ``DatasetDict``, and back unchanged."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow

from stance.corpus.schema import COLUMNS, INTEGER_COLUMNS, SPLITS, STANCES
from stance.corpus.validation import validate
from stance.errors import StanceError, shown
from stance.files import whole_or_nothing

if TYPE_CHECKING:
    from datasets import Dataset, DatasetDict, Features

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
        One data set a split; ``label`` is a ``ClassLabel`` with the names anti, neutral, pro. A further
        column keeps its type where all its values share one, and becomes text where they do not.
    """
    from datasets import DatasetDict

    frame = validate(frame)
    features = _features(frame)
    names = frame["split"].fillna(UNSPLIT)
    return DatasetDict({name: _dataset(rows, features) for name, rows in frame.groupby(names, sort=False)})


def _features(frame: pd.DataFrame) -> "Features":
    from datasets import ClassLabel, Features, List, Value

    features: dict[str, object] = dict.fromkeys(COLUMNS, Value("string"))
    features |= dict.fromkeys(INTEGER_COLUMNS, Value("int64"))
    features["statements"] = List({"actor": Value("string"), "stance": Value("string")})
    features["label"] = ClassLabel(names=list(STANCES))
    further = pyarrow.schema({name: _arrow_type(frame[name]) for name in frame.columns[len(COLUMNS) :]})
    return Features({**features, **Features.from_arrow_schema(further)})


def _arrow_type(values: pd.Series) -> pyarrow.DataType:
    """Return the type that all values of a further column share, or else text."""
    try:
        kind = pyarrow.array(_present(values)).type
    except (pyarrow.ArrowException, OverflowError):
        return pyarrow.string()
    return pyarrow.string() if pyarrow.types.is_null(kind) else kind


def _dataset(frame: pd.DataFrame, features: "Features") -> "Dataset":
    from datasets import Dataset, Value

    columns = {name: _present(frame[name]) for name in frame.columns}
    columns["label"] = [STANCES.index(label) for label in columns["label"]]
    for name, feature in features.items():
        if feature == Value("string"):
            columns[name] = [None if value is None else str(value) for value in columns[name]]
    return Dataset.from_dict(columns, features=features)


def _present(values: pd.Series) -> list[Any]:
    return [None if _missing(value) else value for value in values]


def _missing(value: object) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


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
    """Read what `save_dataset_dict` wrote, its splits in the schema's order."""
    from datasets import Dataset, DatasetDict

    folder = Path(folder)
    files = [path for split in SPLITS if (path := folder / f"{split}.parquet").is_file()]
    if not files:
        raise StanceError(f"{shown(folder)}: no Parquet files of a data set")
    return DatasetDict({path.stem: Dataset.from_parquet(str(path), keep_in_memory=True) for path in files})
