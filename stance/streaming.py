"""Scoring inputs of any size: piece by piece, in flat memory, going on where it was stopped."""

import functools
import importlib.metadata
import platform
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

import stance
from stance.corpus.conforming import common_schema
from stance.corpus.pieces import BYTES, ROWS, Piece, Source, cut_all
from stance.corpus.schema import STANCES
from stance.corpus.shards import begin, check_place, discard, finish, read_summary, shard_path, shards, taken_up
from stance.corpus.sources import check_apart, described, find_sources
from stance.corpus.tables import write_table
from stance.engines import Engine, in_order, open_engine
from stance.errors import StanceError, shown
from stance.evaluation.tallies import added, counted
from stance.piecework import Job, model_digest, score_piece
from stance.reporting.streamed import streamed_text
from stance.runs import Run

ACTORS = "actors.parquet"

MOST_NAMED = 20
"""Rows and pieces that are named among the problems; the others are counted."""

_VERSIONS = ("numpy", "scipy", "scikit-learn", "pyarrow")


@dataclass(frozen=True)
class Streamed:
    """What came of a stream.

    Attributes
    ----------
    out : path
        Folder of the shards.
    manifest : dict
        What its ``_predictions.json`` says.
    seconds : float
        What this call took.
    resumed : int
        Shards that were there before.
    """

    out: Path
    manifest: dict[str, Any]
    seconds: float
    resumed: int

    @property
    def problems(self) -> list[str]:
        """What could not be read or scored, one line each."""
        unnamed, unread = self.manifest["unnamed"], self.manifest["unread"]
        more = [f"and {unnamed} more rows that cannot be scored"] if unnamed else []
        total = [f"rows that cannot be read and are left out: {unread:,}"] if unread else []
        return [*self.manifest["problems"], *more, *total]

    def text(self) -> str:
        """Return what a person reads."""
        path = self.out / ACTORS
        actors = counted(pd.read_parquet(path)) if path.is_file() else None
        return streamed_text(self.manifest, self.problems, shown(self.out), self.seconds, self.resumed, actors)

    def data(self) -> dict[str, Any]:
        """Return the same as data."""
        told = ("predicted", "unpredicted", "unread", "shards", "scored_by")
        return {
            "out": str(self.out),
            "sentences": self.manifest["rows"],
            **{name: self.manifest[name] for name in told},
            "resumed": self.resumed,
            "seconds": round(self.seconds, 3),
            "problems": self.problems,
        }


def predict_stream(
    run: Run,
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    text: str = "text",
    actors: bool = False,
    rows: int | None = None,
    engine: AbstractContextManager[Engine] | None = None,
) -> Streamed:
    """Score tables of any size into a folder of Parquet shards; the same call goes on where it was stopped.

    Parameters
    ----------
    run : Run
        A finished run.
    paths : sequence of path
        Tables, folders of tables, or data sets of the hub. A call that goes on must name them in the same order, for
        shards and rows are numbered through all of them.
    out : path
        Folder of the shards, made if need be. Other machines that work must see it, the run and the input.
    text : str, default 'text'
        The column that holds the sentence.
    actors : bool, default False
        Keep no sentences but sums for each actor, in shards and added up in ``actors.parquet``, with the table
        ``actors.csv``.
    rows : int, optional
        Rows of a shard at most; 50,000 unless given. It has fewer where they come to about 16 MB.
    engine : context manager of Engine, optional
        Where the work is done, as `open_engine` returns it; this process unless given. It is opened before anything is
        written.

    Returns
    -------
    Streamed
        Rows that cannot be scored have no prediction and are counted; where a table breaks off, the rows before are
        kept. Both are among the problems.

    Raises
    ------
    StanceError
        When nothing can be read, the folder holds something else, or `rows` is less than 1.
    """
    began = time.time()
    rows = ROWS if rows is None else rows
    if rows < 1:
        raise StanceError(f"rows {rows}: at least 1")
    out = Path(out)
    check_place(out)
    check_apart(out, paths)
    sources, problems = find_sources(paths, text)
    schema, sources, misfits = common_schema(sources, text)
    problems += misfits
    if not sources:
        raise StanceError(_nothing(problems))
    threads = None if engine is None else 1
    job = Job(run.path.resolve(), out.resolve(), model_digest(run.path), schema, text, actors, threads)
    manifest = taken_up(out, _manifest(run, job, sources, rows))
    if manifest["finished"]:
        return Streamed(out, manifest, time.time() - began, manifest["shards"])
    work = _Work(out, sources, rows, problems)
    with engine or open_engine() as opened:
        begin(out, manifest)
        summaries = work.summaries(in_order(opened, functools.partial(score_piece, job), work.missing()))
    manifest |= _results(summaries, problems)
    if not manifest["rows"]:
        discard(out)
        raise StanceError(_nothing(manifest["problems"]))
    if actors:
        _write_actors(out)
    finish(out, manifest, began)
    return Streamed(out, manifest, time.time() - began, work.resumed)


def _nothing(problems: Sequence[str]) -> str:
    more = len(problems) - 1
    return (problems[0] if problems else "no rows") + (f" (and {more} more that cannot be read)" if more > 0 else "")


def _manifest(run: Run, job: Job, sources: Sequence[Source], rows: int) -> dict[str, Any]:
    versions = {name: importlib.metadata.version(name) for name in _VERSIONS}
    return {
        "finished": False,
        "holds": "sums of actors" if job.actors else "predictions",
        "run": run.name,
        "model": job.digest,
        "text": job.text,
        "rows_per_shard": rows,
        "bytes_per_shard": BYTES,
        "files": [described(source) for source in sources],
        "versions": {"stance": stance.__version__, "python": platform.python_version(), **versions},
    }


class _Work:
    """The pieces of an input, of which some may have been scored before."""

    def __init__(self, out: Path, sources: Sequence[Source], rows: int, problems: list[str]):
        self._out, self._pieces = out, cut_all(sources, rows, problems)
        known = [source.rows for source in sources if source.rows is not None]
        total = sum(known) if len(known) == len(sources) else None
        self._bar = tqdm(desc="scoring", total=total, unit=" rows", unit_scale=True, delay=2, leave=False)
        self._found: list[dict[str, Any]] = []

    @property
    def resumed(self) -> int:
        """Number of pieces that were scored before."""
        return len(self._found)

    def missing(self) -> Iterator[Piece]:
        """Yield the pieces that have no shard."""
        for piece in self._pieces:
            summary = read_summary(shard_path(self._out, piece.number))
            if summary is None:
                yield piece
            else:
                self._found.append(summary)
                if not self._bar.disable:
                    self._bar.initial += piece.rows  # they say nothing of how fast it goes
                self._bar.update(piece.rows)

    def summaries(self, made: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Wait for the summaries of missing pieces, and return those of all pieces in order."""
        out = []
        with self._bar:
            for summary in made:
                out.append(summary)
                self._bar.update(summary["rows"])
        return sorted([*out, *self._found], key=lambda summary: int(summary["number"]))


def _results(summaries: Sequence[dict[str, Any]], problems: Sequence[str]) -> dict[str, Any]:
    written = [summary for summary in summaries if "failed" not in summary]
    named = [problem for summary in summaries for problem in _named(summary)]
    return {
        "finished": True,
        "shards": len(written),
        "rows": sum(summary["rows"] for summary in written),
        "unpredicted": sum(summary["unpredicted"] for summary in written),
        "unread": sum(summary["rows"] for summary in summaries if "failed" in summary),
        "predicted": {label: sum(summary["predicted"][label] for summary in written) for label in STANCES},
        "scored_by": sorted({summary["scored_by"] for summary in written}),
        "problems": [*problems, *(words for words, _ in named[:MOST_NAMED])],
        "unnamed": sum(rows for _, rows in named[MOST_NAMED:]) + sum(summary["unnamed"] for summary in written),
    }


def _named(summary: dict[str, Any]) -> list[tuple[str, int]]:
    """Return what is wrong with a piece or its rows, each with the number of rows."""
    if "failed" in summary:
        return [(summary["failed"], summary["rows"])]
    return [(words, 1) for words in summary["problems"]]


def _write_actors(out: Path) -> None:
    from pyarrow.parquet import ParquetFile

    sums = added(ParquetFile(path).read() for path in shards(out))
    write_table(sums, out / ACTORS)
    write_table(counted(sums), out / ACTORS.replace(".parquet", ".csv"))
