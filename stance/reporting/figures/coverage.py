"""How often intervals hold the truth."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from stance.errors import StanceError
from stance.evaluation.slices import wilson
from stance.reporting.figures.names import fitting
from stance.reporting.style import DOUBLE, EDGES, SMALL_N, finished, ink, new_axes, styled

NEEDED = ("budget", "method", "coverage", "width", "estimates")


@styled
def plot_coverage(results: pd.DataFrame, level: float = 0.95, axes: Sequence[Any] | None = None) -> Any:
    """Draw how often the intervals of each method held the truth in simulations, and how wide they were.

    Parameters
    ----------
    results : pandas.DataFrame
        One row a budget and method, as ``results`` of ``tests/benchmarks/actor_coverage.py --json``: columns ``budget
        method coverage width estimates``.
    level : float, default 0.95
        How often they should.
    axes : sequence of two matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    sequence of two matplotlib.axes.Axes
        Coverage with its Monte Carlo interval (Wilson's, 95%, as if the estimates were independent), and mean width.
        Methods without intervals are left out.

    Raises
    ------
    StanceError
        When a column is missing.
    """
    missing = [name for name in NEEDED if name not in results]
    if missing:
        raise StanceError(f"column {missing[0]!r} is missing; actor_coverage.py --json prints them under results")
    rows = results[results["coverage"].notna()].reset_index(drop=True)
    new_budget = rows["budget"].ne(rows["budget"].shift()).cumsum().to_numpy()
    y = np.arange(len(rows)) + 0.7 * (new_budget - 1)
    height = 0.95 + 0.19 * (y[-1] + 1 if len(y) else 1)
    left, right = new_axes(axes, DOUBLE, height, columns=2, sharey=True, width_ratios=[1.4, 1])
    coverage, n = rows["coverage"].to_numpy(float), rows["estimates"].to_numpy(float)
    low, high = np.reshape([wilson(*each) for each in zip(coverage, n, strict=True)], (-1, 2)).T
    faces = ["none" if few else ink() for few in n < SMALL_N]
    left.axvline(level, color=EDGES["anti"], linewidth=1, linestyle="--", zorder=1)
    left.hlines(y, low, high, color=ink(), linewidth=1.2)
    for ax, values in ((left, coverage), (right, rows["width"].to_numpy(float))):
        ax.scatter(values, y, s=22, facecolors=faces, edgecolors=ink(), linewidths=0.9, zorder=3)
    lowest = min([level - 0.1, *low])
    left.set_xlim(max(0, lowest - 0.02), 1.01)
    left.xaxis.set_major_formatter("{x:.0%}")
    left.set_xlabel(f"coverage of {level:.0%} intervals, Monte Carlo interval")
    widest = max([0.01, *rows["width"].dropna()])
    right.set_xlim(-0.08 * widest, 1.08 * widest)
    right.set_xlabel("mean width, net stance")
    left.set_yticks(y, [_name(row) for row in rows.itertuples()])
    left.set_ylim((y[-1] if len(y) else 0) + 0.6, -0.6)
    for ax in (left, right):
        ax.grid(axis="x", color=EDGES["neutral"], linewidth=0.3)
        ax.set_axisbelow(True)
        finished(ax)
    right.tick_params(axis="y", left=False, labelleft=False)
    left.set_title("Do intervals hold the truth as often as they say?", fontsize="medium")
    return left, right


def _name(row: Any) -> str:
    return f"{fitting(row.budget, 60)}: {fitting(row.method, 100)} (n = {row.estimates:.0f})"
