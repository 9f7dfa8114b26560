"""Headlines: text with a capital on every word, where capitals tell no names."""

from collections.abc import Container, Iterator, Sequence

from stance.language.grammar import Grammar
from stance.language.lexicon import ADJECTIVE_SET, LEMMAS, NOUN_FORMS
from stance.language.spelling import plain, word_set
from stance.naming.people_words import (
    HONORIFICS,
    ORGANISATION_WORDS,
    PARTICLES,
    PERSON_NOUNS,
    ROYAL,
    TITLES,
    bare,
    given_names,
)
from stance.naming.places import find_places

_ENDINGS = (".", "”", '"')
_SMALL = word_set("a an and as at but by for from if in into nor of off on or per than that the to up via vs with")
"""Words that headlines leave without capitals."""

_LONGEST = 40
_SHORTEST = 5
_CAPITALS = 0.8
"""Share of the other words that have a capital."""

_NAME = 5
"""Words of the longest name that is looked for in a headline."""

HYPHENS = ("-", "‐", "‑")
_INDEFINITE = word_set("everything nothing anything something everyone everybody nobody whatever whoever")

Words = tuple[str, ...]


def is_headline(grammar: Grammar, paragraph: int) -> bool:
    """Say whether nearly every word of a paragraph has a capital; a short one counts only where the article begins."""
    first, end = grammar.paragraphs[paragraph]
    if not (_SHORTEST if paragraph else 3) <= end - first <= _LONGEST:
        return False
    words = [word for word in range(first, end) if grammar.words[word].isalpha() and grammar.lower[word] not in _SMALL]
    capitals = sum(grammar.words[word][0].isupper() for word in words)
    if len(words) < 3 or capitals <= _CAPITALS * len(words):
        return False
    # with a full stop it may be a short sentence full of names, whose verb has a small letter
    says = any(grammar.tags[word][0] in "VM" and grammar.words[word].islower() for word in words)
    return not says or grammar.words[end - 1] not in _ENDINGS


class CommonWords:
    """Words of which an article or the lists of verbs and nouns show that they are no names."""

    def __init__(self, grammar: Grammar):
        self._small = {word for word in grammar.words if word.islower()}

    def __contains__(self, word: object) -> bool:
        known = word in LEMMAS or word in NOUN_FORMS or word in ADJECTIVE_SET or word in PERSON_NOUNS
        return known or word in _INDEFINITE or word in self._small


def find_headline_runs(
    grammar: Grammar, paragraphs: Sequence[int], known: Container[Words], common: Container[str]
) -> Iterator[tuple[int, int]]:
    """Yield the first word of each name in a headline, its title before it, and the word after its last.

    Parameters
    ----------
    grammar : Grammar
        The article.
    paragraphs : sequence of int
        Its headlines.
    known : container of tuple of str
        Names that the running text has, and the surnames in it.
    common : container of str
        Words that are no names.
    """
    for paragraph in paragraphs:
        first, end = grammar.paragraphs[paragraph]
        word = free = first
        while word < end:
            after = _known(grammar, word, end, known) or _clear(grammar, word, end, common)
            if after:
                yield _title(grammar, word, free), after
                free = after
            word = after or word + 1


def _known(grammar: Grammar, word: int, end: int, known: Container[Words]) -> int:
    """Return the word after the longest known name that begins at a word; 0 when there is none."""
    if grammar.words[word][0].isupper():
        for after in range(min(end, word + _NAME), word, -1):
            if tuple(grammar.lower[word:after]) in known:
                return after
    return 0


def _clear(grammar: Grammar, word: int, end: int, common: Container[str]) -> int:
    """Return the word after what is a name in any text: a state, Jane Roe, an acronym, a council; 0 otherwise."""
    written = grammar.words[word]
    if not written[0].isupper():
        return 0
    for after in range(min(end, word + 3), word, -1):
        if find_places(" ".join(grammar.words[word:after])):
            return after
    if plain(written) in given_names():
        return _after_surname(grammar, word, end, common)
    if written.isupper() and written.isalpha() and 1 < len(written) < 7 and grammar.entities[word] == "ORG":
        near = grammar.words[max(0, word - 1) : word] + grammar.words[word + 1 : word + 2]
        return 0 if any(len(other) > 1 and other.isupper() for other in near) else word + 1
    return _after_organisation(grammar, word, end, common)


def _after_surname(grammar: Grammar, word: int, end: int, common: Container[str]) -> int:
    after, surname = word + 1, False
    while after < min(end, word + _NAME):
        text, lower = grammar.words[after], grammar.lower[after]
        if lower in PARTICLES or (len(bare(text)) == 1 and text[0].isupper()):
            after += 1
        elif surname and text in HYPHENS and grammar.ends[after] == grammar.starts[min(after + 1, end - 1)]:
            after += 2
        elif text[0].isupper() and text.isalpha() and lower not in common and not surname:
            after, surname = after + 1, True
        else:
            break
    return min(after, end) if surname else 0


def _after_organisation(grammar: Grammar, word: int, end: int, common: Container[str]) -> int:
    """Return the word after Council, Ministry and the like, when only names lead to it."""
    after = word
    while after < min(end, word + _NAME) and grammar.entities[after] == "ORG" and grammar.words[after][0].isupper():
        if grammar.lower[after] in ORGANISATION_WORDS:
            return after + 1 if after > word else 0
        if grammar.lower[after] in common:
            return 0
        after += 1
    return 0


def _title(grammar: Grammar, word: int, free: int) -> int:
    """Return where the title before a name begins."""
    while word > free and bare(grammar.lower[word - 1]) in TITLES | HONORIFICS.keys() | ROYAL:
        word -= 1
    return word
