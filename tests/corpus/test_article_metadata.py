import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.corpus.furniture import furniture
from stance.corpus.metadata import find_date, read_page

BODY = [
    f"The council of Northfield met for the {word} time on Tuesday, and the old bridge was again its one concern."
    for word in ("first", "second", "third", "fourth", "fifth", "sixth")
]


def page(*lines):
    return read_page(lines, furniture(lines))


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("By Jane Roe", ("Jane Roe",)),
        ("By JANE ROE and RICHARD POE", ("Jane Roe", "Richard Poe")),
        ("By Jane Roe, Associated Press", ("Jane Roe",)),
        ("By Jane Roe, Richard Poe and Ann Doe", ("Jane Roe", "Richard Poe", "Ann Doe")),
        ("By Jane Roe | Staff Writer", ("Jane Roe",)),
        ("By Jane Q. Roe for The Northfield Gazette", ("Jane Q. Roe",)),
        ("Written by Maria de la Cruz", ("Maria de la Cruz",)),
    ],
)
def test_bylines(line, authors):
    found = page("Council keeps the bridge", line, *BODY)
    assert found.authors == authors
    assert found.kinds == [None, "byline", *[None] * 6]
    assert found.genre is None


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe is a professor of law at Northfield University.",
        "Jane Roe, a former mayor, is the author of a book on bridges.",
        "Dr. Jane Roe is a fellow at the Bridge Institute. She lives in Northfield.",
        "Jane Roe is a columnist for The Gazette.",
        "The author is a professor of law.",
        "The views expressed here are the author's own.",
        "The opinions expressed in this commentary are those of the author.",
        "This article expresses her views and not those of the university.",
    ],
)
def test_signs_of_opinion_at_the_end(line):
    found = page("Keep the bridge", *BODY, line)
    assert found.genre == "opinion"
    assert found.kinds[-1] in ("biography", "disclaimer")
    assert found.kinds.count(None) == 7


def test_a_biography_names_the_author():
    assert page(*BODY, "Jane Roe is a professor of law at Northfield University.").authors == ("Jane Roe",)


def test_a_reporter_is_no_sign_of_opinion():
    found = page("Council keeps the bridge", "By Jane Roe", *BODY, "Jane Roe is a staff reporter at The Gazette.")
    assert (found.kinds[-1], found.genre, found.authors) == ("biography", None, ("Jane Roe",))


@pytest.mark.parametrize(
    "line",
    [
        "“Jane Roe is a professor of law,” he said.",
        "Ann Poe is a professor of law who lost her house in the flood, neighbors said.",
        "Northfield is the seat of a college and of its president.",
        "We think that the bridge should stand, and I will say so.",
    ],
)
def test_prose_at_the_end_is_text(line):
    found = page("Council keeps the bridge", *BODY, line)
    assert (found.kinds, found.genre) == ([None] * 8, None)


def test_who_is_spoken_of_before_is_no_author():
    lines = [*BODY, "“It will stand,” said Jane Roe of Northfield.", *BODY[:4]]
    assert page(*lines, "Jane Roe is a professor of law.").kinds[-1] is None


@pytest.mark.parametrize("label", ["Opinion", "OP-ED", "Editorial", "Commentary", "Letters to the editor"])
def test_a_label_that_stands_alone(label):
    found = page(label, "Keep the old bridge as it is", *BODY)
    assert (found.kinds[0], found.genre, found.title) == ("label", "opinion", "Keep the old bridge as it is")


def test_a_label_among_sections_says_nothing():
    assert page("News", "Opinion", "Sports", "Council keeps the bridge", *BODY).genre is None
    assert page("• News", "• Opinion", "• Sports", "Council keeps the bridge", *BODY).genre is None


def test_a_label_in_the_title():
    assert page("Opinion: Keep the bridge", *BODY).genre == "opinion"
    assert page("Opinion shifts on the bridge", *BODY).genre is None


def test_title_date_and_agency():
    found = page("Council keeps the bridge", "March 4, 2023", "NORTHFIELD (Reuters) - " + BODY[0], *BODY[1:])
    assert (found.title, found.date, found.publisher) == ("Council keeps the bridge", "2023-03-04", "Reuters")
    assert page(*BODY).title is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Published 3 March 2023, 10:15", "2023-03-03"),
        ("Mar. 3, 2023", "2023-03-03"),
        ("2023-03-04T10:00:00Z", "2023-03-04"),
        ("25/12/2023", "2023-12-25"),
        ("12/25/2023", "2023-12-25"),
        ("5/5/2023", "2023-05-05"),
        ("3/4/2023", None),
        ("February 30, 2023", None),
        ("Foo 3, 2023", None),
        ("2023-13-01", None),
        ("", None),
    ],
)
def test_dates(text, date):
    assert find_date(text) == date


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=12))
def test_any_lines_can_be_read(lines):
    found = read_page(lines, furniture(lines))
    assert len(found.kinds) == len(lines)
