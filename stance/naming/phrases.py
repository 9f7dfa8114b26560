"""Noun phrases as actors of their own: what they are called and of what type they are."""

from stance.language.grammar import Grammar
from stance.language.spelling import word_set
from stance.naming.people_words import GROUP_NOUNS, ORGANISATION_NOUNS, PERSON_NOUNS, singular
from stance.naming.places import find_place

ARTICLES = word_set("the a an this that these those")
_DEFINITE = word_set("the this that these those")
_AGENTS = ("er", "or", "ist", "ian", "ee", "crat", "ite", "ant")
"""Endings of nouns for people: demonstrator, environmentalist."""

_THINGS = word_set("""paper newspaper letter number computer offer order matter power letter factor error mirror poster
    timber winter weather river water tower monitor sector restaurant plant grant variant website site suite committee
    degree fee tree coffee""")
_NO_BODIES = word_set("""capital coal energy foods fund gas motors news oil pictures post power
    project projects records service services station steel studies systems technologies times watch works""")
"""Nouns that belong to names of organisations, but are none without a name."""

_SHARES = word_set("""number majority minority handful dozens hundreds thousands couple pair
    rest all each one two three four five""")
_NO_NAMES = ("", "CARDINAL", "PERCENT", "QUANTITY", "DATE", "ORDINAL")
_NO_END = ("POS", ",", ".", "''", "``", ":", "CC", "HYPH", "-LRB-")
_LEFT_OUT = ("relcl", "appos", "acl", "advcl", "parataxis", "punct", "conj", "cc")


def is_plural(grammar: Grammar, word: int) -> bool:
    """Say whether a word is a plural noun or a word for several people."""
    lower = grammar.lower[word]
    people = lower.endswith("s") and lower not in PERSON_NOUNS and singular(lower) in PERSON_NOUNS
    return people or grammar.tags[word] in ("NNS", "NNPS", "CD") or lower in GROUP_NOUNS


def is_definite(grammar: Grammar, word: int) -> bool:
    """Say whether a noun phrase speaks of someone who is known: the mayor, his wife, President."""
    for child in grammar.children[word]:
        if grammar.relations[child] == "det":
            return grammar.lower[child] in _DEFINITE
        if grammar.relations[child] == "poss":
            return True
    return grammar.tags[word] in ("NNP", "NNPS")


def is_bare(grammar: Grammar, word: int) -> bool:
    """Say whether a noun phrase says nothing by which somebody else would be told apart: the mayor."""
    relations = {
        grammar.relations[child]
        for child in grammar.children[word]
        if grammar.lower[child] not in ("young", "old", "elderly", "same")
    }
    return "det" in relations and not relations & {"prep", "relcl", "compound", "poss", "nmod", "acl", "amod"}


def type_of(grammar: Grammar, word: int) -> str:
    """Tell the type of actor that a noun names."""
    lower = grammar.lower[word]
    place = find_place(grammar.words[word])
    if lower in _SHARES and (of := grammar.child(word, "prep")) is not None:
        people = grammar.child(of, "pobj")
        if people is None or type_of(grammar, people) != "group":
            return "unknown"
        return "person" if lower in ("one", "each") else "group"
    if lower in GROUP_NOUNS or (place is not None and place.rule == "people"):
        return "group"
    if is_plural(grammar, word):
        one = singular(lower)
        if one in ORGANISATION_NOUNS and one not in PERSON_NOUNS:
            return "organisation"
        people = one in PERSON_NOUNS or (one.endswith(_AGENTS) and one not in _THINGS)
        return "group" if people else "unknown"
    if lower in PERSON_NOUNS:
        return "person"
    return "organisation" if lower in ORGANISATION_NOUNS - _NO_BODIES else "unknown"


def _left_edge(grammar: Grammar, word: int) -> int:
    """Return the first word of what hangs from a word."""
    while grammar.children[word] and grammar.children[word][0] < word:
        word = grammar.children[word][0]
    return word


def _without_time(grammar: Grammar, head: int, end: int) -> int:
    """Return the end of a phrase without "on Tuesday"."""
    before = end
    while before - 1 > head and grammar.entities[before - 1] in ("DATE", "TIME"):
        before -= 1
    return before - 1 if before - 1 > head and grammar.tags[before - 1] == "IN" and before < end else end


def own_name(grammar: Grammar, text: str, head: int, first: int, end: int) -> str:
    """Return what an unnamed actor is called: its noun phrase without article, asides and clauses.

    Parameters
    ----------
    grammar : Grammar
        The article.
    text : str
        Its text.
    head, first, end : int
        Words: the head of the mention, its first, and the one after its last.
    """
    dropped = [
        _left_edge(grammar, child)
        for child in grammar.children[head]
        if child > head and grammar.relations[child] in _LEFT_OUT
    ]
    if dropped:
        end = max(head + 1, min(end, *dropped))
    end = _without_time(grammar, head, end)
    while end - first > 1 and (grammar.tags[end - 1] in _NO_END or grammar.lower[end - 1] == "'s"):
        end -= 1
    while first < head and (grammar.lower[first] in ARTICLES or not grammar.words[first][0].isalnum()):
        first += 1
    written = " ".join(text[grammar.starts[first] : grammar.ends[end - 1]].split())
    opening = grammar.sentences[grammar.sentence_of[first]][0]
    capital_by_place = first - opening <= 1 and grammar.tags[first] not in ("NNP", "NNPS") and not written[:2].isupper()
    if capital_by_place and grammar.entities[first] in _NO_NAMES and find_place(grammar.words[first]) is None:
        written = written[:1].lower() + written[1:]
    return written
