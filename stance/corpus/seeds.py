"""The seed corpus: stand-off labels and restatements of two articles, or their original sentences."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from pydantic import model_validator

from stance.corpus.records import json_lines
from stance.corpus.schema import DataSection
from stance.corpus.validation import describe_unknown, validate
from stance.errors import StanceError, shown

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
"""Where a checkout keeps the corpus; the texts are not part of an installed package."""

TEXTS = ("restated", "original")


class SeedsConfig(DataSection):
    """The seed corpus.

    Attributes
    ----------
    text : {'restated', 'original'}
        Train on the restatements that the repository holds, or on the sentences of the original articles.
    originals : str or None
        Folder with the original articles; needed for ``text: original``.
    """

    name: Literal["seeds"] = "seeds"
    text: Literal["restated", "original"] = "restated"
    originals: str | None = None

    @model_validator(mode="after")
    def _originals_given(self) -> "SeedsConfig":
        if self.text == "original" and self.originals is None:
            raise ValueError(
                "text: original needs data.originals=DIR, the folder with the two original articles (seeds/README.md)"
            )
        return self


def load_seeds(
    text: str = "restated", originals: str | Path | None = None, *, folder: str | Path | None = None
) -> pd.DataFrame:
    """Read the seed corpus.

    Parameters
    ----------
    text : {'restated', 'original'}
        Which text stands in the column ``text``.
    originals : path, optional
        Folder with the original articles, found by their SHA-256 whatever their names. With ``text="restated"``
        it is not read.
    folder : path, optional
        Folder of the corpus; the checkout's ``seeds/`` unless given.

    Returns
    -------
    pandas.DataFrame
        One row a sentence, as `stance.validate` returns it. With ``text="restated"`` some statements have a ``cue``,
        ``[start, end]``; the words of the originals are others, so there they have none.

    Raises
    ------
    StanceError
        When an article is missing or changed, or a line of the corpus is wrong.
    """
    if text not in TEXTS:
        raise StanceError(describe_unknown("text", text, TEXTS))
    path = _corpus_file(folder, "sentences.jsonl")
    numbered = list(json_lines(path))
    frame = pd.DataFrame([row for _, row in numbered]).assign(origin="seeds")
    articles = {row["document_id"]: row for _, row in json_lines(_corpus_file(folder, "articles.jsonl"))}
    if text == "original":
        if originals is None:
            raise StanceError("text='original' needs originals=DIR, the folder with the two original articles")
        frame["text"] = _cut(frame, _find_originals(articles.values(), Path(originals)))

    def place(row: int) -> str:
        return f"{shown(path)}:{numbered[row][0]}"

    frame = validate(frame, place=place)
    if text == "original":  # the cues are words of the restatements
        found = [[_without_cue(each) for each in statements] for statements in frame["statements"]]
    else:
        rows = enumerate(zip(frame["statements"], frame["text"], frame["start"].tolist(), strict=True))
        found = [[_with_cue(each, words, start, place(row)) for each in mine] for row, (mine, words, start) in rows]
    return frame.assign(statements=pd.Series(found, dtype=object))


def _without_cue(statement: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in statement.items() if name != "cue"}


def _with_cue(statement: dict[str, Any], text: str, start: Any, where: str) -> dict[str, Any]:
    """Return a statement with offsets in place of its cue's words: where they stand whole in the sentence, first."""
    if "cue" not in statement:
        return statement
    cue = statement["cue"]
    found = re.search(rf"(?<!\w){re.escape(cue)}(?!\w)", text) if isinstance(cue, str) and cue else None
    if found is None or pd.isna(start):
        wrong = f"{cue!r} of {statement['actor']}"
        raise StanceError(f"{where}: cue {wrong} must stand in the text, as words, and the sentence needs a start")
    # a restated sentence keeps its original's start but not its length: the span counts words from there, as `within`
    # takes it, and says nothing of the original
    return statement | {"cue": [int(start) + found.start(), int(start) + found.end()]}


def _corpus_file(folder: str | Path | None, name: str) -> Path:
    path = Path(folder or SEEDS) / name
    if not path.is_file():
        raise StanceError(f"{shown(path)}: no such file; the seed corpus comes with a checkout of the repository")
    return path


def _cut(frame: pd.DataFrame, texts: Mapping[str, str]) -> list[str]:
    return [
        texts[document][start:end]
        for document, start, end in zip(frame["document_id"], frame["start"], frame["end"], strict=True)
    ]


def _find_originals(articles: Iterable[Mapping[str, Any]], folder: Path) -> dict[str, str]:
    """Map each document to its decoded text, taken from the file in `folder` that has its digest."""
    if not folder.is_dir():
        raise StanceError(f"data.originals: {shown(folder)} is no folder; name the one with the original articles")
    sizes = {4 * article["length"] for article in articles}
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and path.stat().st_size <= max(sizes)]
    by_digest = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in files}
    texts = {}
    for article in articles:
        if article["sha256"] not in by_digest:
            raise StanceError(
                f"data.originals: no file in {shown(folder)} is the original of document {article['document_id']} "
                f"(SHA-256 {article['sha256'][:16]}...): it is missing or changed; put the unchanged file there or "
                "use data.text=restated"
            )
        texts[article["document_id"]] = by_digest[article["sha256"]].read_bytes().decode("utf-8")
    return texts


def load_actors(folder: str | Path | None = None) -> list[dict[str, Any]]:
    """Read the canonical actors of the seed corpus: ``name``, ``type``, ``aliases``, ``part_of``."""
    path = _corpus_file(folder, "actors.yaml")
    actors: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return actors
