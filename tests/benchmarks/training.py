"""How much faster does the package train than scikit-learn, and does it find the same weights?

Usage: python tests/benchmarks/training.py [N ...] [options]
  N            how many sentences train (default 10,000 and 50,000; scikit-learn takes a quarter of an hour for 500,000)
  --repeats R  rounds; in each, both train on the same sentences, one after the other (default 3)
  --optimum    also how far both are from the optimum, which scikit-learn's Newton method finds at a tolerance of 1e-10

Measured. The sentences are invented (news.py). Theirs is TfidfVectorizer(ngram_range=(1, 2)) and
LogisticRegression(max_iter=1000); ours is `stance.models.build_model` with the same features and penalty. Both have
trained on a few sentences before, compute with one thread, and are given a list of strings (ours in a data frame).
Times are medians over the rounds, ratios the medians of those of each round.

Both stop where they find the gradient small enough: scikit-learn at 1e-4, ours at 1e-6. How near each has come to the
optimum is shown by the largest component of the gradient and by the objective (mean loss and penalty), both computed
here, on all the features.

Prints one JSON object: seconds, ratios, how many columns are merged, and the largest differences of what was found.
"""

import argparse
import json
import statistics
import time
from collections import defaultdict
from typing import Any

import news
import numpy as np
import pandas as pd
from scipy.special import log_softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from stance.models import build_model
from stance.models.estimators import LogisticRegressionConfig
from stance.models.features import NgramConfig, TfidfConfig
from stance.models.merging import merged_directions

FEATURES = TfidfConfig(words=NgramConfig(ngram_range=(1, 2), max_features=None), characters=None, sublinear_tf=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", metavar="N", type=int, nargs="*", default=[10_000, 50_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--optimum", action="store_true")
    args = parser.parse_args()
    with threadpool_limits(1):
        train_both(300)
        print(json.dumps({f"{n:,}": compare(n, args.repeats, args.optimum) for n in args.sizes}, indent=1))


def theirs() -> Any:
    return Pipeline([("features", TfidfVectorizer(ngram_range=(1, 2))), ("model", LogisticRegression(max_iter=1000))])


def ours() -> Any:
    return build_model(FEATURES, LogisticRegressionConfig(class_weight=None), "pooled", [], 0)


def train_both(n: int) -> dict[str, Any]:
    """Train both on `n` sentences; return seconds for each step of each, and the last features and classifiers."""
    texts = news.sentences(n)
    labels, frame = np.array(news.labels(texts)), pd.DataFrame({"text": texts, "target": "all"})
    found: dict[str, Any] = {"labels": labels}
    for who, model, given in (("theirs", theirs(), texts), ("ours", ours(), frame)):
        started = time.perf_counter()
        found[f"{who} features"] = model["features"].fit_transform(given)
        vectorised = time.perf_counter()
        found[f"{who} model"] = model["model"].fit(found[f"{who} features"], labels)
        found[f"{who} seconds"] = {
            "vectorising": vectorised - started,
            "solving": time.perf_counter() - vectorised,
            "both": time.perf_counter() - started,
        }
    return found


def compare(n: int, repeats: int, optimum: bool) -> dict[str, Any]:
    """Return times, ratios and differences for `n` sentences."""
    times = defaultdict(list)
    for _ in range(repeats):
        found = train_both(n)
        for step, seconds in found["theirs seconds"].items():
            times[f"{step}: theirs"].append(seconds)
            times[f"{step}: ours"].append(found["ours seconds"][step])
            times[f"{step}: ratio"].append(seconds / found["ours seconds"][step])
    X, labels = found["ours features"], found["labels"]
    models = {who: found[f"{who} model"] for who in ("theirs", "ours")}
    out: dict[str, Any] = {name: round(statistics.median(values), 3) for name, values in times.items()}
    out["columns"], out["columns when merged"] = X.shape[1], merged_directions(X).shape[0]
    out["same features"] = bool((found["theirs features"] != X).nnz == 0)
    for who, model in models.items():
        gradient, objective = judge(model, X, labels)
        out |= {f"gradient: {who}": gradient, f"objective: {who}": objective}
    out["ours from theirs"] = distance(models["ours"], models["theirs"], X)
    if optimum:
        best = LogisticRegression(solver="newton-cg", max_iter=10_000, tol=1e-10).fit(X, labels)
        out |= {f"{who} from the optimum": distance(model, best, X) for who, model in models.items()}
    return out


def judge(model: Any, X: Any, labels: Any) -> tuple[float, float]:
    """Return the largest component of the gradient of mean loss and penalty, and their sum."""
    of_class = np.equal.outer(labels, model.classes_)
    log_proba = log_softmax(X @ model.coef_.T + model.intercept_, axis=1)
    errors = (np.exp(log_proba) - of_class) / len(labels)
    gradient = (X.T @ errors).T + model.coef_ / (model.C * len(labels))
    penalty = (model.coef_**2).sum() / (2 * model.C * len(labels))
    largest = max(np.abs(gradient).max(), np.abs(errors.sum(axis=0)).max())
    return float(f"{largest:.2g}"), float(f"{penalty - log_proba[of_class].sum() / len(labels):.10g}")


def distance(model: Any, other: Any, X: Any) -> dict[str, float]:
    """Return the largest differences of coefficients and of probabilities, and how many labels are the same."""
    proba, others = model.predict_proba(X), other.predict_proba(X)
    return {
        "coefficients": float(f"{np.abs(model.coef_ - other.coef_).max():.2g}"),
        "probabilities": float(f"{np.abs(proba - others).max():.2g}"),
        "same label": float((proba.argmax(axis=1) == others.argmax(axis=1)).mean()),
    }


if __name__ == "__main__":
    main()
