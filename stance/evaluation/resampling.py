"""Percentile bootstrap over groups of sentences."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES
from stance.evaluation.grouping import finest_unit, groups_of
from stance.evaluation.metrics import METRICS, Tally, tally

ENOUGH_DOCUMENTS = 10
"""With fewer documents, resampling them says little: paragraphs are resampled instead, and the report says so."""

LEVEL = 0.95
_CHUNK = 4_000_000


def resampling_unit(frame: pd.DataFrame) -> str:
    """Return what is resampled: documents, or the next smaller unit known when there are fewer than ten."""
    if frame["document_id"].notna().all() and frame["document_id"].nunique() >= ENOUGH_DOCUMENTS:
        return "document"
    unit = finest_unit(frame)
    return "sentence" if unit == "document" else unit


def chunk_size(n_groups: int, width: int = 0) -> int:
    """Return how many resamples to take at a time, where each is `n_groups` weights and yields `width` numbers."""
    return max(1, _CHUNK // max(n_groups, width))


def bootstrap_weights(n_groups: int, n_resamples: int, seed: int, width: int = 0) -> Iterator[Any]:
    """Yield arrays of shape (some resamples, n_groups): how often each group was drawn.

    Groups are drawn with replacement, as many as there are (Efron and Tibshirani 1993). The draws depend on
    nothing but the number of groups and the seed, so that two models can be compared on the same resamples; `width`,
    the numbers that are made of each, only bounds how many come at a time.
    """
    rng = np.random.default_rng(seed)
    size = chunk_size(n_groups, width)
    for done in range(0, n_resamples, size):
        yield rng.multinomial(n_groups, np.full(n_groups, 1 / n_groups), min(size, n_resamples - done))


def encode(labels: pd.Series) -> Any:
    """Return the positions of stances in anti, neutral, pro, shape (n,)."""
    return labels.map({label: i for i, label in enumerate(STANCES)}).to_numpy(int)


def encode_targets(frame: pd.DataFrame) -> Any:
    """Return numbers of targets from 0 in the order of their names, shape (n,), or None when there is one only."""
    codes, names = pd.factorize(frame["target"], sort=True)
    return codes if len(names) > 1 else None


def tally_frame(predictions: pd.DataFrame, unit: str) -> Tally:
    """Tally a frame of predictions by the unit that is resampled."""
    proba = predictions[[f"p_{label}" for label in STANCES]].to_numpy(float)
    gold, predicted = encode(predictions["label"]), encode(predictions["predicted"])
    return tally(gold, predicted, proba, groups_of(predictions, unit), encode_targets(predictions))


def interval(values: Any) -> tuple[Any, Any]:
    """Return the bounds of the central 95% of values along the first axis."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail], axis=0)
    return low, high


def metrics_with_intervals(tallies: list[Tally], n_resamples: int, seed: int) -> dict[str, dict[str, float]]:
    """Return value, low and high of every metric.

    Parameters
    ----------
    tallies : list of Tally
        One for each repeat of a random prediction, all of the same groups; the mean over them is reported.
    n_resamples : int
        Bootstrap resamples.
    seed : int
        Seed of the resamples.
    """
    values = np.mean([_all_metrics(each.total()) for each in tallies], axis=0)
    draws = bootstrap_weights(len(tallies[0].squared_error), n_resamples, seed, tallies[0].width)
    samples = [np.mean([_all_metrics(each.resampled(weights)) for each in tallies], axis=0) for weights in draws]
    drawn = np.concatenate(samples, axis=1)
    return {name: with_interval(values[i], drawn[i]) for i, name in enumerate(METRICS)}


def _all_metrics(t: Tally) -> Any:
    """Return every metric, shape (n_metrics, ...)."""
    return np.array([metric(t) for metric in METRICS.values()])


def macro_f1_of_documents(predictions: pd.DataFrame, n_resamples: int, seed: int) -> dict[str, dict[str, Any]]:
    """Return macro-F1 of each document and their mean, with intervals over the units within documents.

    Returns
    -------
    dict
        ``mean``, and the ``document_id`` of each document, to ``value``, ``low``, ``high`` and ``sentences``.
    """
    metric = METRICS["macro_f1"]
    out, samples = {}, []
    for number, (document, rows) in enumerate(predictions.groupby("document_id")):
        tallied = tally_frame(rows, resampling_unit(rows))
        draws = bootstrap_weights(len(tallied.squared_error), n_resamples, seed + number)
        samples.append(np.concatenate([metric(tallied.resampled(weights)) for weights in draws]))
        out[str(document)] = {**with_interval(metric(tallied.total()), samples[-1]), "sentences": len(rows)}
    mean = np.mean([each["value"] for each in out.values()])
    return {"mean": {**with_interval(mean, np.mean(samples, axis=0)), "sentences": len(predictions)}, **out}


def with_interval(value: Any, samples: Any) -> dict[str, float]:
    """Return a number and the bounds of its resamples, shape (n_resamples,), as plain floats."""
    low, high = interval(samples)
    return {"value": float(value), "low": float(low), "high": float(high)}
