"""Quantiles of weighted draws against numpy, and what intervals promise."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from stance.estimation.intervals import Draws, intervals, tendency, weighted_quantiles

SHARES = (0.025, 0.25, 0.5, 0.975)


@pytest.mark.parametrize("n", [1, 7, 40, 1024])
def test_equal_weights_are_the_inverse_of_the_distribution(n):
    values = np.random.default_rng(n).normal(size=(n, 3))
    found = weighted_quantiles(values, np.full((n, 3), 1 / n), SHARES)
    assert found == pytest.approx(np.quantile(values, SHARES, axis=0, method="inverted_cdf"))


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_whole_weights_are_repetitions(seed, n):
    rng = np.random.default_rng(seed)
    values, times = rng.integers(-5, 5, (n, 1)).astype(float), rng.integers(1, 9, (n, 1))
    repeated = np.repeat(values[:, 0], times[:, 0])
    expected = np.quantile(repeated, SHARES, method="inverted_cdf")
    assert weighted_quantiles(values, times / times.sum(), SHARES)[:, 0] == pytest.approx(expected)


def test_a_draw_without_weight_is_no_quantile():
    values, weight = np.array([[-9.0], [1], [2], [9]]), np.array([[0], [0.5], [0.5], [0]])
    assert weighted_quantiles(values, weight, (0.0001, 0.5, 0.9999))[:, 0].tolist() == [1, 1, 2]


def draws(seed, n=512, units=4):
    rng = np.random.default_rng(seed)
    shares, weight = rng.dirichlet([0.3, 1, 2], (n, units)), rng.exponential(size=(n, units))
    weight /= weight.sum(axis=0)
    return Draws((weight[..., np.newaxis] * shares).sum(axis=0), shares, weight)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6), st.floats(0.01, 0.999))
def test_intervals_hold_the_mean_and_keep_in_range(seed, level):
    some = draws(seed)
    low, high = intervals(some, level)
    mean = np.column_stack([some.mean, some.mean @ [-1, 0, 1]])
    assert (low <= mean).all()
    assert (mean <= high).all()
    assert (low >= [0, 0, 0, -1]).all()
    assert (high <= 1).all()


def test_a_higher_level_never_narrows():
    bounds = [intervals(draws(1), level) for level in (0.5, 0.8, 0.95, 0.99)]
    for (low, high), (lower, higher) in pairwise(bounds):
        assert (lower <= low).all()
        assert (high <= higher).all()


def test_the_tendency_behind_known_shares_is_that_of_a_sample():
    # 12 of 40 independent sentences are pro: Jeffreys' interval, that of a Beta(12.5, 29) distribution
    known = np.tile([0.5, 0.2, 0.3], (1024, 1, 1))
    behind = tendency(Draws(known[0], known, np.full((1024, 1), 1 / 1024)), np.array([40]))
    low, high = intervals(behind, 0.95)
    assert [low[0, 2], high[0, 2]] == pytest.approx(beta.ppf([0.025, 0.975], 12.5, 29), abs=0.01)
    assert behind.mean[0].tolist() == pytest.approx(np.array([20.5, 8.5, 12.5]) / 41.5)


def test_the_more_sentences_the_closer_the_tendency_to_their_shares():
    known = np.tile([0.5, 0.2, 0.3], (1024, 3, 1))
    some = Draws(known[0], known, np.full((1024, 3), 1 / 1024))
    low, high = intervals(tendency(some, np.array([10, 100, 10**6])), 0.95)
    width = (high - low)[:, 3]
    assert width[0] > 2 * width[1] > 4 * width[2]
    assert width[2] < 0.005
