"""The figures of a benchmark as rows: those of our runs, and the published ones."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from stance.evaluation.splits import OUT_OF_FOLD
from stance.reporting.layout import count

PARTS = {OUT_OF_FOLD: "cross-validation"}
OVERALL = "overall"
COLUMNS = (
    "suite",
    "system",
    "ours",
    "part",
    "target",
    "metric",
    "value",
    "low",
    "high",
    "note",
    "sentences",
    "run",
    "source",
)
AVERAGED = "votes of"
"""Begins the note of a figure that no single model has."""


def figure(numbers: Mapping[str, Any], metric: str) -> dict[str, Any] | None:
    """Return one figure of a run.

    Of repeated cross-validation it is the mean over repeats, each judged by itself, where the run has that: the
    votes of several repeats averaged are an ensemble, which nobody would train.

    Parameters
    ----------
    numbers : mapping
        The run's ``metrics.json``.
    metric : str
        A name below ``metrics``, or a dotted path into ``numbers``.

    Returns
    -------
    dict or None
        ``value`` (None when undefined), ``low``, ``high`` (None without interval) and ``note``; None when the run
        has no such metric.
    """
    repeats = numbers["test"]["repeats"]
    spread = numbers["repeats"].get(metric) if repeats > 1 else None
    if spread is not None:
        return {"value": spread["mean"], "low": spread["low"], "high": spread["high"], "note": _mean_of(repeats)}
    found: Any = numbers
    for step in metric.split(".") if "." in metric else ("metrics", metric):
        if not isinstance(found, Mapping) or step not in found:
            return None
        found = found[step]
    each = found if isinstance(found, Mapping) else {"value": found}
    voted = repeats > 1 and ".constant_" not in metric
    note = f"{AVERAGED} {count(repeats, 'repeat')} averaged" if voted else ""
    return {**{key: each.get(key) for key in ("value", "low", "high")}, "note": note}


def _mean_of(repeats: int) -> str:
    return f"mean of {count(repeats, 'repeat')}" if repeats > 1 else ""


def benchmark_rows(result: Mapping[str, Any]) -> pd.DataFrame:
    """Return all figures of a suite, one row a system, target and metric.

    Parameters
    ----------
    result : mapping
        From `run_suite`.

    Returns
    -------
    pandas.DataFrame
        Columns ``suite system ours part target metric value low high note sentences run source``: ``target`` is
        ``overall`` or a target's name, ``part`` test, validation or cross-validation. A system that failed is one
        row without value whose ``note`` says why.
    """
    rows = [row for system in result["systems"] for row in _own_rows(result, system)]
    for each in result["published"]:
        common = {"system": each["name"], "ours": False, "part": each["part"], "source": each["source"]}
        rows += [{**common, "target": OVERALL, "metric": name, "value": v} for name, v in each["figures"].items()]
        rows += [
            {**common, "target": target, "metric": result["by_target"], "value": value}
            for target, value in each["by_target"].items()
        ]
    empty = dict.fromkeys(COLUMNS) | {"suite": result["suite"], "note": ""}
    frame = pd.DataFrame([{**empty, **row} for row in rows], columns=list(COLUMNS), dtype=object)
    return frame.astype(dict.fromkeys(("value", "low", "high"), float))


def _own_rows(result: Mapping[str, Any], system: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    common = {"system": system["name"], "ours": True}
    if "error" in system:
        yield {**common, "target": OVERALL, "note": f"failed: {system['error']}"}
        return
    numbers = system["numbers"]
    test = numbers["test"]
    common |= {"part": PARTS.get(test["split"], test["split"]), "run": system["run"]}
    for metric in result["metrics"]:
        found = figure(numbers, metric) or {}
        yield {**common, "target": OVERALL, "metric": metric, "sentences": test["sentences"], **found}
    for target, values in numbers["by_target"].items():
        yield {
            **common,
            "target": target,
            "metric": result["by_target"],
            "sentences": values["sentences"],
            "note": _mean_of(test["repeats"]),
            **values[result["by_target"]],
        }
