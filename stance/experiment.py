"""Experiments: the only place where the rooms are wired together."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from stance.config import ExperimentConfig, load_config
from stance.corpus import Corpus, load_corpus
from stance.corpus.schema import validate
from stance.corpus.tables import read_statements, read_table, write_table
from stance.errors import StanceError, shown
from stance.evaluation.actors import actor_report, actor_summary
from stance.evaluation.comparison import compare_predictions
from stance.evaluation.metrics import METRICS
from stance.evaluation.resampling import resampling_unit, tally_frame
from stance.evaluation.splits import DocumentSplit, Fold, Plan, plan_split
from stance.files import rounded, rounded_frame, whole_or_nothing, write_json
from stance.judging import (
    PROBABILITIES,
    baselines,
    describe_sentences,
    fit,
    intervals,
    judge,
    learning_curve,
    new_model,
    with_predictions,
)
from stance.models import predict_stances
from stance.provenance import describe_making
from stance.runs import NUMBERS, Run, default_folder, frame_digest, run_name

MANY_DOCUMENTS = 20
"""Beyond so many documents they are left out in ten folds rather than one by one."""


def run_experiment(
    config: ExperimentConfig, *, runs: str | Path | None = None, force: bool = False, argv: Sequence[str] = ()
) -> Run:
    """Train, evaluate and write a run, unless it is finished already.

    Parameters
    ----------
    config : ExperimentConfig
        From `load_config`.
    runs : path, optional
        Folder of the runs; ``runs/`` unless given.
    force : bool, default False
        Repeat a finished run.
    argv : sequence of str
        The command, for the run's provenance.

    Returns
    -------
    Run
        The finished run.

    Raises
    ------
    StanceError
        When data are wrong, folds are impossible or the model cannot be fitted.
    """
    from threadpoolctl import threadpool_limits

    corpus = load_corpus(config.data)
    data_digest = frame_digest(corpus.frame)
    folder = (Path(runs) if runs is not None else default_folder()) / run_name(config, data_digest)
    if folder.exists() and not force:
        return Run(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with threadpool_limits(1), whole_or_nothing(folder, folder=True) as part:
        _write_run(part, config, corpus)
        write_json(part / "provenance.json", describe_making(data_digest, argv))
    return Run(folder)


def _write_run(part: Path, config: ExperimentConfig, corpus: Corpus) -> None:
    from stance.models.inspection import top_ngrams
    from stance.models.persistence import save_model
    from stance.reporting.figures import save_figures

    plan = plan_split(config.evaluation.split, corpus.frame, config.seed)
    judged = judge(config, corpus, plan)
    report = actor_report(judged.predictions)
    metrics = {
        **judged.numbers,
        "leave_one_document_out": _leave_documents_out(config, corpus, part),
        "learning_curve": learning_curve(config, corpus, plan),
        "actors": actor_summary(report, judged.predictions),
    }
    model = fit(new_model(config, corpus), corpus.frame, plan.final_training(len(corpus.frame)))
    ngrams = top_ngrams(model)
    (part / "config.yaml").write_text(config.to_yaml(), encoding="utf-8")
    write_json(part / "metrics.json", metrics)
    write_table(report, part / "actors.csv")
    write_table(judged.predictions, part / "predictions.parquet")
    write_table(ngrams, part / "ngrams.csv")
    save_model(model, part / "model.skops")
    save_figures(part / "figures", metrics, report, ngrams)


def _leave_documents_out(config: ExperimentConfig, corpus: Corpus, part: Path) -> dict[str, Any]:
    """Judge on whole unseen documents, which is what new articles are; or say why that is impossible."""
    n = corpus.frame["document_id"].nunique()
    try:
        split = DocumentSplit(folds=None if n <= MANY_DOCUMENTS else 10)
        judged = judge(config, corpus, plan_split(split, corpus.frame, config.seed), "unseen documents")
    except StanceError as error:
        return {"refused": str(error)}
    write_table(judged.predictions, part / "predictions-unseen-documents.parquet")
    by_document = {}
    for document, rows in judged.predictions.groupby("document_id") if n <= MANY_DOCUMENTS else ():
        total = tally_frame(rows, "document").total()
        by_document[document] = {
            "sentences": len(rows),
            **{name: float(METRICS[name](total)) for name in ("macro_f1", "accuracy")},
        }
    return {**judged.numbers, "by_document": by_document}


def run_sweep(
    points: Sequence[tuple[dict[str, Any], ExperimentConfig]],
    *,
    runs: str | Path | None = None,
    force: bool = False,
    argv: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Run every point of a sweep; a point that fails is reported and the others are done.

    Returns
    -------
    list of dict
        ``settings`` and either ``run``, ``macro_f1`` and ``unseen_documents``, or ``error``.
    """
    from tqdm import tqdm

    out = []
    for settings, config in tqdm(points, desc="sweep", unit="run", delay=2, leave=False):
        try:
            run = run_experiment(config, runs=runs, force=force, argv=argv)
        except StanceError as error:
            out.append({"settings": settings, "error": str(error)})
            continue
        unseen = run.metrics["leave_one_document_out"].get("metrics", {}).get("macro_f1", {}).get("value")
        macro_f1 = run.metrics["metrics"]["macro_f1"]
        out.append({"settings": settings, "run": run.shown, "macro_f1": macro_f1, "unseen_documents": unseen})
    return out


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
    frame = load_corpus(load_config(path).data).frame if is_config else read_table(path)
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
    seen = int(frame["text"].isin(set(run.predictions["text"])).sum())
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


def rerun(run: Run, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Repeat a run from its own configuration and compare the numbers, byte for byte.

    Returns
    -------
    dict
        ``same`` (bool), ``differing`` (file names), and ``changed``: what else is not as it was then, of
        ``sources``, ``data`` and ``versions``.
    """
    config = load_config(run.path / "config.yaml", overrides)
    with tempfile.TemporaryDirectory(prefix="stance-rerun-") as folder:
        again = run_experiment(config, runs=folder)
        differing = [name for name in NUMBERS if (run.path / name).read_bytes() != (again.path / name).read_bytes()]
        then, now = run.provenance, again.provenance
    changed = [key for key in ("sources", "data", "versions") if then.get(key) != now.get(key)]
    return {"run": shown(run.path), "same": not differing, "differing": differing, "changed": changed}
