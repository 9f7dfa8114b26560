"""Persons whom an article speaks of without a name: a spokeswoman for the ministry, one official, his wife."""

from collections.abc import Container

from stance.language.grammar import Grammar
from stance.language.spelling import word_set
from stance.naming.cast import Member
from stance.naming.people_words import KIN, PERSON_NOUNS, noun_gender
from stance.naming.phrases import is_bare, is_definite
from stance.naming.pronouns import TOLD, Mention
from stance.naming.roles import Roles

_SAID_OF_ANOTHER = ("compound", "amod", "nmod", "appos", "attr", "oprd", "npadvmod")
"""Relations in which a noun tells what somebody is, and does not speak of somebody new."""

_NOBODY = word_set("no any every each either neither what whatever")
_SUBJECT, _OTHER, _KNOWN = -0.3, -1.2, -0.7
_FAR = 12
"""Sentences over which "the diplomat" takes up a senior diplomat."""


class Unnamed:
    """The persons of one article that are spoken of by nouns.

    Parameters
    ----------
    grammar : Grammar
        The article.
    roles : Roles
        What the persons that it names are.
    named : container of int
        The words that belong to names.

    Attributes
    ----------
    mentions : list of Mention
        Where they are spoken of, and where a role speaks of a person that the article names.
    word_of : dict of Member to int
        The noun that speaks of each of them first.
    at : dict of int to Member
        Of whom each of the nouns speaks.
    """

    def __init__(self, grammar: Grammar, roles: Roles, named: Container[int]):
        self._grammar, self._roles, self._named = grammar, roles, named
        self.mentions: list[Mention] = []
        self.word_of: dict[Member, int] = {}
        self.at: dict[int, Member] = {}
        last: dict[str, int] = {}
        for word, lower in enumerate(grammar.lower):
            if lower in PERSON_NOUNS and self._speaks_of_a_person(word):
                member = self._member(word, lower, last)
                if member is not None:
                    self.mentions.append(Mention(word, member, self._weight(word, member)))
                    self.at[word] = member

    def _speaks_of_a_person(self, word: int) -> bool:
        grammar = self._grammar
        if grammar.tags[word] not in ("NN", "NNP") or word in self._named or word in self._roles.bearer_at:
            return False
        if grammar.relations[word] in _SAID_OF_ANOTHER:
            return False
        if grammar.relations[word] == "pobj" and grammar.lower[grammar.heads[word]] in ("as", "like"):
            return False
        determiner = grammar.child(word, "det")
        return determiner is None or grammar.lower[determiner] not in _NOBODY

    def _member(self, word: int, lower: str, last: dict[str, int]) -> Member | None:
        """Return of whom a noun speaks; None when it may be one of several."""
        grammar = self._grammar
        if is_definite(grammar, word):
            bearers = self._roles.bearers(word)
            if bearers and lower not in KIN:
                if len(bearers) > 1:
                    return None
                self._roles.learn(word, bearers[0].bearer)
                return bearers[0].bearer
        if grammar.tags[word] == "NNP":
            return None
        if is_definite(grammar, word):
            before = last.get(lower)
            if before is not None and is_bare(grammar, word) and self._near(before, word):
                return self.at[before]
        member = Member("", "person", ())
        if gender := noun_gender(lower):
            member.genders[gender] += 1 if lower in KIN else TOLD  # his wife is often named elsewhere
        self.word_of[member] = last[lower] = word
        return member

    def _weight(self, word: int, member: Member) -> float:
        """Weigh a noun: one that does nothing counts less, and one that is said to be known may mean a named person."""
        grammar = self._grammar
        if member.name:
            return 0.0
        known = is_definite(grammar, word) and grammar.child(word, "poss") is None
        return (_SUBJECT if grammar.relations[word] in ("nsubj", "nsubjpass") else _OTHER) + _KNOWN * known

    def _near(self, before: int, word: int) -> bool:
        return self._grammar.sentence_of[word] - self._grammar.sentence_of[before] <= _FAR
