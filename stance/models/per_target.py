"""One model per target, with a pooled one for targets never seen."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.sparse import issparse
from sklearn.base import MetaEstimatorMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.utils import _safe_indexing
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from stance.models.probabilistic import ProbabilisticClassifier, groups_parameter, is_frame


class PerTarget(MetaEstimatorMixin, ProbabilisticClassifier):
    """Fit a copy of a classifier on the rows of each target.

    Features are learned on the rows of all targets: how rare a word is, is better known from more text. Targets that
    the training part does not hold, or holds with a single class, are left to a pooled copy that is fitted on
    everything.

    Parameters
    ----------
    estimator : classifier, default LogisticRegression()
        What is copied.
    transformer : transformer, optional
        From X to the features that the classifiers see; X itself unless given.
    column : int or str, default 0
        The column of X that names the target.
    pooled_share : float, default 0.0
        Weight of the pooled copy's probabilities in the mean with those of the target's own. With 1 there are none of
        its own.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes of all targets.
    transformer_ : transformer or None
        Fitted on all rows.
    pooled_ : classifier
        Fitted on all rows.
    estimators_ : dict
        Target to fitted classifier.
    columns_ : dict
        Target to the columns of the features that its classifier sees: those that are not empty in its rows.
    """

    def __init__(
        self, estimator: Any = None, transformer: Any = None, column: int | str = 0, pooled_share: float = 0.0
    ):
        self.estimator = estimator
        self.transformer = transformer
        self.column = column
        self.pooled_share = pooled_share

    def fit(self, X: Any, y: Any, features: Any = None, groups: Any = None) -> "PerTarget":
        """Fit one classifier a target, and one on all rows.

        Parameters
        ----------
        X : array or data frame of shape (n_samples, n_features)
            With the target in ``column``.
        y : array of shape (n_samples,)
            Classes.
        features : array or sparse matrix of n_samples rows, optional
            What the classifiers see, where it is known already; the transformer is not asked then.
        groups : array of shape (n_samples,), optional
            Told to classifiers that ask for them.

        Returns
        -------
        PerTarget
            Itself.
        """
        X, y = validate_data(self, X, y, skip_check_array=is_frame(X))
        y = np.asarray(y)
        check_classification_targets(y)
        self.classes_ = np.unique(y)
        targets = self._targets(X)
        self.transformer_ = None if self.transformer is None or features is not None else clone(self.transformer)
        Z = self._features(X, features, fit=True)
        self.pooled_ = self._fitted_copy(Z, y, groups)
        self.estimators_, self.columns_ = {}, {}
        for target in np.unique(targets) if self.pooled_share < 1 else ():
            rows = np.flatnonzero(targets == target)
            if len(np.unique(y[rows])) > 1:
                mine = _safe_indexing(Z, rows)
                self.columns_[target] = _columns_in_use(mine)
                mine = _safe_indexing(mine, self.columns_[target], axis=1)
                told = None if groups is None else _safe_indexing(groups, rows)
                self.estimators_[target] = self._fitted_copy(mine, y[rows], told)
        return self

    def predict_proba(self, X: Any, features: Any = None) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``.

        Parameters
        ----------
        X, features
            As in `fit`, where `features` were given too or were not.
        """
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, skip_check_array=is_frame(X))
        targets = self._targets(X)
        Z = self._features(X, features)
        if not self.estimators_:
            return self.pooled_.predict_proba(Z)
        proba = np.zeros((len(targets), len(self.classes_)))
        for target in np.unique(targets):
            rows = np.flatnonzero(targets == target)
            mine = _safe_indexing(Z, rows)
            for weight, model, columns in self.judges(target):
                seen = mine if columns is None else _safe_indexing(mine, columns, axis=1)
                known = np.searchsorted(self.classes_, model.classes_)
                proba[np.ix_(rows, known)] += weight * model.predict_proba(seen)
        return proba

    def judges(self, target: Any) -> Iterator[tuple[float, Any, Any]]:
        """Yield weight, fitted classifier and the columns that it sees, or None for all, for each judge of a target."""
        own = self.estimators_.get(target)
        share = 1.0 if own is None else self.pooled_share
        if share:
            yield share, self.pooled_, None
        if own is not None:
            yield 1 - share, own, self.columns_[target]

    def _fitted_copy(self, Z: Any, y: Any, groups: Any) -> Any:
        copy = clone(LogisticRegression() if self.estimator is None else self.estimator)
        asked = groups_parameter(copy)
        return copy.fit(Z, y, **({asked: groups} if asked else {}))

    def _features(self, X: Any, known: Any, fit: bool = False) -> Any:
        if known is not None:
            return known
        if self.transformer_ is None:
            return X
        return self.transformer_.fit_transform(X) if fit else self.transformer_.transform(X)

    def _targets(self, X: Any) -> Any:
        return np.asarray(_safe_indexing(X, self.column, axis=1))


def _columns_in_use(Z: Any) -> Any:
    """Return the columns of a sparse matrix that are not empty, and all of anything else or where all are empty.

    A linear classifier gives an empty column the weight 0: without those it is the same, and found sooner. Naive Bayes
    smooths over fewer features then, those that the target has.
    """
    in_use = np.unique(Z.nonzero()[1]) if issparse(Z) else ()
    return in_use if len(in_use) else np.arange(np.shape(Z)[1])
