"""The comparison with guessing: one rule for page and cards, hand-worked."""

from dataclasses import replace

import pytest

from stance.reporting.facts import limits, of_one_training, verdict_of
from tests.reporting.export_cases import findings_of

LABELS = {"anti": 1, "neutral": 1, "pro": 2}


def score(value, low=None, high=None):
    return {"macro_f1": {"value": value, "low": value if low is None else low, "high": value if high is None else high}}


def judged(low, high, guesses=None, repeats=None):
    """Return numbers whose voted score is far better than any guess; with repeats, which do worse."""
    guesses = {"majority": 0.2, "stratified": 0.35} if guesses is None else guesses
    metrics = {f"f1_{label}": {"value": 0.5, "low": 0.4, "high": 0.6} for label in LABELS}
    numbers = {
        "test": {"labels": LABELS, "sentences": 4, "documents": 0, "repeats": 1},
        "metrics": metrics | score((low + high) / 2, low, high),
        "baselines": {name: score(value) for name, value in guesses.items()},
    }
    if repeats:
        numbers["test"]["repeats"] = 10
        mean, least, most = repeats
        spread = {"mean": mean, "low": least, "high": most, "lowest": least, "highest": most}
        numbers["repeats"] = {"macro_f1": spread}
    return numbers


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.36, 0.50, "better than guessing by class shares: the interval lies above its 0.35"),
        (0.20, 0.34, "worse than guessing by class shares: the interval lies below its 0.35"),
        (0.30, 0.50, "not surely different from guessing by class shares: the interval holds its 0.35"),
        (0.20, 0.36, "not surely different from guessing by class shares: the interval holds its 0.35"),
        (0.35, 0.50, "not surely different from guessing by class shares: the interval holds its 0.35"),
        (0.20, 0.35, "not surely different from guessing by class shares: the interval holds its 0.35"),
        (0.35, 0.35, "not surely different from guessing by class shares: the interval holds its 0.35"),
    ],
)
def test_the_whole_interval_decides_either_way(low, high, words):
    assert verdict_of(judged(low, high)).words == words


@pytest.mark.parametrize(
    ("guesses", "better"),
    [
        ({"majority": 0.4, "stratified": 0.3}, "always guessing the majority"),
        ({"majority": 0.3, "stratified": 0.4}, "guessing by class shares"),
        ({"coin": 0.1}, "coin"),
    ],
)
def test_the_better_guess_is_what_it_is_compared_with(guesses, better):
    assert verdict_of(judged(0.5, 0.6, guesses)).words.startswith(f"better than {better}: ")


def test_a_model_that_says_what_a_guess_says_is_not_called_better():
    numbers = judged(0.22, 0.30, {"majority": 0.26, "stratified": 0.25})
    assert verdict_of(numbers).outcome == "not surely different from"


def test_without_guesses_there_is_no_verdict():
    assert verdict_of(judged(0.5, 0.6, {})) is None


@pytest.mark.parametrize(
    ("repeats", "outcome"),
    [
        ((0.34, 0.27, 0.41), "not surely different from"),
        ((0.30, 0.25, 0.34), "worse than"),
        ((0.45, 0.36, 0.50), "better than"),
    ],
)
def test_of_several_repeats_one_alone_is_compared_not_their_votes(repeats, outcome):
    numbers = judged(0.6, 0.8, repeats=repeats)
    assert verdict_of(numbers).outcome == outcome
    assert of_one_training(numbers) == dict(zip(("value", "low", "high"), repeats, strict=True))


def test_one_repeat_is_the_score_itself():
    numbers = judged(0.6, 0.8)
    numbers["repeats"] = {"macro_f1": {"mean": 0.1, "low": 0.1, "high": 0.1}}
    assert of_one_training(numbers) == {"value": pytest.approx(0.7), "low": 0.6, "high": 0.8}


def test_limits_name_every_comparison_that_is_not_won():
    metrics = judged(0.6, 0.8, repeats=(0.34, 0.27, 0.41))
    found = replace(findings_of(), metrics={**metrics, "leave_one_document_out": judged(0.1, 0.2)})
    said = "\n".join(limits(found))
    assert (
        "On sentences that it did not see, macro-F1 of one training alone, 0.34 (0.27 to 0.41), is not surely "
        "different from guessing by class shares: the interval holds its 0.35." in said
    )
    assert "On documents that it saw nothing of, macro-F1 of one training alone, 0.15 (0.10 to 0.20), is worse" in said


def test_limits_name_no_comparison_that_is_won():
    assert "guessing" not in "\n".join(limits(replace(findings_of(), metrics=judged(0.6, 0.8))))
