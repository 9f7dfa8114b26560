"""Messages for people: one line, the nearest choice, paths as typed."""

from pathlib import Path

import pytest

from stance.errors import StanceError, did_you_mean, shown, some


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        ("plain", "plain"),
        ("two\nlines", "two lines"),
        ("  tabs\tand \r\n spaces ", "tabs and spaces"),
        (KeyError("label"), "'label'"),
    ],
)
def test_an_error_is_one_line(raw, line):
    assert str(StanceError(raw)) == line


def test_an_error_is_a_value_error():
    assert issubclass(StanceError, ValueError)


@pytest.mark.parametrize(
    ("value", "choices", "hint"),
    [
        ("PRO", ["anti", "neutral", "pro"], "; did you mean 'pro'?"),
        ("clas_weight", ["penalty", "class_weight"], "; did you mean 'class_weight'?"),
        ("favour", ["Favor", "Against"], "; did you mean 'Favor'?"),
        ("neutrale", ["neutrals", "neutral"], "; did you mean 'neutral'?"),
        ("sentence", ["text", "label"], ""),
        ("pro", [], ""),
        (12345, ["12346"], "; did you mean '12346'?"),
        (None, ["none"], "; did you mean 'none'?"),
        # three of five letters are shared: just near enough; four of seven are not
        ("abcde", ["abcxy"], "; did you mean 'abcxy'?"),
        ("abcdefg", ["abcdxyz"], ""),
    ],
)
def test_did_you_mean_names_the_nearest_choice_or_nothing(value, choices, hint):
    assert did_you_mean(value, choices) == hint


def test_did_you_mean_takes_any_iterable():
    assert did_you_mean("txt", (name for name in ["label", "text"])) == "; did you mean 'text'?"


def test_a_path_below_the_working_directory_is_shown_as_typed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "data" / "my.csv") == str(Path("data/my.csv"))
    assert shown(str(tmp_path / "my.csv")) == "my.csv"


def test_other_paths_are_shown_as_they_are(tmp_path, monkeypatch):
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    assert shown(tmp_path / "my.csv") == str(tmp_path / "my.csv")
    assert shown("../my.csv") == str(Path("../my.csv"))
    assert shown(Path("my.csv")) == "my.csv"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", 2, None], "a, 2, None"),
        (range(8), "0, 1, 2, 3, 4, 5, 6, 7"),
        (range(9), "0, 1, 2, 3, 4, 5, 6, 7, ..."),
    ],
)
def test_some_cuts_after_eight(values, text):
    assert some(values) == text


def test_some_cuts_where_it_is_told():
    assert some("abc", limit=2) == "a, b, ..."
    assert some("ab", limit=2) == "a, b"
