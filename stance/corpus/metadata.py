"""What an article says about itself: title, date, authors, publisher, genre."""

import datetime
import re
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stance.corpus.furniture import NAME
from stance.errors import StanceError, did_you_mean

GENRES = ("news", "opinion")
FIELDS = ("document_id", "title", "date", "authors", "publisher", "genre")

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?!\d)")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9})\.?,? (\d{4})\b")
_NUMBERS = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")

_LOWER = r"(?:of|for|the|and|at|in|staff|writer|reporter|correspondent|editor|columnist|contributor|special|to)"
_BYLINE = re.compile(
    r"(?:[Bb]y|BY|(?:[Cc]o-authored|[Aa]uthored|[Ww]ritten|[Ss]tory|[Aa]nalysis|[Oo]pinion|[Cc]ommentary) by):? "
    rf"(?P<names>{NAME}(?:(?:, {NAME})*,? (?:and|AND|&) {NAME})?)"
    rf"(?P<rest>(?:,? ?(?:[|/•·–—-] ?)?(?:(?:{_LOWER}|[A-Z@][\w.@’'&-]*)(?: |,|$)){{1,8}})?)[,.|]?"
)
_ROLE = re.compile(
    r"\b(?:professor|fellow|director|author|columnist|writer|editor|journalist|president|founder|chair(?:man|woman)?|"
    r"senator|congress(?:man|woman)|analyst|researcher|lecturer|historian|economist|attorney|lawyer|ambassador|strategist|"
    r"consultant|contributor|correspondent|scholar|veteran|veterans|minister|secretary|reporter|scientist|student|"
    r"executive|adviser|advisor|officer|member|host|teaches|writes|physician|doctor|pastor|activist|critic)s?\b"
)
_STAFF = re.compile(r"\b(?:editors?|reporters?|correspondents?|staff writers?|reports|covers)\b")
_BIOGRAPHY = re.compile(
    rf"(?P<name>(?:(?:Dr|Prof|Sen|Rep|Gen|Col)\.? )?{NAME}(?:,? (?:and|&) {NAME})?|The (?:author|writer)s?)"
    r"(?:, [^,]{2,60},)? (?:is|was|are|were|writes|teaches|serves|served|covers|reports)\b"
)
_DISCLAIMER = re.compile(
    r"\b(?:views|opinions)\b[^.]{0,80}\b(?:(?:this|the) (?:author|writer|columnist|contributor)"
    r"|(?:their|his|her|our) own\b|those of (?:the )?(?:author|writer|columnist|contributor))"
    r"|\bthis (?:article|column|commentary|piece|op-ed|essay) (?:expresses|reflects|represents)\b"
    r"[^.]{0,60}\b(?:views?|opinions?)\b",
    re.IGNORECASE,
)
_THANKS = re.compile(r"The (?:authors?|writers?) (?:would like to thank|thanks?|wish(?:es)? to thank)\b")
_OPINION = re.compile(
    r"(?:opinions?|op-?ed|commentary|editorials?|guest (?:essay|column|opinion)|viewpoint|columnists?"
    r"|letters? to the editor)",
    re.IGNORECASE,
)
_OPINION_TITLE = re.compile(r"(?:opinion|op-?ed|commentary|editorial)\s?[|:]\s?\S", re.IGNORECASE)
_WIRE = re.compile(r"[A-Z][\w.,’' /-]{1,50}\((Reuters|AP|AFP|UPI|Xinhua|TASS|Bloomberg|dpa)\)\s?[-–—]")
_TAIL = 8
"""Paragraphs at the end among which biographies and disclaimers stand."""


@dataclass
class Page:
    """What the lines of an article say about it; `kinds` are those of `furniture`, with bylines and the like added."""

    kinds: list[str | None]
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    genre: str | None = None


def read_page(lines: Sequence[str], kinds: Sequence[str | None], authors: tuple[str, ...] = ()) -> Page:
    """Find what an article's lines say about it.

    Parameters
    ----------
    lines : sequence of str
        Its lines that are not empty.
    kinds : sequence of str or None
        What `stance.corpus.furniture.furniture` says of them.
    authors : tuple of str
        Its authors, where they are known otherwise.
    """
    page = Page(list(kinds), authors=authors)
    _bylines(lines, page)
    opinion = _labels(lines, page)
    opinion |= _tail(lines, page)
    text = [i for i, kind in enumerate(page.kinds) if kind is None]
    if text and is_headline(lines[text[0]]) and len(text) > 1:
        page.title = re.sub(r"^#+ ", "", lines[text[0]])
        opinion |= _OPINION_TITLE.match(page.title) is not None
    dated = [line for line, kind in zip(lines, page.kinds, strict=True) if kind in ("date", "byline")]
    page.date = next(filter(None, map(find_date, dated)), None)
    wires = [found[1] for i in text[:4] if (found := _WIRE.match(lines[i]))]
    page.publisher = wires[0] if wires else None
    page.genre = "opinion" if opinion else None
    return page


def is_headline(line: str) -> bool:
    """Tell whether a first line looks like a headline: short and without a full stop."""
    return 2 <= len(line.split()) <= 25 and len(line) <= 200 and not re.search(r"[.:;,]$|[.!?] [A-Z]", line)


def _bylines(lines: Sequence[str], page: Page) -> None:
    for i, line in enumerate(lines):
        if page.kinds[i] in (None, "heading", "wire") and len(line) <= 200 and (found := _BYLINE.fullmatch(line)):
            page.kinds[i] = "byline"
            page.authors = page.authors or _names(found["names"])


def _names(joined: str) -> tuple[str, ...]:
    names = re.split(r",? and |,? AND | & |, ", joined.strip(" ,"))
    names = [name[:-1] if re.search(r"[a-z]{3}\.$", name) else name for name in names]
    return tuple(name.title() if name.isupper() else name for name in names)


def _labels(lines: Sequence[str], page: Page) -> bool:
    """Mark a line such as ``Opinion`` that stands alone, not in a row of sections."""
    for i, line in enumerate(lines):
        beside = [*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]
        alone = not any(len(other.split()) <= 2 and not other.endswith(".") for other in beside)
        if _OPINION.fullmatch(line.strip(" |*#_").rstrip(".:")) and alone and (i < 6 or i >= len(lines) - 3):
            page.kinds[i] = "label"
            return True
    return False


def _tail(lines: Sequence[str], page: Page) -> bool:
    """Mark biographies, disclaimers and thanks at the end; tell whether they speak of an opinion piece."""
    opinion = False
    text = [i for i, kind in enumerate(page.kinds) if kind is None or kind == "heading"]
    told = " ".join(lines[i] for i in text[: -_TAIL // 2])
    for i in reversed(text[-_TAIL:]):
        line = lines[i].strip("*_()[] ")
        if i == text[0] or len(line) > 500:
            break
        if _DISCLAIMER.search(line) and not re.search(r"[“”\"]|\bsaid\b", line):
            page.kinds[i] = "disclaimer"
            opinion = True
        elif _THANKS.match(line):
            page.kinds[i] = "thanks"
        elif found := _is_biography(line, told, page.authors):
            page.kinds[i] = "biography"
            opinion |= not _STAFF.search(line) or re.search(r"columnist|editorial|opinion", line, re.I) is not None
            page.authors = page.authors or tuple(filter(None, found))
        elif page.kinds[i] is None:
            break
    return opinion


def _is_biography(line: str, told: str, authors: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom a line at the end introduces as its author, or nothing."""
    found = _BIOGRAPHY.match(line)
    if not found or not _ROLE.search(line[:200]) or re.search(r"[“”\"]|\bsaid\b", line):
        return ()
    if found["name"].startswith("The "):
        return authors or ("",)
    names = tuple(re.sub(r"^(?:Dr|Prof|Sen|Rep|Gen|Col)\.? ", "", name) for name in _names(found["name"]))
    surnames = {name.split()[-1] for name in names}
    if surnames & {author.split()[-1] for author in authors if author}:
        return authors
    # whoever the text speaks of is one of its persons, not its author
    return () if authors or any(surname in told for surname in surnames) else names


def find_date(text: str) -> str | None:
    """Find a date as YYYY-MM-DD; None where there is none, or where day and month could be exchanged."""
    if found := _ISO.search(text):
        return _date(*map(int, found.groups()))
    if found := _MONTH_FIRST.search(text):
        return _date(int(found[3]), _MONTHS.get(found[1][:3].lower(), 0), int(found[2]))
    if found := _DAY_FIRST.search(text):
        return _date(int(found[3]), _MONTHS.get(found[2][:3].lower(), 0), int(found[1]))
    if found := _NUMBERS.search(text):
        one, other, year = map(int, found.groups())
        if one == other or other > 12:
            return _date(year, one, other)
        return _date(year, other, one) if one > 12 else None
    return None


def _date(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def checked_fields(row: dict[str, Any], place: str) -> dict[str, Any]:
    """Return the `FIELDS` that a row fills, in the types of `Article`.

    Raises
    ------
    StanceError
        When one cannot be what it says; the message begins with `place`.
    """
    known = {name: row[name] for name in FIELDS if row.get(name) not in (None, "", [])}
    for name, value in known.items():
        if name == "authors":
            known[name] = _authors(value, place)
        elif name == "date":
            known[name] = _iso(value, place)
        elif not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
            raise StanceError(f"{place}: {name} {reprlib.repr(value)} is not text")
        else:
            known[name] = " ".join(str(value).split())
    genre = known.get("genre")
    if genre is not None and genre not in GENRES:
        raise StanceError(
            f"{place}: genre {genre!r:.60} is not one of {', '.join(GENRES)}{did_you_mean(genre, GENRES)}"
        )
    return known


def _authors(value: Any, place: str) -> tuple[str, ...]:
    names = value if isinstance(value, list | tuple) else str(value).split(";")
    if not all(isinstance(name, str) for name in names):
        raise StanceError(f"{place}: authors {reprlib.repr(value)} is neither text nor a list of names")
    return tuple(" ".join(name.split()) for name in names if name.strip())


def _iso(value: Any, place: str) -> str:
    text = value.isoformat() if isinstance(value, datetime.date) else str(value).strip()
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)(?:[T ].{0,40})?", text)
    date = find_date(found[1]) if found else None
    if date is None:
        raise StanceError(f"{place}: date {text!r:.60} is not a date as YYYY-MM-DD")
    return date
