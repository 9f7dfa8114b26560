"""Opinion pieces: what nobody else says is the author's; in news it is nobody's."""

import pytest

from stance.attributing import attribute_articles
from tests.attribution.reading import actors, said, the

ROE = {"genre": "opinion", "authors": ("Ann Loe",)}
TEXT = "The dam must go. Richard Doe says that it is safe. I say that it is not. “I love it,” said Mary Poe."


def test_what_nobody_says_is_the_authors():
    assert [(one.sentence, one.actor, one.kind) for one in said(TEXT, **ROE)] == [
        (0, "Ann Loe", "authorial"),
        (1, "Richard Doe", "indirect"),
        (2, "Ann Loe", "authorial"),
        (3, "Mary Poe", "direct"),
    ]


def test_an_authorial_sentence_is_content_as_a_whole():
    found = the("Ann Loe", "The dam must go.", TEXT, **ROE)
    assert (found.content, found.source, found.cue, found.actor_type) == ("The dam must go.", None, None, "person")


def test_the_first_person_outside_quotations_is_the_author():
    found = the("Ann Loe", "that it is not", TEXT, **ROE)
    assert (found.source, found.cue) == ("I", "say")


def test_the_first_person_inside_quotations_is_not():
    assert "Ann Loe" not in {one.actor for one in said("“I think that it is safe,” said Mary Poe.", **ROE)}


def test_each_author_has_a_row():
    text = "The dam must go. We believe that the valley needs its river."
    authors = ("Ann Loe", "Mary Poe")
    found = [(one.sentence, one.actor) for one in said(text, genre="opinion", authors=authors)]
    assert found == [(0, "Ann Loe"), (0, "Mary Poe"), (1, "Ann Loe"), (1, "Mary Poe")]


def test_an_author_without_a_name_is_named_after_the_article():
    assert actors("The dam must go.", genre="opinion") == {"author of invented"}


@pytest.mark.parametrize("known", [{"genre": "news", "authors": ("Ann Loe",)}, {"authors": ("Ann Loe",)}, {}])
def test_in_news_what_nobody_says_is_nobodys(known):
    assert said("The dam is old. It was built forty years ago.", **known) == []
    assert actors(TEXT, **known) == {"Richard Doe", "Mary Poe"}


def test_an_author_who_is_quoted_in_the_third_person_is_one_actor():
    text = "The dam must go. Ann Loe said that it is safe."
    assert actors(text, **ROE) == {"Ann Loe"}


PIECE = """{label}
The dam must go
By Ann Loe
The valley needs its river back, and the dam has outlived its use by twenty years or more.
Richard Doe, who owns the mill, said that the dam was safe.
{end}
"""


@pytest.mark.parametrize(
    ("label", "end"),
    [
        ("Opinion", ""),
        ("", "Ann Loe is a professor of rivers at the University of Northfield."),
        ("", "The views expressed in this article are those of the author."),
    ],
)
def test_a_piece_that_says_so_is_opinion(tmp_path, label, end):
    (tmp_path / "dam.txt").write_text(PIECE.format(label=label, end=end), encoding="utf-8")
    found = attribute_articles([tmp_path / "dam.txt"], tmp_path / "out.jsonl").actors
    assert found["Richard Doe"] == 1
    assert found["Ann Loe"] >= 1


def test_a_report_with_a_byline_is_news(tmp_path):
    (tmp_path / "dam.txt").write_text(PIECE.format(label="", end=""), encoding="utf-8")
    assert set(attribute_articles([tmp_path / "dam.txt"], tmp_path / "out.jsonl").actors) == {"Richard Doe"}
