"""Prediction-powered inference: predicted means corrected by the labelled residuals."""

from typing import Any

import numpy as np

from stance.estimation.rows import Rows
from stance.estimation.softmax import NET, K


def ppi_mean(labels: Any, predicted: Any, predicted_unlabelled: Any, weights: Any = None) -> tuple[float, float]:
    """Estimate a mean from few labels and many predictions.

    Parameters
    ----------
    labels, predicted : array of shape (n_labelled,)
        Values and their predictions.
    predicted_unlabelled : array of shape (n_unlabelled,)
        Predictions of the values that are not known.
    weights : array of shape (n_labelled,), optional
        Sampling weights of the labels.

    Returns
    -------
    mean, standard_error : float
        NaN for the error with fewer than two labels.

    References
    ----------
    Angelopoulos, Bates, Fannjiang, Jordan and Zrnic (2023), Prediction-powered inference.
    """
    labels, predicted = np.asarray(labels, float), np.asarray(predicted, float)
    unlabelled = np.asarray(predicted_unlabelled, float)
    weights = np.ones(len(labels)) if weights is None else np.asarray(weights, float)
    weights = weights / weights.mean()
    rectifier = weights * (labels - predicted)
    mean = unlabelled.mean() + rectifier.mean()
    if len(labels) < 2:
        return float(mean), float("nan")
    return float(mean), float(np.sqrt(rectifier.var() / len(labels) + unlabelled.var() / len(unlabelled)))


def ppi_shares(rows: Rows, level: float, *, realised: bool) -> tuple[Any, Any, Any]:
    """Return shares of every unit and the bounds of shares and net stance: shapes (n_units, 3), (n_units, 4) twice.

    Shares below zero are set to zero and the others scaled. Without two labels a unit has no interval; without one,
    its shares are the mean probabilities. Where the `realised` shares are asked for, those of a unit that is labelled
    to its last row are known.
    """
    from scipy.stats import norm

    half = norm.ppf((1 + level) / 2)
    targets = np.concatenate([np.eye(K), NET[:, np.newaxis]], axis=1)
    mean, error = np.empty((rows.n_units, K + 1)), np.full((rows.n_units, K + 1), np.nan)
    for unit, (start, stop) in enumerate(_spans(rows.sizes)):
        label, proba, weight = (each[start:stop] for each in (rows.label, rows.proba @ targets, 1 / rows.probability))
        known = label >= 0
        if realised and known.all():
            mean[unit], error[unit] = targets[label].mean(axis=0), 0
            continue
        rest = proba[~known] if (~known).any() else proba
        for i in range(K + 1):
            if not known.any():
                mean[unit, i] = rest[:, i].mean()
                continue
            mean[unit, i], error[unit, i] = ppi_mean(
                targets[label[known], i], proba[known, i], rest[:, i], weight[known]
            )
    shares = np.clip(mean[:, :K], 0, None)
    shares /= shares.sum(axis=1, keepdims=True)
    point = np.concatenate([shares, (shares @ NET)[:, np.newaxis]], axis=1)
    least = targets.min(axis=0)
    low = np.minimum(np.clip(mean - half * error, least, 1), point)
    high = np.maximum(np.clip(mean + half * error, least, 1), point)
    return shares, low, high


def _spans(sizes: Any) -> Any:
    ends = np.cumsum(sizes)
    return np.stack([ends - sizes, ends], axis=1)
