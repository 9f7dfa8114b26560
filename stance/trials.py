"""What selection tried within each training part, and what it chose, as numbers and as a table."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from stance.config import ExperimentConfig


@dataclass(frozen=True)
class Trial:
    """One point of the grid within one training part.

    Attributes
    ----------
    settings : dict
        Dotted keys and values.
    score : float or None
        Of the inner folds; None where there was nothing to choose among, or the model could not be fitted.
    failure : str or None
        Why it could not.
    """

    settings: dict[str, Any]
    score: float | None = None
    failure: str | None = None


@dataclass(frozen=True)
class Choice:
    """What was chosen within one training part, and what it was chosen among.

    Attributes
    ----------
    config : ExperimentConfig
        With which the whole part is fitted.
    part : str
        Name of the part; see `part_name`.
    trials : tuple of Trial
        In the order of the grid; empty where the configuration selects nothing.
    chosen : Trial or None
        The best of them.
    seconds : float
        What choosing took.
    """

    config: ExperimentConfig
    part: str
    trials: tuple[Trial, ...] = ()
    chosen: Trial | None = None
    seconds: float = field(default=0.0, compare=False)


def selection_numbers(
    config: ExperimentConfig, choices: Sequence[Choice], final: Choice | None = None
) -> dict[str, Any]:
    """Return what a run says about its selection.

    Returns
    -------
    dict
        ``metric``, ``configurations``, ``folds`` and ``repeats``; ``chosen`` and ``score`` of the final model where
        there is one; ``chosen_in_folds``, the settings with the number of ``times`` that folds chose them, the most
        frequent first; ``failed``, those that could not be fitted, how often, and the first reason. Empty where the
        configuration selects nothing.
    """
    if config.selection is None:
        return {}
    kept = {"chosen": final.chosen.settings, "score": final.chosen.score} if final and final.chosen else {}
    distinct = {choice.part: choice for choice in [*choices, *([final] if final else [])]}
    return {
        "metric": config.selection.metric,
        "configurations": len(config.points()),
        "folds": config.selection.folds,
        "repeats": config.selection.repeats,
        **kept,
        "chosen_in_folds": _counted([choice.chosen for choice in choices if choice.chosen]),
        "failed": _counted([trial for choice in distinct.values() for trial in choice.trials if trial.failure]),
    }


def _counted(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """Count equal settings, the most frequent first, then the first seen."""
    first = {_key(trial.settings): trial for trial in reversed(trials)}
    counts = Counter(_key(trial.settings) for trial in trials)
    return [
        {"settings": first[key].settings, "times": times}
        | ({"reason": first[key].failure} if first[key].failure else {})
        for key, times in counts.most_common()
    ]


def _key(settings: dict[str, Any]) -> str:
    return json.dumps(settings, sort_keys=True)


def selection_table(choices: Sequence[Choice]) -> pd.DataFrame:
    """Return every configuration tried within every training part.

    Returns
    -------
    pandas.DataFrame
        Columns ``part``; one for each key of the grid, empty where a point leaves it as configured; ``score``, empty
        where the model could not be fitted or had no rival; ``chosen``.
    """
    parts = {choice.part: choice for choice in choices}.values()
    keys = dict.fromkeys(key for choice in parts for trial in choice.trials for key in trial.settings)
    rows = [
        {
            "part": choice.part,
            **{key: _cell(trial.settings[key]) if key in trial.settings else None for key in keys},
            "score": trial.score,
            "chosen": trial is choice.chosen,
        }
        for choice in parts
        for trial in choice.trials
    ]
    return pd.DataFrame(rows, columns=["part", *keys, "score", "chosen"])


def _cell(value: Any) -> str:
    """Return a value as a cell: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
