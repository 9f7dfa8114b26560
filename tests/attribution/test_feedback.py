"""What one command writes can be fed back, or stand in the way, without harm."""

import os

import pandas as pd
import pytest

from stance.attributing import attribute_articles, find_statements
from stance.corpus.articles import Article
from stance.corpus.tables import read_statements

NORVALE = "The mayor of Norvale, Tom Brandt, said on Monday that the bridge must close. Brandt said it was urgent.\n"
EASTHAM = "The mayor of Eastham, Lena Brandt, said on Monday that the bridge must stay. Brandt said it was safe.\n"


@pytest.fixture
def folder(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "a.txt").write_text(NORVALE, encoding="utf-8")
    (articles / "b.txt").write_text(EASTHAM, encoding="utf-8")
    return articles


def rows(path) -> pd.DataFrame:
    return pd.read_json(path, lines=True)


def test_an_unedited_review_changes_no_actor(folder, tmp_path):
    attribute_articles([folder], tmp_path / "one.jsonl", review=tmp_path / "actors.csv")
    attribute_articles([folder], tmp_path / "two.jsonl", aliases=tmp_path / "actors.csv")
    first, second = rows(tmp_path / "one.jsonl"), rows(tmp_path / "two.jsonl")
    assert set(first["actor"]) == {"Tom Brandt", "Lena Brandt"}
    assert list(first["actor"]) == list(second["actor"])


def test_the_output_of_an_earlier_call_in_the_same_folder_is_no_article(folder):
    first = attribute_articles([folder], folder / "statements.jsonl")
    second = attribute_articles([folder], folder / "statements.jsonl")
    assert second.articles == first.articles == 2
    assert second.problems == []


def test_a_file_of_statements_is_refused_in_one_line(folder, tmp_path):
    attribute_articles([folder], tmp_path / "statements.jsonl")
    summary = attribute_articles([folder, tmp_path / "statements.jsonl"], tmp_path / "again.jsonl")
    assert summary.articles == 2
    assert [problem.rpartition("/")[2] for problem in summary.problems] == [
        "statements.jsonl: holds sentences or statements, not articles"
    ]


def test_an_author_gets_no_words_of_others(tmp_path):
    """Somebody whose name fits two is somebody all the same; a threat that demands is the author's figure of speech."""
    text = (
        "Tom Brandt and Lena Brandt met on Monday. Brandt said that the bridge must close. "
        "The growing threat demands a stronger bridge for all of us here."
    )
    article = Article("a", text, ((0, len(text)),), authors=("Mia Fenn",), genre="opinion")
    frame = find_statements([article]).set_index("index")
    assert pd.isna(frame.loc[1, "actor"])
    assert frame.loc[1, "kind"] == "indirect"
    assert frame.loc[[0, 2], "actor"].tolist() == ["Mia Fenn", "Mia Fenn"]


def test_a_review_that_is_full_says_so(folder, tmp_path, monkeypatch):
    monkeypatch.setattr("stance.naming.review._FULL", 1)
    summary = attribute_articles([folder], tmp_path / "one.jsonl", review=tmp_path / "actors.csv")
    assert summary.notes[0].endswith("actors.csv: full: 3 mentions of further names are not in it")
    assert len(pd.read_csv(tmp_path / "actors.csv")) == 1


def test_articles_may_come_from_an_iterator(folder, tmp_path):
    assert attribute_articles(iter([folder / "a.txt"]), tmp_path / "one.jsonl").articles == 1


def test_a_name_that_is_no_text_is_written_with_its_bytes(folder, tmp_path):
    name = os.fsencode(folder) + b"/caf\xe9.txt"
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(NORVALE)
    summary = attribute_articles([folder], tmp_path / "one.jsonl")
    assert summary.articles == 3
    assert "caf\\udce9" in set(rows(tmp_path / "one.jsonl")["document_id"])


def test_statements_are_read_back_as_sentences(folder, tmp_path):
    attribute_articles([folder], tmp_path / "one.jsonl", every_sentence=True)
    frame = read_statements(tmp_path / "one.jsonl")
    assert frame["sentence_id"].is_unique
    assert {one["actor"] for statements in frame["statements"] for one in statements} == {"Tom Brandt", "Lena Brandt"}
