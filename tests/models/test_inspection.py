"""The n-grams that speak most for each class."""

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline

from stance.models import build_model
from stance.models.estimators import (
    ComplementNBConfig,
    KernelLogisticRegressionConfig,
    LinearSVMConfig,
    LogisticRegressionConfig,
    MajorityConfig,
    NaiveBayesLogisticRegressionConfig,
    RidgeConfig,
    StratifiedConfig,
)
from stance.models.features import NgramConfig, TfidfConfig
from stance.models.inspection import COLUMNS, estimators_of, top_ngrams, vectorizers_of

WORDS = TfidfConfig(words=NgramConfig(ngram_range=(1, 1)), characters=None)
TEXTS = {"pro": ["ship", "send"], "anti": ["ban", "maim"], "neutral": ["met", "read"]}


def training(classes=("pro", "anti", "neutral"), targets=("shells",)):
    rows = [
        (f"{word} {target} today", target, label)
        for target in targets
        for label in classes
        for word in TEXTS[label]
        for _ in range(2)
    ]
    frame = pd.DataFrame(rows, columns=["text", "target", "label"])
    return frame[["text", "target"]], frame["label"].to_numpy(dtype=str)


def fitted(section, features=WORDS, targets="pooled", **data):
    return build_model(features, section, targets, [], 0).fit(*training(**data))


def weights_by_name(model, weights):
    """Map each n-gram without its prefix to its row of weights."""
    names = model["features"].named_transformers_["text"]["tfidf"].get_feature_names_out()
    return dict(zip([name.removeprefix("words__") for name in names], weights, strict=True))


LINEAR = [
    LogisticRegressionConfig(),
    LinearSVMConfig(),
    RidgeConfig(),
    ComplementNBConfig(),
    NaiveBayesLogisticRegressionConfig(),
]


@pytest.mark.parametrize("section", LINEAR, ids=lambda section: section.name)
@pytest.mark.parametrize("classes", [("pro", "anti", "neutral"), ("pro", "anti"), ("pro", "neutral")], ids=len)
def test_each_class_is_spoken_for_by_its_own_words(section, classes):
    top = top_ngrams(fitted(section, classes=classes), 2)
    assert top["label"].tolist() == [label for label in sorted(classes) for _ in range(2)]
    for label, rows in top.groupby("label"):
        assert set(rows["ngram"]) == set(TEXTS[label])
    assert set(top["target"]) == {"all"}


def test_weights_of_three_classes_are_the_coefficients():
    model = fitted(LogisticRegressionConfig())
    weights = weights_by_name(model, model["model"].coef_.T)
    top = top_ngrams(model)
    for number, label in enumerate(["anti", "neutral", "pro"]):
        rows = top[top["label"] == label].set_index("ngram")["weight"]
        assert rows.to_dict() == pytest.approx({name: row[number] for name, row in weights.items() if row[number] > 0})


def test_weights_of_two_classes_are_the_coefficients_and_their_opposite():
    model = fitted(LogisticRegressionConfig(), classes=("pro", "anti"))
    weights = weights_by_name(model, model["model"].coef_[0])
    top = top_ngrams(model).set_index("ngram")
    assert top.loc[top["label"] == "pro", "weight"].to_dict() == pytest.approx(
        {name: weight for name, weight in weights.items() if weight > 0}
    )
    assert top.loc[top["label"] == "anti", "weight"].to_dict() == pytest.approx(
        {name: -weight for name, weight in weights.items() if weight < 0}
    )


def test_weights_of_a_calibrated_classifier_are_those_of_the_one_fitted_on_all():
    model = fitted(LinearSVMConfig())
    weights = weights_by_name(model, model["model"].estimator_.coef_.T)
    for row in top_ngrams(model).itertuples():
        assert row.weight == pytest.approx(weights[row.ngram][["anti", "neutral", "pro"].index(row.label)])


def test_weights_of_naive_bayes_are_differences_from_the_mean_over_classes():
    model = fitted(ComplementNBConfig())
    log_prob = model["model"].feature_log_prob_
    weights = weights_by_name(model, (log_prob - log_prob.mean(axis=0)).T)
    top = top_ngrams(model)
    assert len(top) == sum(weight > 0 for row in weights.values() for weight in row)
    for row in top.itertuples():
        assert row.weight == pytest.approx(weights[row.ngram][["anti", "neutral", "pro"].index(row.label)])


class Fixed:
    """A fitted classifier with the weights one wishes."""

    def __init__(self, *rows):
        self.classes_, self.coef_ = np.array(["anti", "neutral", "pro"]), np.array(rows)


def with_weights(*rows):
    """A model of three classes with these weights of five words, aa to ee, and of two characters."""
    features = TfidfConfig(
        words=NgramConfig(ngram_range=(1, 1)), characters=NgramConfig(ngram_range=(1, 1), max_features=2)
    )
    model = build_model(features, MajorityConfig(), "pooled", [], 0)
    X = pd.DataFrame({"text": ["aa bb cc", "dd ee bb dd"], "target": "all"})
    model.fit(X, ["pro", "anti"])
    return Pipeline([("features", model["features"]), ("model", Fixed(*rows))])


def test_the_largest_weight_comes_first_and_only_words_that_speak_for_the_class():
    model = with_weights([1, 3, 2, 0, -1, 9, 9], [-1, 0, 0, 0, 0, 9, 9], [0.5, 0.7, 0.6, 0.9, 0.8, 9, 9])
    assert top_ngrams(model)[["label", "ngram", "weight"]].to_numpy().tolist() == [
        *[["anti", "bb", 3.0], ["anti", "cc", 2.0], ["anti", "aa", 1.0]],
        *[["pro", "dd", 0.9], ["pro", "ee", 0.8], ["pro", "bb", 0.7], ["pro", "cc", 0.6], ["pro", "aa", 0.5]],
    ]


@pytest.mark.parametrize(
    ("noise", "order"),
    [(0.0, "abcde"), (1e-8, "abcde"), (1e-5, "edcba")],
    ids=["equal", "equal in six decimals", "unequal in six decimals"],
)
def test_the_alphabet_breaks_ties_of_six_decimals(noise, order):
    weights = [0.5 + noise * number for number in range(5)]
    top = top_ngrams(with_weights([*weights, 0, 0], [-1] * 7, [-1] * 7))
    assert top["ngram"].tolist() == [letter * 2 for letter in order]


def test_a_seventh_decimal_is_no_difference_and_a_sixth_is_one():
    above = top_ngrams(with_weights([0.5, 0.500001, 0, 0, 0, 0, 0], [-1] * 7, [-1] * 7))
    assert above["ngram"].tolist() == ["bb", "aa"]
    level = top_ngrams(with_weights([0.5, 0.5000004, 0, 0, 0, 0, 0], [-1] * 7, [-1] * 7))
    assert level["ngram"].tolist() == ["aa", "bb"]


@pytest.mark.parametrize(("n", "expected"), [(1, 1), (2, 2), (5, 5), (6, 5)])
def test_at_most_n_a_class(n, expected):
    assert len(top_ngrams(with_weights([1, 2, 3, 4, 5, 9, 9], [-1] * 7, [-1] * 7), n)) == expected


def test_by_default_fifteen_a_class():
    letters = "abcdefghijklmnopq"
    texts = [" ".join(letter * 2 for letter in letters), "zz"]
    model = build_model(WORDS, LogisticRegressionConfig(), "pooled", [], 0)
    model.fit(pd.DataFrame({"text": texts, "target": "all"}), ["pro", "anti"])
    top = top_ngrams(model)
    assert top["label"].value_counts().to_dict() == {"pro": 15, "anti": 1}


@pytest.mark.parametrize("section", [MajorityConfig(), StratifiedConfig(), KernelLogisticRegressionConfig()])
@pytest.mark.parametrize("targets", ["pooled", "separate"])
def test_dummies_and_kernels_have_no_weights_of_words(section, targets):
    top = top_ngrams(fitted(section, targets=targets))
    assert top.empty
    assert list(top.columns) == COLUMNS == ["target", "label", "ngram", "weight"]


def test_without_words_there_are_no_words():
    characters = TfidfConfig(words=None, characters=NgramConfig(ngram_range=(2, 3)))
    top = top_ngrams(fitted(LogisticRegressionConfig(), characters))
    assert top.empty
    assert list(top.columns) == COLUMNS


def test_separate_models_show_the_pooled_one_and_each_target():
    model = build_model(WORDS, LogisticRegressionConfig(), "separate", [], 0)
    model.fit(*training(targets=("treaty", "shells")))
    top = top_ngrams(model, 1)
    assert top["target"].tolist() == ["all"] * 3 + ["shells"] * 3 + ["treaty"] * 3
    assert top["label"].tolist() == ["anti", "neutral", "pro"] * 3
    assert top.index.tolist() == list(range(9))
    assert estimators_of(model) == {"all": model.pooled_, **model.estimators_}


def test_the_words_of_a_target_are_those_of_its_own_classifier():
    X, y = training(targets=("treaty", "shells"))
    X.loc[X["target"] == "treaty", "text"] += " again"
    model = build_model(WORDS, LogisticRegressionConfig(), "separate", [], 0).fit(X, y)
    top = top_ngrams(model)
    vectorizer = TfidfVectorizer(ngram_range=(1, 1), sublinear_tf=True)
    Z, names = vectorizer.fit_transform(X["text"]), vectorizer.get_feature_names_out()
    for target in ("treaty", "shells"):
        mine = (X["target"] == target).to_numpy()
        coefficients = LogisticRegressionConfig().build(0).fit(Z[mine], y[mine]).coef_
        for label, row in zip(["anti", "neutral", "pro"], coefficients, strict=True):
            shown = top[(top["target"] == target) & (top["label"] == label)].set_index("ngram")["weight"]
            strong = {name: weight for name, weight in zip(names, row, strict=True) if weight > 1e-3}
            assert shown[shown > 1e-3].to_dict() == pytest.approx(strong, abs=1e-3)


def test_a_pooled_model_is_that_of_all_targets():
    model = fitted(MajorityConfig())
    assert estimators_of(model) == {"all": model["model"]}


@pytest.mark.parametrize("targets", ["pooled", "separate", "both"])
def test_the_vectorizers_that_all_targets_share_are_found(targets):
    model = fitted(MajorityConfig(), TfidfConfig(), targets)
    found = vectorizers_of(model)
    assert [vectorizer.analyzer for vectorizer in found] == ["word", "char_wb"]
    assert all(isinstance(vectorizer, TfidfVectorizer) and vectorizer.vocabulary_ for vectorizer in found)
