"""Where a configuration that is not checked yet names sentence encoders: in the features, and in grids of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stance.models.features import ALL_MINILM

_DEEPEST = 10
"""No setting lies deeper; YAML may refer to itself."""


def encoders_in(raw: Any, path: str = "", depth: int = 0) -> Iterator[tuple[Any, Any]]:
    """Yield the places that name a sentence encoder, as container and key."""
    if depth > _DEEPEST:
        return
    for key, value in raw.items() if isinstance(raw, dict) else enumerate(raw) if isinstance(raw, list) else ():
        inner = f"{path}.{key}" if isinstance(raw, dict) else path
        if isinstance(value, str) and inner.endswith(".features.embedding.model"):
            yield raw, key
        else:
            yield from encoders_in(value, inner, depth + 1)


def take_encoders_from(folder: str, raw: dict[str, Any]) -> None:
    """Put a folder in the place of every encoder of the hub; one that is a folder already stays.

    Parameters
    ----------
    folder : str
        Holds a sentence-transformers model.
    raw : dict
        A configuration with all its keys, as ``model_dump`` gives it; changed in place.
    """
    grids = (raw.get("selection") or {}).get("grid", [])
    for grid in grids if isinstance(grids, list) else [grids]:
        _name_encoders(grid)
    for place, key in encoders_in(raw):
        if not Path(place[key]).is_dir():
            place[key] = folder


def _name_encoders(grid: dict[str, list[Any]]) -> None:
    """Write out the encoder of every embedding that a grid leaves to the default."""
    sections = [each.get("embedding") for each in grid.get("features", []) if isinstance(each, dict)]
    for section in [*sections, *grid.get("features.embedding", [])]:
        if isinstance(section, dict):
            section.setdefault("model", ALL_MINILM)
    if any(key.startswith("features.embedding.") for key in grid):
        grid.setdefault("features.embedding.model", [ALL_MINILM])
