"""Logistic regression on features that are weighed by naive Bayes."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted, check_non_negative, validate_data

from stance.models.probabilistic import ProbabilisticClassifier, classes_to_tell_apart

ITERATIONS = 1000
"""Of the solver at most."""


class NaiveBayesLogisticRegression(ProbabilisticClassifier):
    """Tell each class from the rest by a logistic regression on features times their log-count ratio.

    The ratio compares how much of a feature the class has with how much the rest has, as naive Bayes does; rows are
    scaled to length 1 afterwards. Probabilities of the classes are scaled to sum to 1.

    Parameters
    ----------
    C : float, default 1.0
        Inverse strength of the regularisation.
    alpha : float, default 1.0
        Additive smoothing of the counts.
    class_weight : 'balanced' or None, default None
        Whether the rarer of class and rest weighs more.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    ratios_ : ndarray of shape (n_classes, n_features), or (1, n_features) with two classes
        Log-count ratios.
    models_ : list of LogisticRegression
        One a row of ``ratios_``.

    References
    ----------
    Wang and Manning (2012), Baselines and Bigrams: Simple, Good Sentiment and Topic Classification.
    """

    def __init__(
        self,
        C: float = 1.0,
        alpha: float = 1.0,
        class_weight: Literal["balanced"] | None = None,
    ):
        self.C = C
        self.alpha = alpha
        self.class_weight = class_weight

    def fit(self, X: Any, y: Any) -> "NaiveBayesLogisticRegression":
        """Fit ratios and regressions.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_samples, n_features)
            Features, none negative.
        y : array of shape (n_samples,)
            Classes.

        Returns
        -------
        NaiveBayesLogisticRegression
            Itself.

        Raises
        ------
        ValueError
            When a feature is negative or there is only one class.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr")
        check_non_negative(X, type(self).__name__)
        self.classes_ = classes_to_tell_apart(y)
        told_apart = self.classes_ if len(self.classes_) > 2 else self.classes_[1:]
        self.ratios_ = np.array([self._log_count_ratio(X, y == label) for label in told_apart])
        self.models_ = [
            LogisticRegression(C=self.C, class_weight=self.class_weight, max_iter=ITERATIONS).fit(
                _weighed(X, ratio), y == label
            )
            for label, ratio in zip(told_apart, self.ratios_, strict=True)
        ]
        return self

    def _log_count_ratio(self, X: Any, of_class: Any) -> Any:
        counts, others = (self.alpha + np.asarray(X[rows].sum(axis=0)).ravel() for rows in (of_class, ~of_class))
        return np.log(counts / counts.sum()) - np.log(others / others.sum())

    @property
    def coef_(self) -> Any:
        """Weights of the features before rows are scaled, of the shape of ``ratios_``."""
        return self.ratios_ * np.vstack([model.coef_ for model in self.models_])

    def predict_proba(self, X: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)
        parts = zip(self.models_, self.ratios_, strict=True)
        return told_together([model.predict_proba(_weighed(X, ratio))[:, 1] for model, ratio in parts])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        tags.classifier_tags.poor_score = True  # on dense features of which each class has some, like naive Bayes
        return tags


def told_together(proba: Sequence[Any]) -> Any:
    """Return probabilities of all classes, given those of each class against the rest, or of the second of two."""
    if len(proba) == 1:
        return np.column_stack([1 - proba[0], proba[0]])
    return normalize(np.column_stack(proba), "l1")


def _weighed(X: Any, ratio: Any) -> Any:
    return normalize(X.multiply(ratio).tocsr() if hasattr(X, "multiply") else X * ratio)
