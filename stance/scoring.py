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
from stance.corpus.tables import read_statements, read_table, write_table
from stance.corpus.validation import validate
from stance.errors import StanceError, shown
from stance.evaluation.actors import actor_report, actor_summary
from stance.evaluation.comparison import compare_predictions
from stance.evaluation.resampling import resampling_unit, tally_frame
from stance.evaluation.splits import Fold, Plan
from stance.files import rounded, rounded_frame
from stance.judging import PROBABILITIES, baselines, describe_sentences, intervals, with_predictions
from stance.models import predict_stances
from stance.runs import Run


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
        return with_predictions(frame, predict_stances(run.model, frame))


def predict_file(
    run: Run,
    path: str | Path,
    out: str | Path,
    *,
    kind: str | None = None,
    columns: dict[str, str] | None = None,
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


@dataclass(frozen=True)
class Evaluation:
    """Numbers about one set of predictions.

    Attributes
    ----------
    numbers : dict
        As in ``metrics.json``: ``test``, ``metrics``, ``baselines``, ``actors``.
    actors : pandas.DataFrame
        As `stance.actor_report` returns it.
    warnings : list of str
        What a reader must know.
    """

    numbers: dict[str, Any]
    actors: pd.DataFrame
    warnings: list[str]


def evaluate_run(run: Run, on: str | Path | None = None) -> Evaluation:
    """Judge a run on its own held-out predictions, or on other labelled data.

    Parameters
    ----------
    run : Run
        A finished run.
    on : path, optional
        A configuration (.yaml) whose ``data`` section is read, or a labelled table.

    Returns
    -------
    Evaluation
        Metrics with intervals, baselines and actors.
    """
    if on is None:
        return Evaluation(run.metrics, run.actors, [])
    path = Path(on)
    is_config = path.suffix.lower() in (".yaml", ".yml")
    frame = load_corpus(load_config(path).data).frame if is_config else without_supplement(read_table(path))
    predictions = score(run, frame)
    unit = resampling_unit(predictions)
    report = actor_report(predictions)
    # the baselines know the class shares of the run's own sentences
    both = pd.concat([run.predictions, frame], ignore_index=True)
    own, other = np.split(np.arange(len(both)), [len(run.predictions)])
    numbers = {
        "test": describe_sentences(frame, unit),
        "metrics": intervals(run.config, [tally_frame(predictions, unit)]),
        "baselines": baselines(run.config, both, Plan((Fold(own, other),), "given split")),
        "actors": actor_summary(report, predictions),
    }
    return Evaluation(rounded(numbers), rounded_frame(report), _seen_before(run, frame))


def _seen_before(run: Run, frame: pd.DataFrame) -> list[str]:
    known = run.predictions["text"]
    supplement = run.config.data.supplement
    if supplement is not None and Path(supplement).is_file():
        known = pd.concat([known, read_supplement(supplement)["text"]])
    seen = int(same_words(frame["text"], known).sum())
    if not seen:
        return []
    return [f"{seen} of {len(frame)} sentences stand in the run's own data: on them the numbers flatter"]


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
