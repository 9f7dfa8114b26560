"""Hugging Face data sets, by hub id or local folder."""

import tempfile
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import Field

from stance.corpus.schema import DataSection
from stance.corpus.tables import Columns, Labels, rename, translate
from stance.corpus.validation import describe_unknown, validate
from stance.errors import StanceError, some

STANCES_ELSEWHERE = {"favor": "pro", "against": "anti", "none": "neutral"}
"""The names that most stance data sets use."""

SPLITS_ELSEWHERE = {
    "train": "train",
    "validation": "validation",
    "dev": "validation",
    "valid": "validation",
    "test": "test",
}


class HubConfig(DataSection):
    """A data set for ``datasets.load_dataset``.

    Attributes
    ----------
    path : str
        Hub id such as ``cardiffnlp/tweet_eval``, or a local folder.
    configurations : list of str
        Configurations of the data set; each becomes a target of its name. Empty: the default one.
    columns, labels
        As for a table. Unless given, favor, against and none are pro, anti and neutral.
    """

    name: Literal["hub"] = "hub"
    path: str
    configurations: list[str] = Field(default_factory=list)
    columns: Columns = Field(default_factory=dict)
    labels: Labels = Field(default_factory=lambda: dict(STANCES_ELSEWHERE))


def load_hub(config: HubConfig) -> pd.DataFrame:
    """Load every configuration and split of a data set into one frame.

    Returns
    -------
    pandas.DataFrame
        As `stance.validate` returns it; ``split`` is the data set's own, and each sentence_id names
        configuration, split and row.

    Raises
    ------
    StanceError
        When the data set cannot be loaded or a label is unknown.
    """
    parts = [_load(config, configuration) for configuration in config.configurations or (None,)]
    frame = pd.concat(parts, ignore_index=True)
    return validate(frame, place=lambda row: f"{config.path}: sentence {frame['sentence_id'].iloc[row]}")


def _load(config: HubConfig, configuration: str | None) -> pd.DataFrame:
    import datasets

    datasets.utils.logging.set_verbosity_error()
    datasets.disable_progress_bars()
    local = Path(config.path).is_dir()
    # the library knows a local folder by its name only: its cache would give the old rows of edited files
    with tempfile.TemporaryDirectory() as fresh:
        try:
            splits = datasets.load_dataset(
                config.path, configuration, cache_dir=fresh if local else None, keep_in_memory=local
            )
        except Exception as error:  # the library raises whatever its many backends raise
            first_line = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise StanceError(f"data.path: {config.path} cannot be loaded: {first_line}") from None
    return pd.concat([_frame(config, configuration, split, rows) for split, rows in splits.items()], ignore_index=True)


def _frame(config: HubConfig, configuration: str | None, split: str, rows: Any) -> pd.DataFrame:
    where = "/".join(filter(None, [config.path, configuration, split]))
    if split not in SPLITS_ELSEWHERE:
        raise StanceError(f"{where}: {describe_unknown('split', split, SPLITS_ELSEWHERE)}")
    columns = rename({name: list(rows[name]) for name in rows.column_names}, config.columns, where)
    if "label" not in columns:
        raise StanceError(f"{where}: no column 'label' (columns: {some(columns)}); set data.columns.label=COLUMN")
    feature = rows.features[config.columns.get("label", "label")]
    names = getattr(feature, "names", None)
    labels = [names[value] if names and isinstance(value, int) and value >= 0 else value for value in columns["label"]]
    prefix = "-".join(filter(None, [configuration, split]))
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    frame["label"] = pd.Series(translate(labels, config.labels, lambda row: f"{where}: row {row + 1}"), dtype=object)
    frame["split"] = SPLITS_ELSEWHERE[split]
    if "sentence_id" not in frame:
        frame["sentence_id"] = [f"{prefix}-{row:06d}" for row in range(len(frame))]
    if "target" not in frame and configuration:
        frame["target"] = configuration
    return frame
