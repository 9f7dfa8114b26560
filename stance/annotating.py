"""Labelling by hand: drawing sentences into a table, planning how many, and reading what coders filled in."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from stance.corpus.labels import read_labels, read_unset
from stance.corpus.tables import check_writable, write_table
from stance.corpus.validation import as_name, validate
from stance.errors import StanceError, shown
from stance.estimation.planning import BUDGETS, plan_labels
from stance.estimation.population import By
from stance.estimation.probabilities import read_probabilities
from stance.estimation.rows import PROBABILITIES
from stance.estimation.sampling import draw_sample
from stance.evaluation.agreement import agreement_report
from stance.files import frame_records, rounded
from stance.reporting.annotation import agreement_text, plan_text, sample_text

Said = tuple[str, dict[str, Any]]
"""What a person reads, and the same as data."""


def sample_file(
    predictions: str | Path,
    n: int | None,
    out: str | Path | None,
    by: By | None = None,
    seed: int = 0,
    labelled: str | Path | None = None,
) -> Said:
    """Draw sentences of a file of predictions and write the table to fill in.

    Parameters
    ----------
    predictions : path
        What ``python -m stance.predict`` wrote.
    n, by, seed, labelled
        As `stance.draw_sample` takes them.
    out : path
        Where the table is written; a table in which labels have been filled in is never overwritten.

    Raises
    ------
    StanceError
        Also when the sentences trained the classifier, or a probability is none.
    """
    if n is None or out is None:
        raise StanceError("name how many and where, as in --n 100 --out to_label.csv; --plan says how many are enough")
    check_writable(out)
    _check_replaceable(Path(out))
    frame = _read_predictions(Path(predictions))
    sheet = draw_sample(frame, n, by, seed, labelled)
    write_table(sheet, out)
    drawn = set(zip(sheet["sentence_id"], sheet["target"], strict=True))
    mine = [key in drawn for key in zip(frame["sentence_id"], frame["target"], strict=True)]
    actors = _actors(frame)
    data = {
        "out": str(out),
        "sentences": len(frame),
        "drawn": n,
        "drawn_before": len(sheet) - n,
        "design": f"by {by}" if by and actors else "simple random",
        "seed": seed,
        "actors": len(actors),
        "actors_drawn": len(_actors(frame[mine])),
    }
    return sample_text(data), data


def _check_replaceable(out: Path) -> None:
    """Refuse to overwrite anything but a table of this command in which nothing has been filled in."""
    if not out.exists():
        return
    try:
        table = read_labels(out).frame
    except StanceError:
        table = pd.DataFrame()
    if "sample_prob" not in table:
        raise StanceError(f"{shown(out)}: is there already, and is no table to fill in; name another file")
    if filled := int(table["label"].notna().sum()):
        labels = f"{filled} labels have" if filled > 1 else "a label has"
        raise StanceError(
            f"{shown(out)}: {labels} been filled in; name another file"
            f" (with --labelled {shown(out)} it takes them over)"
        )


def _read_predictions(path: Path) -> pd.DataFrame:
    """Read what can be drawn; what could not be estimated from is refused before anybody has labelled it."""
    records = read_unset(path)
    columns = {name: pd.Series(values, dtype=object) for name, values in records.columns.items()}
    if {"split", "label"} <= set(columns):
        named = [columns[name].map(as_name).notna() for name in ("split", "label")]
        if (named[0] & named[1]).any():
            raise StanceError(
                f"{shown(path)}: these sentences trained the classifier: predict others, "
                "or read the gold shares in the run's report"
            )
    if set(PROBABILITIES) <= set(columns):
        columns |= read_probabilities(records)
    try:
        return validate(pd.DataFrame(columns), place=records.place, labelled=False)
    except StanceError as error:
        place = "" if str(error).startswith(shown(path)) else f"{shown(path)}: "
        raise StanceError(f"{place}{error}") from None


def _actors(frame: pd.DataFrame) -> set[str]:
    return {statement["actor"] for statements in frame["statements"] for statement in statements}


def plan_file(predictions: str | Path, n: int | None = None, seed: int = 0, useless: Sequence[str | None] = ()) -> Said:
    """Say how wide intervals will be with 50, 100, 200, 400 and `n` labels.

    Parameters
    ----------
    predictions : path
        What ``python -m stance.predict`` wrote.
    n, seed : int
        A further number of labels; seed of the simulations.
    useless : sequence of str or None
        Options that a plan has no use for.

    Raises
    ------
    StanceError
        Also when there are fewer than `n` sentences.
    """
    if any(useless):
        raise StanceError("--plan draws nothing and compares designs: leave out --out, --labelled and --by")
    if n is not None and n < 1:
        raise StanceError(f"n is {n}; plan for one label at least")
    frame = _read_predictions(Path(predictions))
    if n is not None and n > len(frame):
        raise StanceError(f"only {len(frame)} sentence{'s' * (len(frame) != 1)}: no plan for {n}")
    table = plan_labels(frame, sorted({*BUDGETS, *([] if n is None else [n])}), seed=seed)
    return plan_text(table), {"sentences": len(frame), "plan": frame_records(table)}


def agreement_of_files(tables: Sequence[str | Path], out: str | Path | None = None) -> Said:
    """Measure how coders agree.

    Parameters
    ----------
    tables : sequence of path
        One table a coder, named by the file, or tables with a column ``coder``.
    out : path, optional
        Where the disagreements are written.

    Raises
    ------
    StanceError
        Also when `out` is one of the tables, or a table is named twice or has no label.
    """
    if out is not None:
        check_writable(out)
        if any(Path(out).exists() and Path(table).exists() and Path(out).samefile(table) for table in tables):
            raise StanceError(f"{shown(out)}: --out would overwrite a coder's labels; name another file")
    report = agreement_report(_labels_of_coders([Path(table) for table in tables]))
    if out is not None:
        write_table(report.disagreements, out)
    data = {
        "out": None if out is None else str(out),
        "overall": rounded(vars(report.overall)),
        "labels": frame_records(report.labels),
        "pairs": frame_records(report.pairs),
        "confusion": frame_records(report.confusion),
        "disagreements": frame_records(report.disagreements),
    }
    return agreement_text(report, None if out is None else shown(out)), data


def _labels_of_coders(paths: Sequence[Path]) -> pd.DataFrame:
    resolved = [path.resolve() for path in paths]
    for path in paths:
        if resolved.count(path.resolve()) > 1:
            raise StanceError(f"{shown(path)} is named twice")
    stems = [path.stem for path in paths]
    parts = []
    for path in paths:
        labels = read_labels(path)
        part = labels.frame[labels.frame["label"].notna()]
        if part.empty:
            raise StanceError(f"{shown(path)}: no label is filled in")
        if part["coder"].isna().all():
            if len(paths) == 1:
                raise StanceError(f"{shown(path)}: one table without a column 'coder'; name those of other coders, too")
            part = part.assign(coder=path.stem if stems.count(path.stem) == 1 else shown(path))
        elif part["coder"].isna().any():
            raise StanceError(f"{labels.place(part.index[part['coder'].isna()][0])}: coder is empty")
        parts.append(part)
    together = pd.concat(parts, ignore_index=True)
    if any(part["target"].isna().all() for part in parts):
        together = together.drop(columns="target")  # a coder who names no target is matched by the sentence alone
    return together
