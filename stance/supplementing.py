"""What sentences written for training add: the same unseen documents, judged with and without them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.config import ExperimentConfig
from stance.corpus import Corpus
from stance.corpus.schema import STANCES, TOGETHER
from stance.errors import StanceError
from stance.evaluation.actors import actor_report, actor_summary
from stance.evaluation.resampling import macro_f1_of_documents, resampling_unit, tally_frame
from stance.evaluation.splits import GivenSplit, Plan, leave_out, plan_split
from stance.judging import intervals, predict_unseen

CURVE_DRAWS = 2
"""Random parts of the supplement behind each point of the learning curve; their mean is reported."""


def describe_supplement(config: ExperimentConfig, corpora: Mapping[str, Corpus]) -> dict[str, Any]:
    """Judge a model with and without the supplement.

    Parameters
    ----------
    config : ExperimentConfig
        What is fitted.
    corpora : mapping
        Name of a text to the corpus in that text; the first is the configured one.

    Returns
    -------
    dict
        ``sentences``, ``labels``, ``left_out``; ``comparison``, one entry a text and training; ``learning_curve``,
        macro-F1 by number of supplement sentences.
    """
    corpus = next(iter(corpora.values()))
    supplement = _supplement(corpus)
    comparison = [
        {"text": text, **_judge(config, each)}
        for text, whole in tqdm(corpora.items(), desc="with and without supplement", delay=2, leave=False)
        for each in (replace(whole, supplement=None), whole)
    ]
    return {
        "sentences": len(supplement),
        "labels": {label: int((supplement["label"] == label).sum()) for label in STANCES},
        "left_out": corpus.left_out,
        "comparison": comparison,
        "learning_curve": [_point(comparison[0]), *_curve(config, corpus), _point(comparison[1])],
    }


def _supplement(corpus: Corpus) -> pd.DataFrame:
    return corpus.frame.iloc[:0] if corpus.supplement is None else corpus.supplement


def _plan(config: ExperimentConfig, corpus: Corpus) -> Plan:
    """Leave documents out where that is possible, else split as the experiment does."""
    split = config.evaluation.split
    if not isinstance(split, GivenSplit):
        try:
            return plan_split(leave_out(corpus.frame), corpus.frame, config.seed)
        except StanceError:
            pass
    return plan_split(split, corpus.frame, config.seed)


def _judge(config: ExperimentConfig, corpus: Corpus) -> dict[str, Any]:
    plan = _plan(config, corpus)
    predictions = predict_unseen(config, corpus, plan)
    errors = actor_summary(actor_report(predictions), predictions)
    return {
        "supplement": len(_supplement(corpus)),
        "macro_f1": intervals(config, [tally_frame(predictions, resampling_unit(predictions))])["macro_f1"],
        "documents": _documents(config, predictions, plan),
        "actors_mean_absolute_error": errors.get(TOGETHER, {}).get("mean_absolute_error"),
    }


def _documents(config: ExperimentConfig, predictions: pd.DataFrame, plan: Plan) -> dict[str, Any]:
    """Return macro-F1 of each document where they were left out one by one."""
    if plan.grouped_by != "document" or len(plan.folds) != predictions["document_id"].nunique():
        return {}
    return macro_f1_of_documents(predictions, config.evaluation.bootstrap, config.seed)


def _point(judged: Mapping[str, Any]) -> dict[str, Any]:
    """Return a point of the learning curve: macro-F1 as the mean of documents, or else of all sentences."""
    score = judged["documents"].get("mean", judged["macro_f1"])
    return {"supplement": judged["supplement"], **{key: score[key] for key in ("value", "low", "high")}}


def _curve(config: ExperimentConfig, corpus: Corpus) -> list[dict[str, Any]]:
    """Return the points between nothing and all of the supplement: means over random parts of it."""
    supplement = _supplement(corpus)
    points = []
    shares = [share for share in config.evaluation.learning_curve if 0 < share < 1]
    for share in tqdm(shares, desc="learning curve", delay=2, leave=False):
        draws = []
        for draw in range(CURVE_DRAWS):
            kept = np.random.default_rng([config.seed, draw]).permutation(len(supplement))
            part = supplement.iloc[np.sort(kept[: max(1, round(share * len(supplement)))])]
            draws.append(_point(_judge(config, replace(corpus, supplement=part))))
        means = {key: float(np.mean([point[key] for point in draws])) for key in ("value", "low", "high")}
        points.append({"supplement": draws[0]["supplement"], **means})
    return points
