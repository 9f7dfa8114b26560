"""Where errors are: slices counted by hand, intervals beside scipy's, and groups that err together."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance import StanceError
from stance.evaluation.slices import SLICES, confident_errors, error_slices, wilson

HAND = pd.DataFrame(
    [
        ("ban", "The council did not meet", "anti", "pro"),
        ("ban", "The council met #irony", "anti", "anti"),
        ("ban", "the shells " * 6, "neutral", "pro"),
        ("arms", "don’t send " * 6, "neutral", "anti"),
        ("arms", "Sooo good", "pro", "pro"),
        ("arms", "word " * 41, "anti", "neutral"),
        ("arms", "a b", "anti", "pro"),
    ],
    columns=["target", "text", "label", "predicted"],
)


def row(slices: pd.DataFrame, value: str) -> dict:
    [found] = slices[slices["value"] == value].to_dict("records")
    return found


def test_counts_are_those_made_by_hand():
    slices = error_slices(HAND)
    assert slices[["slice", "value", "n", "errors"]].to_numpy().tolist() == [
        ["target", "arms", 4, 3],
        ["target", "ban", 3, 2],
        ["label", "anti", 4, 3],
        ["label", "neutral", 2, 2],
        ["label", "pro", 1, 0],
        ["length", "1 to 10 words", 4, 2],
        ["length", "11 to 20 words", 2, 2],
        ["length", "more than 40 words", 1, 1],
        ["negation", "with negation", 2, 2],
        ["negation", "without negation", 5, 3],
        ["sarcasm", "with marks", 2, 0],
        ["sarcasm", "without marks", 5, 5],
    ]
    anti = row(slices, "anti")
    assert (anti["gold"], anti["predicted"], anti["confused"]) == ("anti", "pro", 2)
    assert anti["difference"] == pytest.approx(3 / 4 - 2 / 3)
    pro = row(slices, "pro")
    assert pro["confused"] == 0
    assert pd.isna(pro["gold"])


@pytest.mark.parametrize(
    ("words", "band"), [(1, "1 to 10"), (10, "1 to 10"), (11, "11 to 20"), (40, "31 to 40"), (41, "more than 40")]
)
def test_bands_of_length_hold_their_bounds(words, band):
    frame = pd.DataFrame({"text": ["word " * words], "label": ["pro"], "predicted": ["pro"]})
    assert row(error_slices(frame), f"{band} words")["n"] == 1


@settings(deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_are_those_of_scipy(case):
    from scipy.stats import binomtest

    k, n = case
    assert wilson(k / n, n) == pytest.approx(tuple(binomtest(k, n).proportion_ci(0.95, "wilson")), abs=1e-9)
    low, high = wilson(k / n, n)
    assert low <= k / n <= high


def frame_of(wrong, document=None) -> pd.DataFrame:
    n = len(wrong)
    predicted = np.where(wrong, "anti", "pro")
    columns = {"text": ["a b"] * n, "label": ["pro"] * n, "predicted": predicted, "document_id": document}
    return pd.DataFrame(columns).assign(sentence_id=[str(i) for i in range(n)])


def test_sentences_that_stand_alone_have_wilsons_own_interval():
    found = row(error_slices(frame_of([True] * 12 + [False] * 28)), "pro")
    assert (found["low"], found["high"]) == pytest.approx(wilson(0.3, 40))
    assert pd.isna(found["difference"])


def test_documents_that_err_as_one_count_as_one():
    documents = [f"d{i // 10}" for i in range(400)]
    together = [i // 10 % 3 == 0 for i in range(400)]
    found = row(error_slices(frame_of(together, documents)), "pro")
    # 40 documents that are wrong or right as a whole; correlations are taken to be 0.9 at most
    low, high = wilson(found["error_rate"], 400 / (1 + 0.9 * 9))
    assert (found["low"], found["high"]) == pytest.approx((low, high))
    spread = [i % 10 < 3 for i in range(400)]
    apart = row(error_slices(frame_of(spread, documents)), "pro")
    assert (apart["low"], apart["high"]) == pytest.approx(wilson(0.3, 400))


def test_difference_is_newcombes():
    # Newcombe (1998), Statistics in Medicine 17:873, table II, example (a): 56/70 and 48/80, by method 10
    wrong = [True] * 56 + [False] * 14 + [True] * 48 + [False] * 32
    frame = frame_of(wrong).assign(target=["one"] * 70 + ["other"] * 80)
    found = row(error_slices(frame), "one")
    assert (found["difference"], found["difference_low"], found["difference_high"]) == pytest.approx(
        (0.2, 0.0524, 0.3339), abs=5e-5
    )


LABELS = st.sampled_from(["anti", "neutral", "pro"])
TEXTS = st.sampled_from(["we do not agree", "sooo good", "a b", "the council " * 8, "no #not"])
ROWS = st.lists(st.tuples(TEXTS, LABELS, LABELS, st.sampled_from("ab")), min_size=1, max_size=30)


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_every_slice_counts_every_sentence_once(rows):
    frame = pd.DataFrame(rows, columns=["text", "label", "predicted", "target"])
    slices = error_slices(frame)
    wrong = int((frame["label"] != frame["predicted"]).sum())
    for name in SLICES:
        part = slices[slices["slice"] == name]
        assert (part["n"].sum(), part["errors"].sum()) == (len(frame), wrong)
    assert (slices["low"] <= slices["error_rate"]).all()
    assert (slices["error_rate"] <= slices["high"]).all()
    known = slices.dropna(subset="difference")
    assert (known["difference_low"] <= known["difference"] + 1e-12).all()
    assert (known["difference"] <= known["difference_high"] + 1e-12).all()


def with_probabilities(frame: pd.DataFrame) -> pd.DataFrame:
    sure = pd.Series([0.5, 0.9, 0.8, 0.8, 0.9, 0.4, 0.7])
    rest = (1 - sure) / 2
    names = ("anti", "neutral", "pro")
    proba = {f"p_{name}": sure.where(frame["predicted"] == name, rest) for name in names}
    return frame.assign(sentence_id=list("gfedcba"), **proba)


def test_confident_errors_come_first_and_equal_ones_by_name():
    errors = confident_errors(with_probabilities(HAND))
    assert errors["sentence_id"].tolist() == ["d", "e", "a", "g", "b"]
    assert errors["probability"].tolist() == [0.8, 0.8, 0.7, 0.5, 0.4]
    assert (errors["label"] != errors["predicted"]).all()


def test_unlabelled_rows_are_passed_over():
    more = pd.concat([HAND, HAND.head(2).assign(label=None)], ignore_index=True)
    pd.testing.assert_frame_equal(error_slices(more), error_slices(HAND))


def test_frames_without_gold_or_predictions_are_refused():
    with pytest.raises(StanceError, match="no column 'predicted'"):
        error_slices(HAND.drop(columns="predicted"))
    with pytest.raises(StanceError, match="no sentence has a label"):
        error_slices(HAND.assign(label=None))
    with pytest.raises(StanceError, match="no column 'p_anti'"):
        confident_errors(HAND)
