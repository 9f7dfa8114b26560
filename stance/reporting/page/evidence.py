"""The statements behind every number, as compact tables that the page's script reads."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from stance.corpus.evidence import within
from stance.corpus.schema import NO_TARGET, STANCES, UNATTRIBUTED

UNKNOWN = -1
"""Stands in the tables for what is not known."""


def evidence_of(statements: pd.DataFrame) -> dict[str, Any]:
    """Return statements as columns of numbers that point into tables of sentences, documents, actors and targets.

    Parameters
    ----------
    statements : pandas.DataFrame
        One row a statement, as `stance.evaluation.actors.statements_of` returns them; all but ``text`` and
        ``predicted`` may be missing.

    Returns
    -------
    dict
        ``stances``, ``actors``, ``targets``, ``kinds`` and ``documents`` are lists of names; ``nobody`` is the place
        among actors of what no actor said. ``sentences`` has the
        columns ``text``, ``document``, ``number`` (position in its document) and ``follows``: whether the sentence
        before it in the table is the one before it in the document. ``statements`` has the columns ``sentence``,
        ``actor``, ``target``, ``kind``, ``gold``, ``predicted``, ``chance`` (hundredths) and ``marks``: those of the
        few that have any, ``[name, start, end]`` in characters of the sentence.
    """
    frame = _complete(statements)
    sentences, of_statement = _sentences(frame)
    columns = {name: pd.factorize(frame[name]) for name in ("actor", "target", "kind", "document_id")}
    names = {name: [str(each) for each in found] for name, (_, found) in columns.items()}
    return {
        "stances": list(STANCES),
        "actors": names["actor"],
        "nobody": names["actor"].index(UNATTRIBUTED) if UNATTRIBUTED in names["actor"] else UNKNOWN,
        "targets": names["target"],
        "kinds": names["kind"],
        "documents": names["document_id"],
        "sentences": sentences,
        "statements": {
            "sentence": of_statement,
            **{name: columns[name][0].tolist() for name in ("actor", "target", "kind")},
            "gold": _stance_numbers(frame["stance"]),
            "predicted": _stance_numbers(frame["predicted"]),
            "chance": _chances(frame),
            "marks": dict(_marks(frame)),
        },
    }


def as_json(data: Any) -> str:
    """Return JSON that can stand within an HTML ``script``: nothing in it ends the element or opens a comment."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # lone surrogates cannot be encoded; the other characters mean something to HTML or end a line of JavaScript
    return re.sub(r"[<>&\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _complete(statements: pd.DataFrame) -> pd.DataFrame:
    """Return statements with every column that is read here, in the order of their documents."""
    unnamed = {"document_id": None, "index": pd.NA, "actor": UNATTRIBUTED, "target": NO_TARGET, "kind": None}
    missing = {name: value for name, value in {**unnamed, "stance": None}.items() if name not in statements}
    frame = statements.assign(**missing).reset_index(drop=True)
    return frame.assign(
        actor=frame["actor"].fillna(UNATTRIBUTED),
        target=frame["target"].fillna(NO_TARGET),
        place=pd.factorize(frame["document_id"])[0],
        index=pd.to_numeric(frame["index"], errors="coerce").astype("Float64").fillna(UNKNOWN).astype(int),
    )


def _sentences(frame: pd.DataFrame) -> tuple[dict[str, list[Any]], list[int]]:
    """Return the table of sentences in reading order, and each statement's row in it."""
    keys = ["place", "index", "text"]
    table = frame[keys].drop_duplicates().sort_values(["place", "index"], kind="stable", ignore_index=True)
    rows = frame[keys].merge(table.reset_index(names="row"), on=keys, how="left")["row"]
    next_in_document = table["index"].diff().eq(1) & table["place"].diff().eq(0) & table["index"].gt(0)
    known = next_in_document & table["place"].ne(UNKNOWN)
    return {
        "text": table["text"].tolist(),
        "document": table["place"].tolist(),
        "number": table["index"].tolist(),
        "follows": known.astype(int).tolist(),
    }, rows.tolist()


def _stance_numbers(stances: pd.Series) -> list[int]:
    return [STANCES.index(each) if each in STANCES else UNKNOWN for each in stances]


def _chances(frame: pd.DataFrame) -> list[int]:
    """Return the probability of each predicted stance in hundredths."""
    columns = {label: frame[f"p_{label}"].tolist() for label in STANCES if f"p_{label}" in frame}
    chances = [columns[label][i] if label in columns else math.nan for i, label in enumerate(frame["predicted"])]
    return [UNKNOWN if pd.isna(chance) else round(100 * chance) for chance in chances]


def _marks(frame: pd.DataFrame) -> Iterator[tuple[int, list[list[Any]]]]:
    """Yield the cue and the source of statements whose words stand in the sentence as shown.

    A restated sentence need not be as long as its original: its spans, where it has any, count in the words shown.
    """
    spans = [name for name in ("source", "cue") if name in frame]
    if not spans or "start" not in frame:
        return
    columns = [frame[name].tolist() for name in ("text", "start", *spans)]
    for i, (text, start, *found) in enumerate(zip(*columns, strict=True)):
        if pd.isna(start):
            continue
        inside = [(name, within(span, text, int(start))) for name, span in zip(spans, found, strict=True)]
        marks = [[name, *span] for name, span in inside if span is not None]
        if marks:
            yield i, sorted(marks, key=lambda mark: mark[1])
