"""Cross-validated predictions, and the numbers about them: where models and evaluation meet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.config import ExperimentConfig
from stance.corpus import Corpus
from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.evaluation.by_target import metrics_by_target
from stance.evaluation.grouping import finest_unit, groups_of
from stance.evaluation.metrics import METRICS, Tally, tally
from stance.evaluation.resampling import encode, encode_targets, metrics_with_intervals, resampling_unit, tally_frame
from stance.evaluation.splits import Fold, Plan, repeats_of, tested_rows
from stance.fitting import NewModel, new_model, out_of_fold, with_predictions
from stance.models.estimators import BASELINES
from stance.models.model_section import tells_targets_apart
from stance.models.per_target import PerTarget
from stance.selecting import choose_in_folds
from stance.trials import Choice, selection_numbers

BASELINE_DRAWS = 10
"""A random baseline is drawn so often at least, and its mean reported."""

CURVE_REPEATS = 2
OF_REPEATS = ("macro_f1", "accuracy", "f1_favor_against_pooled", "f1_favor_against_mean_over_targets")
"""Metrics whose spread over the repeats is told."""


@dataclass(frozen=True)
class Judged:
    """Predictions of sentences that the model did not see, the numbers about them, and what each fold chose."""

    predictions: pd.DataFrame
    numbers: dict[str, Any]
    choices: tuple[Choice, ...]


def judge(config: ExperimentConfig, corpus: Corpus, plan: Plan, label: str = "cross-validation") -> Judged:
    """Predict every tested sentence by a model that did not see it, and measure.

    Parameters
    ----------
    config : ExperimentConfig
        What is fitted; what it selects is chosen within the training part of each fold.
    corpus : Corpus
        Labelled sentences.
    plan : Plan
        Which sentences train and which are tested. Probabilities of repeats are averaged.
    label : str
        Name of the progress bar.

    Returns
    -------
    Judged
        One row a tested sentence; ``test``, ``metrics``, ``baselines``, ``by_target``, ``confusion``, ``repeats`` and
        ``selection``. ``by_target`` and ``repeats`` are means over repeats, each judged by itself; all else is of the
        averaged probabilities.
    """
    rows = tested_rows(plan)
    tested = corpus.frame.iloc[rows].reset_index(drop=True)
    unit = resampling_unit(tested)
    choices = choose_in_folds(config, corpus, plan, label)
    proba = _predict(corpus, plan, choices, label)[:, rows]
    predictions = with_predictions(tested, proba.mean(axis=0), plan.split)
    repeats = [with_predictions(tested, each) for each in proba]
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
        "by_target": metrics_by_target(repeats, config.evaluation.bootstrap, config.seed),
        "confusion": {
            "labels": list(STANCES),
            "gold_by_predicted": tallied.total().confusion.astype(int).tolist(),
        },
        "repeats": _spread(config, [tally_frame(each, unit) for each in repeats]),
        "selection": selection_numbers(config, choices),
    }
    return Judged(predictions, numbers, choices)


def predict_unseen(config: ExperimentConfig, corpus: Corpus, plan: Plan) -> pd.DataFrame:
    """Return predictions of every tested sentence by a model that did not see it, as `judge` makes them."""
    rows = tested_rows(plan)
    choices = choose_in_folds(config, corpus, plan, "unseen sentences")
    proba = _predict(corpus, plan, choices)[:, rows]
    return with_predictions(corpus.frame.iloc[rows].reset_index(drop=True), proba.mean(axis=0), plan.split)


def _predict(corpus: Corpus, plan: Plan, choices: Sequence[Choice], label: str | None = None) -> Any:
    """Predict the tested part of each fold by the configuration that was chosen for it."""
    return out_of_fold(lambda number: new_model(choices[number].config, corpus), corpus, plan, label)


def describe_sentences(tested: pd.DataFrame, unit: str) -> dict[str, Any]:
    """Return the counts that stand beside every metric."""
    return {
        "sentences": len(tested),
        "documents": int(tested["document_id"].nunique()),
        "labels": {stance: int((tested["label"] == stance).sum()) for stance in STANCES},
        "resampled": unit,
        "conditional_on_documents": unit != "document",
    }


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
        proba = out_of_fold(new, Corpus(frame), again)[:, rows]
        out[name] = intervals(config, _tallies(tested, proba, unit))
    return out


def _baseline_models(config: ExperimentConfig) -> Iterator[tuple[str, NewModel]]:
    per_target = tells_targets_apart(config.model, config.targets)
    for baseline in BASELINES:

        def new(number: int, build: NewModel = baseline.build) -> Any:
            dummy = build(config.seed + number)
            return PerTarget(dummy, column="target") if per_target else dummy

        yield baseline.name, new


def learning_curve(
    config: ExperimentConfig, corpus: Corpus, plan: Plan, choices: Sequence[Choice] = ()
) -> list[dict[str, Any]]:
    """Return macro-F1 of models trained on growing shares of each training part, whole groups at a time.

    A share that is too small for the model has no point. Every share has the settings that were chosen within the
    whole training part of its fold: `choices`, as `judge` returns them.
    """
    choices = choices or choose_in_folds(config, corpus, plan, "learning curve")
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
            proba = _predict(corpus, smaller, choices)[:, rows]
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


def _tallies(tested: pd.DataFrame, proba: Any, unit: str) -> list[Tally]:
    """Tally each repeat by itself."""
    gold, groups, targets = encode(tested["label"]), groups_of(tested, unit), encode_targets(tested)
    return [tally(gold, each.argmax(axis=1), each, groups, targets) for each in proba]


def _spread(config: ExperimentConfig, tallies: list[Tally]) -> dict[str, dict[str, float]]:
    """Mean with interval, and range, over repeats, each judged by itself: what one draw of the folds would show."""
    means, totals = intervals(config, tallies), [each.total() for each in tallies]
    out = {}
    for name in OF_REPEATS:
        values = [float(METRICS[name](each)) for each in totals]
        mean = {"mean": means[name]["value"], "low": means[name]["low"], "high": means[name]["high"]}
        out[name] = {**mean, "lowest": min(values), "highest": max(values)}
    return out
