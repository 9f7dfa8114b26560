"""What a reader must know of an actor's estimate."""

import numpy as np

from stance.estimation.rows import Rows
from stance.estimation.softmax import NET

FEW_SENTENCES = 5
TOO_DIFFERENT = 4.0
"""Standard errors by which labelled sentences differ from the others, beyond which they are no random sample."""


def warnings_of(rows: Rows, uncalibrated: bool, *, alone: bool = False) -> list[str]:
    """Return one text a unit; empty where nothing is amiss.

    Parameters
    ----------
    rows : Rows
        Statements.
    uncalibrated : bool
        Whether the method sees no labels.
    alone : bool
        Whether it estimates every unit by itself.
    """
    labels = rows.label_counts.sum(axis=1)
    common = ["uncalibrated"] if uncalibrated else []
    if not uncalibrated and _differs_from_rest(rows):
        common.append("labelled sentences differ from the others: no random sample?")
    out = []
    alike = rows.label_counts.max(axis=1, initial=0) == labels
    for n, n_labelled, of_one_mind in zip(rows.sizes, labels, alike, strict=True):
        own = [f"n < {FEW_SENTENCES}"] if n < FEW_SENTENCES else []
        if not uncalibrated and not n_labelled:
            own.append("no label of its own: " + ("uncalibrated" if alone else "rests on the other actors"))
        if alone and n_labelled == 1 < n:
            own.append("one label of its own: no interval")
        if alone and 1 < n_labelled < n and of_one_mind:
            own.append("labels all alike: interval too narrow")
        out.append("; ".join([*common, *own]))
    return out


def _differs_from_rest(rows: Rows) -> bool:
    """Return whether labelled sentences are predicted otherwise than those of the same actors as a whole.

    Compares the mean of the largest probability, and of predicted net stance, with what simple random samples of the
    same sizes would give. Weighted labels are not compared: they were meant to differ.
    """
    known, sizes = rows.known, rows.sizes
    drawn = np.bincount(rows.unit[known], minlength=rows.n_units)
    equal = np.isclose(rows.weight[known], 1).all()
    if not equal:
        return False
    for values in (rows.proba.max(axis=1), rows.proba @ NET):
        mean = np.bincount(rows.unit, values, rows.n_units) / sizes
        centred = values - mean[rows.unit]
        variance = np.bincount(rows.unit, centred**2, rows.n_units) / np.maximum(sizes - 1, 1)
        expected = (drawn * (1 - drawn / sizes) * variance).sum()
        if expected > 0 and abs(centred[known].sum()) > TOO_DIFFERENT * np.sqrt(expected):
            return True
    return False
