"""Statements that have an actor, and names as files of other tools can hold them."""

import re
from collections.abc import Iterable

import pandas as pd

from stance.corpus.schema import UNATTRIBUTED
from stance.errors import StanceError

VALUES = {"anti": -1, "neutral": 0, "pro": 1}

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold: control characters and lone surrogates; SQLite's functions stop at the first of them."""


def attributed(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the statements that have an actor and a stance, which is the gold one where there is one.

    Parameters
    ----------
    statements : pandas.DataFrame
        One row a statement, with ``actor``, ``target``, ``stance`` (gold; may be missing) and ``predicted``.

    Returns
    -------
    pandas.DataFrame
        Those rows with ``stance`` filled, ``value`` (-1 anti, 0 neutral, 1 pro) and ``basis`` (gold or predicted).

    Raises
    ------
    StanceError
        When no statement has an actor.
    """
    missing = pd.Series(None, index=statements.index, dtype=object)
    gold = statements.get("stance", missing)
    stance = gold.where(gold.notna(), statements.get("predicted", missing))
    out = statements.assign(stance=stance, value=stance.map(VALUES), basis=gold.notna().map(_basis))
    named = out["actor"].notna() & (out["actor"] != UNATTRIBUTED)
    named &= out["actor"].astype(str).map(one_line).astype(bool) & out["value"].notna()
    if not named.any():
        raise StanceError("no statement has an actor: nothing to export")
    out = out[named].reset_index(drop=True)
    return out.assign(value=out["value"].astype(int))


def _basis(labelled: bool) -> str:
    return "gold" if labelled else "predicted"


def legible(text: object) -> str:
    """Return text in which every character that XML 1.0 forbids is a replacement character."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", str(text))


def one_line(name: object) -> str:
    """Return a name on one line that every tool can hold."""
    return legible(" ".join(str(name).split()))


def short_names(names: Iterable[object], longest: int) -> dict[object, str]:
    """Return for each name a form of at most so many characters, different for different names.

    Parameters
    ----------
    names : iterable
        Names, each once.
    longest : int
        What a form may have at most; at least 20.
    """
    forms: dict[object, str] = {}
    taken: set[str] = set()
    for name in names:
        whole, form, number = one_line(name), "", 1
        while not form or form in taken:
            mark = "" if number == 1 else f" ({number})"
            room = longest - len(mark)
            form = (whole if len(whole) <= room else whole[: room - 1] + "\N{HORIZONTAL ELLIPSIS}") + mark
            number += 1
        forms[name] = form
        taken.add(form)
    return forms
