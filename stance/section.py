"""Configuration sections, and what is wrong with one in words for people."""

import types
import typing
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from stance.errors import did_you_mean


class Section(BaseModel):
    """A part of a configuration: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, validate_default=True)


def with_default_names(raw: Any, section: type[BaseModel]) -> Any:
    """Fill in the ``name`` of inner sections, in lists too, that leave it out, with that of the field's default."""
    if not isinstance(raw, dict):
        return raw
    fields = section.model_fields
    return {key: _with_default_name(value, fields[key]) if key in fields else value for key, value in raw.items()}


def _with_default_name(value: Any, field: FieldInfo) -> Any:
    kinds = _sections_in(field.annotation)
    if kinds and isinstance(value, list | tuple):
        return [_with_default_name(each, field) for each in value]
    if not kinds or not isinstance(value, dict):
        return value
    if len(kinds) > 1 and isinstance(field.default, BaseModel):
        value = {"name": getattr(field.default, "name", None), **value}
    kind = _chosen(kinds, value.get("name"))
    return value if kind is None else with_default_names(value, kind)


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
    if kind in ("model_type", "model_attributes_type"):
        return ".".join(path), f"{_briefly(value)} should be a section of keys and values"
    if kind == "value_error":
        return ".".join(path), str(context["error"])
    return ".".join(path), f"{_briefly(value)} {_in_plain_words(problem['msg'])}"


def _not_one_of(value: object, expected: str) -> str:
    """Turn pydantic's list of choices, ``'a', 'b' or 'c'``, into our words."""
    choices = [choice.strip(" '") for choice in expected.replace(" or ", ", ").split(",")]
    return f"{value!r} is not one of {', '.join(choices)}{did_you_mean(value, choices)}"


_PLAIN_WORDS = {
    "Input should": "should",
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
    section, path, kinds = root, list[str](), list[type[BaseModel]]()
    for step in loc:
        if isinstance(step, int):  # a place in a list of what the field holds
            path.append(str(step))
            continue
        chosen = _chosen(kinds, step)
        section = chosen or section
        if chosen is not None and len(kinds) > 1:
            kinds = []
            continue
        path.append(str(step))
        field = section.model_fields.get(step)
        kinds = _sections_in(field.annotation) if field else []
    return path, section


def _chosen(kinds: Sequence[type[BaseModel]], name: object) -> type[BaseModel] | None:
    """Return the only kind of section, or that of a name."""
    return next((kind for kind in kinds if len(kinds) == 1 or kind.model_fields["name"].default == name), None)


def _sections_in(annotation: Any) -> list[type[BaseModel]]:
    """Return the sections that a field may hold, by itself or in a list."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, Annotated, list, tuple):
        return [kind for part in typing.get_args(annotation) for kind in _sections_in(part)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []
