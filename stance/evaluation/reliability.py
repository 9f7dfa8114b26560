"""How often predictions come true, by the probability they were made with."""

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.evaluation.metrics import BINS, tally
from stance.evaluation.resampling import encode
from stance.evaluation.slices import wilson


def reliability(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return by bin of confidence how often the predicted class was right (Naeini et al. 2015).

    Parameters
    ----------
    predictions : pandas.DataFrame
        As ``run.predictions``; sentences without label are left out.

    Returns
    -------
    pandas.DataFrame
        One row a bin that holds sentences: ``lowest highest`` (its bounds, the upper one inclusive), ``n``,
        ``confidence`` (mean probability of the predicted class), ``accuracy``, and ``low high``, Wilson's 95% interval
        of accuracy, as if sentences were independent.

    Raises
    ------
    StanceError
        When a column is missing, or no sentence is labelled.
    """
    missing = [name for name in ("label", "predicted", *(f"p_{each}" for each in STANCES)) if name not in predictions]
    if missing:
        raise StanceError(f"predictions: column {missing[0]!r} is missing")
    rows = predictions[predictions["label"].notna()]
    if rows.empty:
        raise StanceError("predictions: no sentence is labelled, so nothing says how often they are right")
    proba = rows[[f"p_{each}" for each in STANCES]].to_numpy(float)
    one_group = np.zeros(len(rows), int)
    bins = tally(encode(rows["label"]), encode(rows["predicted"]), proba, one_group).total().bins
    filled = bins[:, 0] > 0
    n, confidence, right = bins[filled].T
    edges = np.arange(BINS + 1) / BINS
    bounds = [wilson(share, size) for share, size in zip(right / n, n, strict=True)]
    low, high = np.transpose(bounds)
    return pd.DataFrame(
        {
            "lowest": edges[:-1][filled],
            "highest": edges[1:][filled],
            "n": n.astype(int),
            "confidence": confidence / n,
            "accuracy": right / n,
            "low": low,
            "high": high,
        }
    )
