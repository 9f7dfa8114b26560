"""The rows that estimators read, checked and sorted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES, UNATTRIBUTED
from stance.errors import StanceError
from stance.estimation.softmax import K

PROBABILITIES = [f"p_{stance}" for stance in STANCES]
SUM_TOLERANCE = 1e-3
SMALLEST_REST = 1e-3
"""Least probability of not having been drawn: a row that was drawn for certain tells next to nothing of the others."""

NAMES_OF_ESTIMATES = {
    *("actor", "n", "n_labelled", "effective_labels", *STANCES, "net", "low", "high", "method", "warning"),
    *(f"{stance}_{end}" for stance in STANCES for end in ("low", "high")),
}
"""Columns of the table of estimates, which no grouping column can be called."""


@dataclass(frozen=True)
class Rows:
    """One row a statement, sorted by unit: an actor, or an actor in a group.

    Attributes
    ----------
    proba : array of shape (n_rows, 3)
        Predicted probabilities of anti, neutral and pro.
    label : array of int, shape (n_rows,)
        Position of the label in anti, neutral, pro; -1 where there is none.
    unit, document : array of int, shape (n_rows,)
        The unit and the document, from 0.
    probability : array of shape (n_rows,)
        With what probability a labelled row was drawn; 1 where nothing is said.
    weight : array of shape (n_rows,)
        What a labelled row counts for as a witness of those not drawn; those of a unit sum to its effective number.
    order : array of int, shape (n_rows,)
        Where each row stood in the frame.
    units : pandas.DataFrame
        Grouping columns and ``actor``, one row a unit.
    """

    proba: Any
    label: Any
    unit: Any
    document: Any
    probability: Any
    weight: Any
    order: Any
    units: pd.DataFrame

    @property
    def n_units(self) -> int:
        """Number of units."""
        return len(self.units)

    @property
    def known(self) -> Any:
        """Which rows have a label, shape (n_rows,)."""
        return self.label >= 0

    @property
    def sizes(self) -> Any:
        """Number of rows of each unit, shape (n_units,)."""
        return np.bincount(self.unit, minlength=self.n_units)

    @property
    def label_counts(self) -> Any:
        """Number of labels of each unit and stance, shape (n_units, 3)."""
        pairs = self.unit[self.known] * K + self.label[self.known]
        return np.bincount(pairs, minlength=self.n_units * K).reshape(-1, K)


def read_rows(statements: pd.DataFrame, by: str | Sequence[str] = ()) -> Rows:
    """Check a frame of statements and sort it.

    Parameters
    ----------
    statements : pandas.DataFrame
        As `stance.actor_stance` takes it.
    by : str or sequence of str
        Grouping columns.

    Raises
    ------
    StanceError
        When a column is missing, or a value is not what it must be.
    """
    by = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    _check_columns(statements, by)
    proba, label = _probabilities(statements), _labels(statements)
    keys = statements[[*by, "actor"]].reset_index(drop=True)
    # objects take a name in the place of a missing number or category
    keys["actor"] = keys["actor"].astype(object).where(keys["actor"].notna(), UNATTRIBUTED)
    grouped = keys.groupby([*by, "actor"], sort=True, dropna=False, observed=True)
    unit = grouped.ngroup().to_numpy()
    units = grouped.size().rename("n").reset_index()
    # the order within an actor is that of the values, so that rows in any order give the same sums
    order = np.lexsort((label, proba[:, 2], proba[:, 0], unit))
    probability = _sampling_probability(statements, label)
    weight = _weights(probability, label >= 0, unit, len(units))
    document = _documents(statements)
    return Rows(
        proba[order], label[order], unit[order], document[order], probability[order], weight[order], order, units
    )


def _check_columns(statements: pd.DataFrame, by: Sequence[str]) -> None:
    needed = ["actor", "document_id", *PROBABILITIES, *by]
    for name in (*needed, "label", "sample_prob"):
        if name in needed and name not in statements:
            raise StanceError(
                f"statements: column {name!r} is missing; needed are {', '.join(needed)}, and 'label' "
                "where a sentence was labelled"
            )
        if list(statements.columns).count(name) > 1:
            raise StanceError(f"statements: column {name!r} stands twice")
    for name in by:
        if name in ("label", "sample_prob", *PROBABILITIES):
            raise StanceError(f"statements: cannot group by {name!r}: estimates are made from it")
        if name in NAMES_OF_ESTIMATES:
            raise StanceError(f"statements: cannot group by {name!r}: estimates have a column of that name; rename it")


def _probabilities(statements: pd.DataFrame) -> Any:
    try:
        proba = statements[PROBABILITIES].to_numpy(float)
    except (TypeError, ValueError) as error:
        raise StanceError(f"statements: a probability is no number: {error}") from None
    check_probabilities(proba, lambda row: f"statements: row {statements.index[row]}")
    return proba / proba.sum(axis=1, keepdims=True)


def check_probabilities(proba: Any, place: Callable[[int], str]) -> None:
    """Raise a `StanceError` that names the first row whose three values are no probabilities."""
    total = proba.sum(axis=1)
    bad = ~((proba >= 0).all(axis=1) & (np.abs(total - 1) <= SUM_TOLERANCE))
    if bad.any():
        row = int(bad.argmax())
        values = ", ".join(f"{value:g}" for value in proba[row])
        raise StanceError(f"{place(row)}: {', '.join(PROBABILITIES)} are {values}; each must be 0 to 1 and together 1")


def _labels(statements: pd.DataFrame) -> Any:
    if "label" not in statements:
        return np.full(len(statements), -1)
    labels = statements["label"].astype(object)
    given = labels.notna() & (labels != "")
    codes = labels.map({stance: i for i, stance in enumerate(STANCES)})
    wrong = given & codes.isna()
    if wrong.any():
        row = wrong.to_numpy().argmax()
        raise StanceError(
            f"statements: row {statements.index[row]}: label {labels.iloc[row]!r} is not one of {', '.join(STANCES)}"
        )
    return codes.where(given, -1).to_numpy(dtype=int)


def _documents(statements: pd.DataFrame) -> Any:
    """Return document numbers; a row without a document is a document of its own."""
    codes = pd.factorize(statements["document_id"])[0]
    unknown = codes < 0
    codes[unknown] = codes.max(initial=-1) + 1 + np.arange(unknown.sum())
    return codes


def _sampling_probability(statements: pd.DataFrame, label: Any) -> Any:
    """Return with what probability each labelled row was drawn; 1 where nothing is said, and without a label."""
    known = label >= 0
    if "sample_prob" not in statements:
        return np.ones(len(label))
    probability = pd.to_numeric(statements["sample_prob"], errors="coerce").to_numpy(float)
    bad = known & ~((probability > 0) & (probability <= 1))
    if bad.any():
        row = int(bad.argmax())
        raise StanceError(
            f"statements: row {statements.index[row]}: sample_prob is {statements['sample_prob'].iloc[row]}; "
            "a labelled row needs the probability with which it was drawn, above 0 and at most 1"
        )
    return np.where(known, probability, 1.0)


def _weights(probability: Any, known: Any, unit: Any, n_units: int) -> Any:
    """Return what labels count for as witnesses of the rows that were not drawn: the odds against being drawn.

    Within units they are scaled to the effective number of labels (Kish).
    """
    odds = np.where(known, np.maximum(1 - probability, SMALLEST_REST) / probability, 0.0)
    largest = np.zeros(n_units)
    np.maximum.at(largest, unit, odds)
    # a unit's largest weight is 1, so that no square overflows
    weight = np.divide(odds, largest[unit], out=np.zeros(len(odds)), where=odds > 0)
    total, squares = (np.bincount(unit, weight**power, n_units) for power in (1, 2))
    return weight * np.divide(total, squares, out=np.zeros(n_units), where=squares > 0)[unit]
