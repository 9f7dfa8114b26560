"""Where actors stand, in a table worked by hand."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from stance.evaluation.actors import COLUMNS, TOGETHER, actor_report, actor_summary, statements_of
from tests.evaluation.invented import predictions, sentence

SHARES = ["gold_anti", "gold_neutral", "gold_pro", "gold_net", "anti", "neutral", "pro", "net"]


@pytest.fixture(scope="module")
def judged():
    """Two targets, four actors, two mixed sentences, two sentences of nobody, one unlabelled actor."""
    return predictions(
        [
            sentence("shells", "pro", "pro", "Brandt"),
            sentence("shells", "pro", "anti", "Brandt"),
            sentence("shells", "neutral", "pro", ("Brandt", "pro"), ("Okoro", "anti")),
            sentence("shells", "anti", "anti", "Okoro"),
            sentence("shells", "anti", "neutral", "Belmark"),
            sentence("shells", "neutral", "pro"),
            sentence("shells", None, "anti", ("Novak", None)),
            sentence("treaty", "anti", "anti", "Brandt"),
            sentence("treaty", "neutral", "pro", ("Okoro", "neutral"), ("Brandt", "anti")),
            sentence("treaty", "pro", "pro"),
        ]
    )


@pytest.fixture(scope="module")
def report(judged):
    return actor_report(judged)


def test_a_statement_is_a_row_and_a_sentence_of_nobody_is_one_too(judged):
    out = statements_of(judged)
    proba = ["p_anti", "p_neutral", "p_pro"]
    assert list(out.columns) == ["sentence_id", "target", "predicted", "document_id", *proba, "actor", "stance"]
    assert out["sentence_id"].tolist() == ["s0", "s1", "s2", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s8", "s9"]
    assert out["actor"].tolist() == [
        *["Brandt", "Brandt", "Brandt", "Okoro", "Okoro", "Belmark"],
        *["unattributed", "Novak", "Brandt", "Okoro", "Brandt", "unattributed"],
    ]
    assert out["stance"].fillna("none").tolist() == [
        *["pro", "pro", "pro", "anti", "anti", "anti"],
        *["neutral", "none", "anti", "neutral", "anti", "pro"],
    ]
    assert out["predicted"].tolist()[2:4] == ["pro", "pro"]
    assert out["p_pro"].tolist()[:3] == [0.6, 0.2, 0.6]
    assert out.index.tolist() == list(range(12))


def test_without_labels_sentences_of_nobody_have_no_stance(judged):
    out = statements_of(judged.drop(columns=["label", "actor"]))
    assert out.loc[out["actor"] == "unattributed", "stance"].isna().all()
    assert out["stance"].notna().sum() == 9


def test_a_statement_without_a_stance_is_unlabelled():
    frame = predictions([("all", None, "pro", [{"actor": "Brandt"}])])
    assert statements_of(frame)["stance"].isna().tolist() == [True]


def test_statements_may_come_as_arrays_from_a_file(judged, report):
    arrays = judged.assign(statements=[np.array(each, dtype=object) for each in judged["statements"]])
    pd.testing.assert_frame_equal(actor_report(arrays), report)


def test_the_report_has_the_columns_of_the_file(report):
    assert list(report.columns) == COLUMNS
    assert [
        *["target", "actor", "n", "n_labelled", "effective_labels"],
        *["gold_anti", "gold_neutral", "gold_pro", "gold_net", "counted_net"],
        *["anti", "neutral", "pro", "net", "low", "high"],
        *["anti_low", "anti_high", "neutral_low", "neutral_high", "pro_low", "pro_high", "method", "warning"],
    ] == COLUMNS
    assert report.index.tolist() == list(range(len(report)))


@pytest.mark.parametrize(
    ("target", "actors"),
    [
        (TOGETHER, [("Brandt", 5), ("Okoro", 3), ("unattributed", 2), ("Belmark", 1), ("Novak", 1)]),
        ("shells", [("Brandt", 3), ("Okoro", 2), ("Belmark", 1), ("Novak", 1), ("unattributed", 1)]),
        ("treaty", [("Brandt", 2), ("Okoro", 1), ("unattributed", 1)]),
    ],
)
def test_each_target_lists_its_actors_by_number_and_name(report, target, actors):
    rows = report[report["target"] == target]
    assert list(zip(rows["actor"], rows["n"], strict=True)) == actors


def test_all_targets_together_come_first(report):
    assert report["target"].unique().tolist() == ["together", "shells", "treaty"]


@pytest.mark.parametrize(
    ("target", "actor", "n_labelled", "shares"),
    [
        # gold anti, neutral, pro, net; predicted anti, neutral, pro, net
        (TOGETHER, "Brandt", 5, [0.4, 0, 0.6, 0.2, 0.4, 0, 0.6, 0.2]),
        (TOGETHER, "Okoro", 3, [2 / 3, 1 / 3, 0, -2 / 3, 1 / 3, 0, 2 / 3, 1 / 3]),
        (TOGETHER, "unattributed", 2, [0, 0.5, 0.5, 0.5, 0, 0, 1, 1]),
        ("shells", "Brandt", 3, [0, 0, 1, 1, 1 / 3, 0, 2 / 3, 1 / 3]),
        ("shells", "Belmark", 1, [1, 0, 0, -1, 0, 1, 0, 0]),
        ("treaty", "Brandt", 2, [1, 0, 0, -1, 0.5, 0, 0.5, 0]),
        ("shells", "Novak", 0, [np.nan, np.nan, np.nan, np.nan, 1, 0, 0, -1]),
    ],
)
def test_shares_and_net_stance_are_those_counted_by_hand(report, target, actor, n_labelled, shares):
    row = report[(report["target"] == target) & (report["actor"] == actor)].iloc[0]
    assert row["n_labelled"] == n_labelled
    assert row[SHARES].astype(float).tolist() == pytest.approx(shares, nan_ok=True)


def test_shares_are_of_the_labelled_statements_only():
    frame = predictions([sentence("all", label, "pro", "Brandt") for label in ("pro", "anti", None, None)])
    row = actor_report(frame).iloc[0]
    assert (row["n"], row["n_labelled"], row["gold_pro"], row["gold_net"], row["net"]) == (4, 2, 0.5, 0.0, 1.0)


def test_counted_predictions_have_no_interval_and_say_so(report):
    assert report[["low", "high"]].isna().all(axis=None)
    assert set(report["method"]) == {"classify_and_count"}
    assert report["warning"].tolist()[:2] == ["uncalibrated", "uncalibrated; n < 5"]


@pytest.mark.parametrize(("n", "warning"), [(4, "uncalibrated; n < 5"), (5, "uncalibrated"), (6, "uncalibrated")])
def test_fewer_than_five_statements_are_warned_of(n, warning):
    frame = predictions([sentence("all", "pro", "pro", "Brandt")] * n)
    assert actor_report(frame)["warning"].tolist() == [warning]


def test_a_single_target_is_reported_once():
    frame = predictions([sentence("shells", "pro", "pro", "Brandt"), sentence("shells", "pro", "pro")])
    assert actor_report(frame)[["target", "actor"]].to_numpy().tolist() == [
        ["together", "Brandt"],
        ["together", "unattributed"],
    ]


def test_ties_in_number_are_in_the_order_of_names():
    frame = predictions([sentence("all", "pro", "pro", actor) for actor in ("Okoro", "Brandt", "Novak", "Novak")])
    assert actor_report(frame)["actor"].tolist() == ["Novak", "Brandt", "Okoro"]


def test_the_summary_is_that_worked_by_hand(judged, report):
    summary = actor_summary(report, judged)
    assert list(summary) == ["together", "shells", "treaty"]
    # labelled statements of named actors: pro pro pro anti anti anti | anti neutral anti
    assert summary["together"] == {
        "actors": 3,
        "statements": 9,
        # net: Brandt 0.2 for 0.2, Okoro 1/3 for -2/3, Belmark 0 for -1
        "mean_absolute_error": pytest.approx((0 + 1 + 1) / 3),
        # constant: (3 - 5) / 9
        "constant_mean_absolute_error": pytest.approx((0.2 + 2 / 9 + (2 / 3 - 2 / 9) + (1 - 2 / 9)) / 3),
        "spearman": pytest.approx(spearmanr([0.2, 1 / 3, 0], [0.2, -2 / 3, -1]).statistic),
        "mixed_sentences": 2,
        # Brandt alone has five labelled statements, and one actor has no interval
        "frequent_actors": {
            "fewest_statements": 5,
            "actors": 1,
            "mean_absolute_error": {"value": pytest.approx(0), "low": None, "high": None},
            "constant_mean_absolute_error": {"value": pytest.approx(0.2 + 2 / 9), "low": None, "high": None},
            "spearman": None,
        },
    }
    assert summary["shells"] == {
        "actors": 3,
        "statements": 6,
        # Brandt 1/3 for 1, Okoro 0 for -1, Belmark 0 for -1; the constant is 0
        "mean_absolute_error": pytest.approx((2 / 3 + 1 + 1) / 3),
        "constant_mean_absolute_error": pytest.approx(1.0),
        "spearman": pytest.approx(1.0),
        "mixed_sentences": 1,
    }
    assert summary["treaty"] == {
        "actors": 2,
        "statements": 3,
        # Brandt 0 for -1, Okoro 1 for 0; the constant is -2/3
        "mean_absolute_error": pytest.approx(1.0),
        "constant_mean_absolute_error": pytest.approx((1 / 3 + 2 / 3) / 2),
        "spearman": pytest.approx(1.0),
        "mixed_sentences": 1,
    }


def test_numbers_of_the_summary_are_plain(judged, report):
    for numbers in actor_summary(report, judged).values():
        assert [type(value) for value in numbers.values()][:6] == [int, int, float, float, float, int]


def test_net_stance_is_ranked_as_scipy_ranks_it():
    rng = np.random.default_rng(3)
    names = [f"Speaker {letter}" for letter in "ABCDEFGH"]
    rows = [sentence("all", *rng.choice(["anti", "neutral", "pro"], 2), str(rng.choice(names))) for _ in range(80)]
    frame = predictions(rows)
    report = actor_report(frame)
    expected = spearmanr(report["net"], report["gold_net"]).statistic
    assert abs(expected) < 0.99
    assert actor_summary(report, frame)["together"]["spearman"] == pytest.approx(expected)


@pytest.mark.parametrize(
    "pairs",
    [[("pro", "pro"), ("pro", "anti")], [("pro", "pro"), ("anti", "pro")], [("pro", "pro")]],
    ids=["gold is constant", "prediction is constant", "one actor"],
)
def test_a_rank_correlation_with_a_constant_is_none(pairs):
    frame = predictions([sentence("all", *pair, f"Speaker {number}") for number, pair in enumerate(pairs)])
    assert actor_summary(actor_report(frame), frame)["together"]["spearman"] is None


def test_the_same_sentence_towards_two_targets_is_not_mixed():
    frame = predictions([sentence("shells", "pro", "pro", "Brandt"), sentence("treaty", "anti", "pro", "Brandt")])
    frame["sentence_id"] = "s0"
    assert actor_summary(actor_report(frame), frame)["together"]["mixed_sentences"] == 0


def test_a_target_without_a_labelled_actor_has_no_summary():
    frame = predictions(
        [
            sentence("shells", "pro", "pro"),
            sentence("shells", None, "pro", ("Novak", None)),
            sentence("treaty", "pro", "pro", "Brandt"),
        ]
    )
    assert list(actor_summary(actor_report(frame), frame)) == ["together", "treaty"]


def test_nobody_labelled_leaves_nothing_to_summarise():
    frame = predictions([sentence("all", "pro", "pro"), sentence("all", None, "anti", ("Novak", None))])
    assert actor_summary(actor_report(frame), frame) == {}
