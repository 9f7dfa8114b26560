"""What the door of labelling says."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from stance.evaluation.agreement import ENOUGH_UNITS, AgreementReport
from stance.reporting.layout import between, count, cut, number, table

SHOWN_DISAGREEMENTS = 10
SHOWN_PAIRS = 6
_SENTENCE = 80


def sample_text(said: Mapping[str, Any]) -> str:
    """Say what was drawn, and what to do with it."""
    by = "" if said["design"] == "simple random" else ", the same number from each actor as nearly as can be"
    before = f", beside {said['drawn_before']} drawn before" if said["drawn_before"] else ""
    actors = f"actors in the sample: {said['actors_drawn']} of {said['actors']}"
    lines = [
        f"{count(said['drawn'], 'sentence')} drawn at random of {said['sentences']}{by}{before} (seed {said['seed']})",
        actors if said["actors"] else "no sentence has an actor: a simple random sample was drawn",
        f"written: {said['out']}; fill in its column label: anti, neutral or pro, and leave sample_prob as it is",
    ]
    if said["actors_drawn"] < said["actors"]:
        lines.insert(2, "estimates of the others will rest on those: more labels, or --by actor, would reach them")
    return "\n".join(lines)


def plan_text(plan: pd.DataFrame) -> str:
    """Lay out how wide intervals will be."""
    rows = [
        [str(row["labels"]), row["design"], number(row["median_width"]), f"{row['narrow']:.0%}"]
        for row in plan.to_dict("records")
    ]
    return (
        f"95% intervals of net stance, {count(int(plan['actors'].iloc[0]), 'actor')}\n"
        + table([["labels", "design", "median width", "under 0.5 wide"], *rows])
        + "\nmedian over actors; share of actors whose interval is under 0.5 wide (net stance runs from -1 to +1)"
        "\nlabels simulated from the predicted probabilities: this assumes that they are about right for every actor;"
        "\nwhere they are not, intervals will be wider"
    )


def agreement_text(report: AgreementReport, out: str | None = None) -> str:
    """Return all that a person reads on the agreement of coders."""
    overall = report.overall
    head = f"{count(overall.coders, 'coder')}, {count(overall.units, 'sentence')} labelled twice or more"
    said = f"{number(overall.alpha)}, 95% interval {between(vars(overall))}, bootstrap over sentences"
    if pd.isna(overall.alpha):
        said = "undefined: only one label was used"
    parts = [
        f"{head}\nKrippendorff's alpha (nominal): {said}",
        _labels_table(report.labels),
        _pairs_table(report.pairs),
        *_confusions(report.confusion),
        _disagreements(report.disagreements, out),
    ]
    return "\n\n".join(parts)


def _labels_table(labels: pd.DataFrame) -> str:
    rows = [[row["label"], str(row["n"]), number(row["alpha"]), _interval(row)] for row in labels.to_dict("records")]
    return table([["against all others", "given", "alpha", "95% interval"], *rows])


def _interval(row: Mapping[Any, Any]) -> str:
    return "-" if pd.isna(row["low"]) else between(row)


def _pairs_table(pairs: pd.DataFrame) -> str:
    rows = [
        [
            f"{row['first']}, {row['second']}",
            str(row["units"]),
            "-" if pd.isna(row["same"]) else f"{row['same']:.0%}",
            number(row["alpha"]),
            _interval(row),
        ]
        for row in pairs.to_dict("records")
    ]
    few = f"\nno alpha below {ENOUGH_UNITS} sentences" if (pairs["units"] < ENOUGH_UNITS).any() else ""
    return table([["pair of coders", "both", "same label", "alpha", "95% interval"], *rows]) + few


def _confusions(confusion: pd.DataFrame) -> Iterator[str]:
    """Yield one table a pair: labels of the first coder down, of the second across."""
    pairs = list(confusion.groupby(["first", "second"], sort=False))
    for (first, second), rows in pairs[:SHOWN_PAIRS]:
        names = sorted({*rows["first_label"], *rows["second_label"]})
        counts = {(row["first_label"], row["second_label"]): row["n"] for row in rows.to_dict("records")}
        body = [[one, *(str(counts.get((one, other), 0)) for other in names)] for one in names]
        yield table([[f"{first} down, {second} across", *names], *body])
    if len(pairs) > SHOWN_PAIRS:
        yield f"{len(pairs) - SHOWN_PAIRS} more pairs: --json"


def _disagreements(rows: pd.DataFrame, out: str | None) -> str:
    if rows.empty:
        return "no disagreements"
    coders = [name for name in rows if name.startswith("label_")]
    lines = [f"{count(len(rows), 'disagreement')}" + (f", written: {out}" if out else "")]
    for row in rows.head(SHOWN_DISAGREEMENTS).to_dict("records"):
        given = ", ".join(f"{name.removeprefix('label_')} {row[name]}" for name in coders if pd.notna(row[name]))
        text = f": {cut(row['text'], _SENTENCE)}" if isinstance(row.get("text"), str) else ""
        lines.append(f"  {row['sentence_id']} ({given}){text}")
    if len(rows) > SHOWN_DISAGREEMENTS:
        more = f"  ... and {len(rows) - SHOWN_DISAGREEMENTS} more"
        lines.append(more if out else f"{more}: --out FILE writes all")
    return "\n".join(lines)
