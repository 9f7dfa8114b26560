"""Invented predictions, and their metrics as scikit-learn and plain loops find them."""

import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score

STANCES = ["anti", "neutral", "pro"]
GOLD = STANCES * 8


def run(seed, share_right=0.6):
    """Predictions of 24 sentences in 12 paragraphs of 3 documents, towards two targets."""
    rng = np.random.default_rng(seed)
    n = len(GOLD)
    predicted = np.where(rng.random(n) < share_right, GOLD, rng.choice(STANCES, n))
    proba = (np.eye(3)[[STANCES.index(label) for label in predicted]] + rng.dirichlet([2, 2, 2], n)) / 2
    frame = pd.DataFrame(proba, columns=[f"p_{label}" for label in STANCES])
    places = pd.DataFrame(
        {
            "sentence_id": [f"{number:02}" for number in range(n)],
            "target": ["treaty", "shells"] * (n // 2),
            "document_id": [f"d{number % 3}" for number in range(n)],
            "paragraph": [number // 6 for number in range(n)],
        }
    )
    return pd.concat([places, frame], axis=1).assign(label=GOLD, predicted=predicted)


def statement(actor, stance):
    return {"actor": actor, "stance": stance}


def sentence(target, label, predicted, *statements):
    """A row of predictions; a statement is an actor, or an actor and a stance unlike the sentence's."""
    pairs = [(each, label) if isinstance(each, str) else each for each in statements]
    return target, label, predicted, [statement(*pair) for pair in pairs]


def predictions(rows):
    frame = pd.DataFrame(rows, columns=["target", "label", "predicted", "statements"])
    frame.insert(0, "sentence_id", [f"s{number}" for number in range(len(frame))])
    frame["actor"] = [statements[0]["actor"] if statements else None for statements in frame["statements"]]
    frame["document_id"] = "d0"
    for stance in ("anti", "neutral", "pro"):
        frame[f"p_{stance}"] = np.where(frame["predicted"] == stance, 0.6, 0.2)
    return frame


def favor_against(frame):
    occurring = sorted({"pro", "anti"} & {*frame["label"], *frame["predicted"]})
    if not occurring:
        return np.nan
    return f1_score(frame["label"], frame["predicted"], labels=occurring, average="macro", zero_division=0)


def naive_metrics(frame):
    gold, predicted = frame["label"], frame["predicted"]
    of_class = {
        f"f1_{label}": f1_score(gold, predicted, labels=[label], average=None, zero_division=0)[0]
        for label in ("pro", "anti")
    }
    proba = frame[[f"p_{label}" for label in STANCES]].to_numpy()
    confidence = proba[np.arange(len(frame)), [STANCES.index(label) for label in predicted]]
    bins = np.digitize(confidence, np.arange(1, 10) / 10, right=True)
    gaps = [abs(((gold == predicted).to_numpy() - confidence)[bins == number].sum()) for number in range(10)]
    return {
        "macro_f1": f1_score(gold, predicted, average="macro", zero_division=0),
        **of_class,
        "f1_favor_against_pooled": favor_against(frame),
        "f1_favor_against_mean_over_targets": np.nanmean([favor_against(rows) for _, rows in frame.groupby("target")]),
        "accuracy": accuracy_score(gold, predicted),
        "brier": brier_score_loss(gold, proba, labels=STANCES, scale_by_half=False),
        "calibration_error": sum(gaps) / len(frame),
    }
