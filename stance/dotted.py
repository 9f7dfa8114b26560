"""Settings by their dotted keys: overrides on a command line, points of a grid."""

from collections.abc import Iterable, Iterator
from typing import Any

import yaml

from stance.errors import StanceError
from stance.yamlfile import parse_yaml

COMMAND_LINE = "command line"


def parse_override(override: str) -> tuple[str, Any]:
    """Return key and value of ``key=value``, the value read as YAML.

    Raises
    ------
    StanceError
        When it is something else.
    """
    key, equals, value = override.partition("=")
    if not equals or not all(key.split(".")):
        raise StanceError(f"{COMMAND_LINE}: {override}: an override is key=value, as in model.C=10")
    try:
        return key, parse_yaml(value)
    except (yaml.YAMLError, StanceError):
        raise StanceError(f"{COMMAND_LINE}: {key}: {value!r} is not YAML") from None


def set_keys(raw: dict[str, Any], pairs: Iterable[tuple[str, Any]], where: str = "") -> None:
    """Set dotted keys in nested mappings. Names come first: another name starts its section afresh.

    Raises
    ------
    StanceError
        ``where: dotted.key:`` and what stands in the way.
    """
    for dotted, value in sorted(pairs, key=lambda pair: not pair[0].endswith(".name")):
        *parents, last = dotted.split(".")
        section = raw
        for depth, parent in enumerate(parents):
            if section.get(parent) is None:
                section[parent] = {}
            if not isinstance(section[parent], dict):
                above = ".".join(parents[: depth + 1])
                what = f"{above} is a single value, not a section"
                if isinstance(section[parent], list):
                    what = f"{above} is a list, not a section; give it whole, as in '{above}=[...]'"
                raise StanceError(": ".join(part for part in (where, dotted, what) if part))
            section = section[parent]
        if last == "name" and parents and section.get("name") != value:
            section.clear()
        section[last] = value


def leaves(raw: dict[Any, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the dotted keys of nested mappings and their values; an empty mapping is a value."""
    for key, value in raw.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
