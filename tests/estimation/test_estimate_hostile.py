"""What `actor_stance` does with tables as they come: answers in order, or one line that says what is wrong."""

import warnings

import numpy as np
import pandas as pd
import pytest

from stance import StanceError, actor_stance

STANCES = ["anti", "neutral", "pro"]
PROBABILITIES = [f"p_{each}" for each in STANCES]
METHODS = ("stacked", "labels_only", "ppi", "emq", "classify_and_count")
SURE = ("stacked", "labels_only")
SHARES = ["anti", "neutral", "pro"]


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def statements(sizes=(1, 2, 12, 25), seed=0):
    rng = np.random.default_rng(seed)
    n = sum(sizes)
    frame = pd.DataFrame(rng.dirichlet([1, 1, 1], n), columns=PROBABILITIES)
    frame["actor"] = np.repeat([f"actor {each}" for each in range(len(sizes))], sizes)
    frame["document_id"] = [f"d{each // 2}" for each in range(n)]
    frame["label"] = np.where(rng.random(n) < 0.5, rng.choice(STANCES, n), None)
    return frame


def assert_in_order(found, method):
    assert found[SHARES].sum(axis=1).to_numpy() == pytest.approx(1)
    assert found["net"].between(-1, 1).all()
    if method in SURE:
        assert (found["low"] <= found["net"]).all()
        assert (found["net"] <= found["high"]).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("estimand", ["corpus", "tendency"])
def test_no_rows_give_no_rows(method, estimand):
    found = actor_stance(statements().head(0), method=method, estimand=estimand)
    assert len(found) == 0
    assert {"actor", "n", "net", "low", "high", "warning"} <= set(found.columns)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sizes", [(1,), (2,), (40,), (1, 1, 1)])
def test_few_rows(method, sizes):
    frame = statements(sizes).assign(label=None)
    frame.loc[0, "label"] = "pro"
    found = actor_stance(frame, method=method)
    assert found["n"].sum() == sum(sizes)
    assert found["n_labelled"].sum() == 1
    assert_in_order(found, method)
    assert found["warning"].str.contains("n < 5").tolist() == [n < 5 for n in found["n"]]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sure_of", ["its label", "another class", "pro", "a coin"])
def test_probabilities_of_nought_and_one(method, sure_of):
    frame = statements()
    gold = np.random.default_rng(1).integers(3, size=len(frame))
    said = {"its label": gold, "another class": (gold + 1) % 3, "pro": np.full(len(frame), 2), "a coin": gold[::-1]}
    frame[PROBABILITIES] = np.eye(3)[said[sure_of]]
    frame["label"] = frame["label"].where(frame["label"].isna(), np.array(STANCES)[gold])
    assert_in_order(actor_stance(frame, method=method), method)


@pytest.mark.parametrize("method", METHODS)
def test_two_classes_only(method):
    frame = statements()
    frame[PROBABILITIES] = frame[PROBABILITIES].assign(p_neutral=0).div(1 - frame["p_neutral"], axis=0)
    frame["label"] = frame["label"].replace("neutral", "anti")
    found = actor_stance(frame, method=method)
    assert_in_order(found, method)
    # no sentence is neutral or thought to be; what is left to unlabelled sentences is small
    assert (found["neutral"][found["n"] > 10] < 0.05).all()


@pytest.mark.parametrize("method", ["stacked", "labels_only"])
def test_a_class_that_was_never_seen_may_still_come(method):
    frame = statements((30,)).assign(label=["pro"] * 10 + [None] * 20)
    found = actor_stance(frame, method=method).iloc[0]
    assert found["pro_low"] < found["pro"] < found["pro_high"] == 1
    assert found["low"] < found["net"]


@pytest.mark.parametrize("missing", [None, "", np.nan, pd.NA])
def test_labels_that_are_none(missing):
    frame = statements().assign(label=pd.Series([missing] * 40, dtype=object))
    found = actor_stance(frame)
    assert (found["method"] == "classify_and_count").all()
    assert (found["n_labelled"] == 0).all()
    for method in ("stacked", "labels_only", "ppi"):
        with pytest.raises(StanceError, match=f"method '{method}' needs labels: no row has one"):
            actor_stance(frame, method=method)


def as_categories(frame):
    return frame.astype({"actor": "category", "document_id": "category", "label": "category"})


def without_an_actor(frame):
    return as_categories(frame[frame["actor"] != "actor 9"])


@pytest.mark.parametrize(
    "other",
    [
        as_categories,
        lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
        lambda frame: frame.astype({"label": "string", "actor": "string"}),
        lambda frame: frame.astype(dict.fromkeys(PROBABILITIES, object)),
        lambda frame: frame.set_axis([7] * len(frame)),
        lambda frame: frame.set_index(["actor", "document_id"], drop=False),
        lambda frame: frame[frame.columns[::-1]],
        lambda frame: without_an_actor(pd.concat([frame, frame.tail(1).assign(actor="actor 9")])),
        lambda frame: frame.assign(label=frame["label"].fillna("")),
        lambda frame: frame.assign(**{each: 1.0005 * frame[each] for each in PROBABILITIES}),
    ],
)
def test_other_ways_to_hold_the_same_table(other):
    frame = statements()
    pd.testing.assert_frame_equal(actor_stance(other(frame)), actor_stance(frame), check_dtype=False, rtol=1e-6)


@pytest.mark.parametrize("kind", [object, "str", "category", "float"])
def test_a_missing_actor_is_unattributed(kind):
    frame = statements()
    numbers = frame["actor"].str[-1].astype(float)
    actor = numbers.where(numbers != 3) if kind == "float" else frame["actor"].where(numbers != 3, None).astype(kind)
    found = actor_stance(frame.assign(actor=actor)).set_index("actor")
    assert found.loc["unattributed", "n"] == 25
    assert found["n"].sum() == 40


def test_a_missing_document_is_one_of_its_own():
    frame = statements()
    alone, numbered = (actor_stance(frame.assign(document_id=each)) for each in (None, range(40)))
    pd.testing.assert_frame_equal(alone, numbered)


def test_a_missing_group_is_a_group():
    found = actor_stance(statements((10, 10)).assign(time=[None, "May"] * 10), by="time")
    assert found["time"].isna().sum() == 2
    assert found["n"].tolist() == [5] * 4


def spoil(**columns):
    return lambda frame: frame.assign(**columns)


def spoil_one(column, value):
    return lambda frame: frame.assign(**{column: [value, *frame[column].tolist()[1:]]})


@pytest.mark.parametrize(
    ("spoiled", "message"),
    [
        *((lambda frame, name=name: frame.drop(columns=name), f"column '{name}' is missing") for name in PROBABILITIES),
        (lambda frame: frame.drop(columns="actor"), "column 'actor' is missing"),
        (lambda frame: frame.drop(columns="document_id"), "column 'document_id' is missing"),
        (lambda frame: pd.concat([frame, frame[["actor"]]], axis=1), "column 'actor' stands twice"),
        (spoil_one("p_pro", np.nan), "row 0: p_anti, p_neutral, p_pro are .*nan"),
        (spoil_one("p_pro", None), "row 0: p_anti, p_neutral, p_pro are .*nan"),
        (spoil_one("p_pro", np.inf), "row 0: .*inf"),
        (spoil_one("p_pro", -0.2), "each must be 0 to 1 and together 1"),
        (spoil(p_pro=1.0), "each must be 0 to 1 and together 1"),
        (spoil(p_pro="much"), "a probability is no number"),
        (spoil(label="PRO"), "row 0: label 'PRO' is not one of anti, neutral, pro"),
        (spoil(label=1), "row 0: label 1 is not one of anti, neutral, pro"),
        *((spoil(label="pro", sample_prob=each), "row 0: sample_prob is") for each in (0, -1, 2, np.nan, "x", None)),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_what_cannot_be_is_refused_in_one_line(spoiled, message, method):
    with pytest.raises(StanceError, match=message) as raised:
        actor_stance(spoiled(statements()), method=method)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["actor", "n", "net", "pro_low"])
def test_a_grouping_column_is_no_column_of_estimates(name):
    with pytest.raises(StanceError, match=f"cannot group by '{name}'"):
        actor_stance(statements().assign(n=1, net=1, pro_low=1), by=[name])


def test_a_missing_grouping_column_is_named():
    with pytest.raises(StanceError, match="column 'time' is missing"):
        actor_stance(statements(), by="time")


@pytest.mark.parametrize("method", METHODS)
def test_sampling_probabilities_near_nought(method):
    chance = np.where(np.arange(40) % 7, 1, 1e-300)
    assert_in_order(actor_stance(statements().assign(sample_prob=chance), method=method), method)


def test_an_actor_of_fifty_thousand_sentences_is_as_good_as_labelled_where_the_classifier_is():
    rng = np.random.default_rng(0)
    gold = rng.choice(3, 50_000, p=[0.2, 0.3, 0.5])
    proba = 0.9 * np.eye(3)[gold] + 0.1 * rng.dirichlet([1, 1, 1], 50_000)
    frame = pd.DataFrame(proba, columns=PROBABILITIES).assign(actor="Brandt", document_id=range(50_000))
    frame["label"] = np.where(rng.random(50_000) < 0.01, np.array(STANCES)[gold], None)
    found = actor_stance(frame).iloc[0]
    assert found["low"] <= (gold == 2).mean() - (gold == 0).mean() <= found["high"]
    assert found["high"] - found["low"] < 0.1
