"""Multinomial logistic regression with a random intercept for every actor, by Laplace's method.

The logits of row i of actor g are ``design[i] @ fixed + CONTRASTS @ intercept[g]``. Fixed effects have independent
normal priors, intercepts a normal distribution around zero; `fit` takes its standard deviation as given.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.estimation.softmax import CONTRASTS, log_total, softmax, sums

MOST_STEPS = 50
SMALLEST_STEP = 1e-4
GAIN = 1e-8


@dataclass(frozen=True)
class Labelled:
    """The labelled rows.

    Attributes
    ----------
    design : array of shape (n_rows, 3, n_fixed)
        What the fixed effects multiply.
    outcome : array of shape (n_rows, 3)
        One for the label, zero elsewhere.
    unit : array of int, shape (n_rows,)
        The actor of each row.
    weight : array of shape (n_rows,)
        What each row counts for.
    scale : array of shape (n_units,)
        What the standard deviation between actors is multiplied by, for each.
    """

    design: Any
    outcome: Any
    unit: Any
    weight: Any
    scale: Any

    @property
    def n_units(self) -> int:
        """Number of actors."""
        return len(self.scale)

    def logits(self, fixed: Any, intercepts: Any) -> Any:
        """Return logits, shape (n_rows, 3)."""
        return self.design @ fixed + intercepts[self.unit] @ CONTRASTS.T


@dataclass(frozen=True)
class Prior:
    """Normal priors of the fixed effects.

    Attributes
    ----------
    mean, sd : array of shape (n_fixed,)
        Independent of each other.
    """

    mean: Any
    sd: Any


@dataclass(frozen=True)
class Fit:
    """The posterior's mode for one standard deviation between actors, and its curvature there.

    Attributes
    ----------
    fixed : array of shape (n_fixed,)
        Fixed effects.
    fixed_root : array of shape (n_fixed, n_fixed)
        Square root of their covariance.
    intercepts : array of shape (n_units, 2)
        Intercepts of the actors.
    root : array of shape (n_units, 2, 2)
        Square root of their covariance when the fixed effects are known.
    slope : array of shape (n_units, 2, n_fixed)
        How far an actor's intercept moves with the fixed effects.
    log_evidence : float
        Logarithm of the marginal likelihood, up to a constant.
    """

    fixed: Any
    fixed_root: Any
    intercepts: Any
    root: Any
    slope: Any
    log_evidence: float


def fit(data: Labelled, prior: Prior, sd: float, start: Fit | None = None) -> Fit:
    """Find the posterior's mode by Newton steps, halved while they lose.

    Parameters
    ----------
    data : Labelled
        Labelled rows.
    prior : Prior
        Of the fixed effects.
    sd : float
        Standard deviation of the intercepts.
    start : Fit, optional
        Where to start.
    """
    fixed = prior.mean.copy() if start is None else start.fixed
    intercepts = np.zeros((data.n_units, CONTRASTS.shape[1])) if start is None else start.intercepts
    value = _log_posterior(data, prior, sd, fixed, intercepts)
    for _ in range(MOST_STEPS):
        curve = _Curvature(data, prior, sd, fixed, intercepts)
        fixed_step, intercept_step = curve.step()
        size, before = 1.0, value
        while size > SMALLEST_STEP:
            tried = fixed + size * fixed_step, intercepts + size * intercept_step
            value = _log_posterior(data, prior, sd, *tried)
            if value >= before - GAIN:
                fixed, intercepts = tried
                break
            size /= 2
        if size <= SMALLEST_STEP or abs(value - before) < GAIN:
            break
    return _Curvature(data, prior, sd, fixed, intercepts).fit()


def _log_posterior(data: Labelled, prior: Prior, sd: float, fixed: Any, intercepts: Any) -> float:
    logits = data.logits(fixed, intercepts)
    likelihood = data.weight @ ((logits * data.outcome).sum(axis=1) - log_total(logits))
    of_actors = ((intercepts / (sd * data.scale[:, np.newaxis])) ** 2).sum()
    return float(likelihood - 0.5 * (of_actors + (((fixed - prior.mean) / prior.sd) ** 2).sum()))


class _Curvature:
    """Gradient and Hessian at one place; intercepts of actors are independent given the fixed effects."""

    def __init__(self, data: Labelled, prior: Prior, sd: float, fixed: Any, intercepts: Any) -> None:
        self.value = _log_posterior(data, prior, sd, fixed, intercepts)
        self.sd, self.fixed, self.intercepts, self.prior = sd, fixed, intercepts, prior
        shares = softmax(data.logits(fixed, intercepts))
        surprise = data.weight[:, np.newaxis] * (data.outcome - shares)
        # weight * (diag(shares) - shares shares'), applied from the right to the contrasts and to the design
        spread = data.weight[:, np.newaxis, np.newaxis] * (
            shares[:, :, np.newaxis] * (np.eye(shares.shape[1]) - shares[:, np.newaxis, :])
        )
        by_contrast, by_fixed = spread @ CONTRASTS, spread @ data.design
        n_fixed, precision = len(fixed), ((sd * data.scale) ** -2.0)[:, np.newaxis]
        rows = data.design.transpose(0, 2, 1)
        self.fixed_gradient = np.einsum("ipc,ic->p", rows, surprise) - (fixed - prior.mean) / prior.sd**2
        self.intercept_gradient = sums(surprise @ CONTRASTS, data.unit, data.n_units) - intercepts * precision
        inner = sums(CONTRASTS.T @ by_contrast, data.unit, data.n_units)
        inner += precision[:, :, np.newaxis] * np.eye(CONTRASTS.shape[1])
        mixed = sums(CONTRASTS.T @ by_fixed, data.unit, data.n_units)
        outer = rows.transpose(1, 0, 2).reshape(n_fixed, -1) @ by_fixed.reshape(-1, n_fixed) + np.diag(prior.sd**-2.0)
        self.inner_inverse, self.log_inner = np.linalg.inv(inner), float(np.linalg.slogdet(inner)[1].sum())
        self.slope = -self.inner_inverse @ mixed
        self.outer = outer + np.einsum("gdp,gdq->pq", mixed, self.slope)

    def step(self) -> tuple[Any, Any]:
        """Return the Newton step of the fixed effects and of the intercepts."""
        gradient = self.fixed_gradient + np.einsum("gdp,gd->p", self.slope, self.intercept_gradient)
        fixed_step = np.linalg.solve(self.outer, gradient)
        alone = np.einsum("gde,ge->gd", self.inner_inverse, self.intercept_gradient)
        return fixed_step, alone + self.slope @ fixed_step

    def fit(self) -> Fit:
        """Return what is known here."""
        log_evidence = (
            self.value
            - 0.5 * (self.log_inner + np.linalg.slogdet(self.outer)[1])
            - self.intercepts.size * np.log(self.sd)
        )
        return Fit(
            fixed=self.fixed,
            fixed_root=np.linalg.cholesky(np.linalg.inv(self.outer)),
            intercepts=self.intercepts,
            root=np.linalg.cholesky(self.inner_inverse),
            slope=self.slope,
            log_evidence=float(log_evidence),
        )
