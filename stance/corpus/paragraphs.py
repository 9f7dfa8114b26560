"""Lines of a text, and the paragraphs they make."""

import itertools
import re
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

LONGEST = 20_000
"""Characters of the longest paragraph: a parser never sees more at once."""

_LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]?\s""")
_MARKER = re.compile(r"(?:[#>]{1,6}+[ \t]+|[-*+•‣▪·–—][ \t]+|\d{1,3}[.)][ \t]+(?=\*\*))+")
_BULLET = re.compile(r"[-*+•‣▪·–—#>]|\d{1,3}[.)]\s")
_CLOSED = re.compile(r"""[.!?:;…]["'”’)\]*_]*$""")

_NARROW, _WIDE = 40, 110
"""Widths to which people and programs wrap lines."""


def line_spans(text: str) -> list[Span]:
    """Return the lines of a text that hold more than whitespace, stripped of it."""
    spans = []
    start = 0
    for end, following in _line_ends(text):
        span = stripped(text, start, end)
        if span[0] < span[1]:
            spans.append(span)
        start = following
    return spans


def _line_ends(text: str) -> Iterator[Span]:
    for found in _LINE_END.finditer(text):
        yield found.span()
    yield len(text), len(text)


def stripped(text: str, start: int, end: int) -> Span:
    """Narrow a span by the whitespace at its ends."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(start + left, start + len(piece.rstrip()))


def without_marker(text: str, span: Span) -> Span:
    """Leave a Markdown marker (``#``, ``>``, ``-``, ``*``) out of a span."""
    found = _MARKER.match(text, *span)
    return stripped(text, found.end(), span[1]) if found and found.end() < span[1] else span


def join_wrapped(text: str, lines: Sequence[Span]) -> list[Span]:
    """Join lines that were broken at a width in mid sentence.

    Lines of a text are joined only if the text looks wrapped as a whole: none is long, and most lines that another
    follows directly break off without a stop.
    """
    if not _is_wrapped(text, lines):
        return list(lines)
    width = max(end - start for start, end in lines)
    joined: list[Span] = []
    last = (0, 0)
    for line in lines:
        if joined and _goes_on(text, last, line, width):
            joined[-1] = (joined[-1][0], line[1])
        else:
            joined.append(line)
        last = line
    return joined


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    lengths = sorted(end - start for start, end in lines)
    if len(lines) < 3 or lengths[-1] > _WIDE or lengths[len(lines) // 2] < _NARROW:
        return False
    together = [(a, b) for a, b in itertools.pairwise(lines) if _adjacent(text, a, b)]
    broken = sum(not _CLOSED.search(text[max(a[0], a[1] - 6) : a[1]]) for a, _ in together)
    lower = sum(text[b[0]].islower() for _, b in together)
    return len(together) >= 2 and broken >= 0.6 * len(together) and lower >= 0.3 * len(together)


def _adjacent(text: str, line: Span, following: Span) -> bool:
    between = text[line[1] : following[0]].strip(" \t\xa0")
    return between in ("\n", "\r\n", "\r", "\u2028")


def _goes_on(text: str, line: Span, following: Span, width: int) -> bool:
    if not _adjacent(text, line, following) or _BULLET.match(text, *following):
        return False
    if text[following[0]].islower():
        return True
    word = re.match(r"\S*", text[following[0] : following[1]])
    fits = line[1] - line[0] + 1 + (word.end() if word else 0) < width - 8
    # where the next line's first word had room, the break was meant
    return not fits


_ROW = re.compile(r"[^\w\s]{60,}|\S{400,}")
_SHORT = 60


def chop(text: str, spans: Sequence[Span]) -> list[Span]:
    """Cut paragraphs that are too long, behind a sentence where there is one, else at whitespace, else anywhere.

    Long rows of marks are left out, and rows of anything else without a space are cut small: neither is English prose,
    and a tokeniser takes quadratic time over them.
    """
    return [piece for span in spans for prose in _without_rows(text, *span) for piece in _pieces(text, *prose)]


def _without_rows(text: str, start: int, end: int) -> Iterator[Span]:
    for row in _ROW.finditer(text, start, end):
        yield start, row.start()
        if any(character.isalnum() for character in row[0]):
            yield from ((at, min(at + _SHORT, row.end())) for at in range(row.start(), row.end(), _SHORT))
        start = row.end()
    yield start, end


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        cut = _cut(text, start, start + LONGEST)
        piece = stripped(text, start, cut)
        if piece[0] < piece[1]:
            yield piece
        start = cut
    piece = stripped(text, start, end)
    if piece[0] < piece[1]:
        yield piece


def _cut(text: str, start: int, limit: int) -> int:
    half = start + LONGEST // 2
    ends = [found.end() for found in _SENTENCE_END.finditer(text, half, limit)]
    if ends:
        return ends[-1]
    spaces = [found.end() for found in re.finditer(r"\s", text[half:limit])]
    return half + spaces[-1] if spaces else limit
