"""The sentences that can be drawn, and drawing them."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from stance.corpus.schema import COLUMNS, UNATTRIBUTED
from stance.corpus.validation import validate
from stance.errors import StanceError

By = Literal["actor"]


@dataclass(frozen=True)
class Population:
    """The sentences that can be drawn.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a sentence and target, in the order of their names, so that samples do not depend on that of rows.
    actors : list of tuple of str
        The actors of each sentence.
    stratum : array of str, shape (n_sentences,)
        The actor that a sentence is drawn for.
    number : array of float, shape (n_sentences,)
        A random number of each sentence; the smallest are drawn, so that a second draw goes on where the first ended.
    """

    frame: pd.DataFrame
    actors: list[tuple[str, ...]]
    stratum: Any
    number: Any

    @classmethod
    def of(cls, predictions: pd.DataFrame, seed: int) -> "Population":
        """Return the population of a frame of predictions."""
        if seed < 0:
            raise StanceError(f"seed is {seed}; it must be 0 or more")
        frame = completed(predictions).sort_values(
            ["sentence_id", "target"], key=lambda names: names.astype(str), ignore_index=True
        )
        actors = [tuple(dict.fromkeys(each["actor"] for each in statements)) for statements in frame["statements"]]
        sizes = Counter(actor for names in actors for actor in names)
        stratum = [min(names, key=lambda name: (sizes[name], name), default=UNATTRIBUTED) for names in actors]
        number = np.random.default_rng(seed).random(len(frame))
        return cls(frame, actors, np.array(stratum, dtype=object), number)

    def shuffled(self, rng: Any) -> "Population":
        """Return the same sentences with other random numbers."""
        return replace(self, number=rng.random(len(self.frame)))

    def draw(self, n: int, by: By | None = None, taken: Any = (), carried: Any = ()) -> Any:
        """Return the positions of `n` sentences, none of them in `taken`; `carried` were drawn in earlier rounds."""
        if by not in (None, "actor"):
            raise StanceError(f"by {by!r} is not 'actor'; leave it out for a simple random sample")
        free = np.ones(len(self.frame), bool)
        free[np.asarray(taken, int)] = False
        named = self.stratum != UNATTRIBUTED
        if by == "actor" and named.any():
            free &= named
        candidates = np.flatnonzero(free)
        candidates = candidates[np.argsort(self.number[candidates], kind="stable")]
        if n < 1:
            raise StanceError(f"n is {n}; draw one sentence at least")
        if n > len(candidates):
            kind = " with an actor" if by == "actor" and named.any() else ""
            raise StanceError(f"n is {n}, but only {len(candidates)} sentences{kind} are left to draw")
        if by is None:
            return candidates[:n]
        names, stratum = np.unique(self.stratum[candidates].astype(str), return_inverse=True)
        before = Counter(self.stratum[np.asarray(carried, int)])
        wanted = equal_shares(n, np.bincount(stratum), np.array([before[name] for name in names]), _shuffled(stratum))
        rank = pd.Series(stratum).groupby(stratum).cumcount().to_numpy()
        return candidates[rank < wanted[stratum]]

    def probability(self, drawn: Any, avoided: Any, stratified: bool) -> Any:
        """Return for each drawn sentence the share drawn of all that could be, or of those of its stratum."""
        names = self.stratum if stratified else np.full(len(self.frame), "all", dtype=object)
        there, taken = Counter(names), Counter(names[drawn])
        there.subtract(names[avoided])
        return np.array([taken[name] / there[name] for name in names[drawn]], float)


def completed(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with all columns of the schema and a list of statements in each row."""
    if set(COLUMNS) <= set(predictions) and not predictions["statements"].map(lambda each: isinstance(each, str)).any():
        return predictions.reset_index(drop=True)
    return validate(predictions, labelled=False)


def _shuffled(stratum: Any) -> Any:
    """Return the strata in the order in which their sentences come, which is random."""
    return pd.unique(pd.Series(stratum))


def equal_shares(n: int, sizes: Any, before: Any, order: Any) -> Any:
    """Share `n` draws out so that strata have had as equal numbers as can be, earlier rounds included.

    Parameters
    ----------
    n : int
        Draws, no more than all sizes together.
    sizes, before : array of int, shape (n_strata,)
        How many are left in each stratum, and how many it has had.
    order : array of int, shape (n_strata,)
        Strata in the order in which those draws are given out that do not go round.
    """

    def filled(level: int) -> Any:
        return np.clip(level - before, 0, sizes)

    levels = range(int((before + sizes).max()) + 1)
    level = bisect_right(levels, n, key=lambda each: int(filled(each).sum())) - 1
    shares = filled(level)
    waiting = [each for each in order if filled(level + 1)[each] > shares[each]]
    shares[waiting[: n - int(shares.sum())]] += 1
    return shares
