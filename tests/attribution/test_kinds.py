"""The kind of a statement: direct, mixed, indirect, continued, act."""

import pytest

from tests.attribution.reading import of, said, the


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The dam is safe,” Jane Roe said.", "direct"),
        ("Jane Roe said, “The dam is safe.”", "direct"),
        ('Jane Roe told reporters: "The dam is safe."', "direct"),
        ("“Is the dam safe?” asked Jane Roe.", "direct"),
        ("“The dam,” said Jane Roe, “will hold for a hundred years.”", "direct"),
        ("‘The dam is safe,’ said Jane Roe.", "direct"),
        ("«The dam is safe,» said Jane Roe.", "direct"),
        ("„The dam is safe“, said Jane Roe.", "direct"),
        ("``The dam is safe,'' said Jane Roe.", "direct"),
        ("Jane Roe said the dam was “a monument to folly” that would ruin the valley.", "mixed"),
        ("Jane Roe said that the dam was “safe”.", "mixed"),
        ("Jane Roe said that the dam was safe.", "indirect"),
        ("Jane Roe believes that the dam is safe.", "indirect"),
        ("The dam is safe, according to Jane Roe.", "indirect"),
        ("Jane Roe praised the dam.", "indirect"),
        ("Jane Roe is sure that the dam is safe.", "indirect"),
        ("Jane Roe called the dam “a monument to folly” that would ruin the valley.", "mixed"),
    ],
)  # fmt: skip
def test_words(text, kind):
    assert [one.kind for one in of("Jane Roe", text)] == [kind]


def test_what_goes_on_without_a_cue_is_continued_and_has_no_cue():
    text = "“The dam is old,” said Jane Roe. “It will break before the spring.”"
    assert [(one.kind, one.cue) for one in of("Jane Roe", text)] == [("direct", "said"), ("continued", None)]


@pytest.mark.parametrize(
    ("text", "words", "cue"),
    [
        ("Arvania approved the delivery of forty shells.", "the delivery of forty shells", "approved"),
        ("Arvania refused to ratify the treaty.", "to ratify the treaty", "refused"),
        ("Arvania rejected the offer on Monday.", "the offer", "rejected"),
        ("Arvania has long sought the rockets.", "the rockets", "sought"),
        ("Arvania pledged to supply forty tanks.", "to supply forty tanks", "pledged"),
        ("Arvania withdrew its support for the treaty.", "its support for the treaty", "withdrew"),
        ("Arvania banned the sale of shells.", "the sale of shells", "banned"),
        ("Arvania sent forty tanks to Belmark.", "forty tanks to Belmark", "sent"),
        ("Arvania voted to leave the treaty.", "to leave the treaty", "voted"),
        ("Arvania vetoed the resolution on shells.", "the resolution on shells", "vetoed"),
        ("Arvania’s decision to withdraw from the treaty was no surprise.", "to withdraw from the treaty", "decision"),
        ("Arvania’s refusal to sign the treaty angered Belmark.", "to sign the treaty", "refusal"),
        ("Arvania supplied forty tanks to Belmark.", "forty tanks", "supplied"),
        ("Arvania withdrew from the treaty on Friday.", "the treaty", "withdrew"),
    ],
)  # fmt: skip
def test_acts(text, words, cue):
    found = the("Arvania", words, text)
    assert (found.kind, found.cue) == ("act", cue)


@pytest.mark.parametrize(
    ("text", "actor", "words", "cue"),
    [
        ("President Jane Roe’s approval of the missile shipment drew criticism.", "Jane Roe",
            "the missile shipment", "approval"),
        ("The long-range rockets, which Kyiv has long sought, arrived on Monday.", "Ukraine",
            "long-range rockets", "sought"),
    ],
)  # fmt: skip
def test_acts_as_nouns_and_in_relative_clauses(text, actor, words, cue):
    found = the(actor, words, text)
    assert (found.kind, found.cue) == ("act", cue)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Roe walked to the harbour and bought three fish.",
        "Kyiv fell silent on Monday. Jane Roe slept.",
        "The bridge is forty metres long.",
        "Mayor Jane Roe opened the bridge.",
        "Jane Roe closed the hall at noon.",
        "Jane Roe spoke on Monday.",
    ],
)
def test_what_shows_no_view(text):
    assert said(text) == []
