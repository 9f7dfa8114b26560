"""What counting predictions by actor needs of them, and no more: sums that add up over the pieces of a large input."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.conforming import clean_names
from stance.corpus.schema import NO_TARGET, STANCES, TOGETHER, UNATTRIBUTED
from stance.corpus.scorable import has_statements, statements_in
from stance.estimation.cautions import FEW_SENTENCES
from stance.estimation.softmax import sums
from stance.evaluation.actors import statements_of

KEYS = ["target", "actor"]
NEEDED = ("text", "target", "actor", "statements")
"""Columns of the input that are read."""

SUMS = [f"sum_{stance}" for stance in STANCES]
PAIRS = [(i, j) for i in range(len(STANCES)) for j in range(i, len(STANCES))]
PRODUCTS = [f"sum_{STANCES[i]}_{STANCES[j]}" for i, j in PAIRS]


def holders(table: Any, wrong: Any) -> tuple[Any, Any]:
    """Return who speaks in each row that can be scored, as `stance.evaluation.actors.statements_of` does.

    Parameters
    ----------
    table : pyarrow.Table
        With ``actor`` or ``statements``, a list or JSON text; a row without either is unattributed.
    wrong : array of bool, shape (n_rows,)
        Rows that are left out, as `stance.corpus.scorable.check_rows` returns them.

    Returns
    -------
    row : array of int, shape (n_statements,)
        The row of each statement.
    actor : pyarrow.Array of shape (n_statements,)
        Whose it is.
    """
    import pyarrow

    rows = np.flatnonzero(~wrong)
    if has_statements(table):
        frame = pd.DataFrame({"row": rows, "statements": pd.Series(statements_in(table), dtype=object)[rows].array})
        found = statements_of(frame)
        return found["row"].to_numpy(int), pyarrow.array(found["actor"], pyarrow.string())
    if "actor" not in table.column_names:
        return rows, pyarrow.repeat(UNATTRIBUTED, len(rows))
    return rows, clean_names(table.column("actor").take(pyarrow.array(rows)), UNATTRIBUTED)


def tally(table: Any, row: Any, actor: Any, proba: Any, likeliest: Any) -> Any:
    """Return the sums of a piece.

    Parameters
    ----------
    table : pyarrow.Table
        With ``target``, where it is known.
    row, actor : array of shape (n_statements,)
        Of each statement, as `holders` returns them, of rows that have a prediction.
    proba : array of shape (n_rows, 3)
        Predicted probabilities as they are written.
    likeliest : array of int, shape (n_rows,)
        Position of the predicted label.

    Returns
    -------
    pyarrow.Table
        One row a target and actor: ``target actor n anti neutral pro``, the last three being numbers of predicted
        labels; ``sum_anti`` and so on, sums of probabilities that are made to sum to one; ``sum_anti_pro`` and so on,
        sums of their products.
    """
    import pyarrow

    if not len(row):
        return schema().empty_table()
    keys = pd.DataFrame({"target": NO_TARGET, "actor": actor.to_pandas().astype(object)}, dtype=object)
    if "target" in table.column_names:
        keys["target"] = table.column("target").to_pandas().to_numpy(object)[row]
    grouped = keys.groupby(KEYS, sort=True)
    unit, size = grouped.ngroup().to_numpy(), grouped.ngroups
    share = proba[row] / proba[row].sum(axis=1, keepdims=True)
    out = grouped.size().rename("n").reset_index()
    counts = sums(np.eye(len(STANCES))[likeliest[row]], unit, size)
    products = np.stack([share[:, i] * share[:, j] for i, j in PAIRS], axis=1)
    out[list(STANCES)] = counts.astype(np.int64)
    out[SUMS], out[PRODUCTS] = sums(share, unit, size), sums(products, unit, size)
    return pyarrow.Table.from_pandas(out, preserve_index=False, schema=schema())


def schema() -> Any:
    """Return the schema of sums."""
    import pyarrow

    kinds = [*((name, pyarrow.string()) for name in KEYS), *((name, pyarrow.int64()) for name in ("n", *STANCES))]
    return pyarrow.schema([*kinds, *((name, pyarrow.float64()) for name in (*SUMS, *PRODUCTS))])


def added(tables: Iterable[Any]) -> pd.DataFrame:
    """Add up the sums of pieces, in the given order; one row a target and actor."""
    out = pd.DataFrame(columns=schema().names)
    for table in tables:
        frame = table.to_pandas()
        out = frame if out.empty else pd.concat([out, frame]).groupby(KEYS, sort=True, as_index=False).sum()
    return out


def counted(sums_of_actors: pd.DataFrame) -> pd.DataFrame:
    """Return where each actor stands by counting predicted labels, for each target, and for all where several.

    Parameters
    ----------
    sums_of_actors : pandas.DataFrame
        From `added`.

    Returns
    -------
    pandas.DataFrame
        ``target actor n anti neutral pro net mean_net method warning``: shares of predicted labels, as
        `stance.actor_stance` gives with ``method="classify_and_count"``; ``mean_net`` is the mean probability of pro
        minus that of anti. By target, then by ``n`` downward.
    """
    parts = [sums_of_actors]
    if sums_of_actors["target"].nunique() > 1:
        together = sums_of_actors.drop(columns="target").groupby("actor", as_index=False).sum()
        parts.insert(0, together.assign(target=TOGETHER))
    return pd.concat([_counted(part) for part in parts], ignore_index=True)


def _counted(part: pd.DataFrame) -> pd.DataFrame:
    part = part.sort_values(["target", "n", "actor"], ascending=[True, False, True], ignore_index=True)
    n = part["n"]
    out = (
        part[[*KEYS, "n"]]
        .astype(dict.fromkeys(KEYS, object))
        .assign(**{stance: part[stance] / n for stance in STANCES})
    )
    out["net"] = out["pro"] - out["anti"]
    out["mean_net"] = (part["sum_pro"] - part["sum_anti"]) / n
    out["method"] = "classify_and_count"
    out["warning"] = np.where(n < FEW_SENTENCES, f"uncalibrated; n < {FEW_SENTENCES}", "uncalibrated")
    return out
