"""Drafts: articles as their files give them."""

import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from stance.corpus.metadata import checked_fields
from stance.errors import StanceError

LARGEST = 20_000_000
"""Bytes of the largest file that is read as one article; page images and scripts count here."""

Problem = Callable[[str], None]


@dataclass
class Draft:
    """An article as its file gives it.

    Attributes
    ----------
    text : str
        Its text.
    known : dict
        What its metadata say, as `checked_fields` returns them.
    start : int
        Where the text begins, behind front matter.
    marked : bool
        Whether lines begin with Markdown's markers.
    place : str
        What to call it in a message.
    opinion : bool
        Whether its metadata say that it is an opinion piece.
    """

    text: str
    place: str
    known: dict[str, Any] = field(default_factory=dict)
    start: int = 0
    marked: bool = False
    opinion: bool = False


def whole(file: BinaryIO) -> bytes:
    """Read a file of one article.

    Raises
    ------
    StanceError
        When it is empty, or larger than an article can be.
    """
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise StanceError(f"over {LARGEST // 1_000_000} MB: not one article")
    if not data.strip():
        raise StanceError("empty")
    return data


def usable(known: dict[str, Any], place: str) -> dict[str, Any]:
    """Return what a file's metadata say, as `checked_fields` does; what cannot be true is left out."""
    fields: dict[str, Any] = {}
    for name, value in known.items():
        try:
            fields |= checked_fields({name: value}, place)
        except StanceError:
            continue
    return fields


def needed(module: str, ending: str) -> Any:
    """Import a module of the extra ``articles``, and keep its warnings from our users."""
    for name in (module, "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    try:
        return importlib.import_module(module)
    except ImportError:
        raise StanceError(f"reading {ending} files needs more: pip install 'stance[articles]'") from None
