"""One style for every figure: sizes of a printed page, colours, light and dark, with and without a notebook."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache, wraps
from typing import Any, Literal, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from stance.errors import StanceError

COLOURS = {"anti": "#D55E00", "neutral": "#C8C8C8", "pro": "#0072B2"}
"""Vermilion and blue of Okabe and Ito, told apart with every kind of colour vision."""
EDGES = {**COLOURS, "neutral": "#8A8A8A"}
"""Outlines, of which the grey is dark enough on white and light enough on black."""

SINGLE, DOUBLE = 89 / 25.4, 183 / 25.4
"""Inches that one and two columns of a journal are wide."""
SMALL_N = 20
"""Statements below which a mark is hollow."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_FALLBACK_FONTS = (
    *("Noto Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai"),
    *("Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Georgian", "Noto Sans Armenian", "Noto Emoji"),
)
_STYLE = {
    "figure.dpi": 120,
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.fontsize": 7.5,
    "legend.frameon": False,
    "legend.handlelength": 1.2,
    "lines.linewidth": 1.2,
    "lines.markersize": 5,
}
_INKS = {"text.color", "axes.labelcolor", "axes.edgecolor", "axes.titlecolor", "xtick.color", "ytick.color"}
_THEMES = {"light": ("black", "white"), "dark": ("#E8E8E8", "none")}


def theme(name: Literal["light", "dark"]) -> AbstractContextManager[None]:
    """Return a context in which figures are drawn for a light or for a dark page.

    Parameters
    ----------
    name : {'light', 'dark'}
        Black on white, or light grey on nothing: what is behind a dark figure shines through.

    Raises
    ------
    StanceError
        When there is no such theme.
    """
    if name not in _THEMES:
        raise StanceError(f"theme {name!r} is not one of {', '.join(_THEMES)}")
    ink, paper = _THEMES[name]
    changes: dict[Any, Any] = dict.fromkeys(_INKS, ink) | {"figure.facecolor": paper, "axes.facecolor": "none"}
    return mpl.rc_context(changes)


@contextmanager
def style() -> Iterator[None]:
    """Enter the package's style; a setting that differs from matplotlib's default was chosen, and stays."""
    wanted: dict[Any, Any] = {**_STYLE, "font.family": _families()}
    kept = {name: value for name, value in wanted.items() if mpl.rcParams[name] == mpl.rcParamsDefault[name]}
    with mpl.rc_context(kept):
        yield


def styled(draw: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Let a function draw in the package's style."""

    @wraps(draw)
    def drawn(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with style():
            return draw(*args, **kwargs)

    return drawn


@cache
def _families() -> list[str]:
    """Return matplotlib's own font, and behind it those installed ones that have other scripts."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return ["sans-serif", *(name for name in _FALLBACK_FONTS if name in installed)]


def new_axes(axes: Any, width: float, height: float, rows: int = 1, columns: int = 1, **how: Any) -> Any:
    """Return the axes that were given, or new ones, of so many inches together."""
    if axes is not None:
        return axes
    return new_figure(width, height).subplots(rows, columns, **how)


def new_figure(width: float, height: float) -> Any:
    """Return a figure of pyplot where a notebook shows it, else one without any global state."""
    if _in_pyplot():
        from matplotlib import pyplot

        return pyplot.figure(figsize=(width, height), layout="constrained")
    return Figure(figsize=(width, height), layout="constrained")


def close(ax: Any) -> None:
    """Forget a figure that pyplot holds."""
    if _in_pyplot():
        from matplotlib import pyplot

        pyplot.close(ax.figure)


def _in_pyplot() -> bool:
    return "matplotlib.pyplot" in sys.modules


def finished(ax: Any) -> Any:
    """Return the axes with the style's ticks: matplotlib makes these when it draws, after the style was left."""
    for name in "xy":
        chosen: Any = mpl.rcParams
        look = {key: chosen[f"{name}tick.{key}"] for key in ("color", "labelsize", "labelcolor")}
        if look["labelcolor"] == "inherit":
            look["labelcolor"] = look["color"]
        ax.tick_params(axis=name, labelfontfamily=mpl.rcParams["font.family"], **look)
    return ax


def ink() -> Any:
    """Return the colour of text and marks."""
    return mpl.rcParams["text.color"]


def ink_on(colour: Any) -> str:
    """Return black or white, whichever contrasts more with a colour (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "black" if (luminance + 0.05) ** 2 > 1.05 * 0.05 else "white"


def svg_text(ax: Any, title: str | None = None, *, transparent: bool = False) -> str:
    """Return the whole figure of some axes as SVG: the same bytes every time, its letters drawn as paths.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Any of the figure's axes.
    title : str, optional
        What a screen reader says of it.
    transparent : bool, default False
        Whether what is behind the figure shines through.

    Returns
    -------
    str
        An SVG document that looks the same without the fonts it was made with.
    """
    target = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "stance"}):
        named = {"Title": title} if title else {}
        about = {"Date": None, "Creator": None, **named}
        ax.figure.savefig(target, format="svg", transparent=transparent, metadata=about)
    return target.getvalue()
