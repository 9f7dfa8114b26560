"""Text that a spreadsheet shows and does not compute.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or the end of a line is a formula to a spreadsheet, also
within quotation marks. An apostrophe before it makes it text (OWASP, CSV Injection). Plain numbers compute nothing and
stay as they are; a text whose own apostrophes stand before such a sign gets one more, so that `unguarded` is exact.
"""

import re
from collections.abc import Callable

import pandas as pd

_FORMULA = r"(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
_NEEDS_GUARD = re.compile(rf"'*{_FORMULA}")
_GUARDED = re.compile(rf"'+{_FORMULA}")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return text if _NUMBER.fullmatch(text) or not _NEEDS_GUARD.match(text) else f"'{text}"


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


def guarded_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Guard every text of a frame; numbers, negative ones too, are left alone."""
    return _with_texts(frame, guarded)


def unguarded_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame that `guarded_frame` was given."""
    return _with_texts(frame, unguarded)


def _with_texts(frame: pd.DataFrame, changed: Callable[[str], str]) -> pd.DataFrame:
    columns = frame.select_dtypes(["object", "string"])
    return frame.assign(
        **{
            name: columns[name].map(lambda value: changed(value) if isinstance(value, str) else value)
            for name in columns
        }
    )
