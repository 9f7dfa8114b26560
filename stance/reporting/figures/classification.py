"""How a classifier does: confusion, calibration, learning curve, and the labels it has to do with."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle

from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.evaluation.reliability import reliability
from stance.reporting.figures.names import fitting, short_count
from stance.reporting.style import COLOURS, DOUBLE, EDGES, SINGLE, SMALL_N, finished, ink, ink_on, new_axes, styled

FILLS = LinearSegmentedColormap.from_list("fills", ["#F3F3F3", COLOURS["pro"]])
OUTLINES = LinearSegmentedColormap.from_list("outlines", [EDGES["neutral"], COLOURS["pro"]])


@styled
def plot_class_balance(frame: pd.DataFrame, by: str = "document_id", ax: Any = None) -> Any:
    """Draw how many sentences have each label, for each value of a column; returns the Axes."""
    known = frame.assign(**{by: frame[by].astype(object).where(frame[by].notna(), "(missing)")})
    counts = known.groupby([by, "label"]).size().unstack(fill_value=0).reindex(columns=list(STANCES), fill_value=0)
    ax = new_axes(ax, DOUBLE * 0.75, 0.75 + 0.26 * len(counts))
    left = np.zeros(len(counts))
    for label in STANCES:
        values = counts[label].to_numpy()
        ax.barh(range(len(counts)), values, left=left, color=COLOURS[label], label=label, height=0.75)
        for i, (value, start) in enumerate(zip(values, left, strict=True)):
            # a narrow part has no room for its number
            if value > 0.03 * counts.to_numpy().sum(axis=1).max():
                look = {"ha": "center", "va": "center", "color": ink_on(COLOURS[label])}
                ax.text(start + value / 2, i, str(value), **look)
        left += values
    ax.set_yticks(
        range(len(counts)), [f"{fitting(name)} (n = {n:.0f})" for name, n in zip(counts.index, left, strict=True)]
    )
    ax.set_ylim(len(counts) - 0.5, -0.5)
    ax.set_xlabel("sentences")
    ax.set_ylabel(by.replace("_id", ""))
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)
    return finished(ax)


@styled
def plot_confusion(confusion: Mapping[str, Any], ax: Any = None) -> Any:
    """Draw a confusion matrix: counts, and shares of the gold class, by which cells are shaded.

    Parameters
    ----------
    confusion : mapping
        As ``run.metrics["confusion"]``: ``labels``, and ``gold_by_predicted``, counts of shape (n_labels, n_labels).
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Gold classes from top to bottom, with how many sentences each has; cells of such with fewer than 20 are hollow.
    """
    matrix, labels = np.array(confusion["gold_by_predicted"]), confusion["labels"]
    sizes = matrix.sum(axis=1)
    shares = matrix / np.maximum(sizes, 1)[:, np.newaxis]
    ax = new_axes(ax, SINGLE, SINGLE * 0.85)
    for (i, j), count in np.ndenumerate(matrix):
        shade = FILLS(shares[i, j])
        hollow = sizes[i] < SMALL_N
        look = {"facecolor": "none" if hollow else shade, "edgecolor": OUTLINES(shares[i, j]), "linewidth": 1.2}
        ax.add_patch(Rectangle((j - 0.47, i - 0.47), 0.94, 0.94, **look))
        words = f"{count:.0f}\n{shares[i, j]:.0%}" if sizes[i] else "0"
        ax.text(j, i, words, ha="center", va="center", color=ink() if hollow else ink_on(shade))
    ax.set_xticks(range(len(labels)), [fitting(label, 60) for label in labels])
    ax.set_yticks(
        range(len(labels)), [f"{fitting(label, 60)}\n(n = {n:.0f})" for label, n in zip(labels, sizes, strict=True)]
    )
    ax.set_xlim(-0.5, len(labels) - 0.5)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.set_xlabel("predicted" + (f"\nhollow: fewer than {SMALL_N} sentences" if (sizes < SMALL_N).any() else ""))
    ax.set_ylabel("gold", labelpad=8)
    ax.set_title("Confusion of held-out sentences")
    ax.spines[:].set_visible(False)
    finished(ax).tick_params(length=0)
    return ax


@styled
def plot_calibration(predictions: pd.DataFrame, ax: Any = None) -> Any:
    """Draw how often predictions came true against how probable the model held them (reliability diagram).

    Parameters
    ----------
    predictions : pandas.DataFrame
        As ``run.predictions``: ``label predicted p_anti p_neutral p_pro``.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        One circle for each tenth of probability, with Wilson's 95% interval and the number of sentences above; hollow
        with fewer than 20. On the dashed line probabilities are kept.

    Raises
    ------
    StanceError
        When a column is missing, or no sentence is labelled.
    """
    bins = reliability(predictions)
    ax = new_axes(ax, SINGLE, SINGLE * 0.9)
    ax.plot([0, 1], [0, 1], color=EDGES["neutral"], linestyle="--", linewidth=0.8, zorder=1)
    ax.vlines(bins["confidence"], bins["low"], bins["high"], color=COLOURS["pro"], linewidth=1.2, zorder=2)
    faces = ["none" if n < SMALL_N else COLOURS["pro"] for n in bins["n"]]
    ax.scatter(bins["confidence"], bins["accuracy"], s=24, facecolors=faces, edgecolors=COLOURS["pro"], zorder=3)
    for lowest, highest, n in bins[["lowest", "highest", "n"]].itertuples(index=False):
        ax.text((lowest + highest) / 2, 1.08, short_count(n), ha="center", va="center", fontsize="x-small")
    ax.text(-0.01, 1.08, "n", ha="right", va="center", fontsize="x-small")
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.14)
    ax.set_xticks(np.arange(0, 1.01, 0.2))
    ax.set_yticks(np.arange(0, 1.01, 0.2))
    few = f"\nhollow: fewer than {SMALL_N} sentences" if (bins["n"] < SMALL_N).any() else ""
    ax.set_xlabel(f"probability of the predicted class{few}")
    ax.set_ylabel("share predicted right")
    ax.set_title(f"Calibration (n = {bins['n'].sum()} tested)")
    return finished(ax)


@styled
def plot_learning_curve(metrics: Mapping[str, Any], ax: Any = None) -> Any:
    """Draw macro-F1 against the number of training sentences, with intervals and the majority baseline.

    Parameters
    ----------
    metrics : mapping
        As ``run.metrics``. Where there is a supplement its sentences are counted, and macro-F1 is that of unseen
        documents.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Circles with 95% intervals; the majority baseline is a dashed line.

    Raises
    ------
    StanceError
        When the run made no learning curve.
    """
    supplemented = "supplement" in metrics
    points = metrics["supplement"]["learning_curve"] if supplemented else metrics.get("learning_curve")
    if not points:
        raise StanceError("the run made no learning curve: set evaluation.learning_curve to shares such as [0.5, 1]")
    ax = new_axes(ax, SINGLE, SINGLE * 0.75)
    x = [point["supplement" if supplemented else "sentences"] for point in points]
    value, low, high = (np.array([point[key] for point in points], float) for key in ("value", "low", "high"))
    ax.vlines(x, low, high, color=COLOURS["pro"])
    ax.plot(x, value, marker="o", color=COLOURS["pro"], label="model, 95% interval")
    majority = metrics["baselines"]["majority"]["macro_f1"]["value"]
    ax.axhline(majority, color=ink(), linestyle="--", linewidth=0.8, label="majority baseline")
    ax.set_ylim(0, 1)
    ax.set_xlim(left=0)
    ax.set_xlabel("sentences of the supplement" if supplemented else "training sentences")
    ax.set_ylabel("macro-F1 on unseen text" if supplemented else "macro-F1")
    ax.set_title(f"Learning curve (n = {metrics['test']['sentences']} tested)")
    ax.legend(loc="best")
    return finished(ax)
