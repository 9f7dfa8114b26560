"""Where each actor stands: gold and predicted shares, net stance, and how well the prediction finds them."""

from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.evidence import EVIDENCE, read_evidence
from stance.corpus.schema import STANCES, TOGETHER, UNATTRIBUTED
from stance.estimation.estimate import actor_stance
from stance.evaluation.resampling import bootstrap_weights, interval

FEWEST_STATEMENTS = 5
"""Labelled statements below which an actor's gold net stance is too coarse to tell errors by."""

NET_WEIGHTS = {"anti": -1.0, "neutral": 0.0, "pro": 1.0}
GOLD = [*(f"gold_{label}" for label in STANCES), "gold_net"]
BOUNDS = [f"{label}_{bound}" for label in STANCES for bound in ("low", "high")]
COLUMNS = [
    "target",
    "actor",
    "n",
    "n_labelled",
    "effective_labels",
    *GOLD,
    "counted_net",
    *STANCES,
    "net",
    "low",
    "high",
    *BOUNDS,
    "method",
    "warning",
]


def statements_of(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return one row a statement: actor, gold stance of the statement, prediction of its sentence.

    A sentence without an actor is one row of the actor ``unattributed``. A statement without a stance of its own has
    its sentence's label.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence, with ``statements``, ``target``, ``predicted`` and, where known, ``label``.

    Returns
    -------
    pandas.DataFrame
        Columns ``sentence_id document_id target actor stance predicted`` and probabilities; where statements were
        found in articles also ``kind actor_type source cue content``.
    """
    labels = predictions["label"] if "label" in predictions else pd.Series(None, index=predictions.index, dtype=object)
    rows = []
    for position, (statements, label) in enumerate(zip(predictions["statements"], labels, strict=True)):
        if len(statements) == 0:
            rows.append((position, UNATTRIBUTED, label))
        rows += [
            (position, each["actor"], label if each.get("stance") is None else each["stance"]) for each in statements
        ]
    positions, actors, stances = zip(*rows, strict=True) if rows else ([], [], [])
    out = predictions.iloc[list(positions)].drop(columns=["actor", "label", "statements"], errors="ignore")
    out = out.assign(actor=actors, stance=stances).reset_index(drop=True)
    found = [each for statements in predictions["statements"] for each in (statements if len(statements) else [{}])]
    evidence = read_evidence({name: [each.get(name) for each in found] for name in EVIDENCE})
    return out.assign(**{name: pd.Series(values, dtype=object) for name, values in evidence.items()})


def actor_report(predictions: pd.DataFrame, rectifying: Any = None) -> pd.DataFrame:
    """Return where each actor stands, for every target and for all together.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence and target, as a run's ``predictions.parquet`` holds them.
    rectifying : array of bool, shape (n_rows,), optional
        Whose labels were drawn at random and did not train the model: they turn counts into estimates. None unless
        given.

    Returns
    -------
    pandas.DataFrame
        One row an actor and target. ``gold_*`` are the shares of the labelled statements, a census of them;
        ``counted_net`` is the net stance of predicted labels. The estimate is ``anti neutral pro net``, with the
        intervals and the other columns as `stance.actor_stance` returns them; without rectifying labels it is the
        count, called uncalibrated, and has no interval. Sorted by target, then by ``n`` downward.
    """
    used = np.zeros(len(predictions), bool) if rectifying is None else np.asarray(rectifying, bool)
    statements = statements_of(predictions.assign(rectifying=used))
    parts = [_by_actor(statements).assign(target=TOGETHER)]
    if statements["target"].nunique() > 1:
        parts.append(_by_actor(statements, ("target",)))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _by_actor(statements: pd.DataFrame, by: tuple[str, ...] = ()) -> pd.DataFrame:
    keys = [*by, "actor"]
    estimated = actor_stance(statements.assign(label=statements["stance"].where(statements["rectifying"])), by=by)
    return estimated.drop(columns="n_labelled").merge(_observed(statements, keys), on=keys)


def _observed(statements: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return what labels and counted predictions show, one row an actor."""
    gold = {f"gold_{label}": statements["stance"].eq(label).where(statements["stance"].notna()) for label in STANCES}
    counted = statements["predicted"].map(NET_WEIGHTS)
    groups = statements.assign(**{name: values.astype(float) for name, values in gold.items()}, counted_net=counted)
    out = groups.groupby(keys)[[*gold, "counted_net"]].mean()
    out["gold_net"] = out["gold_pro"] - out["gold_anti"]
    out["n_labelled"] = groups.groupby(keys)["stance"].count()
    return out.reset_index()


def actor_evidence(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return for each actor the statement that shows its commonest predicted stance most clearly.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence and target, with ``statements``, ``predicted`` and probabilities.

    Returns
    -------
    pandas.DataFrame
        Columns ``actor documents evidence evidence_stance evidence_probability evidence_sentence``: the number of
        documents with a statement of the actor, and the sentence with its predicted stance, probability and identifier.
    """
    statements = statements_of(predictions)
    chances = statements[[f"p_{label}" for label in STANCES]].to_numpy()
    columns = [STANCES.index(label) for label in statements["predicted"]]
    statements = statements.assign(chance=chances[np.arange(len(columns)), columns])
    rows = []
    for actor, mine in statements.groupby("actor", sort=True):
        counts = mine["predicted"].value_counts()
        common = min(counts.index, key=lambda label: (-counts[label], STANCES.index(label)))
        best = mine[mine["predicted"] == common].sort_values("chance", ascending=False, kind="stable").iloc[0]
        rows.append(
            {
                "actor": actor,
                "documents": mine["document_id"].nunique(),
                "evidence": best["text"],
                "evidence_stance": common,
                "evidence_probability": best["chance"],
                "evidence_sentence": best["sentence_id"],
            }
        )
    return pd.DataFrame(rows)


def net_stances(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return gold and counted net stance, over all targets, of named actors with five labelled statements or more.

    Returns
    -------
    pandas.DataFrame
        Columns ``actor n_labelled gold_net counted_net``, sorted by actor; without rows where there is none such.
    """
    observed = _observed(statements_of(predictions), ["actor"])
    frequent = (observed["actor"] != UNATTRIBUTED) & (observed["n_labelled"] >= FEWEST_STATEMENTS)
    return observed.loc[frequent, ["actor", "n_labelled", "gold_net", "counted_net"]].reset_index(drop=True)


def means_over_actors(errors: Any, n_resamples: int, seed: int) -> tuple[Any, Any, Any]:
    """Return the mean of errors of shape (n_actors, ...), and the bounds of its interval by bootstrap over actors.

    One actor leaves nothing to resample: the bounds are NaN.
    """
    if len(errors) == 1:
        return errors[0], errors[0] * np.nan, errors[0] * np.nan
    draws = bootstrap_weights(len(errors), n_resamples, seed)
    means = np.concatenate([np.tensordot(weights, errors, 1) / len(errors) for weights in draws])
    return errors.mean(axis=0), *interval(means)


def actor_summary(
    report: pd.DataFrame, predictions: pd.DataFrame, *, n_resamples: int = 2000, seed: int = 0
) -> dict[str, dict[str, Any]]:
    """Return, by target, how far counted predictions of net stance lie from gold over actors, beside a constant.

    The constant predictor gives every actor the net stance of all labelled statements taken together. Only
    labelled actors count; ``unattributed`` is none.

    Parameters
    ----------
    report : pandas.DataFrame
        As `actor_report` returns it.
    predictions : pandas.DataFrame
        What it was made of.
    n_resamples : int, default 2000
        Bootstrap resamples of actors.
    seed : int, default 0
        Seed of the resamples.

    Returns
    -------
    dict
        Target to ``actors``, ``statements``, ``mean_absolute_error``, ``constant_mean_absolute_error``,
        ``spearman`` (None when undefined) and ``mixed_sentences``, whose statements differ in stance. All targets
        together have ``frequent_actors`` too, where there are actors with five labelled statements or more:
        ``fewest_statements``, ``actors``, ``mean_absolute_error`` and ``constant_mean_absolute_error``, each with
        ``value``, ``low`` and ``high`` by bootstrap over actors (None of one actor), and ``spearman``. The constant
        is the same, and not drawn anew.
    """
    statements = statements_of(predictions)
    out: dict[str, dict[str, Any]] = {}
    for target, rows in report.groupby("target", sort=False):
        known = rows[(rows["actor"] != UNATTRIBUTED) & (rows["n_labelled"] > 0)]
        mine = statements[(statements["actor"] != UNATTRIBUTED) & statements["stance"].notna()]
        if target != TOGETHER:
            mine = mine[mine["target"] == target]
        if known.empty:
            continue
        constant = mine["stance"].map(NET_WEIGHTS).mean()
        out[str(target)] = {
            "actors": len(known),
            "statements": len(mine),
            "mean_absolute_error": float((known["counted_net"] - known["gold_net"]).abs().mean()),
            "constant_mean_absolute_error": float((constant - known["gold_net"]).abs().mean()),
            "spearman": _spearman(known["counted_net"], known["gold_net"]),
            "mixed_sentences": int((mine.groupby(["sentence_id", "target"])["stance"].nunique() > 1).sum()),
        }
        frequent = known[known["n_labelled"] >= FEWEST_STATEMENTS].sort_values("actor")
        if target == TOGETHER and not frequent.empty:
            out[str(target)]["frequent_actors"] = _errors(frequent, constant, n_resamples, seed)
    return out


def _errors(actors: pd.DataFrame, constant: float, n_resamples: int, seed: int) -> dict[str, Any]:
    """Return the mean errors over actors with intervals, of counting and of the constant."""
    nets = actors[["counted_net", "gold_net"]].to_numpy(float)
    errors = np.abs(np.stack([nets[:, 0], np.full(len(nets), constant)], axis=1) - nets[:, 1:])
    means = np.stack(means_over_actors(errors, n_resamples, seed), axis=1).tolist()
    numbers = [{"value": value, "low": low, "high": high} for value, low, high in means]
    if len(actors) == 1:
        numbers = [{**each, "low": None, "high": None} for each in numbers]
    return {
        "fewest_statements": FEWEST_STATEMENTS,
        "actors": len(actors),
        "mean_absolute_error": numbers[0],
        "constant_mean_absolute_error": numbers[1],
        "spearman": _spearman(actors["counted_net"], actors["gold_net"]),
    }


def _spearman(a: pd.Series, b: pd.Series) -> float | None:
    from scipy.stats import spearmanr

    if a.nunique() < 2 or b.nunique() < 2:
        return None
    return float(spearmanr(a, b).statistic)
