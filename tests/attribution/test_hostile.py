"""Input that wants to break it: no crash, no hang, offsets right, and what is good is done."""

import json
import random

import pytest

from stance.attributing import attribute_articles
from stance.attribution.article import attribute
from stance.corpus.articles import Article
from stance.language.parsing import parse
from tests.attribution.reading import of, rows_of, said
from tests.attribution.test_statements import check_rows

LINE = "“The dam of Northfield must go,” Jane Roe told the council. Richard Doe said that it was safe."


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n\t \r\n",
        "\ufeff",
        "\x00",
        "\x00\x01\x02\x1f\x7f",
        ".",
        "“",
        "”",
        '"',
        "“" * 500,
        "” " * 500,
        '" ' * 501,
        "' " * 501,
        "«»" * 500,
        ":",
        "—",
        "— Jane Roe",
        ": “",
        "\u2028",
        "\u200b" * 50,
        "said",
        "said said said",
        "according to",
        "According to , .",
        "that that that that",
        "Roe’s",
        "’s",
        "I",
        "(" * 400,
        "a" * 20_000,
        "é" * 3000,
        "e" + "\u0301" * 3000,
        "😀" * 1000,
        "👩‍👩‍👧‍👦 said that 👩‍👩‍👧‍👦 was 👩‍👩‍👧‍👦.",
        "قالت جين رو إن السد آمن. “السد آمن”، قالت.",
        "\u202eJane Roe said that the dam was safe.\u202c",
        "ג'יין רו said “הסכר בטוח”.",
        "<b>Jane Roe</b> said <i>that</i> &amp; “<p>”",
        "Jane Roe said\x0bthat the dam\x0cwas\x85safe.",
        "Jane Roe said that\rthe dam was safe.\r\n“Yes,” she said.\r\n",
    ],
)
def test_texts_that_are_hardly_any(text):
    check_rows(text, rows_of(text))


def test_a_very_long_sentence():
    text = "Jane Roe said that " + "the dam was old, and " * 800 + "it would break."
    check_rows(text, rows_of(text))
    assert {one.actor for one in said(text)} == {"Jane Roe"}


def test_deep_nesting():
    text = "".join(f"Jane{n} Roe said that " for n in range(120)) + "the dam was safe."
    check_rows(text, rows_of(text))


def test_many_conjoined_sources():
    names = [f"Jane{chr(65 + n // 26).lower()}{chr(97 + n % 26)} Roe" for n in range(60)]
    text = ", ".join(names[:-1]) + f" and {names[-1]} said that the dam was safe."
    check_rows(text, rows_of(text))


def test_marks_that_stay_open_through_a_whole_document():
    text = "\n".join(f"“{LINE[1:]}"[:60].replace("”", "") + f" in year {year}" for year in range(60))
    check_rows(text, rows_of(text))


def test_one_straight_mark_too_many_does_not_spoil_the_paragraphs_after_it():
    text = 'The dam is 6" too high.\n"The dam must go," Jane Roe told the council.\nRichard Doe said that it was safe.'
    assert [one.kind for one in of("Jane Roe", text)] == ["direct"]
    assert [one.kind for one in of("Richard Doe", text)] == ["indirect"]


def test_a_mark_that_is_never_closed_does_not_spoil_the_paragraphs_after_it():
    text = "“The dam must go, Jane Roe told the council.\nRichard Doe said that it was safe.\n“Good,” said Mary Poe."
    assert [one.content for one in of("Richard Doe", text)] == ["that it was safe"]
    assert [one.kind for one in of("Mary Poe", text)] == ["direct"]


def test_every_style_of_marks_in_one_document():
    styles = ["“{}”", "„{}“", "«{}»", '"{}"', "‘{}’", "``{}''", "»{}«"]
    text = "\n".join(style.format("The dam must go,") + f" said Jane Roe in May {n}." for n, style in enumerate(styles))
    check_rows(text, rows_of(text))
    assert [one.kind for one in of("Jane Roe", text)] == ["direct"] * len(styles)


def test_right_to_left_and_emoji_around_statements_shift_nothing():
    text = f"قال 👩‍🚀 السد 😀😀 آمن.\n😀 {LINE} 😀 ג'יין\n{LINE}"
    check_rows(text, rows_of(text))
    assert [one.content for one in of("Richard Doe", text)] == ["that it was safe"] * 2


@pytest.fixture
def inside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_twenty_megabytes_in_one_line_are_refused_and_the_others_done(inside):
    (inside / "huge.txt").write_text((LINE + " ") * (20_000_000 // len(LINE)))
    (inside / "small.txt").write_text(LINE)
    summary = attribute_articles(["huge.txt", "small.txt"], "out.jsonl")
    assert summary.articles == 1
    (problem,) = summary.problems
    assert problem.startswith("huge.txt: ")
    assert "not one article" in problem
    assert {row["document_id"] for row in rows(inside / "out.jsonl")} == {"small"}


def test_a_word_of_a_megabyte(inside):
    (inside / "word.txt").write_text("a" * 1_000_000)
    (inside / "small.txt").write_text(LINE)
    summary = attribute_articles(["word.txt", "small.txt"], "out.jsonl")
    assert summary.articles + len(summary.problems) == 2
    assert summary.actors == {"Jane Roe": 1, "Richard Doe": 1}


BROKEN = [
    ("{}.txt", b""),
    ("{}.txt", b" \n\n "),
    ("{}.txt", b"\x00\xff\xfe\x00\x00\xd8\x00\x01" * 50),
    ("{}.docx", b"PK\x03\x04 nothing"),
    ("{}.docx", b""),
    ("{}.pdf", b"%PDF-1.4 nothing"),
    ("{}.pdf", b"\x00"),
    ("{}.jsonl", b"{"),
    ("{}.jsonl", b'{"document_id": "x"}\n'),
    ("{}.html", b"<html><script>var x = 1</script></html>"),
]


@pytest.mark.parametrize("jobs", [1, 2])
def test_ten_broken_files_among_three_hundred(inside, jobs):
    (inside / "in").mkdir()
    places = random.Random(0).sample(range(300), len(BROKEN))
    broken = dict(zip(places, BROKEN, strict=True))
    good = set()
    for number in range(300):
        name, data = broken.get(number, ("{}.txt", f"Jane Roe said on day {number} that it was safe.".encode()))
        path = inside / "in" / name.format(f"{number:03d}")
        path.write_bytes(data)
        if number not in broken:
            good.add(path.stem)
    summary = attribute_articles(["in"], "out.jsonl", jobs=jobs)
    assert len(summary.problems) == len(BROKEN)
    assert {problem.split(":")[0].split(".")[0] for problem in summary.problems} == {f"in/{n:03d}" for n in places}
    assert all("\n" not in problem for problem in summary.problems)
    assert {row["document_id"] for row in rows(inside / "out.jsonl")} == good
    assert summary.actors == {"Jane Roe": 290}


BOMBS = {
    "deep": "<div>" * 20_000 + LINE,
    "many": "<b>x</b>" * 30_000 + f"<p>{LINE}</p>",
    "angles": "<" * 50_000,
    "entities": "&lol;" * 50_000,
    "laughs": '<!DOCTYPE a [<!ENTITY b "' + "c" * 9999 + '"><!ENTITY d "' + "&b;" * 9999 + '">]><p>&d;&d;',
    "quotes": "<p>" + "&ldquo;said&rdquo; " * 5000 + "</p>",
    "nested marks": "<p>" + "&ldquo;Roe said that " * 500 + "</p>",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_pages_that_want_to_break_it(inside, bomb):
    (inside / "bomb.html").write_text(f"<html><body>{BOMBS[bomb]}")
    (inside / "small.txt").write_text(LINE)
    summary = attribute_articles(["bomb.html", "small.txt"], "out.jsonl", texts="texts", every_sentence=True)
    assert summary.articles + len(summary.problems) == 2
    assert summary.actors["Richard Doe"] >= 1
    for row in rows(inside / "out.jsonl"):
        with (inside / "texts" / f"{row['document_id']}.txt").open(encoding="utf-8", newline="") as file:
            assert file.read()[row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize(
    "name", ["ünïcode 😀.txt", "a b.txt", "a'b\".txt", "-.txt", "a\nb.txt", ".hidden.txt", "x.y.z.txt"]
)
def test_file_names(inside, name):
    (inside / name).write_text(LINE)
    summary = attribute_articles([f"./{name}"], "out.jsonl", texts="texts")
    assert (summary.articles, summary.problems) == (1, [])
    assert {row["document_id"] for row in rows(inside / "out.jsonl")} == {name.removesuffix(".txt")}


def test_a_paragraph_of_quotations_takes_no_more_than_its_share():
    """Counted in calls, not seconds: four times the text may not take sixteen times the work."""
    import cProfile
    import pstats

    def work(times: int) -> int:
        text = "“It is so,” he said. " * times
        (parsed,) = parse([Article("a", text, ((0, len(text) - 1),))])
        profile = cProfile.Profile()
        profile.runcall(attribute, *parsed)
        return pstats.Stats(profile).total_calls

    assert work(200) < 10 * work(50)
