"""Several estimates at once: joint draws, and p-values adjusted for their number."""

from typing import Any

import numpy as np

from stance.errors import StanceError
from stance.estimation.estimate import Estimate
from stance.estimation.softmax import NET


def independent_draws(made: Estimate, units: Any, n_draws: int, seed: int) -> Any:
    """Return draws of net stance that are of equal weight and independent between units, shape (n_draws, n_chosen).

    Parameters
    ----------
    made : Estimate
        With draws; those of one number rest on the same random point for every unit, which is chance, not knowledge.
    units : array of int, shape (n_chosen,)
        Which units.
    n_draws : int
        How many draws.
    seed : int
        Of the systematic resampling and of the order.

    Raises
    ------
    StanceError
        When the estimate has no draws.
    """
    if made.draws is None:
        first = "" if made.rows.known.any() else "label sentences that were drawn at random, and "
        raise StanceError(
            f"method {made.method!r} gives no joint draws, which comparing estimates needs: "
            f"{first}use stacked or labels_only"
        )
    out = np.empty((n_draws, len(units)))
    for column, unit in enumerate(units):
        rng = np.random.default_rng([seed, unit])
        net, reached = made.draws.shares[:, unit] @ NET, np.cumsum(made.draws.weight[:, unit])
        # Kitagawa (1996): one random offset, then even steps through the cumulated weights
        steps = (np.arange(n_draws) + rng.random()) / n_draws * reached[-1]
        chosen = np.minimum(np.searchsorted(reached, steps, side="right"), len(net) - 1)
        out[:, column] = rng.permutation(net[chosen])
    return out


def two_sided(differences: Any) -> float:
    """Return twice the smaller share of draws on either side of zero, the estimate itself counted with both.

    Counting it keeps the p-value above zero (Davison and Hinkley 1997, section 4.2).
    """
    differences = np.round(differences, 12)
    fewer = min((differences <= 0).sum(), (differences >= 0).sum())
    return float(min(1.0, 2 * (fewer + 1) / (len(differences) + 1)))


def holm(p_values: Any) -> Any:
    """Return p-values adjusted for their number, shape (n,); missing ones stay missing and do not count (Holm 1979)."""
    p_values = np.asarray(p_values, float)
    out, known = np.full(len(p_values), np.nan), np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    out[order] = np.minimum(1, np.maximum.accumulate(p_values[order] * np.arange(len(order), 0, -1)))
    return out
