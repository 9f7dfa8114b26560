"""Comparing runs on the same test sentences."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from stance.errors import StanceError
from stance.evaluation.actors import means_over_actors, net_stances
from stance.evaluation.metrics import METRICS, Tally
from stance.evaluation.resampling import bootstrap_weights, interval, resampling_unit, tally_frame
from stance.evaluation.swapping import swap_p_values

COMPARED = (
    "macro_f1",
    "f1_pro",
    "f1_anti",
    "f1_favor_against_pooled",
    "f1_favor_against_mean_over_targets",
    "accuracy",
    "brier",
    "calibration_error",
)
NET_STANCE_ERROR = "net_stance_mean_absolute_error"
"""Compared too where there are actors with five labelled statements or more; lower is better."""


def compare_predictions(
    predictions: Sequence[pd.DataFrame], names: Sequence[str], *, n_resamples: int = 2000, seed: int = 0
) -> pd.DataFrame:
    """Compare predictions: intervals by paired bootstrap, p-values by paired permutation.

    Documents, or what else is resampled, are drawn whole, and swapped whole between two runs.

    Parameters
    ----------
    predictions : sequence of pandas.DataFrame
        Two or more, of the same sentences, targets and labels in any order.
    names : sequence of str
        What to call them; the first is what the others are compared with.
    n_resamples : int, default 2000
        Bootstrap resamples, and permutations.
    seed : int, default 0
        Seed of both.

    Returns
    -------
    pandas.DataFrame
        One row a metric and later run: ``metric, first, other, value_first, value_other, difference, low, high,
        p_value``. The difference is other minus first, ``low`` and ``high`` the bounds of its 95% interval. The
        p-value is that of `permutation_p_values`. Where there are actors with five labelled statements or more, the
        last metric is the mean absolute error of their counted net stance over all targets; actors are drawn, and
        swapped, for it. ``attrs["mcnemar"]`` holds, for each later run, the exact test of McNemar (1947) on accuracy:
        ``other, only_first_right, only_other_right, p_value``. It takes sentences as independent, which those of one
        document are not: the p-value of accuracy in the table does not.

    Raises
    ------
    StanceError
        When the test sentences differ.
    """
    aligned = [_sorted(frame) for frame in predictions]
    for frame, name in zip(aligned[1:], names[1:], strict=True):
        _check_same(aligned[0], frame, names[0], name)
    unit = resampling_unit(aligned[0])
    places = aligned[0][["document_id", "paragraph"]]  # a run that knows less of them is resampled like the first
    tallies = [tally_frame(frame.assign(**places), unit) for frame in aligned]
    n_groups = len(tallies[0].squared_error)
    drawn = _bootstrapped(tallies, n_resamples, seed)
    p_values = [permutation_p_values(tallies[0], each, n_resamples, seed) for each in tallies[1:]]
    rows = []
    for name in COMPARED:
        values = [float(METRICS[name](each.total())) for each in tallies]
        for i in range(1, len(aligned)):
            bounds = interval(drawn[name][:, i] - drawn[name][:, 0])
            rows.append(_row(name, (names[0], names[i]), (values[0], values[i]), bounds, p_values[i - 1][name]))
    errors = _net_stance_errors(aligned)
    rows += _compare_errors(errors, names, n_resamples, seed)
    table = pd.DataFrame(rows)
    table.attrs["unit"], table.attrs["groups"], table.attrs["sentences"] = unit, n_groups, len(aligned[0])
    table.attrs["targets"], table.attrs["actors"] = aligned[0]["target"].nunique(), len(errors)
    others = zip(names[1:], aligned[1:], strict=True)
    table.attrs["mcnemar"] = [{"other": name, **mcnemar(aligned[0], frame)} for name, frame in others]
    return table


def _row(
    metric: str, names: tuple[str, str], values: tuple[float, float], bounds: tuple[float, float], p_value: float
) -> dict[str, Any]:
    return {
        "metric": metric,
        "first": names[0],
        "other": names[1],
        "value_first": values[0],
        "value_other": values[1],
        "difference": values[1] - values[0],
        "low": bounds[0],
        "high": bounds[1],
        "p_value": p_value,
    }


def _net_stance_errors(aligned: Sequence[pd.DataFrame]) -> Any:
    """Return the absolute error of each actor's counted net stance in each run, shape (n_actors, n_runs).

    Whose statements they are, and of what stance, is taken from the first run.
    """
    if "statements" not in aligned[0]:
        return np.empty((0, len(aligned)))
    nets = [net_stances(frame.assign(statements=aligned[0]["statements"])) for frame in aligned]
    return np.stack([(each["counted_net"] - each["gold_net"]).abs().to_numpy(float) for each in nets], axis=1)


def _compare_errors(errors: Any, names: Sequence[str], n_resamples: int, seed: int) -> list[dict[str, Any]]:
    """Compare the mean errors over actors, who are drawn anew for intervals and swapped between runs for p-values."""
    if not len(errors):
        return []
    values, differences = errors.mean(axis=0), errors[:, 1:] - errors[:, :1]
    observed, low, high = means_over_actors(differences, n_resamples, seed)
    p_values = swap_p_values(
        observed, lambda swapped: ((1 - 2 * swapped) @ differences / len(errors)).T, len(errors), n_resamples, seed
    )
    return [
        _row(NET_STANCE_ERROR, (names[0], names[i + 1]), (values[0], values[i + 1]), (low[i], high[i]), p_values[i])
        for i in range(len(names) - 1)
    ]


def _bootstrapped(tallies: Sequence[Tally], n_resamples: int, seed: int) -> dict[str, Any]:
    """Return each metric of each run in every resample, shape (n_resamples, n_runs)."""
    samples: dict[str, list[Any]] = {name: [] for name in COMPARED}
    draws = bootstrap_weights(len(tallies[0].squared_error), n_resamples, seed, tallies[0].width)
    for weights in draws:
        resampled = [each.resampled(weights) for each in tallies]
        for name in COMPARED:
            samples[name].append(np.stack([METRICS[name](each) for each in resampled], axis=1))
    return {name: np.concatenate(each) for name, each in samples.items()}


def permutation_p_values(first: Tally, other: Tally, n_permutations: int, seed: int) -> dict[str, float]:
    """Test whether two runs differ by more than swapping their predictions, group by group, would show.

    Parameters
    ----------
    first, other : Tally
        Of the same groups.
    n_permutations : int
        Swaps that are drawn; where there are no more ways to swap than that, each is taken once, and the test is exact.
    seed : int
        Seed of the swaps.

    Returns
    -------
    dict
        For each compared metric the share of swaps whose difference lies as far from zero as that of the sample, the
        sample itself counted (Davison and Hinkley 1997, section 4.3).
    """

    def differences(swapped: Any) -> Any:
        kept = 1 - swapped
        return _differences(
            first.resampled(kept) + other.resampled(swapped), first.resampled(swapped) + other.resampled(kept)
        )

    observed, n_groups = _differences(first.total(), other.total()), len(first.squared_error)
    p_values = swap_p_values(observed, differences, n_groups, n_permutations, seed, first.width)
    return dict(zip(COMPARED, p_values.tolist(), strict=True))


def _differences(first: Tally, other: Tally) -> Any:
    """Return other minus first of every metric, shape (n_metrics, ...)."""
    return np.array([METRICS[name](other) - METRICS[name](first) for name in COMPARED])


def mcnemar(first: pd.DataFrame, other: pd.DataFrame) -> dict[str, float]:
    """Test whether one run is right where the other is wrong more often than the reverse: exact, two-sided.

    Parameters
    ----------
    first, other : pandas.DataFrame
        Predictions of the same sentences in the same order.

    References
    ----------
    McNemar (1947), Note on the sampling error of the difference between correlated proportions or percentages.
    """
    from scipy.stats import binomtest

    first_right, other_right = ((frame["predicted"] == frame["label"]).to_numpy() for frame in (first, other))
    only_first, only_other = int((first_right & ~other_right).sum()), int((other_right & ~first_right).sum())
    discordant = only_first + only_other
    p_value = float(binomtest(only_first, discordant).pvalue) if discordant else 1.0
    return {"only_first_right": only_first, "only_other_right": only_other, "p_value": p_value}


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["target", "sentence_id"]).reset_index(drop=True)


def _check_same(first: pd.DataFrame, other: pd.DataFrame, first_name: str, other_name: str) -> None:
    keys = ["target", "sentence_id", "label"]
    if not first[keys].astype(str).equals(other[keys].astype(str)):
        shared = len(first[keys].merge(other[keys]))
        raise StanceError(
            f"different test sentences: not comparable ({first_name} has {len(first)}, {other_name} has {len(other)}, "
            f"{shared} in common)"
        )
