"""The cast of one article: whom its names name, short forms joined to full ones."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from stance.language.grammar import Grammar
from stance.naming.kinds import given_name, kind_of
from stance.naming.nameforms import better, organisation_forms, same_person, short_forms, spelling, title_gender
from stance.naming.names import Name
from stance.naming.people_words import ORGANISATION_WORDS, PARTICLES, given_names

_LISTED = 100
"""Members that one short form is kept for; that it is ambiguous shows much sooner."""

_COMPARED = 40
"""Persons of one surname that a new full name is compared with, so that a list of thousands stays quick."""


@dataclass(eq=False)
class Member:
    """Someone or something that an article names.

    Attributes
    ----------
    name : str
        The fullest form of the name, in the spelling met most often.
    type : str
        ``person``, ``organisation``, ``group`` or ``unknown``.
    parts : tuple of str
        The words of the fullest form, folded.
    names : list of Name
        Its occurrences.
    genders : Counter
        Votes for ``male`` and ``female``.
    """

    name: str
    type: str
    parts: tuple[str, ...]
    names: list[Name] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def gender(self) -> str:
        """The gender with more votes; empty when unknown."""
        male, female = self.genders["male"], self.genders["female"]
        return "male" if male > female else "female" if female > male else ""


class Cast:
    """The members of an article's cast, and which of them each name means.

    Parameters
    ----------
    grammar : Grammar
        The article.
    names : list of Name
        Its names, in order.
    """

    def __init__(self, grammar: Grammar, names: list[Name]):
        self.members: list[Member] = []
        self._short: dict[tuple[str, ...], list[Member]] = defaultdict(list)
        self._of: dict[int, list[Member]] = {}
        self._first: dict[Member, int] = {}
        self._full: dict[Member, list[int]] = defaultdict(list)
        self._called: dict[tuple[str, ...], Member] = {}
        self._organisations: dict[str, list[Member]] = defaultdict(list)
        self._grammar = grammar
        by_parts: dict[tuple[str, ...], list[Name]] = defaultdict(list)
        for name in names:
            by_parts[name.parts].append(name)
        kinds = {parts: kind_of(grammar, parts, same) for parts, same in by_parts.items()}
        self._enter_long_names(by_parts, kinds)
        for places in self._full.values():
            places.sort()
        self._enter_short_names(by_parts, kinds)

    def of(self, name: Name) -> list[Member]:
        """Return whom an occurrence of a name means: one member, several when it is ambiguous, or none."""
        return self._of.get(name.first, [])

    def find(self, parts: tuple[str, ...]) -> list[Member]:
        """Return the members that a full or short name fits."""
        return self._short.get(parts, [])

    def organisations(self, noun: str) -> list[Member]:
        """Return the organisations that have a noun in their name: the ministry, Ministry of Defence."""
        return self._organisations.get(noun, [])

    def _enter_long_names(self, by_parts: dict[tuple[str, ...], list[Name]], kinds: dict[tuple[str, ...], str]) -> None:
        same_surname: dict[str, list[Member]] = defaultdict(list)
        long = {parts: names for parts, names in by_parts.items() if len(parts) > 1 and kinds[parts] != "state"}
        for parts, names in sorted(long.items(), key=lambda item: -len(item[0][0])):  # J. Roe after Jane and John Roe
            if kinds[parts] != "person":
                continue
            if parts[0] in PARTICLES and parts[0] not in given_names():
                continue  # a surname alone: De Bruyne
            firsts = [name.first for name in names]
            same = [m for m in same_surname[parts[-1]][-_COMPARED:] if same_person(m.parts, parts)]
            known = next((m for m in same if m.parts[0] == parts[0]), same[0] if same else None)
            if len({m.parts[0] for m in same}) > 1 and known is not None and known.parts[0] != parts[0]:
                for name in names:
                    self._bind(name, same)
                continue
            if known is None:
                known = Member("", "person", parts)
                same_surname[parts[-1]].append(known)
            elif better(parts, known.parts):
                known.parts = parts
            self._full[known] += firsts
            self._enter(known, names, short_forms(parts))
        for parts, names in long.items():
            if kinds[parts] != "person" and not self._short.get(parts):
                forms = [*organisation_forms(parts), *self._in_brackets(names)]
                self._enter(Member("", kinds[parts], parts), names, forms)

    def _enter_short_names(
        self, by_parts: dict[tuple[str, ...], list[Name]], kinds: dict[tuple[str, ...], str]
    ) -> None:
        for parts, names in by_parts.items():
            if names[0].first in self._of:
                continue
            if self._may_be_short(parts, names):
                self._enter_stranger(parts, names)
                for name in names:
                    chosen = self._choose(self._short[parts], name)
                    self._bind(name, chosen)
                    if len(chosen) == 1:
                        self._called.setdefault(parts, chosen[0])
            elif kinds[parts] != "state":
                self._enter(Member("", kinds[parts], parts), names, [parts])

    def _in_brackets(self, names: list[Name]) -> list[tuple[str, ...]]:
        """Return the acronyms that stand in brackets behind a name."""
        words = self._grammar.words
        found: list[tuple[str, ...]] = []
        for name in names[:3]:
            at = name.last + 1
            if at + 2 < len(words) and words[at] == "(" and words[at + 2] == ")":
                short = words[at + 1].replace(".", "")
                if short.isupper() and 1 < len(short) < 12:
                    found.append((short.casefold(),))
        return found

    def _may_be_short(self, parts: tuple[str, ...], names: list[Name]) -> bool:
        """Say whether a name may be another's short form; initials count where they are written as capitals."""
        fits = self._short.get(parts, [])
        written = names[0].text.replace(".", "")
        if any(member.type == "person" for member in fits):
            label = self._grammar.words[names[0].last + 1 : names[0].last + 2] == [":"]  # ROE: in a transcript
            acronym = written.isupper() and len(written) < 4 and len(parts) == 1 and not label
            return not acronym or any(member.name.isupper() for member in fits)  # the U.N. is not Kim Jong Un
        if names[0].start and self._grammar.lower[names[0].start - 1] == "the" and len(fits) == 1:
            return True
        return len(fits) == 1 and (len(parts) > 1 or written.isupper() or fits[0].parts[0] == parts[0])

    def _enter_stranger(self, parts: tuple[str, ...], names: list[Name]) -> None:
        """Enter who is only called Mr. Roe, where every Roe that is named in full is a woman."""
        asked = [vote for name in names[:_COMPARED] for title in name.titles if (vote := title_gender(title))]
        for gender in dict.fromkeys(asked):
            if all(member.gender and member.gender != gender for member in self._short[parts]):
                stranger = Member("", "person", parts)
                stranger.genders[gender] += 1
                self._called.setdefault(parts, stranger)
                self._first[stranger] = -1  # known from the first word on
                self._enter(stranger, [], [parts])
                stranger.name = spelling(parts, names, stranger.type)

    def _enter(self, member: Member, names: Iterable[Name], forms: Iterable[tuple[str, ...]]) -> None:
        if not member.names:
            self.members.append(member)
            if member.type == "organisation":
                for part in set(member.parts) & ORGANISATION_WORDS:
                    self._organisations[part].append(member)
        for name in names:
            self._bind(name, [member])
        for form in forms:
            if len(self._short[form]) < _LISTED and member not in self._short[form]:
                self._short[form].append(member)
        member.name = spelling(member.parts, member.names, member.type)

    def _bind(self, name: Name, members: list[Member]) -> None:
        self._of[name.first] = members
        if len(members) == 1:
            member = members[0]
            self._first[member] = min(name.first, self._first.get(member, name.first))
            member.names.append(name)
            for vote in filter(None, map(title_gender, name.titles)):
                member.genders[vote] += 5
            if member.type == "person" and len(name.parts) > 1 and (vote := given_names().get(given_name(name), "")):
                member.genders[vote] += 2

    def _choose(self, fits: list[Member], name: Name) -> list[Member]:
        """Choose among members that a short name fits, by its title, or by who was so called before the others came."""
        asked = {vote for title in name.titles if (vote := title_gender(title))}
        if asked:
            fits = [m for m in fits if not m.gender or m.gender in asked] or fits
        known = [m for m in fits if self._first[m] < name.first]
        if len(fits) == 1 or len(known) == 1:
            return fits if len(fits) == 1 else known
        called = self._called.get(name.parts)
        if called is not None and called in known:
            return [called]
        return self._just_named(fits, name) or fits

    def _just_named(self, fits: list[Member], name: Name) -> list[Member]:
        """Return the one who was named in full in this sentence or the one before, when no other is near."""
        grammar = self._grammar
        near, others = [], 0
        for member in fits[:_COMPARED]:
            at = bisect_left(self._full.get(member, []), name.first) - 1
            if at < 0:
                continue
            last = self._full[member][at]
            if grammar.paragraph_of[name.first] - grammar.paragraph_of[last] <= 1:
                others += 1
                if grammar.sentence_of[name.first] - grammar.sentence_of[last] <= 1:
                    near.append(member)
        return near if len(near) == 1 and others == 1 else []
