"""How and in which words of an article a statement stands: its kind, the spans of source, cue and content."""

import json
from collections.abc import Mapping, Sequence
from numbers import Integral
from typing import Any

from stance.corpus.schema import KINDS

SPANS = ("source", "cue", "content")
EVIDENCE = ("kind", "actor_type", *SPANS)


def read_evidence(table: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Return what the statements of a table say of kind, type of actor and spans; a column of another use is left out.

    Parameters
    ----------
    table : mapping of str to sequence
        Columns; ``source`` and ``cue`` hold ``[start, end]``, ``content`` a list of such pairs, as lists or as JSON
        text.

    Returns
    -------
    dict of str to list
        Those of the columns in which some row holds such a value; None for rows without one.
    """
    columns = {name: [_READERS[name](value) for value in table[name]] for name in EVIDENCE if name in table}
    return {name: values for name, values in columns.items() if any(value is not None for value in values)}


def words_of(span: Any, text: str, start: Any) -> str | None:
    """Return the words of a span in a sentence that starts at `start`; None where it does not lie in it."""
    inside = within(span, text, start)
    return None if inside is None else text[inside[0] : inside[1]]


def within(span: Any, text: str, start: Any) -> tuple[int, int] | None:
    """Return a span of the document as offsets into its sentence; None where it does not lie in it."""
    span = _span(span)
    if span is None or not isinstance(start, Integral):
        return None
    first, last = span[0] - int(start), span[1] - int(start)
    return (first, last) if 0 <= first < last <= len(text) else None


def _kind(value: Any) -> str | None:
    return value if value in KINDS else None


def _span(value: Any) -> list[int] | None:
    value = _nested(value)
    if not isinstance(value, list) or len(value) != 2 or not all(type(each) is int for each in value):
        return None
    return value


def _spans(value: Any) -> list[list[int]] | None:
    value = _nested(value)
    if not isinstance(value, list) or not value or any(_span(each) is None for each in value):
        return None
    return value


def _nested(value: Any) -> Any:
    """Return lists of plain numbers, whether they came as JSON text, as arrays or as lists."""
    if isinstance(value, str) and value.startswith("["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return None
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [_nested(each) for each in value] if isinstance(value, list) else value


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


_READERS = {"kind": _kind, "actor_type": _text, "source": _span, "cue": _span, "content": _spans}
