"""A classifier with scores, given probabilities by cross-validated sigmoid calibration."""

from typing import Any

import numpy as np
from sklearn.base import MetaEstimatorMixin, clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC
from sklearn.utils import get_tags
from sklearn.utils.validation import check_is_fitted, validate_data

from stance.models.probabilistic import ProbabilisticClassifier, classes_to_tell_apart


class Calibrated(MetaEstimatorMixin, ProbabilisticClassifier):
    """Calibrate a classifier with as many folds as the smallest class allows.

    One classifier is fitted on all the data; its sigmoid is fitted on cross-validated scores (Platt 1999).

    Parameters
    ----------
    estimator : classifier with ``decision_function``, default LinearSVC()
        What is calibrated.
    folds : int, default 5
        Folds at most.
    random_state : int or None, default None
        Seed of the folds.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    calibrated_ : CalibratedClassifierCV
        The fitted calibration.
    estimator_ : classifier
        The one classifier, fitted on all the data.
    """

    def __init__(self, estimator: Any = None, folds: int = 5, random_state: int | None = None):
        self.estimator = estimator
        self.folds = folds
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> "Calibrated":
        """Fit classifier and calibration.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_samples, n_features)
            Features.
        y : array of shape (n_samples,)
            Classes.

        Returns
        -------
        Calibrated
            Itself.

        Raises
        ------
        ValueError
            When a class has a single sample, so that no calibration is possible.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr")
        self.classes_ = classes_to_tell_apart(y)
        counts = np.unique(y, return_counts=True)[1]
        folds = min(self.folds, int(counts.min()))
        if folds < 2:
            rare = self.classes_[counts.argmin()]
            raise ValueError(
                f"calibration needs 2 samples of every class, and {str(rare)!r} has 1; "
                "label more or use model.name=logistic_regression, which needs no calibration"
            )
        self.calibrated_ = CalibratedClassifierCV(
            clone(self._estimator()),
            cv=StratifiedKFold(folds, shuffle=True, random_state=self.random_state),
            ensemble=False,
        ).fit(X, y)
        self.estimator_ = self.calibrated_.calibrated_classifiers_[0].estimator
        return self

    def _estimator(self) -> Any:
        return LinearSVC() if self.estimator is None else self.estimator

    def predict_proba(self, X: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)
        return self.calibrated_.predict_proba(X)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = get_tags(self._estimator()).input_tags.sparse
        return tags
