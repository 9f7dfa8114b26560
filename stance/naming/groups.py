"""What they, it, who and which stand for: groups, organisations, states, and the head of a clause."""

from bisect import bisect_left
from collections.abc import Callable

from stance.language.grammar import Grammar
from stance.naming.cast import Cast
from stance.naming.names import Name
from stance.naming.people_words import GROUP_NOUNS, ORGANISATION_NOUNS, PERSON_NOUNS, singular
from stance.naming.places import find_places
from stance.naming.pronouns import PRONOUNS

_WINDOW = 12
_PHRASE = 40
"""Words to either side of its head that a phrase takes in."""
_SENTENCES = 2
_SUBJECTS = ("nsubj", "nsubjpass")


class Groups:
    """Antecedents that are no single persons, in one article."""

    def __init__(self, grammar: Grammar, cast: Cast, names: dict[int, Name]):
        self._grammar = grammar
        self._plural: list[int] = []
        self._things: list[int] = []
        for word in range(len(grammar)):
            if word in names:
                if names[word].last == word:
                    self._enter_name(word, cast, names[word])
            elif grammar.tags[word] == "NNS":
                if grammar.lower[word] in GROUP_NOUNS or singular(grammar.lower[word]) in PERSON_NOUNS:
                    self._plural.append(word)
            elif grammar.tags[word] == "NN" and grammar.lower[word] in ORGANISATION_NOUNS:
                self._plural.append(word)
                self._things.append(word)

    def _enter_name(self, word: int, cast: Cast, name: Name) -> None:
        members = cast.of(name)
        kind = members[0].type if len(members) == 1 else "state" if find_places(" ".join(name.parts)) else ""
        if kind in ("organisation", "group", "state"):
            if kind != "state":
                self._plural.append(word)
            if kind != "group":
                self._things.append(word)

    def before(self, word: int, plural: bool, outside: Callable[[int], bool]) -> int | None:
        """Return the noun that they (plural) or it stands for: the nearest, a subject rather than another."""
        grammar = self._grammar
        nouns = self._plural if plural else self._things
        at = bisect_left(nouns, word)
        best, best_score = None, -99.0
        for noun in reversed(nouns[max(0, at - _WINDOW) : at]):
            distance = grammar.sentence_of[word] - grammar.sentence_of[noun]
            if distance > _SENTENCES:
                break
            if outside(noun) or (grammar.quotation_of[noun] >= 0 and grammar.quotation_of[word] < 0):
                continue
            subject = grammar.relations[self._top(noun)] in _SUBJECTS
            score = -distance + 1.5 * subject - 0.5 * (grammar.heads[noun] == grammar.heads[word])
            score -= 1.0 * (grammar.relations[noun] in ("compound", "amod", "poss"))
            if score > best_score:
                best, best_score = noun, score
        return best

    def _top(self, noun: int) -> int:
        """Return the first noun of a coordination that a noun is part of."""
        grammar = self._grammar
        for _ in range(20):
            if grammar.relations[noun] != "conj":
                break
            noun = grammar.heads[noun]
        return noun

    def of_relative(self, word: int) -> int | None:
        """Return the noun that a relative clause hangs from: who in "Roe, who said"."""
        grammar = self._grammar
        at = word
        for _ in range(20):
            if grammar.relations[at] == "relcl":
                head = grammar.heads[at]
                return None if head == word else head
            if grammar.heads[at] == at:
                break
            at = grammar.heads[at]
        before = word - 1
        while before > 0 and grammar.words[before] == ",":
            before -= 1
        near = before >= 0 and grammar.tags[before][0] == "N" and grammar.lower[before] not in PRONOUNS
        return before if near else None

    def phrase(self, noun: int) -> range:
        """Return the words of the phrase that a noun heads."""
        children, first, last = self._grammar.children, noun, noun
        while children[first] and children[first][0] < first and noun - first < _PHRASE:
            first = children[first][0]
        while children[last] and children[last][-1] > last and last - noun < _PHRASE:
            last = children[last][-1]
        return range(first, last + 1)
