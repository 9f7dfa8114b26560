"""How wide intervals will be: labels simulated from the predictions, drawn and estimated from."""

from collections.abc import Sequence
from typing import Any, get_args

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES, UNATTRIBUTED
from stance.errors import StanceError
from stance.estimation.estimate import estimate
from stance.estimation.population import By, Population
from stance.estimation.rows import PROBABILITIES, read_rows

BUDGETS = (50, 100, 200, 400)
NARROW = 0.5
"""Width of an interval for net stance that tells, for instance, +0.4 from zero."""

DESIGNS: dict[By | None, str] = {None: "simple random", **{by: f"by {by}" for by in get_args(By)}}
ROWS = 200_000
"""Statements that are estimated from, all simulations of one budget and design together; one simulation at least."""


def plan_labels(
    predictions: pd.DataFrame,
    budgets: Sequence[int] = BUDGETS,
    simulations: int = 5,
    seed: int = 0,
) -> pd.DataFrame:
    """Say how wide the 95% intervals of net stance will be with so many labels.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence and target, with ``statements`` and probabilities, as `stance.score` returns it.
    budgets : sequence of int
        Numbers of labels. Those that exceed what there is to draw are left out.
    simulations : int, default 5
        How often labels are simulated and drawn; fewer where there are very many statements.
    seed : int, default 0
        Seed of the simulations.

    Returns
    -------
    pandas.DataFrame
        One row a budget and design: ``labels``, ``design`` (``simple random`` or ``by actor``), ``median_width`` over
        actors, ``narrow``, the share of actors with an interval under 0.5, both averaged over simulations, and
        ``actors``, their number.

    Raises
    ------
    StanceError
        When no sentence has an actor, or there are too few sentences for any budget.

    Notes
    -----
    A label is drawn from the predicted probabilities of its sentence, so the widths are those of probabilities that
    are right on average for every actor. Where they are not, intervals are wider.
    """
    from tqdm import tqdm

    population = Population.of(predictions, seed)
    statements = _statements(population)
    read_rows(statements)  # complains of missing or wrong probabilities
    if not any(population.actors):
        raise StanceError("no sentence has an actor: there is no actor's interval to plan")
    repeats = max(1, min(simulations, ROWS // len(statements)))
    plans = [
        (budget, by, simulation)
        for budget in budgets
        for by in DESIGNS
        if 1 <= budget <= _available(population, by)
        for simulation in range(repeats)
    ]
    if not plans:
        raise StanceError(
            f"only {len(population.frame)} sentences, fewer than {min(budgets, default=1)}: label them all"
        )
    rows = []
    for budget, by, simulation in tqdm(plans, desc="plan", unit="estimate", delay=2, leave=False):
        widths = _widths(population, statements, budget, by, np.random.default_rng([seed, simulation]))
        rows.append((budget, DESIGNS[by], float(np.median(widths)), float((widths < NARROW).mean()), len(widths)))
    table = pd.DataFrame(rows, columns=["labels", "design", "median_width", "narrow", "actors"])
    return table.groupby(["labels", "design"], sort=False, as_index=False).mean().astype({"actors": int})


def _available(population: Population, by: By | None) -> int:
    return len(population.frame) if by is None else int((population.stratum != UNATTRIBUTED).sum())


def _statements(population: Population) -> pd.DataFrame:
    """Return one row a sentence and actor, with the position of the sentence; nobody is an actor of its own."""
    pairs = [
        (position, actor) for position, names in enumerate(population.actors) for actor in names or (UNATTRIBUTED,)
    ]
    positions = [position for position, _ in pairs]
    columns = [name for name in ("document_id", *PROBABILITIES) if name in population.frame]
    out = population.frame[columns].iloc[positions].reset_index(drop=True)
    return out.assign(position=positions, actor=[actor for _, actor in pairs])


def _widths(population: Population, statements: pd.DataFrame, budget: int, by: By | None, rng: Any) -> Any:
    """Return the width of each actor's interval with one simulated sample."""
    # before the draw, so that both designs and all budgets meet the same labels
    labels = _simulated(population.frame, rng)
    drawn = population.shuffled(rng).draw(budget, by)
    known = np.zeros(len(labels), bool)
    known[drawn] = True
    probability = np.full(len(labels), np.nan)
    probability[drawn] = population.probability(drawn, [], by is not None)
    at = statements["position"].to_numpy()
    label = np.where(known, labels, None)[at]
    found = estimate(read_rows(statements.assign(label=label, sample_prob=probability[at])))
    return (found.high - found.low)[found.rows.units["actor"].to_numpy() != UNATTRIBUTED, -1]


def _simulated(frame: pd.DataFrame, rng: Any) -> Any:
    """Return a label for each sentence, drawn from its probabilities, shape (n_sentences,)."""
    reached = frame[PROBABILITIES].to_numpy(float).cumsum(axis=1)
    position = (rng.random(len(frame))[:, np.newaxis] * reached[:, [-1]] > reached).sum(axis=1)
    return np.array(STANCES, dtype=object)[position]
