"""Drawing sentences to label: known probabilities, never one twice, and the sample of several rounds as one."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.corpus.tables import read_table, write_table
from stance.corpus.validation import validate
from stance.errors import StanceError
from stance.estimation.population import equal_shares
from stance.estimation.sampling import draw_sample


def predictions(actors, **columns):
    """Return one sentence for each entry: a name, several with '+' between, or '' for nobody."""
    rows = [
        {
            "sentence_id": f"s{i:03d}",
            "document_id": f"d{i // 4}",
            "text": f"Sentence {i} of Arvania.",
            "statements": [{"actor": name, "stance": None} for name in names.split("+") if name],
            "predicted": "pro",
            "p_anti": 0.2,
            "p_neutral": 0.2,
            "p_pro": 0.6,
        }
        for i, names in enumerate(actors)
    ]
    return validate(pd.DataFrame(rows).assign(**columns), labelled=False)


MIXED = predictions(["Brandt"] * 2 + ["Okoro"] * 5 + ["Belmark"] * 20 + [""] * 9)


def drawn_by(sample):
    return sample["actor"].value_counts().to_dict()


def test_a_simple_random_sample_is_a_table_to_fill_in_that_hides_what_was_predicted():
    sample = draw_sample(MIXED, 9)
    assert list(sample) == ["sentence_id", "document_id", "target", "text", "actor", "label", "sample_prob"]
    assert sample["sentence_id"].is_unique
    assert sample["label"].isna().all()
    assert sample["sample_prob"].tolist() == [9 / 36] * 9
    there = MIXED.set_index("sentence_id").loc[sample["sentence_id"]]
    assert sample["text"].tolist() == there["text"].tolist()
    assert sample["document_id"].tolist() == there["document_id"].tolist()


def test_every_sentence_is_as_likely_and_rows_come_in_random_order():
    small = predictions(["Brandt"] * 12)
    samples = [draw_sample(small, 4, seed=seed)["sentence_id"] for seed in range(300)]
    for counts in (pd.concat(samples).value_counts(), pd.Series([each[0] for each in samples]).value_counts()):
        share = counts.sum() / 300 / 12
        assert len(counts) == 12
        assert (abs(counts / 300 - share) < 4.5 * np.sqrt(share * (1 - share) / 300)).all()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(36)), st.sampled_from([None, "actor"]), st.integers(1, 27), st.integers(0, 5))
def test_the_seed_decides_and_not_the_order_of_rows(order, by, n, seed):
    sample = draw_sample(MIXED, n, by, seed)
    pd.testing.assert_frame_equal(sample, draw_sample(MIXED.iloc[order], n, by, seed))
    assert 0 < sample["sample_prob"].min() <= sample["sample_prob"].max() <= 1


def test_another_seed_draws_another_sample():
    assert set(draw_sample(MIXED, 9)["sentence_id"]) != set(draw_sample(MIXED, 9, seed=1)["sentence_id"])


def test_by_actor_draws_the_same_number_of_each_and_small_ones_whole():
    sample = draw_sample(MIXED, 12, by="actor")
    assert drawn_by(sample) == {"Brandt": 2, "Okoro": 5, "Belmark": 5}
    assert sample.groupby("actor")["sample_prob"].unique().map(list).to_dict() == {
        "Belmark": [5 / 20],
        "Brandt": [1.0],
        "Okoro": [1.0],
    }


def test_draws_that_do_not_go_round_fall_to_actors_by_lot():
    seen = [drawn_by(draw_sample(MIXED, 11, "actor", seed)) for seed in range(30)]
    assert all(each["Brandt"] == 2 and {each["Okoro"], each["Belmark"]} == {4, 5} for each in seen)
    assert len({each["Okoro"] for each in seen}) == 2
    ones = [drawn_by(draw_sample(MIXED, 1, "actor", seed)) for seed in range(30)]
    assert {name for each in ones for name in each} == {"Brandt", "Okoro", "Belmark"}


def test_a_sentence_of_several_actors_belongs_to_the_one_with_fewest_sentences():
    frame = predictions(["Okoro"] * 6 + ["Okoro+Brandt"] * 2 + ["Brandt+Adler"] * 2)
    sample = draw_sample(frame, 6, by="actor")
    # Brandt has 4 sentences, two of them with Adler, who has no other
    assert drawn_by(sample) == {"Okoro": 2, "Okoro; Brandt": 2, "Brandt; Adler": 2}
    assert sample.set_index("actor").loc["Okoro", "sample_prob"].tolist() == [2 / 6] * 2


def test_sentences_of_nobody_are_drawn_by_actor_only_where_there_are_no_others():
    assert draw_sample(MIXED, 27, by="actor")["actor"].notna().all()
    nobody = draw_sample(predictions([""] * 8), 4, by="actor")
    assert (nobody["actor"].isna().all(), nobody["sample_prob"].tolist()) == (True, [0.5] * 4)


@pytest.mark.parametrize("rounds", [[(None, 7)], [("actor", 7)], [(None, 5), (None, 6)], [(None, 6), ("actor", 6)]])
def test_weighting_by_the_probability_counts_every_actor_rightly_on_average(rounds):
    frame = predictions(["Brandt"] * 3 + ["Okoro"] * 6 + ["Belmark+Okoro"] * 3 + ["Belmark"] * 15)
    pro = {f"s{i:03d}": i % 3 == 0 for i in range(len(frame))}
    estimates = []
    for seed in range(150):
        sample = None
        for by, n in rounds:
            sample = draw_sample(frame, n, by, seed, sample)
        of_okoro = sample[sample["actor"].str.contains("Okoro")]
        estimates.append((of_okoro["sentence_id"].map(pro) / of_okoro["sample_prob"]).sum())
    truth = sum(pro[f"s{i:03d}"] for i in range(3, 12))
    assert abs(np.mean(estimates) - truth) < 4 * np.std(estimates) / np.sqrt(len(estimates))


def test_a_second_round_takes_over_the_first_and_draws_none_of_it_again():
    first = draw_sample(MIXED, 10).assign(comment="clear")
    first.loc[:6, "label"] = "anti"
    both = draw_sample(MIXED, 8, labelled=first)
    assert both["sentence_id"].is_unique
    assert both["sentence_id"].tolist()[:10] == first["sentence_id"].tolist()
    assert both["label"].tolist() == ["anti"] * 7 + [None] * 11
    assert both["comment"].notna().tolist() == [True] * 10 + [False] * 8
    # two simple random samples are one of 18
    assert both["sample_prob"].to_numpy() == pytest.approx(18 / 36)
    assert set(both["sentence_id"]) == set(draw_sample(MIXED, 18)["sentence_id"])


def test_after_simple_random_draws_those_by_actor_level_the_numbers():
    first = draw_sample(MIXED, 12)
    had = drawn_by(first)
    both = draw_sample(MIXED, 8, "actor", labelled=first)
    counts = drawn_by(both)
    assert counts["Brandt"] == 2
    assert counts["Okoro"] == 5 or counts["Okoro"] >= counts["Belmark"]
    assert all(counts[name] >= n for name, n in had.items())
    sizes = {"Brandt": 2, "Okoro": 5, "Belmark": 20}
    for name, size in sizes.items():
        assert both[both["actor"] == name]["sample_prob"].to_numpy() == pytest.approx(counts[name] / size)
    nobody = both[both["actor"].isna()]
    assert nobody["sample_prob"].to_numpy() == pytest.approx(len(nobody) / 9)


def test_simple_random_draws_after_those_by_actor_keep_the_actors_apart():
    both = draw_sample(MIXED, 10, labelled=draw_sample(MIXED, 9, by="actor"))
    counts = both["actor"].fillna("").value_counts()
    sizes = pd.Series({"Brandt": 2, "Okoro": 5, "Belmark": 20, "": 9})
    expected = (counts / sizes)[both["actor"].fillna("")]
    assert both["sample_prob"].to_numpy() == pytest.approx(expected.to_numpy())


def test_labels_without_a_probability_are_avoided_and_not_part_of_the_sample():
    trained_on = MIXED[["sentence_id"]].iloc[:16].assign(label="pro")
    sample = draw_sample(MIXED, 10, labelled=trained_on)
    assert not set(sample["sentence_id"]) & set(trained_on["sentence_id"])
    assert sample["sample_prob"].tolist() == [10 / 20] * 10


def test_a_table_on_disk_is_taken_over_as_the_frame_is(tmp_path):
    first = draw_sample(MIXED, 7, by="actor")
    write_table(first, tmp_path / "first.csv")
    write_table(MIXED, tmp_path / "predictions.csv")
    from_disk = draw_sample(
        read_table(tmp_path / "predictions.csv", labelled=False), 5, labelled=tmp_path / "first.csv"
    )
    pd.testing.assert_frame_equal(from_disk, draw_sample(MIXED, 5, labelled=first))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 37}, "n is 37, but only 36 sentences are left to draw"),
        ({"n": 28, "by": "actor"}, "n is 28, but only 27 sentences with an actor are left to draw"),
        ({"n": 27, "labelled": draw_sample(MIXED, 10)}, "n is 27, but only 26 sentences are left to draw"),
        ({"n": 0}, "n is 0; draw one sentence at least"),
        ({"n": 3, "seed": -1}, "seed is -1; it must be 0 or more"),
        ({"n": 3, "by": "target"}, "by 'target' is not 'actor'; leave it out for a simple random sample"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options, message):
    with pytest.raises(StanceError) as caught:
        draw_sample(MIXED, **options)
    assert str(caught.value) == message


STRATA = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None)
@given(STRATA, st.data())
def test_shares_are_as_equal_as_sizes_and_earlier_draws_allow(strata, data):
    sizes, before = (np.array(each) for each in zip(*strata, strict=True))
    n = data.draw(st.integers(0, int(sizes.sum())))
    shares = equal_shares(n, sizes, before, np.array(data.draw(st.permutations(range(len(sizes))))))
    assert shares.sum() == n
    assert ((shares >= 0) & (shares <= sizes)).all()
    total = before + shares
    # nobody who could have had more stands two below anybody who was given any
    assert total[shares < sizes].min(initial=99) >= total[shares > 0].max(initial=0) - 1
