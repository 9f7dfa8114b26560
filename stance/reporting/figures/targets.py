"""Which actor stands where on which target."""

from typing import Any

import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from stance.corpus.schema import TOGETHER, UNATTRIBUTED
from stance.errors import StanceError
from stance.reporting.figures.names import fitting, short_count, signed, width_of
from stance.reporting.style import COLOURS, EDGES, SINGLE, SMALL_N, finished, ink, ink_on, new_axes, styled

CELL, ROW, BESIDE, AROUND = 0.5, 0.29, 2.1, 1.5
"""Inches: the width of a cell and its height, and what all else takes of width and height."""
FILLS = LinearSegmentedColormap.from_list("fills", [COLOURS["anti"], "#EDEDED", COLOURS["pro"]])
OUTLINES = LinearSegmentedColormap.from_list("outlines", [COLOURS["anti"], EDGES["neutral"], COLOURS["pro"]])


@styled
def plot_actor_targets(
    report: pd.DataFrame, limit: int | None = 25, target_limit: int | None = 10, ax: Any = None
) -> Any:
    """Draw the net stance of every actor on every target as a heat map.

    Parameters
    ----------
    report : pandas.DataFrame
        As ``run.actors`` returns it. Gold net stance is drawn where all statements are labelled, else the estimate.
    limit, target_limit : int or None
        Actors and targets at most, those with most statements; None draws all.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        In each cell stand net stance and the number of statements; a cell of fewer than 20 is hollow, and where an
        actor says nothing of a target there is no cell. Actors and targets with most statements come first,
        ``unattributed`` last.

    Raises
    ------
    StanceError
        When the table does not tell targets apart.
    """
    if "target" not in report:
        raise StanceError("column 'target' is missing: estimate by target, or take run.actors")
    rows = report[report["target"] != TOGETHER]
    census = "gold_net" in rows and bool((rows["n_labelled"] == rows["n"]).all())
    net, kind = ("gold_net", "gold") if census else ("net", "estimated" if _has_intervals(rows) else "predicted")
    actors, more_actors = _most(rows, "actor", limit)
    targets, more_targets = _most(rows, "target", target_limit)
    width = max(SINGLE, BESIDE + CELL * len(targets))
    given = ax
    ax = new_axes(ax, width, AROUND + ROW * max(len(actors), 1))
    columns, lines = ({name: i for i, name in enumerate(names)} for names in (targets, actors))
    shown = rows[rows["actor"].isin(lines) & rows["target"].isin(columns) & rows[net].notna()]
    for actor, target, value, n in shown[["actor", "target", net, "n"]].itertuples(index=False):
        _draw_cell(ax, columns[target], lines[actor], value, n)
    _label(ax, actors, targets)
    left_out = [f"{n} more {what} not shown" for n, what in ((more_actors, "actors"), (more_targets, "targets")) if n]
    few = [f"hollow: fewer than {SMALL_N} statements"] if (shown["n"] < SMALL_N).any() else []
    words = [f"{kind} net stance, \N{MINUS SIGN}1 anti to +1 pro, over n", *few, "; ".join(left_out)]
    # both may be wider than the cells: at the right they have room as far as the figure's left side
    ax.set_xlabel("\n".join(filter(None, words)), loc="right")
    ax.set_title("Where each actor stands on each target", loc="right", pad=8)
    if given is None:
        # how far turned names reach beyond the cells depends on how wide these become: the layout closes in on both
        for _ in range(2 if len(targets) < 4 else 0):
            ax.figure.draw_without_rendering()
    return ax


def _has_intervals(rows: pd.DataFrame) -> bool:
    return "low" in rows and bool(rows["low"].notna().any())


def _most(rows: pd.DataFrame, column: str, limit: int | None) -> tuple[list[str], int]:
    """Return the names with most statements, and how many are left out; nobody's comes last and uncounted."""
    sizes = rows.groupby(column, sort=False)["n"].sum().sort_values(ascending=False, kind="stable")
    names = [name for name in sizes.index if name != UNATTRIBUTED]
    kept = names[:limit] + [name for name in sizes.index if name == UNATTRIBUTED]
    return kept, len(sizes) - len(kept)


def _draw_cell(ax: Any, x: int, y: int, value: float, n: float) -> None:
    place = (min(max(value, -1), 1) + 1) / 2
    face, text = (FILLS(place), ink_on(FILLS(place))) if n >= SMALL_N else ("none", ink())
    corner, size = (x - 0.46, y - 0.44), (0.92, 0.88)
    ax.add_patch(Rectangle(corner, *size, facecolor=face, edgecolor=OUTLINES(place), linewidth=1.2, joinstyle="miter"))
    words = f"{signed(value)}\n{short_count(n)}"
    ax.text(x, y, words, ha="center", va="center", color=text, fontsize=6.5, linespacing=1.05)


def _label(ax: Any, actors: list[str], targets: list[str]) -> None:
    ax.set_yticks(range(len(actors)), [fitting(name) for name in actors])
    ax.set_xticks(range(len(targets)), [fitting(name, 90) for name in targets])
    finished(ax)
    ax.tick_params(length=0)
    turned = any(width_of(label.get_text()) > 66 * CELL for label in ax.get_xticklabels())
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, labelrotation=40 * turned)
    if turned:
        for label in ax.get_xticklabels():
            label.set(ha="left", rotation_mode="anchor")
    ax.set_xlim(-0.5, max(len(targets), 1) - 0.5)
    ax.set_ylim(max(len(actors), 1) - 0.5, -0.5)
    ax.spines[:].set_visible(False)
