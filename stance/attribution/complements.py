"""What a verb introduces: a clause, an infinitive, an object, or a quotation beside it."""

import bisect
from collections.abc import Iterator

from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import ABOUT_FORMS, SAY_FORMS


def complement(grammar: Grammar, verb: int, source: int) -> tuple[str, list[int], int | None]:
    """Find what a verb introduces: the pattern, the content's words, and the preposition between."""
    if _quotes_another(grammar, verb):
        return "bare", [], None
    quoted = near_quotation(grammar, verb, source)
    clause = grammar.child(verb, "ccomp")
    if quoted:
        words = set(grammar.subtree(clause)) if clause is not None else set()
        if sum(grammar.quotation_of[word] == NO_QUOTATION for word in words) > 2:
            return "clause", sorted(words | set(quoted)), None
        return "quotation", quoted, None
    if grammar.relations[verb] == "parataxis" or _is_aside(grammar, verb):
        own = set(grammar.subtree(source))
        return "aside", [word for word in _outside(grammar, verb) if word not in own], None
    if clause is not None:
        return "clause", grammar.subtree(clause), None
    stray = _stray_clause(grammar, verb)
    if stray is not None:
        return "clause", grammar.subtree(stray), None
    infinitive = grammar.child(verb, "xcomp")
    if infinitive is not None and grammar.tags[infinitive].startswith("VB"):
        pattern = "others" if grammar.child(verb, "dobj") is not None else "infinitive"
        return pattern, grammar.subtree(infinitive), None
    for child in grammar.children[verb]:
        if _belongs_to(grammar, child, verb):
            return "about", grammar.subtree(child)[1:] or [child], child
    return _object(grammar, verb, source)


def _quotes_another(grammar: Grammar, verb: int) -> bool:
    """``quoted Roe as saying``: the words are Roe's."""
    marker = grammar.child(verb, "prep")
    named = grammar.child(verb, "dobj", "nsubjpass")
    return marker is not None and named is not None and grammar.lower[marker] == "as" and _says(grammar, marker)


def _says(grammar: Grammar, marker: int) -> bool:
    verb = grammar.child(marker, "pcomp")
    return verb is not None and grammar.lower[verb] in SAY_FORMS


def _stray_clause(grammar: Grammar, verb: int) -> int | None:
    """Return the verb of a that-clause that the parse hung elsewhere: ``noted in answer to a question that``."""
    if grammar.lower[verb] not in SAY_FORMS:
        return None
    for phrase in grammar.children[verb]:
        if phrase > verb and grammar.relations[phrase] == "prep":
            for word in grammar.subtree(phrase):
                if grammar.lower[word] == "that" and grammar.relations[word] == "mark":
                    return grammar.heads[word]
    return None


def _belongs_to(grammar: Grammar, word: int, verb: int) -> bool:
    """Tell whether a preposition or particle is one by which its verb speaks of something."""
    return (
        word > verb
        and grammar.relations[word] in ("prep", "prt")
        and grammar.lower[verb] in ABOUT_FORMS.get(grammar.lower[word], ())
        and not _is_time(grammar, word)
    )


def _is_time(grammar: Grammar, preposition: int) -> bool:
    """``spoke on Monday`` is about nothing."""
    noun = grammar.child(preposition, "pobj")
    return noun is not None and grammar.entities[noun] in ("DATE", "TIME")


def _object(grammar: Grammar, verb: int, source: int) -> tuple[str, list[int], int | None]:
    target = grammar.child(verb, "dobj") or grammar.child(verb, "nsubjpass")
    own = set(grammar.subtree(source))
    rest = [word for word in grammar.subtree(verb, without=_other_clauses(grammar, verb)) if word not in own]
    if target is not None and grammar.tags[target] in ("WDT", "WP") and grammar.relations[verb] == "relcl":
        return "object", grammar.subtree(grammar.heads[verb], without=[verb]), None
    if target is not None and target != source:
        of_target = set(grammar.subtree(target))
        return "object", [word for word in rest if word > verb or word in of_target], None
    return "bare", [word for word in rest if word > verb], None


def _other_clauses(grammar: Grammar, verb: int) -> list[int]:
    """Return what hangs from a verb and is no part of what it says: joined clauses, the agent's ``by``."""
    return [
        child
        for child in grammar.children[verb]
        if grammar.relations[child] in ("agent", "cc", "punct", "advcl", "parataxis")
        or (grammar.relations[child] == "conj" and grammar.tags[child].startswith("VB"))
    ]


_REACH_BEFORE = 3
_REACH_AFTER = 14


def near_quotation(grammar: Grammar, verb: int, source: int) -> list[int]:
    """Return the words of the quotation that a verb and its source stand beside, or none.

    It ends right before them (``"...," said Roe``), begins after them in the same sentence, or follows their colon.
    """
    if grammar.quotation_of[verb] != NO_QUOTATION or grammar.quotation_of[source] != NO_QUOTATION:
        return []
    first, last = min(verb, source), max(verb, source)
    sentence = grammar.sentence_words(verb)
    begins = grammar.subtree(source)[0] if source < verb else verb
    found: list[int] = []
    for start, end in _quotations_around(grammar, verb):
        if end <= first:
            near = gap(grammar, end, begins) <= (_REACH_BEFORE if end > sentence.start else 0)
            near = near and (end > sentence.start or not _is_whole(grammar, end, verb))
        else:
            inside = start > last and start < sentence.stop and gap(grammar, last + 1, start) <= _REACH_AFTER
            near = inside or (start == sentence.stop and grammar.words[start - 1] == ":")
        if near:
            in_sentence = [word for word in range(start, end) if word in sentence]
            found += in_sentence or _nearest_sentence(grammar, start, end, first)
    return found if any(grammar.words[word][0].isalnum() for word in found) else []


def _is_whole(grammar: Grammar, end: int, verb: int) -> bool:
    """Tell whether a quotation ends its own sentence and the verb after it has a content of its own."""
    stops = {grammar.words[word] for word in range(max(0, end - 2), end)} & {".", "…"}
    return bool(stops) and grammar.child(verb, "ccomp", "xcomp", "dobj", "acomp") is not None


def _quotations_around(grammar: Grammar, word: int) -> Iterator[tuple[int, int]]:
    """Yield the quotations of a paragraph, and one that follows its last colon."""
    first, last = grammar.paragraphs[grammar.paragraph_of[word]]
    from_number = bisect.bisect_left(grammar.quotation_words, (first, first))
    for start, end in grammar.quotation_words[from_number:]:
        if start > last or (start == last and grammar.words[last - 1] != ":"):
            return
        yield start, end


def _nearest_sentence(grammar: Grammar, start: int, end: int, word: int) -> list[int]:
    sentence = grammar.sentence_words(end - 1 if end <= word else start)
    return [at for at in range(start, end) if at in sentence]


def gap(grammar: Grammar, start: int, end: int) -> int:
    """Count the words, marks aside, from `start` to before `end`."""
    return max(0, grammar.counts[end] - grammar.counts[start])


def _is_aside(grammar: Grammar, verb: int) -> bool:
    """``as Roe said``: a clause that credits the clause around it."""
    mark = grammar.child(verb, "mark")
    return (
        grammar.relations[verb] == "advcl"
        and mark is not None
        and grammar.lower[mark] == "as"
        and grammar.child(verb, "dobj", "ccomp", "xcomp", "acomp") is None
    )


_OF_AN_ASIDE = ("aux", "advmod", "npadvmod", "prep", "mark", "neg", "dative", "dobj", "prt")


def _outside(grammar: Grammar, verb: int) -> list[int]:
    own = [child for child in grammar.children[verb] if grammar.relations[child] in _OF_AN_ASIDE]
    inside = {verb, *(word for child in own for word in grammar.subtree(child))}
    return [word for word in grammar.sentence_words(verb) if word not in inside]
