"""Several classifiers as one: the weighted mean of their probabilities."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted, validate_data

from stance.models.probabilistic import ProbabilisticClassifier, classes_to_tell_apart, is_frame


class Vote(ProbabilisticClassifier):
    """Fit classifiers on the same rows and average their probabilities.

    Unlike scikit-learn's ``VotingClassifier`` it leaves the classes their names, so that what a member says of a class
    can be understood.

    Parameters
    ----------
    estimators : sequence of classifier, optional
        What is fitted; one logistic regression unless given.
    weights : sequence of float, optional
        Their weights; equal unless given.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    estimators_ : list of classifier
        Fitted.
    """

    def __init__(self, estimators: Sequence[Any] | None = None, weights: Sequence[float] | None = None):
        self.estimators = estimators
        self.weights = weights

    def fit(self, X: Any, y: Any) -> "Vote":
        """Fit every classifier.

        Parameters
        ----------
        X : array or data frame of shape (n_samples, n_features)
            What the classifiers see.
        y : array of shape (n_samples,)
            Classes.

        Returns
        -------
        Vote
            Itself.
        """
        X, y = validate_data(self, X, y, skip_check_array=is_frame(X))
        self.classes_ = classes_to_tell_apart(y)
        self.estimators_ = [clone(each).fit(X, y) for each in self.estimators or [LogisticRegression()]]
        return self

    def predict_proba(self, X: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, skip_check_array=is_frame(X))
        return np.average([each.predict_proba(X) for each in self.estimators_], axis=0, weights=self.weights)
