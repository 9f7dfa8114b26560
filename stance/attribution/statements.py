"""From scored candidates to statements: which sentence carries whose view, by which words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stance.attribution.candidates import Candidate, enclosing, find_candidates
from stance.attribution.continuation import carried_quotations, rest_of_quotation, speaks, told_on, voice_of
from stance.attribution.scorers import Scorer
from stance.attribution.sources import subject_of
from stance.attribution.statement import Span, Statement, by_sentence, source_span, union
from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import DEED_FORMS, DEED_NOUNS

_DONE = ("object", "infinitive", "about", "others", "bare")
"""Patterns in which a verb of doing shows a view by the deed."""


def assemble(text: str, grammar: Grammar, scorer: Scorer) -> list[Statement]:
    """Turn candidates that reach the threshold into statements, and carry their speakers along quotations.

    Parameters
    ----------
    text : str
        The article.
    grammar : Grammar
        Its parse.
    scorer : Scorer
        Decides which candidates are statements, and who speaks in quotations without a cue.

    Returns
    -------
    list of Statement
        In the order of their sentences; what a sentence says of one source is one statement.
    """
    candidates = find_candidates(grammar)
    scores = scorer.score(grammar, candidates)
    score_of = {id(c): s for c, s in zip(candidates, scores, strict=True) if s >= scorer.threshold}
    chosen = [c for c in candidates if id(c) in score_of]
    speakers = _speakers(grammar, chosen, score_of)
    outer_of = {id(c): outer for c, outer in zip(candidates, enclosing(candidates), strict=True)}
    found: list[Statement] = []
    for candidate in chosen:
        if not _outbid(grammar, candidate, speakers):
            outer = outer_of[id(candidate)]
            reporter = _reporter(grammar, candidate, outer if outer is not None and id(outer) in score_of else None)
            found += _of_candidate(grammar, candidate, score_of[id(candidate)], reporter)
    for number, candidate in speakers.items():
        found += rest_of_quotation(grammar, number, voice_of(grammar, candidate), "same quotation")
    heard = [c for c in candidates if id(c) in score_of or speaks(grammar, c)]
    found += carried_quotations(text, grammar, heard, speakers, scorer)
    found += told_on(grammar, found)
    return _one_a_source(found)


def _reporter(grammar: Grammar, candidate: Candidate, outer: Candidate | None) -> Span | None:
    """Return who cites the candidate's source: whose words its own stand in, or who quotes it as saying."""
    if candidate.route == "quoted":
        found = subject_of(grammar, grammar.heads[grammar.heads[candidate.cue]])
        return source_span(grammar, found[0]) if found is not None and found[0] != candidate.source else None
    if outer is None or _is_act(grammar, outer):
        return None
    return source_span(grammar, outer.source)


def _speakers(grammar: Grammar, chosen: Sequence[Candidate], score_of: Mapping[int, float]) -> dict[int, Candidate]:
    """Give each quotation to the best candidate whose content it is."""
    best: dict[int, Candidate] = {}
    for candidate in chosen:
        inside = grammar.quotation_of[candidate.cue]
        for number in {grammar.quotation_of[word] for word in candidate.content} - {NO_QUOTATION, inside}:
            if number not in best or score_of[id(candidate)] > score_of[id(best[number])]:
                best[number] = candidate
    return best


def _outbid(grammar: Grammar, candidate: Candidate, speakers: Mapping[int, Candidate]) -> bool:
    """Tell whether a candidate that rests on a quotation alone lost it to another cue."""
    if candidate.pattern != "quotation":
        return False
    numbers = {grammar.quotation_of[word] for word in candidate.content} - {NO_QUOTATION}
    return all(number in speakers and speakers[number].cue != candidate.cue for number in numbers)


def _of_candidate(grammar: Grammar, candidate: Candidate, score: float, reporter: Span | None) -> list[Statement]:
    source = source_span(grammar, candidate.source)
    cue = (grammar.starts[candidate.cue], grammar.ends[candidate.cue])
    return [
        Statement(
            sentence=number,
            content=tuple(grammar.spans(words)),
            source=source,
            cue=cue,
            kind=_kind(grammar, candidate, words),
            rule=candidate.pattern,
            score=score,
            head=candidate.source,
            reporter=reporter,
        )
        for number, words in by_sentence(grammar, candidate.content)
    ]


def _kind(grammar: Grammar, candidate: Candidate, words: Sequence[int]) -> str:
    quoted = sum(grammar.quotation_of[word] != NO_QUOTATION for word in words)
    if quoted:
        return "direct" if quoted >= 0.9 * len(words) else "mixed"
    return "act" if _is_act(grammar, candidate) else "indirect"


def _is_act(grammar: Grammar, candidate: Candidate) -> bool:
    by_deed = grammar.lower[candidate.cue] in DEED_FORMS and candidate.pattern in _DONE
    return by_deed or candidate.lemma in DEED_NOUNS


def _one_a_source(found: Sequence[Statement]) -> list[Statement]:
    """Join what a sentence has of one mention; the statement with a cue, then the best, gives the rest."""
    joined: dict[tuple[int, Span | None], Statement] = {}
    for statement in sorted(found, key=lambda s: (s.sentence, s.cue is None, -s.score)):
        key = statement.sentence, statement.source
        kept = joined.setdefault(key, statement)
        if kept is not statement:
            joined[key] = replace(kept, content=union(kept.content, statement.content))
    return sorted(joined.values(), key=lambda s: (s.sentence, s.content[0], s.source or s.content[0]))
