"""Logistic regression that is not linear: in the space of a radial kernel."""

from typing import Any, Literal

from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_is_fitted, validate_data

from stance.models.probabilistic import ProbabilisticClassifier, classes_to_tell_apart

ITERATIONS = 1000
"""Of the solver at most."""


class KernelLogisticRegression(ProbabilisticClassifier):
    """Logistic regression on the similarity of samples to some of those it is trained on.

    Similarity is ``exp(-gamma * squared distance)``. Where there are no more training samples than `components` this is
    kernel logistic regression; beyond, its Nystroem approximation.

    Parameters
    ----------
    gamma : float, default 1.0
        How fast similarity falls with distance. Sentence embeddings have length 1, and squared distances up to 4.
    C : float, default 1.0
        Inverse strength of the regularisation.
    components : int, default 1000
        Training samples at most that others are compared with.
    class_weight : 'balanced' or None, default None
        Whether rare classes weigh more.
    random_state : int or None, default None
        Seed of the choice of components.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        The classes.
    kernel_ : Nystroem
        The fitted map into the space of the kernel.
    model_ : LogisticRegression
        Fitted there.

    References
    ----------
    Williams and Seeger (2001), Using the Nystroem Method to Speed Up Kernel Machines.
    """

    def __init__(
        self,
        gamma: float = 1.0,
        C: float = 1.0,
        components: int = 1000,
        class_weight: Literal["balanced"] | None = None,
        random_state: int | None = None,
    ):
        self.gamma = gamma
        self.C = C
        self.components = components
        self.class_weight = class_weight
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> "KernelLogisticRegression":
        """Fit map and regression.

        Parameters
        ----------
        X : array or sparse matrix of shape (n_samples, n_features)
            Features.
        y : array of shape (n_samples,)
            Classes.

        Returns
        -------
        KernelLogisticRegression
            Itself.

        Raises
        ------
        ValueError
            When there is only one class.
        """
        X, y = validate_data(self, X, y, accept_sparse="csr")
        self.classes_ = classes_to_tell_apart(y)
        components = min(self.components, X.shape[0])
        self.kernel_ = Nystroem(gamma=self.gamma, n_components=components, random_state=self.random_state).fit(X)
        self.model_ = LogisticRegression(C=self.C, class_weight=self.class_weight, max_iter=ITERATIONS)
        self.model_.fit(self.kernel_.transform(X), y)
        return self

    def predict_proba(self, X: Any) -> Any:
        """Return probabilities of shape (n_samples, n_classes), in the order of ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", reset=False)
        return self.model_.predict_proba(self.kernel_.transform(X))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        return tags
