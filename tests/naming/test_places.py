"""States by name, capital, adjective and people."""

import csv
from importlib.resources import files

import pytest

from stance.naming.actors import Actor
from stance.naming.places import METONYMS, find_place, find_places
from tests.naming.resolving import Cast

with files("stance.naming").joinpath("states.csv").open(encoding="utf-8") as table:
    STATES = list(csv.DictReader(table))


def test_every_state_of_the_united_nations_is_there_once():
    names = [row["state"] for row in STATES]
    assert len(set(names)) == len(names)
    assert len(names) >= 193


@pytest.mark.parametrize("row", STATES, ids=lambda row: row["state"])
def test_every_word_for_a_state_leads_to_it(row):
    for column in ("state", "capital", "adjectives", "peoples", "other names"):
        for word in filter(None, row[column].split(";")):
            assert row["state"] in [place.state for place in find_places(word)], word


def test_only_these_words_stand_for_two_states():
    words = [w for row in STATES for c in row for w in row[c].split(";") if w]
    assert {word for word in words if len(find_places(word)) > 1} <= {"Congolese", "Dominican", "Korean"}


@pytest.mark.parametrize("seat", METONYMS)
def test_seats_of_government_stand_for_one_state(seat):
    assert find_place(f"the {seat}").state in {row["state"] for row in STATES}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("KYIV", "Ukraine"),
        ("Kyiv’s", "Ukraine"),
        ("U.S.", "United States"),
        ("the Kremlin", "Russia"),
        ("Côte d’Ivoire", "Ivory Coast"),
    ],
)
def test_spelling_does_not_matter(word, state):
    assert find_place(word).state == state


def test_a_word_for_two_states_is_no_single_place():
    assert find_place("Korean") is None
    assert find_place("nowhere") is None


@pytest.mark.parametrize(
    ("mention", "actor"),
    [
        ("Kyiv", Actor("Ukraine", "state")),
        ("the Russian government", Actor("Russia", "state")),
        ("Washington", Actor("United States", "state")),
        ("the Kremlin", Actor("Russia", "state")),
        ("France", Actor("France", "state")),
        ("Polish officials", Actor("Polish officials", "group", "Poland")),
    ],
)
def test_states_as_sources(mention, actor):
    assert Cast(f"It rained on Monday, and {mention} said that the talks would go on.").ask(mention).actor == actor


def test_a_person_named_like_a_state_is_a_person():
    cast = Cast("Senator Mary Jordan spoke on Monday. Jordan said that talks would go on.")
    assert cast.name("Jordan", within="Jordan said") == "Mary Jordan"


def test_a_seat_of_two_powers_is_left_open_unless_the_article_names_one():
    found = Cast("It rained, and Brussels said that the talks would go on.").ask("Brussels")
    assert found.actor is None
    assert set(found.candidates) == {"European Union", "Belgium"}
    assert Cast("The European Union met. Brussels said that talks would go on.").name("Brussels") == "European Union"
