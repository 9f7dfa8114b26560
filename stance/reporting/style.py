"""One style for every figure: colours, axes with and without a notebook, names that fit, files."""

import sys
import warnings
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

COLOURS = {"anti": "#D55E00", "neutral": "#C8C8C8", "pro": "#0072B2"}
"""Vermilion and blue of Okabe and Ito, told apart with every kind of colour vision."""


def save(ax: Any, path: Path) -> None:
    """Write a figure as PNG and SVG."""
    with warnings.catch_warnings():
        # a script that matplotlib's font lacks is drawn as boxes; the tables hold the names
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        for suffix in (".png", ".svg"):
            ax.figure.savefig(path.with_suffix(suffix), dpi=150)
    if _in_pyplot():
        from matplotlib import pyplot

        pyplot.close(ax.figure)


def new_axes(ax: Any, width: float, height: float) -> Any:
    """Return the axes that were given, or new ones of so many inches."""
    return new_figure(width, height).subplots() if ax is None else ax


def new_figure(width: float, height: float) -> Any:
    """Return a figure of pyplot where a notebook shows it, else one without any global state."""
    if _in_pyplot():
        from matplotlib import pyplot

        return pyplot.figure(figsize=(width, height), layout="constrained")
    return Figure(figsize=(width, height), layout="constrained")


def _in_pyplot() -> bool:
    return "matplotlib.pyplot" in sys.modules


def plain(ax: Any) -> Any:
    """Return the axes without the frame's upper and right side."""
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def ink(label: str) -> str:
    """Return the colour of text on a label's colour."""
    return "black" if label == "neutral" else "white"


def shortened(name: str, length: int = 45) -> str:
    """Return a name on one line, cut with a mark, its dollar signs kept from being read as formulas."""
    name = " ".join(name.split())
    cut = name if len(name) <= length else name[: length - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    return cut.replace("$", r"\$")
