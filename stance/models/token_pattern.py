"""Regular expressions of words: which of them a text of any length can be searched for."""

import re
import time

SECONDS = 0.05
"""What a search of a short text may take; it takes some microseconds, or doubles with every letter."""
SHORT = range(4, 41, 2)
"""Lengths of text that are searched, until one takes too long."""


def check_token_pattern(pattern: str) -> None:
    """Raise a ValueError unless a text can be cut into words by a regular expression, and in no long time."""
    try:
        words = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
    if words.groups > 1:
        raise ValueError(f"{pattern!r} has {words.groups} groups; write (?:...) for all but the word itself")
    if words.match(""):
        raise ValueError(f"{pattern!r} matches the empty text, which is no word")
    for unit in ("a", "1", "a ", "a'", "-", " "):
        for length in SHORT:
            started = time.process_time()
            words.findall(unit * length + "\0")
            if time.process_time() - started > SECONDS:
                raise ValueError(f"{pattern!r} can take forever: repetitions stand within a repetition")
