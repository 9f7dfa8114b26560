"""Where each actor stands in each period, and whether it changed."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from stance.errors import StanceError
from stance.estimation.estimate import Estimand, Estimate, Method, actor_stance, estimate
from stance.estimation.joint import holm, independent_draws
from stance.estimation.rows import read_rows
from stance.estimation.softmax import NET

Every = Literal["year", "quarter", "month", "week", "day"]

_FORMATS = {"year": "%Y", "month": "%Y-%m", "week": "%G-W%V", "day": "%Y-%m-%d"}
_SHORTEST = {"year": 4, "quarter": 7, "month": 7, "week": 8, "day": 8}
"""Characters of the shortest date that says when it was: 2024, 2024-03, 20240305."""

CHANGE_DRAWS = 10_000


def actor_periods(
    statements: pd.DataFrame,
    every: Every | None = "month",
    *,
    time: str = "time",
    by: Sequence[str] = (),
    method: Method | None = None,
    estimand: Estimand = "corpus",
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimate where each actor stands in each period.

    Parameters
    ----------
    statements : pandas.DataFrame
        As `stance.actor_stance` takes it, with a column of dates.
    every : {'year', 'quarter', 'month', 'week', 'day'} or None, default 'month'
        Length of a period; None where the column names periods already, which are then sorted as text.
    time : str, default 'time'
        The column: ISO 8601 dates such as 2024-03-05, with or without a time of day, or anything that pandas holds as
        dates. The day is taken as written, whatever the time zone.
    by, method, estimand, level
        As in `stance.actor_stance`.

    Returns
    -------
    pandas.DataFrame
        As `stance.actor_stance` returns it, one row for each period in which an actor speaks: ``period`` stands first,
        as 2024, 2024-Q1, 2024-03, 2024-W10 or 2024-03-05.

    Raises
    ------
    StanceError
        Also when a date is missing, is none, or is less exact than the period; names the row.
    """
    dated = with_periods(statements, every, time)
    return actor_stance(dated, by=["period", *by], method=method, estimand=estimand, level=level)


def period_changes(
    statements: pd.DataFrame,
    every: Every | None = "month",
    *,
    time: str = "time",
    by: Sequence[str] = (),
    method: Method | None = None,
    seed: int = 0,
) -> pd.DataFrame:
    """Test for each actor whether its net stance differs between periods beyond chance.

    Parameters
    ----------
    statements, every, time, by, method
        As in `actor_periods`, some of the sentences labelled; a method with draws: ``stacked`` or ``labels_only``.
    seed : int, default 0
        Seed of the draws.

    Returns
    -------
    pandas.DataFrame
        One row an actor (and group) that speaks in two periods or more, by p-value: grouping columns, ``actor periods
        n n_labelled lowest highest net_lowest net_highest q p_value p_adjusted``. ``lowest`` and ``highest`` are the
        periods of its least and greatest net stance; ``p_adjusted`` is Holm's, over all rows.

    Raises
    ------
    StanceError
        As `actor_periods`, and when no sentence is labelled.

    Notes
    -----
    What is tested is one common tendency: sentences of two periods that are a sample of the same stance differ too,
    and count as chance. ``q`` sums over periods the squared deviations of net stance from the actor's mean, each over
    its variance (Cochran 1954). It is compared with what draws of the estimates show once they are moved to a common
    mean. The periods of an actor are taken as independent; where labels are few, estimates are drawn to each other
    and the test seldom rejects.
    """
    from tqdm import tqdm

    made = estimate(read_rows(with_periods(statements, every, time), [*by, "period"]), method, "tendency")
    units = made.rows.units.assign(n_labelled=made.rows.label_counts.sum(axis=1), net=made.shares @ NET)
    rows = []
    speakers = units.groupby([*by, "actor"], sort=True, dropna=False)
    for keys, mine in tqdm(speakers, desc="actors", delay=2, leave=False):
        if len(mine) < 2:
            continue
        least, most = mine.loc[mine["net"].idxmin()], mine.loc[mine["net"].idxmax()]
        q, p_value = _heterogeneity(made, mine.index, seed)
        rows.append(
            dict(zip([*by, "actor"], keys, strict=True))
            | {"periods": len(mine), "n": mine["n"].sum(), "n_labelled": mine["n_labelled"].sum()}
            | {"lowest": least["period"], "highest": most["period"]}
            | {"net_lowest": least["net"], "net_highest": most["net"], "q": q, "p_value": p_value}
        )
    names = ["periods", "n", "n_labelled", "lowest", "highest", "net_lowest", "net_highest", "q", "p_value"]
    out = pd.DataFrame(rows, columns=[*by, "actor", *names])
    return out.assign(p_adjusted=holm(out["p_value"])).sort_values(["p_value", "actor"], ignore_index=True)


def _heterogeneity(made: Estimate, units: Any, seed: int) -> tuple[float, float]:
    """Return Cochran's Q of some units, and the share of draws under one common mean that reach it."""
    draws = independent_draws(made, units, CHANGE_DRAWS, seed)
    precision = 1 / np.maximum(draws.var(axis=0), 1e-12)
    net = made.shares[units] @ NET
    observed = _spread(net, precision)
    by_chance = _spread(draws - draws.mean(axis=0), precision)
    return float(observed), float(((by_chance >= observed).sum() + 1) / (len(draws) + 1))


def _spread(net: Any, precision: Any) -> Any:
    centre = (net @ precision / precision.sum())[..., np.newaxis]
    return (net - centre) ** 2 @ precision


def with_periods(
    statements: pd.DataFrame,
    every: Every | None = "month",
    time: str = "time",
    place: Callable[[Any], str] = "statements: row {}".format,
) -> pd.DataFrame:
    """Return the statements with a column ``period``; parameters as in `actor_periods`, `place` names a row."""
    if every is not None and every not in get_args(Every):
        raise StanceError(f"every {every!r} is not one of {', '.join(get_args(Every))}")
    if time not in statements:
        raise StanceError(f"statements: column {time!r} is missing; periods need a date in every row")
    values = statements[time]
    missing = values.isna() | (values.astype(str).str.strip() == "")
    if missing.any():
        row = statements.index[missing.to_numpy().argmax()]
        raise StanceError(
            f"{place(row)}: {time} is missing (in {missing.sum()} of {len(values)} rows); leave such rows out"
        )
    words = values.map(lambda value: int(value) if isinstance(value, float) and value.is_integer() else value)
    words = words.astype(str).str.strip()
    return statements.assign(period=words if every is None else _periods(words, every, time, place))


def _periods(words: pd.Series, every: str, time: str, place: Callable[[Any], str]) -> pd.Series:
    days = words.str.split("[T ]", n=1, regex=True).str[0]
    dates = pd.to_datetime(days, format="ISO8601", errors="coerce")
    inexact = dates.notna() & (days.str.len() < _SHORTEST[every])
    for wrong, why in ((dates.isna(), "no date such as 2024-03-05"), (inexact, f"names no {every}")):
        if wrong.any():
            position = wrong.to_numpy().argmax()
            raise StanceError(f"{place(words.index[position])}: {time} {words.iloc[position]!r}: {why}")
    if every == "quarter":
        return dates.dt.year.astype(str) + "-Q" + dates.dt.quarter.astype(str)
    return dates.dt.strftime(_FORMATS[every])
