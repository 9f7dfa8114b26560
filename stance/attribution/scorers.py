"""What a scorer must do; the rules are one, a trained model is another."""

from collections.abc import Sequence
from typing import Protocol

from stance.attribution.candidates import Candidate
from stance.attribution.propagation import Carried
from stance.language.grammar import Grammar


class Scorer(Protocol):
    """Scores candidates, which become statements from the threshold on, and chooses who speaks where no cue says so."""

    @property
    def threshold(self) -> float:
        """Least score of a statement."""

    def score(self, grammar: Grammar, candidates: Sequence[Candidate]) -> list[float]:
        """Return one score a candidate, the higher the surer."""

    def choose(self, grammar: Grammar, speakers: Sequence[Carried]) -> Carried | None:
        """Return who speaks in a quotation without a cue, of those whom `find_carried` lists; None for nobody."""
