"""Articles: a text, what is known of it, and where its paragraphs stand."""

import contextlib
import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stance.corpus.drafts import Draft
from stance.corpus.formats import LONGEST, READERS
from stance.corpus.furniture import furniture
from stance.corpus.metadata import read_page
from stance.corpus.metadata_table import MetadataTable
from stance.corpus.paragraphs import chop, join_wrapped, line_spans, without_marker
from stance.errors import StanceError, shown, some

Say = Callable[[str], None]

_STDIN = "standard input"


@dataclass(frozen=True)
class Article:
    """One article.

    Attributes
    ----------
    document_id : str
        The file's stem, or what the metadata say.
    text : str
        The document; every offset counts its characters.
    paragraphs : tuple of (int, int)
        Start and end of each paragraph that is the article's own text; furniture lies between them.
    title, date, publisher, genre : str or None
        Where they are known; the date as YYYY-MM-DD, the genre ``news`` or ``opinion``.
    authors : tuple of str
        Names of those who wrote it.
    path : str
        Where it was read from.
    """

    document_id: str
    text: str
    paragraphs: tuple[tuple[int, int], ...]
    title: str | None = None
    date: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    genre: str | None = None
    path: str = ""


def read_articles(
    sources: Iterable[str | Path],
    *,
    without: Iterable[str | Path] = (),
    metadata: str | Path | None = None,
    encoding: str | None = None,
    on_problem: Say,
    on_note: Say | None = None,
) -> Iterator[Article]:
    """Read articles one by one, so that any number of them takes the memory of one.

    Parameters
    ----------
    sources : iterable of str or path
        Files, folders (searched for files with a known ending, hidden ones passed over), glob patterns, and ``-`` for
        plain text from standard input. A file that is named twice is read once.
    without : iterable of path
        Files that are passed over, such as one that an earlier call wrote into the same folder.
    metadata : path, optional
        A table with a column ``document_id`` or ``file`` and any of title, date, authors, publisher and genre; it
        overrides what the articles say.
    encoding : str, optional
        Encoding of text files; found out unless given.
    on_problem : callable
        Called with one line for each article that could not be read; the others are read.
    on_note : callable, optional
        Called with one line for what is worth knowing and lost nothing; `on_problem` unless given.

    Yields
    ------
    Article
        In the order of `sources`, a folder's files sorted. Of two articles with one name the second is called
        ``folder/name``.

    Raises
    ------
    StanceError
        When the table of metadata cannot be read.
    """
    table = MetadataTable(metadata)
    on_note = _in_one_line(on_note or on_problem)
    on_problem = _in_one_line(on_problem)
    names: set[str] = set()
    for path in _files(sources, without, on_problem, on_note):
        for draft in _drafts(path, encoding, on_problem):
            try:
                article = _article(draft, path, table)
            except StanceError as error:
                on_problem(f"{draft.place}: {error}")
                continue
            yield _named(article, names, on_note)
    for row in table.unused():
        on_note(row)


def _in_one_line(say: Say) -> Say:
    return lambda message: say(" ".join(message.split()))  # a file's name may hold a line break


def _files(
    sources: Iterable[str | Path], without: Iterable[str | Path], on_problem: Say, on_note: Say
) -> Iterator[Path | None]:
    """Yield each file once; None stands for standard input."""
    seen: set[Path | None] = {Path(path).absolute() for path in without}
    for source in sources:
        for path in _expanded(str(source), on_problem, on_note):
            key = path and path.absolute()
            if key not in seen:
                seen.add(key)
                yield path


def _expanded(source: str, on_problem: Say, on_note: Say) -> Iterator[Path | None]:
    path = Path(source)
    if source == "-":
        yield None
    elif path.is_dir():
        yield from _folder(path, on_problem, on_note)
    elif path.is_file() or _is_dangling(path):
        yield path
    elif path.exists():
        on_problem(f"{shown(path)}: not a file")
    elif found := sorted(glob.glob(source, recursive=True)):  # noqa: PTH207 - Path.glob takes no absolute pattern
        for name in found:
            yield from _expanded(name, on_problem, on_note)
    else:
        on_problem(f"{shown(path)}: {'no file fits' if glob.has_magic(source) else 'no such file'}")


def _folder(folder: Path, on_problem: Say, on_note: Say) -> Iterator[Path]:
    inside = sorted(
        path for path in folder.rglob("*") if not _hidden(path, folder) and (path.is_file() or _is_dangling(path))
    )
    known = [path for path in inside if path.suffix.lower() in READERS]
    others = len(inside) - len(known)
    if not known:
        on_problem(f"{shown(folder)}: no articles in this folder; they end in {some(READERS)}")
    elif others:
        on_note(f"{shown(folder)}: {others} {'file' if others == 1 else 'files'} of other endings passed over")
    yield from known


def _is_dangling(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _drafts(path: Path | None, encoding: str | None, on_problem: Say) -> Iterator[Draft]:
    place = _STDIN if path is None else shown(path)
    if path is not None and _is_dangling(path):
        on_problem(f"{place}: a link to {shown(path.readlink())}, which is not there")
        return
    suffix = ".txt" if path is None else path.suffix.lower()
    try:
        if suffix not in READERS:
            raise StanceError(f"articles end in {', '.join(READERS)}, not in {suffix or 'nothing'}")
        with contextlib.nullcontext(sys.stdin.buffer) if path is None else path.open("rb") as file:
            yield from READERS[suffix](file, place, encoding, on_problem)
    except StanceError as error:
        message = str(error)
        on_problem(message if message.startswith(place) else f"{place}: {message}")
    except OSError as error:
        on_problem(f"{place}: {error.strerror or error}")


def _article(draft: Draft, path: Path | None, table: MetadataTable) -> Article:
    text = draft.text
    if len(text) > LONGEST:
        raise StanceError(f"{len(text):,} characters; an article has at most {LONGEST:,}: split it")
    lines = [span for span in line_spans(text) if span[0] >= draft.start]
    if not lines:
        raise StanceError("empty")
    if draft.marked:
        lines = [without_marker(text, span) for span in lines]
    joined = join_wrapped(text, lines)
    words = [" ".join(text[start:end].splitlines()) for start, end in joined]
    page = read_page(words, furniture(words), tuple(draft.known.get("authors", ())))
    own = [span for span, kind in zip(joined, page.kinds, strict=True) if kind is None]
    if not own:
        raise StanceError("no article text found")
    where = "" if path is None else shown(path)
    name = "stdin" if path is None else shown(path.stem)
    known = {"document_id": name, **draft.known}
    known = {**known, **table.row(str(known["document_id"]), where)}
    return Article(
        document_id=known["document_id"],
        text=text,
        paragraphs=tuple(chop(text, own)),
        title=known.get("title") or page.title,
        date=known.get("date") or page.date,
        authors=known.get("authors") or page.authors,
        publisher=known.get("publisher") or page.publisher,
        genre=known.get("genre") or page.genre or ("opinion" if draft.opinion else "news"),
        path=where,
    )


def _named(article: Article, names: set[str], on_note: Say) -> Article:
    """Give the article a name that none before it has."""
    name = article.document_id
    if name in names:
        path = Path(article.path)
        folder = path.absolute().parent.name
        choices = [f"{folder}/{name}", f"{folder}/{path.name}"]
        count = 2
        while choices[0] in names:
            choices = choices[1:] or [f"{folder}/{name}-{(count := count + 1) - 1}"]
        on_note(f"{article.path}: there is a document {name!r} already; this one is called {choices[0]!r}")
        name = choices[0]
    names.add(name)
    return replace(article, document_id=name)
