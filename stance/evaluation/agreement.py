"""Agreement between coders: Krippendorff's alpha for nominal labels."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.labels import letters
from stance.errors import StanceError, some
from stance.evaluation.resampling import bootstrap_weights, interval

ENOUGH_UNITS = 30
"""With fewer units that are labelled twice, alpha says little and is not reported."""

CONFUSION = ["first", "second", "first_label", "second_label", "n"]


@dataclass(frozen=True)
class Agreement:
    """Agreement of two or more coders.

    Attributes
    ----------
    alpha : float
        Krippendorff's alpha: 1 is perfect, 0 is chance. NaN when only one label was ever used.
    low, high : float
        Its 95% percentile interval over units.
    units : int
        Units that two coders or more have labelled.
    coders : int
        Coders.
    """

    alpha: float
    low: float
    high: float
    units: int
    coders: int


def krippendorff_alpha(codings: Sequence[Sequence[Hashable]], *, n_resamples: int = 2000, seed: int = 0) -> Agreement:
    """Return Krippendorff's alpha for nominal labels, with a bootstrap interval over units.

    Parameters
    ----------
    codings : sequence of shape (n_coders, n_units)
        Labels; None or NaN where a coder has not labelled a unit.
    n_resamples : int, default 2000
        Bootstrap resamples; those in which a single label remains are left out.
    seed : int, default 0
        Seed of the resamples.

    Returns
    -------
    Agreement
        Alpha with its interval.

    Raises
    ------
    StanceError
        When coders differ in their number of units, or no unit is labelled twice.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    if len({len(labels) for labels in codings}) != 1:
        raise StanceError(
            f"coders have different numbers of units: {', '.join(str(len(labels)) for labels in codings)}"
        )
    flat = pd.Series([label for labels in codings for label in labels], dtype=object)
    numbers, values = pd.factorize(flat)
    codes = numbers.reshape(len(codings), -1)
    # counts[unit, label]: how many coders gave the unit that label
    counts = (codes[:, :, np.newaxis] == np.arange(len(values))).sum(axis=0).astype(float)
    counts = counts[counts.sum(axis=1) >= 2]
    if not len(counts):
        raise StanceError("no unit is labelled by two coders: there is no agreement to measure")
    disagreement = _disagreement(counts)
    alpha = _alpha(disagreement.sum(), counts.sum(axis=0))
    samples = np.concatenate(
        [
            _alpha(weights @ disagreement, weights @ counts)
            for weights in bootstrap_weights(len(counts), n_resamples, seed)
        ]
    )
    samples = samples[~np.isnan(samples)]
    low, high = interval(samples) if len(samples) else (np.nan, np.nan)
    return Agreement(float(alpha), float(low), float(high), len(counts), len(codings))


def _disagreement(counts: Any) -> Any:
    """Return, for each unit, its disagreeing pairs of labels, weighted by 1 / (labels - 1)."""
    labels = counts.sum(axis=1)
    agreeing = (counts * (counts - 1)).sum(axis=1)
    return (labels * (labels - 1) - agreeing) / (labels - 1)


def _alpha(disagreement: Any, totals: Any) -> Any:
    """One minus observed over expected disagreement; NaN where a single label makes both zero."""
    n = totals.sum(axis=-1)
    expected = (n**2 - (totals**2).sum(axis=-1)) / (n - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return 1 - np.where(expected > 0, disagreement / expected, np.nan)


@dataclass(frozen=True)
class AgreementReport:
    """How two or more coders agree, and on what they do not.

    Attributes
    ----------
    overall : Agreement
        Of all labels and coders.
    labels : pandas.DataFrame
        One row a label: ``label``, ``n``, how often it was given to units labelled twice, and ``alpha low high`` of
        this label against all others.
    pairs : pandas.DataFrame
        One row a pair of coders: ``first second units same alpha low high``; ``units`` that both have labelled,
        ``same``, the share of them with the same label. No alpha below 30 units.
    confusion : pandas.DataFrame
        One row a pair of coders and of labels: ``first second first_label second_label n``.
    disagreements : pandas.DataFrame
        One row a unit with different labels: ``sentence_id``, ``target`` and ``text`` where given, and a column
        ``label_<coder>`` for each coder.
    """

    overall: Agreement
    labels: pd.DataFrame
    pairs: pd.DataFrame
    confusion: pd.DataFrame
    disagreements: pd.DataFrame


def agreement_report(labels: pd.DataFrame, *, n_resamples: int = 2000, seed: int = 0) -> AgreementReport:
    """Measure how coders agree: over all, on each label and in pairs.

    Parameters
    ----------
    labels : pandas.DataFrame
        One row a label: ``coder``, ``sentence_id``, ``label``, and where known ``target`` and ``text``. What two coders
        have labelled is matched by ``sentence_id`` and ``target``; a missing label is none.
    n_resamples : int, default 2000
        Bootstrap resamples of each interval.
    seed : int, default 0
        Seed of the resamples.

    Returns
    -------
    AgreementReport
        Alphas are Krippendorff's, nominal; intervals are 95% percentile intervals over units.

    Raises
    ------
    StanceError
        When a column is missing, fewer than 30 units are labelled twice, a coder gives a unit two labels, or a unit
        has different texts.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability.
    """
    coded = _coded(labels)
    table = coded.pivot(index="unit", columns="coder", values="label").astype(object)
    table = table[coded["coder"].unique()]
    twice = int((table.notna().sum(axis=1) >= 2).sum())
    if twice < ENOUGH_UNITS:
        raise StanceError(
            f"only {twice} sentence{'s are' if twice != 1 else ' is'} labelled twice; "
            f"agreement needs {ENOUGH_UNITS} at least"
        )

    def alpha(codes: pd.DataFrame) -> Agreement:
        codings = codes.astype(object).where(codes.notna(), None)
        return krippendorff_alpha(codings.T.to_numpy().tolist(), n_resamples=n_resamples, seed=seed)

    several = table[table.notna().sum(axis=1) >= 2]
    pairs = [(first, second, table[[first, second]].dropna()) for first, second in combinations(table.columns, 2)]
    return AgreementReport(
        overall=alpha(table),
        labels=pd.DataFrame(
            _of_label(label, several, alpha)
            for label in sorted(pd.unique(several.to_numpy().ravel()[several.notna().to_numpy().ravel()]))
        ),
        pairs=pd.DataFrame(_of_pair(*pair, alpha) for pair in pairs),
        confusion=pd.concat([_confusion(*pair) for pair in pairs], ignore_index=True),
        disagreements=_disagreements(several, coded),
    )


def _of_label(label: Any, table: pd.DataFrame, alpha: Callable[[pd.DataFrame], Agreement]) -> dict[str, Any]:
    found = alpha((table == label).astype(object).where(table.notna(), None))
    n = int((table == label).to_numpy().sum())
    return {"label": label, "n": n, "alpha": found.alpha, "low": found.low, "high": found.high}


def _of_pair(
    first: str, second: str, table: pd.DataFrame, alpha: Callable[[pd.DataFrame], Agreement]
) -> dict[str, Any]:
    found = alpha(table) if len(table) >= ENOUGH_UNITS else Agreement(np.nan, np.nan, np.nan, len(table), 2)
    same = float((table[first] == table[second]).mean()) if len(table) else np.nan
    numbers = {"alpha": found.alpha, "low": found.low, "high": found.high}
    return {"first": first, "second": second, "units": len(table), "same": same, **numbers}


def _confusion(first: str, second: str, table: pd.DataFrame) -> pd.DataFrame:
    counts = pd.DataFrame({"first_label": table[first], "second_label": table[second]}).value_counts(sort=False)
    return counts.rename("n").reset_index().assign(first=first, second=second)[CONFUSION]


def _coded(labels: pd.DataFrame) -> pd.DataFrame:
    """Return one row a unit and coder; units are numbered by their names, so that the order of rows is nothing."""
    for name in ("coder", "sentence_id", "label"):
        if name not in labels:
            raise StanceError(f"labels: no column {name!r} (columns: {some(labels)})")
    keys = [name for name in ("sentence_id", "target") if name in labels]
    coded = labels[labels["label"].notna()]
    coded = coded.assign(unit=coded.groupby(keys, dropna=False).ngroup())
    given = coded.groupby(["unit", "coder"], sort=False)["label"]
    if (given.nunique() > 1).any():
        unit, coder = given.nunique().gt(1).idxmax()
        rows = coded[(coded["unit"] == unit) & (coded["coder"] == coder)]
        raise StanceError(
            f"coder {coder!r} gives sentence_id {rows['sentence_id'].iloc[0]!r} "
            f"several labels: {some(rows['label'].unique())}"
        )
    if "text" in coded:
        _check_texts(coded)
    return coded.drop_duplicates(["unit", "coder"])


def _check_texts(coded: pd.DataFrame) -> None:
    """Refuse units that hold different sentences: running numbers match any table."""
    known = coded[coded["text"].notna()]
    differing = known["text"].map(letters).groupby(known["unit"]).nunique() > 1
    if differing.any():
        rows = known[known["unit"] == differing.idxmax()].drop_duplicates("coder")
        raise StanceError(
            f"sentence_id {rows['sentence_id'].iloc[0]!r} has different texts (coders {some(rows['coder'])}); "
            "are they of the same sentences?"
        )


def _disagreements(table: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    differing = table[table.nunique(axis=1) > 1].add_prefix("label_")
    known = [name for name in ("sentence_id", "target", "text") if name in coded]
    return coded.groupby("unit")[known].first().join(differing, how="right").reset_index(drop=True)
