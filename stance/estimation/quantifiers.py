"""Class shares of groups from predicted probabilities alone: counting, averaging and expectation maximisation."""

from typing import Any

import numpy as np

from stance.estimation.softmax import K, sums

TOLERANCE = 1e-9
MOST_ROUNDS = 1000


def classify_and_count(proba: Any, groups: Any, n_groups: int) -> Any:
    """Return the shares of the likeliest classes, shape (n_groups, 3); ties go to the first class.

    Parameters
    ----------
    proba : array of shape (n_rows, 3)
        Predicted probabilities.
    groups : array of int, shape (n_rows,)
        The group of each row, from 0.
    n_groups : int
        Number of groups, each with a row at least.
    """
    counts = sums(np.eye(K)[proba.argmax(axis=1)], groups, n_groups)
    return counts / counts.sum(axis=1, keepdims=True)


def emq(
    proba: Any,
    groups: Any,
    n_groups: int,
    prior: Any,
    *,
    pseudo_count: float = 0.0,
    tolerance: float = TOLERANCE,
    most_rounds: int = MOST_ROUNDS,
) -> Any:
    """Estimate class shares by expectation maximisation, for every group by itself.

    Assumes that only the class shares differ between the training data and a group, not what a class looks like.

    Parameters
    ----------
    proba : array of shape (n_rows, 3)
        Predicted probabilities under the shares `prior`.
    groups : array of int, shape (n_rows,)
        The group of each row, from 0.
    n_groups : int
        Number of groups.
    prior : array of shape (3,)
        Class shares in the training data.
    pseudo_count : float, default 0
        Rows of the prior that are added to each group: a Dirichlet prior, maximum a posteriori.
    tolerance : float
        A group is done when its shares change by less on average.
    most_rounds : int
        Rounds at most.

    Returns
    -------
    array of shape (n_groups, 3)
        Estimated shares; the prior for a group without rows.

    References
    ----------
    Saerens, Latinne and Decaestecker (2002), Adjusting the outputs of a classifier to new a priori probabilities.
    """
    prior = np.asarray(prior, float)
    prior = prior / prior.sum()
    likelihood = np.divide(proba, prior, out=np.zeros_like(proba, dtype=float), where=prior > 0)
    sizes = np.bincount(groups, minlength=n_groups)[:, np.newaxis]
    shares = np.tile(prior, (n_groups, 1))
    open_rows, open_groups = np.arange(len(groups)), sizes[:, 0] + pseudo_count > 0
    for _ in range(most_rounds):
        members = groups[open_rows]
        joint = likelihood[open_rows] * shares[members]
        joint /= np.maximum(joint.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        new = sums(joint, members, n_groups) + pseudo_count * prior
        new = new[open_groups] / (sizes[open_groups] + pseudo_count)
        moved = np.abs(new - shares[open_groups]).mean(axis=1) >= tolerance
        shares[open_groups] = new
        open_groups[open_groups] = moved
        if not open_groups.any():
            break
        if not moved.all():
            open_rows = open_rows[open_groups[members]]
    return shares
