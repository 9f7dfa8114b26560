"""Sentences written for training: where they come in, and where they never do."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance import StanceError, load_corpus, read_table
from stance.corpus import texts_of, without_supplement
from stance.corpus.duplicates import near_duplicates, same_words
from stance.corpus.seeds import SeedsConfig
from stance.corpus.tables import TableConfig


@pytest.fixture
def written(tmp_path):
    """A supplement of three sentences."""
    path = tmp_path / "written.csv"
    rows = [("Harland needs them", "pro"), ("the bishops said no", "anti"), ("a vote is due", "neutral")]
    pd.DataFrame(rows, columns=["text", "label"]).to_csv(path, index=False)
    return path


def test_a_supplement_stands_beside_the_corpus_and_says_where_it_comes_from(table, written):
    corpus = load_corpus(TableConfig(path=str(table), supplement=str(written)))
    assert len(corpus.frame) == 36
    assert set(corpus.frame["origin"]) == {"table"}
    assert corpus.supplement["text"].tolist() == ["Harland needs them", "the bishops said no", "a vote is due"]
    assert set(corpus.supplement["origin"]) == {"supplement"}
    assert corpus.left_out == 0


def test_it_joins_every_training_part(table, written):
    corpus = load_corpus(TableConfig(path=str(table), supplement=str(written)))
    assert corpus.training([0, 5])["text"].tolist() == [
        corpus.frame["text"][0],
        corpus.frame["text"][5],
        "Harland needs them",
        "the bishops said no",
        "a vote is due",
    ]


def test_rows_of_a_table_that_are_marked_as_supplement_are_set_apart(tmp_path, written):
    rows = [("Okoro agreed", "pro", "minutes"), ("so did Brandt", "pro", "supplement"), ("it rained", "neutral", "")]
    pd.DataFrame(rows, columns=["text", "label", "origin"]).to_csv(tmp_path / "mixed.csv", index=False)
    corpus = load_corpus(TableConfig(path=str(tmp_path / "mixed.csv"), supplement=str(written)))
    assert corpus.frame["text"].tolist() == ["Okoro agreed", "it rained"]
    assert corpus.frame["origin"].tolist() == ["minutes", "table"]
    assert corpus.supplement["text"].tolist()[0] == "so did Brandt"
    assert len(corpus.supplement) == 4


def test_a_supplement_alone_cannot_be_tested(tmp_path):
    pd.DataFrame({"text": ["a", "b"], "label": "pro", "origin": "supplement"}).to_csv(tmp_path / "w.csv", index=False)
    message = "all 2 sentences have the origin 'supplement': they train and are never tested; name the data to be"
    with pytest.raises(StanceError, match=message):
        load_corpus(TableConfig(path=str(tmp_path / "w.csv")))
    with pytest.raises(StanceError, match=message):
        without_supplement(read_table(tmp_path / "w.csv"))


def test_a_sentence_that_is_tested_does_not_train_in_other_dress(table, tmp_path):
    tested = read_table(table)["text"][0]
    pd.DataFrame({"text": [f"  {tested.upper()}!", "quite another"], "label": "pro"}).to_csv(
        tmp_path / "w.csv", index=False
    )
    corpus = load_corpus(TableConfig(path=str(table), supplement=str(tmp_path / "w.csv")))
    assert corpus.supplement["text"].tolist() == ["quite another"]
    assert corpus.left_out == 1


def test_an_error_in_a_supplement_names_its_line(table, tmp_path):
    (tmp_path / "w.csv").write_text("text,label\nyes,pro\nperhaps,maybe\n")
    with pytest.raises(StanceError, match=r"w\.csv:3: label 'maybe' is not one of anti, neutral, pro"):
        load_corpus(TableConfig(path=str(table), supplement=str(tmp_path / "w.csv")))
    with pytest.raises(StanceError, match=r"nowhere\.csv: no such file \(data\.supplement\)"):
        load_corpus(TableConfig(path=str(table), supplement=str(tmp_path / "nowhere.csv")))


def test_no_setting_is_recommended_that_a_supplement_does_not_heed(table, tmp_path):
    for text, message in (
        ("words,label\nyes,pro\n", "w.csv: no column 'text' (columns: words, label) (data.supplement)"),
        ("text,label\nyes,FAVOR\n", "w.csv:2: label 'FAVOR' is not one of anti, neutral, pro (data.supplement)"),
    ):
        (tmp_path / "w.csv").write_text(text)
        with pytest.raises(StanceError) as caught:
            load_corpus(TableConfig(path=str(table), supplement=str(tmp_path / "w.csv")))
        assert str(caught.value).endswith(message)


def test_the_texts_of_the_seeds_and_of_other_data():
    assert list(texts_of(SeedsConfig())) == ["restated"]
    assert list(texts_of(SeedsConfig(originals="x"))) == ["restated", "original"]
    both = texts_of(SeedsConfig(text="original", originals="x", supplement="y"))
    assert {name: config.text for name, config in both.items()} == {"original": "original", "restated": "restated"}
    assert list(both) == ["original", "restated"]
    assert {config.supplement for config in both.values()} == {"y"}
    assert list(texts_of(TableConfig(path="t.csv"))) == ["text"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [("They need it.", True), ("they — need IT", True), ("They need", False), ("need it, they", False)],
)
def test_the_same_words_whatever_case_and_punctuation(text, seen):
    assert same_words(pd.Series([text]), pd.Series(["They need it!", "no"])).tolist() == [seen]


PEOPLE = [
    "The Harland farmers' union called on its members to refuse the shells at every border crossing.",
    "Senator Novik has yet to say how she will vote.",
    "The Harland farmers union called on its members to refuse shells at every border crossing!",
    "An engineer from Belmark explained how the fuse arms itself in flight.",
]


def test_near_duplicates_are_found_and_others_are_not():
    [(i, j, cosine)] = near_duplicates(PEOPLE)
    assert (i, j) == (0, 2)
    assert 0.8 < cosine < 1


def test_near_duplicates_of_other_texts():
    pairs = near_duplicates(["something else entirely", PEOPLE[2]], PEOPLE)
    assert [(i, j) for i, j, _ in pairs] == [(1, 2), (1, 0)]
    assert pairs[0][2] == pytest.approx(1)
    assert near_duplicates(PEOPLE, threshold=0.999) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*PEOPLE, "Senator Novik has yet to say how they vote."]), min_size=2, max_size=8))
def test_cosines_are_those_of_all_pairs(texts):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_similarity

    similar = cosine_similarity(TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4)).fit_transform(texts))
    found = {(i, j): cosine for i, j, cosine in near_duplicates(texts, threshold=0.5)}
    expected = {
        (i, j): similar[i, j] for i in range(len(texts)) for j in range(i + 1, len(texts)) if similar[i, j] >= 0.5
    }
    assert found == pytest.approx(expected, abs=1e-5)
