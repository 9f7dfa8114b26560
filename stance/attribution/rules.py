"""The shipped scorer: points given by hand, without training data.

A candidate starts with the points of its construction and its cue. Points are added or taken away by whether the words
are somebody's own or embedded in another's, said or merely possible, and whether the source can hold a view.
"""

from collections.abc import Sequence

from stance.attribution.candidates import Candidate, enclosing
from stance.attribution.complements import gap
from stance.attribution.propagation import NEARBY, Carried
from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.inflection import forms
from stance.language.lexicon import (
    DIRECT_FORMS,
    DOCUMENT_SET,
    FAVOUR_FORMS,
    INTEND_FORMS,
    JUDGE_FORMS,
    SAY_FORMS,
    SHOW_FORMS,
    THINK_FORMS,
)
from stance.language.spelling import word_set

ENOUGH = 3.0
"""Points from which a candidate becomes a statement."""

_ANYBODY = {"you", "one", "anyone", "anybody", "everyone", "everybody", "nobody", "someone", "somebody", "people"}
_SPEAKER = {"i", "we", "me", "us"}
_PEOPLE_ENTITIES = {"PERSON", "ORG", "NORP", "GPE"}
_HELPING = ("aux", "mark", "neg", "auxpass")
_DEMANDED = word_set("must should ought")
_POSSIBLE = word_set("would could can might may will 'd 'll ca to does do if whether")


class RuleScorer:
    """Points by hand-written rules; needs no training."""

    threshold = ENOUGH

    def score(self, grammar: Grammar, candidates: Sequence[Candidate]) -> list[float]:
        """Return the points of each candidate; what stands inside what another is credited with is at second hand."""
        found = [points(grammar, candidate) for candidate in candidates]
        known = {id(candidate): score for candidate, score in zip(candidates, found, strict=True)}
        return [
            score + _at_second_hand(grammar, candidate, outer)
            if score > 0 and outer is not None and known[id(outer)] >= ENOUGH
            else score
            for candidate, score, outer in zip(candidates, found, enclosing(candidates), strict=True)
        ]

    def choose(self, grammar: Grammar, speakers: Sequence[Carried]) -> Carried | None:
        """Return who stands first, unless no rule takes anybody."""
        return speakers[0] if speakers and speakers[0].how != NEARBY else None


def _at_second_hand(grammar: Grammar, inner: Candidate, outer: Candidate) -> float:
    """Points for a view that somebody else reports: few such count, but those of named speakers matter."""
    named = grammar.entities[inner.source] in _PEOPLE_ENTITIES and grammar.tags[inner.source] in ("NNP", "NNPS")
    other = grammar.lower[inner.source] != grammar.lower[outer.source]
    if named and other and inner.pattern in ("clause", "object", "about"):
        return 0.5
    return -_SECOND_HAND


_SECOND_HAND = 1.5


def points(grammar: Grammar, candidate: Candidate) -> float:
    """Return the points that a candidate has by itself."""
    construction = _CONSTRUCTIONS.get(candidate.pattern)
    if construction is None or not _may_be_source(grammar, candidate.source):
        return 0.0
    base = construction(grammar, candidate)
    return base + _holder(grammar, candidate) + _standing(grammar, candidate) if base > 0 else 0.0


def _may_be_source(grammar: Grammar, source: int) -> bool:
    return grammar.tags[source].startswith(("NN", "PRP", "WP", "WDT", "DT", "CD", "JJ", "FW", "UH"))


def _holder(grammar: Grammar, candidate: Candidate) -> float:
    """Points for the source: names hold views, things do not."""
    if candidate.route == "relative":
        return max(0.0, _worth(grammar, candidate, grammar.heads[candidate.cue]))
    return _worth(grammar, candidate, candidate.source)


def _worth(grammar: Grammar, candidate: Candidate, source: int) -> float:
    word, tag = grammar.lower[source], grammar.tags[source]
    if word in _SPEAKER:
        return -1.0
    if word in _ANYBODY or tag in ("DT", "WDT"):
        return -1.0
    if candidate.route == "passive":
        return -3.0
    if grammar.entities[source] in _PEOPLE_ENTITIES or tag in ("NNP", "NNPS"):
        return 1.0
    return 0.0 if tag in ("PRP", "PRP$", "NNS", "WP") or candidate.route == "beside" else -0.5


def _standing(grammar: Grammar, candidate: Candidate) -> float:
    """Points for where the cue stands: in the reporter's own main clause, or inside what somebody else says."""
    cue = candidate.cue
    out = 0.0
    if grammar.quotation_of[cue] != NO_QUOTATION:
        out -= 4.0
    relation = grammar.relations[cue]
    if relation == "ROOT" or (relation == "acomp" and grammar.relations[grammar.heads[cue]] == "ROOT"):
        out += 0.5
    elif _calls(grammar, candidate):
        pass
    elif relation in ("ccomp", "acl") and candidate.pattern != "quotation":
        out -= 1.5
    elif relation in ("relcl", "xcomp") and candidate.pattern != "quotation" and not _tells_who(grammar, candidate):
        out -= 1.0
    helpers = {grammar.lower[c] for c in grammar.children[cue] if grammar.relations[c] in _HELPING}
    if helpers & _DEMANDED:
        out -= 3.0
    elif helpers & _POSSIBLE:
        out -= 1.0
    if helpers & {"not", "n't", "never"}:
        out -= 0.5
    if candidate.route in ("object", "noun") and not _calls(grammar, candidate):
        out -= 1.5
    return out


def _calls(grammar: Grammar, candidate: Candidate) -> bool:
    """Tell a participle after the noun whose wish it is: ``residents calling for a bridge``."""
    return grammar.tags[candidate.cue] == "VBG" and candidate.pattern == "about" and candidate.lemma in _CALLS


def _tells_who(grammar: Grammar, candidate: Candidate) -> bool:
    """Tell a judgement by which people are told from others: ``the farmers who reject the treaty``."""
    people = grammar.lower[candidate.source] == "who" and grammar.tags[grammar.heads[candidate.cue]] == "NNS"
    return people and candidate.pattern == "object" and grammar.lower[candidate.cue] in JUDGE_FORMS


def _clause(grammar: Grammar, candidate: Candidate) -> float:
    cue = grammar.lower[candidate.cue]
    if grammar.lower[candidate.source] in DOCUMENT_SET and cue in SHOW_FORMS:
        return 4.5
    if cue in SAY_FORMS:
        return 4.0
    return 3.5 if cue in THINK_FORMS else 3.0 if cue in JUDGE_FORMS else 0.0


def _quotation(grammar: Grammar, candidate: Candidate) -> float:
    first, last = min(candidate.cue, candidate.source), max(candidate.cue, candidate.source)
    start, end = candidate.content[0], candidate.content[-1] + 1
    cue = grammar.lower[candidate.cue]
    if cue in SAY_FORMS:
        return 5.0
    if end <= first:
        return 4.0 if cue in JUDGE_FORMS and gap(grammar, end, first) <= 1 else 0.0
    near = gap(grammar, last + 1, start) <= 8
    if cue in JUDGE_FORMS or cue in THINK_FORMS or cue in DIRECT_FORMS or cue in INTEND_FORMS:
        return 4.0 if near else 3.0
    return 1.0 if near else 0.0


def _aside(grammar: Grammar, candidate: Candidate) -> float:
    cue = grammar.lower[candidate.cue]
    return 4.5 if cue in SAY_FORMS else 3.0 if cue in THINK_FORMS else 0.0


def _infinitive(grammar: Grammar, candidate: Candidate) -> float:
    cue = grammar.lower[candidate.cue]
    if cue in _AVOWED:
        return 3.5
    return 2.5 if cue in INTEND_FORMS else 0.0


def _others(grammar: Grammar, candidate: Candidate) -> float:
    return 3.0 if grammar.lower[candidate.cue] in DIRECT_FORMS else _object(grammar, candidate)


def _object(grammar: Grammar, candidate: Candidate) -> float:
    cue = grammar.lower[candidate.cue]
    if cue in JUDGE_FORMS or cue in _PLAIN_DEEDS:
        return 3.0
    return 2.0 if cue in FAVOUR_FORMS else 0.0


def _about(grammar: Grammar, candidate: Candidate) -> float:
    return 3.0


def _according(grammar: Grammar, candidate: Candidate) -> float:
    return 5.0 if grammar.lower[candidate.cue] == "according" else 3.0


def _noun(grammar: Grammar, candidate: Candidate) -> float:
    plain = candidate.lemma in _PLAIN_NOUNS and candidate.route == "possessive"
    return 2.0 if plain and grammar.child(candidate.cue, "prep") is not None else 1.5


def _noun_clause(grammar: Grammar, candidate: Candidate) -> float:
    return 3.5 if candidate.lemma in _BELIEFS and candidate.route == "possessive" else 2.0


def _adjective(grammar: Grammar, candidate: Candidate) -> float:
    return 2.5


def _bare(grammar: Grammar, candidate: Candidate) -> float:
    return 2.0 if grammar.lower[candidate.cue] in SAY_FORMS else 0.0


_DEEDS = word_set("approve authorize authorise ratify veto seek withdraw refuse reject supply send deliver")
_PLAIN_NOUNS = word_set("approval disapproval refusal rejection opposition endorsement insistence support backing")
_BELIEFS = word_set("belief insistence claim assertion contention view conviction promise pledge vow threat refusal")
_CALLS = word_set("call push argue campaign lobby press")
_AVOWING = word_set("promise vow pledge swear threaten refuse decline agree offer hope propose demand")
_PLAIN_DEEDS = {form for verb in _DEEDS for form in forms(verb)}
_AVOWED = {form for verb in _AVOWING for form in forms(verb)}
_CONSTRUCTIONS = {
    "clause": _clause,
    "quotation": _quotation,
    "aside": _aside,
    "infinitive": _infinitive,
    "others": _others,
    "object": _object,
    "about": _about,
    "according": _according,
    "view": _according,
    "noun": _noun,
    "noun clause": _noun_clause,
    "adjective": _adjective,
    "bare": _bare,
}
