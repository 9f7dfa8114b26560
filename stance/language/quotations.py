"""Stretches of text between quotation marks, whatever the marks and however badly they are paired."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_PARTNER = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", '"': '"', "”": "”"}
"""Opening marks, each with the marks that close it."""

_MARK = re.compile("[“”„‟«»\"]|``|''")
_LABEL = re.compile(r"[\"“”'‘\s]*(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){0,4}):\s")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w$£€])(?P<inside>[^‘\n]{2,400}?)(?<=[\w.,!?;:…-])['’](?![\w])")


@dataclass(frozen=True)
class Quotation:
    """A stretch of quoted text.

    Attributes
    ----------
    start, end : int
        Offsets into the article's text, marks included.
    paragraph : int
        Number of the paragraph it stands in; no quotation crosses a paragraph's end.
    closed : bool
        Whether it has a closing mark.
    """

    start: int
    end: int
    paragraph: int
    closed: bool


def find_quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quotation]:
    """Find the quotations of an article, in order.

    A quotation that its paragraph does not close ends with the paragraph. Single marks count where no double mark
    stands in the paragraph.

    Parameters
    ----------
    text : str
        The article.
    paragraphs : sequence of (int, int)
        Start and end of each paragraph.
    """
    found: list[Quotation] = []
    labels = find_labels(text, paragraphs)
    for number, (start, end) in enumerate(paragraphs):
        if number in labels:
            found += _labelled(text, labels[number][1], end, number)
            continue
        paragraph = text[start:end]
        quotations = _double(paragraph) or [(m.start(), m.end(), True) for m in _SINGLE.finditer(paragraph)]
        found += [Quotation(start + a, start + b, number, closed) for a, b, closed in quotations]
    return found


def _labelled(text: str, colon: int, end: int, number: int) -> list[Quotation]:
    start = colon + 1
    while start < end and text[start].isspace():
        start += 1
    return [Quotation(start, end, number, closed=True)] if start < end else []


def find_labels(text: str, paragraphs: Sequence[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Find paragraphs that begin with ``NAME:``, as in a transcript, and so are speech without quotation marks.

    There are two or more, each in capitals or before several paragraphs: a single one is a headline or a notice.

    Returns
    -------
    dict of int to (int, int)
        Number of the paragraph; start of the name and offset of its colon.
    """
    found = {}
    for number, (start, end) in enumerate(paragraphs):
        match = _LABEL.match(text, start, end)
        if match:
            found[number] = match.span("name")
    times = Counter(text[start:end] for start, end in found.values())
    labels = {
        number: (start, end)
        for number, (start, end) in found.items()
        if text[start:end].isupper() or times[text[start:end]] > 1
    }
    return labels if len(labels) > 1 else {}


def _double(paragraph: str) -> list[tuple[int, int, bool]]:
    """Pair double marks: start, end, and whether the quotation is closed.

    Marks of another family inside a quotation that is closed further on belong to a quotation within it.
    """
    marks = [(_plain(m[0]), m.start(), m.end()) for m in _MARK.finditer(paragraph)]
    last = {_family(mark): at for mark, at, _ in marks}
    out: list[tuple[int, int, bool]] = []
    opened: tuple[int, str] | None = None
    inner: str | None = None
    for mark, at, after in marks:
        opens, closes = _looks_opening(paragraph, at, after), _looks_closing(paragraph, at, after)
        if opened is None:
            if mark in "“„‟«»" or opens:
                opened = (at, mark)
            continue
        family = _family(opened[1])
        if inner is not None and _family(mark) == inner and closes:
            inner = None
        elif inner is None and _family(mark) != family and opens and last[family] > at:
            inner = _family(mark)
        elif mark in _PARTNER[opened[1]] and not (mark == '"' and opens and not closes):
            out.append((opened[0], after, True))
            opened = inner = None
        elif inner is None and (opens or mark == "“"):
            # the mark that should have closed the one before is missing
            out.append((opened[0], at, False))
            opened = (at, mark)
        elif inner is None and mark in '”"':
            out.append((opened[0], after, True))
            opened = None
    if opened is not None:
        out.append((opened[0], len(paragraph), False))
    return out


def _family(mark: str) -> str:
    return "straight" if mark == '"' else "angled" if mark in "«»" else "curly"


def _plain(mark: str) -> str:
    return '"' if mark in ("``", "''") else mark


def _looks_opening(text: str, at: int, after: int) -> bool:
    before = text[at - 1] if at else " "
    behind = text[after] if after < len(text) else " "
    return (before.isspace() or before in "([{—–-―:/") and not behind.isspace()


def _looks_closing(text: str, at: int, after: int) -> bool:
    before = text[at - 1] if at else " "
    behind = text[after] if after < len(text) else " "
    return not before.isspace() and not behind.isalnum()
