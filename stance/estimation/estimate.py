"""Net stance and class shares of every actor, with intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.estimation.cautions import warnings_of
from stance.estimation.clusters import document_correlation, effective_labels, sampling_effect
from stance.estimation.intervals import Draws, attainable, intervals, realised, tendency
from stance.estimation.labels_only import from_labels
from stance.estimation.prediction_powered import ppi_shares
from stance.estimation.quantifiers import classify_and_count, emq
from stance.estimation.rows import Rows, read_rows
from stance.estimation.softmax import NET
from stance.estimation.stacked import stack

Method = Literal["stacked", "labels_only", "ppi", "emq", "classify_and_count"]
Estimand = Literal["corpus", "tendency"]

UNCALIBRATED = ("emq", "classify_and_count")
"""Methods that see no labels: they have no honest interval."""


@dataclass(frozen=True)
class Estimate:
    """What is known of every unit.

    Attributes
    ----------
    rows : Rows
        What it was made from.
    method : str
        How.
    shares : array of shape (n_units, 3)
        Estimated shares of anti, neutral and pro.
    low, high : array of shape (n_units, 4)
        Interval bounds of the three shares and of net stance; NaN without an interval.
    draws : Draws or None
        Draws of the shares, where the method has them.
    """

    rows: Rows
    method: Method
    shares: Any
    low: Any
    high: Any
    draws: Draws | None = None


def actor_stance(
    statements: pd.DataFrame,
    *,
    method: Method | None = None,
    estimand: Estimand = "corpus",
    by: str | Sequence[str] = (),
    level: float = 0.95,
) -> pd.DataFrame:
    """Estimate where each actor stands from predictions and a random sample of labels.

    Parameters
    ----------
    statements : pandas.DataFrame
        One row a statement: ``actor``, ``document_id``, ``p_anti``, ``p_neutral``, ``p_pro``, and ``label`` where the
        sentence was labelled (else missing). The labels must be a random sample that the classifier was not trained
        on; ``sample_prob`` is the probability with which a labelled row was drawn, equal within actors if absent.
    method : {'stacked', 'labels_only', 'ppi', 'emq', 'classify_and_count'}, optional
        ``stacked`` where there are labels, else ``classify_and_count``.

        - stacked: labels, recalibrated probabilities and all actors in one random-intercept model, see Notes;
        - labels_only: the labels alone, drawn towards the shares of all actors;
        - ppi: prediction-powered inference, every actor by itself and regardless of documents;
        - emq: expectation maximisation on the probabilities, without labels and interval;
        - classify_and_count: shares of the likeliest classes, without labels and interval.
    estimand : {'corpus', 'tendency'}, default 'corpus'
        ``corpus``: the realised shares among these sentences, known exactly when all are labelled. ``tendency``: the
        shares that they are a sample of, which adds the sampling variance.
    by : str or sequence of str
        Grouping columns such as ``time`` or ``target``: one row for each group and actor.
    level : float, default 0.95
        Probability of the intervals, each by itself.

    Returns
    -------
    pandas.DataFrame
        One row an actor (and group), by ``n`` downward: grouping columns, ``actor n n_labelled effective_labels anti
        neutral pro net low high anti_low anti_high neutral_low neutral_high pro_low pro_high method warning``. Shares
        sum to one; ``net`` is pro minus anti, from -1 to 1, and ``low`` and ``high`` are its interval.
        ``effective_labels`` allows for unequal weights and for documents. ``warning`` is empty where there is none.

    Raises
    ------
    StanceError
        When a column is missing, a value is not what it must be, or a method that needs labels has none.

    Notes
    -----
    The stacked estimator is a small-area model (Fay and Herriot 1979) on the logit scale: the probabilities are
    recalibrated by bias-corrected temperature scaling (Alexandari, Kundaje and Shrikumar 2020), the actor's shares by
    expectation maximisation (Saerens et al. 2002) enter with a coefficient that the labels decide, actors have normal
    random intercepts, and the standard deviation between them is integrated out. The sentences without a label are
    then predicted (finite population). Documents are clusters: their design effect, from the labels' residuals and how
    labels spread over documents, lowers the weight of the labels and widens the prediction. A class that no label has
    and that is predicted with less than one in a thousand on average is taken as absent.
    """
    return as_table(estimate(read_rows(statements, by), method, estimand, level))


def estimate(rows: Rows, method: Method | None = None, estimand: Estimand = "corpus", level: float = 0.95) -> Estimate:
    """Estimate shares; parameters as in `actor_stance`."""
    _check_options(method, estimand, level)
    labelled = bool(rows.known.any())
    method = method or ("stacked" if labelled else "classify_and_count")
    if not rows.n_units:
        return Estimate(rows, method, np.empty((0, 3)), np.empty((0, 4)), np.empty((0, 4)))
    if method in UNCALIBRATED:
        nothing = np.full((rows.n_units, len(STANCES) + 1), np.nan)
        return Estimate(rows, method, _from_predictions(rows, method), nothing, nothing)
    if not labelled:
        raise StanceError(f"method {method!r} needs labels: no row has one; draw some at random and label them")
    if method == "ppi":
        return Estimate(rows, method, *ppi_shares(rows, level, realised=estimand == "corpus"))
    draws = realised(rows, stack(rows) if method == "stacked" else from_labels(rows))
    if estimand == "corpus":
        return Estimate(rows, method, draws.mean, *attainable(rows, *intervals(draws, level)), draws)
    correlation = document_correlation(rows, draws.mean[rows.unit])
    draws = tendency(draws, rows.sizes / sampling_effect(rows, correlation))
    return Estimate(rows, method, draws.mean, *intervals(draws, level), draws)


def _check_options(method: str | None, estimand: str, level: float) -> None:
    for name, value, allowed in (("method", method, get_args(Method)), ("estimand", estimand, get_args(Estimand))):
        if value is not None and value not in allowed:
            raise StanceError(f"{name} {value!r} is not one of {', '.join(allowed)}")
    if not 0 < level < 1:
        raise StanceError(f"level {level!r} is no probability between 0 and 1; 0.95 is usual")


def _from_predictions(rows: Rows, method: Method) -> Any:
    if method == "classify_and_count":
        return classify_and_count(rows.proba, rows.unit, rows.n_units)
    return emq(rows.proba, rows.unit, rows.n_units, rows.proba.mean(axis=0))


def as_table(estimate: Estimate) -> pd.DataFrame:
    """Lay an estimate out as `actor_stance` returns it."""
    rows = estimate.rows
    out = rows.units.assign(n_labelled=rows.label_counts.sum(axis=1), effective_labels=effective_labels(rows))
    for i, stance in enumerate(STANCES):
        out[stance] = estimate.shares[:, i]
    out["net"] = estimate.shares @ NET
    out["low"], out["high"] = estimate.low[:, -1], estimate.high[:, -1]
    for i, stance in enumerate(STANCES):
        out[f"{stance}_low"], out[f"{stance}_high"] = estimate.low[:, i], estimate.high[:, i]
    out["method"] = estimate.method
    out["warning"] = warnings_of(rows, estimate.method in UNCALIBRATED, alone=estimate.method == "ppi")
    keys = [name for name in rows.units.columns if name not in ("actor", "n")]
    return out.sort_values([*keys, "n", "actor"], ascending=[*(True for _ in keys), False, True], ignore_index=True)
