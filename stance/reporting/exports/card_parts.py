"""The numbers of a run as parts of a card."""

from collections.abc import Mapping, Sequence
from typing import Any

from stance.corpus.schema import STANCES, TOGETHER
from stance.reporting.exports.markup import Table, as_markdown
from stance.reporting.exports.rendering import Ready
from stance.reporting.exports.tables import metrics_layout
from stance.reporting.layout import between, number
from stance.reporting.places import without_paths
from stance.reporting.text import describe_actors

_SHOWN = 30
"""Rows of a table by target or document: the others are counted."""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Ready:
    """Lay out rows, names first; the first thirty."""
    shown = [[without_paths(row[0]), *row[1:]] for row in rows[:_SHOWN]]
    more = [f"{len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    return Ready(as_markdown(Table(header, shown, more)).rstrip())


def of_metrics(numbers: Mapping[str, Any]) -> Ready:
    """Lay out metrics beside the baselines; nothing where there are none."""
    return Ready(as_markdown(metrics_layout(numbers)).rstrip() if numbers.get("metrics") else "")


def _with_interval(metric: Mapping[str, float] | None) -> str:
    return f"{number(metric['value'])} ({between(metric)})" if metric else "-"


def by_target(metrics: Mapping[str, Any]) -> Ready | str:
    """Lay out scores by target; nothing of one target."""
    found = metrics.get("by_target")
    if not found:
        return ""
    shown = {"macro_f1": "macro-F1", "f1_favor_against": "F1 favor/against", "accuracy": "accuracy"}
    rows = [
        [
            target,
            str(each["sentences"]),
            *(str(each["labels"][label]) for label in STANCES),
            *(_with_interval(each.get(name)) for name in shown),
        ]
        for target, each in found.items()
    ]
    return table(["target", "sentences", *STANCES, *shown.values()], rows)


def by_document(unseen: Mapping[str, Any]) -> Ready | str:
    """Lay out scores by left-out document."""
    found = unseen.get("by_document")
    if not found:
        return ""
    rows = [
        [name, str(each["sentences"]), number(each["macro_f1"]), number(each["accuracy"])]
        for name, each in found.items()
    ]
    return table(["document left out", "sentences", "macro-F1", "accuracy"], rows)


def confusion(metrics: Mapping[str, Any]) -> Ready | str:
    """Lay out gold by predicted classes."""
    found = metrics.get("confusion")
    if not found:
        return ""
    rows = [
        [f"gold {label}", *map(str, counts)]
        for label, counts in zip(found["labels"], found["gold_by_predicted"], strict=True)
    ]
    return table(["sentences", *(f"predicted {label}" for label in found["labels"])], rows)


def calibration(metrics: Mapping[str, Any]) -> str:
    """Say how far probabilities can be believed."""
    if not metrics.get("metrics"):
        return ""
    error, brier = metrics["metrics"]["calibration_error"], metrics["metrics"]["brier"]
    return (
        f"The probability of the predicted class is off by {_with_interval(error)} on average (expected calibration "
        f"error in ten bins); Brier score {_with_interval(brier)}, from 0 at best to 2."
    )


def actors(metrics: Mapping[str, Any]) -> str:
    """Say how far counted net stances are from gold."""
    together = (metrics.get("actors") or {}).get(TOGETHER)
    if not together:
        return ""
    lines = describe_actors({"of all targets": together}).split("\n")
    return f"Error of counted net stance over actors, {'; '.join(line.strip() for line in lines)}."
