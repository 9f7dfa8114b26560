"""Capitals of headlines make no names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.naming.resolving import Cast


@pytest.mark.parametrize(
    "headline",
    [
        "Roe Says Bridge Plan Will Work",
        "Roe Says Bridge Plan Will Work.",
        "Roe Says ‘Bridge Plan’ Will Work in Arvania!",
        "ROE SAYS BRIDGE PLAN WILL WORK",
        "Roe Plan For Bridges Expands",
        "Roe Plan Expands",
        "Roe Seeks Answers on Bridge. Council Rips Roe Speech.",
    ],
)
def test_a_verb_or_noun_behind_a_name_is_no_part_of_it(headline):
    cast = Cast(f"{headline}\nIt rained on Monday. Mr. Roe said that the bridge must close. The mayor, Ann Poe, left.")
    assert cast.name("Mr. Roe") == "Roe"
    assert cast.name(headline.split()[0], within=headline) in ("Roe", None)


def test_a_headline_makes_no_namesake():
    cast = Cast("Roe Plan For Taxes Expands\nJane Roe spoke on Monday. Mrs. Roe was sure. Roe left early.")
    assert [cast.name(words) for words in ("Mrs. Roe", "Roe left"[:3])] == ["Jane Roe", "Jane Roe"]


def test_a_headline_in_the_middle_counts_as_well():
    cast = Cast("Jane Roe spoke on Monday about taxes.\nDoubtful Roe Sees Big Tax Harvest\nRoe left in the evening.")
    assert cast.name("Roe", within="Roe left") == cast.name("Roe", within="Roe Sees") == "Jane Roe"


@pytest.mark.parametrize(
    ("headline", "mention", "name", "kind"),
    [
        ("Mayor Jane Roe Says Harbour Bridge Must Close", "Jane Roe", "Jane Roe", "person"),
        ("Ukraine Says Harbour Bridge Must Close", "Ukraine", "Ukraine", "state"),
        ("Anna Van Poe-Varga Says Harbour Bridge Must Close", "Anna Van Poe-Varga", "Anna Van Poe-Varga", "person"),
    ],
)
def test_what_is_clearly_a_name_is_one_in_a_headline_too(headline, mention, name, kind):
    actor = Cast(f"{headline}\nIt rained on Monday, and the bridge was wet.").ask(mention).actor
    assert (actor.name, actor.type) == (name, kind)


def test_a_short_sentence_full_of_names_is_no_headline():
    cast = Cast("Zzarko Krell praised Wim Tolk.\nIt rained. Krell left.")
    assert cast.name("Krell", within="Krell left") == "Zzarko Krell"


def test_the_word_that_opens_a_sentence_is_no_part_of_the_name():
    cast = Cast("Jane Roe spoke on Monday. Everything Roe says is true. Said Roe after the vote: no.")
    assert cast.name("Everything Roe") == "Jane Roe"
    assert cast.name("Roe", within="Roe after") == "Jane Roe"


def test_a_man_of_whom_only_the_surname_is_told_is_not_his_wife():
    cast = Cast("Mr. Roe spoke on Monday. Mary Roe was there. Mrs. Roe wept. Mr. Roe left. Roe said no more.")
    assert cast.name("Mr. Roe", within="Mr. Roe left") == cast.name("Roe", within="Roe said") == "Roe"
    assert cast.name("Mrs. Roe") == "Mary Roe"


def test_a_plural_title_is_no_part_of_the_first_name():
    cast = Cast("Senators Jane Roe and Richard Doe met on Monday. Ms. Roe said no.")
    assert cast.name("Ms. Roe") == "Jane Roe"


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Roe", "Jane", "Says", "-", "Van", "NATO", "Council", ".", "’s", "“", "Mayor", "é", "J.", "\n"]
        ),
        min_size=3,
        max_size=30,
    )
)
def test_no_headline_breaks_it(words):
    cast = Cast(" ".join(words))
    for start in range(0, len(cast.text), 4):
        found = cast.actors.resolve((start, min(len(cast.text), start + 6)))
        assert found.actor is None or found.actor.name
