"""Which words speak for which stance."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from stance.corpus.schema import NO_TARGET, STANCES
from stance.reporting.figures.names import fitting
from stance.reporting.figures.rows import of_target
from stance.reporting.style import COLOURS, DOUBLE, EDGES, finished, new_axes, styled


@styled
def plot_ngrams(ngrams: pd.DataFrame, n: int = 10, target: str | None = None, axes: Sequence[Any] | None = None) -> Any:
    """Draw the word n-grams that speak most for each class.

    Parameters
    ----------
    ngrams : pandas.DataFrame
        As ``run.ngrams``.
    n : int, default 10
        How many a class.
    target : str, optional
        Which target, for models with separate ones; the first unless given.
    axes : sequence of matplotlib.axes.Axes, optional
        Where to draw, one a class.

    Returns
    -------
    sequence of matplotlib.axes.Axes
        One a class that has n-grams, heaviest on top.

    Raises
    ------
    StanceError
        When there are no n-grams of the target.
    """
    target = str(ngrams["target"].iloc[0]) if target is None and len(ngrams) else target
    rows = of_target(ngrams, target)
    labels = [label for label in STANCES if label in set(rows["label"])] or list(STANCES)
    most = min(n, int(rows.groupby("label").size().max()) if len(rows) else 1)
    axes = new_axes(axes, DOUBLE, 0.75 + 0.17 * most, columns=len(labels), squeeze=False)
    axes = axes[0] if getattr(axes, "ndim", 1) == 2 else axes
    for ax, label in zip(axes, labels, strict=False):
        top = rows[rows["label"] == label].head(n)
        ax.barh(range(len(top)), top["weight"], color=COLOURS[label], edgecolor=EDGES[label], linewidth=0.6)
        ax.set_yticks(range(len(top)), [fitting(ngram, 75) for ngram in top["ngram"]])
        ax.set_ylim(most - 0.4, -0.6)
        ax.set_title(label + (f": {fitting(target, 70)}" if target not in (None, NO_TARGET) else ""))
        ax.set_xlabel("weight")
        ax.locator_params(axis="x", nbins=4)
        finished(ax)
    return axes
