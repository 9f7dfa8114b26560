"""How many of an actor's sentences without a label are anti, neutral and pro, at every point of the posterior."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.estimation.posterior import Posterior, spread_points
from stance.estimation.softmax import CONTRASTS, K

REPEATS = 4
"""Counts drawn at each point of the posterior."""

_ROWS_AT_ONCE = 512


@dataclass(frozen=True)
class Remaining:
    """Counts of the sentences without a label.

    Attributes
    ----------
    mean : array of shape (n_units, 3)
        Expected counts.
    drawn : array of shape (n_draws, n_units, 3)
        Counts, not rounded.
    weight : array of shape (n_draws, n_units)
        Weight of each draw for each actor.
    """

    mean: Any
    drawn: Any
    weight: Any


def count_remaining(posterior: Posterior, design: Any, unit: Any, inflation: Any) -> Remaining:
    """Draw counts from the predictive distribution.

    Given a point of the posterior, sentences are independent but for documents: the counts are drawn from a normal
    distribution of their mean and covariance.

    Parameters
    ----------
    posterior : Posterior
        Points.
    design : array of shape (n_rows, 3, n_fixed)
        Rows without a label.
    unit : array of int, shape (n_rows,)
        The actor of each row, ascending.
    inflation : array of shape (n_units,)
        What the covariance of each actor is multiplied by, for sentences that share documents.
    """
    moments = _moments(posterior, design, unit)
    return draw_counts(moments, posterior.weight, np.bincount(unit, minlength=len(inflation)), inflation)


def draw_counts(moments: Any, weight: Any, sizes: Any, inflation: Any) -> Remaining:
    """Draw counts from normal distributions of their mean and covariance.

    Parameters
    ----------
    moments : five arrays of shape (n_points, n_units)
        Mean counts anti and pro, their variances, and their covariance.
    weight : array of shape (n_points, n_units)
        Weight of each point.
    sizes : array of int, shape (n_units,)
        Number of sentences.
    inflation : array of shape (n_units,)
        What the covariance of each actor is multiplied by.
    """
    from scipy.stats import norm

    anti, pro, var_anti, var_pro, covariance = moments
    points, n_units = weight.shape
    normal = norm.ppf(spread_points(points * REPEATS, K - 1, seed=1)).astype(np.float32)
    normal = normal.reshape(REPEATS, points, 1, K - 1)
    scale, first = np.sqrt(inflation), np.sqrt(var_anti)
    tie = np.divide(covariance, first, out=np.zeros_like(first), where=first > 0)
    second = np.sqrt(np.maximum(var_pro - tie**2, 0))
    drawn_anti = np.clip(anti + scale * first * normal[..., 0], 0, sizes)
    drawn_pro = pro + scale * (tie * normal[..., 0] + second * normal[..., 1])
    drawn_pro = np.clip(drawn_pro, 0, sizes - drawn_anti)
    drawn = np.stack([drawn_anti, sizes - drawn_anti - drawn_pro, drawn_pro], axis=-1)
    mean_anti, mean_pro = ((weight * each).sum(axis=0) for each in (anti, pro))
    return Remaining(
        mean=np.stack([mean_anti, sizes - mean_anti - mean_pro, mean_pro], axis=-1),
        drawn=drawn.reshape(REPEATS * points, n_units, K),
        weight=np.tile(weight / REPEATS, (REPEATS, 1)),
    )


def _moments(posterior: Posterior, design: Any, unit: Any) -> Any:
    """Return mean counts anti and pro, their variances and covariance, each of shape (n_points, n_units)."""
    points, n_units = posterior.weight.shape
    sums = np.zeros((5, n_units, points), np.float32)
    fixed = posterior.fixed.T.astype(np.float32)
    # logits against neutral, of the class at 0 and at 2
    against_neutral = (design[:, [0, 2]] - design[:, [1]]).astype(np.float32)
    steps = np.einsum("kd,sgd->kgs", CONTRASTS[[0, 2]] - CONTRASTS[1], posterior.intercepts).astype(np.float32)
    for start in range(0, len(unit), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        mine, place = np.unique(unit[rows], return_inverse=True)
        member = (place == np.arange(len(mine))[:, np.newaxis]).astype(np.float32)
        odds = against_neutral[rows].transpose(1, 0, 2) @ fixed
        odds += steps[:, unit[rows]]
        top = np.maximum(odds.max(axis=0), 0)
        odds -= top
        np.exp(odds, out=odds)
        odds /= odds.sum(axis=0) + np.exp(-top)
        anti, pro = odds
        for number, values in enumerate((anti, pro, anti * anti, pro * pro, anti * pro)):
            sums[number, mine] += member @ values
    anti, pro, anti_squared, pro_squared, product = sums.transpose(0, 2, 1)
    return anti, pro, np.maximum(anti - anti_squared, 0), np.maximum(pro - pro_squared, 0), -product
