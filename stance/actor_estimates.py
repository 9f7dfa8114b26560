"""From a file of predictions to where each actor stands, how sure, and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import pandas as pd

from stance.corpus.records import read_records
from stance.corpus.schema import STANCES
from stance.corpus.tables import check_writable, write_table
from stance.corpus.validation import validate
from stance.errors import StanceError, did_you_mean, shown, some
from stance.estimation.contradictions import contradictions
from stance.estimation.contrasts import actor_differences, actor_ranks
from stance.estimation.estimate import Estimand, Method, actor_stance
from stance.estimation.periods import Every, period_changes, with_periods
from stance.estimation.sampling import with_labels, without_labels
from stance.evaluation.actors import statements_of
from stance.files import frame_records, rounded_frame
from stance.reporting.actors import describe_estimates, how_to_label

WITH_DRAWS = (None, "stacked", "labels_only")
"""Methods whose estimates can be set against each other."""


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
    """

    actors: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return what a person reads."""
        return describe_estimates(self.actors, self.tables, self.warnings)

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
        count, unless a column ``split`` says that they come from training.
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
        _check_other(path, out)
    statements, warnings = _read_statements(Path(path), labels)
    statements, keys, period_warnings = _grouped(statements, by)
    labelled = bool(statements["label"].notna().any())
    if not labelled:
        if rank or pairs:
            raise StanceError(f"ranks and differences need labels: {how_to_label(shown(path))}")
        warnings.append(how_to_label(shown(path)))
    n_targets = statements["target"].nunique()
    if n_targets > 1 and "target" not in keys:
        warnings.append(f"{n_targets} targets taken together; --by target tells them apart")
    how: dict[str, Any] = {"method": method, "estimand": estimand, "by": keys}
    actors = rounded_frame(actor_stance(statements, **how))
    tables = {}
    if "period" in keys and labelled and method in WITH_DRAWS:
        others = [name for name in keys if name != "period"]
        tables["changes"] = period_changes(statements, None, time="period", by=others, method=method)
    if rank:
        tables["ranks"] = actor_ranks(statements, **how)
    if pairs:
        tables["differences"] = actor_differences(statements, pairs, **how)
    if contradicting:
        tables["contradictions"] = _contradictions(statements, "period" in keys)
    if out is not None:
        write_table(actors, out)
    return ActorEstimates(actors, tables, warnings + period_warnings)


def _check_other(path: str | Path, out: str | Path) -> None:
    if Path(out).exists() and Path(path).exists() and Path(out).samefile(path):
        raise StanceError(f"{shown(path)}: --out would overwrite the predictions; name another file")


def _read_statements(path: Path, labels: str | Path | None) -> tuple[pd.DataFrame, list[str]]:
    """Return one row a statement, with ``label`` where a label may rectify, and what must be said of the labels."""
    records = read_records(path)
    columns = {name: pd.Series(values, dtype=object) for name, values in records.columns.items()}
    split = columns.pop("split", pd.Series(dtype=object))
    for name in [f"p_{stance}" for stance in STANCES]:
        if name not in columns:
            raise StanceError(
                f"{shown(path)}: no column {name!r} (columns: {some(columns)}); predictions come from stance.predict"
            )
        numbers = pd.to_numeric(columns[name], errors="coerce")
        if numbers.isna().any():
            row = int(numbers.isna().argmax())
            raise StanceError(f"{records.place(row)}: {name} {columns[name][row]!r} is no number")
        columns[name] = numbers
    frame = validate(pd.DataFrame(columns), place=records.place, labelled=False)
    trained = bool(split.map(lambda value: value not in (None, "")).any())
    warnings = []
    if labels is not None or trained:
        if labels is None and frame["label"].notna().any():
            warnings.append(f"the labels in {shown(path)} trained the classifier: they are not used")
        frame = without_labels(frame)
    if labels is not None:
        frame = with_labels(frame, labels)
    return statements_of(frame).rename(columns={"stance": "label"}), warnings


def _grouped(statements: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the statements with a column ``period`` where one is asked for, the grouping columns, and warnings."""
    periods: list[Any] = [name for name in by if name in get_args(Every) and name not in statements]
    if len(periods) > 1:
        raise StanceError(f"--by {' and --by '.join(periods)}: one length of periods at a time")
    for name in by:
        if name not in periods and (name not in statements or name == "actor"):
            known = [*statements.columns.drop("actor"), *get_args(Every)]
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
    return with_periods(dated, periods[0], time), keys, warnings


def _contradictions(statements: pd.DataFrame, between_periods: bool) -> pd.DataFrame:
    # who is for one thing and against another does not contradict itself
    by = ["target"] if statements["target"].nunique() > 1 else []
    if between_periods:
        return contradictions(statements, "period", every=None, time="period", by=by)
    return contradictions(statements, "document", by=by)
