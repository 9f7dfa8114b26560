"""What a scorer of candidates must do; the rules are one, a trained model is another."""

from collections.abc import Sequence
from typing import Protocol

from stance.attribution.candidates import Candidate
from stance.language.grammar import Grammar


class Scorer(Protocol):
    """Scores candidates; those that reach the threshold become statements."""

    @property
    def threshold(self) -> float:
        """Least score of a statement."""

    def score(self, grammar: Grammar, candidates: Sequence[Candidate]) -> list[float]:
        """Return one score a candidate, the higher the surer."""
