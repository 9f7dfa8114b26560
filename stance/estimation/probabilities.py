"""Predictions as files hold them, checked row by row."""

import pandas as pd

from stance.corpus.records import Records
from stance.corpus.validation import validate
from stance.errors import StanceError, shown, some
from stance.estimation.rows import PROBABILITIES, check_probabilities


def read_predictions(records: Records) -> pd.DataFrame:
    """Return the rows of a file of predictions, completed to the schema, with ``p_anti p_neutral p_pro`` as numbers.

    Raises
    ------
    StanceError
        Naming file and row, when something is wrong with it.
    """
    columns = {name: pd.Series(values, dtype=object) for name, values in records.columns.items()}
    return validate(pd.DataFrame(columns | read_probabilities(records)), place=records.place, labelled=False)


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
        values = pd.Series(records.columns[name], dtype=object)
        out[name] = pd.to_numeric(values, errors="coerce").astype(float)
        wrong = out[name].isna() & values.notna()
        if wrong.any():
            row = int(wrong.argmax())
            raise StanceError(f"{records.place(row)}: {name} {values[row]!r} is no number")
    check_probabilities(pd.DataFrame(out).to_numpy(float), records.place)
    return out
