"""One statement: a sentence's share in what somebody is credited with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stance.attribution.sources import mention
from stance.language.grammar import Grammar

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


def source_span(grammar: Grammar, head: int) -> Span:
    """Return the character span of the mention that a word heads."""
    first, last = mention(grammar, head)
    return grammar.starts[first], grammar.ends[last - 1]


def by_sentence(grammar: Grammar, words: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Group words by sentence; marks alone make no group."""
    groups: dict[int, list[int]] = {}
    for word in words:
        groups.setdefault(grammar.sentence_of[word], []).append(word)
    for number, group in groups.items():
        if any(character.isalnum() for word in group for character in grammar.words[word]):
            yield number, group


def union(first: Sequence[Sequence[int]], second: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Join two lists of spans; what touches becomes one."""
    out: list[Span] = []
    for start, end in sorted((span[0], span[1]) for span in [*first, *second]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
