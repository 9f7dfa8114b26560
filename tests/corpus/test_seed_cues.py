"""The cues of the seed corpus: words of its restatements, marked on the page, and none of the originals."""

import json
import re

import pytest

from stance.corpus.evidence import words_of
from stance.corpus.records import json_lines
from stance.corpus.seeds import SEEDS, load_seeds
from stance.errors import StanceError
from stance.evaluation.actors import statements_of
from stance.reporting.page.evidence import evidence_of

STORED = [
    (row["sentence_id"], statement["actor"], statement["cue"])
    for _, row in json_lines(SEEDS / "sentences.jsonl")
    for statement in row["statements"]
    if "cue" in statement
]


def page_of(seeds):
    return evidence_of(statements_of(seeds.assign(predicted=seeds["label"])))


def test_offsets_lead_to_the_words_that_are_stored():
    found = [
        (row.sentence_id, each["actor"], words_of(each["cue"], row.text, row.start))
        for row in load_seeds().itertuples()
        for each in row.statements
        if "cue" in each
    ]
    assert found == STORED


def test_each_cue_stands_once_and_whole_in_its_sentence():
    texts = load_seeds().set_index("sentence_id")["text"]
    for sentence, _, cue in STORED:
        assert len(re.findall(rf"\b{re.escape(cue)}\b", texts[sentence])) == 1, (sentence, cue)


def test_the_authors_voice_and_continued_speech_have_no_cue():
    kinds = load_seeds().set_index("sentence_id")["kind"]
    assert not {kinds[sentence] for sentence, _, _ in STORED} & {"authorial", "continued"}


def test_the_data_sheet_counts_them():
    sheet = " ".join((SEEDS / "README.md").read_text(encoding="utf-8").split())
    assert f"{len(STORED)} of the {load_seeds()['statements'].str.len().sum()} statements have one" in sheet
    kept, completed, replaced, added = map(
        int, re.search(r"(\d+) stayed .*?, (\d+) were completed, (\d+) replaced, .* (\d+) were added", sheet).groups()
    )
    assert kept + completed + replaced + added == len(STORED)


def test_the_page_marks_them():
    data = page_of(load_seeds())
    statements, texts = data["statements"], data["sentences"]["text"]
    marked = [
        (data["actors"][statements["actor"][row]], name, texts[statements["sentence"][row]][start:end])
        for row, marks in statements["marks"].items()
        for name, start, end in marks
    ]
    assert sorted(marked) == sorted((actor, "cue", cue) for _, actor, cue in STORED)


def test_original_sentences_have_none(shared):
    originals = load_seeds("original", shared / "seeds")
    assert all(set(each) == {"actor", "stance"} for statements in originals["statements"] for each in statements)
    assert page_of(originals)["statements"]["marks"] == {}


# a small invented corpus


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """Return a function that writes a corpus of one sentence about Brandt, with a cue, and names its folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles.jsonl").write_text('{"document_id": "d"}\n')

    def write(text, cue, start=40):
        end = None if start is None else start + 5  # the original's, however long the restatement is
        statements = [{"actor": "Ilse Brandt", "stance": "pro", "cue": cue}, {"actor": "Ada Okoro", "stance": None}]
        row = {"document_id": "d", "start": start, "end": end, "text": text, "label": "pro", "statements": statements}
        (tmp_path / "sentences.jsonl").write_text(json.dumps(row) + "\n")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("text", "cue", "span"),
    [
        ("Brandt says yes.", "says", [47, 51]),
        ("🙂 Brandt, it seems, saw what to see (see there).", "see", [72, 75]),
        ("What she (Brandt) calls a gift", "calls", [58, 63]),
        ("According to Brandt, yes", "According to", [40, 52]),
    ],
)
def test_a_cue_is_the_first_place_where_its_words_stand_whole(corpus, text, cue, span):
    first, second = load_seeds(folder=corpus(text, cue))["statements"][0]
    assert first["cue"] == span
    assert text[span[0] - 40 : span[1] - 40] == cue
    assert "cue" not in second


@pytest.mark.parametrize(
    ("text", "cue", "start"),
    [
        ("Brandt agreed.", "says", 40),
        ("Brandt seems glad.", "see", 40),
        ("Brandt agreed.", "", 40),
        ("Brandt agreed.", None, 40),
        ("Brandt agreed.", 7, 40),
        ("Brandt agreed.", "agreed", None),
    ],
)
def test_a_cue_that_cannot_be_placed_is_refused(corpus, text, cue, start):
    with pytest.raises(StanceError) as error:
        load_seeds(folder=corpus(text, cue, start))
    assert str(error.value) == (
        f"sentences.jsonl:1: cue {cue!r} of Ilse Brandt must stand in the text, as words, "
        "and the sentence needs a start"
    )
