"""Estimators are what their section says."""

import pytest
from pydantic import TypeAdapter
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from stance.models.actor_ridge import ActorRidge
from stance.models.calibrated import Calibrated
from stance.models.estimators import (
    BASELINES,
    ActorRidgeConfig,
    ComplementNBConfig,
    KernelLogisticRegressionConfig,
    LinearSVMConfig,
    LogisticRegressionConfig,
    MajorityConfig,
    NaiveBayesLogisticRegressionConfig,
    RidgeConfig,
    StratifiedConfig,
)
from stance.models.kernel import KernelLogisticRegression
from stance.models.merging import MergingLogisticRegression
from stance.models.model_section import ModelConfig
from stance.models.naive_bayes import NaiveBayesLogisticRegression

SECTIONS = {
    "logistic_regression": LogisticRegressionConfig,
    "linear_svm": LinearSVMConfig,
    "ridge": RidgeConfig,
    "complement_nb": ComplementNBConfig,
    "nb_logistic_regression": NaiveBayesLogisticRegressionConfig,
    "kernel_logistic_regression": KernelLogisticRegressionConfig,
    "actor_ridge": ActorRidgeConfig,
    "majority": MajorityConfig,
    "stratified": StratifiedConfig,
}

SEEDLESS = (ComplementNBConfig, NaiveBayesLogisticRegressionConfig, MajorityConfig)


def differing(estimator):
    """Return the parameters that are not those scikit-learn would choose."""
    ours, theirs = estimator.get_params(deep=False), type(estimator)().get_params(deep=False)
    return {name: value for name, value in ours.items() if value != theirs[name]}


@pytest.mark.parametrize(
    ("section", "kind", "parameters"),
    [
        (LogisticRegressionConfig(), MergingLogisticRegression, {"class_weight": "balanced"}),
        (
            LogisticRegressionConfig(C=0.5, class_weight=None, max_iter=7),
            MergingLogisticRegression,
            {"C": 0.5, "max_iter": 7},
        ),
        (ComplementNBConfig(), ComplementNB, {}),
        (ComplementNBConfig(alpha=0.3), ComplementNB, {"alpha": 0.3}),
        (NaiveBayesLogisticRegressionConfig(), NaiveBayesLogisticRegression, {"class_weight": "balanced"}),
        (
            NaiveBayesLogisticRegressionConfig(C=2, alpha=0.3, class_weight=None),
            NaiveBayesLogisticRegression,
            {"C": 2, "alpha": 0.3},
        ),
        (KernelLogisticRegressionConfig(), KernelLogisticRegression, {"class_weight": "balanced"}),
        (
            KernelLogisticRegressionConfig(gamma=0.5, C=2, components=7, class_weight=None),
            KernelLogisticRegression,
            {"gamma": 0.5, "C": 2, "components": 7},
        ),
        (ActorRidgeConfig(), ActorRidge, {}),
        (ActorRidgeConfig(alpha=2, share=0), ActorRidge, {"alpha": 2, "share": 0}),
        (MajorityConfig(), DummyClassifier, {"strategy": "most_frequent"}),
        (StratifiedConfig(), DummyClassifier, {"strategy": "stratified"}),
    ],
)
def test_an_estimator_is_built_as_its_section_says(section, kind, parameters):
    estimator = section.build(11)
    seed = {} if isinstance(section, SEEDLESS) else {"random_state": 11}
    assert type(estimator) is kind
    assert differing(estimator) == {**parameters, **seed}


@pytest.mark.parametrize(
    ("section", "kind", "parameters", "folds"),
    [
        (LinearSVMConfig(), LinearSVC, {"class_weight": "balanced"}, 5),
        (LinearSVMConfig(C=2.5, class_weight=None, calibration_folds=3), LinearSVC, {"C": 2.5}, 3),
        (RidgeConfig(), RidgeClassifier, {"class_weight": "balanced"}, 5),
        (RidgeConfig(alpha=2.5, class_weight=None, calibration_folds=2), RidgeClassifier, {"alpha": 2.5}, 2),
    ],
)
def test_a_classifier_with_scores_is_calibrated(section, kind, parameters, folds):
    calibrated = section.build(11)
    assert type(calibrated) is Calibrated
    assert (calibrated.folds, calibrated.random_state) == (folds, 11)
    assert type(calibrated.estimator) is kind
    assert differing(calibrated.estimator) == {**parameters, "random_state": 11}


@pytest.mark.parametrize(("name", "section"), SECTIONS.items())
def test_a_section_is_chosen_by_name(name, section):
    assert TypeAdapter(ModelConfig).validate_python({"name": name}) == section()
    assert section().name == name


@pytest.mark.parametrize(
    ("section", "key", "least"),
    [
        (LogisticRegressionConfig, "max_iter", 1),
        (LinearSVMConfig, "calibration_folds", 2),
        (RidgeConfig, "calibration_folds", 2),
        (LogisticRegressionConfig, "C", 1e-9),
        (LinearSVMConfig, "C", 1e-9),
        (RidgeConfig, "alpha", 1e-9),
        (ComplementNBConfig, "alpha", 1e-9),
        (NaiveBayesLogisticRegressionConfig, "C", 1e-9),
        (NaiveBayesLogisticRegressionConfig, "alpha", 1e-9),
        (KernelLogisticRegressionConfig, "C", 1e-9),
        (KernelLogisticRegressionConfig, "gamma", 1e-9),
        (KernelLogisticRegressionConfig, "components", 1),
        (ActorRidgeConfig, "alpha", 1e-9),
    ],
)
def test_options_have_a_least_value(section, key, least):
    assert getattr(section(**{key: least}), key) == least
    too_small = least - 1 if isinstance(least, int) else 0
    with pytest.raises(ValueError, match=key):
        section(**{key: too_small})


@pytest.mark.parametrize(
    "section",
    [
        LogisticRegressionConfig,
        LinearSVMConfig,
        RidgeConfig,
        NaiveBayesLogisticRegressionConfig,
        KernelLogisticRegressionConfig,
    ],
)
def test_class_weights_are_balanced_or_none(section):
    with pytest.raises(ValueError, match="class_weight"):
        section(class_weight="rare")


def test_every_model_stands_beside_majority_and_chance():
    assert (MajorityConfig(), StratifiedConfig()) == BASELINES
