"""Comparing runs on the same test sentences."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from stance.errors import StanceError
from stance.evaluation.metrics import METRICS
from stance.evaluation.resampling import bootstrap_weights, interval, resampling_unit, tally_frame

COMPARED = ("macro_f1", "f1_pro", "f1_anti", "accuracy", "brier", "calibration_error")


def compare_predictions(
    predictions: Sequence[pd.DataFrame], names: Sequence[str], *, n_resamples: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Compare predictions by paired bootstrap: every resample draws the same sentences for all.

    Parameters
    ----------
    predictions : sequence of pandas.DataFrame
        Two or more, of the same sentences, targets and labels in any order.
    names : sequence of str
        What to call them; the first is what the others are compared with.
    n_resamples : int, default 2000
        Bootstrap resamples.
    seed : int, default 0
        Seed of the resamples.

    Returns
    -------
    pandas.DataFrame
        One row a metric and later run: ``metric, first, other, value_first, value_other, difference, low, high,
        p_value``. The difference is other minus first. The p-value is two-sided: twice the smaller share of
        resamples on either side of zero, ties on both.

    Raises
    ------
    StanceError
        When the test sentences differ.
    """
    aligned = [_sorted(frame) for frame in predictions]
    for frame, name in zip(aligned[1:], names[1:], strict=True):
        _check_same(aligned[0], frame, names[0], name)
    unit = resampling_unit(aligned[0])
    places = aligned[0][["document_id", "paragraph"]]  # a run that knows less of them is resampled like the first
    tallies = [tally_frame(frame.assign(**places), unit) for frame in aligned]
    n_groups = len(tallies[0].squared_error)
    samples: dict[str, list[Any]] = {name: [] for name in COMPARED}
    for weights in bootstrap_weights(n_groups, n_resamples, seed):
        resampled = [each.resampled(weights) for each in tallies]
        for name in COMPARED:
            samples[name].append(np.stack([METRICS[name](each) for each in resampled], axis=1))
    rows = []
    for name in COMPARED:
        values = [float(METRICS[name](each.total())) for each in tallies]
        drawn = np.concatenate(samples[name])
        for i in range(1, len(aligned)):
            differences = drawn[:, i] - drawn[:, 0]
            low, high = interval(differences)
            p_value = _two_sided(differences)
            rows.append((name, names[0], names[i], values[0], values[i], values[i] - values[0], low, high, p_value))
    columns = [
        "metric",
        "first",
        "other",
        "value_first",
        "value_other",
        "difference",
        "low",
        "high",
        "p_value",
    ]
    table = pd.DataFrame(rows, columns=columns)
    table.attrs["unit"], table.attrs["groups"], table.attrs["sentences"] = unit, n_groups, len(aligned[0])
    return table


def _two_sided(differences: Any) -> float:
    """Return twice the smaller share of resamples on either side of zero, the sample itself counted with both.

    Counting it keeps the p-value above zero (Davison and Hinkley 1997, section 4.2).
    """
    differences = np.round(differences, 12)
    fewer = min((differences <= 0).sum(), (differences >= 0).sum())
    return float(min(1.0, 2 * (fewer + 1) / (len(differences) + 1)))


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["target", "sentence_id"]).reset_index(drop=True)


def _check_same(first: pd.DataFrame, other: pd.DataFrame, first_name: str, other_name: str) -> None:
    keys = ["target", "sentence_id", "label"]
    if not first[keys].astype(str).equals(other[keys].astype(str)):
        shared = len(first[keys].merge(other[keys]))
        raise StanceError(
            f"different test sentences: not comparable ({first_name} has {len(first)}, {other_name} has {len(other)}, "
            f"{shared} in common)"
        )
