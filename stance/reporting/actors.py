"""Estimates of actors as plain text: who stands where, how sure, ranks, differences, changes, contradictions."""

from collections.abc import Mapping, Sequence
from string import ascii_lowercase
from textwrap import fill
from typing import Any

import pandas as pd

from stance.corpus.schema import STANCES, UNATTRIBUTED
from stance.estimation.estimate import UNCALIBRATED, actor_stance
from stance.evaluation.actors import statements_of
from stance.reporting.fitting import WIDTH, fitted, wrapped
from stance.reporting.layout import count, cut, p_value, signed

SHOWN_ACTORS = 15
SHOWN_ROWS = 40
_SENTENCE = 66
_MEASURES = ("n", "n_labelled", "effective_labels", *STANCES, "net", "low", "high", "method", "warning")


def how_to_label(predictions: str) -> str:
    """Say what is missing where no sentence is labelled, and the command that mends it."""
    return (
        "no label was drawn at random: estimates are uncalibrated, no interval is given; draw 100 with "
        f"python -m stance.annotate sample {predictions} --n 100 --out to_label.csv"
    )


def trained_on() -> str:
    """Say why sentences that trained the classifier cannot be drawn to be labelled."""
    return (
        "estimates are uncalibrated, no interval is given: these sentences trained the classifier: predict others, "
        "or read the gold shares in the run's report"
    )


def describe_estimates(
    actors: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    warnings: Sequence[str],
    estimand: str = "corpus",
) -> str:
    """Return all that a person reads."""
    parts = [f"{_heading(actors, estimand)}\n{estimates_table(actors)}"]
    parts += [_LAYOUTS[name](frame) for name, frame in tables.items()]
    parts += [wrapped(f"warning: {warning}") for warning in warnings]
    return "\n\n".join(parts)


def _heading(actors: pd.DataFrame, estimand: str) -> str:
    method = ", ".join(actors["method"].unique())
    sampled = ["tendency that the statements are a sample of"] if estimand == "tendency" else []
    totals = [count(int(actors["n"].sum()), "statement"), f"{actors['n_labelled'].sum()} labelled"]
    how = ", ".join([method, *sampled, *totals, "no intervals" if method in UNCALIBRATED else "95% intervals"])
    return wrapped(f"where each actor stands (net stance = share pro - share anti; {how})")


def describe_predictions(predictions: pd.DataFrame, out: str) -> str:
    """Say what was predicted, and of whom: counts, and how to turn them into estimates."""
    counts = ", ".join(f"{(predictions['predicted'] == stance).sum()} {stance}" for stance in STANCES)
    parts = [f"{count(len(predictions), 'sentence')}: {counts} (counted, uncalibrated)"]
    statements = statements_of(predictions)
    if set(statements["actor"]) - {UNATTRIBUTED}:
        table_of_actors = estimates_table(actor_stance(statements, method="classify_and_count"))
        parts.append(f"where each actor stands (net stance = share pro - share anti)\n{table_of_actors}")
        parts.append(how_to_label(out))
    return "\n\n".join(parts)


def estimates_table(actors: pd.DataFrame) -> str:
    """Lay out estimates with intervals, notes below; those of the actors with most statements first."""
    groups = [name for name in actors if name not in (*_MEASURES, "actor") and not name.endswith(("_low", "_high"))]
    totals = actors.groupby("actor")["n"].sum()
    # stable: actors by all their statements, each actor's rows in the order of the groups
    rows = actors.sort_values(["actor", *groups])
    rows = rows.sort_values("actor", key=lambda names: -names.map(totals), kind="stable")
    limit = SHOWN_ROWS if groups else SHOWN_ACTORS
    shown = rows.head(limit).to_dict("records")
    notes: dict[str, str] = {}
    for row in shown:
        for warning in _notes_of(row):
            notes.setdefault(warning, ascii_lowercase[len(notes) % len(ascii_lowercase)])
    header = ["actor", *groups, "n", "labels", "anti/neut/pro", "net", "95% interval", "note"]
    body = [
        [
            row["actor"],
            *(str(row[name]) for name in groups),
            str(row["n"]),
            str(row["n_labelled"]),
            " ".join(f"{100 * row[stance]:3.0f}" for stance in STANCES) + " %",
            signed(row["net"]),
            _bounds(row["low"], row["high"]),
            "".join(notes[warning] for warning in _notes_of(row)),
        ]
        for row in shown
    ]
    if not notes:
        header, body = header[:-1], [row[:-1] for row in body]
    lines = [fitted([header, *body], range(1 + len(groups)))]
    if len(rows) > limit:
        lines.append(f"... and {count(len(rows) - limit, 'more row')}; --out writes all")
    lines += [wrapped(f"{letter}: {warning}") for warning, letter in notes.items()]
    return "\n".join(lines)


def _notes_of(row: Mapping[Any, Any]) -> list[str]:
    exact = row["n_labelled"] == row["n"] and row["low"] == row["high"]
    return [*filter(None, row["warning"].split("; ")), *(["all labelled: exact for these statements"] if exact else [])]


def _bounds(low: float, high: float) -> str:
    return "-" if pd.isna(low) else f"{signed(low)} to {signed(high)}"


def _more(left: int) -> str:
    return f"\n... and {count(left, 'more row')}; --json prints all" if left > 0 else ""


def _before(frame: pd.DataFrame, first: str) -> list[str]:
    """Return the grouping columns, which stand before the first of the others."""
    return list(frame.columns[: list(frame.columns).index(first)])


def ranks_table(ranks: pd.DataFrame) -> str:
    """Lay out ranks from the most pro to the most anti."""
    groups = _before(ranks, "actor")
    header = ["actor", *groups, "net", "rank", "95% interval", "P(first)"]
    rows = [
        [
            row["actor"],
            *(str(row[name]) for name in groups),
            signed(row["net"]),
            str(row["rank"]),
            f"{row['rank_low']} to {row['rank_high']}",
            f"{row['p_first']:.2f}",
        ]
        for row in ranks.head(SHOWN_ROWS).to_dict("records")
    ]
    more = _more(len(ranks) - SHOWN_ROWS)
    note = wrapped("each interval holds its own actor's rank with 95% probability, by itself")
    return f"ranks, 1 the most pro\n{fitted([header, *rows], range(1 + len(groups)))}{more}\n{note}"


def differences_table(differences: pd.DataFrame) -> str:
    """Lay out differences between two actors."""
    groups = _before(differences, "first")
    header = ["first", "other", *groups, "difference", "95% interval", "p", "adjusted"]
    rows = [
        [
            row["first"],
            row["other"],
            *(str(row[name]) for name in groups),
            signed(row["difference"]),
            _bounds(row["low"], row["high"]),
            p_value(row["p_value"]),
            p_value(row["p_adjusted"]),
        ]
        for row in differences.to_dict("records")
    ]
    note = f"adjusted: p-values for {count(len(differences), 'comparison')} (Holm); intervals hold each by itself"
    laid_out = fitted([header, *rows], range(2 + len(groups)))
    return f"differences of net stance, other minus first\n{laid_out}\n{wrapped(note)}"


def changes_table(changes: pd.DataFrame) -> str:
    """Lay out which actors changed."""
    if changes.empty:
        return "change between periods: no actor speaks in two periods"
    groups = _before(changes, "actor")
    header = ["actor", *groups, "periods", "n", "lowest", "highest", "p", "adjusted"]
    rows = [
        [
            row["actor"],
            *(str(row[name]) for name in groups),
            str(row["periods"]),
            str(row["n"]),
            f"{row['lowest']} {signed(row['net_lowest'])}",
            f"{row['highest']} {signed(row['net_highest'])}",
            p_value(row["p_value"]),
            p_value(row["p_adjusted"]),
        ]
        for row in changes.head(SHOWN_ACTORS).to_dict("records")
    ]
    more = _more(len(changes) - SHOWN_ACTORS)
    note = (
        "net: the tendency that the statements are a sample of; p: how often periods of one unchanged stance differ "
        f"as much by chance; adjusted for {count(len(changes), 'test')} (Holm)"
    )
    laid_out = fitted([header, *rows], range(1 + len(groups)))
    return f"change between periods\n{laid_out}{more}\n{wrapped(note)}"


def contradictions_table(found: pd.DataFrame) -> str:
    """Lay out contradictions: the actor, and a sentence of either side."""
    what = "periods" if "pro_period" in found else "documents"
    whom = "".join(f" and {name}s" for name in _before(found, "actor"))
    tested = f"{found.attrs['tested']}{' actors' + whom if whom else ''} tested"
    lines = [f"actors whose {what} differ beyond chance: {len(found)} of {tested}"]
    lines += ["p-values adjusted for the number tested (Holm)"] if len(found) else []
    for row in found.to_dict("records"):
        who = "; ".join(str(row[name]) for name in [*_before(found, "actor"), "actor"])
        said = f"{who}: {count(row['n'], 'statement')} in {row['compared']} {what}, p {p_value(row['p_adjusted'])}"
        lines.append(wrapped(said))
        lines += [_side(row, stance) for stance in ("pro", "anti")]
    if len(found):
        lines.append(wrapped("a classifier that errs by topic or style makes texts differ too: read the sentences"))
    return "\n".join(lines)


def _side(row: Mapping[Any, Any], stance: str) -> str:
    if pd.isna(row[f"{stance}_text"]):
        return f"    {stance}: no sentence: clearer in some than in others, but no contradiction"
    sure = "label" if row[f"{stance}_stance_from"] == "label" else f"predicted {row[f'{stance}_probability']:.2f}"
    places = [row.get(f"{stance}_document"), row.get(f"{stance}_period")]
    where = ", ".join(str(place) for place in places if not pd.isna(place))
    said = f"{stance} ({', '.join(filter(None, [sure, where]))}): {cut(row[f'{stance}_text'], _SENTENCE)}"
    return fill(said, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 8)


_LAYOUTS = {
    "changes": changes_table,
    "ranks": ranks_table,
    "differences": differences_table,
    "contradictions": contradictions_table,
}
