"""The statements that the page holds: in context, with cue and source where their offsets are true."""

import pandas as pd
import pytest

from stance.reporting.page.evidence import evidence_of

TEXT = "Ilse Brandt said 🙂 the shells came late."


def statements(**columns) -> pd.DataFrame:
    return pd.DataFrame({"text": [TEXT], "predicted": ["pro"], "actor": ["Ilse Brandt"], **columns})


def test_text_and_prediction_suffice():
    data = evidence_of(pd.DataFrame({"text": ["One.", "Two."], "predicted": ["pro", "anti"]}))
    assert data["sentences"] == {
        "text": ["One.", "Two."],
        "document": [-1, -1],
        "number": [-1, -1],
        "follows": [0, 0],
    }
    assert data["statements"]["predicted"] == [2, 0]
    assert data["statements"]["gold"] == data["statements"]["chance"] == [-1, -1]
    assert data["actors"] == ["unattributed"]
    assert data["nobody"] == 0


def test_a_sentence_follows_the_one_before_it_in_its_document_only():
    frame = pd.DataFrame(
        {
            "text": ["third", "first", "second", "other", "gap"],
            "document_id": ["a", "a", "a", "b", "a"],
            "index": [2, 0, 1, 3, 5],
            "predicted": "pro",
        }
    )
    sentences = evidence_of(frame)["sentences"]
    assert sentences["text"] == ["first", "second", "third", "gap", "other"]
    assert sentences["follows"] == [0, 1, 1, 0, 0]


def test_statements_of_one_sentence_share_it():
    frame = pd.DataFrame(
        {
            "text": "Both agreed.",
            "document_id": "a",
            "index": 0,
            "predicted": "pro",
            "actor": ["x", "y"],
            "target": ["ban", "transfer"],
        }
    )
    data = evidence_of(frame)
    assert data["sentences"]["text"] == ["Both agreed."]
    assert data["statements"]["sentence"] == [0, 0]
    assert data["statements"]["target"] == [0, 1]


def test_cue_and_source_are_marked_in_characters_of_the_sentence():
    frame = statements(start=[100], end=[100 + len(TEXT)], cue=[[112, 116]], source=[[100, 111]])
    marks = evidence_of(frame)["statements"]["marks"]
    assert [(name, TEXT[start:end]) for name, start, end in marks[0]] == [("source", "Ilse Brandt"), ("cue", "said")]


def test_a_restated_sentence_is_marked_though_its_original_is_longer():
    frame = statements(start=[100], end=[999], cue=[[112, 116]])
    assert [TEXT[start:end] for _, start, end in evidence_of(frame)["statements"]["marks"][0]] == ["said"]


@pytest.mark.parametrize(
    "columns",
    [
        {"start": [100], "end": [999], "cue": [[112, 999]]},  # beyond the end of a restated sentence
        {"start": [100], "end": [100 + len(TEXT)], "cue": [[90, 95]]},  # elsewhere in the document
        {"start": [None], "end": [None], "cue": [[112, 116]]},
        {"start": [100], "end": [100 + len(TEXT)], "cue": [None]},
        {"cue": [[112, 116]]},
    ],
)
def test_no_words_are_marked_that_are_not_the_cue(columns):
    assert evidence_of(statements(**columns))["statements"]["marks"] == {}
