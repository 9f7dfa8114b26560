"""Three class shares on the scale of logits: softmax, and the two contrasts that move them."""

from typing import Any

import numpy as np

from stance.corpus.schema import STANCES

K = len(STANCES)

CONTRASTS = np.array([[-1, 0, 1], [1, -2, 1]]).T / np.sqrt([2, 6])
"""Shape (3, 2): pro against anti, and both against neutral; orthonormal, so that no class is the reference."""

NET = np.array([-1.0, 0.0, 1.0])
"""What a sentence adds to net stance, by class."""

SMALLEST = 1e-4
"""Probabilities below it are taken as it: no classifier is that sure of what it has not seen."""


def softmax(logits: Any) -> Any:
    """Return shares that sum to one along the last axis."""
    odds = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def log_total(logits: Any) -> Any:
    """Return the logarithm of the summed exponentials along the last axis."""
    top = logits.max(axis=-1)
    return top + np.log(np.exp(logits - top[..., np.newaxis]).sum(axis=-1))


def log_shares(shares: Any) -> Any:
    """Return logarithms, of shares no smaller than `SMALLEST`."""
    return np.log(np.maximum(shares, SMALLEST))


def sums(values: Any, groups: Any, n_groups: int) -> Any:
    """Return the sum of `values` (n_rows, ...) in each group, shape (n_groups, ...)."""
    flat = values.reshape(len(values), -1)
    columns = [np.bincount(groups, flat[:, i], n_groups) for i in range(flat.shape[1])]
    return np.stack(columns, axis=1).reshape(n_groups, *values.shape[1:]) if columns else np.empty((n_groups, 0))
