"""What a fitted model looks at."""

from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import NO_TARGET

COLUMNS = ["target", "label", "ngram", "weight"]


def top_ngrams(model: Any, n: int = 15) -> pd.DataFrame:
    """Return the word n-grams that speak most for each class.

    Parameters
    ----------
    model : classifier
        A fitted model of `stance.models.build_model`.
    n : int, default 15
        How many a class.

    Returns
    -------
    pandas.DataFrame
        Columns ``target, label, ngram, weight``, the largest weight first. Empty for models without weights
        or without word n-grams.
    """
    return pd.concat([_top(pipeline, target, n) for target, pipeline in pipelines_of(model).items()], ignore_index=True)


def pipelines_of(model: Any) -> dict[str, Any]:
    """Return the fitted pipelines by target; a pooled model is that of the target ``all``."""
    if not hasattr(model, "pooled_"):
        return {NO_TARGET: model}
    return {NO_TARGET: model.pooled_, **model.estimators_}


def vectorizers_of(model: Any) -> list[Any]:
    """Return the fitted vectorizers of all pipelines; an embedding is none."""
    unions = [_union_of(pipeline) for pipeline in pipelines_of(model).values()]
    views = [view for union in unions for _, view in union.transformer_list]
    return [view for view in views if hasattr(view, "vocabulary_")]


def _union_of(pipeline: Any) -> Any:
    return pipeline.named_steps["features"].named_transformers_["text"].named_steps["tfidf"]


def _top(pipeline: Any, target: str, n: int) -> pd.DataFrame:
    weights = _weights(pipeline.named_steps["model"])
    if weights is None:
        return pd.DataFrame(columns=COLUMNS)
    names = _union_of(pipeline).get_feature_names_out()
    prefix = "words__"
    words = np.array([name.startswith(prefix) for name in names])
    rows = []
    for label, row in weights.items():
        # the alphabet breaks ties, so that the table is the same everywhere
        order = sorted(np.flatnonzero(words & (row > 0)), key=lambda i: (-round(row[i], 6), names[i]))
        rows += [(target, label, names[i].removeprefix(prefix), row[i]) for i in order[:n]]
    return pd.DataFrame(rows, columns=COLUMNS)


def _weights(estimator: Any) -> dict[str, Any] | None:
    """Map each class to its weights; positive speaks for it."""
    linear = getattr(estimator, "estimator_", estimator)
    if hasattr(linear, "feature_log_prob_"):  # naive Bayes: only differences between classes count
        log_prob = linear.feature_log_prob_
        return dict(zip(linear.classes_, log_prob - log_prob.mean(axis=0), strict=True))
    if not hasattr(linear, "coef_"):
        return None
    coefficients = np.atleast_2d(linear.coef_)
    if len(coefficients) == 1:
        coefficients = np.vstack([-coefficients, coefficients])
    return dict(zip(linear.classes_, coefficients, strict=True))
