"""Tested sentences that a model has all but seen: near duplicates among those that trained it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.duplicates import NEAR, near_pairs, words_of
from stance.evaluation.resampling import metrics_with_intervals, tally_frame
from stance.evaluation.splits import Plan, tested_rows

PAIR_COLUMNS = ("sentence_id", "other_sentence_id", "cosine", "label", "other_label", "target", "other_target")


@dataclass(frozen=True)
class NearDuplicates:
    """Pairs of a tested sentence and one that was in the training part.

    Attributes
    ----------
    pairs : pandas.DataFrame
        ``sentence_id, other_sentence_id, cosine, label, other_label, target, other_target``, the most alike first.
        In a cross-validation, where both sentences of a pair are tested, it stands once.
    tested : array of bool, shape (n_tested,)
        Which of the tested sentences, in the order of `tested_rows`, have one.
    same_words : array of bool, shape (n_tested,)
        Which have one with the same words, case and punctuation aside.
    """

    pairs: pd.DataFrame
    tested: Any
    same_words: Any


def near_duplicates_across(frame: pd.DataFrame, plan: Plan, supplement: pd.DataFrame | None = None) -> NearDuplicates:
    """Find tested sentences that have a near duplicate in a part that trained the model they were tested on.

    Nothing is left out of the evaluation for it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Labelled sentences.
    plan : Plan
        Which of them train and which are tested.
    supplement : pandas.DataFrame, optional
        Sentences that join every training part.

    Returns
    -------
    NearDuplicates
        With cosines of `NEAR` or more.

    Raises
    ------
    StanceError
        When there are too many sentences, or pairs, to look for them.
    """
    rows = tested_rows(plan)
    tested, exact = np.zeros(len(frame), bool), np.zeros(len(frame), bool)
    parts = []
    for first, i, second, j, cosine in _across(frame, plan, rows, supplement):
        both_tested = len(plan.folds) > 1 and second is frame
        same = _words(first, i) == _words(second, j)
        for positions in (i, j) if both_tested else (i,):
            tested[positions] = True
            exact[positions[same]] = True
        parts.append(_named(first.iloc[i], second.iloc[j], cosine))
    pairs = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(PAIR_COLUMNS))
    order = pairs.sort_values("cosine", ascending=False, kind="stable").reset_index(drop=True)
    return NearDuplicates(order, tested[rows], exact[rows])


def _across(
    frame: pd.DataFrame, plan: Plan, rows: Any, supplement: pd.DataFrame | None
) -> Iterator[tuple[pd.DataFrame, Any, pd.DataFrame, Any, Any]]:
    """Yield blocks of pairs: a frame and positions of tested sentences, and the same of sentences that trained."""
    texts = frame["text"].tolist()
    chosen = [texts[row] for row in rows]
    if len(plan.folds) == 1:
        train = plan.folds[0].train
        for i, j, cosine in near_pairs(chosen, [texts[row] for row in train]):
            yield frame, rows[i], frame, train[j], cosine
    else:
        fold = _folds(plan, len(frame))
        for i, j, cosine in near_pairs(texts):
            apart = (fold[:, i] != fold[:, j]).any(axis=0)
            yield frame, i[apart], frame, j[apart], cosine[apart]
    if supplement is not None:
        for i, j, cosine in near_pairs(chosen, supplement["text"].tolist()):
            yield frame, rows[i], supplement, j, cosine


def _words(frame: pd.DataFrame, rows: Any) -> Any:
    return np.array([words_of(text) for text in frame["text"].iloc[rows]], dtype=object)


def _folds(plan: Plan, n_rows: int) -> Any:
    """Return the fold that tests each row, shape (n_repeats, n_rows): it trains on all rows of the others."""
    out = np.full((plan.repeats, n_rows), -1)
    for number, fold in enumerate(plan.folds):
        out[fold.repeat, fold.test] = number
    return out


def _named(first: pd.DataFrame, second: pd.DataFrame, cosine: Any) -> pd.DataFrame:
    one, other = (part[["sentence_id", "label", "target"]].reset_index(drop=True) for part in (first, second))
    both = one.join(other.add_prefix("other_")).assign(cosine=cosine.astype(float))
    return both[list(PAIR_COLUMNS)]


def near_duplicate_numbers(
    found: NearDuplicates, predictions: pd.DataFrame, unit: str, n_resamples: int, seed: int
) -> dict[str, Any]:
    """Return how many tested sentences have near duplicates in training, and the metrics without them.

    Parameters
    ----------
    found : NearDuplicates
        What `near_duplicates_across` found.
    predictions : pandas.DataFrame
        One row a tested sentence, in the order of ``found.tested``.
    unit : str
        What is resampled.
    n_resamples, seed : int
        Of the bootstrap.

    Returns
    -------
    dict
        ``threshold``; ``sentences``, the tested ones that have any; ``pairs``; ``exact``, the tested sentences that
        have one with the same words; ``same_label``, the share of pairs with the same label; ``without``, the number
        of the other ``sentences`` and their ``metrics``. The last two are None where there are none.
    """
    n = int(found.tested.sum())
    rest = predictions[~found.tested].reset_index(drop=True)
    same = found.pairs["label"] == found.pairs["other_label"]
    return {
        "threshold": NEAR,
        "sentences": n,
        "pairs": len(found.pairs),
        "exact": int(found.same_words.sum()),
        "same_label": float(same.mean()) if n else None,
        "without": {
            "sentences": len(rest),
            "metrics": metrics_with_intervals([tally_frame(rest, unit)], n_resamples, seed),
        }
        if n and len(rest)
        else None,
    }
