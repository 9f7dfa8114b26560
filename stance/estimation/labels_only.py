"""Shares of an actor from its labels alone, drawn towards those of all actors."""

from typing import Any

import numpy as np

from stance.estimation.clusters import design_effect, document_correlation
from stance.estimation.posterior import POINTS, spread_points
from stance.estimation.remaining import Remaining, draw_counts
from stance.estimation.rows import Rows
from stance.estimation.softmax import K, softmax, sums

CONCENTRATIONS = np.array([0.5, 1, 2, 4, 8, 16, 32])
"""Labels that the shares of all actors count for in those of one, as tried."""


def from_labels(rows: Rows) -> Remaining:
    """Return the counts of the sentences without a label, by actor.

    Shares of an actor have a Dirichlet distribution around those of all labels; how tightly, the labels decide
    (empirical Bayes on the Dirichlet-multinomial likelihood). The shares of all are drawn too.
    """
    known = rows.known
    outcome = np.eye(K)[rows.label[known]]
    pooled = (rows.weight[known] @ outcome + 0.5) / (rows.weight.sum() + 0.5 * K)
    correlation = document_correlation(rows, np.tile(pooled, (len(rows.label), 1)))
    effect = design_effect(rows, correlation)
    counts = sums(outcome * rows.weight[known][:, np.newaxis], rows.unit[known], rows.n_units) / effect[:, np.newaxis]
    cube = spread_points(POINTS, 1 + 2 * K)
    chances = np.cumsum(softmax(np.array([_log_evidence(counts, each * pooled) for each in CONCENTRATIONS])))
    concentration = CONCENTRATIONS[np.searchsorted(chances[:-1], cube[:, 0])]
    worth = _worth(counts.sum(axis=1), concentration)[:, np.newaxis]
    of_all = _dirichlet(worth * pooled + 0.5, cube[:, 1 : 1 + K])
    shape = counts + (concentration[:, np.newaxis] * of_all)[:, np.newaxis]
    anti, _, pro = np.moveaxis(_dirichlet(shape, cube[:, np.newaxis, 1 + K :]), 2, 0)
    sizes = rows.sizes - rows.label_counts.sum(axis=1)
    moments = (anti * sizes, pro * sizes, anti * (1 - anti) * sizes, pro * (1 - pro) * sizes, -anti * pro * sizes)
    return draw_counts(moments, np.full((POINTS, rows.n_units), 1 / POINTS), sizes, effect)


def _worth(labels: Any, concentration: Any) -> Any:
    """Return how many independent labels those of all actors are worth, where labels of one actor hang together."""
    return (labels / (1 + np.maximum(labels - 1, 0) / (1 + concentration[:, np.newaxis]))).sum(axis=1)


def _dirichlet(shape: Any, cube: Any) -> Any:
    """Return the shares of a Dirichlet distribution at points of the unit cube, classes along the last axis."""
    from scipy.special import gammaincinv

    gamma = np.maximum(gammaincinv(shape, cube), np.finfo(float).tiny)
    return gamma / gamma.sum(axis=-1, keepdims=True)


def _log_evidence(counts: Any, shape: Any) -> float:
    """Return the log marginal likelihood of the Dirichlet-multinomial distribution, up to a constant."""
    from scipy.special import gammaln

    each = gammaln(shape.sum()) - gammaln(counts.sum(axis=1) + shape.sum())
    return float((each + (gammaln(counts + shape) - gammaln(shape)).sum(axis=1)).sum())
