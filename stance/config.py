"""Experiment configurations: plain YAML, checked, with overrides and errors that name the key."""

import hashlib
import json
import types
import typing
from collections.abc import Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, Field, ValidationError, model_validator

from stance.corpus import DataConfig
from stance.corpus.seeds import SeedsConfig
from stance.errors import StanceError, did_you_mean, shown
from stance.evaluation import EvaluationConfig
from stance.models import FeaturesConfig, ModelConfig, Targets
from stance.models.estimators import LogisticRegressionConfig
from stance.section import Section

PROJECT = Path(__file__).resolve().parents[1]
"""The checkout, whose ``configs/`` and ``seeds/`` serve as defaults from any working directory."""

DEFAULT_CONFIG = PROJECT / "configs" / "baseline.yaml"
PATH_KEYS = ("path", "originals")
COMMAND_LINE = "command line"


class ExperimentConfig(Section):
    """Everything that determines an experiment.

    Attributes
    ----------
    name : str
        Begins the name of the run's folder.
    seed : int
        Seed of everything random.
    data, features, model, evaluation
        Sections; see `SeedsConfig`, `TfidfConfig`, `LogisticRegressionConfig`, `EvaluationConfig` and their
        siblings.
    targets : {'pooled', 'separate'}
        One model for all targets, or one for each.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)] = "experiment"
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    data: DataConfig = SeedsConfig()
    features: FeaturesConfig = FeaturesConfig()
    model: ModelConfig = LogisticRegressionConfig()
    targets: Targets = "pooled"
    evaluation: EvaluationConfig = EvaluationConfig()

    @model_validator(mode="before")
    @classmethod
    def _default_names(cls, raw: Any) -> Any:
        """Let a section without a ``name`` be the default kind of that section."""
        return _with_default_names(raw, cls)

    def digest(self) -> str:
        """Return a SHA-256 over all settings but the places where data lie on this machine."""
        settings = self.model_dump(mode="json")
        for key in PATH_KEYS:
            settings["data"].pop(key, None)
        return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()

    def to_yaml(self) -> str:
        """Return YAML that `load_config` reads back to an equal configuration."""
        return yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False, allow_unicode=True)


def load_config(path: str | Path | None = None, overrides: Sequence[str] = ()) -> ExperimentConfig:
    """Read and check a configuration.

    Parameters
    ----------
    path : path, optional
        A YAML file; ``configs/baseline.yaml`` of the checkout unless given. A relative path that does not exist
        here is looked up in the checkout, so that notebooks find it.
    overrides : sequence of str
        ``"model.C=10"``: dotted key and YAML value. Changing the ``name`` of a section starts that section afresh.

    Returns
    -------
    ExperimentConfig
        Immutable.

    Raises
    ------
    StanceError
        ``file: dotted.key: what is wrong; what would be right``.

    Notes
    -----
    A relative path to data in a file is taken from the file's folder or, when nothing is there, from the working
    directory; one in an override is taken from the working directory.
    """
    file = _find(Path(path) if path is not None else DEFAULT_CONFIG)
    raw = read_yaml(file)
    raw.setdefault("name", file.stem)
    _resolve_paths(raw, file.parent)
    return _build(raw, overrides, shown(file))


def load_sweep(path: str | Path, overrides: Sequence[str] = ()) -> list[tuple[dict[str, Any], ExperimentConfig]]:
    """Read a sweep: ``base:``, a configuration, and ``grid:``, lists of values for dotted keys.

    Returns
    -------
    list of (dict, ExperimentConfig)
        Each point of the grid: its settings and its configuration, in the order of scikit-learn's
        ``ParameterGrid``.
    """
    from sklearn.model_selection import ParameterGrid

    file = _find(Path(path))
    raw = read_yaml(file)
    where = shown(file)
    for key in raw:
        if key not in ("base", "grid", "name"):
            raise StanceError(f"{where}: {key}: unknown key{did_you_mean(key, ['base', 'grid', 'name'])}")
    base, grid = raw.get("base"), raw.get("grid")
    if not isinstance(base, str):
        raise StanceError(f"{where}: base: missing; name the configuration that the sweep varies")
    if not isinstance(grid, dict) or not grid:
        raise StanceError(f"{where}: grid: missing; list the values of a key, as in model.C: [0.1, 1, 10]")
    for key, values in grid.items():
        if not isinstance(values, list) or not values:
            raise StanceError(f"{where}: grid.{key}: should be a list of values")
    base_file = _find(file.parent / base)
    points = []
    for point in ParameterGrid({str(key): values for key, values in grid.items()}):
        start = read_yaml(base_file)
        _resolve_paths(start, base_file.parent)
        start["name"] = raw.get("name", file.stem)
        _apply(start, list(point.items()), where)
        points.append((point, _build(start, overrides, where)))
    return points


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping; a key given twice is an error."""
    if not path.is_file():
        raise StanceError(f"{shown(path)}: no such file")
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except UnicodeDecodeError:
        raise StanceError(f"{shown(path)}: not UTF-8 text") from None
    except _KeyTwice as twice:
        raise StanceError(f"{shown(path)}: {twice}") from None
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise StanceError(f"{shown(path)}{line}: not YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise StanceError(f"{shown(path)}: not YAML: {type(error).__name__}") from None
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise StanceError(f"{shown(path)}: should be a mapping of keys to values, not {_kind(raw)}")
    return {str(key): value for key, value in raw.items()}


class _KeyTwice(Exception):
    pass


class _Loader(yaml.SafeLoader):
    """A safe loader that refuses a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if key.value in lines and isinstance(key.value, str):
                raise _KeyTwice(f"{key.value}: given twice, in lines {lines[key.value]} and {line}")
            if isinstance(key.value, str):
                lines[key.value] = line
        return super().construct_mapping(node, deep)


def _find(path: Path) -> Path:
    if not path.is_absolute() and not path.exists() and (PROJECT / path).exists():
        return PROJECT / path
    return path


def _resolve_paths(raw: dict[str, Any], folder: Path) -> None:
    """Make the paths in `raw["data"]` absolute when something is there; a hub id stays as it is."""
    data = raw.get("data")
    if not isinstance(data, dict):
        return
    for key in PATH_KEYS:
        if isinstance(data.get(key), str):
            for start in (folder, Path.cwd()):
                if (start / data[key]).exists():
                    data[key] = str((start / data[key]).resolve())
                    break


def _build(raw: dict[str, Any], overrides: Sequence[str], where: str) -> ExperimentConfig:
    pairs = [_parse_override(override) for override in overrides]
    _apply(raw, pairs, COMMAND_LINE)
    _resolve_paths(raw, Path.cwd())
    try:
        return ExperimentConfig.model_validate(raw)
    except ValidationError as error:
        raise StanceError(_explain(error, raw, where, [key for key, _ in pairs])) from None


def _parse_override(override: str) -> tuple[str, Any]:
    key, equals, value = override.partition("=")
    if not equals or not all(key.split(".")):
        raise StanceError(f"{COMMAND_LINE}: {override}: an override is key=value, as in model.C=10")
    try:
        return key, yaml.load(value, _Loader)
    except (yaml.YAMLError, _KeyTwice):
        raise StanceError(f"{COMMAND_LINE}: {key}: {value!r} is not YAML") from None


def _apply(raw: dict[str, Any], pairs: Iterable[tuple[str, Any]], where: str) -> None:
    """Set dotted keys. Names come first: another name starts its section afresh."""
    for dotted, value in sorted(pairs, key=lambda pair: not pair[0].endswith(".name")):
        *parents, last = dotted.split(".")
        section = raw
        for depth, parent in enumerate(parents):
            if section.get(parent) is None:
                section[parent] = {}
            if not isinstance(section[parent], dict):
                raise StanceError(
                    f"{where}: {dotted}: {'.'.join(parents[: depth + 1])} is a single value, not a section"
                )
            section = section[parent]
        if last == "name" and parents and section.get("name") != value:
            section.clear()
        section[last] = value


def _explain(error: ValidationError, raw: Mapping[str, Any], where: str, overridden: Sequence[str]) -> str:
    """Put the first problem of a validation into one line: source, dotted key, what is wrong."""
    problem = error.errors()[0]
    path, section = _locate(problem["loc"], raw)
    dotted = ".".join(path)
    if any(dotted == key or dotted.startswith(f"{key}.") for key in overridden):
        where = COMMAND_LINE
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "extra_forbidden":
        what = f"unknown key{did_you_mean(path[-1], section.model_fields)}"
    elif kind == "missing":
        what = "missing"
    elif kind == "union_tag_invalid":
        choices = [choice.strip(" '") for choice in str(context["expected_tags"]).split(",")]
        dotted, value = f"{dotted}.name", context["tag"]
        what = f"{value!r} is not one of {', '.join(choices)}{did_you_mean(value, choices)}"
    elif kind == "literal_error":
        choices = [choice.strip(" '") for choice in str(context["expected"]).replace(" or ", ", ").split(",")]
        what = f"{problem['input']!r} is not one of {', '.join(choices)}{did_you_mean(problem['input'], choices)}"
    elif kind == "value_error":
        what = str(context["error"])
    else:
        message = problem["msg"].removeprefix("Input ")
        what = f"{problem['input']!r} {message}" if message != problem["msg"] else f"{message}, not {_kind(problem['input'])}"
    return f"{where}: {dotted}: {what}" if dotted else f"{where}: {what}"


def _locate(loc: Sequence[Any], raw: Any) -> tuple[list[str], type[BaseModel]]:
    """Follow a pydantic location; drop the tags of unions, and find the section that it ends in."""
    section: type[BaseModel] = ExperimentConfig
    path: list[str] = []
    for step in loc:
        if isinstance(step, str) and step not in section.model_fields and _tagged(section, path, step):
            section = _tagged(section, path, step) or section
            continue
        path.append(str(step))
        field = section.model_fields.get(str(step))
        if field is not None and step != loc[-1]:
            inner = [kind for kind in _sections_in(field.annotation)]
            section = inner[0] if len(inner) == 1 else section
    return path, section


def _tagged(section: type[BaseModel], path: Sequence[str], tag: str) -> type[BaseModel] | None:
    """Return the section called `tag` that may stand at the end of `path`, if any."""
    field = section.model_fields.get(path[-1]) if path else None
    for kind in _sections_in(field.annotation) if field else ():
        if "name" in kind.model_fields and kind.model_fields["name"].default == tag:
            return kind
    return None


def _sections_in(annotation: Any) -> list[type[BaseModel]]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType, Annotated):
        return [kind for part in typing.get_args(annotation) for kind in _sections_in(part)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _with_default_names(raw: Any, section: type[BaseModel]) -> Any:
    """Fill in the ``name`` of sections that leave it out, with that of the field's default."""
    if not isinstance(raw, dict):
        return raw
    raw = dict(raw)
    for key, field in section.model_fields.items():
        default = field.default
        if isinstance(raw.get(key), dict) and isinstance(default, BaseModel):
            if len(_sections_in(field.annotation)) > 1:
                raw[key] = {"name": getattr(default, "name", None), **raw[key]}
            raw[key] = _with_default_names(raw[key], type(default))
    return raw


def _kind(value: Any) -> str:
    names = {dict: "a mapping", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}
    return names.get(type(value), "nothing" if value is None else type(value).__name__)
