"""Articles with marked attributions, in the layout of the PolNeAR corpus (Newell et al., LREC 2018)."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from stance.corpus.articles import Article, read_articles
from stance.corpus.lines import read_lines
from stance.errors import StanceError, shown

Span = tuple[int, int]


@dataclass(frozen=True)
class Attribution:
    """One marked attribution; spans are offsets into the text.

    Attributes
    ----------
    source, cue, content : tuple of (int, int)
        Each may be in several pieces; source and cue may be empty.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def read_polnear(folder: str | Path) -> Iterator[tuple[Article, list[Attribution]]]:
    """Read a folder with ``text/STEM.txt`` and ``attributions/STEM_ANNOTATOR.ann`` in brat's stand-off format.

    Where several annotators marked an article, the first by file name is taken; articles nobody marked are left out.

    Raises
    ------
    StanceError
        When the folder has another layout or a line of a mark-up file is wrong.
    """
    folder = Path(folder)
    for part in ("text", "attributions"):
        if not (folder / part).is_dir():
            raise StanceError(
                f"{shown(folder)}: no folder '{part}'; the PolNeAR layout is text/STEM.txt and "
                "attributions/STEM_ANNOTATOR.ann"
            )
    by_stem: dict[str, Path] = {}
    for path in sorted((folder / "attributions").glob("*.ann"), reverse=True):
        by_stem[path.stem.rpartition("_")[0]] = path
    if not by_stem:
        raise StanceError(f"{shown(folder / 'attributions')}: no .ann files")
    problems: list[str] = []
    for article in read_articles([folder / "text"], on_problem=problems.append):
        if article.document_id in by_stem:
            yield article, _read_marks(by_stem[article.document_id])
    if problems:
        raise StanceError(problems[0])


def _read_marks(path: Path) -> list[Attribution]:
    spans: dict[str, list[Span]] = {}
    found: list[Attribution] = []
    for number, line in enumerate(read_lines(path), start=1):
        try:
            if re.match(r"T\d+\t", line):
                key, place, *_ = line.split("\t", 2)
                spans[key] = [_span(piece) for piece in place.split(" ", 1)[1].split(";")]
            elif re.match(r"E\d+\t", line):
                found.append(_attribution(line.split("\t", 1)[1], spans))
        except (ValueError, IndexError):
            raise StanceError(f"{shown(path)}:{number}: not brat's stand-off format: {line.rstrip()[:60]!r}") from None
    return [attribution for attribution in found if attribution.content]


def _span(piece: str) -> Span:
    start, end = piece.split()
    return int(start), int(end)


def _attribution(event: str, spans: dict[str, list[Span]]) -> Attribution:
    parts: dict[str, list[Span]] = defaultdict(list)
    for item in event.split():
        role, key = item.split(":")
        parts[role.rstrip("0123456789")] += spans.get(key, [])
    return Attribution(tuple(sorted(parts["Source"])), tuple(sorted(parts["Cue"])), tuple(sorted(parts["Content"])))
