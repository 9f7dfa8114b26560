"""Sentences of one document: how far they correlate, and what that costs, by hand and by simulation."""

import numpy as np
import pandas as pd
import pytest

from stance.estimation.clusters import (
    design_effect,
    effective_labels,
    intraclass_correlation,
    sampling_effect,
)
from stance.estimation.rows import read_rows


def test_correlation_by_hand():
    residual, unit, document = np.array([1, 0.5, 0.5, -0.2]), np.zeros(4, int), np.array([0, 0, 1, 1])
    within = (1 * 0.5 + 0.5 * -0.2) / 2
    across = (1 * 0.5 + 1 * -0.2 + 0.5 * 0.5 + 0.5 * -0.2) / 4
    found, pairs = intraclass_correlation(residual, unit, document)
    assert found == pytest.approx((within - across) / (1 - across))  # what is left after the variance between actors
    assert pairs == pytest.approx(1 / (1 / 2 + 1 / 4))


def test_pairs_of_two_actors_do_not_count():
    residual = np.array([1, 0.5, 0.5, -0.2])
    one, pairs = intraclass_correlation(residual, np.zeros(4, int), np.array([0, 0, 1, 1]))
    other = np.array([0.3, -2.0, 1.5])  # three documents of another actor, which they share with the first
    residual = np.append(residual, other)
    unit, document = np.array([0, 0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 0, 1, 2])
    across = (0.3 * -2 + 0.3 * 1.5 - 2 * 1.5, 3)
    pooled = (0.45 + across[0]) / (4 + across[1])
    assert one == pytest.approx((0.2 - 0.1125) / (1 - 0.1125))
    assert pairs == pytest.approx(1 / (1 / 2 + 1 / 4))
    found, pairs = intraclass_correlation(residual, unit, document)
    assert found == pytest.approx((0.2 - pooled) / (1 - pooled))
    assert pairs == pytest.approx(1 / (1 / 2 + 1 / 7))


def test_it_is_zero_where_unknown():
    assert intraclass_correlation(np.ones(4), np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1])) == (0, 0)
    assert intraclass_correlation(np.ones(3), np.zeros(3, int), np.arange(3)) == (0, 0)


@pytest.mark.parametrize("correlation", [0.1, 0.3, 0.6])
def test_it_is_recovered_from_simulated_documents(correlation):
    rng = np.random.default_rng(7)
    actors, documents, sentences = 300, 6, 4
    document = np.repeat(np.arange(actors * documents), sentences)
    unit = document // documents
    of_actor, of_document, own = (
        rng.normal(size=actors),
        rng.normal(size=actors * documents),
        rng.normal(size=len(unit)),
    )
    # a third of the variance is between actors, and no part of the correlation within them
    within = np.sqrt(correlation) * of_document[document] + np.sqrt(1 - correlation) * own
    residual = np.sqrt(1 / 3) * of_actor[unit] + np.sqrt(2 / 3) * within
    assert intraclass_correlation(residual, unit, document)[0] == pytest.approx(correlation, abs=0.04)


def one_actor(documents, labelled):
    """Sentences of one actor by document, of which some are labelled, pro and anti in turn."""
    frame = pd.DataFrame({"actor": "Brandt", "document_id": documents, "p_anti": 0.3, "p_neutral": 0.3, "p_pro": 0.4})
    return frame.assign(label=[["pro", "anti"][i % 2] if i in labelled else None for i in range(len(frame))])


@pytest.mark.parametrize(
    ("documents", "labelled"),
    [
        ([0, 0, 0, 1, 1, 1, 2, 2, 2], {0, 1, 2}),
        ([0, 0, 0, 1, 1, 1, 2, 2, 2], {0, 3, 6}),
        ([0, 0, 0, 0, 1, 1, 2], {0, 1, 5}),
        ([0, 1, 2, 3], {2}),
        ([0, 0, 1, 1, 1], set()),
    ],
)
def test_the_design_effect_is_the_variance_ratio_of_correlated_sentences(documents, labelled):
    correlation, documents = 0.4, np.array(documents)
    covariance = np.where(documents[:, None] == documents, correlation, 0) + (1 - correlation) * np.eye(len(documents))
    mine = np.isin(np.arange(len(documents)), list(labelled))
    contrast = mine / max(mine.sum(), 1) - 1 / len(documents)
    expected = (contrast @ covariance @ contrast) / (contrast @ contrast)
    found = design_effect(read_rows(one_actor(documents, labelled)), correlation)
    assert found[0] == pytest.approx(max(expected, 1))


def test_whole_documents_cost_their_size_and_a_single_document_nothing():
    whole = one_actor(np.arange(40) // 4, set(range(8)))
    assert design_effect(read_rows(whole), 0.25) == pytest.approx(1 + 0.25 * 3)
    assert design_effect(read_rows(one_actor([0] * 40, set(range(8)))), 0.25) == 1
    assert design_effect(read_rows(one_actor(np.arange(40) // 4, set(range(40)))), 0.25) == 1


def test_the_sampling_effect_is_the_variance_of_a_mean_of_correlated_values():
    documents = np.array([0, 0, 0, 1])
    covariance = np.where(documents[:, None] == documents, 0.5, 0) + 0.5 * np.eye(4)
    assert sampling_effect(read_rows(one_actor(documents, {1})), 0.5) == pytest.approx(covariance.sum() / 4)


def test_independent_labels_are_worth_their_number_and_those_of_whole_documents_less():
    apart = effective_labels(read_rows(one_actor(range(48), set(range(24)))))
    assert apart.tolist() == [24]
    alike = one_actor(np.arange(48) // 3, set()).assign(label=(["pro"] * 3 + ["anti"] * 3) * 4 + [None] * 24)
    assert 8 <= effective_labels(read_rows(alike))[0] < 16


def test_unequal_weights_are_worth_less():
    frame = pd.DataFrame({"actor": "Brandt", "label": "pro", "p_anti": 0.3, "p_neutral": 0.3, "p_pro": 0.4}, range(4))
    rows = read_rows(frame.assign(document_id=range(4), sample_prob=[0.1, 0.2, 0.2, 0.4]))
    weights = np.array([9, 4, 4, 1.5])  # the odds against having been drawn
    assert effective_labels(rows) == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_nothing_labelled_is_worth_nothing():
    frame = pd.DataFrame({"actor": ["Brandt", "Okoro"], "document_id": "d", "p_anti": 0.3, "p_neutral": 0.3})
    assert effective_labels(read_rows(frame.assign(p_pro=0.4))).tolist() == [0, 0]
