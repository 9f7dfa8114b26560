"""Several classifiers as one: the weighted mean of their probabilities, on features that they share."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted, validate_data

from stance.models.per_target import PerTarget
from stance.models.probabilistic import ProbabilisticClassifier, classes_to_tell_apart, is_frame


class Vote(ProbabilisticClassifier):
    """Fit classifiers on the same rows and average their probabilities.

    Unlike scikit-learn's ``VotingClassifier`` it leaves the classes their names, so that what a member says of a class
    can be understood, and computes a family of features once for all who see it.

    Parameters
    ----------
    estimators : sequence of PerTarget, optional
        What is fitted; one logistic regression for all targets unless given.
    weights : sequence of float, optional
        Their weights; equal unless given.
    transformers : dict of str to transformer, optional
        Views, which are families of features: name to transformer of X. Without any the classifiers see X itself.
    views : sequence of sequence of str, optional
        For each classifier, the views that it sees side by side; needed where there are `transformers`.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    transformers_ : dict of str to transformer
        Fitted.
    estimators_ : list of PerTarget
        Fitted.
    """

    def __init__(
        self,
        estimators: Sequence[PerTarget] | None = None,
        weights: Sequence[float] | None = None,
        transformers: dict[str, Any] | None = None,
        views: Sequence[Sequence[str]] | None = None,
    ):
        self.estimators = estimators
        self.weights = weights
        self.transformers = transformers
        self.views = views

    def fit(self, X: Any, y: Any, groups: Any = None) -> "Vote":
        """Fit every view, and on the views every classifier.

        Parameters
        ----------
        X : array or data frame of shape (n_samples, n_features)
            What the transformers see.
        y : array of shape (n_samples,)
            Classes.
        groups : array of shape (n_samples,), optional
            Told to classifiers that ask for them.

        Returns
        -------
        Vote
            Itself.
        """
        X, y = validate_data(self, X, y, skip_check_array=is_frame(X))
        self.classes_ = classes_to_tell_apart(y)
        self.transformers_ = {view: clone(each) for view, each in (self.transformers or {}).items()}
        features = {view: each.fit_transform(X) for view, each in self.transformers_.items()}
        unfitted = [PerTarget(pooled_share=1.0)] if self.estimators is None else self.estimators
        self.estimators_ = [
            clone(each).fit(X, y, features=seen, groups=groups)
            for each, seen in zip(unfitted, self._seen(features, len(unfitted)), strict=True)
        ]
        return self

    def predict_proba(self, X: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, skip_check_array=is_frame(X))
        features = {view: each.transform(X) for view, each in self.transformers_.items()}
        proba = [
            each.predict_proba(X, features=seen)
            for each, seen in zip(self.estimators_, self._seen(features, len(self.estimators_)), strict=True)
        ]
        return np.average(proba, axis=0, weights=self.weights)

    def _seen(self, features: dict[str, Any], n: int) -> Iterator[Any]:
        """Yield the features that each of n classifiers sees."""
        if not features:
            return iter([None] * n)
        return (_side_by_side([features[view] for view in views]) for views in self.views or [list(features)] * n)


def _side_by_side(blocks: Sequence[Any]) -> Any:
    """Return blocks of columns as one matrix, sparse where any of them is."""
    if len(blocks) == 1:
        return blocks[0]
    if any(sparse.issparse(block) for block in blocks):
        return sparse.hstack(blocks, format="csr")
    return np.hstack(blocks)
