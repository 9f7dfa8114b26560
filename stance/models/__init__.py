"""From sentences to probabilities: features, estimators, persistence."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES
from stance.models.estimators import EstimatorConfig, Targets
from stance.models.features import FeaturesConfig
from stance.models.model_section import ModelConfig, VoteConfig

POOLED_SHARE: dict[Targets, float] = {"pooled": 1.0, "separate": 0.0, "both": 0.5}
"""What a model for all targets weighs beside one for each."""


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
        return _build_vote(features, model, targets, names, seed)
    if targets != "pooled":
        return _per_target(model, targets, seed, _of_text(features, names))
    from sklearn.pipeline import Pipeline

    return Pipeline([("features", _of_text(features, names)), ("model", model.build(seed))])


def _build_vote(features: FeaturesConfig, vote: VoteConfig, targets: Targets, names: Sequence[str], seed: int) -> Any:
    from stance.models.vote import Vote

    views = [features.only(member.views or features.views).views for member in vote.members]
    return Vote(
        [_per_target(member.model, member.targets or targets, seed) for member in vote.members],
        [member.weight for member in vote.members],
        {
            view: _of_text(features.only([view]), names)
            for view in features.views
            if any(view in seen for seen in views)
        },
        views,
    )


def _per_target(model: EstimatorConfig, targets: Targets, seed: int, transformer: Any = None) -> Any:
    from stance.models.per_target import PerTarget

    return PerTarget(model.build(seed), transformer, column="target", pooled_share=POOLED_SHARE[targets])


def _of_text(features: FeaturesConfig, names: Sequence[str]) -> Any:
    """Return the unfitted transformer from frames to the features of their text."""
    from sklearn.compose import ColumnTransformer

    return ColumnTransformer([("text", features.build(names), "text")], sparse_threshold=1.0)


def predict_stances(model: Any, frame: pd.DataFrame) -> Any:
    """Return probabilities of shape (n_sentences, 3) in the order anti, neutral, pro.

    A class that the model was not trained on has probability 0.
    """
    proba = np.zeros((len(frame), len(STANCES)))
    proba[:, [STANCES.index(label) for label in model.classes_]] = model.predict_proba(frame[["text", "target"]])
    return proba
