"""Where actors stand in each period, and whether they changed."""

import numpy as np
import pandas as pd
import pytest

from stance import StanceError, actor_stance
from stance.estimation.joint import holm
from stance.estimation.periods import actor_periods, period_changes, with_periods
from tests.estimation.speakers import NAMES, net_of, speakers


@pytest.fixture(scope="module")
def spoken():
    return speakers(1)


def periods_of(values, every):
    return with_periods(pd.DataFrame({"time": values}), every)["period"].tolist()


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("year", ["2024", "2020", "2026"]),
        ("quarter", ["2024-Q4", "2020-Q1", "2026-Q1"]),
        ("month", ["2024-12", "2020-02", "2026-01"]),
        # weeks are those of ISO 8601: the last days of a year may stand in the first week of the next, and reversely
        ("week", ["2025-W01", "2020-W09", "2026-W01"]),
        ("day", ["2024-12-31", "2020-02-29", "2026-01-01"]),
    ],
)
def test_periods_by_hand(every, expected):
    assert periods_of(["2024-12-31", "20200229", "2026-01-01T23:30:00-08:00"], every) == expected


def test_dates_come_as_pandas_holds_them():
    values = ["2024-03-05", "2024-11-30"]
    for kind in (pd.to_datetime(values), pd.to_datetime(values).tz_localize("Asia/Tokyo"), pd.to_datetime(values).date):
        assert periods_of(kind, "month") == ["2024-03", "2024-11"]
    assert periods_of(pd.Series([2024, 2025.0], dtype=object), "year") == ["2024", "2025"]
    assert periods_of(["2024-03", "2024-11"], "quarter") == ["2024-Q1", "2024-Q4"]


def test_periods_that_are_named_already_are_taken_as_they_are():
    assert periods_of(["before", " after ", "before"], None) == ["before", "after", "before"]
    assert periods_of([1.0, 2.0], None) == ["1", "2"]


@pytest.mark.parametrize(
    ("values", "every", "message"),
    [
        (["2024-03-05", "March"], "month", "row 11: time 'March': no date such as 2024-03-05"),
        (["2024-03-05", "2024-02-30"], "month", "row 11: time '2024-02-30': no date"),
        (["2024-03-05", "05/03/2024"], "month", "row 11: time '05/03/2024': no date"),
        (["2024-03-05", "2024"], "month", "row 11: time '2024': names no month"),
        (["2024-03-05", 2024], "day", "row 11: time '2024': names no day"),
        (["2024-03", "2024-03-05"], "week", "row 10: time '2024-03': names no week"),
        (["2024-03-05", None], "month", r"row 11: time is missing \(in 1 of 2 rows\); leave such rows out"),
        (["2024-03-05", " "], None, "row 11: time is missing"),
        (["2024-03-05", "2024"], "decade", "every 'decade' is not one of year, quarter, month, week, day"),
    ],
)
def test_what_is_no_period_is_named_by_its_row(values, every, message):
    frame = pd.DataFrame({"time": pd.Series(values, dtype=object, index=[10, 11])})
    with pytest.raises(StanceError, match=message):
        with_periods(frame, every)


def test_a_column_of_dates_is_needed(spoken):
    with pytest.raises(StanceError, match="column 'date' is missing"):
        actor_periods(spoken, time="date")


def test_each_period_is_a_row_with_the_estimates_of_a_group(spoken):
    table = actor_periods(spoken)
    expected = actor_stance(spoken.assign(period=spoken["time"].str[:7]), by=["period"])
    pd.testing.assert_frame_equal(table, expected)
    assert table["period"].unique().tolist() == ["2024-01", "2024-02", "2024-03"]
    assert table["n"].sum() == len(spoken)
    renamed = actor_periods(spoken.rename(columns={"time": "date"}), time="date")
    pd.testing.assert_frame_equal(renamed, table)


def test_an_actor_who_turns_round_is_found_and_the_periods_are_named():
    turned = speakers(1, actors=6, sentences=60, months=2, labels=180)
    turns = (turned["actor"] == NAMES[0]).to_numpy()
    later = (turned["time"] > "2024-02").to_numpy()
    turned.loc[turns, "stance"] = np.where(later[turns], "anti", "pro")
    turned.loc[turns & turned["label"].notna(), "label"] = turned["stance"]
    turned.loc[turns, ["p_anti", "p_neutral", "p_pro"]] = np.where(
        later[turns, np.newaxis], [0.8, 0.1, 0.1], [0.1, 0.1, 0.8]
    )
    table = period_changes(turned)
    assert table["actor"].iloc[0] == NAMES[0]
    assert table["p_adjusted"].iloc[0] < 0.01
    first = table.iloc[0]
    assert (first["lowest"], first["highest"], first["periods"], first["n"]) == ("2024-02", "2024-01", 2, 60)
    assert first["net_lowest"] < -0.5 < 0.5 < first["net_highest"]
    assert table["p_value"].is_monotonic_increasing
    assert table["p_adjusted"].tolist() == pytest.approx(holm(table["p_value"]).tolist())


def test_actors_who_keep_their_stance_are_seldom_said_to_change():
    p_values = pd.concat([period_changes(speakers(200 + seed, labels=150))["p_value"] for seed in range(12)])
    assert len(p_values) == 72
    # at most 5% in the long run, and four standard errors more
    assert (p_values <= 0.05).mean() <= 0.05 + 4 * np.sqrt(0.05 * 0.95 / 72)
    assert ((p_values > 0) & (p_values <= 1)).all()


def test_actors_who_drift_are_said_to_change_more_often():
    kept, drifted = (
        pd.concat([period_changes(speakers(300 + seed, labels=150, change=change))["p_value"] for seed in range(4)])
        for change in (0.0, 1.2)
    )
    assert (drifted <= 0.05).mean() >= 0.5 > (kept <= 0.05).mean()


def test_realised_shares_that_differ_as_chance_would_have_it_are_no_change():
    # every sentence labelled: the shares are known without error, and still a sample of one stance
    known = speakers(5, sentences=20, together=1, labels=120)
    assert actor_periods(known)["low"].tolist() == actor_periods(known)["high"].tolist()
    by_month = known.groupby(["actor", known["time"].str[:7]])["stance"].agg(net_of)
    assert by_month.groupby("actor").agg(np.ptp).min() > 0
    assert period_changes(known)["p_adjusted"].min() > 0.05


def test_an_actor_of_one_period_cannot_change(spoken):
    once = spoken[(spoken["actor"] != NAMES[0]) | (spoken["time"] < "2024-02")]
    assert NAMES[0] not in set(period_changes(once)["actor"])
    table = period_changes(spoken.assign(time="2024-01-01"))
    assert table.empty
    assert list(table.columns) == list(period_changes(once).columns)


def test_change_is_tested_by_group(spoken):
    targets = spoken.assign(target=np.where(np.arange(len(spoken)) % 2, "shells", "treaty"))
    table = period_changes(targets, by=["target"])
    assert table.groupby("target")["actor"].nunique().to_dict() == {"shells": 6, "treaty": 6}
    assert table["n"].sum() == len(spoken)


def test_change_needs_labels_and_repeats_itself(spoken):
    with pytest.raises(StanceError, match="label sentences that were drawn at random"):
        period_changes(spoken.drop(columns="label"))
    shuffled = spoken.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(period_changes(shuffled), period_changes(spoken))
