"""What a report, an export or a card is made of: the numbers of a run, or of predictions of new text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from stance.corpus.schema import UNATTRIBUTED
from stance.evaluation.actors import statements_of


@dataclass(frozen=True)
class Findings:
    """Everything that is shown, read from files that exist already.

    Attributes
    ----------
    name : str
        Name of the run, or of the file of predictions.
    predictions : pandas.DataFrame
        One row a sentence and target, as ``predictions.parquet`` holds them.
    actors : pandas.DataFrame
        As `stance.actor_report` returns it; with intervals where labels were drawn at random.
    metrics : mapping
        As ``metrics.json`` holds them; empty where nothing is labelled.
    ngrams : pandas.DataFrame or None
        As ``ngrams.csv`` holds them.
    config, provenance : mapping or None
        The resolved configuration, and where, when and with what the run was made.
    warnings : sequence of str
        What a reader must know before using the numbers.
    folder : path or None
        The run's folder, which holds the model.
    """

    name: str
    predictions: pd.DataFrame
    actors: pd.DataFrame
    metrics: Mapping[str, Any] = field(default_factory=dict)
    ngrams: pd.DataFrame | None = None
    config: Mapping[str, Any] | None = None
    provenance: Mapping[str, Any] | None = None
    warnings: Sequence[str] = ()
    folder: Path | None = None

    @cached_property
    def statements(self) -> pd.DataFrame:
        """One row a statement: actor, gold ``stance`` and prediction, as `statements_of` returns them."""
        return statements_of(self.predictions)


def names_actors(actors: pd.DataFrame) -> bool:
    """Return whether any statement is somebody's."""
    return not actors.empty and bool(set(actors["actor"]) - {UNATTRIBUTED})
