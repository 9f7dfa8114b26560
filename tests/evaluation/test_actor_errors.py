"""Errors of net stance over actors who speak often: intervals over actors, and runs compared, by hand and by SciPy."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import permutation_test, spearmanr

from stance.evaluation.actors import actor_report, actor_summary, net_stances
from stance.evaluation.comparison import NET_STANCE_ERROR, compare_predictions
from stance.evaluation.resampling import bootstrap_weights
from tests.evaluation import invented
from tests.evaluation.invented import sentence

STANCES = ["anti", "neutral", "pro"]


def predictions(rows):
    return invented.predictions(rows).assign(paragraph=None)


def said(actor, gold, predicted, target="shells"):
    """Sentences of one actor: a letter each, p, n or a."""
    names = {"p": "pro", "n": "neutral", "a": "anti"}
    return [sentence(target, names[g], names[p], actor) for g, p in zip(gold, predicted, strict=True)]


def by_many(seed, n_actors=7, n=120):
    """Random statements of some actors, the same at every seed, and random predictions of them."""
    rng, drawn = np.random.default_rng(0), np.random.default_rng(seed)
    rows = [
        sentence("shells", rng.choice(STANCES), drawn.choice(STANCES), f"Speaker {rng.integers(n_actors)}")
        for _ in range(n)
    ]
    return predictions(rows)


def errors_of(frame):
    nets = net_stances(frame)
    return (nets["counted_net"] - nets["gold_net"]).abs().to_numpy()


def row_of(table):
    return table[table["metric"] == NET_STANCE_ERROR].iloc[0]


def test_four_statements_are_too_few_and_five_are_enough():
    rows = [*said("Brandt", "ppppp", "ppppa"), *said("Okoro", "aaaa", "pppp"), *said("Belmark", "aaann", "aaaaa")]
    frame = predictions([*rows, sentence("treaty", "pro", "pro"), *said("Belmark", "p", "p", "treaty")])
    nets = net_stances(frame)
    assert nets["actor"].tolist() == ["Belmark", "Brandt"]
    # Belmark: both targets together, gold (1 - 3) / 6, counted (1 - 5) / 6
    assert nets["gold_net"].tolist() == pytest.approx([-1 / 3, 1.0])
    assert nets["counted_net"].tolist() == pytest.approx([-2 / 3, 0.6])
    assert nets["n_labelled"].tolist() == [6, 5]
    summary = actor_summary(actor_report(frame), frame)
    frequent = summary["together"]["frequent_actors"]
    assert (frequent["fewest_statements"], frequent["actors"], frequent["spearman"]) == (5, 2, pytest.approx(1.0))
    assert frequent["mean_absolute_error"]["value"] == pytest.approx((1 / 3 + 0.4) / 2)
    # the constant is that of all: 6 pro, 7 anti of 15
    constant = -1 / 15
    expected = (abs(constant + 1 / 3) + abs(constant - 1)) / 2
    assert frequent["constant_mean_absolute_error"]["value"] == pytest.approx(expected)
    assert "frequent_actors" not in summary["shells"]


def test_intervals_are_those_of_drawing_actors():
    frame = by_many(1)
    frequent = actor_summary(actor_report(frame), frame, n_resamples=40, seed=3)["together"]["frequent_actors"]
    nets, errors = net_stances(frame), errors_of(frame)
    draws = np.concatenate(list(bootstrap_weights(7, 40, 3)))
    means = [np.mean(np.repeat(errors, weights)) for weights in draws]
    assert frequent["mean_absolute_error"] == pytest.approx(
        {"value": errors.mean(), "low": np.percentile(means, 2.5), "high": np.percentile(means, 97.5)}
    )
    assert frequent["spearman"] == pytest.approx(spearmanr(nets["counted_net"], nets["gold_net"]).statistic)
    again = actor_summary(actor_report(frame), frame, n_resamples=40, seed=4)["together"]["frequent_actors"]
    assert again["mean_absolute_error"]["low"] != frequent["mean_absolute_error"]["low"]


def test_nobody_speaks_often_enough():
    frame = predictions(said("Brandt", "pppp", "pppa"))
    assert "frequent_actors" not in actor_summary(actor_report(frame), frame)["together"]


def test_the_difference_of_two_runs_worked_by_hand():
    gold = [("Brandt", "ppppp"), ("Okoro", "aaaaa"), ("Belmark", "nnnnn"), ("Novak", "pppp")]
    first = predictions([row for actor, labels in gold for row in said(actor, labels, "n" * len(labels))])
    other = predictions([row for actor, labels in gold for row in said(actor, labels, labels)])
    table = compare_predictions([first, other], ["first", "other"], n_resamples=500)
    row = row_of(table)
    # errors of the three who speak often enough: 1, 1, 0 and none
    assert (row["value_first"], row["value_other"]) == pytest.approx((2 / 3, 0))
    assert row["difference"] == pytest.approx(-2 / 3)
    assert -1 <= row["low"] < row["difference"] < row["high"] <= 0
    # of eight ways to swap, those where Brandt and Okoro go together are as far from zero: half
    assert row["p_value"] == pytest.approx(0.5)
    assert table.attrs["actors"] == 3
    assert table["metric"].iloc[-1] == NET_STANCE_ERROR


def test_the_interval_is_that_of_drawing_actors_for_both_runs():
    frames = [by_many(1), by_many(2), by_many(3)]
    table = compare_predictions(frames, "abc", n_resamples=60, seed=5)
    rows = table[table["metric"] == NET_STANCE_ERROR]
    assert rows["other"].tolist() == ["b", "c"]
    errors = [errors_of(frame) for frame in frames]
    draws = np.concatenate(list(bootstrap_weights(7, 60, 5)))
    for row, mine in zip(rows.itertuples(), errors[1:], strict=True):
        means = [np.mean(np.repeat(mine - errors[0], weights)) for weights in draws]
        assert (row.low, row.high) == pytest.approx(tuple(np.percentile(means, [2.5, 97.5])))
        assert row.difference == pytest.approx(mine.mean() - errors[0].mean())


def test_the_p_value_is_that_of_scipy_over_every_swap():
    first, other = by_many(1), by_many(4)
    row = row_of(compare_predictions([first, other], "ab", n_resamples=2**7))
    swapped = permutation_test(
        (errors_of(other), errors_of(first)),
        lambda a, b: np.mean(a) - np.mean(b),
        permutation_type="samples",
        vectorized=False,
        n_resamples=np.inf,
    )
    assert row["p_value"] == pytest.approx(swapped.pvalue)


def test_identical_runs_have_no_difference():
    row = row_of(compare_predictions([by_many(1), by_many(1)], "ab", n_resamples=100))
    assert (row["difference"], row["low"], row["high"], row["p_value"]) == (0, 0, 0, 1)


def test_whose_statements_they_are_is_taken_from_the_first_run():
    first, other = by_many(1), by_many(2)
    unattributed = other.assign(statements=[[] for _ in range(len(other))])
    pd.testing.assert_frame_equal(
        compare_predictions([first, unattributed], "ab", n_resamples=50),
        compare_predictions([first, other], "ab", n_resamples=50),
    )


def test_one_actor_has_no_interval():
    first, other = (predictions(said("Brandt", "pppaa", predicted)) for predicted in ("ppppp", "pppaa"))
    row = row_of(compare_predictions([first, other], "ab", n_resamples=50))
    assert row["difference"] == pytest.approx(-0.8)
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])
    assert row["p_value"] == 1


@pytest.mark.parametrize("without", [lambda f: f.drop(columns="statements"), lambda f: f.assign(statements=[[]] * 120)])
def test_without_actors_there_is_no_such_row(without):
    table = compare_predictions([without(by_many(1)), without(by_many(2))], "ab", n_resamples=50)
    assert NET_STANCE_ERROR not in set(table["metric"])
    assert table.attrs["actors"] == 0
