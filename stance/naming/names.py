"""Proper names in an article, each with the title that stands before it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from stance.language.grammar import Grammar
from stance.language.spelling import plain
from stance.naming.headlines import CommonWords, find_headline_runs, is_headline
from stance.naming.nameruns import find_runs
from stance.naming.people_words import (
    HONORIFICS,
    ORGANISATION_WORDS,
    PERSON_NOUNS,
    ROYAL,
    SUFFIXES,
    TITLES,
    bare,
    given_names,
    singular,
)
from stance.naming.places import find_places


@dataclass(frozen=True)
class Name:
    """One occurrence of a proper name.

    Attributes
    ----------
    start, first, last : int
        Words: where its title begins, where the bare name begins, and its last word.
    parts : tuple of str
        The words of the name with case and accents folded, without suffixes such as Jr.
    titles : tuple of str
        The words of the title before it, in lower case.
    text : str
        The name as it is written, without its title.
    """

    start: int
    first: int
    last: int
    parts: tuple[str, ...]
    titles: tuple[str, ...]
    text: str


def find_names(grammar: Grammar, text: str) -> list[Name]:
    """Find the proper names of an article, in order; those of headlines by what the running text has."""
    headlines = [paragraph for paragraph in range(len(grammar.paragraphs)) if is_headline(grammar, paragraph)]
    running = sorted(set(range(len(grammar.paragraphs))) - set(headlines))
    common = CommonWords(grammar)
    names = _read_all(grammar, text, find_runs(grammar, running))
    known = _known_words(grammar, names)
    names = [_without_opening_word(grammar, text, name, known, common) for name in names]
    if headlines:
        names += _read_all(grammar, text, find_headline_runs(grammar, headlines, known, common))
        names.sort(key=lambda name: name.first)
    return names


def _read_all(grammar: Grammar, text: str, runs: Iterable[tuple[int, int]]) -> list[Name]:
    return [name for first, end in runs if (name := _read(grammar, text, first, end))]


def _known_words(grammar: Grammar, names: list[Name]) -> Counter[tuple[str, ...]]:
    """Count the words of names, in lower case, and the surnames of persons."""
    known: Counter[tuple[str, ...]] = Counter()
    for name in names:
        words = tuple(grammar.lower[name.first : name.last + 1])
        known[words] += 1
        if len(words) > 1 and (name.titles or name.parts[0] in given_names()):
            known[words[-1:]] += 1
    return known


def _without_opening_word(
    grammar: Grammar, text: str, name: Name, known: Counter[tuple[str, ...]], common: CommonWords
) -> Name:
    """Cut off a word that has its capital from its place: Everything | Roe says."""
    words = tuple(grammar.lower[name.first : name.last + 1])
    if (
        len(words) < 2
        or name.start != grammar.sentences[grammar.sentence_of[name.first]][0]
        or known[words] > 1
        or not known[words[1:]]
        or words[0] not in common
        or words[0] in given_names()
        or words[-1] in ORGANISATION_WORDS
    ):
        return name
    return _read(grammar, text, name.first + 1, name.last + 1) or name


def _read(grammar: Grammar, text: str, first: int, end: int) -> Name | None:
    """Part a run into title and name; None when it is only a title."""
    start, last = first, end - 1
    first = _after_title(grammar, first, end)
    if first >= end:
        return None
    while first < last and grammar.words[last] in ("'s", "’s", "'", "’"):
        last -= 1
    words = [grammar.lower[i] for i in range(first, last + 1)]
    while len(words) > 1 and (words[-1] in SUFFIXES or words[-1] == ","):
        words.pop()
    written = text[grammar.starts[first] : grammar.ends[last]]
    titles = tuple(bare(grammar.lower[i]) for i in range(start, first))
    while start and _is_role(grammar, start - 1):
        start -= 1
        titles = (grammar.lower[start], *titles)
    parts = tuple(plain(" ".join(words)).replace(" - ", "-").replace(".", "").split())
    if parts and parts[-1].endswith("'s"):
        parts = (*parts[:-1], parts[-1][:-2])
    if not parts or (first == last and not titles and _is_common(grammar, first)):
        return None
    return Name(start, first, last, parts, titles, " ".join(written.split()))


def _is_common(grammar: Grammar, word: int) -> bool:
    """Say whether a capital belongs to a noun or adjective that names nobody: the Republican, Democratic."""
    if find_places(grammar.words[word]):
        return False
    party = grammar.lower[word] in PERSON_NOUNS and grammar.tags[word] in ("NN", "NNP", "JJ")
    return party or (grammar.tags[word] == "JJ" and grammar.entities[word] in ("NORP", ""))


def _is_role(grammar: Grammar, word: int) -> bool:
    """Say whether a small-lettered noun stands as a title: spokesman John Roe."""
    return (
        grammar.tags[word] in ("NN", "NNP")
        and grammar.lower[word] in PERSON_NOUNS
        and grammar.sentence_of[word] == grammar.sentence_of[word + 1]
    )


def _after_title(grammar: Grammar, first: int, end: int) -> int:
    """Return the first word of the bare name in a run."""
    lower = [bare(grammar.lower[i]) for i in range(first, end)]
    if _opens_sentence(grammar, first, end):
        return first + 1
    if any(word in ORGANISATION_WORDS for word in lower[1:]) and lower[-1] in ORGANISATION_WORDS:
        return first
    after = 0
    for at, word in enumerate(lower):
        small = grammar.words[first + at].islower() and word in PERSON_NOUNS  # Pan-democrat Jane Roe
        several = at == 0 and len(lower) > 1 and singular(word) in TITLES and word not in given_names()  # Senators
        if small or several or word in HONORIFICS or word in TITLES or (word in ROYAL and len(lower) - at > 2):
            if word in given_names() and at == 0 and len(lower) == 2:
                continue  # Dean Kamen
            if at + 1 == len(lower) and after < at and not _is_office(lower):
                continue  # a surname such as Judge
            after = at + 1
    if after < len(lower) and lower[after] in ("of", "for", "to"):
        return first
    return first + after


def _opens_sentence(grammar: Grammar, first: int, end: int) -> bool:
    """Say whether a run's first word has its capital from its place before a full name: Nonpartisan Jane Roe."""
    lower = grammar.lower
    return (
        end - first > 2
        and first == grammar.sentences[grammar.sentence_of[first]][0]
        and lower[first] not in given_names()
        and bare(lower[first]) not in TITLES | HONORIFICS.keys() | ROYAL
        and plain(lower[first + 1]) in given_names()
        and lower[end - 1] not in ORGANISATION_WORDS
    )


def _is_office(lower: list[str]) -> bool:
    """Say whether a run that ends in a title is an office (Prime Minister), not a person (Alice Judge)."""
    return lower[0] not in given_names()
