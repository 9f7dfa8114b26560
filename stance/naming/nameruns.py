"""Runs of capitals: where proper names, with what belongs to them, begin and end."""

from collections.abc import Iterable, Iterator

from stance.language.grammar import Grammar
from stance.language.spelling import plain, word_set
from stance.naming.people_words import (
    HONORIFICS,
    OPENS_OF,
    ORGANISATION_WORDS,
    PARTICLES,
    PERSON_NOUNS,
    ROYAL,
    TITLES,
    bare,
    given_names,
)
from stance.naming.places import find_places

_NAME_TAGS = ("NNP", "NNPS")
_OF = ("of", "for", "on")
_NEVER = word_set(
    """
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec image photo photograph
    caption credit i
    """
)
_CLOSING = word_set("relations affairs rights research sciences development immigrants refugees security health trade")
"""Words that close names that opened with Council, Office and the like."""

_LONGEST = 12
"""Words of the longest name; a longer run of capitals is a headline or a table."""


def find_runs(grammar: Grammar, paragraphs: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first word of each run and the one after its last; a run holds one name and the title before it."""
    for paragraph in paragraphs:
        word, end = grammar.paragraphs[paragraph]
        while word < end:
            if not _is_capital(grammar, word):
                word += 1
                continue
            after = _joined_by_of(grammar, word, _end_of_run(grammar, word))
            if after - word <= _LONGEST:
                yield from _cuts(grammar, word, after)
            word = after


def _is_capital(grammar: Grammar, word: int) -> bool:
    text = grammar.words[word]
    if not text[0].isupper() or grammar.lower[word] in _NEVER or grammar.entities[word] == "LANGUAGE":
        return False
    if grammar.tags[word] in _NAME_TAGS:
        return True
    return grammar.entities[word] in ("PERSON", "NORP", "GPE", "ORG") and grammar.tags[word] not in ("DT", "IN", "PRP")


def _end_of_run(grammar: Grammar, word: int) -> int:
    """Return the word after a run of capitals, with the particles and hyphens inside it."""
    _, sentence_end = grammar.sentences[grammar.sentence_of[word]]
    end = word + 1
    while end < sentence_end:
        if _is_capital(grammar, end) and not _new_person(grammar, end):
            end += 1
        elif _glued(grammar, end) and end + 1 < sentence_end:
            end += 2
        elif grammar.lower[end] in PARTICLES and (after := _after_particles(grammar, end, sentence_end)):
            end = after
        elif end + 1 < sentence_end and _joins(grammar, end):
            end += 2
        else:
            break
    return end


def _joins(grammar: Grammar, word: int) -> bool:
    """Recognise the middle of "Roe & Doe", of "Roads and Bridges Committee" and of "John Roe, Jr."."""
    if grammar.words[word] == "&":
        return _is_capital(grammar, word + 1)
    if grammar.lower[word] == "and" and grammar.entities[word] == "ORG":
        after = word + 1
        while after < len(grammar) and after - word < _LONGEST and _is_capital(grammar, after):
            after += 1
        return grammar.lower[after - 1] in ORGANISATION_WORDS
    return grammar.words[word] == "," and grammar.lower[word + 1] in ("jr", "jr.", "sr.")


def _new_person(grammar: Grammar, word: int) -> bool:
    """Say whether a quotation mark's edge runs between two capitals."""
    return grammar.quotation_of[word] != grammar.quotation_of[word - 1]


def _glued(grammar: Grammar, word: int) -> bool:
    return (
        grammar.words[word] in ("-", "‐", "‑")
        and word + 1 < len(grammar)
        and grammar.ends[word - 1] == grammar.starts[word]
        and grammar.ends[word] == grammar.starts[word + 1]
        and grammar.words[word + 1][0].isalpha()
    )


def _after_particles(grammar: Grammar, word: int, sentence_end: int) -> int:
    """Return the word after particles and the name they lead to; 0 when they lead to none."""
    while word < sentence_end and grammar.lower[word] in PARTICLES:
        word += 2 if word + 1 < sentence_end and _glued(grammar, word + 1) else 1
    return word + 1 if word < sentence_end and _is_capital(grammar, word) else 0


def _joined_by_of(grammar: Grammar, word: int, end: int) -> int:
    """Let a name such as Ministry go on over "of" or "for the"."""
    _, sentence_end = grammar.sentences[grammar.sentence_of[word]]
    while (
        end + 1 < sentence_end
        and grammar.lower[end] in _OF
        and any(grammar.lower[i] in OPENS_OF for i in range(word, end))
    ):
        after = end + 2 if grammar.lower[end + 1] == "the" else end + 1
        if after >= sentence_end or not _is_capital(grammar, after):
            break
        end = _end_of_run(grammar, after)
    return end


def _cuts(grammar: Grammar, first: int, end: int) -> list[tuple[int, int]]:
    """Cut a run where a person's name begins behind another name: United States | Jane Roe."""
    for word in range(first + 1, end):
        if _is_person_start(grammar, word, end) and _may_stand_before(grammar, first, word):
            return [(first, word), (word, end)]
    if start := _organisations_person(grammar, first, end):
        return [(first, start), (start, end)]
    return [(first, end)]


def _organisations_person(grammar: Grammar, first: int, end: int) -> int:
    """Return where the person begins in "the head of the Harbour Council Jane Roe said"; 0 when there is none."""
    before = [grammar.lower[word] for word in range(max(0, first - 4), first)]
    if not any(word in PERSON_NOUNS for word in before) or not {"of", "for", "at"} & set(before[-2:]):
        return 0
    if end >= len(grammar) or grammar.tags[end][0] not in "VM,":
        return 0
    closing = [word for word in range(first, end - 2) if grammar.lower[word] in ORGANISATION_WORDS | _CLOSING]
    start = closing[-1] + 1 if closing else end
    return start if 2 <= end - start <= 3 else 0


def _is_person_start(grammar: Grammar, word: int, end: int) -> bool:
    if grammar.ends[word - 1] == grammar.starts[word]:
        return False  # behind a hyphen: Jean-Marc
    if grammar.entities[word] == "PERSON" and grammar.entities[word - 1] != "PERSON":
        return end - word > 1
    return word + 1 < end and plain(grammar.words[word]) in given_names()


def _may_stand_before(grammar: Grammar, first: int, word: int) -> bool:
    """Say whether the words before a person's name are a place or an organisation, not a title or a part of it."""
    before = [grammar.lower[i] for i in range(first, word)]
    if bare(before[-1]) in TITLES or bare(before[-1]) in HONORIFICS or bare(before[-1]) in ROYAL:
        return False
    if before[-1] in ORGANISATION_WORDS or find_places(" ".join(before)):
        return True
    if grammar.words[word - 1].isupper() and len(before[-1]) > 2 and not grammar.words[word].isupper():
        return True  # an acronym
    return grammar.entities[word - 1] in ("ORG", "GPE", "NORP") and before[-1] not in given_names()
