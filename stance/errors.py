"""Errors for people: one line that says where, what is wrong and what would be right."""

import difflib
from collections.abc import Iterable
from pathlib import Path


class StanceError(ValueError):
    """Something the user can mend; its message is one line, printed without a traceback."""

    def __init__(self, message: str):
        super().__init__(" ".join(str(message).split()))


def did_you_mean(value: object, choices: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the choice nearest to `value`, or an empty string."""
    by_lower = {choice.lower(): choice for choice in choices}
    close = difflib.get_close_matches(str(value).lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {by_lower[close[0]]!r}?" if close else ""


def shown(path: Path | str) -> str:
    """Return a path as the user would type it: relative when it lies below the working directory."""
    path = Path(path)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    # a name that is not UTF-8 comes with lone surrogates, which nothing can print
    return str(path).encode("utf-8", "backslashreplace").decode()


def some(values: Iterable[object], limit: int = 8) -> str:
    """Join values for a message, cutting a long list."""
    listed = [str(value) for value in values]
    return ", ".join(listed[:limit]) + (", ..." if len(listed) > limit else "")
