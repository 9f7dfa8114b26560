"""What a trained scorer sees of a possible speaker of a quotation that has no cue."""

from collections.abc import Sequence

from stance.attribution.propagation import Carried, Voice
from stance.language.grammar import NO_QUOTATION, Grammar

_LEAST_WORDS, _MOST_WORDS = 4, 24
"""Within these the length of a quotation tells."""


def describe_speakers(grammar: Grammar, speakers: Sequence[Carried]) -> list[dict[str, float | str]]:
    """Return the features of each possible speaker of one quotation, the first of whom the rules may have taken."""
    quotation = _of_quotation(grammar, speakers)
    return [
        {
            "speaker": 1.0,
            **quotation,
            "speaker taken": f"{quotation['speaker rule']} {speaker is speakers[0]}",
            "speaker rank": str(min(rank, 4)),
            **_of_voice(grammar, speaker.quotation, speaker.voice),
        }
        for rank, speaker in enumerate(speakers)
    ]


def _of_quotation(grammar: Grammar, speakers: Sequence[Carried]) -> dict[str, float | str]:
    number = speakers[0].quotation
    first, end = grammar.quotation_words[number]
    quotation = grammar.quotations[number]
    opening = first <= grammar.paragraphs[quotation.paragraph][0] + 1
    unclosed = number > 0 and not grammar.quotations[number - 1].closed
    heads = {grammar.lower[one.voice.head] for one in speakers if one.voice.head is not None}
    return {
        "speaker rule": speakers[0].how,
        "speakers": str(min(len(heads), 4)),
        "speaker paragraph": f"{opening} {unclosed}",
        "speaker length": str(min(max(end - first, _LEAST_WORDS), _MOST_WORDS) // 4),
        "speaker closed": str(quotation.closed),
    }


def _of_voice(grammar: Grammar, number: int, voice: Voice) -> dict[str, float | str]:
    start = grammar.quotation_words[number][0]
    here = grammar.paragraph_of[voice.word] == grammar.quotations[number].paragraph
    side = "after" if voice.word >= start else "before" if here else "earlier"
    first, last = sorted((voice.word, start))
    between = sum(first < begin < last for begin, _ in grammar.quotation_words[max(0, number - 4) : number + 5])
    out: dict[str, float | str] = {
        "speaker place": f"{side} {voice.quotation != NO_QUOTATION} {voice.speaks}",
        "speaker sentences": f"{side} {min(abs(grammar.sentence_of[voice.word] - grammar.sentence_of[start]), 4)}",
        "speaker quotations": f"{side} {min(between, 3)}",
    }
    if voice.head is not None:
        tag = grammar.tags[voice.head]
        out["speaker word"] = grammar.lower[voice.head] if tag.startswith(("PRP", "W")) else tag
    return out
