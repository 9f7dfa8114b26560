"""Sources found by position alone, where parsers err: beside quotations, between commas, before misread verbs."""

from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import LEMMAS, SAY_FORMS

_NOMINAL = ("NNP", "NNPS", "NN", "NNS", "PRP")
_BEFORE_HEAD = ("DT", "JJ", "CD", "PRP$", "POS", "NNP", "NN", "VBN", "VBG", "HYPH", "NNPS", "NNS", "PRP")


def beside(grammar: Grammar, verb: int) -> tuple[int, str] | None:
    """Find a source by position alone, where parsers err: ``," said Roe``, ``Stated Roe:`` and ``Roe accused``."""
    quoted, first = grammar.quotation_of[verb] != NO_QUOTATION, grammar.sentence_words(verb).start
    if verb > first and _reads_as_modifier(grammar, verb) and grammar.tags[verb - 1] in ("NNP", "NNPS", "PRP"):
        return verb - 1, "beside"
    if grammar.lower[verb] not in SAY_FORMS or quoted:
        return None
    if _follows_quotation(grammar, verb):
        return verb - 1, "beside"
    after_quotation = verb > 0 and grammar.quotation_of[verb - 1] != NO_QUOTATION
    if after_quotation or (verb == first and grammar.tags[verb] in ("VBD", "VBN", "VBZ")):
        return _phrase_after(grammar, verb)
    return _between_commas(grammar, verb)


def _follows_quotation(grammar: Grammar, verb: int) -> bool:
    """Tell whether nothing but a name stands between a quotation and a verb: ``," Roe told``."""
    word = verb - 1
    while word > 0 and grammar.tags[word] in ("NNP", "NNPS") and grammar.quotation_of[word] == NO_QUOTATION:
        word -= 1
    return word < verb - 1 and grammar.quotation_of[word] != NO_QUOTATION


def _between_commas(grammar: Grammar, verb: int) -> tuple[int, str] | None:
    """Find the source in ``The bridge, said Roe, would fall``."""
    if verb == 0 or grammar.words[verb - 1] != "," or grammar.tags[verb] not in ("VBD", "VBZ", "VBN"):
        return None
    found = _phrase_after(grammar, verb)
    closed = found is not None and found[0] + 1 < len(grammar) and grammar.words[found[0] + 1] in {",", "."}
    return found if closed else None


def _reads_as_modifier(grammar: Grammar, verb: int) -> bool:
    return (
        grammar.relations[verb] in ("amod", "compound", "nmod")
        and grammar.tags[verb] in ("VBN", "VBD", "VBZ")
        and grammar.lower[verb] in LEMMAS
    )


def _phrase_after(grammar: Grammar, verb: int) -> tuple[int, str] | None:
    """Return the head of the noun phrase that begins right after a verb."""
    end = grammar.paragraphs[grammar.paragraph_of[verb]][1]
    word = verb + 1
    while (
        word < end
        and grammar.tags[word] in _BEFORE_HEAD
        and (grammar.tags[word] not in _NOMINAL or (word + 1 < end and grammar.tags[word + 1] in (*_NOMINAL, "POS")))
    ):
        word += 1
    return (word, "beside") if word < end and grammar.tags[word] in _NOMINAL else None
