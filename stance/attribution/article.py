"""One article's statements with their actors: the rows that everything after attribution reads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from stance.attribution.rules import RuleScorer
from stance.attribution.scorers import Scorer
from stance.attribution.sources import mention, possessor_of
from stance.attribution.statement import Span, Statement, union
from stance.attribution.statements import assemble
from stance.corpus.articles import Article
from stance.language.grammar import NO_QUOTATION, Grammar, read_grammar
from stance.language.lexicon import DOCUMENT_SET
from stance.language.parsing import Paragraph
from stance.naming.actors import Actors, Resolution
from stance.naming.aliases import AliasTable

_NAMED = {"label", "signature"}
"""Rules that read the name of a speaker off the page."""

_FIRST_PERSON = {"i", "me", "we", "us"}


@dataclass
class Attributed:
    """What was found in one article.

    Attributes
    ----------
    rows : list of dict
        One a statement, and one a sentence that nobody is credited with.
    mentions : list of (str, Resolution, str)
        Words of each source, what they were resolved to, and the sentence.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    mentions: list[tuple[str, Resolution, str]] = field(default_factory=list)


def attribute(
    article: Article,
    paragraphs: Sequence[Paragraph],
    scorer: Scorer | None = None,
    aliases: AliasTable | None = None,
) -> Attributed:
    """Find who says what in an article.

    Parameters
    ----------
    article : Article
        The article.
    paragraphs : sequence of Paragraph
        Its parse.
    scorer : Scorer, optional
        Decides which candidates are statements; the rules unless given.
    aliases : AliasTable, optional
        A user's names for actors, above every rule.

    Returns
    -------
    Attributed
        Rows with ``document_id sentence_id index paragraph start end text content source cue actor actor_type part_of
        kind via rule score date genre``, in the order of the text. Offsets count characters of ``article.text``.
        A sentence without a statement has a row without actor and kind; in an opinion piece its authors hold it.
    """
    grammar = read_grammar(article.text, paragraphs)
    statements = assemble(article.text, grammar, scorer or RuleScorer())
    return _Writer(article, grammar, Actors(article, paragraphs, aliases, grammar)).write(statements)


class _Writer:
    """Turns the statements of one article into rows."""

    def __init__(self, article: Article, grammar: Grammar, actors: Actors):
        self._article, self._grammar, self._actors = article, grammar, actors
        self._found = Attributed()
        self._authors = tuple(actors.canonical(author) for author in _authors(article))

    def write(self, statements: Sequence[Statement]) -> Attributed:
        by_sentence: dict[int, list[Statement]] = {}
        for statement in statements:
            by_sentence.setdefault(statement.sentence, []).append(statement)
        for number in range(len(self._grammar.sentences)):
            base = self._sentence(number)
            if base is not None:
                rows = [row for s in by_sentence.get(number, ()) for row in self._statement(base, s)]
                self._found.rows += _one_an_actor(rows) or self._unattributed(base)
        return self._found

    def _sentence(self, number: int) -> dict[str, Any] | None:
        words = [word for word in range(*self._grammar.sentences[number]) if self._grammar.words[word].strip()]
        if not words:
            return None
        start, end = self._grammar.starts[words[0]], self._grammar.ends[words[-1]]
        return {
            "document_id": self._article.document_id,
            "sentence_id": f"{self._article.document_id}-{number:03d}",
            "index": number,
            "paragraph": self._grammar.paragraph_of[words[0]],
            "start": start,
            "end": end,
            "text": self._article.text[start:end],
            "content": [],
            "source": None,
            "cue": None,
            "actor": None,
            "actor_type": None,
            "part_of": None,
            "kind": None,
            "via": None,
            "rule": None,
            "score": None,
            "date": self._article.date,
            "genre": self._article.genre,
        }

    def _unattributed(self, base: dict[str, Any]) -> list[dict[str, Any]]:
        """Give a sentence of an opinion piece that nobody else holds to its authors."""
        whole = {
            "content": [[base["start"], base["end"]]],
            "kind": "authorial",
            "rule": "author",
            "actor_type": "person",
        }
        return [base | whole | {"actor": author} for author in self._authors] or [base]

    def _statement(self, base: dict[str, Any], statement: Statement) -> list[dict[str, Any]]:
        row = base | {
            "content": [list(span) for span in statement.content],
            "source": list(statement.source) if statement.source else None,
            "cue": list(statement.cue) if statement.cue else None,
            "kind": statement.kind,
            "rule": statement.rule,
            "score": statement.score,
        }
        if self._authors and self._is_author(statement):
            authorial = {"kind": "authorial", "actor_type": "person"}
            return [row | authorial | {"actor": author} for author in self._authors]
        resolution = self._resolve(statement.source, statement.head, statement.content)
        if self._authors and resolution is not None and _is_thing(self._grammar, statement, resolution):
            return []  # what a threat demands or a flaw calls for, the authors say
        if resolution is not None:
            self._found.mentions.append((self._words(resolution.mention), resolution, base["text"]))
            if resolution.actor is not None and (statement.rule in _NAMED or _may_hold_a_view(resolution)):
                actor = resolution.actor
                row |= {"actor": actor.name, "actor_type": actor.type, "part_of": actor.part_of}
        return [row | {"via": self._via(statement, row["actor"])}]

    def _is_author(self, statement: Statement) -> bool:
        head = statement.head
        return (
            head is not None
            and self._grammar.lower[head] in _FIRST_PERSON
            and self._grammar.quotation_of[head] == NO_QUOTATION
        )

    def _resolve(self, source: Span | None, head: int | None, content: Sequence[Span]) -> Resolution | None:
        if source is None:
            return None
        if head is not None and self._grammar.lower[head] in DOCUMENT_SET:
            owner = possessor_of(self._grammar, head)
            if owner is not None and owner[1] in ("possessive", "by", "from"):
                first, last = mention(self._grammar, owner[0])
                source = self._grammar.starts[first], self._grammar.ends[last - 1]
        return self._actors.resolve(source, outside=content)

    def _via(self, statement: Statement, actor: str | None) -> str | None:
        if statement.reporter is None:
            return None
        reporter = self._actors.resolve(statement.reporter, outside=statement.content).actor
        return reporter.name if reporter is not None and reporter.name != actor else None

    def _words(self, span: Span) -> str:
        return self._article.text[span[0] : span[1]]


def _one_an_actor(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join what a sentence has of one actor under several mentions: "Roe said she agreed"."""
    kept: dict[str, dict[str, Any]] = {}
    out: list[dict[str, Any]] = []
    for row in rows:
        first = kept.setdefault(row["actor"], row) if row["actor"] is not None else row
        if first is row:
            out.append(row)
        else:
            first["content"] = [list(span) for span in union(first["content"], row["content"])]
    return out


def _is_thing(grammar: Grammar, statement: Statement, resolution: Resolution) -> bool:
    """Tell whether a source neither holds a view nor carries somebody's words."""
    words = statement.head is not None and grammar.lower[statement.head] in DOCUMENT_SET
    return resolution.actor is not None and not _may_hold_a_view(resolution) and not words


def _may_hold_a_view(resolution: Resolution) -> bool:
    """Persons, organisations, states and groups hold views; a threat, a market or an article does not."""
    assert resolution.actor is not None
    return resolution.actor.type != "unknown" or resolution.rule != "itself"


def _authors(article: Article) -> tuple[str, ...]:
    """Return who speaks in an opinion piece where nobody else does."""
    if article.genre != "opinion":
        return ()
    return article.authors or (f"author of {article.document_id}",)
