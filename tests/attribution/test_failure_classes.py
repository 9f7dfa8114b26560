"""The constructions of one sentence on which attribution usually fails, each on invented examples of its shape."""

import pytest

from tests.attribution.reading import actors, bug, of, said, the

LOST = "that the harbour was lost"


def check(text, actor, words, cue, kind="indirect", via=None):
    found = the(actor, words, text)
    assert (found.cue, found.kind, found.via) == (cue, kind, via)
    return found


# --- conjoined sources -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "who", "words", "cue", "kind"),
    [
        ("Jane Roe and Richard Doe said that the harbour was lost.", ["Jane Roe", "Richard Doe"], LOST, "said",
         "indirect"),
        ("“The harbour is lost,” said Jane Roe and Richard Doe.", ["Jane Roe", "Richard Doe"], "“The harbour is lost,”",
         "said", "direct"),
        ("Jane Roe, Richard Doe and Mary Poe warned that the harbour was lost.",
         ["Jane Roe", "Richard Doe", "Mary Poe"], LOST, "warned", "indirect"),
        ("According to Jane Roe and Richard Doe, the harbour is lost.", ["Jane Roe", "Richard Doe"],
         "the harbour is lost", "According", "indirect"),
        ("Both Arvania and Belmark insist that the island is theirs.", ["Arvania", "Belmark"],
         "that the island is theirs", "insist", "indirect"),
        ("Arvania and Belmark rejected the treaty on Monday.", ["Arvania", "Belmark"], "the treaty", "rejected", "act"),
        ("The treaty is opposed by Belmark and Arvania.", ["Arvania", "Belmark"], "The treaty", "opposed", "indirect"),
    ],
)  # fmt: skip
def test_conjoined_sources_are_a_statement_each(text, who, words, cue, kind):
    for actor in who:
        check(text, actor, words, cue, kind)
    assert actors(text) == set(who)
    assert len(said(text)) == len(who)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jane Roe praised the plan, but Richard Doe condemned it.",
            {"Jane Roe": ("praised", "the plan"), "Richard Doe": ("condemned", "it")}),
        ("Mayor Richard Doe said that the council was wrong; Jane Roe disagreed.",
            {"Richard Doe": ("said", "that the council was wrong")}),
    ],
)  # fmt: skip
def test_conjoined_clauses_keep_to_their_own_sources(text, parts):
    for actor, (cue, words) in parts.items():
        check(text, actor, words, cue)
        others = [other for other in parts if other != actor]
        assert not any(other in one.content for one in of(actor, text) for other in others)


# --- passive ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "cue", "kind"),
    [
        ("Mayor Jane Roe was quoted as saying that the harbour was lost.", LOST, "saying", "indirect"),
        ("“The harbour is lost,” Jane Roe was quoted as saying.", "“The harbour is lost,”", "saying", "direct"),
        ("“The harbour is lost,” Jane Roe was quoted saying by a reporter.", "“The harbour is lost,”", "saying",
         "direct"),
        ("Jane Roe was reported to have said that the harbour was lost.", LOST, "said", "indirect"),
        ("The proposal has been criticised by Jane Roe.", "The proposal", "criticised", "indirect"),
    ],
)  # fmt: skip
def test_passives(text, words, cue, kind):
    found = check(text, "Jane Roe", words, cue, kind)
    assert found.source.endswith("Jane Roe")
    assert actors(text) == {"Jane Roe"}


@pytest.mark.parametrize(
    "text",
    ["The treaty is opposed by Belmark.", "The treaty was rejected by Belmark."],
)
def test_of_a_passive_its_subject_is_the_content(text):
    (found,) = of("Belmark", text)
    assert found.content == "The treaty"


# --- relative pronouns -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "actor", "words", "cue", "kind"),
    [
        ("Jane Roe, who said that the sale was illegal, left the hall.", "Jane Roe", "that the sale was illegal",
         "said", "indirect"),
        ("Richard Doe met Jane Roe, who told him that the port would close.", "Jane Roe", "that the port would close",
         "told", "indirect"),
        ("The minister, who on Monday had warned that the port would close, resigned.", "minister",
         "that the port would close", "warned", "indirect"),
        ("Fishermen who say that the port will close have sold their ships.", "fishermen", "that the port will close",
         "say", "indirect"),
        ("Jane Roe, who believes that the port will close, has sold her ships.", "Jane Roe",
            "that the port will close", "believes", "indirect"),
        ("Jane Roe, who opposes the sale, left the hall.", "Jane Roe", "the sale", "opposes", "indirect"),
        ("The farmers who reject the treaty marched to the capital.", "farmers", "the treaty", "reject", "act"),
        ("The Harbour Union, which has called for a strike, met on Monday.", "Harbour Union", "a strike", "called",
            "indirect"),
    ],
)  # fmt: skip
def test_relative_pronouns_stand_for_the_noun_before_them(text, actor, words, cue, kind):
    check(text, actor, words, cue, kind)
    assert len(said(text)) == 1


# --- "X calling for" -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "actor", "words"),
    [
        ("Residents calling for a new bridge gathered in Northfield.", "residents", "a new bridge"),
        ("Protesters calling for the mayor’s resignation filled the square.", "protesters",
            "the mayor’s resignation"),
        ("Jane Roe, calling for a strike, left the hall.", "Jane Roe", "a strike"),
    ],
)  # fmt: skip
def test_calling_for(text, actor, words):
    check(text, actor, words, "calling")


@pytest.mark.parametrize(
    ("text", "actor", "words"),
    [
        ("Jane Roe issued a statement calling for the release of the sailors.", "Jane Roe", "the release"),
        ("Jane Roe published a letter calling for an end to the sale.", "Jane Roe", "an end to the sale"),
        ("Arvania, calling for a truce, withdrew its ships.", "Arvania", "a truce"),
        ("Belmark has called for an end to the war.", "Belmark", "an end to the war"),
    ],
)
def test_a_call_in_a_letter_is_that_of_who_wrote_it(text, actor, words):
    the(actor, words, text)
    assert actors(text) == {actor}


# --- possessive belief nouns -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "actor", "words", "cue"),
    [
        ("Jane Roe did not hide her belief that the sale would fail.", "Jane Roe", "that the sale would fail",
            "belief"),
        ("The ministry’s insistence that the dam is safe has angered farmers.", "ministry", "that the dam is safe",
            "insistence"),
        ("Jane Roe wept. Her claim that the harbour was lost surprised the council.", "Jane Roe", LOST, "claim"),
        ("Jane Roe’s belief that the harbour was lost was widely shared.", "Jane Roe", LOST, "belief"),
        ("Richard Doe rejected Jane Roe’s claim that the vote was stolen.", "Jane Roe", "that the vote was stolen",
            "claim"),
        ("Belmark’s opposition to the treaty is well known.", "Belmark", "the treaty", "opposition"),
    ],
)  # fmt: skip
def test_possessive_belief_nouns(text, actor, words, cue):
    check(text, actor, words, cue)


@pytest.mark.parametrize(
    ("text", "actor", "words"),
    [
        ("Jane Roe repeated her claim that the vote was stolen.", "Jane Roe", "that the vote was stolen"),
        ("Jane Roe voiced her conviction that the dam would hold.", "Jane Roe", "that the dam would hold"),
        ("The Harbour Union expressed its belief that the port would close.", "Harbour Union", "the port would close"),
        ("Jane Roe reiterated her call for a strike.", "Jane Roe", "a strike"),
    ],
)
def test_a_verb_may_bring_the_noun(text, actor, words):
    the(actor, words, text)
    assert actors(text) == {actor}


# --- nested speakers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "outer", "inner", "words", "cue"),
    [
        ("According to Richard Doe, Jane Roe said that the harbour was lost.", "Richard Doe", "Jane Roe", LOST, "said"),
        ("Richard Doe said that Jane Roe had told him that the harbour was lost.", "Richard Doe", "Jane Roe", LOST,
            "told"),
        bug("Richard Doe wrote that the minister believes that the dam is safe.", "Richard Doe", "minister",
            "that the dam is safe", "believes",
            reason="annotators mark few unnamed sources at second hand, and so the rules leave them out"),
        ("The Northfield Gazette reported that Jane Roe opposed the treaty.", "Northfield Gazette", "Jane Roe",
            "the treaty", "opposed"),
        ("The Northfield Gazette reported that Jane Roe had said that the harbour was lost.", "Northfield Gazette",
            "Jane Roe", LOST, "said"),
    ],
)  # fmt: skip
def test_who_is_reported_at_second_hand_is_a_statement_via_who_reports(text, outer, inner, words, cue):
    assert the(outer, words, text).via is None
    found = the(inner, words, text)
    assert (found.cue, found.via) == (cue, outer)


def test_quoted_as_saying_by_another():
    text = "Richard Doe quoted Jane Roe as saying that the harbour was lost."
    assert the("Jane Roe", LOST, text).via == "Richard Doe"


def test_what_somebody_says_of_another_in_a_quotation_stays_theirs():
    text = "“Richard Doe told us that the harbour was lost,” said Jane Roe."
    check(text, "Jane Roe", "the harbour was lost", "said", "direct")
