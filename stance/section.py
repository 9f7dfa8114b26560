"""Configuration sections, and what is wrong with one in words for people."""

import types
import typing
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from stance.errors import did_you_mean


class Section(BaseModel):
    """A part of a configuration: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, validate_default=True)


def with_default_names(raw: Any, section: type[BaseModel]) -> Any:
    """Fill in the ``name`` of inner sections that leave it out, with that of the field's default."""
    if not isinstance(raw, dict):
        return raw
    raw = dict(raw)
    for key, field in section.model_fields.items():
        if isinstance(raw.get(key), dict) and isinstance(field.default, BaseModel):
            if len(_sections_in(field.annotation)) > 1:
                raw[key] = {"name": getattr(field.default, "name", None), **raw[key]}
            raw[key] = with_default_names(raw[key], type(field.default))
    return raw


def explain(error: ValidationError, root: type[BaseModel]) -> tuple[str, str]:
    """Return the dotted key of the first problem of a validation, and what is wrong with it."""
    problem = error.errors()[0]
    path, section = _locate(problem["loc"], root)
    kind, context, value = problem["type"], problem.get("ctx", {}), problem["input"]
    if kind == "extra_forbidden":
        return ".".join(path), f"unknown key{did_you_mean(path[-1], section.model_fields)}"
    if kind == "missing":
        return ".".join(path), "missing; it must be given"
    if kind == "union_tag_invalid":
        return ".".join([*path, "name"]), _not_one_of(context["tag"], context["expected_tags"])
    if kind == "literal_error":
        return ".".join(path), _not_one_of(value, context["expected"])
    if kind == "value_error":
        return ".".join(path), str(context["error"])
    return ".".join(path), f"{_briefly(value)} {_in_plain_words(problem['msg'])}"


def _not_one_of(value: object, expected: str) -> str:
    """Turn pydantic's list of choices, ``'a', 'b' or 'c'``, into our words."""
    choices = [choice.strip(" '") for choice in expected.replace(" or ", ", ").split(",")]
    return f"{value!r} is not one of {', '.join(choices)}{did_you_mean(value, choices)}"


_PLAIN_WORDS = {
    "Input should": "should",
    "valid dictionary or object to extract fields from": "section of keys and values",
    "valid dictionary": "mapping of keys to values",
    "valid tuple": "list",
    "valid list": "list",
    "valid string": "text",
}


def _in_plain_words(message: str) -> str:
    for technical, plain in _PLAIN_WORDS.items():
        message = message.replace(technical, plain)
    return message


def _briefly(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _locate(loc: Sequence[Any], root: type[BaseModel]) -> tuple[list[str], type[BaseModel]]:
    """Follow a pydantic location; drop the tags of unions, and find the section that it ends in."""
    section, path = root, list[str]()
    for step in loc:
        field = section.model_fields.get(path[-1]) if path else None
        inner = _sections_in(field.annotation) if field else []
        chosen = [kind for kind in inner if len(inner) == 1 or kind.model_fields["name"].default == step]
        if chosen:
            section = chosen[0]
        if len(inner) < 2 or not chosen:
            path.append(str(step))
    return path, section


def _sections_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the sections that a field may hold."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, Annotated):
        return [kind for part in typing.get_args(annotation) for kind in _sections_in(part)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []
