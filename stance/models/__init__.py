"""From sentences to probabilities: features, estimators, persistence."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES
from stance.models.estimators import Targets
from stance.models.features import FeaturesConfig
from stance.models.vote import ModelConfig, VoteConfig


def build_model(features: FeaturesConfig, model: ModelConfig, targets: Targets, names: Sequence[str], seed: int) -> Any:
    """Return an unfitted scikit-learn classifier of frames with the columns ``text`` and ``target``.

    Parameters
    ----------
    features, model
        Sections of a configuration.
    targets : {'pooled', 'separate', 'both'}
        One model for all targets, one for each, or the mean of the two.
    names : sequence of str
        Names of actors, for masking.
    seed : int
        Seed of whatever is random in the estimator.

    Returns
    -------
    sklearn.base.BaseEstimator
        With ``fit``, ``predict`` and ``predict_proba``.
    """
    if isinstance(model, VoteConfig):
        members = [
            build_model(
                features.only(member.views or features.views), member.model, member.targets or targets, names, seed
            )
            for member in model.members
        ]
        return model.build(members)
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline

    from stance.models.per_target import PerTarget

    columns = ColumnTransformer([("text", features.build(names), "text")], sparse_threshold=1.0)
    estimator = model.build(seed)
    if targets == "pooled":
        return Pipeline([("features", columns), ("model", estimator)])
    return PerTarget(estimator, columns, column="target", pooled_share=0.5 if targets == "both" else 0.0)


def predict_stances(model: Any, frame: pd.DataFrame) -> Any:
    """Return probabilities of shape (n_sentences, 3) in the order anti, neutral, pro.

    A class that the model was not trained on has probability 0.
    """
    proba = np.zeros((len(frame), len(STANCES)))
    proba[:, [STANCES.index(label) for label in model.classes_]] = model.predict_proba(frame[["text", "target"]])
    return proba
