"""Resolve the mentions of an invented article by their words."""

from stance.corpus.articles import Article
from stance.language.parsing import parse
from stance.naming.actors import Actors
from stance.naming.resolution import Resolution


def article_of(text: str, **known) -> Article:
    """Return an article with a paragraph a line."""
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at, at + len(line)))
        at += len(line) + 1
    return Article("invented", text, tuple(spans), **known)


class Cast:
    """An article whose mentions are asked for by their words."""

    def __init__(self, text: str, aliases=None, **known):
        self.text = text
        ((article, paragraphs),) = parse([article_of(text, **known)])
        self.actors = Actors(article, paragraphs, aliases)

    def span(self, words: str, within: str | None = None) -> tuple[int, int]:
        """Return where words stand: their only place, or their first one inside `within`."""
        inside = self.text.index(within) if within else 0
        at = self.text.index(words, inside)
        return at, at + len(words)

    def ask(self, words: str, within: str | None = None, **options) -> Resolution:
        """Resolve the mention that these words are."""
        return self.actors.resolve(self.span(words, within), **options)

    def name(self, words: str, within: str | None = None) -> str | None:
        """Return the canonical name for a mention; None when it is unresolved."""
        actor = self.ask(words, within).actor
        return actor.name if actor else None
