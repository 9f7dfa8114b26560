"""What `actor_stance` promises, on invented actors with known stances."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stance
from stance import actor_stance

STANCES = ["anti", "neutral", "pro"]
NET = np.array([-1, 0, 1])
WITH_INTERVAL = ("stacked", "labels_only", "ppi")
METHODS = (*WITH_INTERVAL, "emq", "classify_and_count")
NUMBERS = ["n", "n_labelled", "effective_labels", *STANCES, "net", "low", "high"]


def corpus(seed, sizes=(3, 8, 15, 30), share=0.4, documents=3):
    """Statements with a column `gold`, and labels for a random part; the classifier is right two times in three."""
    rng = np.random.default_rng(seed)
    parts = []
    for number, size in enumerate(sizes):
        gold = rng.choice(3, size, p=rng.dirichlet([1, 1, 1]))
        proba = rng.dirichlet([0.7, 0.7, 0.7], size) + np.eye(3)[gold]
        part = pd.DataFrame(proba / proba.sum(axis=1, keepdims=True), columns=[f"p_{each}" for each in STANCES])
        names = [f"{number}-{each // documents}" for each in range(size)]
        parts.append(part.assign(actor=f"actor {number}", document_id=names, gold=np.array(STANCES)[gold]))
    frame = pd.concat(parts, ignore_index=True)
    drawn = rng.random(len(frame)) < share
    drawn[rng.integers(len(frame))] = True
    return frame.assign(label=frame["gold"].where(drawn, None))


def realised(frame):
    """Gold shares and net stance by actor."""
    shares = pd.crosstab(frame["actor"], frame["gold"], normalize="index").reindex(columns=STANCES, fill_value=0)
    return shares.assign(net=shares["pro"] - shares["anti"])


def of_actors(found):
    return found.set_index("actor").sort_index()


some_corpus = st.builds(
    corpus,
    st.integers(0, 10**6),
    st.lists(st.integers(1, 25), min_size=1, max_size=5),
    st.floats(0, 1),
    st.integers(1, 6),
)
few = settings(deadline=None, max_examples=20)


@few
@given(some_corpus, st.sampled_from(METHODS), st.sampled_from(["corpus", "tendency"]), st.floats(0.05, 0.99))
def test_shares_sum_to_one_and_intervals_hold_the_estimate(frame, method, estimand, level):
    found = actor_stance(frame, method=method, estimand=estimand, level=level)
    assert found[STANCES].sum(axis=1).to_numpy() == pytest.approx(1)
    assert found["net"].to_numpy() == pytest.approx((found["pro"] - found["anti"]).to_numpy())
    pairs = [("net", "low", "high", -1)] + [(each, f"{each}_low", f"{each}_high", 0) for each in STANCES]
    for name, low, high, least in pairs:
        assert found[name].between(least - 1e-12, 1 + 1e-12).all()
        given_ = found[found[low].notna()]
        if method in ("stacked", "labels_only"):
            assert len(given_) == len(found)
        assert (given_[low] <= given_[name] + 1e-12).all()
        assert (given_[name] <= given_[high] + 1e-12).all()
        assert (given_[low] >= least - 1e-12).all()
        assert (given_[high] <= 1 + 1e-12).all()


@few
@given(some_corpus, st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_index_matters(frame, method, random):
    order = random.sample(range(len(frame)), len(frame))
    shuffled = frame.iloc[order].set_axis(["x"] * len(frame))
    pd.testing.assert_frame_equal(actor_stance(frame, method=method), actor_stance(shuffled, method=method), rtol=1e-9)


@few
@given(some_corpus, st.sampled_from(METHODS), st.sampled_from(["corpus", "tendency"]))
def test_the_names_of_actors_and_documents_do_not_matter(frame, method, estimand):
    # the new names sort the other way round
    renamed = frame.assign(
        actor="Z" + frame["actor"].str[-1].map(lambda digit: chr(ord("z") - int(digit))),
        document_id=frame["document_id"].map(hash).astype(str),
    )
    found, again = (of_actors(actor_stance(each, method=method, estimand=estimand)) for each in (frame, renamed))
    assert again[NUMBERS].to_numpy(float)[::-1] == pytest.approx(found[NUMBERS].to_numpy(float), nan_ok=True, rel=1e-6)


@few
@given(some_corpus, st.sampled_from(WITH_INTERVAL))
def test_all_labels_give_the_exact_answer(frame, method):
    found = of_actors(actor_stance(frame.assign(label=frame["gold"]), method=method))
    truth = realised(frame)
    assert found[[*STANCES, "net"]].to_numpy() == pytest.approx(truth.to_numpy())
    assert (found["high"] - found["low"]).to_numpy() == pytest.approx(0)
    assert (found["pro_high"] - found["pro_low"]).to_numpy() == pytest.approx(0)


@few
@given(some_corpus)
def test_no_interval_holds_what_the_labels_rule_out(frame):
    found = of_actors(actor_stance(frame))
    seen = pd.crosstab(frame["actor"], frame["label"]).reindex(found.index, columns=STANCES, fill_value=0)
    for each in STANCES:
        assert (found[f"{each}_low"] >= seen[each] / found["n"] - 1e-9).all()
        others = seen.sum(axis=1) - seen[each]
        assert (found[f"{each}_high"] <= 1 - others / found["n"] + 1e-9).all()


@pytest.mark.parametrize("method", ["stacked", "labels_only"])
@pytest.mark.parametrize("estimand", ["corpus", "tendency"])
def test_more_labels_never_widen_on_average(method, estimand):
    widths = []
    for share in (0.1, 0.3, 0.6, 0.9):
        found = [actor_stance(corpus(seed, (20,) * 8, share, 1), method=method, estimand=estimand) for seed in range(4)]
        widths.append(np.mean([(each["high"] - each["low"]).mean() for each in found]))
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < 0.7 * widths[0]


@pytest.mark.parametrize("method", ["stacked", "labels_only"])
def test_a_tendency_is_less_certain_than_what_was_said(method):
    frame = corpus(1)
    said, tends = (of_actors(actor_stance(frame, method=method, estimand=each)) for each in ("corpus", "tendency"))
    assert ((tends["high"] - tends["low"]) > (said["high"] - said["low"])).all()
    everything = of_actors(actor_stance(frame.assign(label=frame["gold"]), method=method, estimand="tendency"))
    assert (everything["high"] > everything["low"]).all()


@pytest.mark.parametrize("method", WITH_INTERVAL)
def test_a_higher_level_is_wider(method):
    found = [of_actors(actor_stance(corpus(2, share=0.6), method=method, level=each)) for each in (0.5, 0.95)]
    narrow, wide = ((each["high"] - each["low"]).dropna() for each in found)
    assert (narrow <= wide).all()
    assert narrow.mean() < 0.7 * wide.mean()


def test_an_actor_in_two_groups_is_two_rows():
    frame = corpus(3, (12, 20)).assign(time=[1, 2] * 16)
    found = actor_stance(frame, by=["time"])
    assert found.columns[:3].tolist() == ["time", "actor", "n"]
    assert found[["time", "actor", "n"]].values.tolist() == [
        [1, "actor 1", 10],
        [1, "actor 0", 6],
        [2, "actor 1", 10],
        [2, "actor 0", 6],
    ]
    as_names = actor_stance(frame.assign(actor=frame["actor"] + " in " + frame["time"].astype(str)))
    keys = found["actor"] + " in " + found["time"].astype(str)
    assert found.set_index(keys)["net"].to_dict() == pytest.approx(as_names.set_index("actor")["net"].to_dict())
    pd.testing.assert_frame_equal(actor_stance(frame, by="time"), found)


def test_equal_sampling_probabilities_change_nothing_and_the_scale_is_free():
    frame = corpus(4)
    plain = actor_stance(frame)
    for probability in (1.0, 0.3):
        given_ = frame.assign(sample_prob=np.where(frame["label"].notna(), probability, np.nan))
        pd.testing.assert_frame_equal(actor_stance(given_), plain, rtol=1e-9)


@pytest.mark.parametrize("method", ["stacked", "labels_only", "ppi"])
def test_sampling_probabilities_undo_a_lopsided_draw(method):
    """Pro sentences are drawn four times as often as anti ones; the classifier says nothing."""
    rng = np.random.default_rng(0)
    gold = np.repeat(["pro", "anti"], 800)
    chance = np.where(gold == "pro", 0.4, 0.1)
    frame = pd.DataFrame({"actor": "Brandt", "document_id": range(1600), "p_anti": 0.4, "p_neutral": 0.2, "p_pro": 0.4})
    frame["label"] = np.where(rng.random(1600) < chance, gold, None)
    naive, weighted = (actor_stance(each, method=method) for each in (frame, frame.assign(sample_prob=chance)))
    assert naive.loc[0, "low"] > 0.2
    assert weighted.loc[0, "low"] < 0 < weighted.loc[0, "high"]
    assert weighted.loc[0, "effective_labels"] < naive.loc[0, "effective_labels"] == naive.loc[0, "n_labelled"]


def test_sentences_of_one_mind_in_a_document_widen():
    rng = np.random.default_rng(5)
    document = np.repeat(np.arange(60), 5)
    gold = np.array(STANCES)[rng.choice([0, 2], 60)[document]]
    frame = pd.DataFrame({"actor": [f"actor {each % 6}" for each in document], "document_id": document, "gold": gold})
    frame = frame.assign(p_anti=0.4, p_neutral=0.2, p_pro=0.4, label=np.where(document % 10 < 6, gold, None))
    together, apart = (actor_stance(each) for each in (frame, frame.assign(document_id=range(300))))
    assert (together["high"] - together["low"]).mean() > 1.3 * (apart["high"] - apart["low"]).mean()
    assert (together["effective_labels"] < 0.5 * together["n_labelled"]).all()


def test_without_labels_it_counts_and_says_that_it_is_uncalibrated():
    frame = corpus(6).drop(columns="label")
    found = of_actors(actor_stance(frame))
    likeliest = frame[[f"p_{each}" for each in STANCES]].to_numpy().argmax(axis=1)
    counted = pd.crosstab(frame["actor"], likeliest, normalize="index").reindex(columns=range(3), fill_value=0)
    assert found[STANCES].to_numpy() == pytest.approx(counted.to_numpy())
    assert (found["method"] == "classify_and_count").all()
    assert found["warning"].str.startswith("uncalibrated").all()
    assert found[["low", "high"]].isna().all(axis=None)
    assert found["n"].tolist() == [3, 8, 15, 30]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "counting"}, "method 'counting' is not one of stacked"),
        ({"estimand": "population"}, "estimand 'population' is not one of corpus, tendency"),
        ({"level": 95}, "level 95 is no probability"),
        ({"level": float("nan")}, "level nan is no probability"),
    ],
)
def test_an_unknown_option_is_refused(options, message):
    with pytest.raises(stance.StanceError, match=message):
        actor_stance(corpus(0), **options)
