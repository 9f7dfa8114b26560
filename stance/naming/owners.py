"""What a noun phrase belongs to: a state, or an organisation that the article names."""

from stance.language.grammar import Grammar
from stance.language.spelling import word_set
from stance.naming.cast import Cast
from stance.naming.names import Name
from stance.naming.phrases import is_bare
from stance.naming.places import find_place

_MODIFIERS = ("amod", "compound", "nmod", "poss")
_PREPOSITIONS = word_set("of for to at in from with")
_DEEPEST = 3
"""Nested phrases that are followed: a spokesman for the head of the council of."""


class Owners:
    """The states and organisations that the noun phrases of one article belong to.

    Parameters
    ----------
    grammar : Grammar
        The article.
    cast : Cast
        Its cast.
    names : dict of int to Name
        The name that each word belongs to.
    """

    def __init__(self, grammar: Grammar, cast: Cast, names: dict[int, Name]):
        self._grammar, self._cast, self._names = grammar, cast, names

    def part_of(self, noun: int, deep: int = _DEEPEST) -> str | None:
        """Return what a noun phrase belongs to: French, Malaysia's, of the World Health Body."""
        grammar = self._grammar
        for child in grammar.children[noun]:
            if grammar.relations[child] in _MODIFIERS and (owner := self.owner(child)):
                return owner
            if grammar.relations[child] == "prep" and grammar.lower[child] in _PREPOSITIONS:
                inner = grammar.child(child, "pobj")
                if inner is not None and (
                    owner := self.owner(inner) or (self.part_of(inner, deep - 1) if deep else None)
                ):
                    return owner
        before = noun - 1
        return self.state_at(before) if before >= 0 and grammar.tags[before] in ("JJ", "NNP") else None

    def state_at(self, word: int) -> str | None:
        """Return the state that a word, or it and the one before, stands for: French, South Korean."""
        words = self._grammar.words
        place = (word and find_place(f"{words[word - 1]} {words[word]}")) or find_place(words[word])
        return place.state if place else None

    def owner(self, word: int) -> str | None:
        """Return the state or organisation that a word names."""
        if state := self.state_at(word):
            return state
        if (name := self._names.get(word)) is None:
            fits = self._cast.organisations(self._grammar.lower[word])
            return fits[0].name if len(fits) == 1 and is_bare(self._grammar, word) else None
        if place := find_place(" ".join(name.parts)):
            return place.state
        members = self._cast.of(name)
        if len(members) == 1 and (members[0].type == "organisation" or self._grammar.entities[word] == "GPE"):
            return members[0].name
        return None
