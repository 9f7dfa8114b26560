"""Regular expressions of words: what is taken, what is refused in one line that names the key."""

import pytest

from stance.config import load_config
from stance.errors import StanceError
from stance.models.features import NgramConfig, TfidfConfig

PUNCTUATION = r"(?u)\w+(?:['’]\w+)?|[^\w\s]"


def test_a_pattern_says_what_a_word_is():
    section = TfidfConfig(words=NgramConfig(ngram_range=(1, 1), token_pattern=PUNCTUATION), characters=None)
    names = section.build([]).fit(["I don't, do I?"])["tfidf"].get_feature_names_out()
    assert [name.removeprefix("words__") for name in names] == [",", "?", "do", "don't", "i"]


def test_without_one_words_have_two_letters_or_more():
    section = TfidfConfig(words=NgramConfig(ngram_range=(1, 1)), characters=None)
    names = section.build([]).fit(["I don't, do I?"])["tfidf"].get_feature_names_out()
    assert [name.removeprefix("words__") for name in names] == ["do", "don"]


@pytest.mark.parametrize("pattern", [PUNCTUATION, r"(?u)\b\w\w+\b", r"\w+(?:-\w+)*", r"#?(\w+)", r"\S+", "[a-z]{1,40}"])
def test_patterns_that_find_words_fast_are_taken(pattern):
    assert NgramConfig(token_pattern=pattern).token_pattern == pattern


@pytest.mark.parametrize(
    ("key", "pattern", "what"),
    [
        ("words", "(ship", "'(ship' is not a regular expression: missing ), unterminated subpattern at position 0"),
        ("words", "a{9999999999}", "'a{9999999999}' is not a regular expression: "),
        ("words", "(s)(h)", "'(s)(h)' has 2 groups; write (?:...) for all but the word itself"),
        ("words", "s*", "'s*' matches the empty text, which is no word"),
        ("words", "", "'' matches the empty text, which is no word"),
        ("words", "(?:a+)+$", "'(?:a+)+$' can take forever: repetitions stand within a repetition"),
        ("words", r"(?:\w+\s?)+:", "can take forever"),
        ("words", r"(?:\w|\w\w)+!", "can take forever"),
        ("words", "(?:-|--)+x", "can take forever"),
        ("characters", "ship", "token_pattern is for words; leave it out"),
    ],
)
def test_other_patterns_are_refused_in_one_line_that_names_the_key(key, pattern, what):
    with pytest.raises(StanceError) as caught:
        load_config(None, [f"features.{key}={{token_pattern: '{pattern}'}}"])
    message = str(caught.value)
    assert f"features.{key}" in message
    assert what in message
    assert "\n" not in message
