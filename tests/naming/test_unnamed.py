"""Persons without a name are spoken of again; what is no person, body or state is no actor."""

import pytest

from stance.naming.actors import Actor
from tests.naming.resolving import Cast


@pytest.mark.parametrize(
    ("text", "mention", "pronoun"),
    [
        (
            "President Varga came.\nA spokeswoman for the ministry noted that it rained. “We understand,” she said.",
            "A spokeswoman for the ministry",
            "she said",
        ),
        (
            "President Varga spoke.\nA businesswoman from Arvania agreed. The president left, and she added more.",
            "A businesswoman from Arvania",
            "she added",
        ),
        ("One official said that the talks had failed. “It is over,” he added.", "One official", "he added"),
        (
            "Jane Roe arrived on Monday.\nA senior diplomat said that the talks had failed. He was tired.",
            "A senior diplomat",
            "He was",
        ),
        (
            "President Varga met the queen of Arvania. The talks went well, and she smiled.",
            "the queen of Arvania",
            "she smiled",
        ),
    ],
)
def test_a_pronoun_takes_up_a_person_without_a_name(text, mention, pronoun):
    cast = Cast(text)
    again = cast.ask(pronoun.split()[0], within=pronoun)
    assert again.rule == "pronoun"
    assert again.actor.type == "person"
    assert again.actor == cast.ask(mention).actor


def test_her_own_mention_and_the_pronoun_are_one_actor_of_the_ministry():
    cast = Cast(
        "The Ministry of Roads closed a bridge. President Varga was told.\nA spokeswoman for the ministry noted that "
        "repairs had begun. “We understand the anger,” she said."
    )
    she = cast.ask("she said"[:3]).actor
    assert she == cast.ask("A spokeswoman for the ministry").actor
    assert she == Actor("spokeswoman for the ministry", "person", "Ministry of Roads")
    assert cast.ask("We", within="We understand").actor == she


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Jane Roe met an official on Monday. She said that talks would go on.", "She", "Jane Roe"),
        ("Jane Roe is a lawyer. She said that talks would go on.", "She", "Jane Roe"),
        ("Jane Roe arrived. As a mother, she was worried.", "she", "Jane Roe"),
        ("Richard Doe spoke. No lawyer helped. He was alone.", "He", "Richard Doe"),
        ("Mayor Jane Roe spoke.\nThe mayor was tired. Richard Doe came. She left.", "She left", "Jane Roe"),
    ],
)
def test_a_noun_that_speaks_of_nobody_new_takes_no_pronoun(text, pronoun, name):
    cast = Cast(text)
    assert cast.name(pronoun.split()[0], within=pronoun) == name


def test_a_source_is_not_who_was_just_named():
    cast = Cast("Jane Roe left on Monday. The source said that she was ill.")
    assert cast.name("The source") == "source"


def test_the_president_without_a_country_is_the_one_whose_country_goes_without_saying():
    cast = Cast(
        "President Jane Roe spoke on Monday. Russian President Boris Petrenko was silent.\n"
        "This week, the president declined to comment."
    )
    assert cast.name("the president") == "Jane Roe"


@pytest.mark.parametrize(
    ("text", "mention", "actor"),
    [
        (
            "It rained, and American allies said no.",
            "American allies",
            Actor("American allies", "group", "United States"),
        ),
        (
            "Russia's defense minister, Ana Diaz, spoke on Monday.",
            "Ana Diaz",
            Actor("Ana Diaz", "person", "Russia"),
        ),
        (
            "Russia's ambassador to Belarus, Boris Petrenko, said no.",
            "Boris Petrenko",
            Actor("Boris Petrenko", "person", "Russia"),
        ),
        (
            "NATO's secretary general said that it was late.\nSecretary General Jens Halvorsen spoke in Oslo.",
            "NATO's secretary general",
            Actor("Jens Halvorsen", "person", "NATO"),
        ),
        (
            "The United States approving transfers angered the villagers.",
            "The United States approving transfers",
            Actor("United States", "state", None),
        ),
        ("A majority of voters said no.", "A majority of voters", Actor("majority of voters", "group", None)),
        ("One of the family's lawyers said no.", "One of the family's lawyers", None),
        ("An arbitration panel on Tuesday said no.", "An arbitration panel on Tuesday", None),
    ],
)
def test_what_an_actor_belongs_to_and_is(text, mention, actor):
    found = Cast(text).ask(mention).actor
    if actor is None:
        assert found.type in ("person", "organisation")
        assert "Tuesday" not in found.name
    else:
        assert found == actor


@pytest.mark.parametrize(
    "mention",
    ["The statement", "This refusal", "The delay", "Its stance", "The lack of support", "The coal", "The news"],
)
def test_things_and_deeds_are_no_actors(mention):
    found = Cast(f"Arvania is small. {mention} worried the villagers.").ask(mention)
    assert (found.actor.type, found.rule) == ("unknown", "itself")


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Dan Rice said no on Monday. Daniel Rice left.", "Dan Rice", "Daniel Rice"),
        ("J. Roe said no on Monday. Jane Roe left.", "J. Roe", "Jane Roe"),
        ("Jane Roe said no on Monday. Then J. Roe left.", "J. Roe", "Jane Roe"),
    ],
)
def test_a_nickname_or_an_initial_is_the_same_person(text, mention, name):
    assert Cast(text).name(mention) == name


def test_an_initial_that_fits_two_persons_is_left_unresolved():
    found = Cast("J. Roe said no on Monday. Jane Roe left, and John Roe stayed.").ask("J. Roe")
    assert (found.actor, found.candidates) == (None, ("Jane Roe", "John Roe"))


def test_answers_do_not_depend_on_the_order_of_questions():
    text = (
        "NATO's secretary general said on Monday that it was late. Secretary General Jens Halvorsen spoke in Oslo. "
        "He left. A spokeswoman for the ministry stayed. She said no."
    )
    mentions = ["NATO's secretary general", "Jens Halvorsen", "He", "A spokeswoman for the ministry", "She"]
    forward, backward = Cast(text), Cast(text)
    assert [forward.ask(m).actor for m in mentions] == [backward.ask(m).actor for m in mentions[::-1]][::-1]
