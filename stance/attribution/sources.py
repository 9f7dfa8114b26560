"""Who is credited with what a cue introduces: from the cue's word to the mention of its source."""

from stance.attribution.positions import beside
from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.spelling import word_set

SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_RELATIVE = {"who", "which", "that", "whom", "whose"}
_EXPLETIVE = {"there", "what", "this", "that", "which", "these", "those"}
_CLAUSAL = ("xcomp", "advcl", "conj", "ccomp", "pcomp", "prep", "dep", "parataxis", "acl")
_DROPPED = ("relcl", "acl", "appos", "punct", "cc", "conj", "preconj", "advcl", "parataxis", "dep", "ccomp")
_STEPS = 6


def subject_of(grammar: Grammar, verb: int) -> tuple[int, str] | None:
    """Find the word that heads the source of a verb, and how it was found.

    Returns
    -------
    (int, str) or None
        Word, and one of ``own``, ``relative``, ``agent``, ``inverted``, ``shared`` (a conjoined verb's),
        ``controlled`` (of an infinitive or participle), ``noun`` (a participle after its noun).
    """
    agent = _agent(grammar, verb)
    if agent is not None:
        return agent, "agent"
    quoted_by_another = _quoted_as(grammar, verb)
    if quoted_by_another is not None:
        return quoted_by_another, "quoted"
    by_position = beside(grammar, verb)
    if by_position is not None:
        return by_position
    at, how = verb, "own"
    for _ in range(_STEPS):
        own = _own_subject(grammar, at)
        if own is not None:
            return _through_relative(grammar, own, at, how)
        inverted = _inverted(grammar, at) if how == "own" else None
        if inverted is not None:
            return inverted, "inverted"
        step = _up(grammar, at)
        if step is None:
            return None
        at, step_how, is_noun = step
        how = step_how if how in ("own", "shared") else how
        if is_noun:
            return at, how
    return None


def _own_subject(grammar: Grammar, verb: int) -> int | None:
    """Return the nearest subject of a verb; a verb outside quotation marks has its subject outside them too."""
    subjects = [
        child
        for child in grammar.children[verb]
        if grammar.relations[child] in SUBJECTS and not _enters_quotation(grammar, verb, child)
    ]
    return min(subjects, key=lambda child: abs(child - verb)) if subjects else None


def _enters_quotation(grammar: Grammar, verb: int, word: int) -> bool:
    return grammar.quotation_of[verb] == NO_QUOTATION != grammar.quotation_of[word]


def _quoted_as(grammar: Grammar, verb: int) -> int | None:
    """Return who is quoted in ``Doe quoted Roe as saying``."""
    marker = grammar.heads[verb]
    if grammar.relations[verb] != "pcomp" or grammar.lower[marker] != "as":
        return None
    return grammar.child(grammar.heads[marker], "dobj", "nsubjpass")


def _agent(grammar: Grammar, verb: int) -> int | None:
    by = grammar.child(verb, "agent")
    return grammar.child(by, "pobj") if by is not None else None


def _through_relative(grammar: Grammar, subject: int, verb: int, how: str) -> tuple[int, str] | None:
    if grammar.lower[subject] in _RELATIVE and grammar.relations[verb] == "relcl":
        return subject, "relative"
    if how == "own" and grammar.tags[verb] == "VBN" and grammar.relations[subject] == "nsubjpass" and how == "own":
        return subject, "passive"
    return subject, how


def _inverted(grammar: Grammar, verb: int) -> int | None:
    """Return the name that stands right after a verb of speech, as in ``..., said Roe``."""
    for child in grammar.children[verb]:
        if child > verb and grammar.relations[child] in ("dobj", "npadvmod", "attr", "oprd", "dep", "appos"):
            first = grammar.subtree(child)[0]
            if first == verb + 1 and grammar.tags[child] in ("NNP", "NNPS") and _speech_before(grammar, verb):
                return child
    return None


def _speech_before(grammar: Grammar, verb: int) -> bool:
    before = verb - 1
    return before >= 0 and grammar.words[before] in {",", "”", '"', "''", "?", "!", "’", "'"}


def _up(grammar: Grammar, word: int) -> tuple[int, str, bool] | None:
    """Step from a verb without a subject to the word that may have one."""
    relation, head = grammar.relations[word], grammar.heads[word]
    if head == word:
        return None
    if relation == "conj":
        noun = not _verbal(grammar, head)
        return None if noun else (head, "shared", False)
    if relation in ("acl", "relcl"):
        return head, "noun", True
    if relation == "xcomp":
        controlled = grammar.child(head, "dobj")
        if controlled is not None and grammar.lower[head] not in ("promised", "promise", "vowed"):
            return controlled, "object", True
        return head, "controlled", False
    if relation in _CLAUSAL or relation in ("prt", "auxpass", "aux", "appos", "attr", "acomp", "oprd"):
        return head, "controlled", False
    return None


def _verbal(grammar: Grammar, word: int) -> bool:
    return grammar.tags[word].startswith(("VB", "MD"))


def is_expletive(grammar: Grammar, word: int) -> bool:
    """Tell whether a source is a word that stands for no holder: it, there, what."""
    return grammar.lower[word] in _EXPLETIVE


def possessor_of(grammar: Grammar, noun: int) -> tuple[int, str] | None:
    """Find whose view a noun carries: ``her claim``, ``the claim of``, ``a claim by``, ``a statement from``."""
    poss = grammar.child(noun, "poss")
    if poss is None and noun > 1 and grammar.tags[noun - 1] == "POS":
        poss = noun - 2
    if poss is not None:
        return poss, "possessive"
    for child in grammar.children[noun]:
        if grammar.relations[child] in ("prep", "agent") and grammar.lower[child] in ("by", "from", "of", "among"):
            holder = grammar.child(child, "pobj")
            if holder is not None and (grammar.lower[child] != "of" or _named(grammar, holder)):
                return holder, grammar.lower[child]
    return _light_subject(grammar, noun)


def _named(grammar: Grammar, word: int) -> bool:
    return grammar.tags[word] in ("NNP", "NNPS", "PRP")


_LIGHT = word_set("""
announced came delivered drew express expressed expresses expressing filed gave give gives giving had has have
having held hold holds hurled issue issued issues issuing laid launched leveled levelled made make makes making
offered offering offers outlined posted presented published put raised raises raising reached reiterated released
repeated sent showed shown sparked stands stood take takes taking tells told took unveiled voiced voices won wrote
""")
"""Verbs that leave the saying to their noun: made a claim, has doubts, issued an order."""


def _light_subject(grammar: Grammar, noun: int) -> tuple[int, str] | None:
    verb = grammar.heads[noun]
    if grammar.relations[noun] in ("dobj", "pobj") and grammar.relations[verb] == "prep":
        verb = grammar.heads[verb]
    if grammar.relations[noun] in ("dobj", "pobj") and grammar.lower[verb] in _LIGHT:
        found = subject_of(grammar, verb)
        return (found[0], "light verb") if found else None
    return None


def mention(grammar: Grammar, head: int) -> tuple[int, int]:
    """Return the first word of a source's mention and the word after its last.

    Modifiers and phrases with ``of`` or the like belong to it; apposition, relative clause and conjoined mentions
    do not.
    """
    own = [child for child in grammar.children[head] if grammar.relations[child] in _DROPPED]
    words = set(grammar.subtree(head, without=own))
    first = last = head
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    while last > head and grammar.tags[last] in ("POS", "IN", ",", "``", "''", ":", "-LRB-", "-RRB-", "."):
        last -= 1
    while first < head and grammar.tags[first] in (",", "``", "''", ":", "-LRB-", "-RRB-", ".", "CC"):
        first += 1
    return first, last + 1


def conjoined(grammar: Grammar, head: int) -> list[int]:
    """Return the heads of a source's mentions: itself and those joined to it by ``and``, ``or`` or a comma."""
    found, waiting = [], [head]
    while waiting:
        at = waiting.pop(0)
        found.append(at)
        waiting += [
            child
            for child in grammar.children[at]
            if grammar.relations[child] == "conj" and grammar.tags[child].startswith(("NN", "PRP"))
        ]
    return found
