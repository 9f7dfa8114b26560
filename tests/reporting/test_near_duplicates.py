"""The line on near duplicates."""

import pytest

from stance.reporting.errors import describe_near_duplicates

WITHOUT = {"sentences": 855, "metrics": {"macro_f1": {"value": 0.61, "low": 0.57, "high": 0.65}}}


@pytest.mark.parametrize(
    ("numbers", "line"),
    [
        (
            {"sentences": 12, "without": WITHOUT},
            "12 of 867 tested sentences have a near duplicate in training; macro-F1 without them 0.61 (0.57 to 0.65)",
        ),
        (
            {"sentences": 1, "without": WITHOUT},
            "1 of 867 tested sentences has a near duplicate in training; macro-F1 without it 0.61 (0.57 to 0.65)",
        ),
        ({"sentences": 867, "without": None}, "867 of 867 tested sentences have a near duplicate in training"),
        ({"sentences": 0, "without": None}, ""),
        ({"refused": "too many"}, "near duplicates in training: not looked for: too many"),
    ],
)
def test_line(numbers, line):
    assert describe_near_duplicates({"test": {"sentences": 867}, "near_duplicates": numbers}) == line


def test_numbers_of_other_data_have_no_line():
    assert describe_near_duplicates({"test": {"sentences": 8}}) == ""
