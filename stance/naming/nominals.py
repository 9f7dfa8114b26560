"""Who is meant by a noun that names nobody: the mayor, the 54-year-old, his wife, the company."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass

from stance.language.grammar import Grammar
from stance.language.spelling import word_set
from stance.naming.cast import Cast, Member
from stance.naming.people_words import GROUP_NOUNS, KIN, ORGANISATION_NOUNS, PERSON_NOUNS, noun_gender, singular
from stance.naming.phrases import is_bare, is_definite, is_plural
from stance.naming.pronouns import Antecedents
from stance.naming.roles import Roles

_DESCRIBING = ("amod", "compound", "prep", "poss", "nummod", "relcl", "acl")
_FAR = 12
"""Sentences over which an unnamed source is taken up."""
_STRANGERS = word_set(
    """
    source insider official witness narrator announcer moderator interviewer questioner reporter correspondent
    spokesman spokeswoman spokesperson anchor judge voter expert analyst critic lawyer pollster caller presenter host
    """
)
"""Nouns for those who speak about others: they mean nobody who was just named, unless that is said."""

_NEAR = 2
"""Sentences over which a noun without a known bearer may look back."""


@dataclass(frozen=True)
class Reading:
    """Whom a noun means: the members it fits, or an earlier word that means the same; and the rule that found them."""

    members: Sequence[Member]
    rule: str
    word: int | None = None


class Nominals:
    """Resolves the nouns of one article.

    Parameters
    ----------
    grammar : Grammar
        Its parse.
    cast : Cast
        Whom it names.
    roles : Roles
        What they are.
    antecedents : Antecedents
        Who is spoken of where.
    named : container of int
        The words that belong to names.
    """

    def __init__(
        self, grammar: Grammar, cast: Cast, roles: Roles, antecedents: Antecedents, named: Container[int] = ()
    ):
        self._grammar, self._cast, self._roles, self._antecedents = grammar, cast, roles, antecedents
        self._named = named
        self._described = self._describe()

    def read(self, noun: int) -> Reading | None:
        """Return whom a noun means; None when it stands for itself."""
        lower = self._grammar.lower[noun]
        if bearer := self._roles.bearer_at.get(noun):
            return Reading([bearer], "role")
        if age := self._age(noun):
            fits = self._roles.of_age(age)
            return Reading(fits, "nominal") if fits else self._person(noun, lower)
        if is_plural(self._grammar, noun):
            return self._taken_up(noun)
        if not self._may_be_known(noun):
            return None
        if lower in PERSON_NOUNS:
            return self._person(noun, lower)
        if lower in ORGANISATION_NOUNS:
            return self._organisation(noun, lower)
        return None

    def is_noun(self, noun: int) -> bool:
        """Say whether a word is a noun that these rules know."""
        lower = self._grammar.lower[noun]
        return lower in PERSON_NOUNS or lower in ORGANISATION_NOUNS

    def _may_be_known(self, noun: int) -> bool:
        """Say whether the noun phrase is definite, or bare as in a headline."""
        grammar = self._grammar
        return is_definite(grammar, noun) or grammar.child(noun, "det", "nummod") is None

    def _age(self, noun: int) -> str:
        """Return the age in "the 54-year-old"; nothing elsewhere."""
        grammar = self._grammar
        if grammar.lower[noun] != "old" or noun < 5 or grammar.lower[noun - 2] != "year":
            return ""
        return grammar.words[noun - 4] if grammar.lower[noun - 5] == "the" else ""

    def _person(self, noun: int, lower: str) -> Reading | None:
        bearers = self._roles.bearers(noun)
        owner = self._owner(noun) if lower in KIN else None
        members = [role.bearer for role in bearers if role.bearer is not owner]
        if len(members) > 1:
            members = self._nearest(noun, members)
        if members:
            return Reading(members, "role")
        if lower in KIN or not is_bare(self._grammar, noun):
            return None
        if earlier := self._taken_up(noun):
            return earlier
        if lower in _STRANGERS:
            return None
        if found := self._antecedents.recent(noun, noun_gender(lower), _NEAR):
            return Reading(found, "nominal")
        return None

    def _taken_up(self, noun: int) -> Reading | None:
        """Return the unnamed source that "the officials" takes up: two senior officials of the ministry."""
        grammar = self._grammar
        if not is_bare(grammar, noun) or not is_definite(grammar, noun):
            return None
        same = self._described.get(grammar.lower[noun], [])
        at = bisect_left(same, noun) - 1
        if at < 0 or grammar.sentence_of[noun] - grammar.sentence_of[same[at]] > _FAR:
            return None
        if bearer := self._roles.bearer_at.get(same[at]):
            return Reading([bearer], "role")
        return Reading((), "nominal", same[at])

    def _describe(self) -> dict[str, list[int]]:
        """List, by their words, the nouns for people that come with a description and without a name."""
        grammar, found = self._grammar, defaultdict[str, list[int]](list)
        for word, lower in enumerate(grammar.lower):
            if grammar.tags[word] not in ("NN", "NNS") or word in self._named:
                continue
            if lower not in PERSON_NOUNS and lower not in GROUP_NOUNS and singular(lower) not in PERSON_NOUNS:
                continue
            if any(grammar.relations[child] in _DESCRIBING for child in grammar.children[word]):
                found[lower].append(word)
        return found

    def _owner(self, noun: int) -> Member | None:
        possessor = self._grammar.child(noun, "poss")
        return None if possessor is None else self._antecedents.of.get(possessor)

    def _nearest(self, noun: int, members: list[Member]) -> list[Member]:
        """Choose the bearer who alone was mentioned in the sentences just before."""
        near = [m for m in self._antecedents.mentioned(noun, _NEAR) if m in members]
        return near if len(near) == 1 else members

    def _organisation(self, noun: int, lower: str) -> Reading | None:
        if self._grammar.child(noun, "poss", "amod", "compound", "prep") is not None:
            return None
        fits = self._cast.organisations(lower)
        if len(fits) == 1:
            return Reading(fits, "nominal")
        return None
