"""From a file of predictions to where each actor stands, how sure, and what differs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd

from stance.corpus.labels import unfilled
from stance.corpus.records import read_records
from stance.corpus.tables import check_writable, write_table
from stance.errors import StanceError, did_you_mean, shown, some
from stance.estimation.contradictions import contradictions
from stance.estimation.contrasts import actor_differences, actor_ranks
from stance.estimation.estimate import UNCALIBRATED, Estimand, Method, actor_stance
from stance.estimation.periods import Every, period_changes, with_periods
from stance.estimation.probabilities import read_predictions
from stance.estimation.rows import PROBABILITIES
from stance.estimation.sampling import with_labels
from stance.evaluation.actors import statements_of
from stance.files import frame_records, rounded_frame
from stance.reporting.actors import describe_estimates, how_to_label, trained_on

WITH_DRAWS = (None, "stacked", "labels_only")
"""Methods whose estimates can be set against each other."""
ESTIMATED = ("label", "predicted", "sample_prob", *PROBABILITIES)
OF_ONE_SENTENCE = ("sentence_id", "index", "start", "end", "text")


@dataclass(frozen=True)
class ActorEstimates:
    """What a file of predictions says of its actors.

    Attributes
    ----------
    actors : pandas.DataFrame
        As `stance.actor_stance` returns it.
    tables : dict
        Whatever else was asked for: ``changes``, ``ranks``, ``differences``, ``contradictions``.
    warnings : list of str
        What a reader must know.
    estimand : str
        What was estimated, as in `stance.actor_stance`.
    """

    actors: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    estimand: Estimand = "corpus"

    def text(self) -> str:
        """Return what a person reads."""
        return describe_estimates(self.actors, self.tables, self.warnings, self.estimand)

    def data(self) -> dict[str, Any]:
        """Return the same as data."""
        tables = {"actors": self.actors, **self.tables}
        return {**{name: frame_records(table) for name, table in tables.items()}, "warnings": self.warnings}


def estimate_actors(
    path: str | Path,
    *,
    labels: str | Path | None = None,
    by: Sequence[str] = (),
    method: Method | None = None,
    estimand: Estimand = "corpus",
    rank: bool = False,
    pairs: Sequence[tuple[str, str]] = (),
    contradicting: bool = False,
    out: str | Path | None = None,
) -> ActorEstimates:
    """Estimate where the actors in a file of predictions stand.

    Parameters
    ----------
    path : path
        Predictions, as ``python -m stance.predict`` writes them.
    labels : path, optional
        A table drawn with ``python -m stance.annotate sample`` and filled in. Without it, labels among the predictions
        count where they have a ``sample_prob`` or every statement has one, unless a column ``split`` says that they
        come from training.
    by : sequence of str
        Columns, or one of year, quarter, month, week and day, which need a column ``time`` or ``date``.
    method, estimand
        As in `stance.actor_stance`.
    rank, contradicting : bool
        Also rank actors; find contradictions between documents, or between periods with `by` a period.
    pairs : sequence of (first, other)
        Actors to compare.
    out : path, optional
        Where to write the table of actors.

    Returns
    -------
    ActorEstimates
        Estimates; without labels uncalibrated and without interval.

    Raises
    ------
    StanceError
        When a file or an option is wrong, or actors are to be compared and no sentence is labelled.
    """
    if out is not None:
        check_writable(out)
        _check_other(out, predictions=path, labels=labels)
    read = _read_statements(Path(path), labels)
    statements, keys, period_warnings = _grouped(read, by)
    labelled, between_periods = bool(statements["label"].notna().any()), "period" in keys
    if not labelled and (rank or pairs or (contradicting and between_periods)):
        raise StanceError(f"ranks, differences and periods compared need labels: {read.advice}")
    warnings = [*read.warnings, *([] if labelled else [read.advice]), *_warnings(statements, keys, method)]
    how: dict[str, Any] = {"method": method, "estimand": estimand, "by": keys}
    actors = rounded_frame(actor_stance(statements, **how))
    tables = {}
    if between_periods and labelled and method in WITH_DRAWS:
        others = [name for name in keys if name != "period"]
        tables["changes"] = period_changes(statements, None, time="period", by=others, method=method)
    if rank:
        tables["ranks"] = actor_ranks(statements, **how)
    if pairs:
        tables["differences"] = actor_differences(statements, pairs, **how)
    if contradicting:
        tables["contradictions"] = _contradictions(statements, between_periods)
    if out is not None:
        write_table(actors, out)
    return ActorEstimates(actors, tables, warnings + period_warnings, estimand)


def _check_other(out: str | Path, **inputs: str | Path | None) -> None:
    for name, path in inputs.items():
        if path is not None and Path(out).exists() and Path(path).exists() and Path(out).samefile(path):
            raise StanceError(f"{shown(path)}: --out would overwrite the {name}; name another file")


@dataclass(frozen=True)
class _Read:
    """One row a statement, with ``label`` where a label may rectify; the place of a row; what must be said."""

    statements: pd.DataFrame
    place: Callable[[int], str]
    warnings: list[str]
    advice: str


def _read_statements(path: Path, labels: str | Path | None) -> _Read:
    records = read_records(path)
    trained = any(value not in (None, "") for value in records.columns.pop("split", []))
    frame = read_predictions(records)
    advice = trained_on() if trained else how_to_label(shown(path))
    sentence = np.repeat(np.arange(len(frame)), frame["statements"].map(len).clip(lower=1))
    warnings = unfilled(labels) if labels is not None else []
    if labels is not None:
        frame = with_labels(frame, labels)
    statements = statements_of(frame).rename(columns={"stance": "label"})
    given = statements["label"].notna()
    if labels is None and given.any():
        drawn = pd.to_numeric(statements.get("sample_prob", pd.Series(index=given.index)), errors="coerce").notna()
        if given.all() and not drawn.all():
            statements = statements.drop(columns="sample_prob", errors="ignore")  # a census needs none
        if trained:
            warnings.append(f"the labels in {shown(path)} trained the classifier: they are not used")
        elif not (given.all() or drawn[given].all()):
            warnings.append(
                f"the labels in {shown(path)} are not used: they may have trained the classifier; "
                "if they were drawn at random give them with --labels"
            )
        if warnings:
            statements["label"] = pd.Series(None, index=statements.index, dtype=object)
    return _Read(statements, lambda row: records.place(int(sentence[row])), warnings, advice)


def _warnings(statements: pd.DataFrame, keys: Sequence[str], method: Method | None) -> list[str]:
    out = []
    labelled = statements[statements["label"].notna()]
    n_labels = len(labelled[["sentence_id", "target"]].drop_duplicates())
    if method in UNCALIBRATED and n_labels:
        out.append(f"method {method} uses no labels: {n_labels} labels are not used")
    if "period" in keys and method not in WITH_DRAWS:
        out.append(f"no table of changes: method {method} gives no joint draws; use stacked or labels_only")
    elif "period" in keys and not n_labels:
        out.append("no table of changes between periods: it needs labels")
    n_targets = statements["target"].nunique()
    if n_targets > 1 and "target" not in keys:
        out.append(f"{n_targets} targets taken together; --by target tells them apart")
    return out


def _grouped(read: _Read, by: Sequence[str]) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the statements with a column ``period`` where one is asked for, the grouping columns, and warnings."""
    statements = read.statements
    periods: list[Any] = [name for name in by if name in get_args(Every) and name not in statements]
    if len(periods) > 1:
        raise StanceError(f"--by {' and --by '.join(periods)}: one length of periods at a time")
    known = [*statements.columns.difference(["actor", *ESTIMATED, *OF_ONE_SENTENCE], sort=False), *get_args(Every)]
    for name in by:
        if name == "actor":
            raise StanceError("--by actor: actors are told apart anyway")
        if name in ESTIMATED:
            raise StanceError(f"--by {name}: cannot group by what is estimated")
        if name not in known:
            raise StanceError(f"--by {name}: no such column (columns: {some(known, 20)}){did_you_mean(name, known)}")
    if not periods:
        return statements, list(dict.fromkeys(by)), []
    time = next((name for name in ("time", "date") if name in statements), None)
    if time is None:
        raise StanceError(f"--by {periods[0]}: needs a column 'time' or 'date' in the predictions")
    dated = statements[statements[time].map(lambda value: not pd.isna(value) and bool(str(value).strip()))]
    if dated.empty:
        raise StanceError(f"--by {periods[0]}: no row has a {time}")
    missing = len(statements) - len(dated)
    warnings = [f"{missing} of {len(statements)} statements have no {time} and are left out"] if missing else []
    keys = ["period" if name in periods else name for name in dict.fromkeys(by)]
    return with_periods(dated, periods[0], time, read.place), keys, warnings


def _contradictions(statements: pd.DataFrame, between_periods: bool) -> pd.DataFrame:
    # who is for one thing and against another does not contradict itself
    by = ["target"] if statements["target"].nunique() > 1 else []
    if between_periods:
        return contradictions(statements, "period", every=None, time="period", by=by)
    return contradictions(statements, "document", by=by)
