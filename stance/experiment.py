"""Experiments: the only place where the rooms are wired together."""

import contextlib
import platform
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from stance.config import ExperimentConfig, load_config
from stance.corpus import Corpus, load_corpus, texts_of
from stance.corpus.tables import write_table
from stance.engines import Engine, EngineGoneError, Task, open_engine
from stance.errors import StanceError, shown
from stance.evaluation.actors import actor_report, actor_summary
from stance.evaluation.leakage import near_duplicate_numbers, near_duplicates_across
from stance.evaluation.metrics import METRICS
from stance.evaluation.resampling import tally_frame
from stance.evaluation.slices import error_slices
from stance.evaluation.splits import OUT_OF_FOLD, Plan, leave_out, plan_split
from stance.files import whole_or_nothing, write_json
from stance.judging import Judged, judge, learning_curve
from stance.provenance import describe_making
from stance.reports import show_run
from stance.runs import NUMBERS, Run, default_folder, frames_digest, run_name
from stance.selecting import fit_final
from stance.supplementing import describe_supplement
from stance.trials import selection_numbers, selection_table


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

    corpora = _load(config)
    data_digest = frames_digest(frame for corpus in corpora.values() for frame in (corpus.frame, corpus.supplement))
    folder = (Path(runs) if runs is not None else default_folder()) / run_name(config, data_digest)
    if folder.exists() and not force:
        return Run(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with threadpool_limits(1), whole_or_nothing(folder, folder=True) as part:
        seconds = _write_run(part, config, corpora)
        write_json(part / "provenance.json", describe_making(data_digest, argv, seconds))
        show_run(Run(part), folder.name)
    return Run(folder)


def _load(config: ExperimentConfig) -> dict[str, Corpus]:
    """Load the corpus and, when a supplement is to prove itself, the same in its other texts; the own one first."""
    texts = iter(texts_of(config.data).items())
    name, data = next(texts)
    corpora = {name: load_corpus(data)}
    if corpora[name].supplement is not None:
        corpora |= {other: load_corpus(data) for other, data in texts}
    return corpora


def _write_run(part: Path, config: ExperimentConfig, corpora: dict[str, Corpus]) -> dict[str, float]:
    """Write all but the provenance, and return the seconds that go there."""
    from stance.models.inspection import top_ngrams
    from stance.models.persistence import save_model

    corpus = next(iter(corpora.values()))
    plan = plan_split(config.evaluation.split, corpus.frame, config.seed)
    judged = judge(config, corpus, plan)
    report = actor_report(judged.predictions)
    metrics = {
        **judged.numbers,
        "near_duplicates": _near_duplicates(config, corpus, plan, judged, part),
        "leave_one_document_out": _leave_documents_out(config, corpus, judged, part),
        "learning_curve": learning_curve(config, corpus, plan, judged.choices) if corpus.supplement is None else [],
        "actors": actor_summary(report, judged.predictions, n_resamples=config.evaluation.bootstrap, seed=config.seed),
    }
    if corpus.supplement is not None:
        metrics["supplement"] = describe_supplement(config, corpora)
    final = fit_final(config, corpus, plan, judged.choices)
    metrics["selection"] = selection_numbers(config, judged.choices, final.choice)
    ngrams = top_ngrams(final.model)
    (part / "config.yaml").write_text(config.to_yaml(), encoding="utf-8")
    write_json(part / "metrics.json", metrics)
    write_table(report, part / "actors.csv")
    write_table(judged.predictions, part / "predictions.parquet")
    write_table(error_slices(judged.predictions), part / "errors.csv")
    write_table(ngrams, part / "ngrams.csv")
    if config.selection is not None:
        write_table(selection_table([*judged.choices, final.choice]), part / "selection.csv")
    save_model(final.model, part / "model.skops")
    return final.seconds


def _near_duplicates(
    config: ExperimentConfig, corpus: Corpus, plan: Plan, judged: Judged, part: Path
) -> dict[str, Any]:
    """Count and list tested sentences with a near duplicate in training; or say why they were not looked for."""
    try:
        found = near_duplicates_across(corpus.frame, plan, corpus.supplement)
    except StanceError as error:
        return {"refused": str(error)}
    write_table(found.pairs, part / "duplicates.csv")
    unit = judged.numbers["test"]["resampled"]
    return near_duplicate_numbers(found, judged.predictions, unit, config.evaluation.bootstrap, config.seed)


def _leave_documents_out(config: ExperimentConfig, corpus: Corpus, judged: Judged, part: Path) -> dict[str, Any]:
    """Judge on whole unseen documents, which is what new articles are; or say why that is impossible."""
    if judged.numbers["test"]["split"] != OUT_OF_FOLD:
        return {"refused": "the data bring their own split"}
    split = leave_out(corpus.frame)
    try:
        if split != config.evaluation.split:
            judged = judge(config, corpus, plan_split(split, corpus.frame, config.seed), "unseen documents")
    except StanceError as error:
        return {"refused": str(error)}
    write_table(judged.predictions, part / "predictions-unseen-documents.parquet")
    if config.selection is not None:
        write_table(selection_table(judged.choices), part / "selection-unseen-documents.csv")
    by_document = {}
    for document, rows in judged.predictions.groupby("document_id") if split.folds is None else ():
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
    engine: AbstractContextManager[Engine] | None = None,
) -> list[dict[str, Any]]:
    """Run every point of a sweep; a point that fails is reported and the others are done.

    Parameters
    ----------
    points : sequence of (dict, ExperimentConfig)
        From `load_sweep`.
    runs, force, argv
        As of `run_experiment`.
    engine : context manager of Engine, optional
        Where the points are run, as `stance.engines.open_engine` opens it; one after the other here unless given.
        Workers must see the working directory, the data and the folder of the runs under the same paths. Points that
        differ in nothing but where their data lie may be the same run, and are left to one worker.

    Returns
    -------
    list of dict
        ``settings`` and either ``run``, ``macro_f1`` and ``unseen_documents``, or ``error``.
    """
    from tqdm import tqdm

    alike: dict[tuple[str, str], list[int]] = {}
    for number, (_, config) in enumerate(points):
        alike.setdefault((config.name, config.digest()), []).append(number)
    run_all = partial(_run_points, runs=runs, force=force, argv=list(argv), folder=Path.cwd())
    found: dict[int, dict[str, Any]] = {}
    with (
        engine or open_engine() as opened,
        tqdm(total=len(points), desc="sweep", unit="run", delay=2, leave=False) as bar,
    ):
        tasks = [(numbers, opened.submit(run_all, [points[i][1] for i in numbers])) for numbers in alike.values()]
        for numbers, task in tasks:
            found |= zip(numbers, _results(task, len(numbers)), strict=True)
            bar.update(len(numbers))
    return [{"settings": settings, **found[number]} for number, (settings, _) in enumerate(points)]


def _results(task: Task, count: int) -> list[dict[str, Any]]:
    try:
        results: list[dict[str, Any]] = task.result()
    except EngineGoneError:
        raise
    except StanceError as error:
        return [{"error": str(error)}] * count
    return results


def _run_points(
    configs: Sequence[ExperimentConfig], *, runs: str | Path | None, force: bool, argv: Sequence[str], folder: Path
) -> list[dict[str, Any]]:
    """Run points of a sweep in a working directory, which a worker elsewhere does not share by itself."""
    if not folder.is_dir():
        raise StanceError(
            f"{folder}: not there on worker {platform.node()}; a sweep needs a file system that all share"
        )
    with contextlib.chdir(folder):
        return [_run_point(config, runs, force, argv) for config in configs]


def _run_point(config: ExperimentConfig, runs: str | Path | None, force: bool, argv: Sequence[str]) -> dict[str, Any]:
    try:
        run = run_experiment(config, runs=runs, force=force, argv=argv)
    except StanceError as error:
        return {"error": str(error)}
    unseen = run.metrics["leave_one_document_out"].get("metrics", {}).get("macro_f1", {}).get("value")
    return {"run": run.shown, "macro_f1": run.metrics["metrics"]["macro_f1"], "unseen_documents": unseen}


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
