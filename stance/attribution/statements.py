"""From scored candidates to statements: which sentence carries whose view, by which words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from stance.attribution.candidates import Candidate, enclosing
from stance.attribution.propagation import Voice, find_carried, is_speech, near_voices
from stance.attribution.sources import mention
from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import DEED_FORMS, DEED_NOUNS, SAY_FORMS

Span = tuple[int, int]


@dataclass(frozen=True)
class Statement:
    """One sentence's share in what a source is credited with.

    Attributes
    ----------
    sentence : int
        Number of the sentence in the article.
    content : tuple of (int, int)
        What is credited to the source, as offsets into the article's text.
    source : (int, int) or None
        The mention that is credited; None for an author's own voice.
    cue : (int, int) or None
        The word that credits it; None where the speech before goes on.
    kind : str
        direct, mixed, indirect, continued, act or authorial.
    rule : str
        What found it: the construction of the cue, or how a quotation found its speaker.
    score : float
        The scorer's score.
    head : int or None
        Word that heads the source's mention.
    reporter : (int, int) or None
        Mention of who reports the source, where somebody is cited at second hand.
    """

    sentence: int
    content: tuple[Span, ...]
    source: Span | None
    cue: Span | None
    kind: str
    rule: str
    score: float
    head: int | None = None
    reporter: Span | None = None


def assemble(
    text: str, grammar: Grammar, candidates: Sequence[Candidate], scores: Sequence[float], threshold: float
) -> list[Statement]:
    """Turn candidates that reach the threshold into statements, and carry their speakers along quotations.

    Parameters
    ----------
    text : str
        The article.
    grammar : Grammar
        Its parse.
    candidates : sequence of Candidate
        As `find_candidates` lists them.
    scores : sequence of float
        One for each.
    threshold : float
        Least score of a statement.

    Returns
    -------
    list of Statement
        In the order of their sentences; what a sentence says of one source is one statement.
    """
    score_of = {id(c): s for c, s in zip(candidates, scores, strict=True) if s >= threshold}
    chosen = [c for c in candidates if id(c) in score_of]
    speakers = _speakers(grammar, chosen, score_of)
    outer_of = {id(c): outer for c, outer in zip(candidates, enclosing(candidates), strict=True)}
    found: list[Statement] = []
    for candidate in chosen:
        if not _outbid(grammar, candidate, speakers):
            outer = outer_of[id(candidate)]
            reporter = _source_span(grammar, outer.source) if outer is not None and id(outer) in score_of else None
            found += _of_candidate(grammar, candidate, score_of[id(candidate)], reporter)
    for number, candidate in speakers.items():
        found += _of_quotation(grammar, number, _voice(grammar, candidate), "same quotation")
    heard = [c for c in candidates if id(c) in score_of or _speaks(grammar, c)]
    found += _carried(text, grammar, heard, speakers)
    return _one_a_source(found)


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


def _source_span(grammar: Grammar, head: int) -> Span:
    first, last = mention(grammar, head)
    return grammar.starts[first], grammar.ends[last - 1]


def _of_candidate(grammar: Grammar, candidate: Candidate, score: float, reporter: Span | None) -> list[Statement]:
    source = _source_span(grammar, candidate.source)
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
        for number, words in _by_sentence(grammar, candidate.content)
    ]


def _by_sentence(grammar: Grammar, words: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Group words by sentence; marks alone make no group."""
    groups: dict[int, list[int]] = {}
    for word in words:
        groups.setdefault(grammar.sentence_of[word], []).append(word)
    for number, group in groups.items():
        if any(character.isalnum() for word in group for character in grammar.words[word]):
            yield number, group


def _kind(grammar: Grammar, candidate: Candidate, words: Sequence[int]) -> str:
    quoted = sum(grammar.quotation_of[word] != NO_QUOTATION for word in words)
    if quoted:
        return "direct" if quoted >= 0.9 * len(words) else "mixed"
    cue = grammar.lower[candidate.cue]
    by_deed = cue in DEED_FORMS and candidate.pattern in ("object", "infinitive", "about", "others", "bare")
    return "act" if by_deed or candidate.lemma in DEED_NOUNS else "indirect"


def _of_quotation(grammar: Grammar, number: int, voice: Voice, rule: str) -> list[Statement]:
    named = rule in ("label", "signature", "introduced")
    return [
        Statement(
            sentence=sentence,
            content=tuple(grammar.spans(words)),
            source=voice.source,
            cue=None,
            kind="direct" if named and position == 0 else "continued",
            rule=rule,
            score=voice.score,
            head=voice.head,
        )
        for position, (sentence, words) in enumerate(_by_sentence(grammar, range(*grammar.quotation_words[number])))
    ]


def _carried(
    text: str, grammar: Grammar, heard: Sequence[Candidate], speakers: Mapping[int, Candidate]
) -> list[Statement]:
    """Give the quotations that no cue credits to those who speak around them."""
    voices: dict[int, list[Voice]] = defaultdict(list)
    for candidate in heard:
        if grammar.quotation_of[candidate.cue] == NO_QUOTATION:
            voices[grammar.paragraph_of[candidate.cue]].append(_voice(grammar, candidate))
    found: list[Statement] = []
    last: Voice | None = None
    for number, quotation in enumerate(grammar.quotations):
        if number in speakers:
            last = replace(_voice(grammar, speakers[number]), quotation=number)
            voices[quotation.paragraph].append(last)
        elif is_speech(text, quotation):
            near = near_voices(quotation.paragraph, voices)
            carried = find_carried(text, grammar, number, near, last)
            if carried is not None:
                last = replace(carried.voice, quotation=number, word=grammar.quotation_words[number][0])
                voices[quotation.paragraph].append(last)
                found += _of_quotation(grammar, number, last, carried.how)
    return found


def _speaks(grammar: Grammar, candidate: Candidate) -> bool:
    """Tell whether somebody is said to speak, though not what is said, as in ``Roe addressed the crowd``."""
    cue = candidate.cue
    return (
        grammar.relations[cue] == "ROOT"
        and (grammar.lower[cue] in SAY_FORMS or candidate.lemma in ("speak", "talk", "address"))
        and candidate.route in ("own", "beside")
        and grammar.tags[candidate.source] in ("NNP", "PRP")
    )


def _voice(grammar: Grammar, candidate: Candidate) -> Voice:
    speaks = grammar.lower[candidate.cue] in SAY_FORMS or candidate.pattern == "quotation"
    return Voice(candidate.cue, _source_span(grammar, candidate.source), candidate.source, speaks)


def _one_a_source(found: Sequence[Statement]) -> list[Statement]:
    """Join what a sentence has of one mention; the statement with a cue, then the best, gives the rest."""
    joined: dict[tuple[int, Span | None], Statement] = {}
    for statement in sorted(found, key=lambda s: (s.sentence, s.cue is None, -s.score)):
        key = statement.sentence, statement.source
        kept = joined.setdefault(key, statement)
        if kept is not statement:
            joined[key] = replace(kept, content=union(kept.content, statement.content))
    return sorted(joined.values(), key=lambda s: (s.sentence, s.content[0], s.source or s.content[0]))


def union(first: Sequence[Sequence[int]], second: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Join two lists of spans; what touches becomes one."""
    out: list[Span] = []
    for start, end in sorted((span[0], span[1]) for span in [*first, *second]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
