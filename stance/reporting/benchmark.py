"""Benchmark tables: what our systems reach, with the protocol, beside what others have published."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from stance.evaluation.actors import FEWEST_STATEMENTS
from stance.reporting.benchmark_rows import AVERAGED, OVERALL, benchmark_rows
from stance.reporting.layout import count, cut, table
from stance.reporting.metrics import metric_name
from stance.reporting.text import describe_test

LABELS = {
    "f1_favor_against": "F1 favor/against",
    "f1_favor_against_pooled": "F1 pooled",
    "f1_favor_against_mean_over_targets": "F1 mean of targets",
    "mean_absolute_error": "MAE",
    "constant_mean_absolute_error": "MAE constant",
    "spearman": "Spearman's rho",
}
SHOWN_TARGETS = 8
"""A table with more targets than these shows none of them; the CSV has them all."""

WIDTH = 96
"""Characters of a line on the terminal."""

_DAGGER = "†"


def benchmark_markdown(result: Mapping[str, Any]) -> str:
    """Return the table of a suite as Markdown: title, protocol, figures, notes, sources and runs."""
    rows, sources = benchmark_rows(result), _sources(result)
    targets = _targets(rows)
    header = ["system", "tested on", *(_label(metric) for metric in result["metrics"]), *_short(targets)]
    lines = [header, ["---", "---", *["---:"] * (len(header) - 2)]]
    lines += [_cells(result, rows, name, targets, sources) for name in rows["system"].unique()]
    parts = [
        f"# {_flat(result['title'])}",
        f"Data: {_flat(result['source'])}.",
        "\n".join(f"- {line}" for line in _protocol(result)),
        "\n".join("| " + " | ".join(_flat(cell).replace("|", "\\|") for cell in line) + " |" for line in lines),
        "\n".join(f"- {line}" for line in [*_of_targets(result, targets), *_notes(result, rows)]),
        "\n".join(f"{number}. {_flat(source)}" for source, number in sources.items()),
        "\n".join(f"- {_flat(s['name'])}: `{s['run']}`" for s in result["systems"] if "run" in s),
    ]
    titles = {4: "## Notes", 5: "## Sources of published figures", 6: "## Runs"}
    return "\n\n".join(
        f"{titles[number]}\n\n{part}" if number in titles else part for number, part in enumerate(parts) if part
    ) + ("\n")


def benchmark_text(result: Mapping[str, Any]) -> str:
    """Return what a terminal shows: the first metric with its interval, the others and the targets without."""
    rows = benchmark_rows(result)
    targets = _targets(rows)
    first, *others = result["metrics"]
    lines = [["", "tested on", _label(first), *map(_label, others)]]
    by_target = [["", *_short(targets)]]
    for name in rows["system"].unique():
        mine = rows[rows["system"] == name]
        lines.append([cut(name, 40), _part(mine, short=True), _cell(mine, OVERALL, first)])
        lines[-1] += [_cell(mine, OVERALL, metric, bounds=False) for metric in others]
        if mine.loc[mine["target"] != OVERALL, "value"].notna().any():
            by_target.append([cut(name, 40), *_by_target(result, mine, targets)])
    parts = [f"{result['suite']}: {_flat(result['title'])}", _wrapped(_protocol(result)), table(lines)]
    if targets and len(by_target) > 1:
        parts.append(f"{_label(result['by_target'])}, by target\n{table(by_target)}")
    return "\n\n".join([*parts, _wrapped(_notes(result, rows))]).rstrip()


def _cells(
    result: Mapping[str, Any], rows: pd.DataFrame, name: str, targets: Sequence[str], sources: Mapping[str, int]
) -> list[str]:
    mine = rows[rows["system"] == name]
    ours, source = mine["ours"].iloc[0], mine["source"].iloc[0]
    title = name if ours else f"*{name}* [{sources[source]}]"
    overall = [_cell(mine, OVERALL, metric) for metric in result["metrics"]]
    return [title, _part(mine), *overall, *_by_target(result, mine, targets)]


def _by_target(result: Mapping[str, Any], mine: pd.DataFrame, targets: Sequence[str]) -> list[str]:
    return [_cell(mine, target, result["by_target"], bounds=False) for target in targets]


def _part(mine: pd.DataFrame, short: bool = False) -> str:
    row = mine.iloc[0]
    if pd.isna(row["part"]):
        return "failed" if short else row["note"]
    return row["part"] if row["ours"] else f"{row['part']}, published"


def _cell(mine: pd.DataFrame, target: str, metric: str, bounds: bool = True) -> str:
    found = mine[(mine["target"] == target) & (mine["metric"] == metric)]
    if found.empty or pd.isna(found["value"].iloc[0]):
        return "-"
    row = found.iloc[0]
    mark = _DAGGER if row["note"].startswith(AVERAGED) else ""
    within = f" ({row['low']:.3f} to {row['high']:.3f})" if bounds and pd.notna(row["low"]) else ""
    return f"{row['value']:.3f}{mark}{within}"


def _protocol(result: Mapping[str, Any]) -> list[str]:
    """Say how each system was tested; those tested alike share a line."""
    systems: dict[str, list[str]] = {}
    for system in result["systems"]:
        if "numbers" in system:
            systems.setdefault("; ".join(describe_test(system["numbers"]["test"]).split("\n")), []).append(
                system["name"]
            )
    if len(systems) == 1:
        return list(systems)
    return [f"{', '.join(map(_flat, names))}: {protocol}" for protocol, names in systems.items()]


def _of_targets(result: Mapping[str, Any], targets: Sequence[str]) -> list[str]:
    """Say what stands in the columns of targets."""
    return [f"{', '.join(_short(targets))}: {_label(result['by_target'])} of each target"] if targets else []


def _notes(result: Mapping[str, Any], rows: pd.DataFrame) -> list[str]:
    """Say what the figures mean, and what they do not."""
    return [*_meanings(result, rows), *_caveats(rows), *_selections(result)]


def _meanings(result: Mapping[str, Any], rows: pd.DataFrame) -> Iterator[str]:
    if any("favor_against" in metric for metric in rows["metric"].dropna()):
        yield (
            "F1 favor/against, pooled or of a target: the mean of the F1 of pro (favor) and that of anti (against); "
            "neutral is predicted and not averaged"
        )
    of_actors = [metric for metric in result["metrics"] if metric.endswith("mean_absolute_error")]
    if of_actors:
        frequent = all("frequent_actors" in metric for metric in of_actors)
        actors = f"actors with {FEWEST_STATEMENTS} labelled statements or more" if frequent else "actors"
        yield (
            f"MAE: mean absolute error of the counted net stance of {actors}, lower is better, its interval by "
            "bootstrap over them; constant: every actor is given the net stance of all statements together"
        )


def _caveats(rows: pd.DataFrame) -> Iterator[str]:
    notes = [note for note in rows.loc[rows["part"].notna(), "note"].unique() if note]
    voted = [note for note in notes if note.startswith(AVERAGED)]
    for note in voted:
        yield f"{_DAGGER} {note}, which flatters a little"
    for note in notes:
        if note not in voted:
            yield f"{'other ' if voted else ''}figures are the {note}, each judged by itself"
    ours, theirs = (set(rows.loc[rows["ours"] == own, "part"].dropna()) for own in (True, False))
    if ours and theirs and ours != theirs:
        yield (
            f"ours were tested on {_listed(ours)}, published figures on {_listed(theirs)}: other sentences, so a "
            "difference between them is no comparison"
        )
    targets = rows.loc[rows["target"] != OVERALL, "target"].nunique()
    if targets > SHOWN_TARGETS:
        yield f"{targets} targets: in the CSV"


def _selections(result: Mapping[str, Any]) -> Iterator[str]:
    for system in result["systems"]:
        tried = system.get("numbers", {}).get("selection", {}).get("configurations", 1)
        if tried > 1:
            yield f"{system['name']}: chosen among {count(tried, 'configuration')} within the training data"


def _listed(parts: set[str]) -> str:
    return " and ".join(sorted(parts))


def _targets(rows: pd.DataFrame) -> list[str]:
    """Return the targets that a table shows: several, and not too many."""
    found = list(rows.loc[rows["target"] != OVERALL, "target"].unique())
    return found if 1 < len(found) <= SHOWN_TARGETS else []


def _short(targets: Sequence[str]) -> list[str]:
    """Drop a first word that all targets share, as in stance_climate."""
    first = f"{targets[0].partition('_')[0]}_" if targets else ""
    shared = all(target.startswith(first) for target in targets)
    return [target.removeprefix(first) if shared else target for target in targets]


def _sources(result: Mapping[str, Any]) -> dict[str, int]:
    sources = dict.fromkeys(each["source"] for each in result["published"])
    return {source: number for number, source in enumerate(sources, start=1)}


def _label(metric: str) -> str:
    last = metric.rsplit(".", 1)[-1]
    return LABELS.get(last) or metric_name(last)


def _wrapped(lines: Sequence[str]) -> str:
    return "\n".join(textwrap.fill(line, WIDTH, subsequent_indent="  ") for line in lines)


def _flat(text: str) -> str:
    return " ".join(text.split())


def suites_text(suites: Sequence[Mapping[str, Any]]) -> str:
    """Lay out the suites there are, and what they need."""
    blocks = []
    for suite in suites:
        need = f"data: {_flat(suite['source'])}"
        local = f"local copy: {suite['local']} below --data" if suite["local"] else "runs as it is"
        blocks.append(f"{suite['name']}: {_flat(suite['title'])}\n    {need}\n    {local}")
    return "\n".join(blocks)
