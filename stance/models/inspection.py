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
        A fitted model of `stance.models.build_model`; of a vote, the first member with weights of words is shown.
    n : int, default 15
        How many a class.

    Returns
    -------
    pandas.DataFrame
        Columns ``target, label, ngram, weight``, the largest weight first. Empty for models without weights
        or without word n-grams.
    """
    tables = [_top_of_targets(member, names, n) for member, names in _members_of(model)]
    return next((table for table in tables if len(table)), tables[0])


def _members_of(model: Any) -> list[tuple[Any, Any]]:
    """Return the fitted classifiers that vote, each with the names of its features; one that does not vote is alone."""
    names = {view: union.get_feature_names_out() for view, union in unions_of(model).items()}
    if not hasattr(model, "transformers_"):
        return [(model, *names.values())]
    seen = [np.concatenate([names[view] for view in views]) for views in model.views]
    return list(zip(model.estimators_, seen, strict=True))


def estimators_of(model: Any) -> dict[str, Any]:
    """Return the fitted estimators by target; a pooled one is that of the target ``all``."""
    if not hasattr(model, "pooled_"):
        return {NO_TARGET: model.named_steps["model"]}
    return {NO_TARGET: model.pooled_, **model.estimators_}


def vectorizers_of(model: Any) -> list[Any]:
    """Return the fitted vectorizers of texts; an embedding is none."""
    views = [view for union in unions_of(model).values() for _, view in union.transformer_list]
    return [view for view in views if hasattr(view, "vocabulary_")]


def _top_of_targets(model: Any, names: Any, n: int) -> pd.DataFrame:
    seen = getattr(model, "columns_", {})
    parts = [
        _top(estimator, names[seen[target]] if target in seen else names, target, n)
        for target, estimator in estimators_of(model).items()
    ]
    return pd.concat(parts, ignore_index=True)


def unions_of(model: Any) -> dict[str, Any]:
    """Return the fitted unions of vectorizers: one for each view of a vote, and one of any other model."""
    return {name: pipeline.named_steps["tfidf"] for name, pipeline in text_pipelines_of(model).items()}


def text_pipelines_of(model: Any) -> dict[str, Any]:
    """Return the fitted pipelines from texts to features: one for each view of a vote, and one of any other model."""
    if hasattr(model, "transformers_"):
        transformers = model.transformers_
    else:
        transformers = {"all": model.transformer_ if hasattr(model, "transformer_") else model.named_steps["features"]}
    return {name: each.named_transformers_["text"] for name, each in transformers.items()}


def _top(estimator: Any, names: Any, target: str, n: int) -> pd.DataFrame:
    weights = _weights(estimator)
    if weights is None:
        return pd.DataFrame(columns=COLUMNS)
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
