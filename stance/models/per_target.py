"""One model per target, with a pooled one for targets never seen."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, MetaEstimatorMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.utils import _safe_indexing
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data


class PerTarget(ClassifierMixin, MetaEstimatorMixin, BaseEstimator):
    """Fit a copy of a classifier on the rows of each target.

    Targets that the training part does not hold, or holds with a single class, are left to a pooled copy
    that is fitted on everything.

    Parameters
    ----------
    estimator : classifier, default LogisticRegression()
        What is copied.
    column : int or str, default 0
        The column of X that names the target.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes of all targets.
    pooled_ : classifier
        Fitted on all rows.
    estimators_ : dict
        Target to fitted classifier.
    """

    def __init__(self, estimator: Any = None, column: int | str = 0):
        self.estimator = estimator
        self.column = column

    def fit(self, X: Any, y: Any) -> "PerTarget":
        """Fit one classifier a target, and one on all rows.

        Parameters
        ----------
        X : array or data frame of shape (n_samples, n_features)
            With the target in ``column``.
        y : array of shape (n_samples,)
            Classes.

        Returns
        -------
        PerTarget
            Itself.
        """
        X, y = validate_data(self, X, y, skip_check_array=_is_frame(X))
        y = np.asarray(y)
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        self.pooled_ = self._copy().fit(X, y)
        self.estimators_ = {}
        targets = self._targets(X)
        for target in np.unique(targets):
            rows = np.flatnonzero(targets == target)
            if len(np.unique(y[rows])) > 1:
                self.estimators_[target] = self._copy().fit(_safe_indexing(X, rows), y[rows])
        return self

    def predict_proba(self, X: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, skip_check_array=_is_frame(X))
        targets = self._targets(X)
        proba = np.zeros((len(targets), len(self.classes_)))
        for target in np.unique(targets):
            rows = np.flatnonzero(targets == target)
            model = self.estimators_.get(target, self.pooled_)
            columns = np.searchsorted(self.classes_, model.classes_)
            proba[np.ix_(rows, columns)] = model.predict_proba(_safe_indexing(X, rows))
        return proba

    def predict(self, X: Any) -> Any:
        """Return the most probable class of each sample."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]

    def _copy(self) -> Any:
        return clone(LogisticRegression() if self.estimator is None else self.estimator)

    def _targets(self, X: Any) -> Any:
        return np.asarray(_safe_indexing(X, self.column, axis=1))


def _is_frame(X: Any) -> bool:
    """Whether X is a frame: its text is checked by the classifiers themselves, arrays of numbers are checked here."""
    return hasattr(X, "iloc")
