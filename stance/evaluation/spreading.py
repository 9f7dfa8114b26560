"""Folds over which the classes are spread evenly, those of each target too where that is asked for."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

Sides = Iterator[tuple[Any, Any]]
"""Positions of the rows that train and of those that are tested, fold by fold."""


def spread_classes(frame: pd.DataFrame, groups: Any, folds: int, seed: int) -> Sides:
    """Yield folds of whole groups over which the classes of ``label`` are spread, as scikit-learn does it."""
    return _spread_groups(frame["label"].to_numpy(), groups, folds, seed)


def spread_classes_of_targets(frame: pd.DataFrame, groups: Any, folds: int, seed: int) -> Sides:
    """Yield folds over which every class and, as far as possible, the classes of every target are spread.

    Parameters
    ----------
    frame : pandas.DataFrame
        With ``label`` and ``target``.
    groups : array of int of shape (n_rows,)
        Rows of one group stay together.
    folds : int
        How many; at least so many groups hold each class.
    seed : int
        Seed of the folds.

    Yields
    ------
    (ndarray of int, ndarray of int)
        Where each row stands alone, no two folds test numbers of rows that differ by more than one: of all rows, of a
        class, or of a class of a target. Larger groups are spread by scikit-learn's ``StratifiedGroupKFold``.
    """
    strata = _strata(frame, groups, folds)
    alone = len(np.unique(groups)) == len(groups)
    return _deal(strata, folds, seed) if alone else _spread_groups(strata, groups, folds, seed)


def _strata(frame: pd.DataFrame, groups: Any, folds: int) -> Any:
    """Return class and target of each row or, where too few groups hold both to reach every fold, the class alone."""
    both = frame["label"] + "\0" + frame["target"]
    n_groups = pd.Series(groups, index=frame.index).groupby(both).transform("nunique")
    return both.where(n_groups >= folds, frame["label"]).to_numpy(dtype=str)


def _deal(strata: Any, folds: int, seed: int) -> Sides:
    """Deal rows out like cards, those of a stratum shuffled among themselves.

    Sorted, the strata of a class stand together, so that the class is dealt out as evenly as each of them.
    """
    shuffled = np.random.default_rng(seed).permutation(len(strata))
    fold_of_row = np.empty(len(strata), int)
    fold_of_row[shuffled[np.argsort(strata[shuffled], kind="stable")]] = np.arange(len(strata)) % folds
    for fold in range(folds):
        yield np.flatnonzero(fold_of_row != fold), np.flatnonzero(fold_of_row == fold)


def _spread_groups(strata: Any, groups: Any, folds: int, seed: int) -> Sides:
    from sklearn.model_selection import StratifiedGroupKFold

    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():  # what is left of a class beside its larger targets may be less than one a fold
        warnings.filterwarnings("ignore", "The least populated class", UserWarning)
        return iter(list(splitter.split(strata, strata, groups)))
