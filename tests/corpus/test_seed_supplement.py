"""The supplement of the seeds: what its data sheet promises."""

import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from stance import load_seeds, read_table
from stance.corpus.duplicates import NEAR, near_duplicates
from stance.corpus.schema import STANCES
from tests.conftest import PROJECT

FOLDER = PROJECT / "seeds" / "supplement"


@pytest.fixture(scope="module")
def supplement() -> pd.DataFrame:
    return read_table(FOLDER / "sentences.csv")


@pytest.fixture(scope="module")
def codings() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "codings.csv", keep_default_na=False)


def test_it_is_large_and_every_sentence_is_marked(supplement):
    assert len(supplement) >= 2400
    assert set(supplement["origin"]) == {"supplement"}
    assert supplement["text"].str.split().str.len().between(4, 45).all()
    assert set(supplement["target"]) == {"ban", "transfer"}


def test_about_a_third_of_every_genre_has_each_label(supplement):
    shares = pd.crosstab(supplement["genre"], supplement["label"], normalize="index")
    assert len(shares) >= 12
    assert shares.reindex(columns=STANCES).ge(0.28).all(axis=None)
    assert shares.le(0.39).all(axis=None)


def test_several_writers_have_a_part_in_it(supplement):
    assert supplement["writer"].nunique() >= 8
    assert supplement["writer"].value_counts(normalize=True).max() < 0.1


def test_what_stayed_is_what_both_coders_agreed_on(supplement, codings):
    kept = codings[codings["outcome"] == "kept"].set_index("sentence_id")
    mine = supplement.set_index("sentence_id")
    assert set(kept.index) == set(mine.index)
    assert (kept["writer_label"] == kept["second_label"]).all()
    assert (kept["writer_label"] == mine["label"].reindex(kept.index)).all()


def test_the_second_pass_agrees_with_the_writers(codings):
    assert cohen_kappa_score(codings["writer_label"], codings["second_label"]) >= 0.8


def test_no_sentence_nearly_repeats_another(supplement):
    assert near_duplicates(supplement["text"].tolist(), threshold=NEAR) == []


def test_no_sentence_nearly_repeats_one_of_the_restatements(supplement):
    assert near_duplicates(supplement["text"].tolist(), load_seeds()["text"].tolist()) == []


def test_no_sentence_nearly_repeats_one_of_the_originals(supplement, shared):
    originals = load_seeds("original", shared / "seeds")["text"].tolist()
    assert near_duplicates(supplement["text"].tolist(), originals) == []
