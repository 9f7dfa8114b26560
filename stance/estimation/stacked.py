"""The estimator of stance per actor: labels, predicted probabilities and actors stacked in one model.

The logits of a sentence's label are a recalibration of its predicted probabilities, plus what the actor's own texts
say of its class shares (by expectation maximisation, with a coefficient that the labels decide), plus an intercept of
the actor. The labels that were drawn estimate all of it; the counts of the sentences without a label follow.
"""

from typing import Any

import numpy as np

from stance.estimation.clusters import design_effect, document_correlation
from stance.estimation.intercepts import Labelled, Prior, fit
from stance.estimation.posterior import posterior
from stance.estimation.quantifiers import emq
from stance.estimation.remaining import Remaining, count_remaining
from stance.estimation.rows import Rows
from stance.estimation.softmax import CONTRASTS, K, log_shares, softmax

CALIBRATION = Prior(mean=np.array([0.9, 0, 0]), sd=np.array([0.4, 0.8, 0.8]))
"""Priors of the inverse temperature and of two biases: bias-corrected temperature scaling, drawn to the identity."""

TRUST_IN_TEXTS = (0.7, 0.5)
"""Prior mean and standard deviation of the coefficient of the shares by expectation maximisation."""

PSEUDO_COUNT = 2.0
"""Average sentences that are added to each actor before expectation maximisation."""

FEW = 8.0
"""An actor of so many sentences varies around what its texts say with twice the variance of one of very many."""

ABSENT = 1e-3
"""Mean probability up to which a class without a label is taken as absent, as neutral is from two-sided data."""

LOG_OF_NOTHING = -50.0

_FIRST_SD = 0.6
_SHARE_TOLERANCE = 1e-4


def stack(rows: Rows) -> Remaining:
    """Return the counts of the sentences without a label, by actor.

    Parameters
    ----------
    rows : Rows
        Sentences, one of them labelled at least.
    """
    log_proba = np.where(_present(rows), log_shares(rows.proba), LOG_OF_NOTHING)
    recalibrating = np.concatenate([log_proba[:, :, np.newaxis], np.tile(CONTRASTS, (len(log_proba), 1, 1))], axis=2)
    calibration = fit(_labelled(rows, recalibrating, rows.weight), CALIBRATION, _FIRST_SD)
    calibrated = softmax(recalibrating @ calibration.fixed)
    correlation = document_correlation(rows, calibrated)
    design = np.concatenate([recalibrating, _texts_say(rows, calibrated)[rows.unit]], axis=2)
    prior = Prior(np.append(CALIBRATION.mean, TRUST_IN_TEXTS[0]), np.append(CALIBRATION.sd, TRUST_IN_TEXTS[1]))
    effect = design_effect(rows, correlation)
    points = posterior(_labelled(rows, design, rows.weight / effect[rows.unit]), prior)
    rest = ~rows.known
    return count_remaining(points, design[rest], rows.unit[rest], effect)


def _present(rows: Rows) -> Any:
    """Return which classes there are, shape (3,): those of a label, or predicted more than once in a thousand."""
    return (rows.label_counts.sum(axis=0) > 0) | (rows.proba.mean(axis=0) > ABSENT)


def _labelled(rows: Rows, design: Any, weight: Any) -> Labelled:
    known = rows.known
    return Labelled(
        design=design[known],
        outcome=np.eye(K)[rows.label[known]],
        unit=rows.unit[known],
        weight=weight[known],
        scale=np.sqrt(1 + FEW / rows.sizes),
    )


def _texts_say(rows: Rows, calibrated: Any) -> Any:
    """Return each actor's shares by expectation maximisation as centred log ratios, shape (n_units, 3, 1)."""
    prior = calibrated.mean(axis=0)
    shares = emq(calibrated, rows.unit, rows.n_units, prior, pseudo_count=PSEUDO_COUNT, tolerance=_SHARE_TOLERANCE)
    ratio = np.log(shares / prior)
    return (ratio - ratio.mean(axis=1, keepdims=True))[:, :, np.newaxis]
