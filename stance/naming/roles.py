"""What persons are: titles, appositions and predicates, by which "the mayor" finds its bearer."""

from collections import defaultdict
from dataclasses import dataclass

from stance.language.grammar import Grammar
from stance.language.spelling import word_set
from stance.naming.cast import Cast, Member
from stance.naming.kinds import head_of
from stance.naming.names import Name
from stance.naming.owners import Owners
from stance.naming.people_words import ORGANISATION_NOUNS, PERSON_NOUNS, SHORT_TITLES, bare
from stance.naming.phrases import is_bare
from stance.naming.places import find_place

_NOUNS = ("NN", "NNP", "NNS", "NNPS")
_BE = word_set("is was be been being 's are were remains became become becomes")
_MOST_BEARERS = 100
_FAR = 15
"""Words between a name and its apposition beyond which the parse is not believed."""

_EMPTY = word_set("former then current new old late own acting same")


@dataclass(frozen=True)
class Role:
    """What someone is said to be.

    Attributes
    ----------
    bearer : Member
        Who.
    word : int
        Where it is said.
    words : frozenset of str
        Head noun and modifiers, in lower case.
    part_of : str or None
        The state or organisation that the role belongs to.
    """

    bearer: Member
    word: int
    words: frozenset[str]
    part_of: str | None


_NO_ROLE = Role(Member("", "unknown", ()), -1, frozenset(), None)


class Roles:
    """The roles of an article's cast.

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
        self._owners = Owners(grammar, cast, names)
        self._by_word: dict[str, list[Role]] = defaultdict(list)
        self._affiliation: dict[Member, str] = {}
        self.bearer_at: dict[int, Member] = {}
        """Bearer of each noun that was found to tell a role."""
        self.states = self._states()
        """States that the article names beyond doubt."""
        for name in dict.fromkeys(names.values()):
            members = cast.of(name)
            if len(members) == 1 and members[0].type == "person":
                self._read(name, members[0])
            elif len(members) == 1 and (place := find_place(name.parts[0])) and len(name.parts) > 1:
                self._affiliation.setdefault(members[0], place.state)

    def _states(self) -> set[str]:
        words = {word for word in self._grammar.words if word[0].isupper()}
        words |= {" ".join(name.parts) for name in self._names.values()}
        return {place.state for word in words if (place := find_place(word))}

    def part_of(self, noun: int) -> str | None:
        """Return what a noun phrase belongs to: French, Malaysia's, of the World Health Body."""
        return self._owners.part_of(noun)

    def learn(self, noun: int, bearer: Member) -> None:
        """Note what a noun phrase that was found to mean somebody says about where he or she belongs."""
        if place := self._owners.part_of(noun):
            self._affiliation.setdefault(bearer, place)

    def affiliation(self, member: Member) -> str | None:
        """Return the state or organisation that a member's first telling role names."""
        return self._affiliation.get(member)

    def bearers(self, noun: int) -> list[Role]:
        """Return the roles that a noun phrase may refer to, one a bearer.

        Of two presidents, "the president" is the one whose country needs no saying.
        """
        grammar = self._grammar
        words, place = self.words(noun), self._owners.part_of(noun)
        found: dict[Member, Role] = {}
        for role in self._by_word.get(grammar.lower[noun], [])[:_MOST_BEARERS]:
            if not (words <= role.words or role.words <= words):
                continue
            if place and role.part_of and place != role.part_of:
                continue
            if len(words & role.words) > len(words & found.get(role.bearer, _NO_ROLE).words):
                found[role.bearer] = role
        most = max((len(words & role.words) for role in found.values()), default=0)
        closest = [role for role in found.values() if len(words & role.words) == most]
        at_home = [role for role in closest if not find_place(self._affiliation.get(role.bearer, ""))]
        return at_home if len(at_home) == 1 and not place and is_bare(grammar, noun) else closest

    def of_age(self, age: str) -> list[Member]:
        """Return who is said to be so many years old."""
        return list(dict.fromkeys(role.bearer for role in self._by_word.get(age, [])))

    def words(self, noun: int) -> frozenset[str]:
        """Return head noun and modifiers of a noun phrase, without articles, places and empty words."""
        grammar = self._grammar
        words = {grammar.lower[noun]}
        for child in grammar.children[noun]:
            if grammar.relations[child] in ("amod", "compound", "nmod") and not find_place(grammar.words[child]):
                words.add(grammar.lower[child])
        return frozenset(words - _EMPTY)

    def _read(self, name: Name, member: Member) -> None:
        grammar = self._grammar
        head = head_of(self._grammar, name)
        if name.titles:
            self._read_title(name, member)
        self._read_age(name, member)
        self._read_before_comma(name, member)
        for child in grammar.children[head]:
            if grammar.relations[child] == "appos" and self._near(head, child):
                self._add(child, member)
        relation, above = grammar.relations[head], grammar.heads[head]
        if relation == "appos" and self._near(head, above):
            self._add(above, member)
        elif relation == "nsubj" and grammar.lower[above] in _BE:
            predicate = grammar.child(above, "attr")
            if predicate is not None:
                self._add(predicate, member)

    def _near(self, one: int, other: int) -> bool:
        """Say whether an apposition is to be believed: close by, and on the same side of a quotation mark."""
        return abs(one - other) < _FAR and self._grammar.quotation_of[one] == self._grammar.quotation_of[other]

    def _read_age(self, name: Name, member: Member) -> None:
        """Enter "54" and "54-year-old" for Jane Roe, 54."""
        words, at = self._grammar.words, name.last + 2
        if at < len(words) and words[at - 1] == "," and words[at].isdigit() and len(words[at]) < 4:
            self.bearer_at.setdefault(at, member)
            self._by_word[words[at]].append(Role(member, at, frozenset([words[at]]), None))

    def _read_before_comma(self, name: Name, member: Member) -> None:
        """Enter the role in "the prime minister, Jane Roe, said", which parsers often miss."""
        grammar, noun = self._grammar, name.start - 2
        if noun < 0 or grammar.words[noun + 1] != "," or len(name.parts) < 2 or name.titles:
            return
        after = name.last + 1
        if after < len(grammar) and grammar.tags[after][0] not in ",.:VM":
            return
        for _ in range(6):
            if grammar.lower[noun] in PERSON_NOUNS and grammar.tags[noun] in ("NN", "NNP") and noun not in self._names:
                self._add(noun, member)
                return
            if grammar.heads[noun] >= noun:
                return
            noun = grammar.heads[noun]

    def _read_title(self, name: Name, member: Member) -> None:
        grammar = self._grammar
        title = name.first - 1
        words = set(name.titles) - _EMPTY
        for short in set(name.titles) & SHORT_TITLES.keys():
            words |= word_set(SHORT_TITLES[short])
        at = name.start - 1
        place: str | None = None
        start = grammar.sentences[grammar.sentence_of[name.start]][0]
        while at >= start and name.start - at < 6 and grammar.tags[at] in ("JJ", "NN", "NNP", "HYPH", "POS", "CC"):
            if (before := self._names.get(at)) and any(m.type == "person" for m in self._cast.of(before)):
                break
            owner = self._owners.owner(at)
            place = place or owner
            if not owner and grammar.tags[at] in ("JJ", "NN"):
                words.add(grammar.lower[at])
            at -= 1
        of = grammar.child(head_of(self._grammar, name), "prep")
        if place is None and of is not None and grammar.lower[of] in ("of", "for"):
            inner = grammar.child(of, "pobj")
            place = None if inner is None else self._owners.owner(inner)
        for word in range(name.start, name.first):
            if state := self._owners.state_at(word):
                place = state
                words -= {bare(grammar.lower[word])}
        place = place or self._place_in_title(name)
        self._enter(Role(member, title, frozenset(words), place))

    def _place_in_title(self, name: Name) -> str | None:
        """Return the place that is no state in "Springfield Mayor Jane Roe"."""
        grammar = self._grammar
        places = [word for word in range(name.start, name.first) if grammar.entities[word] == "GPE"]
        places = [word for word in places if bare(grammar.lower[word]) not in PERSON_NOUNS]
        return " ".join(grammar.words[word] for word in places) or None

    def _add(self, noun: int, member: Member) -> None:
        grammar = self._grammar
        if grammar.tags[noun] not in _NOUNS or grammar.lower[noun] in ORGANISATION_NOUNS - PERSON_NOUNS:
            return
        if (name := self._names.get(noun)) is not None:
            if name.last == noun and grammar.child(noun, "det", "nummod") is not None:  # one Republican, Jane Roe
                self.bearer_at.setdefault(noun, member)
            return
        self.bearer_at.setdefault(noun, member)
        self._enter(Role(member, noun, self.words(noun), self._owners.part_of(noun)))

    def _enter(self, role: Role) -> None:
        for word in role.words:
            if word in PERSON_NOUNS or len(role.words) == 1:
                self._by_word[word].append(role)
        if role.part_of:
            self._affiliation.setdefault(role.bearer, role.part_of)
