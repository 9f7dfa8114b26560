"""Agreement over all, by label and by pair, reckoned by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotating import agreement_of_files
from stance.errors import StanceError
from stance.evaluation.agreement import agreement_report, krippendorff_alpha
from tests.evaluation.test_agreement import FOUR_OBSERVERS, codings, naive_alpha

BY_HAND = ["pp"] * 10 + ["aa"] * 8 + ["nn"] * 6 + ["pa"] * 4 + ["an"] * 2
"""Labels of two coders for 30 sentences: 24 pro, 22 anti and 14 neutral."""

NAMES = {"a": "anti", "n": "neutral", "p": "pro"}


def labels_of(units, coders=("ada", "ben", "cas"), **columns):
    """Return one row a label; a dot is none."""
    rows = [
        {"coder": coder, "sentence_id": f"s{number:02d}", "label": NAMES[letter]}
        for number, letters in enumerate(units)
        for coder, letter in zip(coders, letters, strict=False)
        if letter != "."
    ]
    return pd.DataFrame(rows).assign(**columns)


def test_two_coders_by_hand():
    report = agreement_report(labels_of(BY_HAND), n_resamples=50)
    # alpha = 1 - (n - 1) * o / sum of n_c n_k, with n = 60 labels and o disagreeing units (Krippendorff 2011, B)
    assert report.overall.alpha == pytest.approx(1 - 59 * 6 / (24 * 22 + 24 * 14 + 22 * 14))
    assert (report.overall.units, report.overall.coders) == (30, 2)
    assert report.labels[["label", "n"]].to_numpy().tolist() == [["anti", 22], ["neutral", 14], ["pro", 24]]
    assert report.labels["alpha"].tolist() == pytest.approx(
        [1 - 59 * 6 / (22 * 38), 1 - 59 * 2 / (14 * 46), 1 - 59 * 4 / (24 * 36)]
    )
    assert report.pairs[["first", "second", "units", "same"]].to_numpy().tolist() == [["ada", "ben", 30, 24 / 30]]
    pair = report.pairs.iloc[0]
    assert (pair["alpha"], pair["low"], pair["high"]) == (
        report.overall.alpha,
        report.overall.low,
        report.overall.high,
    )


def test_confusion_and_disagreements_say_who_gave_what():
    report = agreement_report(labels_of(BY_HAND, target="tanks", text="One of Arvania."), n_resamples=5)
    counts = report.confusion.set_index(["first_label", "second_label"])["n"].to_dict()
    assert counts == {
        ("pro", "pro"): 10,
        ("anti", "anti"): 8,
        ("neutral", "neutral"): 6,
        ("pro", "anti"): 4,
        ("anti", "neutral"): 2,
    }
    assert list(report.disagreements) == ["sentence_id", "target", "text", "label_ada", "label_ben"]
    assert report.disagreements["sentence_id"].tolist() == ["s24", "s25", "s26", "s27", "s28", "s29"]
    assert report.disagreements["label_ada"].tolist() == ["pro"] * 4 + ["anti"] * 2
    assert report.disagreements["label_ben"].tolist() == ["anti"] * 4 + ["neutral"] * 2


def test_the_four_observers_of_krippendorff_2011_three_times_over():
    """His example C has 11 units; alpha of three copies is his but for the correction for small samples."""
    coded = codings([line.translate(str.maketrans("12345", "apnbc")) * 3 for line in FOUR_OBSERVERS])
    rows = [
        {"coder": f"observer {coder}", "sentence_id": unit, "label": label}
        for coder, line in enumerate(coded)
        for unit, label in enumerate(line)
    ]
    report = agreement_report(pd.DataFrame(rows), n_resamples=50)
    assert report.overall == krippendorff_alpha(coded, n_resamples=50)
    assert (report.overall.units, report.overall.coders) == (33, 4)
    assert report.overall.alpha == pytest.approx(0.743, abs=0.01)
    assert len(report.pairs) == 6


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("anp.", min_size=3, max_size=3), min_size=60, max_size=60))
def test_each_alpha_is_that_of_counting_pairs_one_by_one(units):
    labels = labels_of(units)
    given = [[NAMES[letter] for letter in unit if letter != "."] for unit in units]
    if sum(len(unit) > 1 for unit in given) < 30:
        return
    report = agreement_report(labels, n_resamples=5)
    assert report.overall.alpha == pytest.approx(naive_alpha(given), nan_ok=True)
    for row in report.labels.to_dict("records"):
        against = [[label == row["label"] for label in unit] for unit in given]
        assert row["alpha"] == pytest.approx(naive_alpha(against), nan_ok=True)
    for row in report.pairs.to_dict("records"):
        columns = [["ada", "ben", "cas"].index(row[name]) for name in ("first", "second")]
        both = [[unit[i] for i in columns] for unit in units if "." not in [unit[i] for i in columns]]
        assert row["units"] == len(both)
        expected = naive_alpha(both) if len(both) >= 30 else float("nan")
        assert row["alpha"] == pytest.approx(expected, nan_ok=True)
    differing = [number for number, unit in enumerate(given) if len(set(unit)) > 1]
    assert sorted(report.disagreements["sentence_id"]) == [f"s{number:02d}" for number in differing]


def test_a_pair_with_few_sentences_in_common_has_no_alpha():
    report = agreement_report(labels_of(["pp."] * 20 + ["aa."] * 15 + [".nn"] * 5), n_resamples=5)
    pairs = report.pairs.set_index(["first", "second"])
    assert pairs["units"].to_dict() == {("ada", "ben"): 35, ("ada", "cas"): 0, ("ben", "cas"): 5}
    assert pairs["alpha"].notna().tolist() == [True, False, False]
    assert pairs["same"].tolist() == pytest.approx([1, np.nan, 1], nan_ok=True)


def test_the_order_of_rows_is_nothing():
    labels = labels_of(["ppa"] * 20 + ["aan"] * 12 + ["npp"] * 9)
    report, other = (agreement_report(rows, n_resamples=50) for rows in (labels, labels.sort_values("coder")[::-1]))
    assert report.overall == other.overall
    pd.testing.assert_frame_equal(report.labels, other.labels)


def test_sentences_are_matched_by_target_too():
    both = pd.concat([labels_of(BY_HAND, target="tanks"), labels_of(BY_HAND, target="shells")])
    assert agreement_report(both, n_resamples=5).overall.units == 60


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (labels_of(["pp"] * 12 + ["p."] * 50), "only 12 sentences are labelled twice; agreement needs 30 at least"),
        (labels_of(["pp"] + ["p."] * 50), "only 1 sentence is labelled twice; agreement needs 30 at least"),
        (labels_of(["p"] * 50), "only 0 sentences are labelled twice; agreement needs 30 at least"),
        (labels_of(["pp"] * 30).iloc[:0], "only 0 sentences are labelled twice; agreement needs 30 at least"),
        (
            pd.concat([labels_of(BY_HAND), labels_of(["a"])]),
            "coder 'ada' gives sentence_id 's00' several labels: pro, anti",
        ),
        (
            labels_of(BY_HAND).assign(text=lambda frame: frame["coder"]),
            "sentence_id 's00' has different texts (coders ada, ben); are they of the same sentences?",
        ),
        (labels_of(BY_HAND).drop(columns="coder"), "labels: no column 'coder' (columns: sentence_id, label)"),
    ],
)
def test_what_cannot_be_measured_is_refused(labels, message):
    with pytest.raises(StanceError) as caught:
        agreement_report(labels)
    assert str(caught.value) == message


def test_the_same_label_twice_by_one_coder_counts_once():
    twice = pd.concat([labels_of(BY_HAND), labels_of(BY_HAND[:5])])
    assert agreement_report(twice, n_resamples=5).overall == agreement_report(labels_of(BY_HAND), n_resamples=5).overall


def test_one_label_alone_leaves_alpha_undefined():
    report = agreement_report(labels_of(["pp"] * 30), n_resamples=5)
    assert np.isnan(report.overall.alpha)
    assert report.disagreements.empty


def write_tables(ada, ben):
    """Write the labels of two coders into the working directory."""
    for name, label in (("ada", ada), ("ben", ben)):
        pd.DataFrame({"sentence_id": range(40), "label": label}).to_csv(f"{name}.csv", index=False)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        (["ada.csv", "./ada.csv"], "ada.csv is named twice"),
        (["ada.csv", "ben.csv", "ada.csv"], "ada.csv is named twice"),
        (["ada.csv", "ben.csv"], "ben.csv: no label is filled in"),
    ],
)
def test_one_table_twice_and_an_unfilled_one_are_refused(tmp_path, monkeypatch, tables, message):
    monkeypatch.chdir(tmp_path)
    write_tables("pro", None)
    with pytest.raises(StanceError) as caught:
        agreement_of_files(tables)
    assert str(caught.value) == message


def test_a_single_label_is_said_to_leave_alpha_undefined(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_tables("PRO", "pro")
    said, data = agreement_of_files(["ada.csv", "ben.csv"])
    assert said.splitlines()[1] == "Krippendorff's alpha (nominal): undefined: only one label was used"
    assert "- to -" not in said
    assert data["pairs"][0]["same"] == 1
