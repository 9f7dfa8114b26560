"""Quotation marks of every style, paired well or badly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.language.quotations import find_quotations

STYLES = {
    "curly": "“Close it,” said Roe, “before the river does.”",
    "straight": '"Close it," said Roe, "before the river does."',
    "guillemets": "«Close it,» said Roe, «before the river does.»",
    "turned guillemets": "»Close it,« said Roe, »before the river does.«",
    "low and high": "„Close it,“ said Roe, „before the river does.“",
    "low and curly": "„Close it,” said Roe, „before the river does.”",
    "single curly": "‘Close it,’ said Roe, ‘before the river does.’",
    "single straight": "'Close it,' said Roe, 'before the river does.'",
    "typewriter": "``Close it,'' said Roe, ``before the river does.''",
}


def found(text):
    """Return the quotations of a text with a paragraph a line, in words."""
    return [text[q.start : q.end] for q in find_quotations(text, paragraphs(text))]


def paragraphs(text):
    spans, at = [], 0
    for line in text.split("\n"):
        spans.append((at, at + len(line)))
        at += len(line) + 1
    return spans


@pytest.mark.parametrize("style", STYLES)
def test_two_quotations_in_every_style(style):
    text = STYLES[style]
    mark = 2 if style == "typewriter" else 1
    one, two = find_quotations(text, [(0, len(text))])
    assert text[one.start + mark : one.end - mark] == "Close it,"
    assert text[two.start + mark : two.end - mark] == "before the river does."
    assert one.closed
    assert two.closed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roe said “close it.", ["“close it."]),
        ('Roe said "close it.', ['"close it.']),
        ("“Close it.\n“Close it now.”", ["“Close it.", "“Close it now.”"]),
        ("“Close it now, said Roe. “It will fall.”", ["“Close it now, said Roe. ", "“It will fall.”"]),
        ("Close it,” said Roe.", []),
        ('It is 6" long and 4" wide.', []),
        ("“”", ["“”"]),
        ("", []),
    ],
)
def test_marks_that_do_not_pair(text, expected):
    assert found(text) == expected


def test_a_quotation_never_leaves_its_paragraph_and_says_whether_it_is_closed():
    text = "“One begins here.\nNobody speaks here.\n“Two begins here,” and ends."
    one, two = find_quotations(text, paragraphs(text))
    assert (one.paragraph, one.closed) == (0, False)
    assert (two.paragraph, two.closed) == (2, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Roe said: “Doe told me, ‘I will sign,’ and left.” So it was.",
         ["“Doe told me, ‘I will sign,’ and left.”"]),
        ("Roe said: ‘Doe told me that he would sign it.’ So it was.", ["‘Doe told me that he would sign it.’"]),
        ('“She called it "a folly" again,” said Roe.', ['“She called it "a folly" again,”']),
        ("«She called it “a folly” again,» said Roe.", ["«She called it “a folly” again,»"]),
    ],
)  # fmt: skip
def test_quotations_in_quotations_are_one(text, expected):
    assert found(text) == expected


def test_a_quotation_opened_in_one_style_may_be_closed_in_another():
    assert found('“Close it," said Roe.') == ['“Close it,"']
    assert found('"Close it,” said Roe.') == ['"Close it,”']


@pytest.mark.parametrize(
    "text",
    [
        "The sailors’ union and Roe’s mill don’t agree, and that’s that.",
        "The sailors' union and Roe's mill don't agree, and that's that.",
        "In the ’90s rock ’n’ roll came to Northfield.",
        "It's Roe's, isn't it?",
    ],
)
def test_apostrophes_are_no_quotation_marks(text):
    assert found(text) == []


def test_apostrophes_stand_inside_single_quotation_marks():
    assert found("‘It’s Roe’s bridge and I won’t mend it,’ said Doe.") == ["‘It’s Roe’s bridge and I won’t mend it,’"]


def test_single_marks_do_not_count_beside_double_ones():
    assert found("“Close it,” said Roe of the ‘folly’.") == ["“Close it,”"]


PIECES = st.sampled_from(
    [
        "“",
        "”",
        "„",
        "«",
        "»",
        '"',
        "‘",
        "’",
        "'",
        "``",
        "''",
        "‟",
        " ",
        "\n",
        "said",
        "Roe",
        ".",
        ",",
        "(",
        "—",
        "😀",
        "قال",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join)))
def test_quotations_of_any_text(text):
    spans = paragraphs(text)
    quotations = find_quotations(text, spans)
    before = 0
    for quotation in quotations:
        start, end = spans[quotation.paragraph]
        assert start <= quotation.start < quotation.end <= end
        assert quotation.start >= before
        before = quotation.end


@given(st.lists(st.sampled_from(["Close it now", "mend it", "it will fall, I fear"]), min_size=1, max_size=6))
def test_what_is_closed_holds_what_was_said(pieces):
    text = " said Roe. ".join(f"“{piece},”" for piece in pieces)
    assert found(text) == [f"“{piece},”" for piece in pieces]


@pytest.mark.parametrize("mark", ["“", "”", '"', "‘", "'", "``", "«"])
def test_a_flood_of_marks_is_read_once(mark):
    text = mark * 20_000 + " word " + (mark + "word ") * 20_000
    assert all(q.start < q.end for q in find_quotations(text, [(0, len(text))]))
