"""Names, titles, roles, acronyms and unnamed sources become canonical actors."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.naming.actors import Actor
from tests.naming.resolving import Cast


def test_the_fullest_form_of_a_name_is_canonical_and_titles_are_no_part_of_it():
    cast = Cast("Senator Jane Roe left. Jane A. Roe was tired. Roe said so. Ms. Roe wept.")
    assert {cast.name(words) for words in ("Senator Jane Roe", "Jane A. Roe", "Roe said"[:3], "Ms. Roe")} == {
        "Jane A. Roe"
    }
    assert cast.ask("Senator Jane Roe").actor.type == "person"


@pytest.mark.parametrize(
    ("text", "mention", "name"),
    [
        ("Johanna van der Berg agreed. Van der Berg smiled.", "Van der Berg", "Johanna van der Berg"),
        ("Omar al-Haddad agreed. Later, al-Haddad left.", "al-Haddad left"[:9], "Omar al-Haddad"),
        ("Omar al-Haddad agreed. Haddad left.", "Haddad left"[:6], "Omar al-Haddad"),
        ("Maria de Souza agreed. De Souza left.", "De Souza", "Maria de Souza"),
        ("Bob Poe agreed on Monday. Robert Poe left.", "Bob Poe", "Robert Poe"),
        ("John Roe Jr. agreed on Monday. Roe left.", "Roe left"[:3], "John Roe Jr."),
        ("Anaïs Müller agreed on Monday. Muller left.", "Muller", "Anaïs Müller"),
        ("JANE ROE agreed on Monday. Jane Roe left.", "JANE ROE", "Jane Roe"),
        ("Jane Roe’s office wrote. “No,” said Roe’s lawyer.", "Roe’s lawyer"[:5], "Jane Roe"),
        ("Jane Roe's plan failed, said John O'Hara. O'Hara left.", "O'Hara left"[:6], "John O'Hara"),
    ],
)
def test_short_and_odd_forms_find_the_full_name(text, mention, name):
    assert Cast(text).name(mention, within=mention if text.count(mention) == 1 else text.split(". ")[-1]) == name


def test_two_persons_of_one_surname_leave_it_unresolved_and_are_listed():
    cast = Cast("Jane Roe and Richard Roe met on Monday. Roe said that the talks had failed.")
    found = cast.ask("Roe", within="Roe said")
    assert found.actor is None
    assert found.candidates == ("Jane Roe", "Richard Roe")


def test_a_form_of_address_tells_namesakes_apart():
    cast = Cast("Jane Roe and Richard Roe met on Monday. Mrs. Roe said no. Mr. Roe said yes.")
    assert cast.name("Mrs. Roe") == "Jane Roe"
    assert cast.name("Mr. Roe") == "Richard Roe"


def test_a_surname_stays_with_who_bore_it_before_a_namesake_came():
    text = "Jane Roe spoke first. Roe said yes.\nHer cousin, Richard Roe, came late.\nThen Poe spoke.\nRoe added more."
    assert Cast(text).name("Roe", within="Roe added") == "Jane Roe"


@pytest.mark.parametrize(
    ("introduced", "role"),
    [
        ("Secretary General Jane Roe arrived.", "the secretary general"),
        ("Jane Roe, the mayor of Springfield, arrived.", "the mayor"),
        ("The mayor of Springfield, Jane Roe, arrived.", "the mayor"),
        ("Jane Roe is the mayor of Springfield.", "the mayor"),
        ("Spokeswoman Jane Roe arrived.", "the spokeswoman"),
        ("Sen. Jane Roe arrived.", "the senator"),
        ("Jane Roe, 54, arrived.", "the 54-year-old"),
        ("French foreign minister Jane Roe arrived.", "the foreign minister"),
    ],
)
def test_a_role_finds_its_bearer(introduced, role):
    cast = Cast(f"{introduced} Peace is near, {role} said on Tuesday.")
    assert cast.name(role) == "Jane Roe"


def test_a_role_of_two_bearers_is_left_unresolved():
    cast = Cast("Senator Jane Roe and Senator Richard Doe met. The senator said that peace was near.")
    found = cast.ask("The senator")
    assert found.actor is None
    assert found.candidates == ("Jane Roe", "Richard Doe")


def test_the_minister_of_another_country_is_somebody_else():
    cast = Cast("French foreign minister Jane Roe arrived. The German foreign minister said no.")
    found = cast.ask("The German foreign minister").actor
    assert found == Actor("German foreign minister", "person", "Germany")


def test_acronyms_in_brackets_and_from_initials():
    cast = Cast(
        "The World Health Body (WHB) met. The Springfield Trade Council was there. The WHB said yes. The STC said no."
    )
    assert cast.name("The WHB") == "World Health Body"
    assert cast.ask("The WHB").rule == "acronym"
    assert cast.name("The STC") == "Springfield Trade Council"


def test_an_organisation_is_taken_up_by_its_noun():
    cast = Cast("The Ministry of Roads wrote a letter. It was long, the ministry said.")
    assert cast.name("the ministry") == "Ministry of Roads"


@pytest.mark.parametrize(
    ("mention", "actor"),
    [
        ("Two senior officials", Actor("Two senior officials", "group", None)),
        ("a French foreign ministry spokeswoman", Actor("French foreign ministry spokeswoman", "person", "France")),
        ("Ukrainian officials", Actor("Ukrainian officials", "group", "Ukraine")),
        ("the villagers", Actor("villagers", "group", None)),
    ],
)
def test_unnamed_sources_stay_actors_of_their_own(mention, actor):
    found = Cast(f"It rained on Monday, and {mention} said that the bridge was closed.").ask(mention).actor
    assert (found.name.lower(), found.type, found.part_of) == (actor.name.lower(), actor.type, actor.part_of)


def test_a_named_person_belongs_to_what_the_role_names():
    cast = Cast("Jane Roe, a spokeswoman for the World Health Body, left. US President John Smith met Ann Poe.")
    assert cast.ask("Jane Roe").actor.part_of == "World Health Body"
    assert cast.ask("US President John Smith").actor == Actor("John Smith", "person", "United States")
    assert cast.ask("Ann Poe").actor.part_of is None


def test_asides_and_clauses_are_no_part_of_the_name_of_an_unnamed_source():
    text = "Two aides, who asked not to be named, said that the vote was lost."
    assert Cast(text).name("Two aides, who asked not to be named") in ("Two aides", "two aides")


def test_an_unnamed_source_is_taken_up_by_its_noun():
    text = "A French foreign ministry spokeswoman spoke on Monday. Talks would go on, the spokeswoman added."
    assert Cast(text).ask("the spokeswoman").actor == Actor("French foreign ministry spokeswoman", "person", "France")


def test_the_epithet_before_a_full_name_does_not_become_part_of_it():
    cast = Cast("He called her Crooked Jane Roe on Monday. Jane Roe laughed. Roe left.")
    assert cast.name("Roe", within="Roe left") == "Jane Roe"


def test_someone_just_named_in_full_is_meant_when_the_namesake_is_far():
    far = "\n".join(["It rained for a week on every road in Arvania."] * 3)
    cast = Cast(f"Jane Roe came first.\n{far}\nRichard Roe spoke on Friday. Roe said that the road was closed.")
    assert cast.name("Roe", within="Roe said") == "Richard Roe"


@pytest.mark.parametrize("mention", [(0, 0), (3, 3), (50, 60), (10_000, 10_001), (8, 9)])
def test_any_span_is_answered(mention):
    cast = Cast("Jane Roe . . . said so.")
    assert cast.actors.resolve(mention).mention == mention
    assert Cast("").actors.resolve(mention).actor is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Jane Roe", "Roe", "the mayor", "she", "I", "“", "”", '"', "said", ".", ",", "Kyiv", "who", "of", "and",
             "(WHB)", "World Health Body", "-", "’s", "\n", "😀", "قال", "Senator", "the", "54", ":", "O’", "van", "A"]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_no_text_breaks_it(words):
    cast = Cast(" ".join(words))
    size = len(cast.text)
    for start in range(0, size, 3):
        found = cast.actors.resolve((start, min(size, start + 7)), outside=[(0, start)])
        assert found.actor is None or found.actor.name


def test_a_person_inside_the_name_of_an_organisation_is_that_person():
    cast = Cast("Jane Roe spoke on Monday. Staff of the Roe Foundation left.")
    assert cast.name("Roe", within="Roe Foundation") == "Jane Roe"
    assert cast.ask("the Roe Foundation").actor.type == "organisation"


def test_a_headline_in_capitals_makes_no_name_of_its_verbs():
    cast = Cast("Roe Says Harbour Bridge Must Close\nJane Roe said on Monday that the bridge must close. Roe left.")
    assert cast.name("Roe", within="Roe left") == "Jane Roe"
    assert cast.name("Roe", within="Roe Says") == "Jane Roe"


def test_the_woman_is_left_unresolved_between_two_and_found_when_there_is_one():
    two = Cast("Jane Roe met Mary Poe on Monday. The woman said that the road was closed.").ask("The woman")
    assert (two.actor, two.candidates) == (None, ("Jane Roe", "Mary Poe"))
    one = Cast("Jane Roe met Richard Doe on Monday. The woman said that the road was closed.")
    assert one.name("The woman") == "Jane Roe"
