import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.corpus.article_duplicates import duplicate_articles
from stance.corpus.articles import read_articles
from stance.errors import StanceError

PROSE = "The council of Northfield met on Tuesday to weigh a plan for the old bridge."
NEWS = f"Council keeps the bridge\n\n{PROSE}\n\n“It will stand,” Mayor Jane Roe said.\n"


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Read sources inside tmp_path; return articles, problems and notes."""
    monkeypatch.chdir(tmp_path)

    def run(*sources, **options):
        problems, notes = [], []
        found = list(read_articles(sources, on_problem=problems.append, on_note=notes.append, **options))
        return found, problems, notes

    return run


def own(article):
    return [article.text[start:end] for start, end in article.paragraphs]


def write(name, content):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_text_is_the_file_as_it_stands(read):
    write("a.txt", "\ufeffOne line.\r\n\r\n  Two\u2028three. \n")
    [article], problems, _ = read("a.txt")
    assert article.text == "One line.\r\n\r\n  Two\u2028three. \n"
    assert own(article) == ["One line.", "Two", "three."]
    assert (article.document_id, article.path, article.genre, problems) == ("a", "a.txt", "news", [])


def test_folders_patterns_and_what_is_passed_over(read):
    for name in ("b/2.txt", "b/1.md", "b/c/3.txt", "b/.hidden.txt", "b/.git/x.txt", "b/table.xlsx"):
        write(name, NEWS)
    found, problems, notes = read("b", "b/*.txt", "b/2.txt")
    assert [article.path for article in found] == ["b/1.md", "b/2.txt", "b/c/3.txt"]
    assert problems == []
    assert notes == ["b: 1 file of other endings passed over"]


def test_what_cannot_be_read_is_said_and_the_others_are_read(read):
    write("empty.txt", "")
    write("blank.txt", " \n\n ")
    write("junk.txt", bytes(range(256)) * 20)
    write("long.txt", "a" * 1_000_001)
    write("menu.txt", "Share this\nSign in\n")
    write("good.txt", NEWS)
    write("x.xlsx", "")
    Path("nothing").mkdir()
    found, problems, _ = read(
        "gone.txt",
        "*.nix",
        "empty.txt",
        "blank.txt",
        "junk.txt",
        "long.txt",
        "menu.txt",
        "x.xlsx",
        "nothing",
        "good.txt",
    )
    assert [article.document_id for article in found] == ["good"]
    assert problems == [
        "gone.txt: no such file",
        "*.nix: no file fits",
        "empty.txt: empty",
        "blank.txt: empty",
        "junk.txt: not a text file",
        "long.txt: 1,000,001 characters; an article has at most 1,000,000: split it",
        "menu.txt: no article text found",
        "x.xlsx: articles end in .txt, .md, .html, .htm, .docx, .pdf, .jsonl, not in .xlsx",
        "nothing: no articles in this folder; they end in .txt, .md, .html, .htm, .docx, .pdf, .jsonl",
    ]


def test_links_to_nothing_are_said(read):
    write("d/good.txt", NEWS)
    Path("d/gone.txt").symlink_to("elsewhere.txt")
    Path("d/round.txt").symlink_to("round.txt")
    found, problems, notes = read("d", "d/gone.txt", "d/g*.txt")
    assert [article.document_id for article in found] == ["good"]
    assert problems == [
        "d/gone.txt: a link to elsewhere.txt, which is not there",
        "d/round.txt: a link to round.txt, which is not there",
    ]
    assert notes == []


def test_standard_input(read, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(NEWS.encode())))
    [article], problems, _ = read("-")
    assert (article.document_id, article.text, problems) == ("stdin", NEWS, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_found(read, encoding):
    text = f"{PROSE} “Café – naïve,” said Mayor José Roe."
    write("a.txt", text.encode(encoding))
    [article], _, _ = read("a.txt")
    assert article.text == text


def test_an_encoding_that_is_named(read):
    write("a.txt", "Мэр".encode("koi8-r"))
    [article], _, _ = read("a.txt", encoding="koi8-r")
    assert article.text == "Мэр"
    assert read("a.txt", encoding="utf-8")[1] == ["a.txt: not text in utf-8"]
    assert read("a.txt", encoding="nope")[1][0].startswith("a.txt: encoding 'nope' is unknown")


def test_two_files_of_one_name(read):
    for name in ("a/x.txt", "b/x.txt", "b/x.md", "c/b/x.txt"):
        write(name, NEWS)
    found, problems, notes = read("a", "b", "c")
    names = [article.document_id for article in found]
    assert names[:2] == ["x", "b/x"]
    assert len(set(names)) == 4
    assert problems == []
    assert notes[0] == "b/x.md: there is a document 'x' already; this one is called 'b/x'"


def test_wrapped_lines_are_joined_and_verse_is_not(read):
    wrapped = (
        "The council of Northfield met on Tuesday evening to weigh a plan\nfor the old bridge, which has been closed "
        "since the flood of last\nspring and which many would rather see gone.\n\n"
        "Mayor Jane Roe told the council that the bridge would stand for\nanother century if it were mended now.\n"
    )
    write("a.txt", wrapped)
    write("b.txt", "Roses are red.\nViolets are blue.\nThe bridge will stand.\nSo will you.\n")
    (one, other), _, _ = read("a.txt", "b.txt")
    assert own(one) == [part.strip() for part in wrapped.split("\n\n")]
    assert len(own(other)) == 4


def test_long_paragraphs_are_cut_at_sentences(read):
    write("a.txt", "The bridge will stand. " * 4000 + "\n" + "x" * 50_000)
    [article], _, _ = read("a.txt")
    pieces = own(article)
    assert max(map(len, pieces)) <= 20_000
    assert all(piece.endswith("stand.") for piece in pieces if piece[0] == "T")
    assert "".join("".join(pieces).split()) == "".join(article.text.split())


def test_metadata_override_and_name_their_strays(read):
    write("a.txt", NEWS)
    write("b.txt", NEWS)
    write(
        "m.csv",
        "document_id,title,date,authors,publisher,genre\na,T,2023-03-04,Jane Roe; Richard Poe,Gazette,opinion\n"
        "zz,,,,,\n",
    )
    (a, b), problems, notes = read("a.txt", "b.txt", metadata="m.csv")
    assert (a.title, a.date, a.authors, a.publisher, a.genre) == (
        "T",
        "2023-03-04",
        ("Jane Roe", "Richard Poe"),
        "Gazette",
        "opinion",
    )
    assert (b.title, b.genre) == ("Council keeps the bridge", "news")
    assert (problems, notes) == ([], ["m.csv:3: no article 'zz'"])


def test_metadata_by_file_may_rename(read):
    write("d/a.txt", NEWS)
    write("m.csv", "file,document_id\nd/a.txt,first\n")
    [article], _, notes = read("d", metadata="m.csv")
    assert (article.document_id, notes) == ("first", [])


def test_metadata_by_a_file_s_whole_path(read, tmp_path):
    for name in ("a.txt", "d/b.txt", "d/c.txt"):
        write(name, NEWS)
    write("m.csv", f"file,title\n{tmp_path}/a.txt,A\n{tmp_path}/d/b.txt,B\n./d/c.txt,C\n{tmp_path}/d/gone.txt,D\n")
    for sources in (("a.txt", "d"), (tmp_path / "a.txt", tmp_path / "d")):
        found, _, notes = read(*sources, metadata="m.csv")
        assert [article.title for article in found] == ["A", "B", "C"]
        assert notes == ["m.csv:5: no article 'd/gone.txt'"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            "document_id,genre\na,opinon\n",
            r"m.csv:2: genre 'opinon' is not one of news, opinion; did you mean 'opinion'\?",
        ),
        ("document_id,date\na,3/4/2023\n", "m.csv:2: date '3/4/2023' is not a date as YYYY-MM-DD"),
        ("document_id,date\na,2023-02-30\n", "m.csv:2: date '2023-02-30' is not a date"),
        ("document_id,titel\na,b\n", "m.csv: unknown column 'titel'; did you mean 'title'"),
        ("name,title\na,b\n", "m.csv: no column 'document_id' or 'file'"),
        ("document_id\na\na\n", "m.csv:3: document_id 'a' stands in m.csv:2 already"),
    ],
)
def test_metadata_that_cannot_be(read, table, message):
    write("m.csv", table)
    with pytest.raises(StanceError, match=message):
        read("a.txt", metadata="m.csv")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)),
    st.sampled_from([".txt", ".md", ".jsonl"]),
)
def test_spans_hold_whatever_the_bytes(read, data, ending):
    if ending == ".jsonl":
        data = json.dumps({"text": data.decode("latin-1")}).encode() + b"\n" + data
    write("a" + ending, data)
    found, problems, notes = read("a" + ending)
    for article in found:
        last = 0
        for start, end in article.paragraphs:
            assert last <= start < end <= len(article.text)
            assert article.text[start:end] == article.text[start:end].strip()
            last = end
    assert all("\n" not in line and line.startswith("a" + ending) for line in problems + notes)


def test_articles_come_one_by_one(read, monkeypatch):
    write("a.txt", NEWS)
    write("b.txt", "")
    problems = []
    stream = read_articles(["a.txt", "b.txt"], on_problem=problems.append)
    assert next(stream).document_id == "a"
    assert problems == []
    assert list(stream) == []
    assert problems == ["b.txt: empty"]


def test_wire_copy_is_found(read):
    story = [f"Councillor {i} of Northfield voted on item {i * 7} and then gave reason number {i}." for i in range(60)]
    write("a.txt", "\n".join(story))
    write("b.txt", "\n".join(["By Jane Roe", *story[:40], "Share this"]))
    write(
        "c.txt", "\n".join(f"Nothing in line {i} is like {i * 3} elsewhere, one may hope for {i}." for i in range(60))
    )
    pairs = duplicate_articles(read("a.txt", "b.txt", "c.txt")[0])
    assert [(one, other) for one, other, _ in pairs] == [("a", "b")]
    assert pairs[0][2] > 0.8
