"""Which sentences belong together: those of one paragraph, document or actor."""

from typing import Any

import numpy as np
import pandas as pd


def finest_unit(frame: pd.DataFrame) -> str:
    """Return ``paragraph``, ``document`` or ``sentence``: the smallest unit known of every row."""
    if frame["document_id"].isna().any():
        return "sentence"
    return "document" if frame["paragraph"].isna().any() else "paragraph"


def groups_of(frame: pd.DataFrame, unit: str) -> Any:
    """Return the group number of each row, shape (n_rows,), for a unit as `finest_unit` names it."""
    if unit == "sentence":
        keys = frame["sentence_id"].astype(str)
    elif unit == "document":
        keys = frame["document_id"].astype(str)
    else:
        keys = frame["document_id"].astype(str) + "\0" + frame["paragraph"].astype(str)
    return pd.factorize(keys)[0]


def actor_groups(frame: pd.DataFrame) -> Any:
    """Return group numbers that put all sentences of an actor together, shape (n_rows,).

    Sentences with several actors join their groups; one without an actor is a group of its own.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    rows = [row for row, statements in enumerate(frame["statements"]) for _ in statements]
    actors = [statement["actor"] for statements in frame["statements"] for statement in statements]
    codes = pd.factorize(np.array(actors, dtype=object))[0] if actors else np.array([], int)
    n, m = len(frame), len(set(actors))
    links = coo_array((np.ones(len(rows)), (rows, codes + n)), shape=(n + m, n + m))
    return connected_components(links, directed=False)[1][:n]
