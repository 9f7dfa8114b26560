"""What of a fitted classifier is linear in its features: weights, and what makes weighted sums probabilities."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

from stance.models.actor_ridge import ActorRidge
from stance.models.calibrated import Calibrated
from stance.models.naive_bayes import NaiveBayesLogisticRegression, told_together


class NotLinearError(Exception):
    """A model is no weighted sum of TF-IDF features; the message says why, for people."""


@dataclass(frozen=True)
class Linear:
    """A fitted classifier as sums of weighted features, and what makes probabilities of the sums.

    Attributes
    ----------
    weights : array of shape (n_features, n_sums)
        Of the features.
    squared : array of shape (n_features, n_lengths)
        Weights of the squares of the features. Their sums are squared lengths, by which the sums are divided; without
        them sums stay as they are.
    link : callable
        From sums, shape (n_samples, n_sums), to probabilities, shape (n_samples, n_classes).
    """

    weights: Any
    squared: Any
    link: Callable[[Any], Any]

    def probabilities(self, sums: Any, squared: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), given both kinds of sums."""
        lengths = np.sqrt(np.where(squared > 0, squared, 1)) if squared.shape[1] else 1
        return self.link(sums / lengths)


def take_apart(classifier: Any) -> Linear:
    """Return what is linear of a fitted classifier.

    Raises
    ------
    NotLinearError
        When it is not linear.
    """
    if isinstance(classifier, NaiveBayesLogisticRegression):
        links = [_of_sums(model).predict_proba for model in classifier.models_]
        return Linear(
            classifier.coef_.T,
            classifier.ratios_.T**2,
            lambda sums: told_together([link(sums[:, [k]])[:, 1] for k, link in enumerate(links)]),
        )
    weights = _weights(classifier).T
    return Linear(weights, np.empty((len(weights), 0)), _of_sums(classifier).predict_proba)


def _weights(classifier: Any) -> Any:
    if isinstance(classifier, Calibrated):
        return _weights(classifier.estimator_)
    if isinstance(classifier, ComplementNB):
        return classifier.feature_log_prob_
    if isinstance(classifier, LogisticRegression | RidgeClassifier | LinearSVC | ActorRidge):
        return np.atleast_2d(classifier.coef_)
    raise NotLinearError(f"{type(classifier).__name__} is not linear in its features")


def _of_sums(classifier: Any) -> Any:
    """Return a classifier that gives to weighted sums what the given one gives to the features that they sum.

    It is the same one with the identity for weights, so that intercepts, calibration and link stay its own.
    """
    out = copy.copy(classifier)
    out.n_features_in_ = len(_weights(classifier))
    if isinstance(classifier, Calibrated):
        out.calibrated_ = copy.copy(classifier.calibrated_)
        [only] = classifier.calibrated_.calibrated_classifiers_
        sigmoids = copy.copy(only)
        sigmoids.estimator = _of_sums(only.estimator)
        out.calibrated_.calibrated_classifiers_ = [sigmoids]
    else:
        setattr(
            out, "feature_log_prob_" if isinstance(classifier, ComplementNB) else "coef_", np.eye(out.n_features_in_)
        )
    return out
