"""What our classifiers have in common: they give probabilities, and predict the most probable class."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import has_fit_parameter


class ProbabilisticClassifier(ClassifierMixin, BaseEstimator):
    """Base of classifiers that define ``predict_proba``."""

    def predict(self, X: Any) -> Any:
        """Return the most probable class of each sample."""
        best = self.predict_proba(X).argmax(axis=1)
        return self.classes_[best]


def classes_to_tell_apart(y: Any) -> Any:
    """Return the sorted classes of a training part.

    Raises
    ------
    ValueError
        When there is only one, or y is no classification.
    """
    check_classification_targets(y)
    classes = np.unique(y)
    if len(classes) < 2:
        raise ValueError(f"Classifier can't train when only one class is present: {str(classes[0])!r}")
    return classes


def groups_parameter(model: Any) -> str | None:
    """Return the name by which ``fit`` of a classifier, or of a pipeline that ends in one, takes groups, if it does."""
    if isinstance(model, Pipeline):
        name, last = model.steps[-1]
        return f"{name}__groups" if has_fit_parameter(last, "groups") else None
    return "groups" if has_fit_parameter(model, "groups") else None


def is_frame(X: Any) -> bool:
    """Whether X is a frame: its text is checked by the classifiers themselves, arrays of numbers are checked here."""
    return hasattr(X, "iloc")
