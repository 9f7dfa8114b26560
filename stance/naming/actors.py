"""Canonical actors: who is meant by a name, a title, a role, an acronym, a capital or a pronoun."""

from collections.abc import Sequence

from stance.corpus.articles import Article
from stance.language.grammar import Grammar, read_grammar
from stance.language.parsing import Paragraph
from stance.naming.aliases import Alias, AliasTable
from stance.naming.reference import References
from stance.naming.resolution import Actor, Resolution

__all__ = ["Actor", "Actors", "Resolution"]


class Actors:
    """The actors of one article.

    Parameters
    ----------
    article : Article
        The article.
    paragraphs : sequence of Paragraph
        Its parse.
    aliases : AliasTable, optional
        Stands above every rule.
    grammar : Grammar, optional
        The parse laid out, where the caller has it already.
    """

    def __init__(
        self,
        article: Article,
        paragraphs: Sequence[Paragraph],
        aliases: AliasTable | None = None,
        grammar: Grammar | None = None,
    ):
        self._article, self._aliases = article, aliases or AliasTable()
        self._grammar = grammar or read_grammar(article.text, paragraphs)
        self._references = References(self._grammar, article.text)

    def resolve(
        self,
        mention: tuple[int, int],
        *,
        outside: Sequence[tuple[int, int]] = (),
        speaker: tuple[int, int] | None = None,
    ) -> Resolution:
        """Resolve a mention to its actor.

        Parameters
        ----------
        mention : (int, int)
            Offsets into the article.
        outside : sequence of (int, int)
            Spans in which no antecedent is looked for: what the source of a statement said itself.
        speaker : (int, int), optional
            Mention of who speaks where the mention stands, which tells who "I" is; found from the quotation otherwise.

        Returns
        -------
        Resolution
            Without an actor when the mention fits several, which are its candidates, or when none is known.
        """
        start, end = mention
        if rows := self._aliases.find(self._article.text[start:end], self._article.date):
            return self._by_alias(rows, self._references.resolve(mention, outside, speaker))
        found = self._references.resolve(mention, outside, speaker)
        if found.actor and (rows := self._aliases.find(found.actor.name, self._article.date)):
            return self._by_alias(rows, found)
        return found

    def canonical(self, name: str) -> str:
        """Return the name that the alias table has for somebody who is known by name, such as an author."""
        rows = self._aliases.find(name, self._article.date)
        return rows[0].canonical if len(rows) == 1 else name

    def speaker(self, mention: tuple[int, int]) -> tuple[int, int] | None:
        """Return the word that heads the speaker of the quotation that a mention stands in; None outside quotations."""
        words = self._references.words(mention)
        speaker = self._references.speaker(words[0]) if words else None
        return None if speaker is None else (self._grammar.starts[speaker], self._grammar.ends[speaker])

    def _by_alias(self, rows: Sequence[Alias], found: Resolution) -> Resolution:
        """Let the alias table overrule; the rules fill in the type and the part_of that it leaves open."""
        known_here = [row for row in rows if found.actor is not None and row.canonical == found.actor.name]
        if len(rows) > 1 and len(known_here) == 1:
            rows = known_here  # the article itself tells which of them is meant
        if len(rows) > 1:
            return Resolution(found.mention, None, "alias", tuple(row.canonical for row in rows))
        row, known = rows[0], found.actor
        kind = row.type or (known.type if known else "unknown")
        part_of = row.part_of or (known.part_of if known else None)
        return Resolution(found.mention, Actor(row.canonical, kind, part_of), "alias")
