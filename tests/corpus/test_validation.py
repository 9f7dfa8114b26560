"""The schema: what is completed, what is refused and in which words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.corpus.schema import COLUMNS, KINDS, NO_TARGET, SPLITS, STANCES, UNATTRIBUTED
from stance.corpus.validation import as_name, describe_unknown, row_place, validate
from stance.errors import StanceError


def three(**columns):
    """Three plain sentences with further columns."""
    texts = ["Brandt agreed", "Belmark refused", "the council met"]
    return pd.DataFrame({"text": texts, "label": ["pro", "anti", "neutral"], **columns})


def refusal(frame, **options):
    with pytest.raises(StanceError) as error:
        validate(frame, **options)
    return str(error.value)


def test_the_terms():
    assert STANCES == ("anti", "neutral", "pro")
    assert (NO_TARGET, UNATTRIBUTED) == ("all", "unattributed")
    assert SPLITS == ("train", "validation", "test")
    assert KINDS == ("direct", "indirect", "mixed", "continued", "act", "authorial")
    assert " ".join(COLUMNS) == (
        "sentence_id document_id index paragraph start end text target label actor kind statements split origin"
    )


def test_a_text_and_a_label_are_enough():
    frame = validate(three())
    assert tuple(frame.columns) == COLUMNS
    assert frame["text"].tolist() == ["Brandt agreed", "Belmark refused", "the council met"]
    assert frame["label"].tolist() == ["pro", "anti", "neutral"]
    assert frame["sentence_id"].tolist() == ["1", "2", "3"]
    assert frame["target"].tolist() == ["all"] * 3
    assert frame["statements"].tolist() == [[], [], []]
    for name in ("document_id", "actor", "kind", "split"):
        assert frame[name].tolist() == [None] * 3
    for name in ("index", "paragraph", "start", "end"):
        assert frame[name].dtype == "Int64"
        assert frame[name].isna().all()


def test_the_given_frame_stays_as_it_is():
    given_frame = three(index=["1", "2", None])
    before = given_frame.copy(deep=True)
    validate(given_frame)
    pd.testing.assert_frame_equal(given_frame, before)


def test_rows_keep_their_order_and_are_counted_anew():
    frame = validate(three().iloc[[2, 0]])
    assert frame.index.tolist() == [0, 1]
    assert frame["label"].tolist() == ["neutral", "pro"]


def test_further_columns_come_last_in_their_order():
    frame = validate(
        three(zeal=[1, 2, 3], actor=["Belmark"] * 3, age=["a", None, "c"])[["zeal", "actor", "age", "label", "text"]]
    )
    assert tuple(frame.columns) == (*COLUMNS, "zeal", "age")
    assert frame["zeal"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(("n", "first", "last"), [(1, "1", "1"), (9, "1", "9"), (10, "01", "10"), (100, "001", "100")])
def test_numbers_serve_as_ids_where_there_are_none(n, first, last):
    ids = validate(pd.DataFrame({"text": ["x"] * n, "label": ["pro"] * n}))["sentence_id"]
    assert [ids.iloc[0], ids.iloc[-1], ids.nunique()] == [first, last, n]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Ada Okoro", "Ada Okoro"),
        (" x ", "x"),
        ("Ilse \t Brandt", "Ilse Brandt"),
        ("Zoe\u0308", "Zo\u00eb"),
        (7, "7"),
        (7.0, "7"),
        (2.5, "2.5"),
        (np.int64(7), "7"),
        (np.float64(7), "7"),
        (float("inf"), "inf"),
        (["x"], "['x']"),
        (None, None),
        (float("nan"), None),
        (pd.NA, None),
        (pd.NaT, None),
        ("", None),
        (" \t", None),
    ],
)
def test_what_serves_as_a_name(value, name):
    assert as_name(value) == name


def test_numbers_are_names_where_names_belong():
    ids = {"sentence_id": [1.0, 2.0, 3.5], "document_id": [10, 11, 12], "target": [2020, None, "army"]}
    frame = validate(three(**ids, actor=[1, None, ""], kind=["", " ", "act"], split=["test", None, ""]))
    assert frame["sentence_id"].tolist() == ["1", "2", "3.5"]
    assert frame["document_id"].tolist() == ["10", "11", "12"]
    assert frame["target"].tolist() == ["2020", "all", "army"]
    assert frame["actor"].tolist() == ["1", None, None]
    assert frame["kind"].tolist() == [None, None, "act"]
    assert frame["split"].tolist() == ["test", None, None]
    assert frame["statements"].tolist() == [[{"actor": "1", "stance": "pro"}], [], []]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known(kind):
    assert validate(three(kind=kind))["kind"].tolist() == [kind] * 3


@pytest.mark.parametrize("split", SPLITS)
def test_every_split_is_known(split):
    assert validate(three(split=split))["split"].tolist() == [split] * 3


def test_integers_are_whole_numbers_in_whatever_dress():
    frame = validate(
        three(index=[0, "1", 2.0], paragraph=["3", None, np.nan], start=[0, 2**53 - 1, 5], end=[1, 2**53, 9])
    )
    assert frame["index"].tolist() == [0, 1, 2]
    assert frame["paragraph"].iloc[0] == 3
    assert frame["paragraph"].isna().tolist() == [False, True, True]
    assert frame["start"].tolist() == [0, 9007199254740991, 5]
    assert frame["end"].tolist() == [1, 9007199254740992, 9]


KINDS_LISTED = "direct, indirect, mixed, continued, act, authorial"
REFUSED = {
    "row 2: text is empty": {"text": ["x", None, "y"]},
    "row 3: text is empty": {"text": ["x", "y", " \n"]},
    "row 1: text is empty": {"text": [np.nan, "y", None]},
    "row 2: text is 7, not text": {"text": ["x", 7, "y"]},
    "row 1: text is ['x'], not text": {"text": [["x"], "y", "z"]},
    "row 2: text holds a NUL byte": {"text": ["x", "y\0", "z"]},
    "row 3: sentence_id holds a NUL byte": {"sentence_id": ["x", "y", "\0"]},
    "row 2: sentence_id is empty": {"sentence_id": ["x", " ", "y"]},
    "row 3: sentence_id 'x' stands already in row 1": {"sentence_id": ["x", "y", "x"]},
    "row 2: sentence_id '1' stands already in row 1": {"sentence_id": [1, 1.0, 2]},
    "row 2: label is empty; it must be one of anti, neutral, pro": {"label": ["pro", None, "anti"]},
    "row 3: label 'PRO' is not one of anti, neutral, pro; did you mean 'pro'?": {"label": ["pro", "anti", "PRO"]},
    "row 1: label '1' is not one of anti, neutral, pro": {"label": [1, "anti", "pro"]},
    f"row 2: kind 'quoted' is not one of {KINDS_LISTED}": {"kind": ["act", "quoted", None]},
    f"row 1: kind 'Direct' is not one of {KINDS_LISTED}; did you mean 'direct'?": {"kind": ["Direct", None, None]},
    "row 3: split 'tests' is not one of train, validation, test; did you mean 'test'?": {
        "split": [None, "train", "tests"]
    },
    "row 2: index -1 is not a whole number from 0 upward": {"index": [0, -1, 2]},
    "row 3: paragraph 1.5 is not a whole number from 0 upward": {"paragraph": [0.0, 1.0, 1.5]},
    "row 1: index 'first' is not a whole number from 0 upward": {"index": ["first", 1, 2]},
    "row 2: index [1] is not a whole number from 0 upward": {"index": [0, [1], 2]},
    "row 2: index 9007199254740994 is too large": {"index": [0, 2**53 + 2, 2]},
    "row 1: index 1e+30 is too large": {"index": [1e30, 1, 2]},
    "row 3: end inf is too large": {"start": [0, 0, 0], "end": [1, 1, np.inf]},
    "row 1: start and end must both be given or both be missing": {"start": [0, 0, 0]},
    "row 2: start and end must both be given or both be missing": {"start": [0, None, 0], "end": [1, 1, 1]},
    "row 3: start 4 is not before end 4": {"start": [0, 1, 4], "end": [1, 2, 4]},
    "row 2: start 5 is not before end 4": {"start": [0, 5, 4], "end": [1, 4, 5]},
    "row 1: statements is not a list of actor and stance": {"statements": ["Belmark", [], []]},
    "row 2: statements is not a list of actor and stance": {"statements": ["[]", "[" * 100_000, "[]"]},
    "row 3: statements is not a list of actor and stance": {"statements": [[], [], {"actor": "Belmark"}]},
    "row 2: a statement needs an actor and a stance": {"statements": [[], ["Belmark"], []]},
    "row 1: a statement needs an actor and a stance": {"statements": [[{"stance": "pro"}], [], []]},
    "row 3: a statement needs an actor and a stance": {"statements": [[], [], [{"actor": 3, "stance": "pro"}]]},
    "row 3: stance 'Anti' is not one of anti, neutral, pro; did you mean 'anti'?": {
        "statements": [[], [], [{"actor": "Belmark", "stance": "pro"}, {"actor": "Arvania", "stance": "Anti"}]]
    },
}


@pytest.mark.parametrize("message", REFUSED)
def test_a_wrong_value_is_named_with_its_row(message):
    assert refusal(three(**REFUSED[message])) == message


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"label": ["pro"]}), "no column 'text' (columns: label)"),
        (pd.DataFrame({"text": ["x"]}), "no column 'label' (columns: text)"),
        (pd.DataFrame({"Text": ["x"], 3: [1]}), "no column 'text' (columns: Text, 3); did you mean 'Text'?"),
        (pd.DataFrame({"text": [], "label": []}), "no rows"),
        (pd.DataFrame([["x", "y", "pro"]], columns=["text", "text", "label"]), "column 'text' stands twice"),
    ],
)
def test_a_wrong_frame(frame, message):
    assert refusal(frame) == message


def test_the_caller_says_what_a_row_is_called():
    frame = three(sentence_id=["a", "b", "a"])
    assert refusal(frame, place=lambda row: f"my.csv:{row + 2}") == (
        "my.csv:4: sentence_id 'a' stands already in my.csv:2"
    )
    assert [row_place(0), row_place(9)] == ["row 1", "row 10"]


def test_a_sentence_may_return_for_another_target():
    frame = validate(three(sentence_id=["a", "a", "b"], target=["army", "navy", "army"]))
    assert frame["sentence_id"].tolist() == ["a", "a", "b"]
    assert refusal(three(sentence_id=["a", "b", "a"], target=["army", "army", "army"])).startswith("row 3: ")


def test_labels_may_be_missing_where_they_are_to_be_predicted():
    assert validate(three().drop(columns="label"), labelled=False)["label"].tolist() == [None] * 3
    assert validate(three(label=[None, "pro", ""]), labelled=False)["label"].tolist() == [None, "pro", None]
    assert refusal(three(label=[None, "pros", "pro"]), labelled=False) == (
        "row 2: label 'pros' is not one of anti, neutral, pro; did you mean 'pro'?"
    )
    assert refusal(pd.DataFrame({"label": ["pro"]}), labelled=False) == "no column 'text' (columns: label)"


def test_an_actor_makes_a_statement_with_the_stance_of_the_label():
    frame = validate(three(actor=["Brandt", None, "Okoro"], label=["pro", "anti", None]), labelled=False)
    assert frame["statements"].tolist() == [
        [{"actor": "Brandt", "stance": "pro"}],
        [],
        [{"actor": "Okoro", "stance": None}],
    ]


TWO_HOLDERS = [{"actor": "Belmark", "stance": "anti"}, {"actor": "Arvania", "stance": None}]


@pytest.mark.parametrize(
    "given_value",
    [
        TWO_HOLDERS,
        np.array(TWO_HOLDERS, dtype=object),
        '[{"actor": "Belmark", "stance": "anti"}, {"actor": "Arvania", "stance": null}]',
    ],
    ids=["list", "array", "json"],
)
def test_statements_are_read_as_files_hold_them(given_value):
    statements = pd.Series([given_value, None, float("nan")], dtype=object)
    frame = validate(three(statements=statements, actor=[None, "Okoro", None]))
    assert frame["statements"].tolist() == [TWO_HOLDERS, [{"actor": "Okoro", "stance": "anti"}], []]
    assert frame["actor"].tolist() == [None, "Okoro", None]


def test_the_first_holder_is_the_actor_where_no_row_names_one():
    frame = validate(three(statements=[TWO_HOLDERS, [], TWO_HOLDERS[::-1]]))
    assert frame["actor"].tolist() == ["Belmark", None, "Arvania"]


def test_describe_unknown():
    assert (
        describe_unknown("kind", "akt", ("act", "mixed")) == "kind 'akt' is not one of act, mixed; did you mean 'act'?"
    )
    assert describe_unknown("kind", None, ("act", "mixed")) == "kind is empty; it must be one of act, mixed"
    assert describe_unknown("kind", "  ", ("act", "mixed")) == "kind is empty; it must be one of act, mixed"
    assert describe_unknown("kind", 0, ("act", "mixed")) == "kind 0 is not one of act, mixed"


PRINTABLE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=8)
NAMES = PRINTABLE.map(as_name).filter(bool)
STATEMENTS = st.lists(
    st.fixed_dictionaries({"actor": NAMES, "stance": st.none() | st.sampled_from(STANCES)}), max_size=3
)
ROWS = st.fixed_dictionaries(
    {
        "sentence_id": NAMES,
        "document_id": st.none() | NAMES,
        "index": st.none() | st.integers(0, 2**53),
        "paragraph": st.none() | st.integers(0, 50),
        "span": st.none() | st.tuples(st.integers(0, 500), st.integers(1, 90)),
        "text": NAMES,
        "target": NAMES,
        "label": st.sampled_from(STANCES),
        "actor": NAMES,
        "kind": st.none() | st.sampled_from(KINDS),
        "statements": STATEMENTS,
        "split": st.none() | st.sampled_from(SPLITS),
        "origin": st.none() | NAMES,
    }
)


@st.composite
def valid_frames(draw):
    """Frames that hold to the schema in every column."""
    rows = draw(st.lists(ROWS, min_size=1, max_size=4, unique_by=lambda row: (row["sentence_id"], row["target"])))
    for row in rows:
        start, length = row.pop("span") or (None, None)
        row |= {"start": start, "end": None if start is None else start + length}
    columns = {
        name: pd.array([row[name] for row in rows], dtype="Int64")
        if name in ("index", "paragraph", "start", "end")
        else pd.Series([row[name] for row in rows], dtype=object)
        for name in COLUMNS
    }
    return pd.DataFrame(columns)


@settings(max_examples=20, deadline=None)
@given(valid_frames())
def test_a_valid_frame_passes_unchanged(frame):
    pd.testing.assert_frame_equal(validate(frame), frame)


@settings(max_examples=20, deadline=None)
@given(
    valid_frames(),
    st.sets(st.sampled_from([name for name in COLUMNS if name not in ("text", "label", "start", "end")])),
)
def test_validating_twice_changes_nothing(frame, left_out):
    frame = frame.drop(columns=list(left_out))
    if frame.get("sentence_id", frame.index).duplicated().any():
        frame["sentence_id"] = range(len(frame))
    once = validate(frame)
    pd.testing.assert_frame_equal(validate(once), once)


@settings(max_examples=15, deadline=None)
@given(valid_frames(), st.data())
def test_the_first_row_with_a_wrong_label_is_named(frame, data):
    wrong = data.draw(st.sets(st.integers(0, len(frame) - 1), min_size=1))
    frame["label"] = ["for it" if row in wrong else label for row, label in enumerate(frame["label"])]
    assert refusal(frame) == f"row {min(wrong) + 1}: label 'for it' is not one of anti, neutral, pro"


def test_the_name_of_all_targets_together_is_reserved():
    rows = pd.DataFrame({"text": ["a b", "c d"], "label": ["pro", "anti"], "target": ["ban", "together"]})
    with pytest.raises(StanceError) as caught:
        validate(rows)
    assert str(caught.value) == "row 2: target 'together' is what reports call all targets; give it another name"


def test_an_actor_is_one_whatever_the_blanks_around_and_the_form_of_the_letters():
    rows = pd.DataFrame(
        {
            "text": ["a b", "c d", "e f"],
            "label": ["pro", "anti", "pro"],
            "statements": [[{"actor": name, "stance": "pro"}] for name in ("Zo\u00eb", "Zoe\u0308 ", " Zo\u00eb")],
            "document_id": ["d", "d ", " d"],
        }
    )
    frame = validate(rows)
    assert {statements[0]["actor"] for statements in frame["statements"]} == {"Zo\u00eb"}
    assert set(frame["document_id"]) == {"d"}
    assert set(frame["actor"]) == {"Zo\u00eb"}
