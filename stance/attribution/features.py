"""What a trained scorer sees of a candidate."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from stance.attribution.candidates import Candidate, enclosing
from stance.attribution.complements import gap
from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import (
    ADJECTIVE_SET,
    DIRECT_FORMS,
    DOCUMENT_SET,
    FAVOUR_FORMS,
    INTEND_FORMS,
    JUDGE_FORMS,
    SAY_FORMS,
    SHOW_FORMS,
    THINK_FORMS,
)

_CLASSES = {
    "say": SAY_FORMS,
    "think": THINK_FORMS,
    "show": SHOW_FORMS,
    "intend": INTEND_FORMS,
    "direct": DIRECT_FORMS,
    "judge": JUDGE_FORMS,
    "favour": FAVOUR_FORMS,
}


def describe_all(grammar: Grammar, candidates: Sequence[Candidate]) -> list[dict[str, float | str]]:
    """Return the features of each candidate, those of the one around it included."""
    cues = _cues_of_quotations(grammar, candidates)
    return [
        describe(grammar, candidate, outer) | _rivals(grammar, candidate, cues)
        for candidate, outer in zip(candidates, enclosing(candidates), strict=True)
    ]


def _cues_of_quotations(grammar: Grammar, candidates: Sequence[Candidate]) -> dict[int, set[int]]:
    """Return the cues that may credit each quotation."""
    cues: dict[int, set[int]] = defaultdict(set)
    for candidate in candidates:
        for number in _quotations(grammar, candidate):
            cues[number].add(candidate.cue)
    return cues


def _quotations(grammar: Grammar, candidate: Candidate) -> set[int]:
    return {grammar.quotation_of[w] for w in candidate.content} - {NO_QUOTATION, grammar.quotation_of[candidate.cue]}


def _rivals(grammar: Grammar, candidate: Candidate, cues: Mapping[int, set[int]]) -> dict[str, float | str]:
    """Say how many other cues may credit the same quotation, and how they compare."""
    numbers = _quotations(grammar, candidate)
    if not numbers:
        return {}
    others = set().union(*(cues[number] for number in numbers)) - {candidate.cue}
    begins = grammar.quotation_words[min(numbers)][0]
    nearest = all(abs(other - begins) >= abs(candidate.cue - begins) for other in others)
    says = any(grammar.lower[other] in SAY_FORMS for other in others)
    return {
        "rivals": f"{candidate.pattern} {min(len(others), 3)}",
        "rival says": f"{candidate.pattern} {says} {grammar.lower[candidate.cue] in SAY_FORMS}",
        "nearest": f"{candidate.pattern} {nearest}",
    }


def describe(grammar: Grammar, candidate: Candidate, outer: Candidate | None = None) -> dict[str, float | str]:
    """Return the features of a candidate by name; words become indicators."""
    cue, source = candidate.cue, candidate.source
    lower = grammar.lower
    out: dict[str, float | str] = {
        "pattern": candidate.pattern,
        "route": candidate.route,
        "lemma": candidate.lemma,
        "lemma pattern": f"{candidate.lemma} {candidate.pattern}",
        "lemma route": f"{candidate.lemma} {candidate.route}",
        "lemma tag": f"{candidate.lemma} {grammar.tags[cue]}",
        "opening tag": grammar.tags[candidate.content[0]] if candidate.content else "none",
        "tag": grammar.tags[cue],
        "relation": grammar.relations[cue],
        "source tag": grammar.tags[source],
        "source entity": grammar.entities[source] or "none",
        "source word": lower[source],
        "pattern route": f"{candidate.pattern} {candidate.route}",
        "pattern entity": f"{candidate.pattern} {grammar.entities[source] or grammar.tags[source]}",
        "particle": f"{candidate.lemma} {lower[candidate.particle]}" if candidate.particle is not None else "none",
        "source side": "before" if source < cue else "after",
    }
    for name, table in _CLASSES.items():
        if lower[cue] in table:
            out[f"is {name} {candidate.pattern}"] = 1.0
    for helper in grammar.children[cue]:
        if grammar.relations[helper] in ("aux", "auxpass", "neg", "mark"):
            out[f"{grammar.relations[helper]} {lower[helper]}"] = 1.0
    out["quoted cue"] = float(grammar.quotation_of[cue] != NO_QUOTATION)
    quoted = [grammar.quotation_of[word] != NO_QUOTATION for word in candidate.content]
    share = sum(quoted) / len(quoted) if quoted else 0.0
    out["quoted content"] = "all" if share > 0.8 else "some" if share else "none"
    out["quoted content pattern"] = (
        f"{out['quoted content']} {candidate.pattern} {'say' if lower[cue] in SAY_FORMS else ''}"
    )
    out["lemma quoted"] = f"{candidate.lemma} {out['quoted content']}"
    out["length"] = min(len(candidate.content), 30) / 30
    out["short"] = float(len(candidate.content) < 3)
    out["document source"] = float(lower[source] in DOCUMENT_SET)
    out["adjective"] = float(lower[cue] in ADJECTIVE_SET)
    out["first person"] = float(lower[source] in ("i", "we", "me", "us"))
    out["second person"] = float(lower[source] == "you")
    out["first sentence"] = float(grammar.sentence_of[cue] == 0)
    if candidate.pattern == "quotation":
        out |= _place_of_quotation(grammar, candidate)
    if outer is not None:
        kind = next((name for name, table in _CLASSES.items() if lower[outer.cue] in table), "other")
        out["outer"] = f"{outer.pattern} {kind}"
        out["outer relation"] = grammar.relations[outer.cue]
        out["outer lemma"] = outer.lemma
        out["outer same source"] = float(lower[outer.source] == lower[source])
    head = grammar.heads[cue]
    out["head tag"] = grammar.tags[head] if head != cue else "root"
    out["head relation"] = f"{grammar.relations[cue]} {grammar.tags[head][:2]}"
    return out


def _place_of_quotation(grammar: Grammar, candidate: Candidate) -> dict[str, float | str]:
    first, last = min(candidate.cue, candidate.source), max(candidate.cue, candidate.source)
    start, end = candidate.content[0], candidate.content[-1] + 1
    say = "say" if grammar.lower[candidate.cue] in SAY_FORMS else "other"
    if end <= first:
        return {"quotation": f"before {min(gap(grammar, end, first), 4)} {say}"}
    between = gap(grammar, last + 1, start)
    mark = grammar.words[start - 1] if start and not grammar.words[start - 1][0].isalnum() else "word"
    inside = start < grammar.sentence_words(candidate.cue).stop
    return {
        "quotation": f"after {min(between, 6)} {say}",
        "quotation mark": f"{mark} {say}",
        "quotation inside": f"{inside} {say}",
        "quotation words": f"{min(end - start, 8)} {say}",
    }
