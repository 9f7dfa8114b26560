import pytest

from stance.corpus.furniture import furniture, furniture_kind
from stance.corpus.metadata import read_page

BODY = [
    f"The council of Northfield met for the {word} time on Tuesday, and the old bridge was again its one concern."
    for word in ("first", "second", "third", "fourth", "fifth", "sixth")
]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share this", "share"),
        ("Share this article on Facebook", "share"),
        ("Follow us on Twitter", "share"),
        ("Follow Jane Roe on Twitter @janeroe.", "share"),
        ("Facebook Twitter Email", "share"),
        ("You may also like", "related"),
        ("YOU MAY ALSO LIKE:", "related"),
        ("Read more: Mayor Jane Roe says the bridge will stand", "related"),
        ("Related articles", "related"),
        ("More from The Northfield Gazette", "related"),
        ("Advertisement", "advertisement"),
        ("Advertisement - story continues below", "advertisement"),
        ("Sign up for our newsletter", "newsletter"),
        ("Subscribe to our daily newsletter for more.", "newsletter"),
        ("Click here to read the full report.", "link"),
        ("https://example.org/a/b?c=1", "link"),
        ("* * *", "link"),
        ("Photo by Jane Roe/Getty Images", "credit"),
        ("Jane Roe / Reuters", "credit"),
        ("The mayor at the bridge. (Photo: Richard Poe)", "credit"),
        ("The old bridge in the rain. Jane Roe/AP", "credit"),
        ("Published 3 March 2023, 10:15", "date"),
        ("March 3, 2023", "date"),
        ("Updated: Tue, Mar 7, 2023 at 9:05 p.m. EST", "date"),
        ("2 days ago", "date"),
        ("© 2023 The Northfield Gazette. All rights reserved.", "copyright"),
        ("Copyright 2023 The Gazette", "copyright"),
        ("This story has been updated.", "copyright"),
        ("(Reporting by Jane Roe; editing by Richard Poe)", "wire"),
        ("Jane Roe contributed to this report.", "wire"),
        ("Comments / 0", "comments"),
        ("Add a Comment", "comments"),
        ("Back to top", "navigation"),
    ],
)
def test_furniture_by_its_words(line, kind):
    assert furniture_kind(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the talks had failed.",
        "By Jane Roe's account, the bridge was safe.",
        "Share this burden with us, the mayor told the council.",
        "Like this bill, the last one failed.",
        "Images from the scene showed a burning car.",
        "Video from the square shows the crowd leaving.",
        "Photos of the bridge were sold by the council.",
        "Read more than one paper, Roe advised.",
        "Related to the bridge is the question of the road.",
        "More from the council is not to be expected.",
        "Published in 1990, the book still sells.",
        "First published in 1990, the plan was revived by Roe.",
        "Edited by Jane Roe, the volume lists every bridge.",
        "Reporting by Jane Roe showed that the bridge was unsafe.",
        "Copyright is a matter for the states.",
        "Copyright by itself is no answer.",
        "(c) The minister shall report every year.",
        "Follow the money, Roe said.",
        "Sign up for the plan or lose your seat, the mayor said.",
        "Subscribe to the theory that all bridges fall, and you will never travel.",
        "Advertisement revenue fell by a third.",
        "Comments by the mayor angered the council.",
        "Correction of the error took a year.",
        "Filed under seal, the motion names Roe.",
        "See no reason to stay here.",
        "Source after source told the same story.",
        "“Share this,” she said.",
        "“Home.”",
        "No.",
        "A year ago.",
        "Opinion is divided on the bridge.",
        "Most popular of all was the plan to do nothing.",
        "Getty sold the bridge.",
        "Reuters was first to report the collapse.",
        "She told The Associated Press / Reuters pool that it was over.",
        "March 3 was a Friday.",
        "The views expressed by the mayor are his own, Roe said.",
        "Jane Roe is a professor who opposes the bridge, and 12 others do too.",
        "Twitter: a history of failure, she called it.",
        "As published in the Gazette, the figures were wrong.",
        "Click, and the lights went out.",
    ],
)
def test_prose_is_never_furniture(line):
    assert furniture_kind(line) is None
    lines = [*BODY[:3], line, *BODY[3:]]
    assert read_page(lines, furniture(lines)).kinds == [None] * 7


def test_navigation_above_and_headings_within():
    lines = ["• Local", "• Sports", "• Real Estate", "Council keeps the bridge", *BODY[:3]]
    lines += ["What the mayor thinks of it", *BODY[3:], "Five bridges you must see"]
    kinds = furniture(lines)
    assert kinds[:4] == ["navigation"] * 3 + [None]
    assert kinds[7] == kinds[-1] == "heading"
    assert kinds.count(None) == 7


@pytest.mark.parametrize(
    "line", ["“No” was the answer", "- a new road", "ROE: I will not go", "and the road too", "He left. She did not"]
)
def test_lines_without_a_stop_that_may_be_text(line):
    assert furniture([*BODY, line, BODY[0]])[6] is None


def test_items_after_a_colon_stay():
    lines = [*BODY, "They asked for two things:", "Higher wages", "Shorter hours"]
    assert furniture(lines)[7] is None


def test_a_text_without_stops_loses_nothing():
    lines = ["the bridge stands", "We love it", "Old and grey", "It will stay"]
    assert furniture(lines) == [None] * 4


def test_no_lines():
    assert furniture([]) == []
