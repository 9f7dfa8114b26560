"""Figures: functions that take frames and return matplotlib Axes, in one colour-blind safe style."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke

from stance.corpus.schema import STANCES, TOGETHER, UNATTRIBUTED
from stance.reporting.style import COLOURS, ink, new_axes, new_figure, plain, save, shortened

SMALL_N = 20


def plot_actors(report: pd.DataFrame, target: str = TOGETHER, limit: int = 25, ax: Any = None) -> Any:
    """Draw where each actor stands: diverging bars of gold shares, with gold and estimated net stance.

    Parameters
    ----------
    report : pandas.DataFrame
        As ``run.actors``, `stance.actor_report` or `stance.actor_stance`. Without gold shares the estimated ones are
        drawn; intervals of net stance where there are any.
    target : str, default 'together'
        Which rows of the report.
    limit : int, default 25
        Actors at most, those with most statements.
    ax : matplotlib.axes.Axes, optional
        Where to draw.

    Returns
    -------
    matplotlib.axes.Axes
        Neutral is centred on zero, pro extends to the right, anti to the left. Bars of fewer than 20 statements
        are hollow.
    """
    rows = report[report["target"] == target] if "target" in report else report
    hidden = max(0, len(rows) - limit)
    rows = rows.head(limit)
    labelled = "gold_net" in rows and bool(rows["gold_net"].notna().any())
    prefix = "gold_" if labelled else ""
    if labelled:
        rows = rows[rows["gold_net"].notna()]
    rows = rows.sort_values([f"{prefix}net", "n"], kind="stable")
    last = rows["actor"] == UNATTRIBUTED
    rows = pd.concat([rows[last], rows[~last]])
    ax = new_axes(ax, 8.5, 1.6 + 0.3 * len(rows))
    y = np.arange(len(rows))
    shares = {label: rows[f"{prefix}{label}"].to_numpy(float) for label in STANCES}
    starts = {
        "anti": -shares["anti"] - shares["neutral"] / 2,
        "neutral": -shares["neutral"] / 2,
        "pro": shares["neutral"] / 2,
    }
    small = rows["n"].to_numpy() < SMALL_N
    for label in STANCES:
        bars = ax.barh(y, shares[label], left=starts[label], color=COLOURS[label], height=0.72, label=label)
        for bar, hollow in zip(bars, small, strict=True):
            bar.set_edgecolor(COLOURS[label])
            bar.set_linewidth(1.2 if bar.get_width() else 0)
            if hollow:
                bar.set_facecolor((*bar.get_facecolor()[:3], 0.35))
    if labelled:
        ax.scatter(rows["gold_net"], y, marker="D", s=30, color="black", zorder=3, label="net stance, gold")
    ring = {"marker": "o", "s": 90, "facecolor": "none", "edgecolor": "black", "zorder": 4}
    halo = [withStroke(linewidth=3, foreground="white")]
    estimated = "low" in rows and rows["low"].notna().any()
    if estimated:
        ax.hlines(y, rows["low"], rows["high"], color="black", linewidth=1.6, path_effects=halo, zorder=3.5)
    name = "net stance, estimated\n(95% interval)" if estimated else "net stance, predicted"
    ax.scatter(rows["net"], y, label=name, path_effects=halo, **ring)
    ax.set_yticks(y, [f"{shortened(actor)} (n = {n})" for actor, n in zip(rows["actor"], rows["n"], strict=True)])
    ax.set_ylim(-0.7, len(rows) - 0.3)
    ax.set_xlim(-1.08, 1.08)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1])
    ax.axvline(0, color="black", linewidth=0.8)
    note = f"; {hidden} more not shown" if hidden else ""
    ax.set_xlabel(
        f"anti  \N{LEFTWARDS ARROW}  share of statements, neutral centred  \N{RIGHTWARDS ARROW}  pro\n"
        f"pale bars: fewer than {SMALL_N} statements{note}"
    )
    ax.set_title(f"Where each actor stands{'' if target == TOGETHER else f': {shortened(target)}'}", loc="left")
    marks = [mark for mark in ax.get_legend_handles_labels()[0] if mark.get_label().startswith("net")]
    kind = "gold" if labelled else "estimated" if estimated else "predicted"
    swatches = [Patch(color=COLOURS[label], label=f"{label}, {kind}") for label in STANCES]
    ax.legend(handles=[*swatches, *marks], loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    return plain(ax)


def plot_class_balance(frame: pd.DataFrame, by: str = "document_id", ax: Any = None) -> Any:
    """Draw how many sentences have each label, for each value of a column."""
    counts = frame.groupby([by, "label"]).size().unstack(fill_value=0).reindex(columns=list(STANCES), fill_value=0)
    ax = new_axes(ax, 6.5, 1.5 + 0.45 * len(counts))
    left = np.zeros(len(counts))
    for label in STANCES:
        values = counts[label].to_numpy()
        ax.barh(range(len(counts)), values, left=left, color=COLOURS[label], label=label, height=0.7)
        for i, (value, start) in enumerate(zip(values, left, strict=True)):
            if value:
                ax.text(start + value / 2, i, str(value), ha="center", va="center", color=ink(label))
        left += values
    ax.set_yticks(range(len(counts)), [shortened(str(name)) for name in counts.index])
    ax.invert_yaxis()
    ax.set_xlabel("sentences")
    ax.set_ylabel(by.replace("_id", ""))
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    return plain(ax)


def plot_confusion(confusion: dict[str, Any], ax: Any = None) -> Any:
    """Draw a confusion matrix, as ``run.metrics["confusion"]`` holds it: counts, shaded by share of the gold class."""
    matrix = np.array(confusion["gold_by_predicted"])
    shares = matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1)
    ax = new_axes(ax, 4.4, 3.8)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (i, j), count in np.ndenumerate(matrix):
        ink = "white" if shares[i, j] > 0.55 else "black"
        ax.text(j, i, f"{count}\n{shares[i, j]:.0%}", ha="center", va="center", color=ink)
    labels = confusion["labels"]
    ax.set_xticks(range(len(labels)), labels)
    ax.set_yticks(range(len(labels)), [f"{label}\n(n = {n})" for label, n in zip(labels, matrix.sum(1), strict=True)])
    ax.set_xlabel("predicted")
    ax.set_ylabel("gold")
    ax.set_title("Confusion of held-out sentences", loc="left")
    ax.tick_params(length=0)
    return ax


def plot_learning_curve(metrics: dict[str, Any], ax: Any = None) -> Any:
    """Draw macro-F1 against the number of training sentences, with intervals and the majority baseline.

    Where there is a supplement its sentences are counted, and macro-F1 is that of unseen documents.
    """
    supplemented = "supplement" in metrics
    points = metrics["supplement"]["learning_curve"] if supplemented else metrics["learning_curve"]
    ax = new_axes(ax, 6, 3.8)
    x = [point["supplement" if supplemented else "sentences"] for point in points]
    value, low, high = (np.array([point[key] for point in points]) for key in ("value", "low", "high"))
    colour = COLOURS["pro"]
    ax.errorbar(
        x,
        value,
        [value - low, high - value],
        marker="o",
        color=colour,
        capsize=3,
        label="model, 95% interval",
    )
    majority = metrics["baselines"]["majority"]["macro_f1"]["value"]
    ax.axhline(majority, color="black", linestyle="--", linewidth=1, label="majority baseline")
    ax.set_ylim(0, 1)
    ax.set_xlim(left=0)
    ax.set_xlabel("sentences of the supplement" if supplemented else "training sentences")
    ax.set_ylabel("macro-F1 on unseen text" if supplemented else "macro-F1")
    ax.set_title(f"Learning curve (n = {metrics['test']['sentences']} tested)", loc="left")
    ax.legend(frameon=False)
    return plain(ax)


def plot_ngrams(ngrams: pd.DataFrame, n: int = 10, target: str | None = None, axes: Any = None) -> Any:
    """Draw the word n-grams that speak most for each class; returns one Axes a class.

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
        One a class.
    """
    rows = ngrams[ngrams["target"] == (target or ngrams["target"].iloc[0])]
    labels = [label for label in STANCES if label in set(rows["label"])]
    if axes is None:
        figure = new_figure(3.2 * len(labels), 0.8 + 0.28 * n)
        axes = np.atleast_1d(figure.subplots(1, len(labels)))
    for ax, label in zip(axes, labels, strict=True):
        top = rows[rows["label"] == label].head(n)
        ax.barh(range(len(top)), top["weight"], color=COLOURS[label])
        ax.set_yticks(range(len(top)), [shortened(ngram, 28) for ngram in top["ngram"]])
        ax.invert_yaxis()
        ax.set_title(label, loc="left")
        ax.set_xlabel("weight")
        plain(ax)
    return axes


def save_figures(folder: Path, metrics: dict[str, Any], report: pd.DataFrame, ngrams: pd.DataFrame) -> None:
    """Write the figures of a run as PNG and SVG."""
    folder.mkdir(exist_ok=True)
    save(plot_actors(report), folder / "actors")
    save(plot_confusion(metrics["confusion"]), folder / "confusion")
    if metrics["learning_curve"] or "supplement" in metrics:
        save(plot_learning_curve(metrics), folder / "learning-curve")
    if len(ngrams):
        save(plot_ngrams(ngrams)[0], folder / "ngrams")
