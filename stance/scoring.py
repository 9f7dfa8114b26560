"""A finished run put to use: scoring new text, judging on other data, comparing with other runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from stance.config import load_config
from stance.corpus import load_corpus, read_supplement, without_supplement
from stance.corpus.duplicates import same_words
from stance.corpus.labels import unfilled
from stance.corpus.tables import Columns, read_statements, read_table, write_table
from stance.corpus.validation import validate
from stance.errors import StanceError, shown
from stance.estimation.sampling import with_labels
from stance.evaluation.actors import actor_report, actor_summary
from stance.evaluation.by_target import metrics_by_target
from stance.evaluation.comparison import compare_predictions
from stance.evaluation.resampling import resampling_unit, tally_frame
from stance.evaluation.splits import Fold, Plan
from stance.files import rounded, rounded_frame
from stance.fitting import PROBABILITIES, with_predictions
from stance.judging import baselines, describe_sentences, intervals
from stance.models import predict_stances
from stance.models.scorer import Scorer
from stance.reporting.actors import how_to_label
from stance.runs import Run

MANY = 5_000
"""Sentences from which on it pays to compile a model; both ways write the same."""


def score(run: Run, frame: pd.DataFrame) -> pd.DataFrame:
    """Predict the stance of sentences with a run's model.

    Parameters
    ----------
    run : Run
        A finished run.
    frame : pandas.DataFrame
        At least a column ``text``; ``target`` matters to models with separate targets.

    Returns
    -------
    pandas.DataFrame
        The frame, completed to the schema, with ``predicted p_anti p_neutral p_pro``.
    """
    from threadpoolctl import threadpool_limits

    frame = validate(frame.drop(columns=["predicted", *PROBABILITIES], errors="ignore"), labelled=False)
    with threadpool_limits(1):
        if len(frame) < MANY:
            return with_predictions(frame, predict_stances(run.model, frame))
        return with_predictions(frame, Scorer(run.model).probabilities(frame["text"], frame["target"]))


def predict_file(
    run: Run,
    path: str | Path,
    out: str | Path,
    *,
    kind: str | None = None,
    columns: Columns | None = None,
) -> pd.DataFrame:
    """Score a file and write the predictions.

    Parameters
    ----------
    run : Run
        A finished run.
    path : path
        A table, or statements that share sentences.
    out : path
        What is written: .parquet, .csv or .jsonl.
    kind : {'table', 'statements'}, optional
        What `path` holds; statements for .jsonl and a table otherwise, unless given.
    columns : dict, optional
        Our column names to the table's, where they differ.

    Returns
    -------
    pandas.DataFrame
        One row a sentence and target.
    """
    path = Path(path)
    if Path(out).exists() and path.exists() and Path(out).samefile(path):
        raise StanceError(f"{shown(path)}: --out would overwrite what is scored; name another file")
    if kind == "statements" or (kind is None and path.suffix.lower() == ".jsonl" and not columns):
        frame = read_statements(path)
    else:
        frame = read_table(path, columns=columns, labelled=False)
    predictions = score(run, frame)
    write_table(predictions, out)
    return predictions


FEWEST_JUDGED = 10
"""Labelled sentences below which metrics of a part of the data say nothing."""


@dataclass(frozen=True)
class Evaluation:
    """Numbers about one set of predictions.

    Attributes
    ----------
    numbers : dict
        As in ``metrics.json``: ``actors``, and where sentences are labelled ``test``, ``metrics``, ``baselines``.
    actors : pandas.DataFrame
        As `stance.actor_report` returns it.
    warnings : list of str
        What a reader must know.
    """

    numbers: dict[str, Any]
    actors: pd.DataFrame
    warnings: list[str]


def evaluate_run(run: Run, on: str | Path | None = None, labels: str | Path | None = None) -> Evaluation:
    """Judge a run on its own held-out predictions, or on other data.

    Parameters
    ----------
    run : Run
        A finished run.
    on : path, optional
        A configuration (.yaml) whose ``data`` section is read, or a table in which some sentences are labelled, drawn
        at random, or all.
    labels : path, optional
        A table of labels for sentences of `on`, as ``python -m stance.annotate sample`` writes it and people fill it.

    Returns
    -------
    Evaluation
        Metrics with intervals and baselines of the labelled sentences, and where each actor stands. Where some
        sentences are labelled, those that did not train the run turn counted predictions into estimates with intervals;
        where all are, gold shares are a census, beside uncalibrated counts.

    Raises
    ------
    StanceError
        When the data cannot be read, or `labels` come without `on`.
    """
    if on is None:
        if labels is not None:
            raise StanceError("--labels needs --on DATA: the run's own sentences trained it")
        return Evaluation(run.metrics, run.actors, [])
    frame, warnings = _read_data(Path(on)), []
    if labels is not None:
        warnings = unfilled(labels)
        frame = with_labels(frame, labels)
    predictions = score(run, frame)
    labelled, seen = predictions["label"].notna(), _seen_before(run, predictions)
    census = bool(labelled.all())
    # where all is labelled, gold shares are a census and nothing is to be estimated
    rectifying = labelled & ~seen & (not census)
    report = actor_report(predictions, rectifying)
    numbers: dict[str, Any] = {"actors": {}}
    if labelled.sum() >= FEWEST_JUDGED or census:
        numbers |= _judged(run, predictions[labelled].reset_index(drop=True))
        if census:
            numbers["actors"] = actor_summary(
                report, predictions, n_resamples=run.config.evaluation.bootstrap, seed=run.config.seed
            )
        elif "sample_prob" in predictions and predictions["sample_prob"].nunique() > 1:
            warnings.append("metrics describe the labelled sentences, which were drawn with unequal probabilities")
    elif labelled.any():
        warnings.append(f"{labelled.sum()} sentences are labelled: metrics need {FEWEST_JUDGED} at least")
    if not rectifying.any() and not census:
        warnings.append(how_to_label("PREDICTIONS"))
    if seen.any():
        warnings.append(
            f"{seen.sum()} of {len(seen)} sentences stand in the run's own data: on them the numbers flatter"
        )
    return Evaluation(rounded(numbers), rounded_frame(report), warnings)


def _read_data(path: Path) -> pd.DataFrame:
    if path.suffix.lower() in (".yaml", ".yml"):
        return load_corpus(load_config(path).data).frame
    return without_supplement(read_table(path, labelled=False))


def _judged(run: Run, predictions: pd.DataFrame) -> dict[str, Any]:
    """Return the metrics of labelled predictions beside baselines that know the class shares of the run's data."""
    unit = resampling_unit(predictions)
    both = pd.concat([run.predictions, predictions], ignore_index=True)
    own, other = np.split(np.arange(len(both)), [len(run.predictions)])
    return {
        "test": describe_sentences(predictions, unit),
        "metrics": intervals(run.config, [tally_frame(predictions, unit)]),
        "baselines": baselines(run.config, both, Plan((Fold(own, other),), "given split")),
        "by_target": metrics_by_target([predictions], run.config.evaluation.bootstrap, run.config.seed),
    }


def _seen_before(run: Run, frame: pd.DataFrame) -> Any:
    """Return which sentences stand in the run's own data, shape (n_rows,)."""
    known = run.predictions["text"]
    supplement = run.config.data.supplement
    if supplement is not None and Path(supplement).is_file():
        known = pd.concat([known, read_supplement(supplement)["text"]])
    return same_words(frame["text"], known)


def compare_runs(runs: Sequence[Run], *, unseen_documents: bool = False) -> pd.DataFrame:
    """Compare runs with the first of them, by paired bootstrap on the same test sentences.

    Parameters
    ----------
    runs : sequence of Run
        Two or more.
    unseen_documents : bool, default False
        Compare the predictions of left-out documents.

    Returns
    -------
    pandas.DataFrame
        As `compare_predictions` returns it.

    Raises
    ------
    StanceError
        When there are fewer than two runs, or their test sentences differ.
    """
    if len(runs) < 2:
        raise StanceError(f"{len(runs)} run is nothing to compare; name two or more")
    predictions = [run.predictions_of_unseen_documents if unseen_documents else run.predictions for run in runs]
    config = runs[0].config
    return compare_predictions(
        predictions, [run.name for run in runs], n_resamples=config.evaluation.bootstrap, seed=config.seed
    )
