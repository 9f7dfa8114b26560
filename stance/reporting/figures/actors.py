"""Where each actor stands: bars of stances beside net stance with its interval."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import offset_copy

from stance.corpus.schema import STANCES, TOGETHER, UNATTRIBUTED
from stance.reporting.figures.names import fitting
from stance.reporting.figures.rows import of_target
from stance.reporting.style import COLOURS, DOUBLE, EDGES, SMALL_N, finished, ink, new_axes, styled

ROW, AROUND = 0.19, 1.25
"""Inches that one actor takes, and that all else takes."""


@styled
def plot_actors(
    report: pd.DataFrame, target: str = TOGETHER, limit: int | None = 25, axes: Sequence[Any] | None = None
) -> Any:
    """Draw where each actor stands: diverging bars of stances, and beside them net stance with its interval.

    Parameters
    ----------
    report : pandas.DataFrame
        As ``run.actors`` or `stance.actor_stance` returns it.
    target : str, default 'together'
        Which rows of the report.
    limit : int or None, default 25
        Actors at most, those with most statements; None draws all.
    axes : sequence of two matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    sequence of two matplotlib.axes.Axes
        Bars, and net stance. Actors are sorted by net stance, ``unattributed`` stands apart at the foot. Bars show
        gold shares where all statements are labelled, else estimated or predicted ones: neutral is centred on zero,
        pro extends to the right, anti to the left. A diamond is gold, a circle estimated or predicted. What rests on
        fewer than 20 statements is hollow.

    Raises
    ------
    StanceError
        When the report does not know the target.
    """
    named, unattributed, hidden = _chosen(of_target(report, target), limit)
    prefix = "gold_" if _is_census(pd.concat([named, unattributed])) else ""
    order = [f"{prefix}net", "n"] if f"{prefix}net" in named else ["n"]
    rows = pd.concat([named.sort_values(order, ascending=False, kind="stable"), unattributed])
    y = np.arange(len(rows)) + 0.6 * (rows["actor"] == UNATTRIBUTED).to_numpy()
    height = AROUND + ROW * max(len(rows), 1)
    bars, dots = new_axes(axes, DOUBLE, height, columns=2, sharey=True, width_ratios=[1.1, 1])
    made = _kind(rows)
    _draw_bars(bars, y, rows, prefix)
    _draw_net(dots, y, rows, made)
    _draw_n(dots, y, rows)
    _place_names(bars, dots, y, rows)
    bars.set_title(f"Where each actor stands{'' if target == TOGETHER else f': {fitting(target)}'}", pad=20)
    bars.set_xlabel("\n".join([f"{'gold' if prefix else made} share of statements", *_notes(rows, hidden)]))
    return bars, dots


def _chosen(rows: pd.DataFrame, limit: int | None) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return the named actors with most statements, the row of nobody, and how many actors are left out."""
    nobody = rows["actor"] == UNATTRIBUTED
    named = rows[~nobody].sort_values("n", ascending=False, kind="stable").head(limit or len(rows))
    return named, rows[nobody], int((~nobody).sum()) - len(named)


def _is_census(rows: pd.DataFrame) -> bool:
    """Whether every statement has a gold label, so that gold shares are the truth; or there is nothing but gold."""
    if not _has(rows, "gold_net"):
        return False
    return not _has(rows, "net") or bool((rows["n_labelled"] == rows["n"]).all())


def _has(rows: pd.DataFrame, column: str) -> bool:
    return column in rows and bool(rows[column].notna().any())


def _kind(rows: pd.DataFrame) -> str:
    return "estimated" if _has(rows, "low") else "predicted"


def _draw_bars(ax: Any, y: Any, rows: pd.DataFrame, prefix: str) -> None:
    shares = {
        label: rows.get(f"{prefix}{label}", pd.Series(0.0, rows.index)).fillna(0).to_numpy(float) for label in STANCES
    }
    starts = {
        "anti": -shares["anti"] - shares["neutral"] / 2,
        "neutral": -shares["neutral"] / 2,
        "pro": shares["neutral"] / 2,
    }
    small = rows["n"].to_numpy() < SMALL_N
    for label in STANCES:
        drawn = ax.barh(y, shares[label], left=starts[label], height=0.7, label=label, color=COLOURS[label])
        for bar, hollow in zip(drawn, small, strict=True):
            bar.set(edgecolor=EDGES[label], linewidth=0.9 if bar.get_width() else 0, fill=not hollow)
    ax.axvline(0, color=ink(), linewidth=0.6)
    ax.set_xlim(-1.04, 1.04)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["100%", "50%", "0", "50%", "100%"])
    _legend(ax, [Patch(facecolor=COLOURS[each], edgecolor=EDGES[each], label=each) for each in STANCES])


def _draw_net(ax: Any, y: Any, rows: pd.DataFrame, made: str) -> None:
    """Draw circles with intervals, and gold as smaller diamonds that fit into the circles."""
    small = rows["n"].to_numpy() < SMALL_N
    handles = []
    ends = [-1.0, 1.0]
    if _has(rows, "low"):
        ax.hlines(y, rows["low"], rows["high"], color=ink(), linewidth=1.2, zorder=2)
        ends += [rows["low"].min(), rows["high"].max()]
    for column, marker, size, fill in (("net", "o", 36, EDGES["neutral"]), ("gold_net", "D", 9, ink())):
        if not _has(rows, column):
            continue
        faces = ["none" if hollow else fill for hollow in small]
        ax.scatter(rows[column], y, s=size, marker=marker, facecolors=faces, edgecolors=ink(), linewidths=0.9, zorder=3)
        words = "gold" if column == "gold_net" else made + (", 95% interval" if made == "estimated" else "")
        look = {"marker": marker, "markersize": size**0.5, "markerfacecolor": fill, "markeredgecolor": ink()}
        handles.append(Line2D([], [], color=ink(), linestyle="-" if "95%" in words else "", label=words, **look))
    ax.axvline(0, color=ink(), linewidth=0.6, zorder=1)
    ax.set_xlim(min(ends) - 0.08, max(ends) + 0.08)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["\N{MINUS SIGN}1", "\N{MINUS SIGN}0.5", "0", "0.5", "1"])
    ax.set_xlabel("net stance: share pro \N{MINUS SIGN} share anti")
    _legend(ax, handles)


def _legend(ax: Any, handles: list[Any]) -> None:
    """Explain the marks in one line above the axes."""
    above = offset_copy(ax.transAxes, ax.figure, y=4, units="points")
    how = {"loc": "lower left", "bbox_to_anchor": (0, 1), "bbox_transform": above}
    ax.legend(handles=handles, ncols=3, borderpad=0, borderaxespad=0.2, columnspacing=1, **how)


def _draw_n(ax: Any, y: Any, rows: pd.DataFrame) -> None:
    """Write at the right how many statements there are, and how many of them are labelled where some are not."""
    labelled = rows["n_labelled"] if "n_labelled" in rows else 0 * rows["n"]
    partly = bool(((labelled > 0) & (labelled < rows["n"])).any())
    where = {"ha": "right", "fontsize": "small", "transform": ax.get_yaxis_transform()}
    right = 1.2 if partly else 1.1
    for height, n, known in zip(y, rows["n"], labelled, strict=True):
        ax.text(right, height, f"{known:.0f} of {n:.0f}" if partly else f"{n:.0f}", va="center", **where)
    above = offset_copy(ax.transAxes, ax.figure, y=6, units="points")
    ax.text(right, 1, "labelled\nof n" if partly else "n", **(where | {"transform": above}))


def _place_names(bars: Any, dots: Any, y: Any, rows: pd.DataFrame) -> None:
    bars.set_yticks(y, [fitting(actor) for actor in rows["actor"]])
    if rows.empty:
        bars.text(0, 0, "no actors", ha="center", va="center", backgroundcolor="none")
    last = max(y, default=0)
    for ax in (bars, dots):
        ax.set_ylim(last + 0.6, -0.6)
        if len(rows) > 1 and rows["actor"].iloc[-1] == UNATTRIBUTED:
            ax.axhline(last - 0.8, color=ink(), linewidth=0.6, linestyle=":")
        finished(ax)
    dots.tick_params(axis="y", left=False, labelleft=False)


def _notes(rows: pd.DataFrame, hidden: int) -> list[str]:
    few = [f"hollow: fewer than {SMALL_N} statements"] if (rows["n"] < SMALL_N).any() else []
    more = [f"{hidden} more actors not shown"] if hidden else []
    return ["; ".join(few + more)] if few or more else []
