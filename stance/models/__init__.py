"""From sentences to probabilities: features, estimators, persistence."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES
from stance.models.estimators import ModelConfig
from stance.models.features import FeaturesConfig

Targets = Literal["pooled", "separate"]


def build_model(features: FeaturesConfig, model: ModelConfig, targets: Targets, names: Sequence[str], seed: int) -> Any:
    """Return an unfitted scikit-learn classifier of frames with the columns ``text`` and ``target``.

    Parameters
    ----------
    features, model
        Sections of a configuration.
    targets : {'pooled', 'separate'}
        One model for all targets, or one for each.
    names : sequence of str
        Names of actors, for masking.
    seed : int
        Seed of whatever is random in the estimator.

    Returns
    -------
    sklearn.base.BaseEstimator
        With ``fit``, ``predict`` and ``predict_proba``.
    """
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline

    from stance.models.per_target import PerTarget

    columns = ColumnTransformer([("text", features.build(names), "text")], sparse_threshold=1.0)
    pipeline = Pipeline([("features", columns), ("model", model.build(seed))])
    return PerTarget(pipeline, column="target") if targets == "separate" else pipeline


def predict_stances(model: Any, frame: pd.DataFrame) -> Any:
    """Return probabilities of shape (n_sentences, 3) in the order anti, neutral, pro.

    A class that the model was not trained on has probability 0.
    """
    proba = np.zeros((len(frame), len(STANCES)))
    proba[:, [STANCES.index(label) for label in model.classes_]] = model.predict_proba(frame[["text", "target"]])
    return proba
