"""Labels put back beside the predictions, as people and spreadsheets return them."""

import numpy as np
import pandas as pd
import pytest

from stance.corpus.tables import write_table
from stance.errors import StanceError
from stance.estimation.estimate import actor_stance
from stance.estimation.sampling import draw_sample, with_labels
from tests.estimation.test_sampling import predictions

FRAME = predictions(["Brandt"] * 6 + ["Okoro"] * 6, label="neutral")


def filled(tmp_path, lines, header="sentence_id,label,sample_prob"):
    path = tmp_path / "filled.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def refusal(labelled, frame=FRAME):
    with pytest.raises(StanceError) as caught:
        with_labels(frame, labelled)
    return str(caught.value).split("filled.csv")[-1]


def test_labels_of_the_table_replace_all_others(tmp_path):
    out = with_labels(FRAME, filled(tmp_path, ["s002,pro,0.25", "s004,,0.25", "s007, anti ,0.5"]))
    assert out["label"].dropna().to_dict() == {2: "pro", 7: "anti"}
    assert out["sample_prob"].dropna().to_dict() == {2: 0.25, 7: 0.5}
    untouched = [name for name in FRAME if name != "label"]
    pd.testing.assert_frame_equal(out[untouched], FRAME[untouched])
    assert (FRAME["label"] == "neutral").all()


def test_order_and_index_of_the_predictions_are_kept(tmp_path):
    shuffled = FRAME.iloc[::-1].set_axis([f"row {i}" for i in range(12)])
    out = with_labels(shuffled, filled(tmp_path, ["s002,pro,0.25", "s007,anti,0.5"]))
    assert out.index.tolist() == shuffled.index.tolist()
    assert out.set_index("sentence_id")["label"].dropna().to_dict() == {"s007": "anti", "s002": "pro"}


def test_a_drawn_table_that_was_filled_in_gives_estimates_with_intervals(tmp_path):
    sample = draw_sample(FRAME, 6, by="actor")
    sample["label"] = ["pro", "anti", "neutral"] * 2
    write_table(sample, tmp_path / "filled.csv")
    out = with_labels(FRAME, tmp_path / "filled.csv")
    pd.testing.assert_frame_equal(out, with_labels(FRAME, sample))
    table = actor_stance(out)
    assert table["n_labelled"].tolist() == [3, 3]
    assert (table["low"] < table["high"]).all()


def test_without_probabilities_none_are_set(tmp_path):
    out = with_labels(FRAME.assign(sample_prob=0.9), filled(tmp_path, ["s002,pro"], "sentence_id,label"))
    assert "sample_prob" not in out


def test_nothing_filled_in_leaves_nothing_labelled():
    assert with_labels(FRAME, draw_sample(FRAME, 5))["label"].isna().all()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["s002,pro,0.2", "s099,anti,0.2"], ":3: sentence_id 's099' is not in the predictions"),
        (["s002,Prp,0.2"], ":2: label 'Prp' is not one of anti, neutral, pro; did you mean 'pro'?"),
        (["s002,pro,0.2", "s003,pro,"], ":3: sample_prob is empty: was this sentence drawn at random?"),
        (["s002,pro,0"], ":2: sample_prob '0' is no probability above 0 and at most 1"),
        (["s002,pro,often"], ":2: sample_prob 'often' is no probability above 0 and at most 1"),
        (["s002,pro,nan"], ":2: sample_prob 'nan' is no probability above 0 and at most 1"),
        ([",pro,0.2"], ":2: a label without sentence_id"),
    ],
)
def test_errors_name_the_line(tmp_path, lines, message):
    assert refusal(filled(tmp_path, lines)) == message


def test_a_sentence_with_two_labels_names_both_lines(tmp_path):
    path = filled(tmp_path, ["s002,pro,0.2", "s003,,0.2", "s002,anti,0.2"])
    with pytest.raises(StanceError) as caught:
        with_labels(FRAME, path)
    assert str(caught.value) == f"{path}:4: sentence_id 's002' is labelled 'anti', but 'pro' in {path}:2"


def test_the_same_label_twice_and_an_empty_row_beside_it_are_one(tmp_path):
    out = with_labels(FRAME, filled(tmp_path, ["s002,,0.2", "s002,pro,0.2", "s002,pro,0.2", ",,"]))
    assert out["label"].dropna().to_dict() == {2: "pro"}


def test_a_missing_column_is_named(tmp_path):
    path = filled(tmp_path, ["s002,pro"], "sentence_id,Label")
    assert refusal(path) == ": no column 'label' (columns: sentence_id, Label); did you mean 'Label'?"


def test_what_spreadsheets_make_of_a_table_is_read(tmp_path):
    path = filled(tmp_path, ["s002;pro;0,25"], "\ufeffsentence_id;label;sample_prob")
    assert with_labels(FRAME, path)["sample_prob"].dropna().to_dict() == {2: 0.25}


def test_capital_letters_and_blanks_make_no_other_label(tmp_path):
    out = with_labels(FRAME, filled(tmp_path, ["s002,PRO,0.25", "s003,Anti ,0.25"]))
    assert out["label"].dropna().to_dict() == {2: "pro", 3: "anti"}


@pytest.mark.parametrize("commas", [",", ",,,"])
def test_empty_columns_that_a_spreadsheet_adds_are_ignored(tmp_path, commas):
    lines = [f'"s002",pro,0.25{commas}', "", f",,{commas}", f"s003,Prp,0.25{commas}"]
    header = f"sentence_id,label,sample_prob{commas}"
    message = ":5: label 'Prp' is not one of anti, neutral, pro; did you mean 'pro'?"
    assert refusal(filled(tmp_path, lines, header)) == message
    out = with_labels(FRAME, filled(tmp_path, lines[:-1], header))
    assert out["label"].dropna().to_dict() == {2: "pro"}
    assert draw_sample(FRAME, 2, labelled=filled(tmp_path, lines[:1], header)).columns[-1] == "sample_prob"


@pytest.mark.parametrize(
    ("header", "lines", "message"),
    [
        ("sentence_id,label,,", ["s002,pro,,", "s003,pro,,unsure"], ":3: 'unsure' stands in a column without a name"),
        ("sentence_id,label,,", ["s002,pro,,", "s003,pro"], ":3: 2 fields where the header has 4"),
        ("sentence_id,label,label,,", ["s002,pro,pro,,"], ":1: column 'label' stands twice"),
        ("sentence_id,label,,", [], ": no rows"),
    ],
)
def test_what_stands_beside_nameless_columns_is_checked(tmp_path, header, lines, message):
    assert refusal(filled(tmp_path, lines, header)) == message


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        ("cp1252", ":2: byte 0xfc is not utf-8; save it as CSV UTF-8"),
        ("utf-16", ":1: the file is UTF-16, not utf-8; save it as CSV UTF-8"),
    ],
)
def test_another_encoding_is_met_with_what_a_spreadsheet_can_do(tmp_path, encoding, message):
    (tmp_path / "filled.csv").write_text("sentence_id,label,comment\ns002,pro,gr\u00fcn\n", encoding=encoding)
    assert refusal(tmp_path / "filled.csv") == message


def test_zeros_that_a_spreadsheet_dropped_are_pointed_out(tmp_path):
    numbered = FRAME.assign(sentence_id=[f"{i:03d}" for i in range(12)])
    message = ":2: sentence_id '7' is not in the predictions; did a spreadsheet drop the zeros of '007'?"
    assert refusal(filled(tmp_path, ["7,pro,0.2"]), numbered) == message


def test_labels_of_other_sentences_with_the_same_numbers_are_refused():
    other = draw_sample(FRAME.assign(text=FRAME["text"] + " Not."), 3).assign(label="pro")
    with pytest.raises(StanceError, match=r"^row 1: the text of sentence_id 's\d+' is another in the predictions"):
        with_labels(FRAME, other)
    changed = draw_sample(FRAME, 3).assign(label="pro")
    changed["text"] = [
        f"\u201c{text.upper()}\u201d \n" for text in changed["text"]
    ]  # marks, blanks and case do not count
    assert with_labels(FRAME, changed)["label"].notna().sum() == 3


def test_a_sentence_of_several_targets_needs_one(tmp_path):
    both = pd.concat([FRAME.assign(target="tanks"), FRAME.assign(target="shells")], ignore_index=True)
    message = ":2: sentence_id 's002' needs a target (targets: tanks, shells)"
    assert refusal(filled(tmp_path, ["s002,pro,0.2"]), both) == message
    header = "sentence_id,target,label,sample_prob"
    out = with_labels(both, filled(tmp_path, ["s002,shells,pro,0.2", "s002,tanks,anti,0.2"], header))
    assert out["label"].dropna().to_dict() == {14: "pro", 2: "anti"}
    message = ":2: target 'ships' of sentence_id 's002' is not in the predictions (targets: tanks, shells)"
    assert refusal(filled(tmp_path, ["s002,ships,pro,0.2"], header), both) == message


def test_labels_in_a_frame_may_be_missing_in_any_way():
    table = pd.DataFrame({"sentence_id": ["s001", "s002", "s003"], "label": [np.nan, None, "pro"]})
    assert with_labels(FRAME, table)["label"].dropna().to_dict() == {3: "pro"}
