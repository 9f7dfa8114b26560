"""Actors, statements and metrics as CSV, Parquet, LaTeX and Markdown."""

from collections.abc import Callable, Mapping
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pandas as pd

from stance.corpus.evidence import words_of
from stance.corpus.schema import SPLITS, STANCES, UNATTRIBUTED
from stance.corpus.tables import write_table
from stance.errors import StanceError
from stance.reporting.exports.folders import export_folder
from stance.reporting.exports.markup import Table, as_latex, as_markdown
from stance.reporting.exports.spreadsheets import guarded_frame, unguarded_frame
from stance.reporting.findings import Findings
from stance.reporting.layout import between, number, signed
from stance.reporting.metrics import metric_name, shown_metrics
from stance.reporting.text import describe_repeats, describe_test

_STATEMENT = (
    *("actor", "document_id", "sentence_id", "index", "paragraph", "start", "end", "date", "target", "kind"),
    *("stance", "predicted", *(f"p_{stance}" for stance in STANCES), "split", "text"),
)
_SPANS = ("source", "cue", "content")
_GAP = " … "


def statements_table(findings: Findings) -> pd.DataFrame:
    """Return the evidence, one row a statement.

    Returns
    -------
    pandas.DataFrame
        Of ``actor document_id sentence_id index paragraph start end date target kind stance predicted p_anti p_neutral
        p_pro split text`` what there is, and ``source_text cue_text content_text`` where statements have
        such words. ``stance`` is gold. ``split`` stands there where the data bring one.

    Raises
    ------
    StanceError
        When there is no sentence.
    """
    if findings.predictions.empty:
        raise StanceError(f"{findings.name}: no sentences to export")
    statements = findings.statements
    columns = [name for name in _STATEMENT if name in statements]
    if "split" in statements and not statements["split"].isin(SPLITS).any():
        columns.remove("split")
    spans = {f"{name}_text": _texts(statements, name) for name in _SPANS if name in statements}
    return statements[columns].assign(**spans)


def _texts(statements: pd.DataFrame, name: str) -> pd.Series:
    """Cut the words that offsets into the document name out of each sentence; None where they stand outside it."""
    rows = statements.reindex(columns=["text", "start", name]).itertuples(index=False)
    return pd.Series([_cut(*row) for row in rows], index=statements.index, dtype=object)


def _cut(text: str, start: Any, spans: Any) -> str | None:
    if spans is None or pd.api.types.is_scalar(spans) or len(spans) == 0 or pd.isna(start):
        return None
    words = [words_of(each, text, int(start)) for each in ([spans] if pd.api.types.is_scalar(spans[0]) else spans)]
    inside = [each for each in words if each is not None]
    return _GAP.join(inside) if len(inside) == len(words) else None


def actors_layout(findings: Findings) -> Table:
    """Lay out where each actor stands: n, shares, net stance with its interval in one cell, warnings as notes.

    Of several targets every one has rows. ``unattributed`` comes last.

    Raises
    ------
    StanceError
        When there is no actor.
    """
    actors = findings.actors
    if actors.empty:
        raise StanceError(f"{findings.name}: no actors to export")
    several = "target" in actors and actors["target"].nunique() > 1
    estimated = has_intervals(actors)
    census = not estimated and "gold_net" in actors and actors["gold_net"].notna().any()
    rows = actors.sort_values("actor", key=lambda names: names == UNATTRIBUTED, kind="stable")
    if several:
        rows = pd.concat([rows[rows["target"] == target] for target in actors["target"].unique()])
    notes: dict[str, str] = {}
    body = []
    for row in rows.to_dict("records"):
        cells = [row["actor"], *([row["target"]] if several else []), str(row["n"])]
        cells += [str(row["n_labelled"])] if estimated else []
        cells += [_percent(row[stance]) for stance in STANCES] + [_net(row)]
        cells += [signed(row["gold_net"])] if census else []
        body.append([*cells, _marks(row.get("warning"), notes)])
    header = ["actor", *(["target"] if several else []), "n", *(["labels"] if estimated else []), *STANCES]
    header += ["net (95% interval)" if estimated else "net", *(["gold net"] if census else []), "note"]
    said = ["shares in %; net: share pro minus share anti"]
    said += [] if estimated else ["predicted labels counted: no interval"]
    said += ["gold net: of the labelled statements, a census of them"] if census else []
    return Table(header, body, [*said, *(f"{letter}: {warning}" for warning, letter in notes.items())], 1 + several)


def has_intervals(actors: pd.DataFrame) -> bool:
    """Whether any actor's net stance has an interval."""
    return "low" in actors and bool(actors["low"].notna().any())


def _percent(share: float) -> str:
    return "-" if pd.isna(share) else f"{100 * share:.0f}"


def _net(row: Mapping[Any, Any]) -> str:
    low, high = row.get("low"), row.get("high")
    interval = "" if low is None or pd.isna(low) else f" ({signed(low)} to {signed(high)})"
    return signed(row["net"]) + interval


def _marks(warning: Any, notes: dict[str, str]) -> str:
    """Return the letters of an actor's warnings, and note new ones."""
    warnings = [each for each in warning.split("; ") if each] if isinstance(warning, str) else []
    for each in warnings:
        notes.setdefault(each, ascii_lowercase[len(notes) % len(ascii_lowercase)])
    return " ".join(notes[each] for each in warnings)


def metrics_layout(numbers: Mapping[str, Any]) -> Table:
    """Lay out metrics with intervals beside the baselines, from ``metrics.json`` or its part on unseen documents."""
    metrics, baselines = numbers["metrics"], numbers["baselines"]
    rows = [
        [
            metric_name(name),
            f"{number(metrics[name]['value'])} ({between(metrics[name])})",
            *(number(guess[name]["value"]) for guess in baselines.values()),
        ]
        for name in shown_metrics(numbers)
    ]
    notes = [*describe_test(numbers["test"]).split("\n"), describe_repeats(numbers)]
    notes = [*filter(None, notes), "brier and calibration error: lower is better"]
    return Table(["metric", "model (95% interval)", *baselines], rows, notes)


def layouts(findings: Findings) -> dict[str, Table]:
    """Return the tables that a paper shows by name: actors, and metrics where sentences are labelled."""
    out = {"actors": actors_layout(findings)}
    unseen = findings.metrics.get("leave_one_document_out", {})
    parts = {"metrics": findings.metrics, "metrics-unseen-documents": unseen}
    return out | {name: metrics_layout(numbers) for name, numbers in parts.items() if numbers.get("metrics")}


_LAYOUTS = ("actors", "metrics", "metrics-unseen-documents")


def write_csv(findings: Findings, out: Path) -> list[Path]:
    """Write ``actors.csv`` and ``statements.csv`` into a folder, no cell of them a formula; see `read_csv`."""
    return _write_frames(findings, out, ".csv", guarded_frame)


def read_csv(path: Path) -> pd.DataFrame:
    """Read a table that `write_csv` wrote, every text as it was before formulas were guarded against."""
    return unguarded_frame(pd.read_csv(path, keep_default_na=False, na_values=[""]))


def write_parquet(findings: Findings, out: Path) -> list[Path]:
    """Write ``actors.parquet`` and ``statements.parquet`` into a folder, every text as it is."""
    return _write_frames(findings, out, ".parquet", lambda frame: frame)


def _write_frames(
    findings: Findings, out: Path, ending: str, prepared: Callable[[pd.DataFrame], pd.DataFrame]
) -> list[Path]:
    frames = {f"actors{ending}": findings.actors, f"statements{ending}": statements_table(findings)}
    with export_folder(out) as part:
        for name, frame in frames.items():
            write_table(prepared(frame), part / name)
    return [Path(out) / name for name in frames]


def write_latex(findings: Findings, out: Path) -> list[Path]:
    r"""Write ``actors.tex`` and, where sentences are labelled, ``metrics.tex`` into a folder, for ``\input``."""
    tables = layouts(findings)
    return _write_texts(out, ".tex", {name: as_latex(tables[name], f"{name} of {findings.name}") for name in tables})


def write_markdown(findings: Findings, out: Path) -> list[Path]:
    """Write ``actors.md`` and, where sentences are labelled, ``metrics.md`` into a folder."""
    return _write_texts(out, ".md", {name: as_markdown(table) for name, table in layouts(findings).items()})


def _write_texts(out: Path, ending: str, texts: Mapping[str, str]) -> list[Path]:
    with export_folder(out) as part:
        for name, text in texts.items():
            (part / f"{name}{ending}").write_text(text, encoding="utf-8", newline="\n")
    return [Path(out) / f"{name}{ending}" for name in texts]
