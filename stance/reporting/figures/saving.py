"""Figures of a run as files, and all that can be drawn of some findings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from stance.corpus.schema import TOGETHER
from stance.reporting.figures.actors import plot_actors
from stance.reporting.figures.classification import plot_calibration, plot_confusion, plot_learning_curve
from stance.reporting.figures.ngrams import plot_ngrams
from stance.reporting.figures.targets import plot_actor_targets
from stance.reporting.findings import Findings
from stance.reporting.style import close, svg_text

DPI = 300
MOST_PIXELS = 2**15
"""More on one side some viewers do not open."""


def figures_of(findings: Findings) -> dict[str, Callable[[], Any]]:
    """Return by name how to draw each figure that the findings allow; drawing one returns one of its Axes.

    Whoever draws closes: `stance.reporting.style.close` forgets a figure that pyplot would keep.
    """
    metrics, actors, ngrams = findings.metrics, findings.actors, findings.ngrams
    out: dict[str, Callable[[], Any]] = {}
    if len(actors):
        out["actors"] = lambda: plot_actors(actors)[0]
    if "target" in actors and len(set(actors["target"]) - {TOGETHER}) > 1:
        out["actor-targets"] = lambda: plot_actor_targets(actors)
    if "confusion" in metrics:
        out["confusion"] = lambda: plot_confusion(metrics["confusion"])
    if "label" in findings.predictions and findings.predictions["label"].notna().any():
        out["calibration"] = lambda: plot_calibration(findings.predictions)
    if metrics.get("learning_curve") or "supplement" in metrics:
        out["learning-curve"] = lambda: plot_learning_curve(metrics)
    if ngrams is not None and len(ngrams):
        out["ngrams"] = lambda: plot_ngrams(ngrams)[0]
    return out


def save_figures(folder: Path, findings: Findings) -> None:
    """Write the figures of a run as SVG and PNG at the size of a journal's page; the same bytes every time."""
    folder.mkdir(exist_ok=True)
    for name, draw in figures_of(findings).items():
        save(draw(), folder / name)


def save(ax: Any, path: Path) -> None:
    """Write the figure of some axes as SVG and as PNG of 300 dots an inch, and close it."""
    path.with_suffix(".svg").write_text(svg_text(ax), encoding="utf-8")
    longest = max(ax.figure.get_size_inches())
    ax.figure.savefig(path.with_suffix(".png"), dpi=min(DPI, MOST_PIXELS / longest), metadata={"Software": None})
    close(ax)
