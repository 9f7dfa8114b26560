"""Models fitted, and predictions of sentences that a model did not see."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.config import ExperimentConfig
from stance.corpus import Corpus
from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.evaluation.grouping import actor_groups
from stance.evaluation.splits import Plan
from stance.files import DECIMALS, rounded_frame
from stance.models import build_model, predict_stances
from stance.models.probabilistic import groups_parameter

PROBABILITIES = [f"p_{label}" for label in STANCES]

NewModel = Callable[[int], Any]
"""From the number of a fold to an unfitted classifier."""


class FittingError(StanceError):
    """The estimator refuses these sentences; others it might take."""


def new_model(config: ExperimentConfig, corpus: Corpus) -> Any:
    """Return the unfitted classifier of a configuration."""
    return build_model(config.features, config.model, config.targets, corpus.names, config.seed)


def fit(model: Any, train: pd.DataFrame) -> Any:
    """Fit a classifier on labelled sentences, and return it. One that asks for groups is told who speaks in them.

    Raises
    ------
    FittingError
        When the estimator refuses.
    StanceError
        When something is missing that has nothing to do with the sentences.
    """
    try:
        asked = groups_parameter(model)
        told = {asked: actor_groups(train)} if asked else {}
        return model.fit(train[["text", "target"]], train["label"].to_numpy(dtype=str), **told)
    except StanceError:
        raise
    except ValueError as error:
        raise FittingError(f"the model cannot be fitted on {len(train)} sentences: {error}") from error


def out_of_fold(new: NewModel, corpus: Corpus, plan: Plan, label: str | None = None) -> Any:
    """Predict every tested sentence by a model that did not see it.

    Parameters
    ----------
    new : callable
        From the number of a fold to an unfitted classifier.
    corpus : Corpus
        Labelled sentences; its supplement joins every training part.
    plan : Plan
        Which sentences train and which are tested.
    label : str, optional
        Name of a progress bar; none unless given.

    Returns
    -------
    ndarray of shape (n_repeats, n_rows, 3)
        Probabilities, NaN where a repeat does not test a sentence.
    """
    proba = np.full((plan.repeats, len(corpus.frame), len(STANCES)), np.nan)
    folds = tqdm(plan.folds, desc=label, unit="fold", delay=2, leave=False, disable=label is None)
    for number, fold in enumerate(folds):
        model = fit(new(number), corpus.training(fold.train))
        proba[fold.repeat, fold.test] = predict_stances(model, corpus.frame.iloc[fold.test])
    return proba


def as_written(proba: Any) -> tuple[Any, Any]:
    """Return probabilities with six decimals, and the position of the predicted label, the first of those that tie."""
    written = np.round(proba, DECIMALS) + 0.0  # adding zero turns -0.0 into 0.0
    return written, written.argmax(axis=1)


def with_predictions(frame: pd.DataFrame, proba: Any, split: str | None = None) -> pd.DataFrame:
    """Return a frame with ``predicted`` and the probabilities, rounded as they are written.

    Ties go to the first of anti, neutral, pro.
    """
    written, likeliest = as_written(proba)
    out = rounded_frame(frame.assign(**dict(zip(PROBABILITIES, written.T, strict=True))))
    if split is not None:
        out["split"] = split
    out["predicted"] = [STANCES[i] for i in likeliest]
    return out[[*(name for name in out.columns if name not in PROBABILITIES), *PROBABILITIES]]
