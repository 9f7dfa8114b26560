"""Articles in, statements out: the stream, its files and its summary."""

import json
from pathlib import Path

import pandas as pd
import pytest

from stance.attributing import attribute_articles
from stance.attribution.summary import describe
from stance.errors import StanceError

REPORTS = {
    "dam.txt": "Jane Roe, the mayor, said that the dam must go. “It was a folly,” she added.\nIt rained.\n",
    "mill.md": "# The mill\n\nRichard Doe said that the mill of Northfield was **lost**, according to the council.\n",
    "war.txt": "Arvania rejected the offer. “We will not sign it,” said Mary Poe, an envoy. Kyiv said it would wait.\n",
    "sea.txt": "Ann Loe believes that the sea is rising. The secretary general said that it was not.\n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name, text in REPORTS.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    return Path("in")


def lines(path):
    with Path(path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


COLUMNS = [
    "document_id", "sentence_id", "index", "paragraph", "start", "end", "text", "content", "source", "cue", "actor",
    "actor_type", "part_of", "kind", "via", "rule", "score", "date", "genre",
]  # fmt: skip


def test_rows_of_a_folder(folder):
    summary = attribute_articles([folder], "out.jsonl")
    rows = lines("out.jsonl")
    assert list(rows[0]) == COLUMNS
    assert {row["document_id"] for row in rows} == {"dam", "mill", "war", "sea"}
    assert [row["document_id"] for row in rows] == sorted(row["document_id"] for row in rows)
    assert all(row["kind"] is not None for row in rows)
    assert (summary.articles, summary.problems) == (4, [])
    assert summary.statements == len(rows)
    assert summary.actors == pd.Series([row["actor"] for row in rows]).value_counts().to_dict()
    assert summary.actors["Jane Roe"] == 2


def test_every_sentence_adds_those_of_nobody(folder):
    few = attribute_articles([folder], "few.jsonl")
    all_of_them = attribute_articles([folder], "all.jsonl", every_sentence=True)
    rows = lines("all.jsonl")
    assert [row for row in rows if row["kind"] is not None] == lines("few.jsonl")
    assert "It rained." in [row["text"] for row in rows if row["kind"] is None]
    assert all_of_them.sentences == few.sentences == len({row["sentence_id"] for row in rows})


def test_parquet_is_json_lines_row_for_row(folder):
    attribute_articles([folder], "out.jsonl", every_sentence=True)
    attribute_articles([folder], "out.parquet", every_sentence=True)
    import pyarrow.parquet as pq

    assert pq.read_table("out.parquet").to_pylist() == lines("out.jsonl")


def test_two_processes_give_the_rows_of_one(folder):
    for number in range(20):
        (folder / f"more{number:02d}.txt").write_text(REPORTS["dam.txt"].replace("Roe", "Moe"), encoding="utf-8")
    one = attribute_articles([folder], "one.jsonl", every_sentence=True, review="one.csv")
    two = attribute_articles([folder], "two.jsonl", every_sentence=True, review="two.csv", jobs=2)
    assert lines("one.jsonl") == lines("two.jsonl")
    assert (one.data(""), Path("one.csv").read_text()) == (two.data(""), Path("two.csv").read_text())


def test_texts_are_those_in_which_offsets_count(folder):
    (folder / "page.html").write_text(
        "<html><body><article><h1>The dam</h1><p>Jane Roe said that the old dam of Northfield must go before the "
        "spring.</p><p>Richard Doe disagreed: “It will outlive us all,” he told the council on Monday.</p></article>"
    )
    attribute_articles([folder], "out.jsonl", texts="texts", every_sentence=True)
    rows = lines("out.jsonl")
    assert {path.name for path in Path("texts").iterdir()} == {f"{row['document_id']}.txt" for row in rows}
    for row in rows:
        with Path("texts", f"{row['document_id']}.txt").open(encoding="utf-8", newline="") as file:
            text = file.read()
        assert text[row["start"] : row["end"]] == row["text"]
        for span in [*row["content"], *filter(None, [row["source"], row["cue"]])]:
            assert text[span[0] : span[1]].strip()


def test_metadata_says_dates_authors_and_genre(folder):
    pd.DataFrame(
        {
            "document_id": ["dam", "gone"],
            "date": ["2023-05-31", "2023-06-01"],
            "genre": ["opinion", "news"],
            "authors": ["Ada Lark", ""],
        }
    ).to_csv("meta.csv", index=False)
    summary = attribute_articles([folder], "out.jsonl", metadata="meta.csv")
    dam = [row for row in lines("out.jsonl") if row["document_id"] == "dam"]
    assert {(row["date"], row["genre"]) for row in dam} == {("2023-05-31", "opinion")}
    assert [(row["actor"], row["kind"]) for row in dam if row["text"] == "It rained."] == [("Ada Lark", "authorial")]
    assert any("no article 'gone'" in note for note in summary.notes)


def test_review_goes_back_as_aliases(folder):
    before = attribute_articles([folder], "before.jsonl", review="actors.csv")
    table = pd.read_csv("actors.csv", dtype=str)
    assert list(table.columns[:6]) == ["alias", "canonical", "type", "part_of", "valid_from", "valid_to"]
    assert "Jane Roe" in set(table["canonical"])
    attribute_articles([folder], "same.jsonl", aliases="actors.csv")
    assert [(row["actor"], row["actor_type"]) for row in lines("same.jsonl")] == [
        (row["actor"], row["actor_type"]) for row in lines("before.jsonl")
    ]
    table.loc[table["canonical"] == "Jane Roe", ["canonical", "part_of"]] = ["Mayor of Northfield", "Northfield"]
    table.to_csv("edited.csv", index=False)
    after = attribute_articles([folder], "after.jsonl", aliases="edited.csv")
    assert after.actors["Mayor of Northfield"] == before.actors["Jane Roe"] == 2
    assert "Jane Roe" not in after.actors
    assert {row["part_of"] for row in lines("after.jsonl") if row["actor"] == "Mayor of Northfield"} == {"Northfield"}


def test_a_name_that_fits_two_actors_is_noted(folder):
    (folder / "dam.txt").write_text("Jane Roe met Richard Roe on Monday. Roe said that the talks had failed.\n")
    summary = attribute_articles([folder], "out.jsonl", review="actors.csv")
    assert any(note.startswith("dam: 'Roe' fits 2 actors (Jane Roe, Richard Roe)") for note in summary.notes)
    row = pd.read_csv("actors.csv").set_index("alias").loc["Roe"]
    assert pd.isna(row["canonical"])
    assert row["example"].startswith("fits Jane Roe, Richard Roe: ")


def test_a_report_that_stands_twice_is_noted(folder):
    long = "".join(f"Jane Roe said on day {day} that the dam number {day * 7} must go, and left. " for day in range(40))
    (folder / "one.txt").write_text(long)
    (folder / "two.txt").write_text(long + "It rained.")
    summary = attribute_articles([folder], "out.jsonl")
    (note,) = [note for note in summary.notes if "of their text" in note]
    assert note.startswith("one and two share ")


def test_files_that_cannot_be_read_are_named_and_the_others_done(folder):
    (folder / "a.txt").write_text("")
    (folder / "b.docx").write_bytes(b"nothing")
    summary = attribute_articles([folder, "nowhere.txt", "*.pdf"], "out.jsonl")
    assert summary.articles == 4
    assert [problem.split(":")[0] for problem in summary.problems] == ["in/a.txt", "in/b.docx", "nowhere.txt", "*.pdf"]
    assert describe(summary, "out.jsonl").splitlines()[-2:] == ["could not be read: 4", "written: out.jsonl"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"out": "out.csv"}, "out.csv: statements are written to .jsonl or .parquet"),
        ({"out": "nowhere/out.jsonl"}, "nowhere: no such folder"),
        ({"out": "in"}, "in: statements are written to .jsonl or .parquet"),
        ({"out": "out.jsonl", "jobs": 0}, "--jobs 0: at least 1"),
        ({"out": "out.jsonl", "metadata": "gone.csv"}, "gone.csv: no such file"),
        ({"out": "out.jsonl", "aliases": "gone.csv"}, "gone.csv: no such file"),
    ],
)
def test_what_cannot_be_done_is_one_line(folder, options, message):
    with pytest.raises(StanceError) as error:
        attribute_articles([folder], **options)
    assert str(error.value) == message
    assert not Path("out.jsonl").exists()


def test_no_articles_named():
    with pytest.raises(StanceError, match="no articles named"):
        attribute_articles([], "out.jsonl")


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_run_that_fails_leaves_the_old_file_whole(folder, monkeypatch, ending):
    Path(f"out.{ending}").write_text("precious")
    calls = []

    def fail(*args):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return original(*args)

    original = __import__("stance.attributing", fromlist=["attribute"]).attribute
    monkeypatch.setattr("stance.attributing.attribute", fail)
    with pytest.raises(KeyboardInterrupt):
        attribute_articles([folder], f"out.{ending}")
    assert Path(f"out.{ending}").read_text() == "precious"
    assert sorted(path.name for path in Path().iterdir()) == ["in", f"out.{ending}"]


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_where_nothing_can_be_read_an_earlier_output_stays(folder, capsys, ending):
    attribute_articles([folder], f"out.{ending}")
    before = Path(f"out.{ending}").read_bytes()
    for name in REPORTS:
        (folder / name).write_text(" \n")
    with pytest.raises(StanceError, match=r"^no article could be read$"):
        attribute_articles([folder], f"out.{ending}")
    assert len(capsys.readouterr().err.splitlines()) == 4
    assert Path(f"out.{ending}").read_bytes() == before


def test_json_lines_are_articles_each(folder):
    rows = [
        {"document_id": "x", "text": REPORTS["dam.txt"], "date": "2022-01-02"},
        {"document_id": "y", "text": ""},
        {"document_id": "z", "text": REPORTS["war.txt"]},
    ]
    Path("many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    summary = attribute_articles(["many.jsonl"], "out.jsonl")
    assert {(row["document_id"], row["date"]) for row in lines("out.jsonl")} == {("x", "2022-01-02"), ("z", None)}
    assert len(summary.problems) == 1


def test_a_source_may_be_named_twice(folder):
    once = attribute_articles([folder], "once.jsonl")
    assert attribute_articles([folder, folder / "dam.txt", "in/*.txt"], "twice.jsonl").articles == once.articles
    assert lines("once.jsonl") == lines("twice.jsonl")
