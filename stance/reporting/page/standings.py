"""The rows of the page's first figure: where each actor stands, or, where nobody is named, each target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.corpus.schema import NO_TARGET, STANCES, TOGETHER, UNATTRIBUTED
from stance.estimation.estimate import UNCALIBRATED
from stance.evaluation.actors import GOLD
from stance.reporting.findings import names_actors
from stance.reporting.layout import count
from stance.reporting.page.evidence import UNKNOWN
from stance.reporting.style import SMALL_N

WIDTH = 200
_MARGIN = 8


@dataclass(frozen=True)
class Standing:
    """Where one actor stands; shares run from 0 to 1, net stances from -1 to 1, None where not known.

    Attributes
    ----------
    name : str
        Of the actor, or of the target where nobody is named.
    actor, target : int
        Which statements it is made of, by the tables of the evidence; -1 for any.
    n, labelled : int
        Statements, and those of them with a gold stance.
    gold, estimate : mapping of str to float, or None
        Shares by stance; gold where every statement shown has one.
    gold_net, net, low, high : float or None
        Net stance: gold, and the estimate with its interval.
    note : str
        What to beware of.
    apart : bool
        Whether it is the row of statements that are nobody's.
    """

    name: str
    actor: int
    target: int
    n: int
    labelled: int
    gold: Mapping[str, float] | None
    estimate: Mapping[str, float] | None
    gold_net: float | None
    net: float | None
    low: float | None
    high: float | None
    note: str
    apart: bool

    @property
    def small(self) -> bool:
        """Whether it rests on few statements."""
        return self.n < SMALL_N

    @property
    def shown(self) -> Mapping[str, float] | None:
        """The shares that count most: gold, or estimated where nothing is labelled."""
        return self.gold or self.estimate


@dataclass(frozen=True)
class Group:
    """The rows of one target, or of all together.

    Attributes
    ----------
    name : str
        Of the target.
    target : int
        By the table of the evidence; -1 for all together.
    rows : sequence of Standing
        Those with most statements first, the one of nobody last.
    """

    name: str
    target: int
    rows: Sequence[Standing]


def groups_of(actors: pd.DataFrame, evidence: Mapping[str, Any]) -> list[Group]:
    """Return where each actor stands, for all targets together and then for each.

    Where no actor is named there is one group, with a row for each target.

    Parameters
    ----------
    actors : pandas.DataFrame
        As `stance.actor_report` returns it.
    evidence : mapping
        As `stance.reporting.page.evidence.evidence_of` returns it.
    """
    if actors.empty:
        return []
    records = (actors if "target" in actors else actors.assign(target=TOGETHER)).to_dict("records")
    if any(record.get("n_labelled", 0) < record["n"] for record in records):
        # the shares of a few labels would stand where those of all statements are looked for
        records = [{**record, **dict.fromkeys(GOLD)} for record in records]
    if not names_actors(actors):
        return [Group(TOGETHER, UNKNOWN, _by_target(records, evidence))]
    groups = []
    for target in dict.fromkeys(record["target"] for record in records):
        rows = [_standing(record, evidence) for record in records if record["target"] == target]
        ordered = sorted(rows, key=lambda row: (row.apart, -row.n, row.name))
        groups.append(Group(target, _place(evidence["targets"], target), ordered))
    return groups


def bars(shares: Mapping[str, float]) -> list[tuple[str, float, float]]:
    """Return stance, left edge and width of the bars of shares, neutral centred, in a figure of `WIDTH` units."""
    half = WIDTH / 2
    left = half * (1 - shares["anti"] - shares["neutral"] / 2)
    out = []
    for label in STANCES:
        width = half * shares[label]
        if width > 0:
            out.append((label, round(left, 1), round(width, 1)))
        left += width
    return out


def across(net: float) -> float:
    """Return where a net stance stands in a figure of `WIDTH` units, whose margins hold the marks at its ends."""
    return round(_MARGIN + (net + 1) / 2 * (WIDTH - 2 * _MARGIN), 1)


def _by_target(records: Sequence[Mapping[Any, Any]], evidence: Mapping[str, Any]) -> list[Standing]:
    several = [record for record in records if record["target"] != TOGETHER] or records
    rows = [_standing({**record, "actor": record["target"]}, evidence) for record in several]
    named = {TOGETHER: "all statements", NO_TARGET: "all statements"}
    return [Standing(**{**vars(row), "name": named.get(row.name, row.name), "actor": UNKNOWN}) for row in rows]


def _standing(record: Mapping[Any, Any], evidence: Mapping[str, Any]) -> Standing:
    return Standing(
        name=str(record["actor"]),
        actor=_place(evidence["actors"], record["actor"]),
        target=_place(evidence["targets"], record["target"]),
        n=int(record["n"]),
        labelled=int(record.get("n_labelled", 0)),
        gold=_shares(record, "gold_"),
        estimate=_shares(record, ""),
        **{name: _number(record.get(name)) for name in ("gold_net", "net", "low", "high")},
        note=_note(record),
        apart=record["actor"] == UNATTRIBUTED,
    )


def _place(names: Sequence[str], name: Any) -> int:
    return names.index(name) if name in names else UNKNOWN


def _shares(record: Mapping[Any, Any], prefix: str) -> dict[str, float] | None:
    values = {label: _number(record.get(f"{prefix}{label}")) for label in STANCES}
    known = {label: value for label, value in values.items() if value is not None}
    return known if len(known) == len(STANCES) else None


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _note(record: Mapping[Any, Any]) -> str:
    """Return the warnings that are this row's own; that counts are uncalibrated is said once, above."""
    warning = record.get("warning")
    said = [] if not isinstance(warning, str) else warning.split("; ")
    return "; ".join(_in_words(each) for each in said if each and each != "uncalibrated")


def _in_words(warning: str) -> str:
    return warning.replace("n < ", "fewer than ") + (" statements" if warning.startswith("n < ") else "")


def uncalibrated(actors: pd.DataFrame) -> bool:
    """Return whether estimates are mere counts of what the model says."""
    return "method" in actors and bool(actors["method"].isin(UNCALIBRATED).any())


def partly_labelled(rows: Sequence[Standing]) -> bool:
    """Return whether some statements, but not all, have a gold stance."""
    return 0 < sum(row.labelled for row in rows) < sum(row.n for row in rows)


def spoken_shares(shares: Mapping[str, float]) -> str:
    """Return shares in words."""
    return ", ".join(f"{100 * shares[label]:.0f} % {label}" for label in STANCES)


def spoken_count(rows: Sequence[Standing], what: str) -> str:
    """Return how many rows there are, the one of nobody not counted."""
    return count(sum(not row.apart for row in rows), what)
