"""Formats in which articles come: one function each, from the bytes of a file to drafts of articles."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from stance.corpus.decoding import decode
from stance.corpus.drafts import Draft, Problem, needed, usable, whole
from stance.corpus.metadata import checked_fields
from stance.corpus.webpages import read_html
from stance.errors import StanceError

LONGEST = 1_000_000
"""Characters of the longest article that is read."""

_UNPACKED = 100_000_000
_PAGES = 500
_LINE = 5_000_000


def read_plain(file: BinaryIO, place: str, encoding: str | None, on_problem: Problem) -> Iterator[Draft]:
    """Read plain text or Markdown, with or without YAML front matter."""
    text = decode(whole(file), encoding)
    known, start = _front_matter(text, place)
    yield Draft(text, place, known, start, marked=place.lower().endswith(".md"))


def _front_matter(text: str, place: str) -> tuple[dict[str, Any], int]:
    found = re.match(r"---[ \t]*\r?\n((?:(?!---)[^\r\n]{0,2000}\r?\n){1,60}?)---[ \t]*(?:\r?\n|\Z)", text)
    if not found:
        return {}, 0
    import yaml

    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(found[1], yaml.SafeLoader)):
            raise StanceError(f"{place}: front matter: an alias (*) is not read")  # aliases of aliases fill any memory
        values = yaml.safe_load(found[1])
    except StanceError:
        raise
    except (yaml.YAMLError, ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        return {}, 0  # two rules with text between them
    lower = {str(name).lower(): value for name, value in values.items()}
    lower.setdefault("authors", lower.get("author"))
    return checked_fields(lower, f"{place}: front matter"), found.end()


def read_docx(file: BinaryIO, place: str, encoding: str | None, on_problem: Problem) -> Iterator[Draft]:
    """Read a Word document: its paragraphs, and its title and authors."""
    docx: Any = needed("docx", ".docx")
    data = whole(file)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise StanceError(f"unpacks to over {_UNPACKED // 1_000_000} MB")
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_word_paragraphs(document))
        about = document.core_properties
        authors = [name for name in re.split(r"[;,]", about.author or "") if name.strip() != "python-docx"]
        known = {"title": about.title, "authors": [name for name in authors if name.strip()]}
    except StanceError:
        raise
    except Exception as error:  # a damaged archive raises whatever its parts do
        raise StanceError(f"not a readable .docx file: {_first_words(error)}") from None
    yield Draft(text, place, usable(known, place))


def _word_paragraphs(container: Any) -> Iterator[str]:
    """Yield the paragraphs of a Word document or of a cell in it, those of tables in their places."""
    for item in container.iter_inner_content():
        if not hasattr(item, "rows"):
            yield item.text
            continue
        seen = set()
        for cell in (cell for row in item.rows for cell in row.cells):
            if cell._tc not in seen:  # a merged cell comes once for each that it spans
                seen.add(cell._tc)
                yield from _word_paragraphs(cell)


def read_pdf(file: BinaryIO, place: str, encoding: str | None, on_problem: Problem) -> Iterator[Draft]:
    """Read the text layer of a PDF."""
    pypdf: Any = needed("pypdf", ".pdf")
    data = whole(file)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise StanceError("encrypted; save a copy without a password")
        text = _pages(reader)
        about = reader.metadata or {}
        authors = [name for name in re.split(r"[;,]", str(about.get("/Author") or "")) if name.strip()]
        known = {"title": str(about.get("/Title") or ""), "authors": authors}
    except StanceError:
        raise
    except Exception as error:  # a damaged file raises whatever its objects do
        raise StanceError(f"not a readable .pdf file: {_first_words(error)}") from None
    if not text.strip():
        raise StanceError("no text layer; run OCR first")
    yield Draft(text, place, usable(known, place))


def _pages(reader: Any) -> str:
    if len(reader.pages) > _PAGES:
        raise StanceError(f"{len(reader.pages):,} pages: not one article")
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > LONGEST:
            break
    text = "\n".join(pages).encode("utf-8", "replace").decode()
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)  # words hyphenated at a line's end


def _first_words(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


class _NotArticlesError(StanceError):
    """Ends the reading of a file whose lines are no articles."""


def read_jsonl(file: BinaryIO, place: str, encoding: str | None, on_problem: Problem) -> Iterator[Draft]:
    """Read JSON Lines, an article a line; a line that is none is reported, and the others are read."""
    stem = re.sub(r"\.\w+$", "", re.split(r"[/\\]", place)[-1])
    number = 0
    while line := file.readline(_LINE):
        number += 1
        if line.strip():
            where = f"{place}:{number}"
            try:
                if not _is_whole(line, file):
                    raise StanceError(f"a line of over {_LINE // 1_000_000} MB")
                yield _article_line(decode(line, encoding), where, f"{stem}-{number}")
            except _NotArticlesError as error:
                on_problem(f"{place}: {error}")
                return
            except StanceError as error:
                on_problem(str(error) if str(error).startswith(where) else f"{where}: {error}")


def _is_whole(line: bytes, file: BinaryIO) -> bool:
    """Tell whether a line was read to its end; if not, pass over the rest of it."""
    ended = len(line) < _LINE or line.endswith(b"\n")
    while line and not line.endswith(b"\n"):
        line = file.readline(_LINE)
    return ended


def _article_line(line: str, where: str, name: str) -> Draft:
    try:
        row = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "half a character, or nested too deeply"
        raise StanceError(f"not JSON: {reason}") from None
    if not isinstance(row, dict):
        raise StanceError("not a JSON object in braces")
    if "sentence_id" in row:
        raise _NotArticlesError("holds sentences or statements, not articles")
    if not isinstance(row.get("text"), str):
        raise StanceError("no 'text'" if "text" not in row else "'text' is not text")
    row["document_id"] = row.get("document_id") or row.get("id") or name
    row["authors"] = row.get("authors") or row.get("author")
    return Draft(row["text"], where, checked_fields(row, where))


READERS: dict[str, Callable[[BinaryIO, str, str | None, Problem], Iterator[Draft]]] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".jsonl": read_jsonl,
}
"""A new format is one function and one line here."""
