"""Negation and marks of sarcasm, in whatever spelling people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.language.marks import MARKS, is_negated, sarcasm_marks


@pytest.mark.parametrize(
    "text",
    [
        "They do not agree.",
        "they don't agree",
        "they don’t agree",
        "THEY DON`T AGREE",
        "they dont agree",
        "Nobody asked us",
        "no",
        "Without shells, the guns fall silent",
        "we cannot wait",
        "Neither side paid, nor will it",
        "she has hardly begun",
        "\N{FULLWIDTH LATIN SMALL LETTER N}\N{FULLWIDTH LATIN SMALL LETTER O}",
    ],
)
def test_negation_is_seen(text):
    assert is_negated(text)


@pytest.mark.parametrize(
    "text",
    [
        "They agree.",
        "I know of another noble notion",
        "No. 10 agrees, see no. 7",
        "great plan #not",
        "@nobody agrees",
        "see https://example.org/not/never",
        "the giant's tent",
        "",
        "?!",
    ],
)
def test_what_is_no_negation(text):
    assert not is_negated(text)


SEEN = {
    "hashtag": ["What a plan #Sarcasm", "lovely weather #not", "#IRONY"],
    "closing mark": ["what a plan /s", "What a plan /S", "what a plan </sarcasm>"],
    "quoted word": [
        'their "plan" again',
        "their “great plan” again",
        "their ‘plan’ again",
        "the 'free press' of Belmark",
    ],
    "phrase": ["Yeah, right.", "oh GREAT, shells", "the so-called experts", "Oh great"],
    "emoji": ["a plan \N{FACE WITH ROLLING EYES}", "a plan :rolling_eyes:", "a plan ;)"],
    "question and exclamation": ["a plan?!", "a plan!?!", "a plan\N{EXCLAMATION QUESTION MARK}"],
    "lengthened word": ["sooo good", "NOOOOO", "whaaat"],
    "interjection": ["Wow. A plan", "a plan, lol", "hahaha", "duh"],
}


def test_every_kind_of_mark_has_an_example():
    assert set(SEEN) == set(MARKS)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SEEN.items() for text in texts])
def test_marks_of_sarcasm_are_seen(kind, text):
    assert kind in sarcasm_marks(text)


@pytest.mark.parametrize(
    "text",
    [
        "The council met on Monday.",
        "#notmypresident #irondome",
        "at 5 km/s and/so on",
        '"We will send the shells," she said.',
        "the boys' and girls' rights",
        "rock 'n' roll",
        "World War III, chapter xxiii",
        "see www.example.org or https://example.org/AAAsooo",
        "@sooo @wow",
        "Ohio, Wowereit and the ughs of Hahn",
        "Is it so? It is!",
        "",
    ],
)
def test_plain_sentences_have_no_marks(text):
    assert sarcasm_marks(text) == ()


@given(st.text(max_size=60))
def test_any_text_has_marks_of_the_known_kinds_whatever_its_capitals(text):
    assert set(sarcasm_marks(text)) <= set(MARKS)
    assert isinstance(is_negated(text), bool)


@given(st.sampled_from([text for texts in SEEN.values() for text in texts]))
def test_capitals_hide_no_mark(text):
    assert sarcasm_marks(text.upper()) == sarcasm_marks(text.lower())


def test_very_long_words_are_read():
    assert sarcasm_marks("ab" * 100_000) == ()
    assert not is_negated("'" * 100_000 + "x" * 100_000)
