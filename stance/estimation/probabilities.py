"""Predicted probabilities as files hold them, checked row by row."""

import numpy as np
import pandas as pd

from stance.corpus.records import Records
from stance.errors import StanceError, shown, some
from stance.estimation.rows import PROBABILITIES, SUM_TOLERANCE


def read_probabilities(records: Records) -> dict[str, pd.Series]:
    """Return the columns ``p_anti p_neutral p_pro`` of a file as numbers.

    Raises
    ------
    StanceError
        Naming file and row, when a column is missing, or a value is no number or no probability.
    """
    out = {}
    for name in PROBABILITIES:
        if name not in records.columns:
            raise StanceError(
                f"{shown(records.path)}: no column {name!r} (columns: {some(records.columns)}); "
                "predictions come from stance.predict"
            )
        values = records.columns[name]
        out[name] = pd.to_numeric(pd.Series(values, dtype=object), errors="coerce")
        if out[name].isna().any():
            row = int(out[name].isna().argmax())
            raise StanceError(f"{records.place(row)}: {name} {values[row]!r} is no number")
    proba = pd.DataFrame(out).to_numpy(float)
    bad = (proba < 0).any(axis=1) | ~(np.abs(proba.sum(axis=1) - 1) <= SUM_TOLERANCE)
    if bad.any():
        row = int(bad.argmax())
        listed = ", ".join(f"{value:g}" for value in proba[row])
        raise StanceError(
            f"{records.place(row)}: {', '.join(PROBABILITIES)} are {listed}; each must be 0 to 1 and together 1"
        )
    return out
