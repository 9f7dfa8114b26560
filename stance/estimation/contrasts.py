"""Actors set against each other: differences of net stance, and ranks, with their uncertainty."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import UNATTRIBUTED
from stance.errors import StanceError, did_you_mean
from stance.estimation.estimate import Estimand, Method, estimate
from stance.estimation.joint import holm, independent_draws, two_sided
from stance.estimation.rows import read_rows
from stance.estimation.softmax import NET

JOINT_DRAWS = 20_000
RANK_DRAWS = 4_000


@dataclass(frozen=True)
class _Units:
    """What is known of the net stance of every unit: its mean, and draws of shape (n_draws, n_units)."""

    frame: pd.DataFrame
    by: list[str]
    draws: Any

    def groups(self) -> Iterable[pd.DataFrame]:
        """Yield the units of each group, as rows of the frame."""
        if not self.by:
            yield self.frame
        else:
            for _, mine in self.frame.groupby(self.by, sort=True, dropna=False):
                yield mine


def actor_differences(
    statements: pd.DataFrame,
    pairs: Sequence[tuple[str, str]] | None = None,
    *,
    reference: str | None = None,
    by: Sequence[str] = (),
    method: Method | None = None,
    estimand: Estimand = "corpus",
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Estimate by how much the net stances of two actors differ.

    Parameters
    ----------
    statements : pandas.DataFrame
        As `stance.actor_stance` takes it, some of them labelled.
    pairs : sequence of (first, other), optional
        Actors to compare; all pairs of actors unless given.
    reference : str, optional
        Compare all others with this actor, instead of naming pairs.
    by : sequence of str
        Grouping columns: actors are compared within each group in which both occur.
    method, estimand, level
        As in `stance.actor_stance`; a method with draws: ``stacked`` or ``labels_only``.
    seed : int, default 0
        Seed of the joint draws.

    Returns
    -------
    pandas.DataFrame
        One row a pair (and group): grouping columns, ``first other n_first n_other n_labelled_first n_labelled_other
        net_first net_other difference low high p_value p_adjusted``. The difference is other minus first, from -2 to
        2. ``p_value`` is two-sided: twice the smaller share of the joint draws on either side of zero. ``p_adjusted``
        is Holm's, over all rows: the chance of naming any pair wrongly is at most the level at which it is read.

    Raises
    ------
    StanceError
        When an actor is not among the statements, or no sentence is labelled.

    Notes
    -----
    Draws are resampled to equal weight and paired at random, as if the errors of two actors were independent. An error
    that moves both alike, such as a classifier that leans to pro throughout, cancels in truth, so that the intervals
    are wider than they need be; one that moves them apart, such as a classifier that is too sure of itself, adds up
    between actors on opposite sides. With 20,000 draws no p-value falls below 0.0001, and of more than 500 pairs at
    once no adjusted one falls below 0.05: name the pairs that matter.
    """
    from tqdm import tqdm

    units = _units(statements, by, method, estimand, level, seed, JOINT_DRAWS)
    _check_named(units.frame["actor"], pairs, reference)
    found = []
    for group in units.groups():
        places = dict(zip(group["actor"], group.index, strict=True))
        named = _pairs(list(places), pairs, reference)
        found += [(places[first], places[other]) for first, other in named if first in places and other in places]
    one, two = np.array(found, int).reshape(-1, 2).T
    first, other = (units.frame.loc[each].reset_index(drop=True) for each in (one, two))
    out = first[units.by].assign(first=first["actor"], other=other["actor"])
    for name in ("n", "n_labelled", "net"):
        out[f"{name}_first"], out[f"{name}_other"] = first[name], other[name]
    out["difference"] = out["net_other"] - out["net_first"]
    tail = (1 - level) / 2
    drawn = (units.draws[:, two] - units.draws[:, one] for one, two in tqdm(found, desc="pairs", delay=2, leave=False))
    known = [(*np.quantile(each, [tail, 1 - tail]), two_sided(each)) for each in drawn]
    low, high, p_value = np.array(known).reshape(-1, 3).T
    # of a very skewed distribution the mean may lie beyond the quantile
    out["low"], out["high"] = np.minimum(low, out["difference"]), np.maximum(high, out["difference"])
    return out.assign(p_value=p_value, p_adjusted=holm(p_value))


def actor_ranks(
    statements: pd.DataFrame,
    *,
    by: Sequence[str] = (),
    method: Method | None = None,
    estimand: Estimand = "corpus",
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Rank actors from the most pro to the most anti, and say how sure each rank is.

    Parameters
    ----------
    statements, by, method, estimand, level, seed
        As in `actor_differences`. Sentences without an actor are not ranked.

    Returns
    -------
    pandas.DataFrame
        One row an actor (and group), by rank: grouping columns, ``actor n n_labelled net rank rank_low rank_high
        p_first``. ``rank`` 1 is the most pro by estimate, ties share the smaller rank; ``rank_low`` and ``rank_high``
        are the central interval of the rank over joint draws; ``p_first`` is the probability of being the most pro,
        shared out evenly among those that tie.

    Raises
    ------
    StanceError
        When no sentence is labelled.

    Notes
    -----
    Each interval holds the rank of its actor with the probability `level`, by itself. It does not hold that all of them
    hold at once: of 20 intervals at 95% one is expected to miss. Nor is the first in the table known to be first:
    ``p_first`` says how likely that is. The draws are those of `actor_differences`.
    """
    named = statements
    if "actor" in statements:
        named = statements[statements["actor"].notna() & (statements["actor"] != UNATTRIBUTED)]
    units = _units(named, by, method, estimand, level, seed, RANK_DRAWS)
    parts = [_ranked(group, units.draws[:, group.index], level) for group in units.groups()]
    columns = [*units.by, "actor", "n", "n_labelled", "net", "rank", "rank_low", "rank_high", "p_first"]
    return pd.concat(parts, ignore_index=True)[columns]


def _ranked(group: pd.DataFrame, draws: Any, level: float) -> pd.DataFrame:
    from scipy.stats import rankdata

    tail = (1 - level) / 2
    # ties take the best rank for the lower bound and the worst for the upper one
    low = np.quantile(rankdata(-draws, axis=1, method="min"), tail, axis=0, method="lower")
    high = np.quantile(rankdata(-draws, axis=1, method="max"), 1 - tail, axis=0, method="higher")
    leads = draws == draws.max(axis=1, keepdims=True)
    rank = rankdata(-group["net"].round(12), method="min").astype(int)
    out = group.assign(
        rank=rank,
        rank_low=np.minimum(low, rank).astype(int),
        rank_high=np.maximum(high, rank).astype(int),
        p_first=(leads / leads.sum(axis=1, keepdims=True)).mean(axis=0),
    )
    return out.sort_values(["rank", "actor"])


def _units(
    statements: pd.DataFrame,
    by: Sequence[str],
    method: Method | None,
    estimand: Estimand,
    level: float,
    seed: int,
    n_draws: int,
) -> _Units:
    made = estimate(read_rows(statements, by), method, estimand, level)
    frame = made.rows.units.assign(n_labelled=made.rows.label_counts.sum(axis=1), net=made.shares @ NET)
    if frame.empty:
        raise StanceError("no statement of an actor")
    return _Units(frame, list(by), independent_draws(made, frame.index, n_draws, seed))


def _pairs(actors: list[str], pairs: Sequence[tuple[str, str]] | None, reference: str | None) -> Iterable[Any]:
    if pairs is not None:
        return pairs
    named = [actor for actor in actors if actor != UNATTRIBUTED]
    if reference is not None:
        return [(reference, actor) for actor in named if actor != reference]
    return combinations(named, 2)


def _check_named(actors: pd.Series, pairs: Sequence[tuple[str, str]] | None, reference: str | None) -> None:
    known = set(actors)
    for pair in pairs or []:
        if len(pair) != 2:
            raise StanceError(f"{pair!r} is no pair of two actors")
        if pair[0] == pair[1]:
            raise StanceError(f"{pair[0]!r} twice: an actor is not compared with itself")
    for name in [*(name for pair in pairs or [] for name in pair), *([reference] if reference is not None else [])]:
        if name not in known:
            raise StanceError(f"no statement of actor {name!r}{did_you_mean(name, known)}")
