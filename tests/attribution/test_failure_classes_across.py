"""What attribution usually fails on from one sentence to the next, each on invented examples of its shape."""

import pytest

from stance.attributing import attribute_articles
from stance.files import frame_records
from tests.attribution.reading import actors, of, rows_of, said, the

# --- indirect speech continued without a mark ------------------------------------------------------------------------


def test_indirect_speech_goes_on_with_a_pronoun():
    text = "Jane Roe said that the harbour was lost. The ships would never return, she said."
    assert the("Jane Roe", "The ships would never return", text).source == "she"


def test_indirect_speech_goes_on_without_a_mark():
    text = "Jane Roe said that the harbour was lost. The ships would never return. The town would have to live with it."
    assert [(one.sentence, one.kind) for one in of("Jane Roe", text)] == [
        (0, "indirect"),
        (1, "continued"),
        (2, "continued"),
    ]


@pytest.mark.parametrize(
    "added",
    [
        "She spoke for two hours. It rained on the square.",
        "The harbour was built in 1907. It has forty berths.",
        "The council will meet on Monday.",
        "Belmark has forty harbours.",
        "Richard Doe would not answer.",
        "She would not answer questions about the mill.",
    ],
)
def test_what_the_reporter_adds_is_nobodys(added):
    assert [one.sentence for one in said(f"Jane Roe said that the harbour was lost. {added}")] == [0]


def test_indirect_speech_ends_with_its_paragraph():
    text = "Jane Roe said that the harbour was lost.\nThe town would have to live with it."
    assert [one.sentence for one in said(text)] == [0]


# --- quotations over several paragraphs ------------------------------------------------------------------------------

RECOLLECTION = """Jane Roe remembers the flood. “I came to this town forty years ago,” she said.
“I found the harbour full of ships, and nobody would have thought of leaving.
“I will not leave it now that the last ship has gone.
“My sons were born here and they shall stay here.”
The council meets on Monday."""


def test_paragraphs_that_each_open_a_mark_anew_go_on():
    found = [one for one in said(RECOLLECTION) if one.kind != "indirect"]
    assert {one.actor for one in found} == {"Jane Roe"}
    assert [one.kind for one in found] == ["direct", "continued", "continued", "continued"]
    assert [one.content.split()[0] for one in found] == ["“I", "“I", "“I", "“My"]


@pytest.mark.parametrize("first", ["Jane Roe said: ", "“It was a flood,” Jane Roe said. ", "Jane Roe told the court: "])
def test_a_quotation_that_its_paragraph_does_not_close_goes_on(first):
    text = f"{first}“I came to this town forty years ago.\n“I found the harbour full of ships.”\nThe council meets."
    assert "“I found the harbour full of ships.”" in [one.content for one in of("Jane Roe", text)]
    assert actors(text) == {"Jane Roe"}


def test_first_person_after_who_spoke():
    text = (
        "Jane Roe, the harbour master, spoke to us.\n“I came to this town forty years ago.\n"
        "“I will not leave it now that the last ship has gone.”"
    )
    assert len([one for one in of("Jane Roe", text) if one.content.startswith("“I")]) == 2


# --- role and name are one actor -------------------------------------------------------------------------------------

ROLES = {
    "secretary": "Secretary General Jane Roe arrived. The secretary general said that the alliance would not move. “We "
    "are not a party to it,” Roe added.",
    "mayor": "Mayor Jane Roe arrived. The mayor said that the bridge would last. Roe called the critics wrong.",
    "minister": "Foreign minister Jane Roe arrived. Roe said that the talks failed. “They lied,” the minister said.",
    "chairwoman": "Jane Roe, who chairs the union, came. The union’s chairwoman, Jane Roe, said that it would strike. "
    "Ms. Roe warned that it would be long.",
    "pronoun": "Mayor Jane Roe arrived. She promised a second bridge. The mayor said that it would last.",
}


@pytest.mark.parametrize("role", ROLES)
def test_role_and_name_are_one_actor(role):
    assert actors(ROLES[role]) == {"Jane Roe"}
    assert [one.sentence for one in said(ROLES[role])] == [1, 2]


# --- furniture -------------------------------------------------------------------------------------------------------

PAGE = """Home | News | Sport
Council votes to sell the harbour
By Mary Poe
March 4, 2023
Share this article
Jane Roe said that the harbour was lost.
Read more: Richard Doe says that the mayor must go
The council of Northfield met for two hours on Monday and sold the harbour to a company from Belmark.
You may also like
Related: Ann Loe warns that the dam will break
Sign up for our newsletter
"""


def test_links_and_furniture_are_nobodys_statements(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    summary = attribute_articles([tmp_path / "page.txt"], tmp_path / "out.jsonl", every_sentence=True)
    assert set(summary.actors) & {"Richard Doe", "Ann Loe", "Mary Poe"} == set()
    assert summary.actors["Jane Roe"] == 1
    import pandas as pd

    texts = [row["text"] for row in frame_records(pd.read_json(tmp_path / "out.jsonl", lines=True))]
    assert "Jane Roe said that the harbour was lost." in texts
    assert not any("Share" in text or "newsletter" in text or "Read more" in text for text in texts)


# --- pronouns and what stands inside the quotation -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jane Roe arrived. “Mary Poe never liked the sea,” she said.", "Mary Poe never liked the sea"),
        ("“Mary Poe never liked the treaty,” Jane Roe said. “Poe will not sign it,” she added.", "will not sign"),
        ("Jane Roe arrived at noon. “My sister Mary told me that she hates the sea,” she said.", "she hates the sea"),
        ("Jane Roe said that Mary Poe was her friend. The union would never betray her, she added.",
            "The union would never betray her"),
    ],
)  # fmt: skip
def test_a_speaker_is_nobody_who_stands_inside_what_is_said(text, words):
    assert the("Jane Roe", words, text)
    assert actors(text) == {"Jane Roe"}


def test_every_row_of_these_examples_is_a_slice():
    for row in rows_of(RECOLLECTION):
        assert RECOLLECTION[row["start"] : row["end"]] == row["text"]
