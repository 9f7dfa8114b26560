"""Actors who say one thing here and another there."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from stance import StanceError
from stance.estimation.contradictions import MOST_SHUFFLES, contradictions, shuffle_p_value
from stance.estimation.joint import holm
from tests.estimation.speakers import NAMES, speakers

COLUMNS = ["actor", "document_id", "text", "label", "p_anti", "p_neutral", "p_pro"]
SURE = {"pro": (0.05, 0.05, 0.9), "anti": (0.9, 0.05, 0.05), "neutral": (0.1, 0.8, 0.1)}


def said(actor, document, stance, text=None, label=None, proba=None):
    return (actor, document, text or f"{actor} in {document}: {stance}", label, *(proba or SURE[stance]))


def two_faced(actor="Jon Castell", stances=("pro", "anti"), documents=6, sentences=3):
    """One stance in the first half of the documents, the other in the second."""
    half = documents // 2
    return [said(actor, f"d{i}", stances[i >= half]) for i in range(documents) for _ in range(sentences)]


def frame(rows):
    return pd.DataFrame(rows, columns=COLUMNS)


def steady(actor="Mira Dahl"):
    """The same mixture in every document."""
    return [said(actor, f"d{i}", stance) for i in range(6) for stance in ("pro", "anti", "neutral")]


def test_only_who_says_other_things_in_other_documents_is_found():
    table = contradictions(frame(two_faced() + steady()))
    assert table["actor"].tolist() == ["Jon Castell"]
    row = table.iloc[0]
    assert (row["n"], row["n_labelled"], row["compared"]) == (18, 0, 6)
    assert row["p_value"] < 0.001
    assert row["p_adjusted"] == pytest.approx(2 * row["p_value"])
    assert table.attrs["tested"] == 2


def test_the_clearest_sentences_of_both_sides_are_shown_with_their_documents():
    rows = two_faced()
    rows[1] = said("Jon Castell", "d0", "pro", "we must ship them all", proba=(0.01, 0.01, 0.98))
    rows[-1] = said("Jon Castell", "d5", "anti", "not one shell", proba=(0.97, 0.02, 0.01))
    row = contradictions(frame(rows)).iloc[0]
    assert (row["pro_text"], row["pro_document"], row["pro_stance_from"]) == (
        "we must ship them all",
        "d0",
        "predicted",
    )
    assert (row["anti_text"], row["anti_document"], row["anti_probability"]) == ("not one shell", "d5", 0.97)


def test_a_gold_label_is_shown_before_what_is_predicted_more_surely():
    rows = two_faced()
    rows[4] = said("Jon Castell", "d1", "neutral", "a label says so", label="pro")
    rows[0] = said("Jon Castell", "d0", "pro", "labelled as none", label="neutral", proba=(0.0, 0.0, 1.0))
    row = contradictions(frame(rows)).iloc[0]
    assert (row["pro_text"], row["pro_stance_from"], row["pro_probability"]) == ("a label says so", "label", 0.1)
    assert row["anti_stance_from"] == "predicted"
    assert row["n_labelled"] == 2


def test_who_is_clearer_in_some_documents_only_has_no_sentence_of_the_other_side():
    row = contradictions(frame(two_faced(stances=("pro", "neutral")))).iloc[0]
    assert row["pro_document"] in {"d0", "d1", "d2"}
    assert row[["anti_text", "anti_document", "anti_stance_from", "anti_probability"]].isna().all()


def test_opposite_views_of_two_targets_are_no_contradiction():
    rows = frame(two_faced())
    targets = rows.assign(target=np.where(rows["label"].isna() & (rows["p_pro"] > 0.5), "treaty", "shells"))
    assert len(contradictions(targets)) == 1
    assert contradictions(targets, by=["target"], largest_p=1)["p_value"].tolist() == [1.0, 1.0]


def test_actors_whose_sentences_cannot_be_reshuffled_are_not_tested():
    rows = [said("one document", "d0", stance) for stance in ("pro", "anti", "pro")]
    rows += [said("one sentence each", f"d{i}", stance) for i, stance in enumerate(("pro", "anti", "pro"))]
    rows += [said(None, f"d{i // 2}", "pro" if i < 4 else "anti") for i in range(8)]
    rows += [said("unattributed", f"d{i // 2}", "pro" if i < 4 else "anti") for i in range(8)]
    table = contradictions(frame(rows), largest_p=1)
    assert table.empty
    assert table.attrs["tested"] == 0
    assert {"actor", "p_value", "pro_text", "anti_document"} <= set(table.columns)


def every_shuffle(score, group):
    """The share of all orders whose sum of squares between groups is as large."""

    def between(values):
        return sum(values[group == each].sum() ** 2 / (group == each).sum() for each in np.unique(group))

    centred = score - score.mean()
    drawn = [between(np.array(order)) for order in permutations(centred)]
    return np.mean(np.array(drawn) >= between(centred) - 1e-9)


@pytest.mark.parametrize("score", [[0.9, 0.8, 0.1, -0.7, -0.9, 0.2, -0.3], [0.5, -0.5, 0.6, -0.4, 0.1, 0.2, -0.6]])
def test_p_values_are_the_share_of_all_shuffles_that_do_as_much(score):
    group = np.array([0, 0, 0, 1, 1, 2, 2])
    exact = every_shuffle(np.array(score), group)
    found = [shuffle_p_value(np.array(score), group, np.zeros(7, bool), np.random.default_rng(i)) for i in range(20)]
    # a p-value that ends after 30 exceedances errs by about a fifth of itself, and the mean of 20 by a twentieth
    assert np.mean(found) == pytest.approx(exact, rel=0.2)


def test_labelled_sentences_are_shuffled_among_themselves():
    score, group = np.array([1.0, 1, -1, -1, 0.1, -0.1, 0.1, -0.1]), np.repeat([0, 1, 2, 3], 2)
    labelled = group < 2
    apart = [shuffle_p_value(score, group, labelled, np.random.default_rng(i)) for i in range(20)]
    # of the 6 ways to share out four labels, 2 part them as they are
    assert np.mean(apart) == pytest.approx(1 / 3, rel=0.2)
    together = shuffle_p_value(score, group, np.zeros(8, bool), np.random.default_rng(0))
    assert together < 0.15


def test_which_document_was_labelled_says_nothing_of_what_it_holds():
    score, group = np.array([1.0, 1, 1, 1, -0.2, 0.1, 0.0, -0.1]), np.repeat([0, 1], 4)
    assert shuffle_p_value(score, group, group == 0, np.random.default_rng(0)) == 1
    assert shuffle_p_value(score, group, np.zeros(8, bool), np.random.default_rng(0)) < 0.1


@pytest.mark.parametrize("whole", [False, True], ids=["sentences labelled", "documents labelled"])
def test_one_in_twenty_is_found_where_documents_do_not_differ(whole):
    rng, p_values = np.random.default_rng(11), []
    for number in range(600):
        group = np.sort(rng.integers(0, 8, 24))
        truth = rng.choice([-1.0, 0.0, 1.0], 24, p=rng.dirichlet([1, 1, 1]))
        labelled = np.isin(group, [1, 4]) if whole else rng.random(24) < 0.3
        score = np.where(labelled, truth, 0.6 * truth + rng.normal(0, 0.3, 24))
        p_values.append(shuffle_p_value(score, group, labelled, np.random.default_rng(number)))
    rate = np.mean(np.array(p_values) <= 0.05)
    # four standard errors of a share of 600
    assert 0.05 - 0.036 <= rate <= 0.05 + 0.036


def test_p_values_end_at_what_the_shuffles_can_tell():
    score, group = np.repeat([1.0, -1.0], 20), np.repeat(np.arange(10), 4)
    p_value = shuffle_p_value(score, group, np.zeros(40, bool), np.random.default_rng(0))
    assert p_value == 1 / (MOST_SHUFFLES + 1)


def test_periods_are_compared_with_the_test_of_periods():
    turned = speakers(1, actors=5, sentences=60, months=2, labels=150)
    turns, later = (turned["actor"] == NAMES[0]).to_numpy(), (turned["time"] > "2024-02").to_numpy()
    turned.loc[turns, ["p_anti", "p_neutral", "p_pro"]] = [SURE["anti" if late else "pro"] for late in later[turns]]
    known = turns & turned["label"].notna()
    turned.loc[known, "label"] = np.where(later[known], "anti", "pro")
    table = contradictions(turned, "period")
    assert table["actor"].tolist() == [NAMES[0]]
    row = table.iloc[0]
    assert (row["pro_period"], row["anti_period"], row["compared"]) == ("2024-01", "2024-02", 2)
    assert (row["pro_stance_from"], row["anti_stance_from"]) == ("label", "label")
    place = turned.set_index("text").loc[row["anti_text"]]
    assert (place["actor"], place["document_id"], place["label"]) == (NAMES[0], row["anti_document"], "anti")
    with pytest.raises(StanceError, match="label sentences that were drawn at random"):
        contradictions(turned.drop(columns="label"), "period")


def test_all_that_was_tested_is_adjusted_and_the_order_of_rows_does_not_matter():
    spoken = speakers(2)
    table = contradictions(spoken, largest_p=1)
    assert len(table) == table.attrs["tested"] == 6
    assert table["p_adjusted"].tolist() == pytest.approx(holm(table["p_value"]).tolist())
    pd.testing.assert_frame_equal(contradictions(spoken.sample(frac=1, random_state=1), largest_p=1), table)


def test_what_is_missing_is_said():
    rows = frame(two_faced())
    with pytest.raises(StanceError, match="column 'text' is missing"):
        contradictions(rows.drop(columns="text"))
    with pytest.raises(StanceError, match="between 'page' is not one of document, period"):
        contradictions(rows, "page")
