"""Ridge regression for actors never seen: labels pooled within actors, stances counted without bias."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import softmax
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics.pairwise import linear_kernel
from sklearn.model_selection import GroupKFold
from sklearn.utils import check_consistent_length, check_random_state, compute_sample_weight
from sklearn.utils.extmath import safe_sparse_dot
from sklearn.utils.validation import check_is_fitted, validate_data

from stance.models.probabilistic import ProbabilisticClassifier, classes_to_tell_apart

MOST_SAMPLES = 10_000
"""All samples are compared with all: more would need many gigabytes and hours."""
FOLDS, REPEATS = 5, 3
"""Of the cross-validation, within the training part, that finds the thresholds."""


class ActorRidge(ProbabilisticClassifier):
    """Score classes by ridge regression on partly pooled labels, and claim each as often as it occurs.

    What a single sentence is coded as is noisy, and where its actor stands is less so: each label is replaced by a
    mixture with the mean label of its actor (partial pooling, Gelman and Hill 2007). Counts of a classifier are biased
    towards some class: from each score a threshold is taken above which, when actors are held out, as many samples lie
    as the class has (proportional thresholding, Yang 2001). Probabilities are the softmax of what remains.

    Actors are asked for in training only, and are no feature.

    Parameters
    ----------
    alpha : float, default 0.1
        Strength of the regularisation.
    share : float, default 0.4
        What the actor's mean weighs in a label; 0 is no pooling.
    random_state : int or None, default None
        Seed of the folds in which actors are held out.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    coef_ : ndarray of shape (n_classes, n_features)
        Weights of the features.
    intercept_ : ndarray of shape (n_classes,)
        Scores without any feature, thresholds taken off.

    References
    ----------
    Gelman and Hill (2007), Data Analysis Using Regression and Multilevel/Hierarchical Models, chapter 12.
    Yang (2001), A Study of Thresholding Strategies for Text Categorization.
    """

    def __init__(self, alpha: float = 0.1, share: float = 0.4, random_state: int | None = None):
        self.alpha = alpha
        self.share = share
        self.random_state = random_state

    def fit(self, X: Any, y: Any, groups: Any = None) -> "ActorRidge":
        """Fit weights and thresholds.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_samples, n_features)
            Features.
        y : array of shape (n_samples,)
            Classes.
        groups : array of shape (n_samples,), optional
            Actors; each sample has its own unless given.

        Returns
        -------
        ActorRidge
            Itself.

        Raises
        ------
        ValueError
            When there is only one class, or more than `MOST_SAMPLES` samples.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr")
        self.classes_ = classes_to_tell_apart(y)
        if len(y) > MOST_SAMPLES:
            raise ValueError(f"actor_ridge compares all with all, at most {MOST_SAMPLES:,}; use model.name=ridge")
        actors = np.arange(len(y)) if groups is None else np.asarray(groups)
        check_consistent_length(y, actors)
        signs = np.where(np.equal.outer(y, self.classes_), 1.0, -1.0)
        similar = linear_kernel(X) + 1  # as if each sample had a feature more, of value 1: the intercept
        thresholds = self._thresholds(similar, signs, actors)
        dual = self._dual(similar, signs, actors)
        self.coef_ = safe_sparse_dot(X.T, dual).T
        self.intercept_ = dual.sum(axis=0) - thresholds
        return self

    def _dual(self, similar: Any, signs: Any, actors: Any) -> Any:
        """Return weights of the samples, shape (n_samples, n_classes)."""
        means = pd.DataFrame(signs).groupby(actors).transform("mean").to_numpy()
        pooled = (1 - self.share) * signs + self.share * means
        balanced = compute_sample_weight("balanced", signs.argmax(axis=1))
        return KernelRidge(alpha=self.alpha, kernel="precomputed").fit(similar, pooled, balanced).dual_coef_

    def _thresholds(self, similar: Any, signs: Any, actors: Any) -> Any:
        """Return, for each class, the score that as many samples of unseen actors exceed as are of the class."""
        n_actors = len(np.unique(actors))
        held_out = actors if n_actors > 1 else np.arange(len(actors))
        folds, rng = min(FOLDS, len(np.unique(held_out))), check_random_state(self.random_state)
        scores = np.empty((REPEATS, *signs.shape))
        for each in scores:
            for train, test in GroupKFold(folds, shuffle=True, random_state=rng).split(signs, groups=held_out):
                dual = self._dual(similar[np.ix_(train, train)], signs[train], actors[train])
                each[test] = similar[np.ix_(test, train)] @ dual
        rest = (signs < 0).mean(axis=0)
        return np.array([np.quantile(scores[..., k], share) for k, share in enumerate(rest)])

    def predict_proba(self, X: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)
        return softmax(safe_sparse_dot(X, self.coef_.T) + self.intercept_, axis=1)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
