"""Settings chosen within training parts: nested cross-validation, with all that was tried."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from tqdm import tqdm

from stance.config import ExperimentConfig
from stance.corpus import Corpus
from stance.errors import StanceError
from stance.evaluation.metrics import LOWER_IS_BETTER, METRICS
from stance.evaluation.resampling import tally_frame
from stance.evaluation.selection import inner_plan
from stance.evaluation.splits import OUT_OF_FOLD, Plan, tested_rows
from stance.files import DECIMALS
from stance.fitting import FittingError, fit, new_model, out_of_fold, with_predictions
from stance.trials import Choice, Trial

FINAL = "final"
"""The training part of the model that is kept."""


@dataclass(frozen=True)
class Final:
    """The model that is kept, how it was chosen, and what ``selection`` and ``fit`` took in seconds."""

    model: Any
    choice: Choice
    seconds: dict[str, float]


def choose_in_folds(config: ExperimentConfig, corpus: Corpus, plan: Plan, label: str) -> tuple[Choice, ...]:
    """Choose settings within the training part of every fold.

    Returns
    -------
    tuple of Choice
        One for each fold of the plan; the configuration itself where it selects nothing.

    Raises
    ------
    StanceError
        When inner folds are impossible, or no configuration can be fitted.
    """
    with _bar(config, len(plan.folds), label) as bar:
        return tuple(
            _choose(config, corpus, fold.train, plan.grouped_by, part_name(plan, number), bar)
            for number, fold in enumerate(plan.folds)
        )


def fit_final(config: ExperimentConfig, corpus: Corpus, plan: Plan, choices: Sequence[Choice] = ()) -> Final:
    """Choose settings on all sentences that may train, and fit the model that is kept.

    Parameters
    ----------
    config, corpus, plan
        As `stance.judging.judge` takes them.
    choices : sequence of Choice
        Those of the folds of the plan: one that was made on the same sentences is not made again.
    """
    rows = plan.final_training(len(corpus.frame))
    made = [choice for choice, fold in zip(choices, plan.folds, strict=False) if np.array_equal(fold.train, rows)]
    if made:
        choice = replace(made[0], part=FINAL)
    else:
        with _bar(config, 1, "final model") as bar:
            choice = _choose(config, corpus, rows, plan.grouped_by, FINAL, bar)
    started = time.perf_counter()
    model = fit(new_model(choice.config, corpus), corpus.training(rows))
    return Final(model, choice, {"selection": choice.seconds, "fit": time.perf_counter() - started})


def part_name(plan: Plan, number: int) -> str:
    """Return the name of the training part of a fold, counted from 1: ``repeat 2, fold 1``."""
    if plan.split != OUT_OF_FOLD:
        return FINAL
    repeat = plan.folds[number].repeat
    within = sum(fold.repeat == repeat for fold in plan.folds[: number + 1])
    return f"repeat {repeat + 1}, fold {within}" if plan.repeats > 1 else f"fold {within}"


def _bar(config: ExperimentConfig, parts: int, label: str) -> "tqdm[Any]":
    n = len(config.points())
    total = n * parts if n > 1 else 0
    return tqdm(total=total, desc=f"selection: {label}", unit="configuration", delay=2, leave=False, disable=not total)


def _choose(
    config: ExperimentConfig, corpus: Corpus, rows: Any, grouped_by: str, part: str, bar: "tqdm[Any]"
) -> Choice:
    if config.selection is None:
        return Choice(config, part)
    points = config.points()
    if len(points) == 1:
        [(settings, only)] = points
        trial = Trial(settings)
        return Choice(only, part, (trial,), trial)
    started = time.perf_counter()
    # from here on nothing but the training part is in reach
    within = replace(corpus, frame=corpus.frame.iloc[rows].reset_index(drop=True))
    try:
        plan = inner_plan(config.selection, within.frame, grouped_by, config.seed)
    except StanceError as error:
        raise StanceError(f"selection.folds: within the training part of {part}: {error}") from error
    trials = []
    for settings, point in points:
        trials.append(_try(settings, point, within, plan, config.selection.metric))
        bar.update()
    best = _best(trials, config.selection.metric, part)
    seconds = time.perf_counter() - started
    return Choice(points[best][1], part, tuple(trials), trials[best], seconds)


def _try(settings: dict[str, Any], config: ExperimentConfig, corpus: Corpus, plan: Plan, metric: str) -> Trial:
    """Score one point: the metric of all inner out-of-fold predictions together, its mean over repeats."""
    rows = tested_rows(plan)
    tested = corpus.frame.iloc[rows].reset_index(drop=True)
    try:
        proba = out_of_fold(lambda number: new_model(config, corpus), corpus, plan)[:, rows]
    except FittingError as error:
        return Trial(settings, failure=str(error))
    totals = [tally_frame(with_predictions(tested, each), "sentence").total() for each in proba]
    # rounded as it is written, so that what is read explains what was chosen
    return Trial(settings, round(float(np.mean([METRICS[metric](total) for total in totals])), DECIMALS))


def _best(trials: Sequence[Trial], metric: str, part: str) -> int:
    """Return the position of the best score, the first of equals."""
    sign = -1 if metric in LOWER_IS_BETTER else 1
    scores = [-np.inf if trial.score is None else sign * trial.score for trial in trials]
    best = int(np.argmax(scores))
    if trials[best].score is None:
        raise StanceError(
            f"selection.grid: none of {len(trials)} configurations can be fitted within the training part of {part}; "
            f"the first: {trials[0].failure}"
        )
    return best
