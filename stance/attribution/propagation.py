"""Quotations without a cue of their own: whose words they go on with."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stance.language.grammar import NO_QUOTATION, Grammar
from stance.language.quotations import Quotation

Span = tuple[int, int]

LONG = 4
"""Words from which a quotation without a cue counts as speech; shorter ones are titles and borrowed words."""

_LABEL = re.compile(r"(?:^|\n|[\"“”])[^\S\n]*(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){0,4}):\s*$")
_LABEL_INSIDE = re.compile(r"[\"“”]\s*(?P<name>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,4}):\s")
_LONGEST_LABEL = 80
_SIGNATURE = re.compile(r"[\s.]*[―—–-]{1,2}\s*(?P<name>[A-ZÀ-Þ][\w.'’-]+(?: (?!\n)[\w.'’-]+){0,4})")
_SENTENCE = re.compile(r"\W*[A-Z].*[.!?]\W*", flags=re.DOTALL)
_PARAGRAPHS_BACK = 1

NEARBY = "nearby"
"""How a speaker was found whom the rules would not take."""

NAMED = ("label", "signature")
"""How a speaker was found whose name stands beside the quotation."""


@dataclass(frozen=True)
class Voice:
    """Somebody who is heard in the article.

    Attributes
    ----------
    word : int
        Word of the cue, or the first word of the quotation.
    source : (int, int)
        Character span of the mention.
    head : int or None
        Word that heads the mention.
    speaks : bool
        Whether the cue is one of speech.
    quotation : int
        Number of the quotation that was credited, or -1.
    score : float
        How sure the credit is.
    """

    word: int
    source: Span
    head: int | None
    speaks: bool
    quotation: int = NO_QUOTATION
    score: float = 1.0


@dataclass(frozen=True)
class Carried:
    """A possible speaker of a quotation that has no cue.

    Attributes
    ----------
    quotation : int
        Number of the quotation.
    voice : Voice
        Whose it may be.
    how : str
        label, signature, introduced, unclosed, backward, after statement, forward, paragraph before, nearby.
    """

    quotation: int
    voice: Voice
    how: str


def find_carried(
    text: str, grammar: Grammar, number: int, voices: Sequence[Voice], last: Voice | None
) -> list[Carried]:
    """List the possible speakers of a quotation without a cue, one a mention.

    Parameters
    ----------
    text : str
        The article.
    grammar : Grammar
        Its parse.
    number : int
        The quotation.
    voices : sequence of Voice
        Everybody heard in the quotation's paragraph and the one before, in the order of the text.
    last : Voice or None
        Speaker of the quotation before it.

    Returns
    -------
    list of Carried
        Whom the rules take comes first, everybody else is ``nearby``; a name beside the quotation leaves nobody else.
    """
    quotation = grammar.quotations[number]
    start = grammar.quotation_words[number][0]
    named = _label(text, quotation) or _signature(text, quotation)
    if named is not None:
        return [Carried(number, Voice(start, named[0], None, True), named[1])]
    taken = _by_rule(grammar, number, voices, last)
    before = [voice for voice in voices if voice.word < start]
    after = [voice for voice in voices if voice.word >= start]
    possible = [] if taken is None else [taken]
    possible += [Carried(number, voice, NEARBY) for voice in (*reversed(before), *after)]
    of_mention: dict[Span, Carried] = {}
    for one in possible:
        of_mention.setdefault(one.voice.source, one)
    return list(of_mention.values())


def _by_rule(grammar: Grammar, number: int, voices: Sequence[Voice], last: Voice | None) -> Carried | None:
    """Return whom the rules take for the speaker."""
    quotation = grammar.quotations[number]
    start = grammar.quotation_words[number][0]
    introduced = _introduced(grammar, start, voices)
    if introduced is not None:
        return Carried(number, introduced, "introduced")
    here = [voice for voice in voices if grammar.paragraph_of[voice.word] == quotation.paragraph]
    before = [voice for voice in here if voice.word < start and voice.speaks]
    if before:
        return Carried(number, before[-1], "backward" if before[-1].quotation != NO_QUOTATION else "after statement")
    after = [voice for voice in here if voice.word > start and voice.quotation != NO_QUOTATION]
    if after:
        return Carried(number, after[0], "forward")
    if start > grammar.paragraphs[quotation.paragraph][0] + 1:
        return None
    if last is not None and last.quotation != NO_QUOTATION:
        previous = grammar.quotations[last.quotation]
        if not previous.closed and quotation.paragraph - previous.paragraph == 1:
            return Carried(number, last, "unclosed")
    earlier = [voice for voice in voices if voice.word < start and voice.speaks]
    return Carried(number, earlier[-1], "paragraph before") if earlier else None


def is_speech(text: str, quotation: Quotation) -> bool:
    """Tell whether a quotation is speech rather than a title or a borrowed word: long, or a sentence of its own."""
    inside = text[quotation.start : quotation.end]
    return len(inside.split()) >= LONG or _SENTENCE.fullmatch(inside) is not None


def _label(text: str, quotation: Quotation) -> tuple[Span, str] | None:
    """Return the name before a quotation that begins its paragraph: ``ROE: I think``."""
    match = _LABEL.search(text, max(0, quotation.start - _LONGEST_LABEL), quotation.start)
    match = match or _LABEL_INSIDE.match(text, quotation.start, quotation.end)
    return (match.span("name"), "label") if match else None


def _signature(text: str, quotation: Quotation) -> tuple[Span, str] | None:
    match = _SIGNATURE.match(text, quotation.end)
    if match and "\n" not in text[quotation.end : match.end()]:
        return match.span("name"), "signature"
    return None


def _introduced(grammar: Grammar, start: int, voices: Sequence[Voice]) -> Voice | None:
    """Return whose cue ends with the colon before the quotation."""
    if start == 0 or grammar.words[start - 1] != ":":
        return None
    first = grammar.sentence_words(start - 1).start
    inside = [voice for voice in voices if first <= voice.word < start and voice.quotation == NO_QUOTATION]
    return inside[-1] if inside else None


def near_voices(paragraph: int, voices: Mapping[int, Sequence[Voice]]) -> list[Voice]:
    """Return the voices of a paragraph and of the one before it, in the order of the text."""
    near = [voice for back in range(_PARAGRAPHS_BACK, -1, -1) for voice in voices.get(paragraph - back, ())]
    return sorted(near, key=lambda voice: voice.word)
