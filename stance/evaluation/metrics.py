"""Metrics of a classification, computed from tallies so that thousands of resamples cost one product of matrices.

A tally counts, for each group of sentences that is resampled together, how often each gold class met each
predicted class, the squared errors of the probabilities, and the reliability bins. Every metric is a function of
summed tallies, and any leading axes (resamples) pass through.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from stance.corpus.schema import STANCES

BINS = 10
SIDES = [STANCES.index("pro"), STANCES.index("anti")]


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
    by_target : ndarray of shape (..., n_targets, 3, 3), or None
        The confusion of each target by itself; None where there is one target only. Until groups are summed it is a
        sparse array of shape (n_groups, 9 n_targets), for most groups speak of few targets.
    """

    confusion: Any
    squared_error: Any
    bins: Any
    by_target: Any = None

    @property
    def width(self) -> int:
        """Numbers that one resample of a tally by groups takes, where targets are told apart."""
        return 0 if self.by_target is None else int(self.by_target.shape[1])

    def resampled(self, weights: Any) -> "Tally":
        """Sum the groups with weights of shape (n_resamples, n_groups)."""
        return Tally(
            np.tensordot(weights, self.confusion, 1),
            np.tensordot(weights, self.squared_error, 1),
            np.tensordot(weights, self.bins, 1),
            None if self.by_target is None else (weights @ self.by_target).reshape(len(weights), -1, 3, 3),
        )

    def total(self) -> "Tally":
        """Sum the groups."""
        of_targets = None if self.by_target is None else self.by_target.sum(0).reshape(-1, 3, 3)
        return Tally(self.confusion.sum(0), self.squared_error.sum(0), self.bins.sum(0), of_targets)

    def __add__(self, other: "Tally") -> "Tally":
        """Count what two tallies of the same targets count together."""
        of_targets = None if self.by_target is None else self.by_target + other.by_target
        return Tally(
            self.confusion + other.confusion,
            self.squared_error + other.squared_error,
            self.bins + other.bins,
            of_targets,
        )


def tally(gold: Any, predicted: Any, proba: Any, groups: Any, targets: Any = None) -> Tally:
    """Count what the metrics need.

    Parameters
    ----------
    gold, predicted : array of int of shape (n,)
        Positions in anti, neutral, pro.
    proba : array of shape (n, 3)
        Probabilities in that order.
    groups : array of int of shape (n,)
        Number of the group of each sentence, from 0.
    targets : array of int of shape (n,), optional
        Number of the target of each sentence, from 0, where there are several.

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
    return Tally(confusion, squared_error, bins, _by_target(gold, predicted, groups, targets))


def _by_target(gold: Any, predicted: Any, groups: Any, targets: Any) -> Any:
    from scipy.sparse import coo_array

    if targets is None:
        return None
    k = len(STANCES)
    columns = (targets * k + gold) * k + predicted
    shape = int(groups.max()) + 1, (int(targets.max()) + 1) * k * k
    return coo_array((np.ones(len(gold)), (groups, columns)), shape=shape).tocsr()


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


def _occurs(t: Tally) -> Any:
    return _gold(t) + _predicted(t) > 0


def macro_f1(t: Tally) -> Any:
    """Mean F1 of the classes that occur in gold or prediction, as scikit-learn averages them."""
    return _ratio(f1(t).sum(-1), _occurs(t).sum(-1))


def f1_favor_against(t: Tally) -> Any:
    """Mean of the F1 of pro and that of anti, the score of SemEval-2016 task 6 (Mohammad et al. 2016).

    Neutral is predicted, and costs where it is wrong, but its own F1 is not averaged. A class that occurs neither in
    gold nor in prediction is left out of the mean.
    """
    return _ratio(f1(t)[..., SIDES].sum(-1), _occurs(t)[..., SIDES].sum(-1))


def f1_favor_against_mean_over_targets(t: Tally) -> Any:
    """Unweighted mean over targets of `f1_favor_against`, which the shares of the classes by target do not lift.

    A target with neither class in gold or prediction is left out of the mean.
    """
    if t.by_target is None:
        return f1_favor_against(t)
    of_targets = replace(t, confusion=t.by_target)
    return _ratio(f1_favor_against(of_targets).sum(-1), takes_sides(of_targets).sum(-1))


def takes_sides(t: Tally) -> Any:
    """Whether pro or anti occurs in gold or prediction: elsewhere `f1_favor_against` is undefined, and 0."""
    return _occurs(t)[..., SIDES].any(-1)


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
    "f1_favor_against_pooled": f1_favor_against,
    "f1_favor_against_mean_over_targets": f1_favor_against_mean_over_targets,
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
