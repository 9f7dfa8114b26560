"""Models as a configuration describes them, and probabilities in the one order."""

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.pipeline import Pipeline

from stance.models import build_model, predict_stances
from stance.models.estimators import ComplementNBConfig, LogisticRegressionConfig, MajorityConfig, StratifiedConfig
from stance.models.features import TfidfConfig
from stance.models.merging import MergingLogisticRegression
from stance.models.per_target import PerTarget

FEATURES = TfidfConfig(characters=None)


def training(labels=("pro", "anti", "neutral")):
    texts = {"pro": "ship the shells", "anti": "ban the shells", "neutral": "the council met"}
    rows = [(f"{texts[label]} {n}0", target, label) for n in range(3) for target in ("a", "b") for label in labels]
    frame = pd.DataFrame(rows, columns=["text", "target", "label"])
    return frame[["text", "target"]], frame["label"].to_numpy(dtype=str)


def test_a_pooled_model_is_a_pipeline_of_features_and_estimator():
    model = build_model(FEATURES, LogisticRegressionConfig(C=3), "pooled", [], 17)
    assert isinstance(model, Pipeline)
    assert list(model.named_steps) == ["features", "model"]
    assert type(model["model"]) is MergingLogisticRegression
    assert (model["model"].C, model["model"].random_state) == (3, 17)


def test_a_separate_model_is_one_estimator_for_each_target_on_the_features_of_all():
    model = build_model(FEATURES, MajorityConfig(), "separate", [], 0)
    assert type(model) is PerTarget
    assert model.column == "target"
    assert type(model.estimator) is DummyClassifier
    X, y = training()
    assert list(model.fit(X, y).estimators_) == ["a", "b"]
    assert model.transformer_.transform(X).toarray() == pytest.approx(
        FEATURES.build([]).fit_transform(X["text"]).toarray()
    )


def test_only_the_text_is_counted_and_the_counts_are_sparse():
    X, y = training()
    model = build_model(FEATURES, ComplementNBConfig(), "pooled", [], 0).fit(X, y)
    counted = model["features"].transform(X)
    expected = FEATURES.build([]).fit_transform(X["text"])
    assert counted.format == "csr"
    assert counted.toarray() == pytest.approx(expected.toarray())


@pytest.mark.parametrize("mask", [True, False])
def test_names_are_masked_when_so_configured(mask):
    section = TfidfConfig(characters=None, mask_actors=mask)
    model = build_model(section, LogisticRegressionConfig(), "pooled", ["Brandt"], 0)
    X = pd.DataFrame({"text": ["Brandt ships", "Okoro ships", "they met"], "target": "all"})
    model.fit(X, ["pro", "anti", "neutral"])
    words = set(model["features"].named_transformers_["text"]["tfidf"].transformer_list[0][1].vocabulary_)
    assert ("actor" in words, "brandt" in words) == (mask, not mask)


def test_probabilities_are_those_of_the_model_in_the_order_anti_neutral_pro():
    X, y = training()
    model = build_model(FEATURES, LogisticRegressionConfig(), "pooled", [], 0).fit(X, y)
    assert model.classes_.tolist() == ["anti", "neutral", "pro"]
    assert predict_stances(model, X) == pytest.approx(model.predict_proba(X))
    assert predict_stances(model, X).argmax(axis=1).tolist() == [["anti", "neutral", "pro"].index(label) for label in y]


@pytest.mark.parametrize(
    ("labels", "columns", "absent"),
    [(("pro", "anti"), [0, 2], 1), (("pro", "neutral"), [1, 2], 0), (("anti", "neutral"), [0, 1], 2)],
)
def test_a_class_that_was_not_trained_has_probability_zero(labels, columns, absent):
    X, y = training(labels)
    model = build_model(FEATURES, LogisticRegressionConfig(), "pooled", [], 0).fit(X, y)
    proba = predict_stances(model, X)
    assert proba.shape == (len(X), 3)
    assert (proba[:, absent] == 0).all()
    assert proba[:, columns] == pytest.approx(model.predict_proba(X))


def test_classes_in_another_order_are_put_in_ours():
    class Reversed(DummyClassifier):
        classes_ = np.array(["pro", "anti"])

        def predict_proba(self, X):
            assert list(X.columns) == ["text", "target"]
            return np.array([[0.9, 0.1]] * len(X))

    frame = pd.DataFrame({"text": ["a", "b"], "target": "all", "label": "pro", "sentence_id": ["1", "2"]})
    assert predict_stances(Reversed(), frame).tolist() == [[0.1, 0, 0.9]] * 2


def test_the_seed_reaches_whatever_is_random():
    X, y = training()
    drawn = [
        predict_stances(build_model(FEATURES, StratifiedConfig(), "pooled", [], seed).fit(X, y), X).tolist()
        for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]
