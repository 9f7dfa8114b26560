"""Whole files or none, and numbers with six decimals."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from stance.files import frame_records, rounded, rounded_frame, whole_or_nothing, write_json


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_only_when_the_block_ends(tmp_path):
    path = tmp_path / "report.html"
    with whole_or_nothing(path) as part:
        part.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"
    assert names(tmp_path) == ["report.html"]


def test_a_block_that_writes_nothing_is_an_error_and_keeps_the_old_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(FileNotFoundError), whole_or_nothing(path):
        pass
    assert path.read_text() == "old"


def test_the_part_is_hidden_beside_the_path_and_keeps_its_ending(tmp_path):
    with whole_or_nothing(str(tmp_path / "report.html")) as part:
        part.touch()
        assert part.parent == tmp_path
        assert part.name.startswith(".report.")
        assert part.suffix == ".html"


def test_two_that_write_the_same_path_do_not_share_a_part(tmp_path):
    with whole_or_nothing(tmp_path / "a.csv") as part, whole_or_nothing(tmp_path / "a.csv") as other:
        assert part != other
        part.touch()
        other.touch()


def test_a_file_is_replaced(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with whole_or_nothing(path) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def break_off(path, **options):
    with whole_or_nothing(path, **options) as part:
        if part.is_dir():
            (part / "new.txt").touch()
        else:
            part.write_text("ha")
        raise KeyboardInterrupt


def test_a_broken_off_file_leaves_what_was_there(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        break_off(path)
    assert path.read_text() == "old"
    assert names(tmp_path) == ["a.csv"]


def test_a_folder_replaces_one_that_is_there(tmp_path):
    path = tmp_path / "run"
    path.mkdir()
    (path / "old.txt").touch()
    with whole_or_nothing(path, folder=True) as part:
        assert part.is_dir()
        (part / "new.txt").touch()
        assert names(path) == ["old.txt"]
    assert names(path) == ["new.txt"]
    assert names(tmp_path) == ["run"]


def test_a_broken_off_folder_leaves_what_was_there(tmp_path):
    path = tmp_path / "run"
    path.mkdir()
    (path / "old.txt").touch()
    with pytest.raises(KeyboardInterrupt):
        break_off(path, folder=True)
    assert names(path) == ["old.txt"]
    assert names(tmp_path) == ["run"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (0.12345649, 0.123456),
        (0.12345651, 0.123457),
        (float("nan"), None),
        (np.float64(2 / 3), 0.666667),
        (np.float64("nan"), None),
        ("0.12345678", "0.12345678"),
        (7, 7),
        (True, True),
        (None, None),
        ((0.1, 0.12345678), [0.1, 0.123457]),
        ({1: {"a": [float("nan"), 1.5]}}, {"1": {"a": [None, 1.5]}}),
        (float("inf"), float("inf")),
    ],
)
def test_rounded_goes_through_nested_data(data, expected):
    result = rounded(data)
    assert result == expected
    assert type(result) is type(expected)


def test_rounded_knows_no_negative_zero():
    assert math.copysign(1, rounded(-0.0)) == 1
    assert math.copysign(1, rounded(-1e-9)) == 1


def test_rounded_frame_touches_floats_only_and_leaves_the_given_frame():
    frame = pd.DataFrame({"a": [1 / 3, -1e-9, None], "n": [1, 2, 3], "text": ["x", "y", None]})
    before = frame.copy()
    result = rounded_frame(frame)
    assert result["a"].tolist()[:2] == [0.333333, 0.0]
    assert math.copysign(1, result["a"].iloc[1]) == 1
    assert math.isnan(result["a"].iloc[2])
    pd.testing.assert_frame_equal(result[["n", "text"]], frame[["n", "text"]])
    pd.testing.assert_frame_equal(frame, before)


def test_records_have_none_for_what_is_missing():
    frame = pd.DataFrame({"actor": ["Belmark", "Arvania"], "net": [2 / 3, None]})
    assert frame_records(frame) == [{"actor": "Belmark", "net": 0.666667}, {"actor": "Arvania", "net": None}]


def test_json_is_readable_utf8_with_null_for_nan(tmp_path):
    path = tmp_path / "metrics.json"
    write_json(path, {"who": "Łucja Ómos", "f1": 0.12345678, "none": [float("nan")]})
    assert path.read_bytes().decode("utf-8") == (
        '{\n "who": "Łucja Ómos",\n "f1": 0.123457,\n "none": [\n  null\n ]\n}\n'
    )
    assert json.loads(path.read_text(encoding="utf-8"))["none"] == [None]


def test_json_holds_no_infinity(tmp_path):
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json(tmp_path / "metrics.json", [float("inf")])
    assert names(tmp_path) == []
