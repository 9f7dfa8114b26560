"""Sentences of one document: how far they correlate, and what that costs, by hand and by simulation."""

import numpy as np
import pandas as pd
import pytest

from stance.estimation.clusters import LARGEST, companions, design_effect, effective_labels, intraclass_correlation
from stance.estimation.rows import read_rows


def test_correlation_by_hand():
    residual, unit, document = np.array([1, 0.5, 0.5, -0.2]), np.zeros(4, int), np.array([0, 0, 1, 1])
    within = (1 * 0.5 + 0.5 * -0.2) / 2
    across = (1 * 0.5 + 1 * -0.2 + 0.5 * 0.5 + 0.5 * -0.2) / 4
    assert intraclass_correlation(residual, unit, document) == pytest.approx(within - across)


def test_pairs_of_two_actors_do_not_count():
    residual = np.array([1, 0.5, 0.5, -0.2])
    one = intraclass_correlation(residual, np.zeros(4, int), np.array([0, 0, 1, 1]))
    other = np.array([0.3, -2.0, 1.5])  # three documents of another actor, which they share with the first
    residual = np.append(residual, other)
    unit, document = np.array([0, 0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 0, 1, 2])
    across = (0.3 * -2 + 0.3 * 1.5 - 2 * 1.5, 3)
    pooled = (0.45 + across[0]) / (4 + across[1])
    assert one == pytest.approx(0.2 - 0.1125)
    assert intraclass_correlation(residual, unit, document) == pytest.approx(0.2 - pooled)


def test_it_is_zero_where_negative_or_unknown():
    one_document_each = np.ones(4), np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1])
    assert intraclass_correlation(*one_document_each) == 0
    assert intraclass_correlation(np.ones(3), np.zeros(3, int), np.arange(3)) == 0
    unlike = np.array([1.0, -1.0, 1.0, -1.0]), np.zeros(4, int), np.array([0, 0, 1, 1])
    assert intraclass_correlation(*unlike) == 0
    alike = np.array([1.0, 1.0, -1.0, -1.0]), np.zeros(4, int), np.array([0, 0, 1, 1])
    assert intraclass_correlation(*alike) == LARGEST


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
    residual = of_actor[unit] + np.sqrt(correlation) * of_document[document] + np.sqrt(1 - correlation) * own
    assert intraclass_correlation(residual, unit, document) == pytest.approx(correlation, abs=0.03)


def test_companions_share_actor_and_document():
    assert companions(np.array([0, 0, 0, 1]), np.array([5, 5, 6, 5])).tolist() == [2, 2, 1, 1]


def test_the_design_effect_is_the_variance_of_a_sum_of_correlated_values():
    unit, document = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 0, 1, 2, 3])
    found = design_effect(unit, document, 3, 0.5)
    covariance = np.where(document[:4, None] == document[:4], 0.5, 0) + 0.5 * np.eye(4)
    assert found[0] == pytest.approx(covariance.sum() / 4)
    assert found[1:].tolist() == [1, 1]  # single sentences, and an actor without any


def test_independent_labels_are_worth_their_number_and_those_of_one_document_less():
    labels = ["pro", "pro", "pro", "anti", "anti", "anti"] * 4
    frame = pd.DataFrame({"actor": "Brandt", "label": labels, "p_anti": 0.3, "p_neutral": 0.3, "p_pro": 0.4})
    apart = effective_labels(read_rows(frame.assign(document_id=range(24))))
    assert apart.tolist() == [24]
    together = effective_labels(read_rows(frame.assign(document_id=np.arange(24) // 3)))
    # every document is of one mind: the correlation is the largest that is believed
    assert together == pytest.approx(24 / (1 + LARGEST * 2))


def test_unequal_weights_are_worth_less():
    frame = pd.DataFrame({"actor": "Brandt", "label": "pro", "p_anti": 0.3, "p_neutral": 0.3, "p_pro": 0.4}, range(4))
    rows = read_rows(frame.assign(document_id=range(4), sample_prob=[0.1, 0.2, 0.2, 0.4]))
    weights = np.array([10, 5, 5, 2.5])
    assert effective_labels(rows) == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


def test_nothing_labelled_is_worth_nothing():
    frame = pd.DataFrame({"actor": ["Brandt", "Okoro"], "document_id": "d", "p_anti": 0.3, "p_neutral": 0.3})
    assert effective_labels(read_rows(frame.assign(p_pro=0.4))).tolist() == [0, 0]
