"""Differences between actors and their ranks."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance import StanceError, actor_stance
from stance.estimation.contrasts import JOINT_DRAWS, actor_differences, actor_ranks
from stance.estimation.estimate import estimate
from stance.estimation.intervals import weighted_quantiles
from stance.estimation.joint import holm, independent_draws, two_sided
from stance.estimation.rows import read_rows
from tests.estimation.speakers import NAMES, net_of, speakers


@pytest.fixture(scope="module")
def spoken():
    return speakers(1)


@pytest.fixture(scope="module")
def differences(spoken):
    return actor_differences(spoken)


def test_every_pair_of_actors_is_compared_once(differences):
    pairs = {frozenset(pair) for pair in zip(differences["first"], differences["other"], strict=True)}
    assert len(differences) == len(pairs) == 15


def test_a_difference_is_that_of_two_estimates_and_lies_in_its_interval(spoken, differences):
    alone = actor_stance(spoken).set_index("actor")
    for side in ("first", "other"):
        mine = alone.loc[differences[side]]
        assert differences[f"net_{side}"].tolist() == pytest.approx(mine["net"].tolist())
        assert differences[f"n_{side}"].tolist() == mine["n"].tolist()
        assert differences[f"n_labelled_{side}"].tolist() == mine["n_labelled"].tolist()
    assert (differences["difference"] - differences["net_other"] + differences["net_first"]).abs().max() < 1e-12
    assert (differences["low"] <= differences["difference"]).all()
    assert (differences["difference"] <= differences["high"]).all()
    width = (alone["high"] - alone["low"]).to_dict()
    for row in differences.itertuples():
        # of independent errors the squares add up; skewed ones nearly so
        expected = np.hypot(width[row.first], width[row.other])
        assert row.high - row.low == pytest.approx(expected, rel=0.15)


def test_the_other_way_round_a_difference_changes_its_sign_only(spoken):
    one = actor_differences(spoken, [(NAMES[0], NAMES[1])]).iloc[0]
    other = actor_differences(spoken, [(NAMES[1], NAMES[0])]).iloc[0]
    assert (one["difference"], one["low"], one["high"]) == pytest.approx(
        (-other["difference"], -other["high"], -other["low"])
    )
    assert one["p_value"] == other["p_value"]


def test_two_actors_who_say_the_same_words_are_not_known_to_stand_at_the_same_place():
    one = speakers(2, actors=1, labels=10)
    rest = speakers(3, actors=4).assign(actor=lambda frame: frame["actor"] + " II")
    twins = pd.concat([one, one.assign(actor="Twin"), rest], ignore_index=True)
    row = actor_differences(twins, [(NAMES[0], "Twin")]).iloc[0]
    assert row["difference"] == pytest.approx(0, abs=1e-9)
    alone = actor_stance(twins).set_index("actor").loc["Twin"]
    assert row["high"] - row["low"] > alone["high"] - alone["low"]
    assert row["p_value"] > 0.5


def test_when_every_sentence_is_labelled_differences_and_ranks_are_exact(spoken):
    known = spoken.assign(label=spoken["stance"])
    truth = known.groupby("actor")["stance"].agg(net_of)
    table = actor_differences(known)
    expected = truth[table["other"]].to_numpy() - truth[table["first"]].to_numpy()
    for name in ("difference", "low", "high"):
        assert table[name].to_numpy() == pytest.approx(expected)
    assert table.loc[expected != 0, "p_value"].tolist() == pytest.approx(
        [2 / (JOINT_DRAWS + 1)] * (expected != 0).sum()
    )
    ranks = actor_ranks(known).set_index("actor")
    assert ranks["rank"].to_dict() == truth.rank(ascending=False, method="min").astype(int).to_dict()
    assert (ranks["p_first"] == (ranks["rank"] == 1) / (ranks["rank"] == 1).sum()).all()


def test_ties_share_the_smaller_rank_and_span_all_that_they_could_have():
    rows = [(actor, stance) for actor, stance in zip("aabbcc", ["pro", "anti"] * 2 + ["anti"] * 2, strict=True)]
    tied = pd.DataFrame(rows, columns=["actor", "label"]).assign(document_id="d", p_anti=0.2, p_neutral=0.3, p_pro=0.5)
    ranks = actor_ranks(tied)
    assert ranks["actor"].tolist() == ["a", "b", "c"]
    assert ranks[["rank", "rank_low", "rank_high"]].to_numpy().tolist() == [[1, 1, 2], [1, 1, 2], [3, 3, 3]]
    assert ranks["p_first"].tolist() == [0.5, 0.5, 0.0]


def test_ranks_follow_net_stance_and_hold_their_estimate(spoken):
    ranks = actor_ranks(spoken)
    assert (ranks["net"].diff().dropna() <= 0).all()
    assert (ranks["rank_low"] <= ranks["rank"]).all()
    assert (ranks["rank"] <= ranks["rank_high"]).all()
    assert ranks["p_first"].sum() == pytest.approx(1)
    assert (ranks["rank_high"] > ranks["rank_low"]).any()


def test_of_two_actors_the_first_leads_as_often_as_the_difference_says():
    two = speakers(4, actors=2, labels=12, spread=0.3)
    row, ranks = actor_differences(two).iloc[0], actor_ranks(two)
    # both ways of counting leave out ties, or share them; few sentences tie seldom
    expected = 1 - row["p_value"] / 2
    assert ranks["p_first"].max() == pytest.approx(expected, abs=0.05)


def test_sentences_of_nobody_are_neither_ranked_nor_paired(spoken):
    mixed = spoken.assign(actor=spoken["actor"].replace({NAMES[0]: None, NAMES[1]: "unattributed"}))
    assert set(actor_ranks(mixed)["actor"]) == set(NAMES[2:6])
    table = actor_differences(mixed)
    assert set(table["first"]) | set(table["other"]) == set(NAMES[2:6])


def test_a_reference_is_compared_with_all_others(spoken):
    table = actor_differences(spoken, reference="Belmark")
    assert table["first"].tolist() == ["Belmark"] * 5
    assert set(table["other"]) == set(NAMES[:6]) - {"Belmark"}


def test_groups_are_compared_by_themselves_and_adjusted_together(spoken):
    targets = spoken.assign(target=np.where(np.arange(len(spoken)) % 2, "shells", "treaty"))
    table = actor_differences(targets, reference="Belmark", by=["target"])
    assert table.groupby("target").size().to_dict() == {"shells": 5, "treaty": 5}
    assert table["p_adjusted"].tolist() == pytest.approx(holm(table["p_value"]).tolist())
    ranks = actor_ranks(targets, by=["target"])
    assert ranks.groupby("target")["p_first"].sum().tolist() == pytest.approx([1, 1])
    assert list(ranks.columns)[:2] == ["target", "actor"]


def test_intervals_of_differences_hold_the_truth():
    held = []
    for seed in range(15):
        spoken = speakers(100 + seed, actors=6, sentences=30, labels=60)
        truth = spoken.groupby("actor")["stance"].agg(net_of)
        table = actor_differences(spoken)
        true = truth[table["other"]].to_numpy() - truth[table["first"]].to_numpy()
        held += ((table["low"] <= true + 1e-9) & (true <= table["high"] + 1e-9)).tolist()
    # 225 differences between 90 actors: 0.95 less four standard errors of 90 independent ones
    assert np.mean(held) > 0.95 - 4 * np.sqrt(0.05 * 0.95 / 90)


def test_the_same_seed_gives_the_same_numbers_whatever_the_order_of_rows(spoken, differences):
    shuffled = spoken.sample(frac=1, random_state=5)
    pd.testing.assert_frame_equal(actor_differences(shuffled), differences)
    assert not actor_differences(spoken, seed=1)["low"].equals(differences["low"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reference": "Ilse Brand"}, "no statement of actor 'Ilse Brand'; did you mean 'Ilse Brandt'?"),
        ({"pairs": [("Belmark", "Nobody")]}, "no statement of actor 'Nobody'"),
        ({"pairs": [("Belmark", "Belmark")]}, "'Belmark' twice: an actor is not compared with itself"),
        ({"method": "ppi"}, "method 'ppi' gives no joint draws"),
    ],
)
def test_what_cannot_be_compared_is_said(spoken, options, message):
    with pytest.raises(StanceError, match=message):
        actor_differences(spoken, **options)


def test_without_labels_nothing_is_compared(spoken):
    for compare in (actor_differences, actor_ranks):
        with pytest.raises(StanceError, match="label sentences that were drawn at random"):
            compare(spoken.drop(columns="label"))
        with pytest.raises(StanceError, match="no statement of an actor"):
            compare(spoken.iloc[:0])


def test_joint_draws_have_the_distribution_of_the_weighted_ones_and_are_independent(spoken):
    made = estimate(read_rows(spoken))
    draws = independent_draws(made, np.arange(6), 20_000, seed=0)
    net = made.draws.shares @ [-1.0, 0.0, 1.0]
    assert draws.mean(axis=0) == pytest.approx((net * made.draws.weight).sum(axis=0), abs=1e-3)
    weighted = weighted_quantiles(net, made.draws.weight, (0.1, 0.5, 0.9))
    assert np.quantile(draws, [0.1, 0.5, 0.9], axis=0) == pytest.approx(weighted, abs=0.03)
    apart = np.corrcoef(draws.T)[np.triu_indices(6, 1)]
    assert np.abs(apart).max() < 4 / np.sqrt(20_000)


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, np.nan, 0.03]).tolist() == pytest.approx([0.5, np.nan, 0.06], nan_ok=True)
    assert holm([]).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12), st.floats(0.001, 0.5))
def test_holm_rejects_step_by_step(p_values, level):
    order = np.argsort(p_values, kind="stable")
    rejected = set()
    for step, row in enumerate(order):
        if p_values[row] * (len(p_values) - step) > level:
            break
        rejected.add(row)
    assert set(np.flatnonzero(holm(p_values) <= level)) == rejected


def test_p_values_count_the_estimate_and_both_sides():
    assert two_sided(np.array([1.0] * 9)) == 2 / 10
    assert two_sided(np.array([1.0] * 7 + [-1.0] * 2)) == 6 / 10
    assert two_sided(np.array([0.0] * 9)) == 1.0
