"""Invented actors who speak in documents and months, with predictions that err and labels drawn at random."""

import numpy as np
import pandas as pd

STANCES = np.array(["anti", "neutral", "pro"])
NAMES = ["Ilse Brandt", "Ada Okoro", "Belmark", "Arvania", "Jon Castell", "Mira Dahl", "Otto Falk", "Nell Grave"]


def speakers(
    seed: int,
    *,
    actors: int = 6,
    sentences: int = 40,
    months: int = 3,
    labels: int = 80,
    together: int = 3,
    change: float = 0.0,
    spread: float = 1.2,
) -> pd.DataFrame:
    """Return one row a statement; ``stance`` is the truth, and ``change`` what a month adds to the log odds of pro."""
    rng = np.random.default_rng(seed)
    tendency = rng.normal(0, spread, (actors, 3)) + np.array([0.0, 0.3, 0.3])
    actor = np.repeat(np.arange(actors), sentences)
    document = np.arange(len(actor)) // together
    month = rng.integers(0, months, document.max() + 1)[document]
    logits = tendency[actor] + np.outer(month - (months - 1) / 2, [-change, 0, change])
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    stance = (rng.random(len(actor))[:, np.newaxis] > shares.cumsum(axis=1)).sum(axis=1).clip(0, 2)
    evidence = 2.2 * np.eye(3)[stance] + rng.normal(0, 1.4, (len(actor), 3))
    proba = np.exp(evidence) / np.exp(evidence).sum(axis=1, keepdims=True)
    drawn = rng.permutation(len(actor)) < labels
    return pd.DataFrame(
        {
            "actor": np.array(NAMES)[actor],
            "document_id": [f"d{number:03}" for number in document],
            "time": [f"2024-{number + 1:02}-{1 + row % 28:02}" for row, number in enumerate(month)],
            "text": [f"sentence {row}" for row in range(len(actor))],
            "label": np.where(drawn, STANCES[stance], None),
            "stance": STANCES[stance],
            **{f"p_{name}": proba[:, i] for i, name in enumerate(STANCES)},
        }
    )


def net_of(stances: pd.Series) -> float:
    """Return the share pro less the share anti."""
    return float((stances == "pro").mean() - (stances == "anti").mean())
