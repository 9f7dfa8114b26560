"""Paired permutation: what two runs would differ by if their predictions were swapped group by group at random."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from stance.evaluation.resampling import chunk_size

_ROUNDING = 1e-12


def swap_p_values(
    observed: Any, differences: Callable[[Any], Any], n_groups: int, n_permutations: int, seed: int, width: int = 0
) -> Any:
    """Return how often swapping shows differences as far from zero as those observed.

    Parameters
    ----------
    observed : ndarray of shape (n_metrics,)
        The differences as they are.
    differences : callable
        From swaps, 1 where a group is swapped and else 0, of shape (n_swaps, n_groups), to differences of shape
        (n_metrics, n_swaps).
    n_groups : int
        Groups, each swapped whole.
    n_permutations : int
        Swaps that are drawn; where there are no more ways to swap than that, each is taken once, and the test is exact.
    seed : int
        Seed of the swaps.
    width : int, default 0
        Numbers that are made of one swap; it bounds how many are taken at a time.

    Returns
    -------
    ndarray of shape (n_metrics,)
        Two-sided p-values; the sample itself counts as one swap (Davison and Hinkley 1997, section 4.3).
    """
    as_far, n_swaps = np.zeros(len(observed)), 0
    size, exact = chunk_size(n_groups, width), 2.0**n_groups <= n_permutations
    swaps = _every_swap(n_groups, size) if exact else _random_swaps(n_groups, n_permutations, size, seed)
    for swapped in swaps:
        as_far += (np.abs(differences(swapped)) >= np.abs(observed)[:, np.newaxis] - _ROUNDING).sum(axis=1)
        n_swaps += len(swapped)
    return as_far / n_swaps if exact else (as_far + 1) / (n_swaps + 1)


def _every_swap(n_groups: int, size: int) -> Iterator[Any]:
    for done in range(0, 2**n_groups, size):
        numbers = np.arange(done, min(done + size, 2**n_groups))
        yield (numbers[:, np.newaxis] >> np.arange(n_groups) & 1).astype(float)


def _random_swaps(n_groups: int, n_swaps: int, size: int, seed: int) -> Iterator[Any]:
    rng = np.random.default_rng(seed)
    for done in range(0, n_swaps, size):
        yield rng.integers(0, 2, (min(size, n_swaps - done), n_groups)).astype(float)
