"""Stretches of text between quotation marks, whatever the marks and however badly they are paired."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PARTNER = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", '"': '"', "”": "”"}
"""Opening marks, each with the marks that close it."""

_MARK = re.compile("[“”„‟«»\"]|``|''")
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
    double : bool
        Whether its marks are double ones.
    """

    start: int
    end: int
    paragraph: int
    closed: bool
    double: bool = True


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
    for number, (start, end) in enumerate(paragraphs):
        paragraph = text[start:end]
        quotations = _double(paragraph)
        double = bool(quotations)
        if not double:
            quotations = [(m.start(), m.end(), True) for m in _SINGLE.finditer(paragraph)]
        found += [Quotation(start + a, start + b, number, closed, double) for a, b, closed in quotations]
    return found


def _double(paragraph: str) -> list[tuple[int, int, bool]]:
    """Pair double marks: start, end, and whether the quotation is closed."""
    out: list[tuple[int, int, bool]] = []
    opened: tuple[int, str] | None = None
    for match in _MARK.finditer(paragraph):
        mark, at, after = _plain(match[0]), match.start(), match.end()
        opens = _looks_opening(paragraph, at, after)
        if opened is None:
            if mark in "“„‟«»" or opens:
                opened = (at, mark)
        elif mark in _PARTNER[opened[1]] and not (mark == '"' and opens and not _looks_closing(paragraph, at, after)):
            out.append((opened[0], after, True))
            opened = None
        elif opens or mark == "“":
            # the mark that should have closed the one before is missing
            out.append((opened[0], at, False))
            opened = (at, mark)
        elif mark in '”"':
            out.append((opened[0], after, True))
            opened = None
    if opened is not None:
        out.append((opened[0], len(paragraph), False))
    return out


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
