"""The figures of a run as pictures within the page, drawn for light; the style sheet turns them for dark."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from tqdm import tqdm

from stance.corpus.schema import STANCES
from stance.reporting.figures import figures_of
from stance.reporting.findings import Findings, names_actors
from stance.reporting.layout import number
from stance.reporting.style import close, svg_text, theme

_UNESCAPED = "!$'()*+,-./:;=?@[]^_`{|}~"
"""Characters of SVG that mean nothing in a URL of data: leaving them keeps the page small."""


@dataclass(frozen=True)
class Picture:
    """A figure.

    Attributes
    ----------
    name : str
        What it is, in a word.
    alt : str
        What it shows, for those who cannot see it.
    url : str
        A URL that holds the drawing.
    """

    name: str
    alt: str
    url: str


def pictures_of(findings: Findings) -> list[Picture]:
    """Return those figures that the numbers suffice for, but for what the page's table draws itself."""
    drawings = figures_of(findings)
    if not names_actors(findings.actors):
        drawings.pop("actor-targets", None)
    shown = [name for name in _IN_WORDS if name in drawings]
    return [
        Picture(name, _IN_WORDS[name](findings), _url(_drawn(drawings[name], name)))
        for name in tqdm(shown, desc="figures", delay=2, leave=False)
    ]


def _drawn(draw: Callable[[], Any], name: str) -> str:
    with theme("light"):
        ax = draw()
        svg = svg_text(ax, name, transparent=True)
        close(ax)
    return svg


def _url(svg: str) -> str:
    # what quote leaves means nothing in an attribute either
    return Markup(f"data:image/svg+xml,{quote(_compact(svg), safe=_UNESCAPED)}")


def _compact(svg: str) -> str:
    """Return an SVG element without what only tools read, to a hundredth of a point, and with few spaces and quotes.

    Each of these becomes three characters of a URL.
    """
    element = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    element = re.sub(r'<g id="[^"]*"', "<g", element)
    element = re.sub(r"\b[1-9]\d*\.\d{3,}", lambda number: f"{float(number[0]):.2f}", element)
    element = re.sub(r' d="([^"]*)"', lambda path: f' d="{_compact_path(path[1])}"', element)
    return re.sub(r"(?<=[>;:])\s+|\s+(?=<)", "", re.sub(r"\s+", " ", element)).replace('"', "'")


def _compact_path(path: str) -> str:
    """Return a path with commas between its numbers and nothing around its letters."""
    return re.sub(r",?([A-Za-z]),?", r"\1", ",".join(path.split()))


def _actor_targets_in_words(_: Findings) -> str:
    return "Net stance of the actors with most statements, by target; the table of actors has every number."


def _confusion_in_words(findings: Findings) -> str:
    labels, matrix = (findings.metrics["confusion"][key] for key in ("labels", "gold_by_predicted"))
    parts = []
    for gold, row in zip(labels, matrix, strict=True):
        counts = ", ".join(f"{n} as {label}" for label, n in zip(labels, row, strict=True))
        parts.append(f"{sum(row)} {gold}: {counts}")
    return f"Gold stances and what they were predicted as. {'; '.join(parts)}."


def _calibration_in_words(findings: Findings) -> str:
    error = findings.metrics.get("metrics", {}).get("calibration_error")
    measured = f"; calibration error {number(error['value'])}" if error else ""
    return f"How often predictions came true, against how probable the model held them{measured}."


def _curve_in_words(findings: Findings) -> str:
    supplement = findings.metrics.get("supplement")
    points = supplement["learning_curve"] if supplement else findings.metrics["learning_curve"]
    key = "supplement" if supplement else "sentences"
    values = ", ".join(f"{number(point['value'])} with {point[key]:.0f}" for point in points)
    return f"Macro-F1 by the number of training sentences: {values}."


def _ngrams_in_words(findings: Findings) -> str:
    ngrams: Any = findings.ngrams
    first = ngrams[ngrams["target"] == ngrams["target"].iloc[0]]
    tops = [(label, first.loc[first["label"] == label, "ngram"].head(5)) for label in STANCES]
    words = "; ".join(f"{label}: {', '.join(top)}" for label, top in tops if len(top))
    return f"Words that speak most for each stance. {words}."


_IN_WORDS: dict[str, Callable[[Findings], str]] = {
    "confusion": _confusion_in_words,
    "calibration": _calibration_in_words,
    "learning-curve": _curve_in_words,
    "ngrams": _ngrams_in_words,
    "actor-targets": _actor_targets_in_words,
}
"""Figures that the page shows, and their descriptions."""
