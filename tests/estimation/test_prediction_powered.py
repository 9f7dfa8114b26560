"""Prediction-powered inference by hand and against ppi-python."""

import numpy as np
import pandas as pd
import pytest

from stance import actor_stance
from stance.estimation.prediction_powered import ppi_mean

LABELS, PREDICTED, OTHERS = [1.0, 0.0, 1.0, 1.0], [0.8, 0.4, 0.5, 0.9], [0.9, 0.1, 0.5, 0.3, 0.2]


def test_a_mean_by_hand():
    mean, error = ppi_mean(LABELS, PREDICTED, OTHERS)
    # residuals 0.2, -0.4, 0.5, 0.1: mean 0.1, variance 0.105; predictions of the others: mean 0.4, variance 0.08
    assert mean == pytest.approx(0.4 + 0.1)
    assert error == pytest.approx(np.sqrt(0.105 / 4 + 0.08 / 5))


def test_a_weighted_mean_by_hand():
    mean, error = ppi_mean(LABELS, PREDICTED, OTHERS, weights=[1, 2, 1, 4])
    # weights of mean one are 0.5, 1, 0.5, 2, so that weighted residuals are 0.1, -0.4, 0.25, 0.2
    assert mean == pytest.approx(0.4 + 0.15 / 4)
    assert error == pytest.approx(np.sqrt(np.var([0.1, -0.4, 0.25, 0.2]) / 4 + 0.08 / 5))


def test_one_label_has_no_error():
    mean, error = ppi_mean([1], [0.6], [0.2, 0.4])
    assert mean == pytest.approx(0.7)
    assert np.isnan(error)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_ppi_python(seed, weighted):
    ppi = pytest.importorskip("ppi_py")
    rng = np.random.default_rng(seed)
    labels, predicted, others = rng.integers(-1, 2, 20), rng.uniform(-1, 1, 20), rng.uniform(-1, 1, 70)
    weights = rng.uniform(0.2, 3, 20) if weighted else None
    mean, error = ppi_mean(labels, predicted, others, weights)
    theirs = ppi.ppi_mean_pointestimate(labels, predicted, others, lam=1, w=weights)
    assert mean == pytest.approx(float(np.squeeze(theirs)), abs=1e-6)
    low, high = ppi.ppi_mean_ci(labels, predicted, others, alpha=0.05, lam=1, w=weights)
    half = 1.959963984540054 * error
    bounds = [float(np.squeeze(each)) for each in (low, high)]
    assert [mean - half, mean + half] == pytest.approx(bounds, abs=1e-6)


def frame(proba, labels):
    out = pd.DataFrame(proba, columns=["p_anti", "p_neutral", "p_pro"])
    return out.assign(actor="Brandt", document_id=[f"d{i}" for i in range(len(out))], label=labels)


def test_an_actor_by_hand():
    proba = [[0.2, 0, 0.8], [0.6, 0, 0.4], [0.4, 0, 0.6], [0.5, 0, 0.5], [0.9, 0, 0.1], [0.3, 0, 0.7]]
    found = actor_stance(frame(proba, ["pro", "anti", "pro", None, None, None]), method="ppi").iloc[0]
    # net: the others' mean is (0 - 0.8 + 0.4) / 3; residuals are 1 - 0.6, -1 + 0.2, 1 - 0.2
    residuals, others = [0.4, -0.8, 0.8], [0, -0.8, 0.4]
    assert found["net"] == pytest.approx(np.mean(others) + np.mean(residuals))
    half = 1.959963984540054 * np.sqrt(np.var(residuals) / 3 + np.var(others) / 3)
    assert found["low"] == pytest.approx(max(-1, found["net"] - half))
    assert found["high"] == pytest.approx(min(1, found["net"] + half))
    assert found["pro"] == pytest.approx((1 + found["net"]) / 2)


def test_a_share_below_zero_is_none_and_the_others_are_scaled():
    proba = [[0.1, 0.8, 0.1]] * 4 + [[0.8, 0.1, 0.1]] * 4
    found = actor_stance(frame(proba, ["pro"] * 4 + [None] * 4), method="ppi").iloc[0]
    # raw shares are 0.8 - 0.1, 0.1 - 0.8 and 0.1 + 0.9
    assert found["neutral"] == 0
    assert found["anti"] == pytest.approx(0.7 / 1.7)
    assert found["low"] <= found["net"] <= found["high"]


def test_too_few_labels_have_no_interval_and_a_warning_says_so():
    proba = np.tile([0.2, 0.3, 0.5], (8, 1))
    one = frame(proba, ["pro"] + [None] * 7)
    none = frame(proba, [None] * 8).assign(actor="Okoro")
    found = actor_stance(pd.concat([one, none]), method="ppi").set_index("actor")
    assert found[["low", "high", "pro_low", "pro_high"]].isna().all(axis=None)
    assert found.loc["Brandt", "warning"] == "one label of its own: no interval"
    assert found.loc["Okoro", "warning"] == "no label of its own: uncalibrated"
    assert found.loc["Okoro", ["anti", "neutral", "pro"]].tolist() == pytest.approx([0.2, 0.3, 0.5])


def test_labelled_to_the_last_sentence_it_is_known():
    proba = np.random.default_rng(0).dirichlet([1, 1, 1], 4)
    everything = frame(proba, ["pro", "pro", "neutral", "anti"])
    found = actor_stance(everything, method="ppi").iloc[0]
    assert found[["anti", "neutral", "pro"]].tolist() == pytest.approx([0.25, 0.25, 0.5])
    assert found["low"] == found["net"] == found["high"] == 0.25
    # as a sample of what the actor would say it is not
    wider = actor_stance(everything, method="ppi", estimand="tendency").iloc[0]
    assert wider["low"] < 0.25 < wider["high"]
