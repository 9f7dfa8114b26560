"""Metrics of a classification, computed from tallies so that thousands of resamples cost one product of matrices.

A tally counts, for each group of sentences that is resampled together, how often each gold class met each
predicted class, the squared errors of the probabilities, and the reliability bins. Every metric is a function of
summed tallies, and any leading axes (resamples) pass through.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from stance.corpus.schema import STANCES

BINS = 10


@dataclass(frozen=True)
class Tally:
    """Sufficient statistics of all metrics.

    Attributes
    ----------
    confusion : ndarray of shape (..., 3, 3)
        Sentences by gold (rows) and predicted class (columns), in the order anti, neutral, pro.
    squared_error : ndarray of shape (...)
        Sum over sentences of the squared distance between probabilities and gold.
    bins : ndarray of shape (..., 10, 3)
        Sentences, summed confidence and right predictions by bin of confidence.
    """

    confusion: Any
    squared_error: Any
    bins: Any

    def resampled(self, weights: Any) -> "Tally":
        """Sum the groups with weights of shape (n_resamples, n_groups)."""
        return Tally(
            np.tensordot(weights, self.confusion, 1),
            np.tensordot(weights, self.squared_error, 1),
            np.tensordot(weights, self.bins, 1),
        )

    def total(self) -> "Tally":
        """Sum the groups."""
        return Tally(self.confusion.sum(0), self.squared_error.sum(0), self.bins.sum(0))


def tally(gold: Any, predicted: Any, proba: Any, groups: Any) -> Tally:
    """Count what the metrics need.

    Parameters
    ----------
    gold, predicted : array of int of shape (n,)
        Positions in anti, neutral, pro.
    proba : array of shape (n, 3)
        Probabilities in that order.
    groups : array of int of shape (n,)
        Number of the group of each sentence, from 0.

    Returns
    -------
    Tally
        With one leading axis, the groups.
    """
    n_groups, k = int(groups.max()) + 1, len(STANCES)
    confusion = np.zeros((n_groups, k, k))
    np.add.at(confusion, (groups, gold, predicted), 1.0)
    squared_error = np.bincount(groups, ((proba - np.eye(k)[gold]) ** 2).sum(1), n_groups)
    confidence = proba[np.arange(len(gold)), predicted]
    # the bins are (0, 0.1], (0.1, 0.2] ...; rounding keeps 0.3 in one bin however it was computed
    bin_ = np.clip(np.ceil(np.round(confidence * BINS, 9)).astype(int) - 1, 0, BINS - 1)
    bins = np.zeros((n_groups, BINS, 3))
    np.add.at(bins, (groups, bin_), np.stack([np.ones(len(gold)), confidence, gold == predicted], axis=1))
    return Tally(confusion, squared_error, bins)


def _ratio(above: Any, below: Any) -> Any:
    """Divide, with 0 where there is nothing to divide by, as scikit-learn's ``zero_division=0``."""
    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0)


def _right(t: Tally) -> Any:
    return np.diagonal(t.confusion, axis1=-2, axis2=-1)


def _gold(t: Tally) -> Any:
    return t.confusion.sum(-1)


def _predicted(t: Tally) -> Any:
    return t.confusion.sum(-2)


def precision(t: Tally) -> Any:
    """Precision of each class, shape (..., 3)."""
    return _ratio(_right(t), _predicted(t))


def recall(t: Tally) -> Any:
    """Recall of each class, shape (..., 3)."""
    return _ratio(_right(t), _gold(t))


def f1(t: Tally) -> Any:
    """F1 of each class, shape (..., 3)."""
    return _ratio(2 * _right(t), _gold(t) + _predicted(t))


def macro_f1(t: Tally) -> Any:
    """Mean F1 of the classes that occur in gold or prediction, as scikit-learn averages them."""
    return _ratio(f1(t).sum(-1), (_gold(t) + _predicted(t) > 0).sum(-1))


def accuracy(t: Tally) -> Any:
    """Share of sentences predicted right."""
    return _ratio(_right(t).sum(-1), t.confusion.sum((-2, -1)))


def brier(t: Tally) -> Any:
    """Brier score summed over classes, 0 (best) to 2 (Brier 1950)."""
    return _ratio(t.squared_error, t.confusion.sum((-2, -1)))


def calibration_error(t: Tally) -> Any:
    """Return the expected calibration error of the predicted class in ten bins of equal width (Naeini et al. 2015)."""
    gaps = np.abs(t.bins[..., 2] - t.bins[..., 1]).sum(-1)
    return _ratio(gaps, t.confusion.sum((-2, -1)))


def _of_class(metric: Callable[[Tally], Any], label: str) -> Callable[[Tally], Any]:
    position = STANCES.index(label)
    return lambda t: metric(t)[..., position]


METRICS: dict[str, Callable[[Tally], Any]] = {
    "macro_f1": macro_f1,
    "f1_pro": _of_class(f1, "pro"),
    "f1_anti": _of_class(f1, "anti"),
    "accuracy": accuracy,
    **{
        f"{name}_{label}": _of_class(metric, label)
        for label in STANCES
        for name, metric in (("precision", precision), ("recall", recall), ("f1", f1))
        if (name, label) not in (("f1", "pro"), ("f1", "anti"))
    },
    "brier": brier,
    "calibration_error": calibration_error,
}
"""Every metric that is reported: a new one is a function of a tally and a line here."""

LOWER_IS_BETTER = frozenset({"brier", "calibration_error"})
