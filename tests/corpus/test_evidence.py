"""What statements of articles carry on to predictions: how and in which words they were found."""

import numpy as np
import pandas as pd
import pytest

from stance.corpus.evidence import read_evidence, within, words_of
from stance.corpus.tables import read_statements, read_table, write_table
from stance.evaluation.actors import statements_of

TEXT = 'Jane Roe said: "No."'
ROW = {
    "sentence_id": "a-1",
    "document_id": "a",
    "start": 100,
    "end": 120,
    "text": TEXT,
    "actor": "Jane Roe",
    "kind": "direct",
    "source": [100, 108],
    "cue": [109, 113],
    "content": [[115, 120]],
}


def statement_of(frame):
    scored = frame.assign(predicted="anti", p_anti=0.8, p_neutral=0.1, p_pro=0.1)
    return statements_of(scored).iloc[0]


@pytest.mark.parametrize("ending", ["jsonl", "parquet", "csv"])
def test_words_of_a_statement_survive_every_kind_of_file(tmp_path, ending):
    given, kept = tmp_path / f"statements.{ending}", tmp_path / f"predictions.{ending}"
    write_table(pd.DataFrame([ROW]), given)
    write_table(read_statements(given), kept)
    mine = statement_of(read_table(kept, labelled=False))
    words = {name: words_of(mine[name], mine["text"], mine["start"]) for name in ("source", "cue")}
    assert words == {"source": "Jane Roe", "cue": "said"}
    assert words_of(mine["content"][0], TEXT, 100) == '"No."'
    assert mine["kind"] == "direct"


def test_a_column_of_another_use_is_no_evidence(tmp_path):
    path = tmp_path / "statements.csv"
    write_table(pd.DataFrame([{"text": TEXT, "actor": "Jane Roe", "source": "Lakeside Herald", "cue": "[1]"}]), path)
    frame = read_statements(path)
    assert frame["statements"][0] == [{"actor": "Jane Roe", "stance": None}]
    assert frame["source"][0] == "Lakeside Herald"


def test_each_statement_of_a_sentence_keeps_its_own_words(tmp_path):
    path = tmp_path / "statements.jsonl"
    write_table(pd.DataFrame([ROW, ROW | {"actor": "John Doe", "cue": None, "kind": "indirect"}]), path)
    frame = read_statements(path).assign(predicted="anti", p_anti=0.8, p_neutral=0.1, p_pro=0.1)
    statements = statements_of(frame)
    assert statements["cue"].tolist() == [[109, 113], None]
    assert statements["kind"].tolist() == ["direct", "indirect"]


@pytest.mark.parametrize("value", [None, float("nan"), "said", [1], [1, "2"], [True, 2], [[1, 2]], "[1, 2", {"a": 1}])
def test_what_is_no_span_is_left_out(value):
    assert read_evidence({"cue": [value]}) == {}


def test_spans_are_read_from_arrays_and_json():
    nested = np.array([np.array([1, 2]), np.array([3, 4])], dtype=object)
    assert read_evidence({"cue": [np.array([1, 2]), "[3, 4]"], "content": [nested, "[[1, 2]]"]}) == {
        "cue": [[1, 2], [3, 4]],
        "content": [[[1, 2], [3, 4]], [[1, 2]]],
    }


@pytest.mark.parametrize(
    ("span", "start"), [([99, 104], 100), ([100, 121], 100), ([105, 105], 100), ([0, 4], None), ([0, 4], pd.NA)]
)
def test_a_span_outside_of_its_sentence_marks_nothing(span, start):
    assert within(span, TEXT, start) is None
    assert words_of(span, TEXT, start) is None
