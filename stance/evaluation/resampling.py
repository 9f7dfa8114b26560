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


def bootstrap_weights(n_groups: int, n_resamples: int, seed: int) -> Iterator[Any]:
    """Yield arrays of shape (some resamples, n_groups): how often each group was drawn.

    Groups are drawn with replacement, as many as there are (Efron and Tibshirani 1993). The draws depend on
    nothing but the arguments, so that two models can be compared on the same resamples.
    """
    rng = np.random.default_rng(seed)
    size = max(1, _CHUNK // n_groups)
    for done in range(0, n_resamples, size):
        yield rng.multinomial(n_groups, np.full(n_groups, 1 / n_groups), min(size, n_resamples - done))


def encode(labels: pd.Series) -> Any:
    """Return the positions of stances in anti, neutral, pro, shape (n,)."""
    return labels.map({label: i for i, label in enumerate(STANCES)}).to_numpy(int)


def tally_frame(predictions: pd.DataFrame, unit: str) -> Tally:
    """Tally a frame of predictions by the unit that is resampled."""
    proba = predictions[[f"p_{label}" for label in STANCES]].to_numpy(float)
    return tally(encode(predictions["label"]), encode(predictions["predicted"]), proba, groups_of(predictions, unit))


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
    samples: dict[str, list[Any]] = {name: [] for name in METRICS}
    for weights in bootstrap_weights(len(tallies[0].squared_error), n_resamples, seed):
        resampled = [each.resampled(weights) for each in tallies]
        for name, metric in METRICS.items():
            samples[name].append(np.mean([metric(each) for each in resampled], axis=0))
    return {
        name: _with_interval(np.mean([metric(each.total()) for each in tallies]), np.concatenate(samples[name]))
        for name, metric in METRICS.items()
    }


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
        out[str(document)] = {**_with_interval(metric(tallied.total()), samples[-1]), "sentences": len(rows)}
    mean = np.mean([each["value"] for each in out.values()])
    return {"mean": {**_with_interval(mean, np.mean(samples, axis=0)), "sentences": len(predictions)}, **out}


def _with_interval(value: Any, samples: Any) -> dict[str, float]:
    low, high = interval(samples)
    return {"value": float(value), "low": float(low), "high": float(high)}
