"""How good the predictions are towards each target by itself."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from stance.corpus.schema import STANCES
from stance.evaluation.grouping import finest_unit, groups_of
from stance.evaluation.metrics import Tally, accuracy, f1_favor_against, macro_f1, takes_sides, tally
from stance.evaluation.resampling import ENOUGH_DOCUMENTS, bootstrap_weights, encode, encode_targets, with_interval

OF_A_TARGET = {"f1_favor_against": f1_favor_against, "macro_f1": macro_f1, "accuracy": accuracy}
_NOTHING = {"value": None, "low": None, "high": None}


def metrics_by_target(repeats: Sequence[pd.DataFrame], n_resamples: int, seed: int) -> dict[str, dict[str, Any]]:
    """Return the metrics of each target, with intervals over its own documents, paragraphs or sentences.

    Parameters
    ----------
    repeats : sequence of pandas.DataFrame
        One row a sentence and target, with ``label``, ``predicted`` and probabilities: one frame, or one for each
        repeat of the same sentences in the same order; the mean over them is reported.
    n_resamples : int
        Bootstrap resamples.
    seed : int
        Seed of the resamples of the first target; each later one has the next.

    Returns
    -------
    dict
        Target to ``sentences``, ``labels`` (counts), ``resampled`` (the unit), and ``f1_favor_against``, ``macro_f1``
        and ``accuracy``, each with ``value``, ``low`` and ``high``. Where there is one group to resample, bounds are
        None; where neither pro nor anti occurs, all of ``f1_favor_against``. Empty when there is one target only.
    """
    first = repeats[0]
    targets = encode_targets(first)
    if targets is None:
        return {}
    # arrays, not a frame for each target: of thousands of targets the frames would take minutes
    gold, groupings = encode(first["label"]), _groupings(first)
    predicted = [encode(each["predicted"]) for each in repeats]
    proba = [each[[f"p_{label}" for label in STANCES]].to_numpy(float) for each in repeats]
    rows_of_targets = np.split(np.argsort(targets, kind="stable"), np.cumsum(np.bincount(targets))[:-1])
    out = {}
    for number, rows in enumerate(tqdm(rows_of_targets, desc="targets", unit="target", delay=2, leave=False)):
        unit, groups = _resampled(groupings, rows)
        tallies = [tally(gold[rows], p[rows], q[rows], groups) for p, q in zip(predicted, proba, strict=True)]
        name = str(first["target"].iloc[rows[0]])
        out[name] = {"resampled": unit, **_numbers(tallies, n_resamples, seed + number)}
    return out


def _groupings(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the groups of all rows by the units that `resampling_unit` chooses between, the larger first."""
    finest = finest_unit(frame)
    documents = {} if frame["document_id"].isna().any() else {"document": groups_of(frame, "document")}
    smaller = "sentence" if finest == "document" else finest
    return {**documents, smaller: groups_of(frame, smaller)}


def _resampled(groupings: dict[str, Any], rows: Any) -> tuple[str, Any]:
    """Return the unit that is resampled for some rows, and their groups, numbered from 0."""
    for unit, groups in groupings.items():
        names, numbers = np.unique(groups[rows], return_inverse=True)
        if unit != "document" or len(names) >= ENOUGH_DOCUMENTS:
            break
    return unit, numbers


def _numbers(tallies: Sequence[Tally], n_resamples: int, seed: int) -> dict[str, Any]:
    # these metrics read nothing but the confusion, here of shape (n_repeats, n_groups, 3, 3)
    confusion = np.stack([each.confusion for each in tallies])
    totals, n_groups = Tally(confusion.sum(axis=1), None, None), confusion.shape[1]
    counts = confusion[0].sum(axis=(0, 2)).astype(int).tolist()
    out: dict[str, Any] = {"sentences": sum(counts), "labels": dict(zip(STANCES, counts, strict=True))}
    draws = [np.tensordot(weights, confusion, (1, 1)) for weights in bootstrap_weights(n_groups, n_resamples, seed)]
    resampled = Tally(np.concatenate(draws), None, None)
    for name, metric in OF_A_TARGET.items():
        out[name] = with_interval(metric(totals).mean(), metric(resampled).mean(axis=1))
        if n_groups == 1:
            out[name] |= {"low": None, "high": None}
    if not takes_sides(totals).any():
        out["f1_favor_against"] = dict(_NOTHING)
    return out
