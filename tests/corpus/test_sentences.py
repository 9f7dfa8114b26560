import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.corpus.sentences import sentence_spans


def split(text):
    return [text[start:end] for start, end in sentence_spans(text)]


PIECES = [
    '"',
    "“",
    "”",
    "’",
    "''",
    ".",
    "...",
    "…",
    "?!",
    ")",
    "(",
    " ",
    "\n",
    "\n\n",
    "Mr",
    "U.S",
    "a",
    "Roe",
    "said",
    "1",
    "🎉",
    "ש",
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
def test_spans_are_exact_ordered_and_complete(text):
    covered = set()
    last = 0
    for start, end in sentence_spans(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        covered.update(range(start, end))
        last = end
    assert all(i in covered for i, character in enumerate(text) if not character.isspace())


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Roe met Sen. Jane Poe (D-Calif.) and Lt. Gen. Richard Q. Loe on Jan. 5.",
        "The U.S. Senate voted at 9 a.m. Tuesday, and No. 10 Downing Street kept silent.",
        "Acme Inc. Chairman J. R. Roe, Ph.D., lives in St. Louis, Mo., near Poe v. Loe Square.",
        "He won, e.g. Utah, i.e. Salt Lake City, by 3.5 points.",
        '"Is it so?" asked Roe.',
        '"Is it so?" Roe asked.',
        "“Is it so?” the mayor’s press secretary said on Friday.",
        "“Stop!” Mr. Roe told reporters.",
        '"Is it so?" he said.',
        '"Is it so?" I asked.',
        "Crowds chanted “No more!” and left.",
        "She waited . . . and waited.",
        "Well… she waited.",
        "Yahoo! and others agreed.",
        "He called it “a shame.”",
        "(He left early.)",
        "1. Jane Roe",
        "She beat then-Sen. Richard Roe.",
        "DENVER, Colo. — The council met.",
        "“It is so,” said Roe.",
    ],
)
def test_one_sentence(sentence):
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentences",
    [
        ['"It is so."', "Roe left."],
        ["“It is so.”", "He said nothing else."],
        ["“Is it so?” Roe asked.", "“I doubt it.”"],
        ["“Is it so?”", "He answered, “I doubt it.”"],
        ["“Is it so?”", "The mayor said no."],
        ["Is it so?", "Roe asked no one."],
        ["He lives in the U.S.", "The law is old."],
        ["They met at 9 p.m.", "Roe spoke first."],
        ["They chose Plan B.", "Roe was glad."],
        ["The answer was no.", "Roe left."],
        ["It was the best of 12.", "Twenty came."],
        ["He left (at last.)", "She stayed."],
        ["She gave up...", "Nobody noticed."],
        ["What?!", "Never."],
        ["So it was.[3]", "Others differ."],
        ["No stop at all\n\n", "Roe left."],
        ["''It is so.''", "''It is not.''"],
        ["Great.", "🎉 שלום."],
        ["It was as tall as I.", "Roe agreed."],
    ],
)
def test_several_sentences(sentences):
    assert split(" ".join(sentences)) == [sentence.strip() for sentence in sentences]


def test_wrapped_lines_are_one_sentence():
    text = "The council met on\nTuesday. It left\r\nearly."
    assert split(text) == ["The council met on\nTuesday.", "It left\r\nearly."]


def test_nothing_but_space():
    assert sentence_spans("") == []
    assert sentence_spans(" \n\t\u2028 ") == []


@pytest.mark.parametrize("piece", ['"', ".", "(", "”", "A. ", '?" Aa ', ".\n", "1. ", "[1]"])
def test_a_million_characters_are_split(piece):
    text = piece * (1_000_000 // len(piece))
    spans = sentence_spans(text)
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text.rstrip())
