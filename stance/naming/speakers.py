"""Who speaks in a quotation, as the sentences around it say: enough to know who "I" is."""

from bisect import bisect_left

from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import SAY_FORMS

_SUBJECTS = ("nsubj", "nsubjpass")
_REACH = 60
"""Words before a colon in which its subject is looked for."""


def find_speakers(grammar: Grammar) -> list[int | None]:
    """Return, for each quotation, the word that heads its speaker; None where the text around names none."""
    speakers: list[int | None] = [None] * len(grammar.quotations)
    by_paragraph: dict[int, list[int]] = {}
    for word in range(len(grammar)):
        if grammar.quotation_of[word] == NO_QUOTATION and (speaker := _subject_of_saying(grammar, word)) is not None:
            by_paragraph.setdefault(grammar.paragraph_of[word], []).append(speaker)
    for number, quotation in enumerate(grammar.quotations):
        named = by_paragraph.get(quotation.paragraph, [])
        introduced = _subject_before_colon(grammar, quotation.start, by_paragraph)
        if introduced is not None:
            speakers[number] = introduced
        elif named:
            at = bisect_left(named, quotation.start, key=lambda word: grammar.starts[word])
            near = named[max(0, at - 1) : at + 1]
            speakers[number] = _nearest(grammar, near, quotation.start, quotation.end)
        elif number and quotation.paragraph - grammar.quotations[number - 1].paragraph <= 1:
            speakers[number] = speakers[number - 1]
    return speakers


def quotation_at(grammar: Grammar, word: int) -> int:
    """Return the quotation that a word stands in, also when the paragraph before has left it open."""
    number = grammar.quotation_of[word]
    if number != NO_QUOTATION:
        return number
    paragraph = grammar.paragraph_of[word]
    before = bisect_left(grammar.quotations, paragraph, key=lambda quotation: quotation.paragraph) - 1
    if before < 0 or grammar.quotations[before].closed or grammar.quotations[before].paragraph < paragraph - 1:
        return NO_QUOTATION
    return before


def _subject_of_saying(grammar: Grammar, word: int) -> int | None:
    if grammar.lower[word] == "to" and word and grammar.lower[word - 1] == "according":
        return grammar.child(word, "pobj")
    if grammar.lower[word] not in SAY_FORMS or grammar.tags[word][0] != "V":
        return None
    subject = grammar.child(word, *_SUBJECTS)
    if subject is None or grammar.quotation_of[subject] != NO_QUOTATION:
        return None
    return subject


def _subject_before_colon(grammar: Grammar, start: int, by_paragraph: dict[int, list[int]]) -> int | None:
    """Return the subject of a sentence that ends with a colon where the quotation begins."""
    colon = bisect_left(grammar.starts, start) - 1
    if colon < 0 or not grammar.words[colon].endswith(":"):
        return None
    paragraph, sentence = grammar.paragraph_of[colon], grammar.sentence_of[colon]
    saying = by_paragraph.get(paragraph, [])
    near = saying[max(0, bisect_left(saying, colon) - 1) : bisect_left(saying, colon)]
    if near and grammar.sentence_of[near[0]] == sentence:
        return near[0]
    for first in (grammar.sentences[sentence][0], max(grammar.paragraphs[paragraph][0], colon - _REACH)):
        for word in range(first, colon):
            if grammar.relations[word] in _SUBJECTS and grammar.quotation_of[word] == NO_QUOTATION:
                return word
    return None


def _nearest(grammar: Grammar, speakers: list[int], start: int, end: int) -> int:
    """Return the speaker who stands nearest to a quotation, one in a sentence of its own before any other."""
    edges = (bisect_left(grammar.ends, start + 1), bisect_left(grammar.starts, end) - 1)
    sentences = {grammar.sentence_of[word] for word in edges if 0 <= word < len(grammar)}

    def distance(word: int) -> tuple[bool, int]:
        beside = max(start - grammar.ends[word], grammar.starts[word] - end, 0)
        return grammar.sentence_of[word] not in sentences, beside

    return min(speakers, key=distance)
