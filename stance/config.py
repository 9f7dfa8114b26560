"""Experiment configurations: plain YAML, checked, with overrides and errors that name the key."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationError, model_validator

from stance.corpus import DataConfig
from stance.corpus.seeds import SeedsConfig
from stance.errors import StanceError, did_you_mean, shown
from stance.evaluation import EvaluationConfig
from stance.models import Targets
from stance.models.estimators import LogisticRegressionConfig, ModelConfig
from stance.models.features import FeaturesConfig
from stance.section import Section, explain, with_default_names
from stance.yamlfile import parse_yaml, read_yaml

PROJECT = Path(__file__).resolve().parents[1]
"""The checkout, whose ``configs/`` and ``seeds/`` serve as defaults from any working directory."""

DEFAULT_CONFIG = PROJECT / "configs" / "baseline.yaml"
PATH_KEYS = ("path", "originals", "supplement")
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
        return with_default_names(raw, cls)

    def digest(self) -> str:
        """Return a SHA-256 over all settings but the places where data lie on this machine."""
        settings = self.model_dump(mode="json")
        for key in PATH_KEYS:
            settings["data"].pop(key, None)
        embedding = settings["features"]["embedding"]
        if embedding and Path(embedding["model"]).is_dir():
            from stance.models.embedding import folder_digest

            embedding["model"] = folder_digest(Path(embedding["model"]))
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


def _find(path: Path) -> Path:
    if not path.is_absolute() and not path.exists() and (PROJECT / path).exists():
        return PROJECT / path
    return path


def _resolve_paths(raw: dict[str, Any], folder: Path) -> None:
    """Make paths absolute when something is there; a hub id stays as it is."""
    features = raw.get("features")
    embedding = features.get("embedding") if isinstance(features, dict) else None
    for section, keys in ((raw.get("data"), PATH_KEYS), (embedding, ("model",))):
        if isinstance(section, dict):
            section |= {
                key: _absolute(section[key], (folder, Path.cwd())) for key in keys if isinstance(section.get(key), str)
            }


def _absolute(path: str, starts: Iterable[Path]) -> str:
    return next((str((start / path).resolve()) for start in starts if (start / path).exists()), path)


def _build(raw: dict[str, Any], overrides: Sequence[str], where: str) -> ExperimentConfig:
    pairs = [_parse_override(override) for override in overrides]
    _apply(raw, pairs, COMMAND_LINE)
    _resolve_paths(raw, Path.cwd())
    try:
        return ExperimentConfig.model_validate(raw)
    except ValidationError as error:
        key, what = explain(error, ExperimentConfig)
        if any(f"{key}.".startswith(f"{name}.") or name.startswith(f"{key}.") for name, _ in pairs):
            where = COMMAND_LINE
        raise StanceError(": ".join(part for part in (where, key, what) if part)) from None


def _parse_override(override: str) -> tuple[str, Any]:
    key, equals, value = override.partition("=")
    if not equals or not all(key.split(".")):
        raise StanceError(f"{COMMAND_LINE}: {override}: an override is key=value, as in model.C=10")
    try:
        return key, parse_yaml(value)
    except (yaml.YAMLError, StanceError):
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
