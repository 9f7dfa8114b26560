"""Sentences of one document resemble each other: by how much, and what that costs."""

from typing import Any

import numpy as np

from stance.estimation.rows import Rows
from stance.estimation.softmax import NET

LARGEST = 0.9


def document_correlation(rows: Rows, expected: Any) -> float:
    """Return how labels of one actor and document hang together beyond the shares that were expected of them.

    Parameters
    ----------
    rows : Rows
        Statements.
    expected : array of shape (n_rows, 3)
        Expected shares.
    """
    known = rows.known
    mean = expected[known] @ NET
    variance = expected[known] @ NET**2 - mean**2
    residual = (NET[rows.label[known]] - mean) / np.sqrt(np.maximum(variance, 1e-6))
    return intraclass_correlation(residual, rows.unit[known], rows.document[known])


def intraclass_correlation(residual: Any, unit: Any, document: Any) -> float:
    """Return how much more the residuals of an actor correlate within a document than across its documents.

    Parameters
    ----------
    residual : array of shape (n_rows,)
        Residuals of unit variance.
    unit, document : array of int, shape (n_rows,)
        The actor and the document of each row.

    Returns
    -------
    float
        The mean product of two residuals of one actor and document, less that of one actor and two documents;
        zero where negative, or where no actor has both kinds of pairs.
    """
    cell = np.unique(np.stack([unit, document]), axis=1, return_inverse=True)[1].reshape(-1)
    within, n_within = _pairs(residual, cell)
    both, n_both = _pairs(residual, unit)
    if not n_within or n_both == n_within:
        return 0.0
    return float(np.clip(within / n_within - (both - within) / (n_both - n_within), 0, LARGEST))


def _pairs(residual: Any, group: Any) -> tuple[float, float]:
    """Return the summed products and the number of the pairs within groups."""
    total, squares = np.bincount(group, residual), np.bincount(group, residual**2)
    sizes = np.bincount(group)
    return float((total**2 - squares).sum() / 2), float((sizes * (sizes - 1)).sum() / 2)


def companions(unit: Any, document: Any) -> Any:
    """Return how many rows share the actor and the document of each row, itself included, shape (n_rows,)."""
    pairs = unit.astype(np.int64) * (int(document.max(initial=0)) + 1) + document
    _, where, sizes = np.unique(pairs, return_inverse=True, return_counts=True)
    return sizes[where.reshape(-1)]


def design_effect(unit: Any, document: Any, n_units: int, correlation: float) -> Any:
    """Return by what the variance of each actor's sum grows over that of independent rows, shape (n_units,)."""
    sizes = np.maximum(np.bincount(unit, minlength=n_units), 1)
    extra = np.bincount(unit, companions(unit, document) - 1.0, n_units) / sizes
    return 1 + correlation * extra


def effective_labels(rows: Rows) -> Any:
    """Return how many independent, equally weighted labels those of each unit are worth, shape (n_units,)."""
    known = rows.known
    if not known.any():
        return np.zeros(rows.n_units)
    pooled = np.bincount(rows.label[known], minlength=len(NET)) / known.sum()
    correlation = document_correlation(rows, np.tile(pooled, (len(rows.label), 1)))
    together = 1 + correlation * (companions(rows.unit[known], rows.document[known]) - 1)
    return np.bincount(rows.unit[known], rows.weight[known] / together, rows.n_units)
