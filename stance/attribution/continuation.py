"""Speech that goes on without a cue: quotations whose speaker is named elsewhere, and reported speech in its mood."""

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from stance.attribution.candidates import Candidate
from stance.attribution.propagation import Voice, find_carried, is_speech, near_voices
from stance.attribution.scorers import Scorer
from stance.attribution.statement import Statement, by_sentence, source_span
from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.lexicon import SAY_FORMS
from stance.language.spelling import word_set

_SPEAKING = word_set("speak talk address")
_GESTURES = word_set("smiled grinned nodded shrugged paused frowned winked wept")
_OPENING = 3
"""Words at the head of a sentence in which a person is looked for."""


def carried_quotations(
    text: str, grammar: Grammar, heard: Sequence[Candidate], speakers: Mapping[int, Candidate], scorer: Scorer
) -> list[Statement]:
    """Give the quotations that no cue credits to those who speak around them, as the scorer chooses."""
    voices: dict[int, list[Voice]] = defaultdict(list)
    for candidate in heard:
        if grammar.quotation_of[candidate.cue] == NO_QUOTATION:
            voices[grammar.paragraph_of[candidate.cue]].append(voice_of(grammar, candidate))
    found: list[Statement] = []
    last: Voice | None = None
    for number, quotation in enumerate(grammar.quotations):
        if number in speakers:
            last = replace(voice_of(grammar, speakers[number]), quotation=number)
            voices[quotation.paragraph].append(last)
        elif is_speech(text, quotation):
            near = near_voices(quotation.paragraph, voices)
            carried = scorer.choose(grammar, find_carried(text, grammar, number, near, last))
            if carried is not None:
                last = replace(carried.voice, quotation=number, word=grammar.quotation_words[number][0])
                voices[quotation.paragraph].append(last)
                found += rest_of_quotation(grammar, number, last, carried.how)
    return found


def rest_of_quotation(grammar: Grammar, number: int, voice: Voice, rule: str) -> list[Statement]:
    """Credit every sentence of a quotation to a voice."""
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
        for position, (sentence, words) in enumerate(by_sentence(grammar, range(*grammar.quotation_words[number])))
    ]


def voice_of(grammar: Grammar, candidate: Candidate) -> Voice:
    """Return the source of a candidate as a voice."""
    heard = grammar.lower[candidate.cue] in SAY_FORMS or candidate.pattern == "quotation" or speaks(grammar, candidate)
    return Voice(candidate.cue, source_span(grammar, candidate.source), candidate.source, heard)


def speaks(grammar: Grammar, candidate: Candidate) -> bool:
    """Tell whether somebody is said to speak, though not what is said, as in ``Roe addressed the crowd``."""
    cue = candidate.cue
    return (
        grammar.relations[cue] == "ROOT"
        and (grammar.lower[cue] in SAY_FORMS or candidate.lemma in _SPEAKING or grammar.lower[cue] in _GESTURES)
        and candidate.route in ("own", "beside")
        and grammar.tags[candidate.source] in ("NNP", "PRP")
    )


def told_on(grammar: Grammar, found: Sequence[Statement]) -> list[Statement]:
    """Let reported speech go on in sentences that keep its mood: Roe said it was late. The bridge would close."""
    of_sentence: dict[int, list[Statement]] = defaultdict(list)
    for statement in found:
        of_sentence[statement.sentence].append(statement)
    out = []
    for number in range(1, len(grammar.sentences)):
        before = of_sentence[number - 1]
        if of_sentence[number] or len(before) != 1 or not _goes_on(grammar, number, before[0]):
            continue
        words = [word for word in range(*grammar.sentences[number]) if grammar.words[word].strip()]
        told = replace(
            before[0], sentence=number, content=tuple(grammar.spans(words)), cue=None, kind="continued", rule="told on"
        )
        of_sentence[number].append(told)
        out.append(told)
    return out


def _goes_on(grammar: Grammar, number: int, before: Statement) -> bool:
    first, end = grammar.sentences[number]
    if grammar.paragraph_of[first] != grammar.paragraph_of[first - 1] or not _tells(grammar, before):
        return False
    root = next((word for word in range(first, end) if grammar.relations[word] == "ROOT"), None)
    if root is None or any(grammar.quotation_of[word] != NO_QUOTATION for word in range(first, end)):
        return False
    opening = range(first, min(first + _OPENING, end))
    if grammar.lower[root] in SAY_FORMS or any(_is_person(grammar, word) for word in opening):
        return False  # the reporter tells what somebody did
    return any(grammar.lower[child] == "would" for child in grammar.children[root])


def _is_person(grammar: Grammar, word: int) -> bool:
    return grammar.entities[word] == "PERSON" or grammar.lower[word] in ("he", "she", "i", "we")


def _tells(grammar: Grammar, statement: Statement) -> bool:
    """Tell whether a statement is indirect speech in the past, which shifts what it tells: will becomes would."""
    if statement.rule == "told on":
        return True
    if statement.cue is None or statement.rule != "clause" or statement.kind == "direct":
        return False
    cue = bisect.bisect_left(grammar.starts, statement.cue[0])
    return grammar.tags[cue] == "VBD" and grammar.lower[cue] in SAY_FORMS
