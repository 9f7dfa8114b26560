"""Frames to draw, and what is wrong with a drawing."""

from itertools import combinations

import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg

STANCES = ["anti", "neutral", "pro"]
HOSTILE = [
    "The Very Honourable Ministry of Everything in Arvania and Belmark, its Sea and the Islands beyond " * 2,
    "W" * 120,
    "The $100 Club $",
    "$x^{",
    "\u738b\u5c0f\u660e" * 20,
    "\u05d4\u05e9\u05e8 \u202e\u05e9\u05dc \u05d4\u05d9\u05dd",
    "\u0648\u0632\u064a\u0631 \u0627\u0644\u0628\u062d\u0631",
    "\U0001f41f\ufe0f \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "two\nlines\tand\x00more",
    "100% & co_1 \\\\ <b>",
    "",
]


def report(n_actors: int, name: str = "Actor {}", gold: bool = True, intervals: bool = False) -> pd.DataFrame:
    """Return a table of invented actors, of 18 statements and more."""
    rng = np.random.default_rng(0)
    rows = []
    for i in range(n_actors):
        shares, golden = rng.dirichlet([1, 1, 1], 2)
        net, n = shares[2] - shares[0], n_actors - i + 17
        row = {"target": "together", "actor": name.replace("{}", str(i)), "n": n, "n_labelled": n if gold else 0}
        row |= dict(zip(STANCES, shares, strict=True)) | {"net": net}
        row |= {f"gold_{each}": value if gold else np.nan for each, value in zip(STANCES, golden, strict=True)}
        row["gold_net"] = golden[2] - golden[0] if gold else np.nan
        row["low"], row["high"] = (max(-1, net - 0.7), min(1, net + 0.4)) if intervals else (np.nan, np.nan)
        rows.append(row)
    return pd.DataFrame(rows)


def faults(axes) -> list[str]:
    """Return which words of a figure lie beyond its edge, and which overlap each other."""
    figure = axes.figure
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer, frame = canvas.get_renderer(), figure.bbox
    words = [figure._supxlabel] if figure._supxlabel else []
    for ax in figure.axes:
        words += [ax.title, ax._left_title, ax._right_title, ax.xaxis.label, ax.yaxis.label, *ax.texts]
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            drawn = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            words += [label for tick in drawn for label in (tick.label1, tick.label2)]
        words += ax.get_legend().get_texts() if ax.get_legend() else []
    shown = [each for each in words if each.get_text() and each.get_visible()]
    boxes = {each: each.get_window_extent(renderer) for each in shown}
    cut = [
        f"cut: {each.get_text()!r}"
        for each, box in boxes.items()
        if box.x0 < -1 or box.y0 < -1 or box.x1 > frame.x1 + 1 or box.y1 > frame.y1 + 1
    ]
    # the boxes of turned words overlap where the words do not
    upright = [(each, box.padded(-1)) for each, box in boxes.items() if not each.get_rotation() % 90]
    overlapping = [
        f"overlapping: {one.get_text()!r} and {other.get_text()!r}"
        for (one, box), (other, beside) in combinations(upright, 2)
        if box.overlaps(beside)
    ]
    return cut + overlapping


def tick_names(axis) -> list[str]:
    """Return the words at the ticks of an axis."""
    return [label.get_text() for label in axis.get_ticklabels()]
