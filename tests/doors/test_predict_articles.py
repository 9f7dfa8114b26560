"""``python -m stance.predict RUN ARTICLES --as articles``: from articles to a table of actors."""

from pathlib import Path

import pandas as pd
import pytest

NEWS = """Council split over the new bridge

Mayor Jane Roe said on Monday that the bridge would be built. “We have waited for forty years,” she said.

Richard Doe, who leads the ferry workers, called the plan a folly. The river is wide.
"""


@pytest.fixture
def articles(tmp_path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "one.txt").write_text(NEWS, encoding="utf-8")
    (folder / "two.txt").write_text("The ferry workers oppose the bridge, Richard Doe said.\n", encoding="utf-8")
    return folder


def test_actors_stand_in_a_table_with_their_evidence(door, run, articles):
    said = door("predict", run, articles, "--as", "articles", "--out", "out.parquet")
    assert said.code == 0
    assert said.out.startswith("2 articles, ")
    assert said.out.endswith("written: out.parquet, out-actors.csv\n")
    actors = pd.read_csv("out-actors.csv").set_index("actor")
    assert actors.loc["Jane Roe", "n"] == 2
    assert actors.loc["Richard Doe", ["n", "documents"]].tolist() == [2, 2]
    assert "unattributed" in actors.index
    assert actors[["low", "high"]].isna().all(axis=None)
    assert actors["warning"].str.contains("uncalibrated").all()
    predictions = pd.read_parquet("out.parquet").set_index("sentence_id")
    for row in actors.itertuples():
        sentence = predictions.loc[row.evidence_sentence]
        assert row.evidence == sentence["text"]
        assert row.evidence_stance == sentence["predicted"]
        assert row.evidence_probability == sentence[f"p_{row.evidence_stance}"]


def test_every_sentence_is_predicted_once_and_cut_from_its_article(door, run, articles):
    assert door("predict", run, articles, "--as", "articles", "--out", "out.parquet").code == 0
    predictions = pd.read_parquet("out.parquet")
    assert predictions["sentence_id"].is_unique
    texts = {path.stem: path.read_text(encoding="utf-8") for path in articles.iterdir()}
    for row in predictions.itertuples():
        assert texts[row.document_id][row.start : row.end] == row.text


def test_json(door, run, articles):
    data = door("predict", run, articles, "--as", "articles", "--out", "out.csv", "--json").data
    assert data["out"] == "out.csv"
    assert data["actors_out"] == "out-actors.csv"
    assert data["articles"] == 2
    assert data["problems"] == []
    assert {"Jane Roe", "Richard Doe"} <= {actor["actor"] for actor in data["actors"]}


def test_aliases_stand_above_the_rules(door, run, articles):
    Path("aliases.csv").write_text("alias,canonical\nRichard Doe,Ferry Union\n")
    assert door("predict", run, articles, "--as", "articles", "--aliases", "aliases.csv", "--out", "out.csv").code == 0
    assert "Ferry Union" in set(pd.read_csv("out-actors.csv")["actor"])


def test_an_article_that_cannot_be_read_is_named_and_the_others_are_done(door, run, articles):
    (articles / "three.docx").write_bytes(b"PK not a document")
    said = door("predict", run, articles, "--as", "articles", "--out", "out.csv")
    assert said.code == 2
    assert "three.docx" in said.err
    assert len(pd.read_csv("out.csv")) > 0


def test_nothing_to_read_writes_nothing(door, run, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    said = door("predict", run, "empty.txt", "--as", "articles", "--out", "out.csv")
    assert said.code == 2
    assert said.err == "empty.txt: empty\nno article could be read\n"
    assert not Path("out.csv").exists()


def test_several_tables_are_refused(door, run, tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("text\nship the shells\n")
    said = door("predict", run, "a.csv", "b.csv", "--out", "out.csv")
    assert said.code == 2
    assert said.err == "2 files: one table at a time; articles need --as articles\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--as", "articles", "--actors"], "--actors: of tables; leave it out, or change --as"),
        (["--as", "articles", "--text", "body"], "--text: of tables; leave it out, or change --as"),
        (["--aliases", "names.csv"], "--aliases: of articles; leave it out, or change --as"),
    ],
)
def test_options_that_would_mean_nothing_are_refused(door, run, tmp_path, options, message):
    said = door("predict", run, "new.csv", "--out", "p.parquet", *options)
    assert (said.code, said.err) == (2, f"{message}\n")
