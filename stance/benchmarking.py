"""Benchmarks: every system of a suite is trained, and what came of it gathered."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from stance.config import ExperimentConfig
from stance.corpus.tables import write_table
from stance.errors import StanceError, did_you_mean, shown
from stance.experiment import run_experiment
from stance.files import whole_or_nothing
from stance.reporting.benchmark import benchmark_markdown
from stance.reporting.benchmark_rows import benchmark_rows, figure
from stance.runs import default_folder
from stance.suites import Suite, load_suite, local_copy, suite_file, suite_names, system_config


def list_suites() -> list[dict[str, Any]]:
    """Return ``name``, ``title``, ``source`` and ``local`` of every suite that comes with the project."""
    return [
        {"name": name, **load_suite(name).model_dump(include={"title", "source", "local"})} for name in suite_names()
    ]


def run_suite(
    name: str | Path,
    *,
    data: str | Path | None = None,
    embedding: str | Path | None = None,
    overrides: Sequence[str] = (),
    runs: str | Path | None = None,
    force: bool = False,
    argv: Sequence[str] = (),
) -> dict[str, Any]:
    """Train and measure every system of a suite; a system that fails is reported and the others are done.

    Parameters
    ----------
    name : str or path
        Name of a suite in ``configs/benchmarks/``, or a YAML file.
    data : path, optional
        Folder that holds local copies of data.
    embedding : path, optional
        Folder of the sentence encoder, for the systems that have one.
    overrides : sequence of str
        ``key=value`` for every system.
    runs, force, argv
        As for `run_experiment`; finished runs are not repeated.

    Returns
    -------
    dict
        ``suite``, its ``title``, ``source``, ``metrics``, ``by_target`` and ``published``, and ``systems``: for each
        its ``name`` and either ``run``, ``folder`` and ``numbers`` (the run's ``metrics.json``), or ``error``.

    Raises
    ------
    StanceError
        Before anything is trained: when the suite, a configuration or an override is wrong, or the local copy is not
        there. After it: when a metric of the suite is in none of the runs.
    """
    suite, configs = _configured(name, data, embedding, overrides)
    systems: list[dict[str, Any]] = []
    pairs = list(zip(suite.systems, configs, strict=True))
    for system, config in tqdm(pairs, desc=Path(name).stem, unit="system", delay=2, leave=False):
        try:
            run = run_experiment(config, runs=runs, force=force, argv=argv)
        except StanceError as error:
            systems.append({"name": system.name, "error": str(error)})
            tqdm.write(f"{Path(name).stem}: {system.name}: {error}", file=sys.stderr)
            continue
        systems.append({"name": system.name, "run": run.name, "folder": run.shown, "numbers": run.metrics})
    result = {"suite": Path(name).stem, **suite.model_dump(exclude={"systems", "local"}), "systems": systems}
    _check_metrics(shown(suite_file(name)), result)
    return result


def _configured(
    name: str | Path, data: str | Path | None, embedding: str | Path | None, overrides: Sequence[str]
) -> tuple[Suite, list[ExperimentConfig]]:
    suite = load_suite(name)
    local = local_copy(suite, data)
    return suite, [
        system_config(name, system, local=local, embedding=embedding, overrides=overrides) for system in suite.systems
    ]


def _check_metrics(file: str, result: dict[str, Any]) -> None:
    """Refuse a metric that no run has: a table of dashes would hide a slip of the pen."""
    numbers = [system["numbers"] for system in result["systems"] if "numbers" in system]
    for metric in result["metrics"]:
        if numbers and not any(figure(each, metric) for each in numbers):
            near = did_you_mean(metric, numbers[0]["metrics"])
            raise StanceError(f"{file}: metrics: {metric!r} is in none of the runs{near}")


def run_benchmarks(
    names: Sequence[str | Path],
    *,
    data: str | Path | None = None,
    embedding: str | Path | None = None,
    overrides: Sequence[str] = (),
    out: str | Path | None = None,
    runs: str | Path | None = None,
    force: bool = False,
    argv: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Run suites, and write the table of each as ``benchmark-<suite>.md`` and ``.csv``.

    Parameters
    ----------
    names : sequence of str or path
        The suites. All are checked before the first is run.
    out : path, optional
        Folder of the tables; that of the runs unless given.
    data, embedding, overrides, runs, force, argv
        As for `run_suite`.

    Returns
    -------
    list of dict
        What `run_suite` returns, with ``rows`` (pandas.DataFrame, the CSV) and ``files``.
    """
    folder = Path(out if out is not None else runs if runs is not None else default_folder())
    names = list(dict.fromkeys(names))
    for name in names:
        _configured(name, data, embedding, overrides)
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    for name in names:
        result = run_suite(name, data=data, embedding=embedding, overrides=overrides, runs=runs, force=force, argv=argv)
        rows = benchmark_rows(result)
        files = [folder / f"benchmark-{result['suite']}{ending}" for ending in (".md", ".csv")]
        with whole_or_nothing(files[0]) as part:
            part.write_text(benchmark_markdown(result), encoding="utf-8")
        write_table(rows, files[1])
        done.append({**result, "rows": rows, "files": [shown(file) for file in files]})
    return done
