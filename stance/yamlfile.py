"""YAML files that are mappings, read strictly."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from stance.errors import StanceError, shown


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping; a key given twice is an error."""
    if not path.is_file():
        raise StanceError(f"{shown(path)}: no such file")
    try:
        raw = parse_yaml(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise StanceError(f"{shown(path)}: not UTF-8 text") from None
    except StanceError as twice:
        raise StanceError(f"{shown(path)}: {twice}") from None
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise StanceError(f"{shown(path)}{line}: not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise StanceError(f"{shown(path)}: not YAML: {type(error).__name__}") from None
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        what = "a list" if isinstance(raw, list) else repr(raw)[:60]
        raise StanceError(f"{shown(path)}: should be a mapping of keys to values, not {what}")
    return {str(key): value for key, value in raw.items()}


def parse_yaml(text: str) -> Any:
    """Parse YAML text.

    Raises
    ------
    StanceError
        When a key is given twice.
    yaml.YAMLError
        When it is not YAML.
    """
    return yaml.load(text, _Loader)


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if key.value in lines and isinstance(key.value, str):
                raise StanceError(f"{key.value}: given twice, in lines {lines[key.value]} and {line}")
            if isinstance(key.value, str):
                lines[key.value] = line
        return super().construct_mapping(node, deep)
