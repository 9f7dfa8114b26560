"""Metrics and their differences between runs as plain tables."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

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
