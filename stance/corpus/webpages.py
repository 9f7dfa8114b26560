"""Web pages: the article among navigation, scripts and links."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from stance.corpus.decoding import decode
from stance.corpus.drafts import Draft, Problem, needed, usable, whole
from stance.corpus.metadata import find_date
from stance.errors import StanceError

_TAGS = 50_000
_ATTRIBUTES = 1_000
_TAG = re.compile(r"<[A-Za-z]")
_IN_TAG = re.compile(r"""[^\s"'>]++|"[^"]*+"?|'[^']*+'?|\s++""")


def read_html(file: BinaryIO, place: str, encoding: str | None, on_problem: Problem) -> Iterator[Draft]:
    """Read a web page: its article, and what its head says."""
    text = _decode_html(whole(file), encoding)
    _check_tags(text)
    trafilatura: Any = needed("trafilatura", ".html")
    try:
        found = trafilatura.bare_extraction(
            text,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # whatever a broken page does to the parser, the other files are still read
        found = None
    if found is None or not (found.text or "").strip():
        raise StanceError("no article text found")
    authors = [name for name in re.split(r"; ", found.author or "") if not name.startswith("http")]
    known = {"title": found.title, "authors": authors, "publisher": found.sitename, "date": _whole_date(found.date)}
    yield Draft(found.text, place, usable(known, place), opinion=_says_opinion(text, found))


def _whole_date(date: str | None) -> str | None:
    return find_date(date) if date else None


def _says_opinion(page: str, found: Any) -> bool:
    sections = [*(found.categories or ()), *(found.tags or ())]
    sections += re.findall(r'<meta[^<>]{0,60}"article:section"[^<>]{0,20}content="([^"<>]{1,60})"', page[:200_000])
    word = re.compile(r"(?:opinions?|op-?eds?|commentary|editorials?|comment is free)", re.IGNORECASE)
    url = re.search(r"//[^/]+/(?:.*/)?(?:opinions?|op-?eds?|commentary|editorials?|commentisfree)/", found.url or "")
    return url is not None or any(word.fullmatch(str(section).strip()) for section in sections)


def _decode_html(data: bytes, encoding: str | None) -> str:
    declared = re.search(rb"""<meta[^<>]{0,200}charset=["']?([\w-]{2,20})""", data[:4096], re.IGNORECASE)
    if encoding is None and declared:
        try:
            return decode(data, declared[1].decode())
        except StanceError:
            pass  # the page is wrong about itself
    return decode(data, encoding)


def _check_tags(page: str) -> None:
    """Refuse pages that would keep a parser busy for minutes."""
    if sum(1 for _ in _TAG.finditer(page)) > _TAGS:
        raise StanceError(f"over {_TAGS:,} tags: not a page of one article")
    tag = _TAG.search(page)
    while tag:
        end, words = tag.end(), 0
        while found := _IN_TAG.match(page, end):
            end = found.end()
            words += not found[0].isspace()
        if words > 3 * _ATTRIBUTES:  # name, sign and value
            raise StanceError(f"a tag of over {_ATTRIBUTES:,} attributes")
        tag = _TAG.search(page, end)
