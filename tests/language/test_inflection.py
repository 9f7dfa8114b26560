"""Forms of verbs, and the lists that are made of them."""

import pytest

from stance.language import lexicon
from stance.language.inflection import forms


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("warn", {"warn", "warns", "warned", "warning"}),
        ("believe", {"believe", "believes", "believed", "believing"}),
        ("tell", {"tell", "tells", "told", "telling"}),
        ("deny", {"deny", "denies", "denied", "denying"}),
        ("say", {"say", "says", "said", "saying"}),
        ("convey", {"convey", "conveys", "conveyed", "conveying"}),
        ("agree", {"agree", "agrees", "agreed", "agreeing"}),
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("preach", {"preach", "preaches", "preached", "preaching"}),
        ("discuss", {"discuss", "discusses", "discussed", "discussing"}),
        ("veto", {"veto", "vetoes", "vetoed", "vetoing"}),
        ("write", {"write", "writes", "wrote", "written", "writing"}),
        ("hint", {"hint", "hints", "hinted", "hinting"}),
        ("quip", {"quip", "quips", "quipped", "quipping"}),
        ("offer", {"offer", "offers", "offered", "offering"}),
        ("withdraw", {"withdraw", "withdraws", "withdrew", "withdrawn", "withdrawing"}),
        ("argue", {"argue", "argues", "argued", "arguing"}),
    ],
)
def test_forms(lemma, expected):
    assert forms(lemma) == expected


@pytest.mark.parametrize("word", ["said", "wrote", "denies", "vowing", "sought", "told", "approved", "thought"])
def test_every_form_leads_to_its_verb(word):
    lemma = lexicon.LEMMAS[word]
    assert word in forms(lemma)


def test_verbs_are_found_in_every_form_that_they_have():
    for lemma in lexicon.SAY.split():
        for form in forms(lemma):
            assert form in lexicon.SAY_FORMS


def test_prepositions_keep_the_verbs_of_the_lines_that_go_on():
    assert lexicon.ABOUT_FORMS["about"]["knew"] == "know"
    assert lexicon.ABOUT_FORMS["for"]["called"] == "call"
    assert "called" not in lexicon.ABOUT_FORMS["at"]


@pytest.mark.parametrize(("word", "noun"), [("claims", "claim"), ("policies", "policy"), ("refusal", "refusal")])
def test_nouns_in_the_plural(word, noun):
    assert lexicon.NOUN_FORMS[word] == noun
