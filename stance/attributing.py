"""Articles in, statements out: reading, parsing, attributing and writing, in one stream of bounded memory."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from itertools import islice
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from stance.attribution.article import Attributed, attribute
from stance.attribution.scorers import Scorer
from stance.attribution.summary import Summary, report
from stance.attribution.writing import open_rows
from stance.corpus.article_duplicates import ArticleSketches
from stance.corpus.articles import Article, read_articles
from stance.corpus.tables import check_writable, write_table
from stance.engines import Engine, in_order, open_engine
from stance.errors import StanceError, shown, some
from stance.language.parsing import load_parser, parse
from stance.naming.aliases import AliasTable, read_aliases

_CHUNK = 8
"""Articles that are handed to a worker together."""

_LONGEST_NAME = 100
"""Characters of a document's name that the name of its text keeps."""


def attribute_articles(
    sources: Iterable[str | Path],
    out: str | Path,
    *,
    metadata: str | Path | None = None,
    encoding: str | None = None,
    aliases: str | Path | None = None,
    scorer: Scorer | None = None,
    texts: str | Path | None = None,
    every_sentence: bool = False,
    review: str | Path | None = None,
    jobs: int = 1,
    engine: AbstractContextManager[Engine] | None = None,
) -> Summary:
    """Find who says what in articles, and write one row a statement.

    Parameters
    ----------
    sources : iterable of str or path
        Files, folders, glob patterns, and ``-`` for standard input.
    out : path
        What is written: .jsonl or .parquet.
    metadata : path, optional
        A table of titles, dates, authors, publishers and genres that overrides what the articles say.
    encoding : str, optional
        Encoding of text files; found out unless given.
    aliases : path, optional
        A table of names for actors, above every rule.
    scorer : Scorer, optional
        Decides which candidates are statements; the rules unless given.
    texts : path, optional
        Folder in which each article's text is written, in which the offsets count.
    every_sentence : bool, default False
        Write sentences that nobody is credited with, too.
    review : path, optional
        Where the table of actors is written, for a person to correct and feed back as `aliases`.
    jobs : int, default 1
        Processes of this machine.
    engine : context manager of Engine, optional
        Where the work is done instead, as `stance.engines.open_engine` opens it; the rows are the same.

    Returns
    -------
    Summary
        Articles that could not be read are in its ``problems``; the others are done.

    Raises
    ------
    StanceError
        When the parser is not installed, a table cannot be read, or no article can.
    """
    sources = list(sources)
    if not sources:
        raise StanceError("no articles named; name files, folders, or - for standard input")
    if jobs < 1:
        raise StanceError(f"--jobs {jobs}: at least 1")
    if engine is not None and jobs > 1:
        raise StanceError(f"--jobs {jobs}: processes of this machine; --engine dask has --workers")
    engine = engine or open_engine("processes" if jobs > 1 else "serial", workers=jobs)
    if review is not None:
        check_writable(review)
    load_parser()
    table = read_aliases(aliases) if aliases is not None else None
    summary = Summary()
    sketches = ArticleSketches()
    articles = read_articles(
        sources,
        without=[out],
        metadata=metadata,
        encoding=encoding,
        on_problem=summary.problems.append,
        on_note=summary.notes.append,
    )
    with open_rows(out) as write, engine as opened:
        found = _attributed(articles, scorer, table, opened)
        for article, attributed in tqdm(found, desc="attributing", unit="article", delay=2, leave=False):
            sketches.add(article)
            if texts is not None:
                _write_text(Path(texts), article, summary.articles)
            write([row for row in attributed.rows if every_sentence or row["kind"] is not None])
            _count(summary, article, attributed)
        if not summary.articles:
            report(summary)
            raise StanceError("no article could be read")  # and what an earlier call wrote stays
    summary.notes += [
        f"{a} and {b} share {share:.0%} of their text: one report twice? Its statements count twice"
        for a, b, share in sketches.pairs()
    ]
    if review is not None:
        write_table(summary.review.frame(), review)
        if full := summary.review.left_out:
            summary.notes.insert(0, f"{shown(review)}: full: {full:,} mentions of further names are not in it")
    return summary


def find_statements(
    articles: Iterable[Article], *, scorer: Scorer | None = None, aliases: AliasTable | None = None
) -> pd.DataFrame:
    """Find who says what in articles, as a frame for notebooks.

    Parameters
    ----------
    articles : iterable of Article
        As `stance.read_articles` yields them.
    scorer : Scorer, optional
        Decides which candidates are statements; the rules unless given.
    aliases : AliasTable, optional
        As `stance.read_aliases` returns it.

    Returns
    -------
    pandas.DataFrame
        One row a statement, and one a sentence that nobody is credited with, which has no ``kind``.
    """
    with open_engine() as here:
        found = _attributed(iter(articles), scorer, aliases, here)
        return pd.DataFrame([row for _, attributed in found for row in attributed.rows])


def _attributed(
    articles: Iterator[Article], scorer: Scorer | None, aliases: AliasTable | None, engine: Engine
) -> Iterator[tuple[Article, Attributed]]:
    chunks = iter(lambda: list(islice(articles, _CHUNK)), [])
    for done in in_order(engine, partial(_attribute_chunk, scorer=scorer, aliases=aliases), chunks):
        yield from done


def _attribute_chunk(
    articles: Sequence[Article], *, scorer: Scorer | None, aliases: AliasTable | None
) -> list[tuple[Article, Attributed]]:
    return [(article, attribute(article, paragraphs, scorer, aliases)) for article, paragraphs in parse(articles)]


def _count(summary: Summary, article: Article, attributed: Attributed) -> None:
    summary.articles += 1
    summary.sentences += len({row["sentence_id"] for row in attributed.rows})
    summary.statements += sum(row["kind"] is not None for row in attributed.rows)
    summary.actors.update(row["actor"] for row in attributed.rows if row["actor"] is not None)
    unresolved: dict[str, tuple[str, ...]] = {}
    for words, resolution, sentence in attributed.mentions:
        summary.review.add(words, resolution, article.document_id, sentence)
        if resolution.candidates:
            unresolved[words] = resolution.candidates
    summary.notes += [
        f"{article.document_id}: {words!r} fits {len(names)} actors ({some(names, 4)}): left unresolved"
        for words, names in unresolved.items()
    ]


def _write_text(folder: Path, article: Article, number: int) -> None:
    """Write an article's text under its name, as far as a file can bear that name."""
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.-]+", "_", article.document_id)[:_LONGEST_NAME]
    if name != article.document_id:
        name = f"{name}-{number}"
    (folder / f"{name}.txt").write_text(article.text, encoding="utf-8", newline="")
