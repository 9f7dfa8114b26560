"""What is mailed names no folders of the machine that made it: of every path the last name stays."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

_PATH = re.compile(r"""(?<![\w./:\\])(?:~?/|[A-Za-z]:[\\/]|\\\\)(?:[^\s/\\'"`,;:()<>]+[\\/])+""")
"""The folders of an absolute path within a text."""


def without_paths(text: str) -> str:
    """Leave of every absolute path in a text the last name only."""
    return _PATH.sub("", text)


def without_places(settings: Any) -> Any:
    """Leave of every setting that is an absolute path the last name only."""
    if isinstance(settings, Mapping):
        return {key: without_places(value) for key, value in settings.items()}
    if isinstance(settings, list | tuple):
        return [without_places(value) for value in settings]
    return last_name(settings) if isinstance(settings, str) else settings


def without_place(argument: str) -> str:
    """Leave of the path that an argument of a command, or a setting ``key=value`` in it, is the last name only."""
    key, equals, value = argument.partition("=")
    whole = last_name(argument)
    return without_paths(whole if whole != argument else f"{key}{equals}{last_name(value)}")


def last_name(path: str) -> str:
    """Return the last name of an absolute path; anything else as it is, such as the id of a data set on the hub."""
    for kind in (PurePosixPath, PureWindowsPath):
        if (kind(path).is_absolute() or path.startswith("~")) and kind(path).name:
            return kind(path).name
    return path
