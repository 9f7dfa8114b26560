"""Intervals from weighted draws of shares."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.estimation.posterior import spread_points
from stance.estimation.remaining import Remaining
from stance.estimation.rows import Rows
from stance.estimation.softmax import NET, K

JEFFREYS = 0.5
CORRECTION = 1 / 3
"""Sentences by which an interval of a realised count is widened on either side."""


@dataclass(frozen=True)
class Draws:
    """Draws of class shares.

    Attributes
    ----------
    mean : array of shape (n_units, 3)
        Expected shares.
    shares : array of shape (n_draws, n_units, 3)
        Shares of anti, neutral and pro.
    weight : array of shape (n_draws, n_units)
        Weight of each draw for each unit; sums to one over draws.
    """

    mean: Any
    shares: Any
    weight: Any


def realised(rows: Rows, remaining: Remaining) -> Draws:
    """Return draws of the shares among the sentences at hand: labels as they are, the others as drawn."""
    sizes, known = rows.sizes[:, np.newaxis], rows.label_counts
    return Draws((known + remaining.mean) / sizes, (known + remaining.drawn) / sizes, remaining.weight)


def tendency(draws: Draws, sizes: Any) -> Draws:
    """Return draws of the shares that the sentences at hand are a sample of.

    Parameters
    ----------
    draws : Draws
        Of the shares among the sentences at hand.
    sizes : array of shape (n_units,)
        How many independent sentences they are worth.
    """
    from scipy.special import gammaincinv

    sizes = sizes[:, np.newaxis]
    cube = spread_points(len(draws.shares), K, seed=2)[:, np.newaxis]
    gamma = np.maximum(gammaincinv(draws.shares * sizes + JEFFREYS, cube), np.finfo(float).tiny)
    mean = (draws.mean * sizes + JEFFREYS) / (sizes + JEFFREYS * K)
    return Draws(mean, gamma / gamma.sum(axis=2, keepdims=True), draws.weight)


def intervals(draws: Draws, level: float) -> tuple[Any, Any]:
    """Return the bounds of central intervals for the shares and for net stance, each of shape (n_units, 4)."""
    values = np.concatenate([draws.shares, (draws.shares @ NET)[..., np.newaxis]], axis=2)
    mean = np.concatenate([draws.mean, (draws.mean @ NET)[:, np.newaxis]], axis=1)
    tail = (1 - level) / 2
    bounds = [weighted_quantiles(values[:, :, i], draws.weight, (tail, 1 - tail)) for i in range(values.shape[2])]
    low, high = np.stack(bounds, axis=2)
    # of a very skewed distribution the mean may lie beyond the quantile
    return np.minimum(low, mean), np.maximum(high, mean)


def attainable(rows: Rows, low: Any, high: Any) -> tuple[Any, Any]:
    """Return intervals of realised shares and net stance, allowing for whole sentences and what the labels leave open.

    Draws are continuous, the truth counts whole sentences. Half a sentence on either side, the usual correction,
    covers too often and none too seldom; a third is between them (two of net stance, which a sentence that changes
    sides moves by two). What the labels exclude is cut off.
    """
    sizes, known = rows.sizes[:, np.newaxis], rows.label_counts
    rest = sizes - known.sum(axis=1, keepdims=True)
    net = known @ NET[:, np.newaxis]
    least = np.concatenate([known, net - rest], axis=1) / sizes
    most = np.concatenate([known + rest, net + rest], axis=1) / sizes
    margin = np.array([*[CORRECTION] * K, 2 * CORRECTION]) / sizes
    return np.clip(low - margin, least, most), np.clip(high + margin, least, most)


def weighted_quantiles(values: Any, weight: Any, shares: tuple[float, ...]) -> Any:
    """Return for each column the least value below or at which lies the share of the weight.

    Parameters
    ----------
    values, weight : array of shape (n_draws, n_columns)
        Draws and their weights.
    shares : tuple of float
        Between 0 and 1.

    Returns
    -------
    array of shape (len(shares), n_columns)
        Values that were drawn.
    """
    order = np.argsort(values, axis=0)
    reached = np.cumsum(np.take_along_axis(weight, order, axis=0), axis=0)
    reached /= reached[-1]
    # rounding in the sum must not decide between two values
    position = [(reached < share - 1e-9).sum(axis=0) for share in shares]
    where = np.take_along_axis(order, np.minimum(position, len(values) - 1), axis=0)
    return np.take_along_axis(values, where, axis=0)
