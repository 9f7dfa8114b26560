"""Where actors stand from period to period."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.ticker import MaxNLocator

from stance.corpus.schema import UNATTRIBUTED
from stance.errors import StanceError
from stance.reporting.figures.names import fitting
from stance.reporting.figures.rows import of_target
from stance.reporting.style import DOUBLE, EDGES, SINGLE, SMALL_N, finished, ink, new_figure, styled

PANEL, AROUND = 1.15, 0.6
"""Inches that a row of panels takes, and that all else takes."""
MOST_COUNTS = 12
"""Periods up to which there is room for the number of statements of each."""
_FREQUENCIES = {r"\d{4}": "Y", r"\d{4}-Q[1-4]": "Q", r"\d{4}-\d\d": "M", r"\d{4}-\d\d-\d\d": "D"}
_WEEK = r"\d{4}-W\d\d"


@styled
def plot_stance_over_time(
    periods: pd.DataFrame, target: str | None = None, limit: int = 6, axes: Sequence[Any] | None = None
) -> Any:
    """Draw net stance from period to period with its intervals, one panel an actor.

    Parameters
    ----------
    periods : pandas.DataFrame
        As `stance.actor_periods` returns it, or ``actors`` of `stance.estimate_actors` by a length of periods.
    target : str, optional
        Which target, where the table tells several apart.
    limit : int, default 6
        Actors at most, those with most statements; ``unattributed`` is drawn only where nobody else is.
    axes : sequence of matplotlib.axes.Axes, optional
        Where to draw, one an actor.

    Returns
    -------
    sequence of matplotlib.axes.Axes
        One an actor, those with most statements first. Periods lie as far apart as they are; names that are no dates
        follow each other as sorted text. Circles of fewer than 20 statements are hollow; numbers at the foot are
        statements.

    Raises
    ------
    StanceError
        When there are no periods or actors, or several targets and none is named.
    """
    if "period" not in periods:
        raise StanceError("column 'period' is missing: stance.actor_periods makes a table with one")
    rows = of_target(periods, target)
    sizes = rows.groupby("actor", sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    actors = [name for name in sizes.index if name != UNATTRIBUTED][:limit] or list(sizes.index)
    if not actors:
        raise StanceError("no actor speaks in any period: nothing to draw")
    place, names = _timeline(rows["period"])
    panels = _panels(len(actors)) if axes is None else axes
    for ax, actor in zip(panels, actors, strict=False):
        mine = rows[rows["actor"] == actor].sort_values("period")
        _draw_panel(ax, mine["period"].map(place).to_numpy(), mine, counted=len(names) <= MOST_COUNTS)
        ax.set_title(f"{fitting(actor, 120)}\nn = {sizes[actor]:.0f}", fontsize="medium")
        _label_periods(ax, names)
        finished(ax)
    if axes is None:
        panels[0].figure.supxlabel(_what(rows), fontsize="medium")
    return panels


def _panels(n: int) -> Any:
    columns = 1 if n == 1 else 2
    lines = -(-n // columns)
    figure = new_figure(SINGLE if n == 1 else DOUBLE, AROUND + (PANEL + 0.35) * lines)
    axes = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
    for spare in axes.flat[n:]:
        spare.remove()
    if n % columns:
        axes[-2, -1].tick_params(labelbottom=True)
    return axes.flat[:n]


def _timeline(periods: pd.Series) -> tuple[dict[str, int], dict[int, str]]:
    """Return the place of every period, and the name of every place from the first to the last."""
    found = sorted(periods.astype(str).unique())
    for pattern, frequency in _FREQUENCIES.items():
        if all(re.fullmatch(pattern, each) for each in found):
            ordinals = {each: pd.Period(each, frequency).ordinal for each in found}
            whole = pd.period_range(found[0], found[-1], freq=frequency)
            return ordinals, {each.ordinal: _written(each) for each in whole}
    if all(re.fullmatch(_WEEK, each) for each in found):
        weeks = {each: datetime.strptime(f"{each}-1", "%G-W%V-%u").toordinal() // 7 for each in found}
        whole = range(min(weeks.values()), max(weeks.values()) + 1)
        return weeks, {each: datetime.fromordinal(each * 7 + 1).strftime("%G-W%V") for each in whole}
    places = {each: place for place, each in enumerate(found)}
    return places, {place: fitting(each, 60) for each, place in places.items()}


def _written(period: pd.Period) -> str:
    return f"{period.year}-Q{period.quarter}" if period.freqstr.startswith("Q") else str(period)


def _draw_panel(ax: Any, x: Any, rows: pd.DataFrame, counted: bool) -> None:
    ax.axhline(0, color=ink(), linewidth=0.6, linestyle=":")
    net = rows["net"].to_numpy(float)
    ax.plot(x, net, color=EDGES["neutral"], linewidth=0.8, zorder=1)
    if "low" in rows and rows["low"].notna().any():
        ax.vlines(x, rows["low"], rows["high"], color=ink(), linewidth=1, zorder=2)
    few = rows["n"].to_numpy() < SMALL_N
    faces = ["none" if hollow else ink() for hollow in few]
    ax.scatter(x, net, s=18 if counted else 9, facecolors=faces, edgecolors=ink(), linewidths=0.9, zorder=3)
    if counted:
        for place, n in zip(x, rows["n"], strict=True):
            ax.text(place, -1.42, f"{n:.0f}", ha="center", va="center", fontsize="x-small")
    ax.set_ylim(-1.65 if counted else -1.12, 1.12)
    ax.set_yticks([-1, 0, 1], ["\N{MINUS SIGN}1 anti", "0", "1 pro"])


def _label_periods(ax: Any, names: dict[int, str]) -> None:
    places = np.array(list(names))
    wanted = MaxNLocator(nbins=4, integer=True, min_n_ticks=1).tick_values(places[0], places[-1])
    shown = [int(each) for each in wanted if int(each) in names] if len(names) > 4 else list(names)
    ax.set_xticks(shown, [names[each] for each in shown])
    margin = 0.5 + 0.02 * len(names)
    ax.set_xlim(places[0] - margin, places[-1] + margin)


def _what(rows: pd.DataFrame) -> str:
    with_intervals = "low" in rows and rows["low"].notna().any()
    words = "net stance, 95% interval" if with_intervals else "net stance, predicted"
    few = f"; hollow: fewer than {SMALL_N} statements" if (rows["n"] < SMALL_N).any() else ""
    return words + few
