"""Logistic regression fitted on fewer features than it is given, to the same weights."""

from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, issparse
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import validate_data


class MergingLogisticRegression(LogisticRegression):
    """scikit-learn's logistic regression with an L2 penalty, many times faster on n-grams.

    Newton's method takes some ten steps where L-BFGS, scikit-learn's default, takes hundreds, and ends nearer to the
    optimum; and sparse features are merged while it runs, as `merged_directions` says.

    Parameters
    ----------
    C : float, default 1.0
        Inverse strength of the regularisation.
    class_weight : dict, 'balanced' or None, default None
        Whether rare classes weigh more.
    max_iter : int, default 1000
        Iterations of the solver at most.
    tol : float, default 1e-6
        Largest component of the gradient at which it stops.
    random_state : int or None, default None
        Not used, as nothing is random.
    """

    coef_: Any

    def __init__(
        self,
        C: float = 1.0,
        class_weight: Any = None,
        max_iter: int = 1000,
        tol: float = 1e-6,
        random_state: int | None = None,
    ):
        super().__init__(
            C=C,
            class_weight=class_weight,
            max_iter=max_iter,
            tol=tol,
            random_state=random_state,
            solver="newton-cg",
        )

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> "MergingLogisticRegression":
        """Fit weights and intercepts.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_samples, n_features)
            Features.
        y : array of shape (n_samples,)
            Classes.
        sample_weight : array of shape (n_samples,), optional
            What each sample counts.

        Returns
        -------
        MergingLogisticRegression
            Itself.
        """
        if not issparse(X):
            super().fit(X, y, sample_weight)
            return self
        X = validate_data(self, X, accept_sparse="csr", dtype=[np.float64, np.float32])
        directions = merged_directions(X)
        super().fit(X @ directions.T, y, sample_weight)
        self.coef_ = self.coef_ @ directions
        self.n_features_in_ = X.shape[1]
        return self


def merged_directions(X: Any) -> Any:
    """Return the directions in which the weights of a linear model with an L2 penalty can differ from 0.

    Features that stand in one and the same sample only, as most n-grams do, act as a single sum: at the optimum their
    weights are in proportion to their values. They share one direction, and every other feature has its own.

    Parameters
    ----------
    X : csr_matrix of shape (n_samples, n_features)
        Features.

    Returns
    -------
    csr_matrix of shape (n_merged, n_features)
        Rows of length 1 at right angles to each other: weights ``w`` of ``X @ directions.T`` give the same scores as
        ``w @ directions`` of ``X``, and have the same length.
    """
    n_samples, n_features = X.shape
    alone = (np.bincount(X.indices, minlength=n_features) == 1)[X.indices] & (X.data != 0)
    samples, features, values = (
        np.repeat(np.arange(n_samples), np.diff(X.indptr))[alone],
        X.indices[alone],
        X.data[alone],
    )
    lengths = np.sqrt(np.bincount(samples, values**2, minlength=n_samples))
    merged = lengths > 0
    kept = np.delete(np.arange(n_features), features)
    rows = np.concatenate([np.arange(len(kept)), len(kept) - 1 + np.cumsum(merged)[samples]])
    entries = np.concatenate([np.ones(len(kept)), values / lengths[samples]]).astype(X.dtype)
    shape = (len(kept) + np.count_nonzero(merged), n_features)
    return csr_matrix((entries, (rows, np.concatenate([kept, features]))), shape=shape)
