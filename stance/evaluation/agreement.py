"""Agreement between coders: Krippendorff's alpha for nominal labels."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stance.errors import StanceError
from stance.evaluation.resampling import bootstrap_weights, interval


@dataclass(frozen=True)
class Agreement:
    """Agreement of two or more coders.

    Attributes
    ----------
    alpha : float
        Krippendorff's alpha: 1 is perfect, 0 is chance. NaN when only one label was ever used.
    low, high : float
        Its 95% percentile interval over units.
    units : int
        Units that two coders or more have labelled.
    coders : int
        Coders.
    """

    alpha: float
    low: float
    high: float
    units: int
    coders: int


def krippendorff_alpha(codings: Sequence[Sequence[Hashable]], *, n_resamples: int = 2000, seed: int = 0) -> Agreement:
    """Return Krippendorff's alpha for nominal labels, with a bootstrap interval over units.

    Parameters
    ----------
    codings : sequence of shape (n_coders, n_units)
        Labels; None or NaN where a coder has not labelled a unit.
    n_resamples : int, default 2000
        Bootstrap resamples; those in which a single label remains are left out.
    seed : int, default 0
        Seed of the resamples.

    Returns
    -------
    Agreement
        Alpha with its interval.

    Raises
    ------
    StanceError
        When coders differ in their number of units, or no unit is labelled twice.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    if len({len(labels) for labels in codings}) != 1:
        raise StanceError(
            f"coders have different numbers of units: {', '.join(str(len(labels)) for labels in codings)}"
        )
    flat = pd.Series([label for labels in codings for label in labels], dtype=object)
    numbers, values = pd.factorize(flat)
    codes = numbers.reshape(len(codings), -1)
    # counts[unit, label]: how many coders gave the unit that label
    counts = (codes[:, :, np.newaxis] == np.arange(len(values))).sum(axis=0).astype(float)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise StanceError("no unit is labelled by two coders: there is no agreement to measure")
    disagreement = _disagreement(counts)
    alpha = _alpha(disagreement.sum(), counts.sum(axis=0))
    samples = np.concatenate(
        [
            _alpha(weights @ disagreement, weights @ counts)
            for weights in bootstrap_weights(len(counts), n_resamples, seed)
        ]
    )
    samples = samples[~np.isnan(samples)]
    low, high = interval(samples) if len(samples) else (np.nan, np.nan)
    return Agreement(float(alpha), float(low), float(high), len(counts), len(codings))


def _disagreement(counts: Any) -> Any:
    """Return, for each unit, its disagreeing pairs of labels, weighted by 1 / (labels - 1)."""
    labels = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1)
    return (labels * (labels - 1) - agreeing) / (labels - 1)


def _alpha(disagreement: Any, totals: Any) -> Any:
    """One minus observed over expected disagreement; NaN where a single label makes both zero."""
    n = totals.sum(axis=-1)
    expected = (n**2 - (totals**2).sum(axis=-1)) / (n - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - np.where(expected > 0, disagreement / expected, np.nan)
