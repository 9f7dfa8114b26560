"""Sentences of one document resemble each other: by how much, and what that costs."""

from typing import Any

import numpy as np

from stance.estimation.rows import Rows
from stance.estimation.softmax import NET

LARGEST = 0.9
LEAST_WITHIN = 0.1
"""Share of the variance that is within actors at least, so that a noisy estimate of the rest does no harm."""

TYPICAL = 0.15
"""Correlation of two labels of one actor and document that is expected before the labels say."""

PRIOR_PAIRS = 100.0
"""Pairs of labels that this expectation is worth: where an actor has one labelled document, its labels say nothing."""


def document_correlation(rows: Rows, expected: Any) -> float:
    """Return how labels of one actor and document hang together beyond the shares that were expected of them.

    The labels' intraclass correlation is drawn towards a typical one, the more the fewer pairs there are.

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
    found, pairs = intraclass_correlation(residual, rows.unit[known], rows.document[known])
    return float(np.clip((pairs * found + PRIOR_PAIRS * TYPICAL) / (pairs + PRIOR_PAIRS), 0, LARGEST))


def intraclass_correlation(residual: Any, unit: Any, document: Any) -> tuple[float, float]:
    """Return how much residuals of an actor correlate within a document, and how many pairs say so.

    Parameters
    ----------
    residual : array of shape (n_rows,)
        Residuals of unit variance.
    unit, document : array of int, shape (n_rows,)
        The actor and the document of each row.

    Returns
    -------
    correlation : float
        The mean product of two residuals of one actor and document, less that of one actor and two documents, which
        is the variance between actors, over the variance within actors. Zero without both kinds of pairs.
    pairs : float
        What it rests on: half the harmonic mean of the numbers of pairs of both kinds.
    """
    cell = np.unique(np.stack([unit, document]), axis=1, return_inverse=True)[1].reshape(-1)
    within, n_within = _pairs(residual, cell)
    both, n_both = _pairs(residual, unit)
    if not n_within or n_both == n_within:
        return 0.0, 0.0
    n_across = n_both - n_within
    across = (both - within) / n_across
    correlation = (within / n_within - across) / max(1 - across, LEAST_WITHIN)
    return correlation, 1 / (1 / n_within + 1 / n_across)


def _pairs(residual: Any, group: Any) -> tuple[float, float]:
    """Return the summed products and the number of the pairs within groups."""
    total, squares = np.bincount(group, residual), np.bincount(group, residual**2)
    sizes = np.bincount(group)
    return float((total**2 - squares).sum() / 2), float((sizes * (sizes - 1)).sum() / 2)


def design_effect(rows: Rows, correlation: float) -> Any:
    """Return by what documents multiply the variance of what the labels say of the other sentences, shape (n_units,).

    Labels of one document tell little of others; labels spread over an actor's documents as its sentences are tell of
    all. With the shares l and s of an actor's labels and sentences in each document, n labels and N sentences, the
    variance of the labels' mean around that of all grows by ``correlation * (sum((l - s)**2) / (1/n - 1/N) - 1)``:
    the cluster size where whole documents are labelled (Kish 1965), and nothing where a document is all there is.
    """
    cell, unit = _cells(rows)
    sizes, drawn = rows.sizes, rows.label_counts.sum(axis=1)
    sentences = np.bincount(cell) / sizes[unit]
    labels = np.bincount(cell, rows.known) / np.maximum(drawn, 1)[unit]
    spread = np.bincount(unit, (labels - sentences) ** 2, rows.n_units)
    # without labels, what is unknown is the mean of all sentences itself
    independent = np.where(drawn > 0, 1 / np.maximum(drawn, 1) - 1 / sizes, 1 / sizes)
    ratio = np.divide(spread, independent, out=np.ones(rows.n_units), where=independent > 0)
    return np.maximum(1 + correlation * (ratio - 1), 1)


def sampling_effect(rows: Rows, correlation: float) -> Any:
    """Return by what documents multiply the sampling variance of each actor's sentences, shape (n_units,)."""
    cell, unit = _cells(rows)
    together = np.bincount(unit, np.bincount(cell) ** 2.0, rows.n_units) / rows.sizes
    return 1 + correlation * (together - 1)


def _cells(rows: Rows) -> tuple[Any, Any]:
    """Return the number of each row's pair of actor and document, and the actor of each pair."""
    pairs = rows.unit.astype(np.int64) * (int(rows.document.max(initial=0)) + 1) + rows.document
    _, first, cell = np.unique(pairs, return_index=True, return_inverse=True)
    return cell.reshape(-1), rows.unit[first]


def effective_labels(rows: Rows) -> Any:
    """Return how many labels, drawn one by one and equally weighted, those of each unit are worth, shape (n_units,)."""
    known = rows.known
    if not known.any():
        return np.zeros(rows.n_units)
    pooled = np.bincount(rows.label[known], minlength=len(NET)) / known.sum()
    correlation = document_correlation(rows, np.tile(pooled, (len(rows.label), 1)))
    return np.bincount(rows.unit, rows.weight, rows.n_units) / design_effect(rows, correlation)
