"""Tables scored into a file, or of any size into a folder."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from stance.corpus.schema import STANCES
from stance.corpus.tables import Columns
from stance.engines import Engine
from stance.errors import StanceError, shown
from stance.reporting.actors import describe_predictions
from stance.runs import Run
from stance.scoring import predict_file
from stance.streaming import predict_stream

Said = tuple[str, dict[str, Any], list[str]]
"""What a person reads, the same as data, and what could not be read or scored."""


OF_TABLES, OF_ARTICLES = ("actors", "text"), ("aliases", "metadata")
"""Options of the one that mean nothing for the other."""


def check_options(kind: str | None, **options: Any) -> None:
    """Raise a `StanceError` for an option that does not fit what is scored."""
    articles = kind == "articles"
    for name in OF_TABLES if articles else OF_ARTICLES:
        if options[name]:
            raise StanceError(f"--{name}: of {'tables' if articles else 'articles'}; leave it out, or change --as")


def predict_tables(
    run: Run,
    paths: Sequence[str],
    out: str,
    *,
    kind: str | None = None,
    text: str | None = None,
    actors: bool = False,
    engine: AbstractContextManager[Engine] | None = None,
) -> Said:
    """Score tables: one into a file, any number of any size into a folder.

    Parameters
    ----------
    run : Run
        A finished run.
    paths : sequence of str
        One table; for a folder also folders and data sets of the hub, and any number.
    out : str
        A .parquet, .csv or .jsonl file, or a folder: what is one already or has no ending.
    kind : {'table', 'statements'}, optional
        As `stance.scoring.predict_file` takes it.
    text : str, optional
        The column that holds the sentence.
    actors, engine
        Of a folder: as `stance.streaming.predict_stream` takes them.

    Raises
    ------
    StanceError
        Also when an option does not fit what is written.
    """
    if out.endswith("/") or Path(out).is_dir() or not Path(out).suffix:
        if kind == "statements":
            raise StanceError("--as statements: sentences of many rows are not gathered piece by piece; name a file")
        done = predict_stream(run, paths, out, text=text or "text", actors=actors, engine=engine)
        return done.text(), done.data(), done.problems
    if actors or engine is not None:
        raise StanceError(f"--out {out}: --actors and --engine need a folder: leave out the ending")
    if len(paths) > 1:
        raise StanceError(f"{len(paths)} files: one table at a time; articles need --as articles")
    columns: Columns = {"text": text} if text else {}
    predictions = predict_file(run, paths[0], out, kind=kind, columns=columns)
    counts = {label: int((predictions["predicted"] == label).sum()) for label in STANCES}
    said = f"{describe_predictions(predictions, shown(out))}\nwritten: {shown(out)}"
    return said, {"out": out, "sentences": len(predictions), "predicted": counts}, []
