"""Actors who contradict themselves: in one document pro, in another anti, beyond what chance would show."""

from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES, UNATTRIBUTED
from stance.errors import StanceError
from stance.estimation.joint import holm
from stance.estimation.periods import Every, period_changes, with_periods
from stance.estimation.rows import Rows, read_rows
from stance.estimation.softmax import NET

Between = Literal["document", "period"]

MOST_SHUFFLES = 19_999
ENOUGH_EXCEEDED = 30
_CELLS = 1_000_000


def contradictions(
    statements: pd.DataFrame,
    between: Between = "document",
    *,
    every: Every | None = "month",
    time: str = "time",
    by: Sequence[str] = (),
    largest_p: float = 0.05,
    seed: int = 0,
) -> pd.DataFrame:
    """Find actors whose documents or periods differ beyond chance, with a sentence of either side.

    Parameters
    ----------
    statements : pandas.DataFrame
        As `stance.actor_stance` takes it, with ``text``; between periods some must be labelled.
    between : {'document', 'period'}, default 'document'
        What is compared.
    every, time
        Of periods, as in `stance.estimation.periods.actor_periods`.
    by : sequence of str
        Grouping columns, such as ``target``: who is for one thing and against another does not contradict itself.
    largest_p : float, default 0.05
        Actors whose adjusted p-value is at most this are returned; 1 returns all that could be tested.
    seed : int, default 0
        Seed of the test.

    Returns
    -------
    pandas.DataFrame
        One row an actor (and group), by p-value: grouping columns, ``actor n n_labelled compared p_value p_adjusted``,
        and of either side ``pro_text pro_document pro_stance_from pro_probability`` and the same with ``anti``; between
        periods also ``pro_period`` and ``anti_period``. ``compared`` is the number of documents or periods.

        The sentences are the clearest of documents (periods) that lie above and below the actor's own mean: one with a
        gold label before any other (``stance_from`` is ``label``, else ``predicted``), then the most probable. A side
        without a sentence of its stance is missing: the actor is then clearer in some documents than in others, but
        does not contradict itself. ``attrs["tested"]`` is the number of actors tested, over all of which Holm's
        adjustment is made.

    Raises
    ------
    StanceError
        When a column is missing, or periods are compared and no sentence is labelled.

    Notes
    -----
    Between documents the actor's sentences are reshuffled over them, and the sum of squares between documents of the
    score (label, else p_pro - p_anti; centred) is compared with that of the reshuffles; labelled and other sentences
    are shuffled among themselves, so that it does not matter which were labelled. Shuffling ends early where chance
    clearly does as much (Besag and Clifford 1991). What is tested is whether the texts differ by document beyond a
    reshuffle of the actor's sentences: a classifier that errs by document, on a topic or a style, makes them differ
    too, so read the sentences. An actor is tested when two documents, one of them with two sentences, are there.

    Between periods the test is that of `stance.estimation.periods.period_changes`.
    """
    if between not in get_args(Between):
        raise StanceError(f"between {between!r} is not one of {', '.join(get_args(Between))}")
    if "text" not in statements:
        raise StanceError("statements: column 'text' is missing; contradictions are shown by their sentences")
    if "actor" in statements:
        statements = statements[statements["actor"].notna() & (statements["actor"] != UNATTRIBUTED)]
    if between == "period":
        statements = with_periods(statements, every, time)
    rows = read_rows(statements, by)
    frame = statements.iloc[rows.order].reset_index(drop=True)
    keys = [*by, "actor"]
    if between == "period":
        group = pd.factorize(frame["period"])[0]
        tested = period_changes(statements, None, time="period", by=by, seed=seed)[[*keys, "p_value"]]
        tested = rows.units[keys].reset_index(names="unit").merge(tested, on=keys)
    else:
        group, tested = rows.document, _between_documents(rows, seed)
    tested["p_adjusted"] = holm(tested["p_value"])
    found = tested[tested["p_adjusted"] <= largest_p].sort_values(["p_value", "unit"])
    out = [_described(row, rows, frame, group) for row in found.to_dict("records")]
    parts = ("text", "document", *(["period"] if between == "period" else []), "stance_from", "probability")
    sides = [f"{stance}_{part}" for stance in ("pro", "anti") for part in parts]
    table = pd.DataFrame(out, columns=[*keys, "n", "n_labelled", "compared", "p_value", "p_adjusted", *sides])
    table.attrs["tested"] = len(tested)
    return table


def _score(rows: Rows) -> Any:
    """Return net stance of each row: the label's, or the expectation of the prediction."""
    return np.where(rows.known, NET[rows.label], rows.proba @ NET)


def _between_documents(rows: Rows, seed: int) -> pd.DataFrame:
    """Return ``unit`` and ``p_value`` of each unit that can be tested."""
    from tqdm import tqdm

    score, ends = _score(rows), np.cumsum(rows.sizes)
    out = []
    for unit, (size, end) in enumerate(
        tqdm(list(zip(rows.sizes, ends, strict=True)), desc="actors", delay=2, leave=False)
    ):
        mine = slice(end - size, end)
        document = rows.document[mine]
        if 1 < len(np.unique(document)) < size:
            rng = np.random.default_rng([seed, unit])
            out.append((unit, shuffle_p_value(score[mine], document, rows.known[mine], rng)))
    return pd.DataFrame(out, columns=["unit", "p_value"])


def shuffle_p_value(score: Any, group: Any, stratum: Any, rng: np.random.Generator) -> float:
    """Test whether scores differ between groups by more than a reshuffle within strata would show.

    Parameters
    ----------
    score : array of shape (n,)
        What is shuffled.
    group : array of int, shape (n,)
        Between which.
    stratum : array of bool, shape (n,)
        Scores change places with those of their own stratum.
    rng : numpy.random.Generator
        Of the shuffles.

    References
    ----------
    Besag and Clifford (1991), Sequential Monte Carlo p-values.
    """
    group = np.unique(group, return_inverse=True)[1]
    centred, sizes = score.astype(float), np.bincount(group)
    for part in (stratum, ~stratum):
        if part.any():
            centred[part] -= centred[part].mean()
    observed = _between(centred[np.newaxis], group, sizes)[0]
    done = exceeded = 0
    batch = 50
    while done < MOST_SHUFFLES:
        batch = int(np.clip(2 * batch, 1, min(max(1, _CELLS // len(score)), MOST_SHUFFLES - done)))
        shuffled = np.empty((batch, len(score)))
        for part in (stratum, ~stratum):
            shuffled[:, part] = rng.permuted(np.tile(centred[part], (batch, 1)), axis=1)
        # rounding must not decide between equal sums
        as_much = exceeded + np.cumsum(_between(shuffled, group, sizes) >= observed - 1e-9)
        if as_much[-1] >= ENOUGH_EXCEEDED:
            return float(ENOUGH_EXCEEDED / (done + 1 + np.argmax(as_much >= ENOUGH_EXCEEDED)))
        done, exceeded = done + batch, int(as_much[-1])
    return (exceeded + 1) / (done + 1)


def _between(scores: Any, group: Any, sizes: Any) -> Any:
    """Return the sum of squares between groups of each row of scores."""
    order, starts = np.argsort(group, kind="stable"), np.cumsum(sizes) - sizes
    return (np.add.reduceat(scores[:, order], starts, axis=1) ** 2 / sizes).sum(axis=1)


def _described(row: dict[Any, Any], rows: Rows, frame: pd.DataFrame, group: Any) -> dict[Any, Any]:
    """Return a row of the table: who, how many, and the clearest sentence of either side."""
    unit = row.pop("unit")
    mine = np.flatnonzero(rows.unit == unit)
    score, own = _score(rows)[mine], pd.factorize(group[mine])[0]
    means = np.bincount(own, score) / np.bincount(own)
    side = means[own] - score.mean()
    who = {name: value for name, value in rows.units.loc[unit].items() if name != "n"}
    counts = {"n": len(mine), "n_labelled": int(rows.known[mine].sum()), "compared": len(means)}
    sides = [_clearest(mine[above], stance, rows, frame) for stance, above in (("pro", side > 0), ("anti", side < 0))]
    return who | counts | row | sides[0] | sides[1]


def _clearest(candidates: Any, stance: str, rows: Rows, frame: pd.DataFrame) -> dict[str, Any]:
    position = STANCES.index(stance)
    labelled = candidates[rows.label[candidates] == position]
    others = candidates[(rows.label[candidates] < 0) & (rows.proba[candidates].argmax(axis=1) == position)]
    pool = labelled if len(labelled) else others
    if not len(pool):
        return {}
    best = pool[np.argmax(rows.proba[pool, position])]
    sentence = frame.iloc[best]
    out = {
        "text": sentence["text"],
        "document": sentence["document_id"],
        "stance_from": "label" if len(labelled) else "predicted",
        "probability": rows.proba[best, position],
    }
    if "period" in frame:
        out["period"] = sentence["period"]
    return {f"{stance}_{name}": value for name, value in out.items()}
