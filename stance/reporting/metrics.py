"""Metrics and their differences between runs as plain tables."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from stance.corpus.schema import STANCES
from stance.evaluation.actors import FEWEST_STATEMENTS
from stance.evaluation.comparison import NET_STANCE_ERROR
from stance.reporting.layout import between, count, number, p_value, signed, table

SHOWN_METRICS = ("macro_f1", "f1_pro", "f1_anti", "f1_neutral", "accuracy", "brier", "calibration_error")
OF_SEVERAL_TARGETS = {
    "f1_favor_against_pooled": "F1 favor/against, pooled",
    "f1_favor_against_mean_over_targets": "F1 favor/against, mean over targets",
}
"""Metrics that are shown, in a table of their own, where there are several targets; and their names."""

_COMPARED = {**OF_SEVERAL_TARGETS, NET_STANCE_ERROR: f"net stance MAE (actors with {FEWEST_STATEMENTS}+ statements)"}


def metric_name(name: str) -> str:
    """Return what people call a metric."""
    return OF_SEVERAL_TARGETS.get(name) or name.replace("_", " ").replace("f1", "F1").replace("macro F1", "macro-F1")


def shown_metrics(numbers: Mapping[str, Any]) -> list[str]:
    """Return the names of the metrics that ``metrics.json``, or a part of it, holds and people are shown.

    The F1 of a class that occurs neither in gold nor in prediction is not among them: 0 would read as a failure, and
    macro-F1 leaves it out.
    """
    names = [*SHOWN_METRICS, *(OF_SEVERAL_TARGETS if numbers.get("by_target") else ())]
    absent = {f"f1_{label}" for label in _absent(numbers)}
    return [name for name in names if name in numbers.get("metrics", {}) and name not in absent]


def _absent(numbers: Mapping[str, Any]) -> list[str]:
    labels, confusion = numbers.get("test", {}).get("labels", {}), numbers.get("confusion")
    predicted = map(sum, zip(*confusion["gold_by_predicted"], strict=True)) if confusion else [0] * len(STANCES)
    return [label for label, n in zip(STANCES, predicted, strict=True) if not labels.get(label, 1) and not n]


def metrics_table(
    metrics: Mapping[str, Any], baselines: Mapping[str, Any], shown: Iterable[str] = SHOWN_METRICS
) -> str:
    """Lay out metrics with intervals beside the baselines."""
    names = list(baselines)
    header = ["", "model", "95% interval", *names]
    rows = [
        [
            metric_name(name),
            number(metrics[name]["value"]),
            between(metrics[name]),
            *(number(baselines[baseline][name]["value"]) for baseline in names),
        ]
        for name in shown
    ]
    return table([header, *rows])


def comparison_table(differences: pd.DataFrame) -> str:
    """Lay out differences between runs."""
    if differences.attrs.get("targets", 1) == 1:
        differences = differences[~differences["metric"].isin(OF_SEVERAL_TARGETS)]
    parts = []
    for other, rows in differences.groupby("other", sort=False):
        first = rows["first"].iloc[0]
        body = [
            [
                _COMPARED.get(row["metric"]) or row["metric"].replace("_", " "),
                number(row["value_first"]),
                number(row["value_other"]),
                signed(row["difference"]),
                f"{signed(row['low'])} to {signed(row['high'])}",
                p_value(row["p_value"]),
            ]
            for row in rows.to_dict("records")
        ]
        header = ["", "first", "other", "difference", "95% interval", "p"]
        parts.append(f"first: {first}\nother: {other}\n{table([header, *body])}\n{_mcnemar(differences, other)}")
    unit, groups, sentences = (differences.attrs[key] for key in ("unit", "groups", "sentences"))
    actors, lower = differences.attrs.get("actors", 0), "brier and calibration error"
    parts.append(
        f"intervals: paired bootstrap over {groups} {unit}s, {sentences} sentences; p: {unit}s swapped between the runs"
    )
    if actors:
        parts[-1] += f"\nnet stance MAE: {count(actors, 'actor')} drawn and swapped instead"
        lower = "brier, calibration error and net stance MAE"
    parts[-1] += f"\n{lower}: lower is better"
    if len(parts) > 2:
        parts[-1] += f"; {len(parts) - 1} comparisons, p-values not corrected for their number"
    return "\n\n".join(parts)


def _mcnemar(differences: pd.DataFrame, other: str) -> str:
    test = next(each for each in differences.attrs["mcnemar"] if each["other"] == other)
    first = count(test["only_first_right"], "sentence")
    return (
        f"accuracy: {first} right in the first only, {test['only_other_right']} in the other only; "
        f"exact McNemar p {p_value(test['p_value'])}, if sentences were independent"
    )
