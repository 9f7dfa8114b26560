"""One piece of a large input scored, by whichever process gets it."""

import contextlib
import functools
import hashlib
import importlib.metadata
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stance.corpus.conforming import conform
from stance.corpus.pieces import Piece
from stance.corpus.schema import STANCES
from stance.corpus.scorable import check_rows
from stance.corpus.shards import shard_path, write_shard
from stance.errors import StanceError, shown
from stance.evaluation.tallies import NEEDED, holders, tally
from stance.fitting import PROBABILITIES, as_written
from stance.models.scorer import Scorer
from stance.runs import Run

_DISTINCT = ("sentence_id", "text", *PROBABILITIES)

NAMED = 5
"""Rows of a piece that are named where they cannot be scored; the others are counted."""


@dataclass(frozen=True)
class Job:
    """What a worker must know to score any piece.

    Attributes
    ----------
    run, out : path
        Folder of the run and of the shards, as every machine finds them.
    digest : str
        SHA-256 of the run's model.
    schema : pyarrow.Schema
        Of the input's rows.
    text : str
        The input's column that holds the sentence.
    actors : bool
        Whether only sums are kept, as `stance.evaluation.tallies.tally` makes them.
    threads : int or None
        Threads of the scorer; one for each processor if None.
    """

    run: Path
    out: Path
    digest: str
    schema: Any
    text: str
    actors: bool
    threads: int | None

    def scorer(self) -> Scorer:
        """Return the scorer of the run, loaded once by each process.

        Raises
        ------
        StanceError
            When the model is another by now, or cannot be read.
        """
        return _scorer(self.run, self.digest, self.threads)


@functools.lru_cache(maxsize=1)
def _scorer(run: Path, digest: str, threads: int | None) -> Scorer:
    if model_digest(run) != digest:
        raise StanceError(f"{shown(run)}: its model is another than when scoring began")
    return Scorer(Run(run).model, threads)


def model_digest(run: Path) -> str:
    """Return the SHA-256 of a run's model."""
    return hashlib.sha256((run / "model.skops").read_bytes()).hexdigest()


def score_piece(job: Job, piece: Piece) -> dict[str, Any]:
    """Score a piece and write its shard.

    Returns
    -------
    dict
        Its ``number`` and ``rows``, how many were ``predicted`` by label and how many not, the first ``problems`` and
        the number of those ``unnamed``, and what it was ``scored_by``. Where it cannot be read, ``failed`` says why,
        and there is no shard.
    """
    import pyarrow

    scorer = job.scorer()
    try:
        table = conform(piece, job.schema, job.text, NEEDED if job.actors else None)
        table, wrong, why = check_rows(table, piece, NAMED)
    except (StanceError, pyarrow.ArrowException, UnicodeError) as error:
        words = str(error) if isinstance(error, StanceError) else f"{piece.place(0)}: not readable: {error}"
        return {"number": piece.number, "rows": piece.rows, "failed": words[:300]}
    written, likeliest = as_written(_probabilities(scorer, table, wrong))
    counts = np.bincount(likeliest[~wrong], minlength=len(STANCES))
    summary = {
        "number": piece.number,
        "rows": piece.rows,
        "unpredicted": int(wrong.sum()),
        "predicted": dict(zip(STANCES, counts.tolist(), strict=True)),
        "problems": why,
        "unnamed": int(wrong.sum()) - len(why),
        "scored_by": _how(scorer),
    }
    if job.actors:
        shard = tally(table, *holders(table, wrong), written, likeliest)
    else:
        shard = _with_predictions(table, written, likeliest, wrong)
    with _write_errors(path := shard_path(job.out, piece.number)):
        write_shard(path, shard, summary, _DISTINCT)
    pyarrow.default_memory_pool().release_unused()
    return summary


@contextlib.contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    """Say what could not be written, and that nothing is lost."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else error
        raise StanceError(
            f"{shown(path)}: cannot be written: {why}; what stands in the folder stays, and the same command goes on"
        ) from None


def _probabilities(scorer: Scorer, table: Any, wrong: Any) -> Any:
    """Return probabilities, 0 where nothing is scored."""
    import pyarrow

    texts = table.column("text")
    targets = table.column("target") if "target" in table.column_names else None
    proba = np.zeros((table.num_rows, len(STANCES)))
    if wrong.all():
        return proba
    if wrong.any():
        good = pyarrow.array(~wrong)
        texts, targets = texts.filter(good), None if targets is None else targets.filter(good)
    proba[~wrong] = scorer.probabilities(texts, None if targets is None else targets.to_pylist())
    return proba


def _with_predictions(table: Any, written: Any, likeliest: Any, wrong: Any) -> Any:
    import pyarrow

    labels = pyarrow.array(STANCES, pyarrow.string())
    out = table.append_column("predicted", labels.take(pyarrow.array(likeliest, mask=wrong)))
    for i, name in enumerate(PROBABILITIES):
        out = out.append_column(name, pyarrow.array(written[:, i], mask=wrong))
    return out


def _how(scorer: Scorer) -> str:
    if scorer.why_not_fast is not None:
        return f"scikit-learn {importlib.metadata.version('scikit-learn')}: {scorer.why_not_fast}"
    return f"fast pass, numba {importlib.metadata.version('numba')}"
