"""Candidates: every place where a word may credit somebody with a view, rightly or not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.attribution.complements import complement
from stance.attribution.sources import conjoined, is_expletive, possessor_of, subject_of
from stance.language.grammar import Grammar
from stance.language.lexicon import ADJECTIVE_SET, LEMMAS, NOUN_FORMS
from stance.language.spelling import word_set

ENCLOSING = word_set("clause aside according infinitive others quotation adjective about object") | {"noun clause"}
"""Patterns whose content is what somebody says, so that a cue within it is at second hand."""


@dataclass(frozen=True)
class Candidate:
    """A word that may credit a source with content.

    Attributes
    ----------
    cue : int
        The word.
    pattern : str
        Shape of the construction: clause, infinitive, others, object, about, quotation, aside, bare, noun,
        adjective, according, view, colon.
    source : int
        Word that heads the source's mention.
    route : str
        How the source was found.
    lemma : str
        Dictionary form of the cue.
    content : tuple of int
        Words of the content.
    particle : int or None
        Preposition that belongs to the cue.
    """

    cue: int
    pattern: str
    source: int
    route: str
    lemma: str
    content: tuple[int, ...]
    particle: int | None = None


def find_candidates(grammar: Grammar) -> list[Candidate]:
    """List the candidates of an article, in the order of their cues; conjoined sources give one each."""
    found: list[Candidate] = []
    for word, tag in enumerate(grammar.tags):
        if tag.startswith("VB"):
            found += _verb(grammar, word)
        elif tag.startswith("NN") and grammar.lower[word] in NOUN_FORMS:
            found += _noun(grammar, word)
        elif tag.startswith("JJ") and grammar.lower[word] in ADJECTIVE_SET:
            found += _adjective(grammar, word)
        elif tag in ("IN", "TO", "RP"):
            found += _preposition(grammar, word)
    return [one for candidate in found for one in _one_each(grammar, candidate)]


def enclosing(candidates: Sequence[Candidate]) -> list[Candidate | None]:
    """Return for each candidate the narrowest other one whose content holds its cue."""
    holder: dict[int, Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: -len(c.content)):
        if candidate.pattern in ENCLOSING:
            for word in candidate.content:
                if word != candidate.cue:
                    holder[word] = candidate
    return [holder.get(candidate.cue) for candidate in candidates]


def _one_each(grammar: Grammar, candidate: Candidate) -> Iterator[Candidate]:
    for source in conjoined(grammar, candidate.source):
        if source == candidate.source:
            yield candidate
        elif source not in candidate.content:
            yield Candidate(
                candidate.cue, candidate.pattern, source, "conjoined", candidate.lemma, candidate.content,
                candidate.particle,
            )  # fmt: skip


def _verb(grammar: Grammar, verb: int) -> Iterator[Candidate]:
    if grammar.relations[verb] in ("aux", "auxpass"):
        return
    found = subject_of(grammar, verb)
    if found is None or (found[1] != "relative" and is_expletive(grammar, found[0])):
        return
    source, route = found
    if source == verb:
        return
    lemma = LEMMAS.get(grammar.lower[verb], grammar.lower[verb])
    pattern, content, particle = complement(grammar, verb, source)
    yield Candidate(verb, pattern, source, route, lemma, tuple(content), particle)


def _noun(grammar: Grammar, noun: int) -> Iterator[Candidate]:
    found = possessor_of(grammar, noun)
    if found is None or is_expletive(grammar, found[0]):
        return
    source, route = found
    holder = set(grammar.subtree(source))
    content = [word for word in grammar.subtree(noun) if word > noun and word not in holder]
    clause = grammar.child(noun, "acl", "ccomp", "relcl")
    pattern = "noun clause" if clause is not None else "noun"
    if not content:
        verb = grammar.heads[noun]
        content = [word for word in grammar.subtree(verb) if word > verb and word != noun and word not in holder]
    yield Candidate(noun, pattern, source, route, NOUN_FORMS[grammar.lower[noun]], tuple(content or [noun]))


def _adjective(grammar: Grammar, adjective: int) -> Iterator[Candidate]:
    if grammar.relations[adjective] not in ("acomp", "conj", "ROOT", "ccomp", "advcl", "oprd", "xcomp"):
        return
    found = subject_of(grammar, adjective)
    if found is None or is_expletive(grammar, found[0]) or found[0] == adjective:
        return
    content = [word for word in grammar.subtree(adjective) if word > adjective]
    if not content:
        verb = grammar.heads[adjective]
        content = [word for word in grammar.subtree(verb) if word > adjective]
    yield Candidate(adjective, "adjective", found[0], found[1], grammar.lower[adjective], tuple(content or [adjective]))


_VIEWS = word_set("view opinion words eyes mind telling judgment judgement estimation book account")


def _preposition(grammar: Grammar, word: int) -> Iterator[Candidate]:
    """``according to Roe``, ``per Roe``, ``in Roe's view``."""
    lower = grammar.lower[word]
    previous = grammar.lower[word - 1] if word else ""
    if lower == "to" and previous == "according":
        holder = grammar.child(word, "pobj")
        if holder is None:  # a parse gone astray: the nearest noun is meant
            after = range(word + 1, min(word + 6, len(grammar)))
            holder = next((w for w in after if grammar.tags[w].startswith(("NN", "PRP"))), None)
        yield from _frame(grammar, word, word - 1, holder, "according")
    elif lower == "per" and grammar.relations[word] == "prep":
        yield from _frame(grammar, word, word, grammar.child(word, "pobj"), "according")
    elif lower in ("in", "to", "by") and grammar.relations[word] == "prep":
        noun = grammar.child(word, "pobj")
        if noun is not None and grammar.lower[noun] in _VIEWS:
            found = possessor_of(grammar, noun)
            if found is not None:
                yield from _frame(grammar, word, noun, found[0], "view")


def _frame(grammar: Grammar, word: int, cue: int, holder: int | None, pattern: str) -> Iterator[Candidate]:
    if holder is None or not grammar.tags[holder].startswith(("NN", "PRP", "DT", "CD", "JJ", "WP")):
        return
    inside = {*grammar.subtree(holder), *grammar.subtree(word), word - 1, cue}
    content = tuple(w for w in grammar.sentence_words(word) if w not in inside and re.search(r"\w", grammar.words[w]))
    yield Candidate(cue, pattern, holder, pattern, grammar.lower[cue], content)
