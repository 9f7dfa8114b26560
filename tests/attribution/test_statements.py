"""What a row says: offsets that fit the text, one row a sentence and actor, the right words for each construction."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.naming.aliases import Alias, AliasTable
from tests.attribution.reading import actors, bug, of, rows_of, said, the

ARTICLE = """Council of Northfield weighs the dam
Jane Roe, the mayor of Northfield, said on Monday that the dam must go. “It was a folly,” she added. “We all knew it.”
Richard Doe and Mary Poe, who own the mill, disagree. According to Doe, the valley “lives by its dam” and would starve.
The council has not decided. “It will be a long night,” a council spokeswoman said, and Arvania refused to pay.
“I came here forty years ago.
“I shall not leave it now,” Doe told the council. Belmark's belief that the dam will break is not shared by all.
ROE: “We must close it before the spring.”
"""


def check_rows(text, rows):
    """Check what holds for the rows of any article."""
    keys = []
    for row in rows:
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["text"].strip()
        spans = [*row["content"], *filter(None, [row["source"], row["cue"]])]
        for start, end in spans:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()
        for start, end in row["content"]:
            assert row["start"] <= start < end <= row["end"]
        assert row["content"] == sorted(row["content"])
        assert all(one[1] <= other[0] for one, other in zip(row["content"], row["content"][1:], strict=False))
        assert (row["kind"] is None) == (not row["content"])
        assert row["actor"] is None or row["actor_type"]
        assert row["kind"] is not None or row["actor"] is None
        keys.append((row["index"], row["actor"]))
    assert [row["start"] for row in rows] == sorted(row["start"] for row in rows)
    named = [key for key in keys if key[1] is not None]
    assert len(set(named)) == len(named), "one row a sentence and actor"
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)


def test_rows_of_an_article():
    rows = rows_of(ARTICLE)
    check_rows(ARTICLE, rows)
    assert len({row["sentence_id"] for row in rows}) == 12
    assert actors(ARTICLE) >= {"Jane Roe", "Richard Doe", "Arvania", "council spokeswoman"}


PIECES = st.sampled_from(
    ["Jane Roe", "Richard Doe", "said", "told", "that", "the dam is safe", "“", "”", '"', "'", "‘", "’", ",", ".", "?",
     "\n", "\n\n", " ", "according to", "who", "she", "I", "and", "of", "Roe’s belief", "approved", ":", "—", "ROE:",
     "``", "''", "«", "»", "😀", "قال", "\u202e", "\u200b", "\x07", "\t", "Kyiv", "the minister", "(WHB)", "é",
     "e\u0301"]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(PIECES, max_size=45).map(" ".join),
        st.lists(PIECES, max_size=45).map("".join),
    )
)
def test_rows_of_any_text(text):
    check_rows(text, rows_of(text))
    authored = rows_of(text, genre="opinion", authors=("Ann Loe",))
    check_rows(text, authored)
    assert all(row["kind"] is not None for row in authored)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(ARTICLE)), st.integers(0, 12), PIECES), max_size=6))
def test_rows_of_an_article_that_was_damaged(damages):
    text = ARTICLE
    for at, deleted, inserted in damages:
        text = text[:at] + inserted + text[at + deleted :]
    check_rows(text, rows_of(text))


def test_what_a_sentence_has_of_one_actor_is_one_row():
    text = "“I am tired,” said Jane Roe, who added that she would sell the mill."
    (found,) = of("Jane Roe", text)
    assert found.kind in ("direct", "mixed")
    assert "“I am tired,”" in found.content
    assert "that she would sell the mill" in found.content


def test_a_sentence_of_nobody_has_one_row_of_nobody():
    (row,) = rows_of("The bridge was built in 1907 and is forty metres long.")
    nothing = {"actor", "actor_type", "part_of", "kind", "via", "rule", "source", "cue", "score"}
    assert {name for name in nothing if row[name] is not None} == set()
    assert (row["content"], row["document_id"], row["index"]) == ([], "invented", 0)


def test_rows_carry_what_the_article_says_of_itself():
    (row,) = rows_of("Jane Roe said that the dam was safe.", date="2023-05-31", genre="news")
    assert (row["date"], row["genre"], row["actor_type"]) == ("2023-05-31", "news", "person")


@pytest.mark.parametrize(
    ("text", "words", "source", "cue"),
    [
        ("Jane Roe said that the dam was safe.", "that the dam was safe", "Jane Roe", "said"),
        ("The dam is safe, Jane Roe said.", "The dam is safe", "Jane Roe", "said"),
        ("The dam, Jane Roe believes, is safe.", "The dam … is safe", "Jane Roe", "believes"),
        ("As Jane Roe warned, the dam is weak.", "the dam is weak", "Jane Roe", "warned"),
        ("Jane Roe told the council that the dam was safe.", "that the dam was safe", "Jane Roe", "told"),
        ("Jane Roe hopes to close the dam.", "to close the dam", "Jane Roe", "hopes"),
        ("Jane Roe urged the council to close the dam.", "to close the dam", "Jane Roe", "urged"),
        ("Jane Roe called for a strike.", "a strike", "Jane Roe", "called"),
        ("Jane Roe praised the plan.", "the plan", "Jane Roe", "praised"),
        ("The dam is safe, according to Jane Roe.", "The dam is safe", "Jane Roe", "according"),
        ("According to Jane Roe, who built it, the dam is safe.", "the dam is safe", "Jane Roe", "According"),
        ("Per Jane Roe, the dam is safe.", "the dam is safe", "Jane Roe", "Per"),
        ("In Jane Roe's view, the dam is safe.", "the dam is safe", "Jane Roe", "view"),
        ("Jane Roe is sure that the dam will hold.", "that the dam will hold", "Jane Roe", "sure"),
        ("Jane Roe was doubtful about the plan.", "about the plan", "Jane Roe", "doubtful"),
        ("Jane Roe, speaking in Northfield, argued that the dam was weak.", "that the dam was weak", "Jane Roe",
         "argued"),
        ("In Jane Roe’s view, the dam is safe.", "the dam is safe", "Jane Roe", "view"),
        ("The dam, said Jane Roe, is safe.", "The dam … is safe", "Jane Roe", "said"),
    ],
)  # fmt: skip
def test_constructions(text, words, source, cue):
    # whether the sentence's own stop belongs to the content does not matter
    found = [(one.content.rstrip("."), one.source, one.cue) for one in of("Jane Roe", text)]
    assert found == [(words, source, cue)]
    assert actors(text) == {"Jane Roe"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("In the view of Jane Roe, the dam is safe.", "the dam is safe"),
        ("The rockets that Jane Roe has sought for years arrived on Monday.", "The rockets"),
        bug("Jane Roe’s refusal to sign the treaty angered Belmark.", "to sign the treaty",
            reason="the parser takes the main verb for a part of the infinitive"),
    ],
)  # fmt: skip
def test_content_ends_where_it_ends(text, words):
    assert [one.content.rstrip(".") for one in of("Jane Roe", text)] == [words]


@pytest.mark.parametrize(
    ("text", "sentence", "actor"),
    [
        ("“The dam is old,” said Jane Roe. “It will break before the spring.”", 1, "Jane Roe"),
        ("“It will break before the spring. It is old,” said Jane Roe.", 0, "Jane Roe"),
        ("Jane Roe praised the dam. “It will outlive us all by far.”", 1, "Jane Roe"),
        ("“The dam is old,” said Jane Roe.\n“It will break before the spring.”", 1, "Jane Roe"),
        ("“The dam is old,” said Jane Roe. Richard Doe disagreed: “It will outlive us all.”", 1, "Richard Doe"),
        ("Jane Roe said in a letter:\n“The dam will break before the spring.”", 1, "Jane Roe"),
        ("“The dam will break before the spring.” — Jane Roe", 0, "Jane Roe"),
        ("“The dam will break before the spring.” – Jane Roe, farmer", 0, "Jane Roe"),
        ("Richard Doe arrived. “The mayor never understood the valley,” he said. “She must resign.”", 2,
            "Richard Doe"),
        ("Jane Roe smiled. “The dam will never break, I promise you.”", 1, "Jane Roe"),
    ],
)  # fmt: skip
def test_quotations_without_a_cue_find_their_speaker(text, sentence, actor):
    assert {one.actor for one in said(text) if one.sentence == sentence} == {actor}


@pytest.mark.parametrize(
    "text",
    [
        "The dam is closed. “It will break before the spring, and nobody will be there.”",
        "The film “A Bridge of Ships in May” opens in Northfield on Monday.",
        "The plan is known as the “Northfield miracle” to those who pay for it.",
    ],
)
def test_quotations_of_nobody(text):
    assert said(text) == []


TRANSCRIPT = "MODERATOR: Let us begin.\nJANE ROE: The dam should never have been built.\nRICHARD DOE: It gave us light."


@pytest.mark.parametrize(
    ("text", "actor", "words"),
    [
        ("“JANE ROE: The dam should never have been built.”", "Jane Roe", "The dam should never have been built."),
        ("JANE ROE: “The dam should never have been built.”", "Jane Roe", "“The dam should never have been built.”"),
        (TRANSCRIPT, "Jane Roe", "The dam should never have been built."),
        (TRANSCRIPT, "Richard Doe", "It gave us light."),
    ],
)  # fmt: skip
def test_transcripts(text, actor, words):
    assert words in the(actor, "", text).content


def test_a_speaker_of_a_transcript_is_one_actor():
    text = "MODERATOR: Let us begin.\nJANE ROE: The dam is old.\nMODERATOR: Why?\nROE: It leaks on every side."
    assert [one.sentence for one in of("Jane Roe", text)] == [1, 3]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The price: forty tanks.", set()),
        ("Related: The bridge is closed.", set()),
        ("NOTE: The bridge is closed on Monday.", set()),
        ("NORTHFIELD: The council met on Monday.", set()),
        ("UPDATE: Jane Roe said that the bridge was closed.", {"Jane Roe"}),
    ],
)  # fmt: skip
def test_labels_that_are_no_speakers(text, who):
    assert actors(text) == who
    assert len(said(text)) == len(who)


@pytest.mark.parametrize(
    "text",
    [
        "The growing threat demands a stronger fleet.",
        "The article says that the fleet is weak.",
        "This story says that the fleet is weak.",
        "The report says that the fleet is weak.",
        "The statement said that the fleet was weak.",
        "The crisis showed that the fleet is weak.",
        "The poll shows that voters oppose the dam.",
        "Rising prices forced the town to sell the harbour.",
        "The market expects that the price of fish will fall.",
        "The treaty requires states to destroy their shells.",
        "The storm threatened to close the port.",
        "It is believed that the treaty is dead.",
        "There is fear that the treaty is dead.",
        "Nobody said that the treaty was dead.",
        "It said that the treaty was dead.",
        "You said that the treaty was dead.",
    ],
)
def test_things_and_nobody_hold_no_views(text):
    assert actors(text) == set()


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("A statement by Jane Roe said that the port would close.", "Jane Roe"),
        ("The report by the Harbour Union says that the port will close.", "Harbour Union"),
        ("The statement from the Harbour Union said that the port would close.", "Harbour Union"),
    ],
)
def test_a_document_speaks_for_who_made_it(text, actor):
    assert actors(text) == {actor}


@pytest.mark.parametrize(
    ("text", "actor", "kind"),
    [
        ("Kyiv said that it would respond.", "Ukraine", "state"),
        ("Moscow said that it would respond. Russia warned of war.", "Russia", "state"),
        ("London rejected the offer.", "United Kingdom", "state"),
        ("Washington promised more. The United States keeps its promises, Washington said.", "United States", "state"),
        ("Two senior officials said that the talks had failed.", "two senior officials", "group"),
        ("A ministry spokeswoman said that the talks had failed. “They are over,” the spokeswoman added.",
         "ministry spokeswoman", "person"),
        ("The Harbour Union said that the talks had failed.", "Harbour Union", "organisation"),
        ("Critics say that the treaty is dead.", "critics", "group"),
    ],
)  # fmt: skip
def test_who_holds_views(text, actor, kind):
    assert {(one.actor, one.actor_type) for one in said(text)} == {(actor, kind)}


@pytest.mark.parametrize("text", ["The minister set out the plan. The harbour would close in May, he said."])
def test_a_pronoun_may_stand_for_an_unnamed_source(text):
    assert the("minister", "The harbour would close in May", text).source == "he"


def test_an_ambiguous_source_is_a_statement_of_nobody():
    text = "Jane Roe met Richard Roe on Monday. Roe said that the talks had failed."
    (found,) = [one for one in said(text) if one.sentence == 1]
    assert (found.actor, found.source, found.kind) == (None, "Roe", "indirect")


def test_an_alias_stands_above_the_rules():
    from stance.attribution.article import attribute
    from stance.language.parsing import parse
    from tests.naming.resolving import article_of

    table = AliasTable()
    table.add("the Lioness", Alias("Jane Roe", "person", "Arvania"))
    ((article, paragraphs),) = parse([article_of("The Lioness said that the talks had failed.")])
    (row,) = attribute(article, paragraphs, aliases=table).rows
    assert (row["actor"], row["actor_type"], row["part_of"]) == ("Jane Roe", "person", "Arvania")
