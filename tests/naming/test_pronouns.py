"""Pronouns find who is meant, or say that they do not."""

import pytest

from tests.naming.resolving import Cast


@pytest.mark.parametrize(
    ("text", "within", "pronoun", "name"),
    [
        ("Jane Roe met Richard Doe. She said that talks would go on.", "She said", "She", "Jane Roe"),
        ("Jane Roe met Richard Doe. He said that talks would go on.", "He said", "He", "Richard Doe"),
        ("Richard Doe praised John Poe because he was honest.", "praised", "John Poe", "John Poe"),
        ("In his speech on Monday, Richard Doe said no.", "his speech", "his", "Richard Doe"),
        ("Ms. Krzysztofek spoke. She was brief.", "She was", "She", "Krzysztofek"),
        ("Spokeswoman Kim Oduya spoke to John Poe. She was brief.", "She was", "She", "Kim Oduya"),
        ("Richard Doe, who chairs the panel, left.", "who chairs", "who", "Richard Doe"),
        ("Jane Roe said she was sure.", "she was", "she", "Jane Roe"),
        ("Jane Roe hurt herself on Monday.", "herself", "herself", "Jane Roe"),
        ("Union leaders met. They said that the strike would go on.", "They said", "They", "union leaders"),
        ("Kyiv wrote a letter. It said that time was short.", "It said", "It", "Ukraine"),
    ],
)
def test_antecedents(text, within, pronoun, name):
    assert Cast(text).name(pronoun, within=within) == name


def test_him_is_not_the_subject_of_its_own_clause():
    cast = Cast("Richard Doe came first. John Poe thanked him.")
    assert cast.name("him") == "Richard Doe"


def test_an_antecedent_inside_the_quotation_is_none_for_its_speaker():
    text = 'Jane Roe spoke for an hour. "Mary Poe is wrong about everything," she said.'
    cast = Cast(text)
    quotation = cast.span('"Mary Poe is wrong about everything,"')
    assert cast.ask("she", within="she said", outside=[quotation]).actor.name == "Jane Roe"
    assert cast.ask("she", within="she said").actor.name == "Jane Roe"


def test_a_pronoun_whose_only_antecedent_is_ruled_out_is_unresolved():
    cast = Cast('"Mary Poe is wrong about everything," she said.')
    found = cast.ask("she", within="she said", outside=[cast.span('"Mary Poe is wrong about everything,"')])
    assert found.actor is None
    assert found.candidates == ()


def test_i_is_the_speaker():
    cast = Cast('"I never said so," said Jane Roe on Monday.\nRichard Doe disagreed. "I did," he said.')
    assert cast.name("I", within="I never") == "Jane Roe"
    assert cast.name("I", within="I did") == "Richard Doe"


def test_i_is_the_speaker_that_is_given():
    cast = Cast('Jane Roe met Richard Doe. "I never said so."')
    assert cast.ask("I", within="I never", speaker=cast.span("Richard Doe")).actor.name == "Richard Doe"
    assert cast.ask("I", within="I never", speaker=cast.span("Jane Roe")).actor.name == "Jane Roe"


def test_he_in_a_quotation_is_not_its_speaker():
    cast = Cast('Richard Doe met John Poe. "He was late," Doe said.')
    assert cast.name("He", within="He was") == "John Poe"


def test_i_outside_quotations_and_you_are_unresolved():
    cast = Cast("Jane Roe spoke. I think that you know.")
    assert cast.ask("I", within="I think").actor is None
    assert cast.ask("you").actor is None


def test_a_quotation_that_runs_on_keeps_its_speaker():
    cast = Cast('Jane Roe said, "We met on Monday.\n"I told them everything."')
    assert cast.name("I", within="I told") == "Jane Roe"
