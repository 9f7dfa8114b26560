"""What annotators marked in an article, as a scorer that a trained one learns from."""

from bisect import bisect_left
from collections.abc import Sequence

from stance.attribution.candidates import Candidate
from stance.attribution.features import describe_all
from stance.attribution.polnear import Attribution
from stance.attribution.propagation import NAMED, Carried
from stance.attribution.rules import RuleScorer
from stance.attribution.sources import mention
from stance.attribution.speaker_features import describe_speakers
from stance.attribution.statement import Span
from stance.language.grammar import Grammar


class MarkedScorer:
    """Knows what is right, and keeps the features of all it is asked about.

    Attributes
    ----------
    marks : sequence of Attribution
        What is marked in the article at hand.
    features : list of dict
        Of every candidate and possible speaker so far.
    labels : list of bool
        Whether each is marked.
    """

    threshold = 0.5

    def __init__(self) -> None:
        self.marks: Sequence[Attribution] = ()
        self.features: list[dict[str, float | str]] = []
        self.labels: list[bool] = []

    def score(self, grammar: Grammar, candidates: Sequence[Candidate]) -> list[float]:
        """Return 1 for what is marked and 0 for what is not."""
        marked = [is_marked(grammar, candidate, self.marks) for candidate in candidates]
        self.features += describe_all(grammar, candidates)
        self.labels += marked
        return list(map(float, marked))

    def choose(self, grammar: Grammar, speakers: Sequence[Carried]) -> Carried | None:
        """Return whom the rules choose: they are followed, so that what comes after looks as it will."""
        if speakers and speakers[0].how not in NAMED:
            self.features += describe_speakers(grammar, speakers)
            self.labels += [is_spoken(grammar, speaker, self.marks) for speaker in speakers]
        return RuleScorer().choose(grammar, speakers)


def is_marked(grammar: Grammar, candidate: Candidate, marks: Sequence[Attribution]) -> bool:
    """Tell whether a marked attribution has the candidate's cue and source."""
    cue = grammar.starts[candidate.cue]
    first, last = mention(grammar, candidate.source)
    source = grammar.starts[first], grammar.ends[last - 1]
    return any(_share(mark.cue, (cue, cue + 1)) and _share(mark.source, source) for mark in marks)


def is_spoken(grammar: Grammar, speaker: Carried, marks: Sequence[Attribution]) -> bool:
    """Tell whether half of a quotation is marked as the speaker's, whichever mention of the speaker is marked."""
    quotation = grammar.quotations[speaker.quotation]
    span = quotation.start, quotation.end
    whose = [mark.source for mark in marks if 2 * _share(mark.content, span) >= quotation.end - quotation.start]
    return any(_share(source, speaker.voice.source) or _same(grammar, source, speaker.voice.source) for source in whose)


def _share(spans: Sequence[Span], other: Span) -> int:
    """Count the characters of some spans that lie in another."""
    return sum(max(0, min(end, other[1]) - max(start, other[0])) for start, end in spans)


def _same(grammar: Grammar, spans: Sequence[Span], other: Span) -> bool:
    """Tell whether the last word of one mention is a word of the other: Jane Roe, Roe."""
    one, two = [word for span in spans for word in _words(grammar, span)], _words(grammar, other)
    return bool(one and two) and (one[-1] in two or two[-1] in one)


def _words(grammar: Grammar, span: Span) -> list[str]:
    return grammar.lower[bisect_left(grammar.ends, span[0] + 1) : bisect_left(grammar.starts, span[1])]
