"""What doors print: plain tables that a terminal of eighty columns shows whole."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from stance.corpus.schema import STANCES, TOGETHER, UNATTRIBUTED
from stance.evaluation.actors import GOLD
from stance.reporting.actors import estimates_table
from stance.reporting.errors import describe_near_duplicates
from stance.reporting.layout import between, count, cut, number, signed, table
from stance.reporting.metrics import OF_SEVERAL_TARGETS, metrics_table
from stance.reporting.selection import describe_selection
from stance.reporting.supplement import describe_supplement

SHOWN_ACTORS = 15
SHOWN_ACTORS_OF_A_TARGET = 5
SHOWN_TARGETS = 5
_EVIDENCE = 66
"""Characters of a sentence that a line holds."""


def describe_test(test: Mapping[str, Any]) -> str:
    """Say what was tested, and what the intervals are conditional on."""
    counts = ", ".join(f"{test['labels'][label]} {label}" for label in STANCES)
    of = f" of {count(test['documents'], 'document')}" if test["documents"] else ""
    lines = [f"{count(test['sentences'], 'sentence')}{of}: {counts}"]
    if "grouped_by" in test:
        if test["grouped_by"] == "given split":
            lines.append(f"tested on the data's own split: {test['split']}")
        else:
            lines.append(
                f"tested by cross-validation: {test['folds']} folds, "
                f"{count(test['repeats'], 'repeat')}, {_kept_together(test['grouped_by'])}"
            )
    lines.append(f"95% intervals: bootstrap over {test['resampled']}s{_condition(test)}")
    return "\n".join(lines)


def _kept_together(unit: str) -> str:
    return "sentences drawn one by one" if unit == "sentence" else f"sentences of one {unit} kept together"


def _condition(test: Mapping[str, Any]) -> str:
    if not test["conditional_on_documents"]:
        return ""
    if not test["documents"]:
        return " (the data name no documents: correlated sentences make them too narrow)"
    n = test["documents"]
    return ", conditional on " + ("this document" if n == 1 else f"these {n} documents")


def describe_unseen_documents(numbers: Mapping[str, Any]) -> str:
    """Say how the model does on documents that it saw nothing of."""
    if "refused" in numbers:
        return f"unseen documents: not tested: {numbers['refused']}"
    metric = numbers["metrics"]["macro_f1"]
    guesses = [f"{name} {number(guess['macro_f1']['value'])}" for name, guess in numbers["baselines"].items()]
    line = (
        f"unseen documents: macro-F1 {number(metric['value'])} ({between(metric)}), {', '.join(guesses)}, "
        f"accuracy {number(numbers['metrics']['accuracy']['value'])}"
    )
    parts = [f"{name} {number(values['macro_f1'])}" for name, values in numbers["by_document"].items()]
    return f"{line}\n  macro-F1 on each left-out document: {', '.join(parts)}" if parts else line


def actors_table(report: pd.DataFrame, target: str = TOGETHER, limit: int = SHOWN_ACTORS) -> str:
    """Lay out where each actor stands: those with most statements, at most `limit`."""
    rows = report[report["target"] == target]
    header = ["actor", "n", "gold anti/neut/pro", "predicted", "net gold", "net pred."]
    body = [
        [
            cut(row["actor"], 28),
            str(row["n"]),
            _shares(row, "gold_"),
            _shares(row, ""),
            signed(row["gold_net"]),
            signed(row["net"]),
        ]
        for row in rows.head(limit).to_dict("records")
    ]
    more = f"\n... and {len(rows) - limit} more (all in actors.csv or --json)" if len(rows) > limit else ""
    return table([header, *body]) + more


def evidence_table(actors: pd.DataFrame, limit: int = SHOWN_ACTORS) -> str:
    """Lay out predicted net stance with the sentence that shows it most clearly below each actor."""
    header = ["actor", "n", "documents", "predicted", "net pred."]
    shown = actors.head(limit).to_dict("records")
    rows = [
        [cut(row["actor"], 28), str(row["n"]), str(row["documents"]), _shares(row, ""), signed(row["net"])]
        for row in shown
    ]
    lines = table([header, *rows]).split("\n")
    out = lines[:1]
    for line, row in zip(lines[1:], shown, strict=True):
        out += [line, f"    {row['evidence_stance']} {row['evidence_probability']:.2f}: {_short(row['evidence'])}"]
    if len(actors) > limit:
        out.append(f"... and {len(actors) - limit} actors more")
    out.append("predicted: labels counted, uncalibrated, without interval; the sentence that shows each most clearly")
    return "\n".join(out)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EVIDENCE else flat[: _EVIDENCE - 3].rstrip() + "..."


def describe_actors(summary: Mapping[str, Any]) -> str:
    """Say how far predicted net stance is from gold, beside a constant predictor."""
    lines = []
    for target, numbers in summary.items():
        rho = "undefined" if numbers["spearman"] is None else signed(numbers["spearman"])
        mixed = numbers["mixed_sentences"]
        said = f"; {count(mixed, 'sentence')} with statements that differ" if mixed else ""
        lines.append(
            f"{target}: mean error {number(numbers['mean_absolute_error'])} "
            f"(constant {number(numbers['constant_mean_absolute_error'])}), rank correlation {rho}, "
            f"{count(numbers['actors'], 'actor')}{said}"
        )
        if "frequent_actors" in numbers:
            lines.append(_describe_frequent(numbers["frequent_actors"]))
    return "\n".join(lines) if lines else "no labelled actors"


def _describe_frequent(numbers: Mapping[str, Any]) -> str:
    error, constant = numbers["mean_absolute_error"], numbers["constant_mean_absolute_error"]
    rho = "undefined" if numbers["spearman"] is None else signed(numbers["spearman"])
    return (
        f"  with {numbers['fewest_statements']} statements or more: mean error {number(error['value'])} "
        f"({between(error)}; constant {number(constant['value'])}, {between(constant)}), rank correlation {rho}, "
        f"{count(numbers['actors'], 'actor')}"
    )


def training_report(metrics: Mapping[str, Any], report: pd.DataFrame, heading: str) -> str:
    """Return all that a person reads after training or evaluating."""
    parts = [heading]
    if "test" in metrics:
        parts[-1] += f"\n{describe_test(metrics['test'])}"
        if metrics.get("selection"):
            parts[-1] += f"\n{describe_selection(metrics['selection'])}"
        parts.append(metrics_table(metrics["metrics"], metrics["baselines"]))
    if describe_repeats(metrics):
        parts[-1] += f"\n{describe_repeats(metrics)}"
    if metrics.get("by_target"):
        parts.append(metrics_table(metrics["metrics"], metrics["baselines"], OF_SEVERAL_TARGETS))
    parts.append(describe_near_duplicates(metrics))
    if "leave_one_document_out" in metrics:
        parts.append(describe_unseen_documents(metrics["leave_one_document_out"]))
    if "supplement" in metrics:
        parts.append(describe_supplement(metrics["supplement"]))
    if set(report["actor"]) - {UNATTRIBUTED}:
        parts += _standing(report)
        if metrics["actors"]:
            parts.append(f"net stance, error of counting over actors\n{describe_actors(metrics['actors'])}")
    return "\n\n".join(filter(None, parts))


def _standing(report: pd.DataFrame) -> list[str]:
    """Say where each actor stands: estimates with intervals where there are any, else gold beside counts."""
    targets = report["target"].unique()
    if report["low"].notna().any():
        estimates = report.drop(columns=[*GOLD, "counted_net"])
        shown = [estimates[estimates["target"] == target].drop(columns="target") for target in targets]
        first = f"where each actor stands (net stance = share pro - share anti)\n{estimates_table(shown[0])}"
        more = zip(targets[1:], shown[1:][:SHOWN_TARGETS], strict=False)
        return [first, *(f"target {target}\n{estimates_table(rows)}" for target, rows in more)]
    note = "gold: all labelled statements, a census; predicted: counted, uncalibrated, so without interval"
    return [
        f"where each actor stands (net stance = share pro - share anti)\n{actors_table(report)}\n{note}",
        *(
            f"target {target}\n{actors_table(report, target, SHOWN_ACTORS_OF_A_TARGET)}"
            for target in targets[1:][:SHOWN_TARGETS]
        ),
    ]


def describe_repeats(numbers: Mapping[str, Any]) -> str:
    """Say what averaging over repeats is worth, for one model alone has no such votes; nothing of one repeat."""
    repeats = numbers.get("test", {}).get("repeats", 1)
    if repeats == 1 or not numbers.get("repeats"):
        return ""
    spread = numbers["repeats"]["macro_f1"]
    return (
        f"model: votes of {repeats} repeats averaged; one repeat alone: macro-F1 {number(spread['mean'])} on average, "
        f"{number(spread['lowest'])} to {number(spread['highest'])}"
    )


def sweep_table(points: Sequence[Mapping[str, Any]]) -> str:
    """Lay out the points of a sweep."""
    header = ["settings", "macro-F1", "95% interval", "unseen docs", "run"]
    rows = []
    for point in points:
        settings = ", ".join(f"{key}={value}" for key, value in point["settings"].items())
        if "error" in point:
            rows.append([settings, "failed", "", "", point["error"]])
        else:
            macro_f1 = point["macro_f1"]
            unseen = number(point["unseen_documents"])
            rows.append([settings, number(macro_f1["value"]), between(macro_f1), unseen, point["run"]])
    return (
        table([header, *rows])
        + "\nthe best of several points flatters: it was chosen on the sentences that it is judged on"
    )


def _shares(row: Mapping[Any, Any], prefix: str) -> str:
    if pd.isna(row[f"{prefix}net"]):
        return "-"
    return " ".join(f"{100 * row[f'{prefix}{label}']:3.0f}" for label in STANCES) + " %"
