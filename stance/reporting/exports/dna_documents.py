"""Documents put together from their sentences, as Discourse Network Analyzer holds them."""

import datetime
import itertools
from collections.abc import Hashable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd

from stance.reporting.exports.attributed import legible, one_line, short_names
from stance.reporting.exports.dna_schema import LONGEST

_FIELDS = {
    "Title": ("document_title", "title", "document_id"),
    "Author": ("author", "authors"),
    "Source": ("publisher", "source"),
    "Section": ("section",),
    "Type": ("genre", "type"),
}
"""Columns of the predictions, the first that is there, in which what DNA asks of a document may stand."""

Sentence = Mapping[Hashable, Any]
Places = dict[tuple[Hashable, Hashable], tuple[int, int, int]]
"""Number of a document, and where in its text a sentence starts and stops."""


def identified(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return predictions in which each sentence has a number, and a document: itself where none is known."""
    numbers = pd.Series([str(number) for number in range(len(predictions))], index=predictions.index, dtype=object)
    sentences = predictions["sentence_id"].astype(object) if "sentence_id" in predictions else numbers
    sentences = sentences.where(sentences.notna(), numbers)
    documents = predictions["document_id"].astype(object) if "document_id" in predictions else sentences
    return predictions.assign(sentence_id=sentences, document_id=documents.where(documents.notna(), sentences))


def documents_of(predictions: pd.DataFrame) -> tuple[pd.DataFrame, Places]:
    """Return the documents that sentences come from, and where in their texts the sentences stand.

    Parameters
    ----------
    predictions : pandas.DataFrame
        As `identified` returns them.

    Returns
    -------
    documents : pandas.DataFrame
        One row a document, in order of appearance: ``ID Text Date Title Author Source Section Type``. Date is in
        seconds since 1970; missing where it is not known.
    places : dict
        Number of the document, start and stop for each ``(document_id, sentence_id)``. Offsets count UTF-16 units.
    """
    rows: list[dict[str, Any]] = []
    places: Places = {}
    sentences = predictions.drop_duplicates(["document_id", "sentence_id"])
    sentences = sentences.assign(ID=sentences["document_id"].factorize()[0] + 1)
    known = "index" in sentences and sentences["index"].notna().all()
    sentences = sentences.sort_values(["ID", "index"] if known else "ID", kind="stable")
    for number, of_document in itertools.groupby(sentences.to_dict("records"), key=itemgetter("ID")):
        document = list(of_document)
        first, parts, start = document[0], [], 0
        for sentence, between in zip(document, _gaps(document), strict=True):
            words = _as_displayed(sentence["text"])
            start += len(between)
            stop = start + len(words.encode("utf-16-le")) // 2
            places[first["document_id"], sentence["sentence_id"]] = (number, start, stop)
            parts += [between, words]
            start = stop
        rows.append({"ID": number, "Text": "".join(parts), "Date": _seconds(first.get("date")), **_about(first)})
    return pd.DataFrame(rows).astype({"Date": "Int64"}), places


def _gaps(sentences: Sequence[Sentence]) -> Iterator[str]:
    """Yield what stands before each sentence: a space within a paragraph, an empty line between two."""
    yield ""
    for paragraphs in itertools.pairwise(sentence.get("paragraph") for sentence in sentences):
        unknown = any(pd.isna(paragraph) for paragraph in paragraphs)
        yield "\n" if unknown else " " if paragraphs[0] == paragraphs[1] else "\n\n"


def _as_displayed(text: object) -> str:
    """Return text as the program's window holds it: ends of lines are one character, and it is never empty."""
    return legible(text).replace("\r\n", "\n").replace("\r", "\n") or " "


def _about(row: Sentence) -> dict[str, str]:
    """Return what is known of a document; only texts are taken, a column of our own may have the name as well."""
    about = {}
    for field, names in _FIELDS.items():
        values = [row.get(name) for name in names]
        values = [", ".join(map(str, each)) if isinstance(each, list | np.ndarray) else each for each in values]
        known = [one_line(each) for each in values if isinstance(each, str | int | np.integer) and one_line(each)]
        about[field] = short_names(known[:1], LONGEST).get(known[0], "") if known else ""
    return about


def _seconds(date: Any) -> int | None:
    """Return a date as seconds since 1970; a time without a zone is UTC, as the program reads it."""
    try:
        moment = datetime.datetime.fromisoformat(str(date).strip())
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp())
