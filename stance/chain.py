"""From articles to a table of actors in one go: attribution, prediction, estimate, evidence."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from stance.attributing import attribute_articles
from stance.attribution.summary import Summary, report
from stance.corpus.schema import TOGETHER
from stance.corpus.tables import check_writable, read_statements, write_table
from stance.errors import StanceError, shown
from stance.evaluation.actors import BOUNDS, GOLD, actor_evidence, actor_report
from stance.files import frame_records
from stance.reporting.layout import count
from stance.reporting.text import evidence_table
from stance.runs import Run
from stance.scoring import score

_OF_A_STATEMENT = ["content", "source", "cue", "actor", "actor_type", "part_of", "kind", "via", "rule", "score"]
"""Columns of a statement that say nothing of its sentence."""

_OF_LABELS = ["target", "n_labelled", "effective_labels", "counted_net"]
"""Columns of the report of actors that say nothing where no sentence is labelled."""


@dataclass(frozen=True)
class Chain:
    """What came of a set of articles.

    Attributes
    ----------
    summary : Summary
        What attribution found, and which articles could not be read.
    predictions : pandas.DataFrame
        One row a sentence, with its ``statements`` and predicted stance.
    actors : pandas.DataFrame
        One row an actor: ``n``, ``documents``, shares, net stance, and the sentence that shows it most clearly.
    out : path
        Where the predictions are; the actors are beside them.
    """

    summary: Summary
    predictions: pd.DataFrame
    actors: pd.DataFrame
    out: Path

    def text(self) -> str:
        """Return what a person reads."""
        counts = f"{count(self.summary.articles, 'article')}, {count(len(self.predictions), 'sentence')}"
        files = f"written: {shown(self.out)}, {shown(actors_path(self.out))}"
        return f"{counts}\n\n{evidence_table(self.actors)}\n{files}"

    def data(self) -> dict[str, Any]:
        """Return the same as data."""
        return {
            "out": str(self.out),
            "actors_out": str(actors_path(self.out)),
            "articles": self.summary.articles,
            "sentences": len(self.predictions),
            "actors": frame_records(self.actors),
            "problems": self.summary.problems,
        }


def predict_articles(run: Run, sources: Sequence[str], out: str | Path, **reading: Any) -> Chain:
    """Find who says what in articles and predict where each actor stands.

    Parameters
    ----------
    run : Run
        A finished run.
    sources : sequence of str
        Articles, as `stance.attribute_articles` takes them.
    out : path
        Where the predictions are written; the table of actors is written beside it, as ``<stem>-actors.csv``.
    **reading
        Options of `stance.attribute_articles`.

    Returns
    -------
    Chain
        The estimates count predicted labels: they are uncalibrated and have no interval.

    Raises
    ------
    StanceError
        When no article holds a sentence, or a file cannot be written.
    """
    out = Path(out)
    check_writable(out)
    with tempfile.TemporaryDirectory() as folder:
        statements = Path(folder) / "statements.jsonl"
        summary = attribute_articles(sources, statements, every_sentence=True, **reading)
        report(summary)
        if not summary.sentences:
            raise StanceError("the articles hold no sentence")
        frame = read_statements(statements)
    predictions = score(run, frame.drop(columns=_OF_A_STATEMENT))
    actors = actor_report(predictions)
    actors = actors[actors["target"] == TOGETHER].drop(columns=[*GOLD, *BOUNDS, *_OF_LABELS])
    actors = actors.merge(actor_evidence(predictions), on="actor")
    write_table(predictions, out)
    write_table(actors, actors_path(out))
    return Chain(summary, predictions, actors, out)


def actors_path(out: Path) -> Path:
    """Return where the table of actors stands beside the predictions."""
    return out.with_name(f"{out.stem}-actors.csv")
