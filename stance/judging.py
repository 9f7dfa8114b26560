"""Cross-validated predictions, and the numbers about them: where models and evaluation meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.config import ExperimentConfig
from stance.corpus import Corpus
from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.evaluation.grouping import finest_unit, groups_of
from stance.evaluation.metrics import METRICS, Tally, tally
from stance.evaluation.resampling import encode, metrics_with_intervals, resampling_unit, tally_frame
from stance.evaluation.splits import Fold, Plan, repeats_of, tested_rows
from stance.files import rounded_frame
from stance.models import build_model, predict_stances
from stance.models.estimators import BASELINES
from stance.models.per_target import PerTarget

BASELINE_DRAWS = 10
"""A random baseline is drawn so often at least, and its mean reported."""

CURVE_REPEATS = 2
PROBABILITIES = [f"p_{label}" for label in STANCES]

NewModel = Callable[[int], Any]
"""From the number of a fold to an unfitted classifier."""


@dataclass(frozen=True)
class Judged:
    """Predictions of sentences that the model did not see, and the numbers about them."""

    predictions: pd.DataFrame
    numbers: dict[str, Any]


def judge(config: ExperimentConfig, corpus: Corpus, plan: Plan, label: str = "cross-validation") -> Judged:
    """Predict every tested sentence by a model that did not see it, and measure.

    Parameters
    ----------
    config : ExperimentConfig
        What is fitted.
    corpus : Corpus
        Labelled sentences.
    plan : Plan
        Which sentences train and which are tested. Probabilities of repeats are averaged.
    label : str
        Name of the progress bar.

    Returns
    -------
    Judged
        One row a tested sentence; ``test``, ``metrics``, ``baselines``, ``confusion`` and ``repeats``.
    """
    rows = tested_rows(plan)
    tested = corpus.frame.iloc[rows].reset_index(drop=True)
    unit = resampling_unit(tested)
    proba = _out_of_fold(lambda number: new_model(config, corpus), corpus, plan, label)[:, rows]
    predictions = with_predictions(tested, proba.mean(axis=0), plan.split)
    tallied = tally_frame(predictions, unit)
    numbers = {
        "test": {
            **describe_sentences(tested, unit),
            "split": plan.split,
            "grouped_by": plan.grouped_by,
            "folds": len(plan.folds) // plan.repeats,
            "repeats": plan.repeats,
        },
        "metrics": intervals(config, [tallied]),
        "baselines": baselines(config, corpus.frame, plan),
        "confusion": {
            "labels": list(STANCES),
            "gold_by_predicted": tallied.total().confusion.astype(int).tolist(),
        },
        "repeats": _spread(_tallies(tested, proba, unit)),
    }
    return Judged(predictions, numbers)


def predict_unseen(config: ExperimentConfig, corpus: Corpus, plan: Plan) -> pd.DataFrame:
    """Return predictions of every tested sentence by a model that did not see it, as `judge` makes them."""
    rows = tested_rows(plan)
    proba = _out_of_fold(lambda number: new_model(config, corpus), corpus, plan)[:, rows]
    return with_predictions(corpus.frame.iloc[rows].reset_index(drop=True), proba.mean(axis=0), plan.split)


def describe_sentences(tested: pd.DataFrame, unit: str) -> dict[str, Any]:
    """Return the counts that stand beside every metric."""
    return {
        "sentences": len(tested),
        "documents": int(tested["document_id"].nunique()),
        "labels": {stance: int((tested["label"] == stance).sum()) for stance in STANCES},
        "resampled": unit,
        "conditional_on_documents": unit != "document",
    }


def new_model(config: ExperimentConfig, corpus: Corpus) -> Any:
    """Return the unfitted classifier of a configuration."""
    return build_model(config.features, config.model, config.targets, corpus.names, config.seed)


def fit(model: Any, train: pd.DataFrame) -> Any:
    """Fit a classifier on labelled sentences, and return it.

    Raises
    ------
    StanceError
        When the estimator refuses.
    """
    try:
        return model.fit(train[["text", "target"]], train["label"].to_numpy(dtype=str))
    except StanceError:
        raise
    except ValueError as error:
        raise StanceError(f"the model cannot be fitted on {len(train)} sentences: {error}") from error


def with_predictions(frame: pd.DataFrame, proba: Any, split: str | None = None) -> pd.DataFrame:
    """Return a frame with ``predicted`` and the probabilities, rounded as they are written.

    Ties go to the first of anti, neutral, pro.
    """
    out = rounded_frame(frame.assign(**dict(zip(PROBABILITIES, proba.T, strict=True))))
    if split is not None:
        out["split"] = split
    out["predicted"] = [STANCES[i] for i in out[PROBABILITIES].to_numpy(float).argmax(axis=1)]
    return out[[*(name for name in out.columns if name not in PROBABILITIES), *PROBABILITIES]]


def intervals(config: ExperimentConfig, tallies: list[Tally]) -> dict[str, dict[str, float]]:
    """Return every metric with its interval, the mean over tallies of repeats."""
    return metrics_with_intervals(tallies, config.evaluation.bootstrap, config.seed)


def baselines(config: ExperimentConfig, frame: pd.DataFrame, plan: Plan) -> dict[str, Any]:
    """Judge the baselines on the same folds; a random one is the mean of ten draws or more.

    They know the class shares of the frame's own training parts: a supplement with other shares would weaken them.
    """
    draws = max(plan.repeats, BASELINE_DRAWS)
    by_repeat = list(repeats_of(plan))
    folds = [Fold(fold.train, fold.test, draw) for draw in range(draws) for fold in by_repeat[draw % plan.repeats]]
    again = Plan(tuple(folds), plan.grouped_by, plan.split)
    rows = tested_rows(plan)
    tested = frame.iloc[rows].reset_index(drop=True)
    unit = resampling_unit(tested)
    out = {}
    for name, new in _baseline_models(config):
        proba = _out_of_fold(new, Corpus(frame), again)[:, rows]
        out[name] = intervals(config, _tallies(tested, proba, unit))
    return out


def _baseline_models(config: ExperimentConfig) -> Iterator[tuple[str, NewModel]]:
    for baseline in BASELINES:

        def new(number: int, build: NewModel = baseline.build) -> Any:
            dummy = build(config.seed + number)
            return PerTarget(dummy, column="target") if config.targets == "separate" else dummy

        yield baseline.name, new


def learning_curve(config: ExperimentConfig, corpus: Corpus, plan: Plan) -> list[dict[str, Any]]:
    """Return macro-F1 of models trained on growing shares of each training part, whole groups at a time.

    A share that is too small for the model has no point.
    """
    frame, rows = corpus.frame, tested_rows(plan)
    tested = frame.iloc[rows].reset_index(drop=True)
    groups, unit = groups_of(frame, finest_unit(frame)), resampling_unit(tested)
    points = []
    for share in tqdm(config.evaluation.learning_curve, desc="learning curve", delay=2, leave=False):
        folds = [
            Fold(_subset(fold.train, groups, share, config.seed + number), fold.test, fold.repeat)
            for number, fold in enumerate(plan.folds)
            if fold.repeat < CURVE_REPEATS
        ]
        if min(frame["label"].iloc[fold.train].nunique() for fold in folds) < 2:
            continue
        try:
            smaller = Plan(tuple(folds), plan.grouped_by, plan.split)
            proba = _out_of_fold(lambda number: new_model(config, corpus), corpus, smaller)[:, rows]
        except StanceError:
            continue
        macro_f1 = intervals(config, _tallies(tested, proba, unit))["macro_f1"]
        points.append({"share": share, "sentences": float(np.mean([len(fold.train) for fold in folds])), **macro_f1})
    return points


def _subset(train: Any, groups: Any, share: float, seed: int) -> Any:
    """Return the rows of a random share of the training groups."""
    present = np.unique(groups[train])
    kept = np.random.default_rng(seed).permutation(present)[: max(1, round(share * len(present)))]
    return train[np.isin(groups[train], kept)]


def _out_of_fold(new: NewModel, corpus: Corpus, plan: Plan, label: str | None = None) -> Any:
    """Return probabilities of shape (n_repeats, n_rows, 3), NaN where a repeat does not test a sentence."""
    proba = np.full((plan.repeats, len(corpus.frame), len(STANCES)), np.nan)
    folds = tqdm(plan.folds, desc=label, unit="fold", delay=2, leave=False, disable=label is None)
    for number, fold in enumerate(folds):
        model = fit(new(number), corpus.training(fold.train))
        proba[fold.repeat, fold.test] = predict_stances(model, corpus.frame.iloc[fold.test])
    return proba


def _tallies(tested: pd.DataFrame, proba: Any, unit: str) -> list[Tally]:
    """Tally each repeat by itself."""
    gold, groups = encode(tested["label"]), groups_of(tested, unit)
    return [tally(gold, each.argmax(axis=1), each, groups) for each in proba]


def _spread(tallies: list[Tally]) -> dict[str, dict[str, float]]:
    """Mean and range over repeats, each judged by itself: what one draw of the folds would have shown."""
    totals = [each.total() for each in tallies]
    out = {}
    for name in ("macro_f1", "accuracy"):
        values = [float(METRICS[name](each)) for each in totals]
        out[name] = {"mean": float(np.mean(values)), "lowest": min(values), "highest": max(values)}
    return out
