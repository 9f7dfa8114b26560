"""Counting and expectation maximisation against hand-worked rounds, a closed form, and QuaPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.estimation.quantifiers import classify_and_count, emq

ONE_GROUP = np.zeros(10, int)

TEN_TEXTS = np.array([[0.2, 0, 0.8]] * 7 + [[0.8, 0, 0.2]] * 3)
"""A classifier of two equally frequent classes that is right four times in five says pro of seven texts in ten."""


def probabilities(seed, n, strength=0.6):
    return np.random.default_rng(seed).dirichlet([strength] * 3, n)


def test_counting_takes_the_likeliest_class():
    proba = np.array([[0.6, 0.3, 0.1], [0.1, 0.2, 0.7], [0.2, 0.2, 0.6], [0.3, 0.4, 0.3]])
    shares = classify_and_count(proba, np.array([0, 0, 1, 1]), 2)
    assert shares.tolist() == [[0.5, 0, 0.5], [0, 0.5, 0.5]]


def test_a_tie_goes_to_the_first_class():
    assert classify_and_count(np.array([[0.4, 0.2, 0.4]]), np.array([0]), 1).tolist() == [[1, 0, 0]]


def test_two_rounds_by_hand():
    # Saerens et al. (2002), steps E and M: each probability times new over old share, scaled to one; then averaged
    halves = [0.5, 0, 0.5]
    first, second = (emq(TEN_TEXTS, ONE_GROUP, 1, halves, tolerance=0, most_rounds=rounds)[0, 2] for rounds in (1, 2))
    assert first == pytest.approx(0.7 * 0.8 + 0.3 * 0.2)
    said_pro = 0.62 * 0.8 / (0.62 * 0.8 + 0.38 * 0.2)
    said_anti = 0.62 * 0.2 / (0.62 * 0.2 + 0.38 * 0.8)
    assert second == pytest.approx(0.7 * said_pro + 0.3 * said_anti)


def test_it_ends_at_the_share_of_greatest_likelihood():
    # share * 0.8 + (1 - share) * 0.2 texts are said to be pro: 0.7 are when the share is 5/6
    shares = emq(TEN_TEXTS, ONE_GROUP, 1, [0.5, 0, 0.5], tolerance=1e-12)
    assert shares[0] == pytest.approx([1 / 6, 0, 5 / 6], abs=1e-6)


def test_a_certain_classifier_is_believed():
    proba = np.eye(3)[[0, 0, 1, 2]]
    assert emq(proba, np.zeros(4, int), 1, [0.2, 0.3, 0.5])[0] == pytest.approx([0.5, 0.25, 0.25])


def test_a_classifier_that_says_nothing_leaves_the_prior():
    prior = [0.2, 0.3, 0.5]
    assert emq(np.tile(prior, (6, 1)), np.zeros(6, int), 1, prior)[0] == pytest.approx(prior)


@pytest.mark.parametrize("seed", range(5))
def test_agrees_with_quapy(seed):
    em = pytest.importorskip("quapy.method.aggregative").EMQ.EM
    prior = np.array([0.3, 0.2, 0.5])
    groups = np.sort(np.random.default_rng(seed).integers(4, size=300))
    proba = probabilities(seed, 300)
    ours = emq(proba, groups, 4, prior, tolerance=1e-12)
    for group in range(4):
        theirs, _ = em(prior, proba[groups == group], epsilon=1e-12)
        assert ours[group] == pytest.approx(theirs, abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 10**6), st.floats(0, 5))
def test_every_group_is_estimated_by_itself(seed, pseudo_count):
    groups = np.random.default_rng(seed).integers(3, size=30)
    proba, prior = probabilities(seed, 30), np.array([0.2, 0.3, 0.5])
    together = emq(proba, groups, 3, prior, pseudo_count=pseudo_count)
    assert together.sum(axis=1) == pytest.approx(1)
    for group in np.unique(groups):
        mine = proba[groups == group]
        alone = emq(mine, np.zeros(len(mine), int), 1, prior, pseudo_count=pseudo_count)
        assert together[group] == pytest.approx(alone[0], abs=1e-9)


def test_pseudo_texts_draw_towards_the_prior():
    prior = np.array([0.5, 0, 0.5])
    pro = [emq(TEN_TEXTS, ONE_GROUP, 1, prior, pseudo_count=count)[0, 2] for count in (0, 2, 20, 1e9)]
    assert pro == sorted(pro, reverse=True)
    assert pro[-1] == pytest.approx(0.5)


def test_a_group_without_texts_has_the_prior():
    assert emq(TEN_TEXTS, ONE_GROUP, 2, [0.4, 0, 0.6])[1] == pytest.approx([0.4, 0, 0.6])


def test_a_class_that_the_training_data_lacked_stays_absent():
    shares = emq(probabilities(0, 10), ONE_GROUP, 1, [0.5, 0, 0.5])
    assert shares[0, 1] == 0
    assert shares[0].sum() == pytest.approx(1)
