"""The bootstrap: what is drawn, how often, and the intervals against a naive one that repeats rows."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score, precision_recall_fscore_support

from stance.corpus.validation import validate
from stance.evaluation import EvaluationConfig, resampling
from stance.evaluation.metrics import METRICS
from stance.evaluation.resampling import (
    bootstrap_weights,
    encode,
    interval,
    metrics_with_intervals,
    resampling_unit,
    tally_frame,
)

STANCES = ["anti", "neutral", "pro"]


def in_documents(names, paragraphs=None):
    frame = pd.DataFrame({"text": "Okoro spoke", "label": "pro", "document_id": names})
    return validate(frame if paragraphs is None else frame.assign(paragraph=paragraphs))


def random_predictions(seed, n=30, n_groups=12):
    """A frame of predictions whose predicted class is not always the most probable one."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.dirichlet([1, 1, 1], n), columns=[f"p_{label}" for label in STANCES])
    frame["label"], frame["predicted"] = rng.choice(STANCES, (2, n))
    frame["document_id"] = [f"d{number}" for number in rng.permutation(np.arange(n) % n_groups)]
    frame["sentence_id"], frame["paragraph"], frame["target"] = np.arange(n).astype(str), 0, "all"
    return frame


def naive_metrics(frame):
    gold, predicted = frame["label"], frame["predicted"]
    out = {
        "macro_f1": f1_score(gold, predicted, average="macro", zero_division=0),
        "accuracy": accuracy_score(gold, predicted),
        "brier": brier_score_loss(
            gold, frame[[f"p_{label}" for label in STANCES]].to_numpy(), labels=STANCES, scale_by_half=False
        ),
    }
    scores = precision_recall_fscore_support(gold, predicted, labels=STANCES, average=None, zero_division=0)
    for name, values in zip(("precision", "recall", "f1"), scores, strict=False):
        out |= {f"{name}_{label}": value for label, value in zip(STANCES, values, strict=True)}
    occurring = [label for label in ("anti", "pro") if (gold == label).any() or (predicted == label).any()]
    sides = np.mean([out[f"f1_{label}"] for label in occurring]) if occurring else 0.0
    out |= dict.fromkeys(("f1_favor_against_pooled", "f1_favor_against_mean_over_targets"), sides)
    confidence = np.array([row[f"p_{row['predicted']}"] for _, row in frame.iterrows()])
    bins = np.digitize(confidence, np.arange(1, 10) / 10, right=True)
    gaps = [abs(((gold == predicted) - confidence)[bins == number].sum()) for number in range(10)]
    return {**out, "calibration_error": sum(gaps) / len(frame)}


@pytest.mark.parametrize(
    ("frame", "unit"),
    [
        (in_documents([f"d{i}" for i in range(10)], 0), "document"),
        (in_documents([f"d{i}" for i in range(9)] + ["d0"], 0), "paragraph"),
        (in_documents([f"d{i}" for i in range(9)] + ["d0"]), "sentence"),
        (in_documents([f"d{i}" for i in range(9)] + ["d0"], [0] * 9 + [None]), "sentence"),
        (in_documents([f"d{i}" for i in range(10)] + [None], 0), "sentence"),
        (in_documents([f"d{i}" for i in range(10)]), "document"),
    ],
    ids=["10 documents", "9 documents", "9 without paragraphs", "9, one paragraph missing", "one missing", "10 bare"],
)
def test_documents_are_resampled_from_ten_upward_and_else_the_next_smaller_unit(frame, unit):
    assert resampling_unit(frame) == unit


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 12), st.integers(1, 30), st.integers(0, 10**6), st.integers(1, 60))
def test_every_resample_draws_as_many_groups_as_there_are(n_groups, n_resamples, seed, chunk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resampling, "_CHUNK", chunk)
        chunks = list(bootstrap_weights(n_groups, n_resamples, seed))
    weights = np.concatenate(chunks)
    assert weights.shape == (n_resamples, n_groups)
    assert (weights.sum(axis=1) == n_groups).all()
    assert weights.min() >= 0
    whole = np.concatenate(list(bootstrap_weights(n_groups, n_resamples, seed)))
    assert weights.tolist() == whole.tolist()


@pytest.mark.parametrize(
    ("chunk", "sizes"),
    [(8, [2, 2, 1]), (11, [2, 2, 1]), (12, [3, 2]), (20, [5]), (21, [5]), (3, [1, 1, 1, 1, 1]), (4, [1, 1, 1, 1, 1])],
)
def test_chunks_hold_as_many_resamples_as_fit(chunk, sizes, monkeypatch):
    monkeypatch.setattr(resampling, "_CHUNK", chunk)
    assert [len(weights) for weights in bootstrap_weights(4, 5, 0)] == sizes


def test_a_chunk_holds_four_million_numbers():
    assert [len(weights) for weights in bootstrap_weights(40_000, 101, 0)] == [100, 1]


def test_the_same_seed_draws_the_same_and_another_does_not():
    draws = [np.concatenate(list(bootstrap_weights(20, 10, seed))).tolist() for seed in (3, 3, 4)]
    assert draws[0] == draws[1]
    assert draws[0] != draws[2]


def test_every_group_is_equally_likely():
    weights = np.concatenate(list(bootstrap_weights(5, 20_000, 1)))
    assert weights.mean(axis=0) == pytest.approx([1.0] * 5, abs=0.03)
    assert (weights == 0).mean() == pytest.approx((4 / 5) ** 5, abs=0.01)


def test_stances_are_encoded_as_anti_neutral_pro():
    codes = encode(pd.Series(["pro", "anti", "neutral", "pro"], index=[9, 7, 5, 3]))
    assert codes.tolist() == [2, 0, 1, 2]
    assert codes.dtype == int


def test_a_frame_is_tallied_by_its_unit():
    frame = pd.DataFrame(
        {
            "sentence_id": ["a", "b", "c"],
            "target": "all",
            "document_id": ["x", "y", "x"],
            "paragraph": [0, 0, 1],
            "label": ["pro", "anti", "neutral"],
            "predicted": ["pro", "neutral", "neutral"],
            "p_pro": [1.0, 0.0, 0.0],
            "p_neutral": [0.0, 1.0, 0.5],
            "p_anti": [0.0, 0.0, 0.5],
        }
    )
    counted = tally_frame(frame, "document")
    assert np.argwhere(counted.confusion).tolist() == [[0, 1, 1], [0, 2, 2], [1, 0, 1]]
    assert counted.squared_error.tolist() == [0.5, 2.0]
    assert counted.bins[0, 4].tolist() == [1, 0.5, 1]
    assert [len(tally_frame(frame, unit).squared_error) for unit in ("paragraph", "sentence")] == [3, 3]


def test_the_interval_of_the_numbers_from_0_to_100():
    assert interval(np.arange(101)) == pytest.approx((2.5, 97.5))


def test_the_interval_is_the_central_95_percent_along_the_first_axis():
    values = np.random.default_rng(0).normal(size=(37, 2, 3))
    low, high = interval(values)
    assert low.shape == high.shape == (2, 3)
    assert low == pytest.approx(np.percentile(values, 2.5, axis=0))
    assert high == pytest.approx(np.percentile(values, 97.5, axis=0))


@pytest.fixture(scope="module")
def repeats():
    """Two repeats of a prediction of the same sentences."""
    first, second = random_predictions(0), random_predictions(1)
    return [first, second.assign(label=first["label"], document_id=first["document_id"])]


def naive_intervals(frames, n_resamples, seed):
    documents = list(dict.fromkeys(frames[0]["document_id"]))
    samples = []
    for weights in bootstrap_weights(len(documents), n_resamples, seed):
        for weight in weights:
            times = frames[0]["document_id"].map(dict(zip(documents, weight, strict=True)))
            drawn = [naive_metrics(frame.loc[frame.index.repeat(times)]) for frame in frames]
            samples.append(pd.DataFrame(drawn).mean())
    samples = pd.DataFrame(samples)
    value = pd.DataFrame([naive_metrics(frame) for frame in frames]).mean()
    return {
        name: {
            "value": value[name],
            "low": np.percentile(samples[name], 2.5),
            "high": np.percentile(samples[name], 97.5),
        }
        for name in value.index
    }


@pytest.mark.parametrize("n_repeats", [1, 2])
def test_intervals_are_those_of_repeating_rows_and_asking_scikit_learn(repeats, n_repeats):
    frames = repeats[:n_repeats]
    found = metrics_with_intervals([tally_frame(frame, "document") for frame in frames], 12, 5)
    expected = naive_intervals(frames, 12, 5)
    assert list(found) == list(METRICS)
    assert set(expected) == set(METRICS)
    for name, numbers in found.items():
        assert numbers == pytest.approx(expected[name]), name
        assert all(type(number) is float for number in numbers.values())


def test_intervals_do_not_depend_on_the_chunks(repeats, monkeypatch):
    tallies = [tally_frame(frame, "document") for frame in repeats]
    whole = metrics_with_intervals(tallies, 50, 2)
    monkeypatch.setattr(resampling, "_CHUNK", 7 * len(tallies[0].squared_error))
    assert metrics_with_intervals(tallies, 50, 2) == whole
    assert metrics_with_intervals(tallies, 50, 3) != whole


def test_the_interval_of_accuracy_holds_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(11)
    held = []
    for _ in range(100):
        frame = random_predictions(0, n=60, n_groups=60)
        right = rng.random(60) < 0.7
        frame["predicted"] = np.where(right, frame["label"], np.where(frame["label"] == "pro", "anti", "pro"))
        found = metrics_with_intervals([tally_frame(frame, "document")], 100, 0)["accuracy"]
        held.append(found["low"] <= 0.7 <= found["high"])
    assert 0.90 <= np.mean(held) <= 0.99


def test_by_default_2000_resamples_and_a_curve_of_five_shares():
    config = EvaluationConfig()
    assert config.bootstrap == 2000
    assert config.learning_curve == (0.2, 0.4, 0.6, 0.8, 1.0)
    assert (config.split.name, config.split.folds, config.split.repeats) == ("paragraph", 5, 10)


@pytest.mark.parametrize("bootstrap", [100, 100_000])
def test_resamples_within_bounds_are_taken(bootstrap):
    assert EvaluationConfig(bootstrap=bootstrap).bootstrap == bootstrap


@pytest.mark.parametrize("bootstrap", [99, 100_001])
def test_resamples_out_of_bounds_are_refused(bootstrap):
    with pytest.raises(ValueError, match="bootstrap"):
        EvaluationConfig(bootstrap=bootstrap)
