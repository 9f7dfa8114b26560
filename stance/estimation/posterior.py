"""Weighted points of the posterior of every actor's intercept, the standard deviation between actors integrated out."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from stance.estimation.intercepts import Fit, Labelled, Prior, fit
from stance.estimation.softmax import CONTRASTS, log_total, softmax

BETWEEN_ACTORS = (0.15, 0.3, 0.6, 0.9, 1.3, 1.8, 2.5, 3.5)
"""Standard deviations between actors that are tried, evenly spaced by ratio where it matters."""

BETWEEN_SCALE = 2.5
"""Scale of the half-normal prior of that standard deviation."""

POINTS = 256
DEGREES_OF_FREEDOM = 8
LARGEST_WEIGHT = 10 / POINTS
"""No point may count for more than ten: a single one would otherwise make an interval of its own."""


@dataclass(frozen=True)
class Posterior:
    """Points of the posterior.

    Attributes
    ----------
    fixed : array of shape (POINTS, n_fixed)
        Fixed effects.
    intercepts : array of shape (POINTS, n_units, 2)
        Intercepts of the actors.
    weight : array of shape (POINTS, n_units)
        Weight of each point for each actor; sums to one over points.
    """

    fixed: Any
    intercepts: Any
    weight: Any


@cache
def spread_points(n_points: int, dimensions: int, seed: int = 0) -> Any:
    """Return points spread evenly over the unit cube, shape (n_points, dimensions): Sobol's, scrambled.

    They are the same for every actor, so that an actor's estimate depends on nothing but its data.
    """
    from scipy.stats import qmc

    return np.clip(qmc.Sobol(dimensions, scramble=True, seed=seed).random(n_points), 1e-6, 1 - 1e-6)


def posterior(data: Labelled, prior: Prior) -> Posterior:
    """Return the posterior of the model in `stance.estimation.intercepts`.

    The standard deviation between actors is drawn by its marginal likelihood, fixed effects from their normal
    approximation, and intercepts from a t distribution around theirs. The weights replace, actor by actor, the
    quadratic approximation of its own labels' likelihood by the likelihood itself.
    """
    from scipy.special import gammaincinv
    from scipy.stats import norm

    fits: list[Fit] = []
    for sd in BETWEEN_ACTORS:
        fits.append(fit(data, prior, sd, fits[-1] if fits else None))
    n_fixed, n_contrasts = len(prior.mean), CONTRASTS.shape[1]
    cube = spread_points(POINTS, 1 + n_fixed + n_contrasts + 1)
    normal = norm.ppf(cube[:, 1:-1])
    stretch = np.sqrt(DEGREES_OF_FREEDOM / (2 * gammaincinv(DEGREES_OF_FREEDOM / 2, cube[:, -1])))
    chosen = np.searchsorted(np.cumsum(_chances(fits))[:-1], cube[:, 0])
    fixed = np.empty((POINTS, n_fixed))
    intercepts = np.empty((POINTS, data.n_units, n_contrasts))
    log_weight = np.empty((POINTS, data.n_units))
    for number in np.unique(chosen):
        at, found = chosen == number, fits[number]
        moved = normal[at, :n_fixed] @ found.fixed_root.T
        step = normal[at, n_fixed:] * stretch[at, np.newaxis]
        shift = np.einsum("gdp,sp->sgd", found.slope, moved) + np.einsum("gde,se->sgd", found.root, step)
        fixed[at], intercepts[at] = found.fixed + moved, found.intercepts + shift
        log_weight[at] = _beyond_quadratic(data, found, moved, shift) + _normal_over_t(step)[:, np.newaxis]
    return Posterior(fixed, intercepts, _weights(log_weight))


def _chances(fits: list[Fit]) -> Any:
    """Return the posterior probability of each standard deviation; the grid is even in its logarithm."""
    sd = np.array(BETWEEN_ACTORS)
    log_chance = np.array([each.log_evidence for each in fits]) + np.log(sd) - 0.5 * (sd / BETWEEN_SCALE) ** 2
    return softmax(log_chance)


def _beyond_quadratic(data: Labelled, found: Fit, moved: Any, shift: Any) -> Any:
    """Return, by point and actor, the log likelihood of its labels less the quadratic approximation at the mode."""
    out = np.empty((len(moved), data.n_units))
    logits = data.logits(found.fixed, found.intercepts)
    shares, at_mode = softmax(logits), (logits * data.outcome).sum(axis=1) - log_total(logits)
    for number, (fixed_move, intercept_move) in enumerate(zip(moved, shift, strict=True)):
        change = data.design @ fixed_move + intercept_move[data.unit] @ CONTRASTS.T
        mean = (shares * change).sum(axis=1)
        quadratic = (data.outcome * change).sum(axis=1) - mean
        quadratic -= 0.5 * ((shares * change**2).sum(axis=1) - mean**2)
        there = logits + change
        exact = (there * data.outcome).sum(axis=1) - log_total(there) - at_mode
        out[number] = np.bincount(data.unit, data.weight * (exact - quadratic), data.n_units)
    return out


def _normal_over_t(step: Any) -> Any:
    """Return the log ratio of the normal density to the t density that the steps are drawn from."""
    squared = (step**2).sum(axis=1)
    return -0.5 * squared + 0.5 * (DEGREES_OF_FREEDOM + step.shape[1]) * np.log1p(squared / DEGREES_OF_FREEDOM)


def _weights(log_weight: Any) -> Any:
    weight = np.minimum(softmax(log_weight.T).T, LARGEST_WEIGHT)
    return weight / weight.sum(axis=0)
