"""What people look at: the page of a run or of predictions; and what other tools open: exports."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from stance.corpus.labels import unfilled
from stance.corpus.records import read_records
from stance.corpus.schema import STANCES
from stance.corpus.shards import is_streamed
from stance.errors import StanceError, did_you_mean, shown
from stance.estimation.probabilities import read_predictions
from stance.estimation.rows import PROBABILITIES
from stance.estimation.sampling import with_labels, without_labels
from stance.evaluation.actors import actor_report
from stance.files import rounded_frame, whole_or_nothing
from stance.reporting.actors import how_to_label
from stance.reporting.findings import Findings
from stance.runs import PAGE, Run

Writer = Callable[[Findings, Path], list[Path]]
"""Writes findings to a place, a folder or a file, and returns the files."""


def write_report(source: Run | str | Path, *, labels: str | Path | None = None, out: str | Path | None = None) -> Path:
    """Write the page of a run or of predictions: one file that needs no network.

    Parameters
    ----------
    source : Run or path
        A finished run, its folder, or a file of predictions as ``python -m stance.predict`` writes it.
    labels : path, optional
        Labels of predicted sentences, drawn at random with ``python -m stance.annotate sample`` and filled in.
    out : path, optional
        What is written; ``report.html`` in the run's folder, or ``<stem>-report.html`` beside the predictions, unless
        given.

    Returns
    -------
    path
        The page.

    Raises
    ------
    StanceError
        When the source cannot be read, or the page cannot be written there.
    """
    page = Path(out) if out is not None else _beside(source, PAGE, f"-{PAGE}")
    if page.suffix != ".html" or not page.parent.is_dir() or page.is_dir():
        raise StanceError(f"{shown(page)}: the page needs a name that ends in .html, in a folder that exists")
    _write_page(read_findings(source, labels), page)
    return page


def show_run(run: Run, name: str) -> None:
    """Write figures and page into a run's folder, which is not at its final place yet."""
    from stance.reporting.figures import save_figures

    findings = replace(read_findings(run), name=name)
    save_figures(run.path / "figures", findings)
    _write_page(findings, run.path / PAGE)


def _write_page(findings: Findings, page: Path) -> None:
    from stance.reporting.page.rendering import render_page

    text = render_page(findings)
    with whole_or_nothing(page) as part:
        part.write_text(text, encoding="utf-8")


def read_findings(source: Run | str | Path, labels: str | Path | None = None) -> Findings:
    """Read what is to be shown from a run, or from a file of predictions."""
    if not isinstance(source, Run) and (not Path(source).is_dir() or is_streamed(Path(source))):
        return _of_predictions(Path(source), labels)
    if labels is not None:
        raise StanceError("--labels need a file of predictions: the run's own sentences trained it")
    run = source if isinstance(source, Run) else Run(source)
    return Findings(
        name=run.name,
        predictions=run.predictions,
        actors=run.actors,
        metrics=run.metrics,
        ngrams=run.ngrams,
        config=run.config.model_dump(mode="json"),
        provenance=run.provenance,
        folder=run.path,
    )


def _of_predictions(path: Path, labels: str | Path | None) -> Findings:
    if path.name.startswith("predictions") and (path.parent / "provenance.json").is_file():
        raise StanceError(f"{shown(path)}: part of a run: name the run's folder, {shown(path.parent)}")
    frame = read_predictions(read_records(path))
    frame["predicted"] = np.array(STANCES)[frame[PROBABILITIES].to_numpy(float).argmax(axis=1)]
    # labels that stand among the predictions may have trained the classifier
    frame = without_labels(frame) if labels is None else with_labels(frame, labels)
    drawn = frame["label"].notna()
    warnings = unfilled(labels) if labels is not None else []
    if not drawn.any():
        warnings = [*warnings, how_to_label(shown(path))]
    return Findings(
        name=path.stem,
        predictions=frame,
        actors=rounded_frame(actor_report(frame, drawn)),
        warnings=warnings,
    )


def export(
    source: Run | str | Path,
    formats: Sequence[str],
    *,
    labels: str | Path | None = None,
    out: str | Path | None = None,
    min_statements: int = 1,
) -> list[Path]:
    """Write the results of a run, or of predictions, for other tools.

    Parameters
    ----------
    source, labels
        As `write_report` takes them.
    formats : sequence of str
        Of ``csv``, ``parquet``, ``latex``, ``markdown``, ``dna``, ``graphml``, ``gexf``, ``dataset`` and ``model``.
    out : path, optional
        Where one format is written: a file for ``dna``, a folder for the others; with several formats the folder that
        holds them. ``exports`` in the run's folder, or ``<stem>-exports`` beside the predictions, unless given.
    min_statements : int, default 1
        In the networks of ``graphml`` and ``gexf``, actors with fewer statements are left out.

    Returns
    -------
    list of path
        The files.

    Raises
    ------
    StanceError
        When a format is unknown, `out` or the ``.dna`` file exists, `min_statements` is given and no network asked
        for, or what a format shows is missing: every format before it is written whole by then.
    """
    writers = {name: _writer(name, min_statements) for name in formats}
    if min_statements != 1 and not {"graphml", "gexf"} & set(writers):
        raise StanceError("--min-statements needs --export graphml or --export gexf: it leaves actors out of networks")
    if out is not None and Path(out).exists():
        raise StanceError(f"{shown(out)}: exists; exports never replace what --out names: name something new")
    findings = read_findings(source, labels)
    folder = Path(out) if out is not None else _beside(source, "exports", "-exports")
    alone = out is not None and len(writers) == 1
    paths: list[Path] = []
    for name, write in writers.items():
        place = folder if alone else folder / (f"{findings.name}.dna" if name == "dna" else name)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            if place.is_file():
                raise StanceError(f"{shown(place)}: exists, and may hold what you coded since; move it, or name --out")
            paths += _replacing(write, findings, place) if place.is_dir() else write(findings, place)
        except StanceError as error:
            written = f" (written before: {', '.join(shown(path) for path in paths)})" if paths else ""
            raise StanceError(f"--export {name}: {error}{written}") from error
    return paths


def _replacing(write: Writer, findings: Findings, folder: Path) -> list[Path]:
    """Write a folder anew in the place of what an earlier export left there, and of nothing else."""
    with whole_or_nothing(folder, folder=True) as part:
        paths = [path.relative_to(part) for path in write(findings, part)]
        held = {path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()}
        if foreign := sorted(held.difference(paths)):
            raise StanceError(f"{shown(folder)}: holds {foreign[0]}, which no export wrote; move it, or name --out")
    return [folder / path for path in paths]


def _writer(name: str, min_statements: int) -> Writer:
    from stance.reporting.exports import dataset, dna, model, networks, tables

    writers: dict[str, Writer] = {
        "csv": tables.write_csv,
        "parquet": tables.write_parquet,
        "latex": tables.write_latex,
        "markdown": tables.write_markdown,
        "dna": lambda findings, out: [dna.write_dna(findings, out)],
        "graphml": partial(networks.write_networks, format="graphml", min_statements=min_statements),
        "gexf": partial(networks.write_networks, format="gexf", min_statements=min_statements),
        "dataset": dataset.write_dataset,
        "model": model.write_model,
    }
    if name not in writers:
        raise StanceError(
            f"--export {name}: no such format (formats: {', '.join(writers)}){did_you_mean(name, writers)}"
        )
    return writers[name]


def _beside(source: Run | str | Path, in_run: str, of_file: str) -> Path:
    path = source.path if isinstance(source, Run) else Path(source)
    return path / in_run if path.is_dir() and not is_streamed(path) else path.with_name(f"{path.stem}{of_file}")
