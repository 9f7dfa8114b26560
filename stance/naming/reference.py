"""Who or what each mention of one article refers to: the rules, one kind of mention after the other."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.spelling import plain
from stance.naming.cast import Cast, Member
from stance.naming.groups import Groups
from stance.naming.heads import find_head, name_at_end
from stance.naming.kinds import head_of
from stance.naming.names import Name, find_names
from stance.naming.nominals import Nominals
from stance.naming.phrases import own_name, type_of
from stance.naming.places import GOVERNING, Place, find_places
from stance.naming.pronouns import FIRST, PLURAL, PRONOUNS, SECOND, THING, THIRD, Antecedents, Mention
from stance.naming.resolution import Actor, Resolution
from stance.naming.roles import Roles
from stance.naming.speakers import find_speakers, quotation_at
from stance.naming.unnamed import Unnamed

_DEEPEST = 4
"""Steps from a pronoun to its antecedent's antecedent, and so on, that are followed."""

Span = tuple[int, int]


class References:
    """The references of one article.

    Parameters
    ----------
    grammar : Grammar
        Its parse.
    text : str
        Its text.
    """

    def __init__(self, grammar: Grammar, text: str):
        self._grammar, self._text = grammar, text
        names = find_names(grammar, text)
        self._cast = Cast(grammar, names)
        self._names = {word: name for name in names for word in range(name.start, name.last + 1)}
        self._roles = Roles(grammar, self._cast, self._names)
        self._speakers = find_speakers(grammar)
        self._unnamed = Unnamed(grammar, self._roles, self._names)
        self._antecedents = Antecedents(grammar, self._mentions(names) + self._unnamed.mentions, self._speaking)
        self._antecedents.walk()
        self._nominals = Nominals(grammar, self._cast, self._roles, self._antecedents, self._names)
        self._groups = Groups(grammar, self._cast, self._names)

    def words(self, span: Span) -> range:
        """Return the words of a span of characters."""
        return range(bisect_left(self._grammar.ends, span[0] + 1), bisect_left(self._grammar.starts, span[1]))

    def speaker(self, word: int) -> int | None:
        """Return the word that heads the speaker of the quotation that a word stands in."""
        number = quotation_at(self._grammar, word)
        return None if number == NO_QUOTATION else self._speakers[number]

    def resolve(self, mention: Span, outside: Sequence[Span], speaker: Span | None) -> Resolution:
        """Resolve a mention, as `Actors.resolve` has it, without aliases."""
        words = self.words(mention)
        if not words:
            return Resolution(mention, None, "itself")
        head = find_head(self._grammar, words, self._names)
        if self._is_pronoun(head):
            return self._pronoun(mention, head, outside, speaker)
        return self._noun(mention, head, words)

    def _is_pronoun(self, word: int) -> bool:
        relative = self._grammar.lower[word] == "that" and self._grammar.tags[word] == "WDT"
        return (self._grammar.lower[word] in PRONOUNS or relative) and word not in self._names

    def _noun(self, mention: Span, head: int, words: range) -> Resolution:
        """Resolve a name or a noun phrase."""
        name = self._names.get(head)
        if name is None or words[-1] > name.last:
            name = name_at_end(self._grammar, head, words, self._names, self._cast) or name
        if name is not None:
            if found := self._part_of_name(mention, name, words) or self._name(mention, name):
                return found
        elif len(fits := self._unrecognised(head)) == 1:
            return Resolution(mention, self._actor(fits[0]), "surname")
        elif reading := self._nominals.read(head):
            if reading.word is not None:
                return replace(self._own(mention, reading.word, self._groups.phrase(reading.word)), rule=reading.rule)
            if len(reading.members) > 1:
                return self._ambiguous(mention, reading.members, reading.rule)
            return Resolution(mention, self._actor(reading.members[0]), reading.rule)
        return self._own(mention, head, words)

    def _unrecognised(self, word: int) -> Sequence[Member]:
        """Return whom a capital that was not tagged as a name may name all the same, as in headlines."""
        written = self._grammar.words[word]
        if not written[0].isupper() or self._nominals.is_noun(word):
            return ()
        return [member for member in self._cast.find((plain(written),)) if member.type == "person"]

    def _own(self, mention: Span, head: int, words: range) -> Resolution:
        """Let a noun phrase be an actor of its own; a state's government is the state."""
        part_of = self._roles.part_of(head)
        if part_of and self._grammar.lower[head] in GOVERNING and find_places(part_of):
            return Resolution(mention, Actor(part_of, "state"), "nationality")
        written = own_name(self._grammar, self._text, head, words[0], words[-1] + 1)
        named = any(letter.isalnum() for letter in written)
        actor = Actor(written, type_of(self._grammar, head), part_of) if named else None
        return Resolution(mention, actor, "itself")

    def _part_of_name(self, mention: Span, name: Name, words: range) -> Resolution | None:
        """Resolve the Roe of "Roe Foundation": a mention that is only a part of another's name."""
        inside = [word for word in words if self._grammar.tags[word] not in ("DT", "POS")]
        if not inside or inside[0] < name.first or inside[-1] > name.last or len(inside) > name.last - name.first:
            return None
        members = self._cast.of(name)
        if not members or members[0].type == "person":
            return None
        parts = tuple(plain(self._grammar.words[word]) for word in inside)
        people = [member for member in self._cast.find(parts) if member.type == "person"]
        if len(people) == 1:
            return Resolution(mention, self._actor(people[0]), "surname")
        written = self._text[self._grammar.starts[inside[0]] : self._grammar.ends[inside[-1]]]
        return self._state(mention, find_places(written)) or Resolution(mention, Actor(written, "unknown"), "itself")

    def _name(self, mention: Span, name: Name) -> Resolution | None:
        """Resolve a proper name; None when it is neither a member of the cast nor a state."""
        members = self._cast.of(name)
        if len(members) == 1:
            return Resolution(mention, self._actor(members[0]), _rule_of(name, members[0]))
        if members:
            return self._ambiguous(mention, members, "surname")
        return self._state(mention, find_places(" ".join(name.parts)))

    def _state(self, mention: Span, places: Sequence[Place]) -> Resolution | None:
        if len(places) > 1:
            places = [place for place in places if place.state in self._roles.states] or places
        if not places or places[0].rule == "people":
            return None
        rule = "full name" if places[0].rule == "itself" else places[0].rule
        if len(places) > 1:
            return Resolution(mention, None, rule, tuple(place.state for place in places))
        return Resolution(mention, Actor(places[0].state, "state"), rule)

    def _pronoun(self, mention: Span, word: int, outside: Sequence[Span], speaker: Span | None) -> Resolution:
        lower = self._grammar.lower[word]
        if lower in THIRD:
            member = self._antecedents.of.get(word)
            if outside:
                member = self._antecedents.choose(word, lambda at: self._inside(at, outside))
            if member in self._unnamed.word_of:
                return self._follow(mention, self._unnamed.word_of[member], 1)
            return Resolution(mention, self._actor(member) if member else None, "pronoun")
        if lower in FIRST:
            if speaker is None:
                return self._follow(mention, self.speaker(word), _DEEPEST)
            return replace(self.resolve(speaker, outside, None), mention=mention, rule="pronoun")
        if lower in SECOND:
            return Resolution(mention, None, "pronoun")
        if lower in PLURAL or lower in THING:
            antecedent = self._groups.before(word, lower in PLURAL, lambda at: self._inside(at, outside))
            return self._follow(mention, antecedent, 1)
        return self._follow(mention, self._groups.of_relative(word), _DEEPEST)

    def _follow(self, mention: Span, word: int | None, deep: int) -> Resolution:
        """Resolve a pronoun as the word it stands for is."""
        unknown = Resolution(mention, None, "pronoun")
        if word is None or deep == 0:
            return unknown
        if not self._is_pronoun(word):
            found = self._noun(mention, word, self._groups.phrase(word))
        elif self._grammar.lower[word] in FIRST:
            return unknown
        elif self._grammar.lower[word] in THIRD | PLURAL | THING:
            found = self._pronoun(mention, word, (), None)
        else:
            found = self._follow(mention, self._groups.of_relative(word), deep - 1)
        return replace(found, rule="pronoun")

    def _inside(self, word: int, spans: Sequence[Span]) -> bool:
        start = self._grammar.starts[word]
        return any(first <= start < end for first, end in spans)

    def _speaking(self, quotation: int) -> Member | None:
        """Return the person who speaks in a quotation, as far as the walk over pronouns has come."""
        word = self._speakers[quotation]
        if word is None:
            return None
        if name := self._names.get(word):
            members = self._cast.of(name)
            return members[0] if len(members) == 1 else None
        return self._roles.bearer_at.get(word) or self._antecedents.of.get(word) or self._unnamed.at.get(word)

    def _mentions(self, names: Sequence[Name]) -> list[Mention]:
        """List where persons are named."""
        found = []
        for name in names:
            members = self._cast.of(name)
            if len(members) == 1 and members[0].type == "person":
                found.append(Mention(head_of(self._grammar, name), members[0]))
        return found

    def _actor(self, member: Member) -> Actor:
        return Actor(member.name, member.type, self._roles.affiliation(member))

    def _ambiguous(self, mention: Span, members: Sequence[Member], rule: str) -> Resolution:
        return Resolution(mention, None, rule, tuple(sorted({member.name for member in members})))


def _rule_of(name: Name, member: Member) -> str:
    if name.parts == member.parts:
        return "full name"
    if member.type != "person":
        return "acronym" if name.text.isupper() else "short name"
    return "title" if name.titles else "surname" if name.parts[-1] == member.parts[-1] else "first name"
