"""Experiment configurations: plain YAML, checked, with overrides and errors that name the key."""

import copy
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, ValidationError, model_validator

from stance.corpus import DataConfig
from stance.corpus.seeds import SeedsConfig
from stance.dotted import COMMAND_LINE, parse_override, set_keys
from stance.errors import StanceError, did_you_mean, shown
from stance.evaluation import EvaluationConfig
from stance.evaluation.selection import SelectionConfig, grid_error
from stance.models.encoders import encoders_in, take_encoders_from
from stance.models.estimators import LogisticRegressionConfig, Targets
from stance.models.features import FeaturesConfig
from stance.models.model_section import ModelConfig, check_views
from stance.section import Section, explain, with_default_names
from stance.yamlfile import read_yaml

PROJECT = Path(__file__).resolve().parents[1]
"""The checkout, whose ``configs/`` and ``seeds/`` serve as defaults from any working directory."""

DEFAULT_CONFIG = PROJECT / "configs" / "baseline.yaml"
PATH_KEYS = ("path", "originals", "supplement")


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
    targets : {'pooled', 'separate', 'both'}
        One model for all targets, one for each, or the mean of the two.
    selection : SelectionConfig or None
        Settings that are chosen within each training part, in place of those above.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)] = "experiment"
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    data: DataConfig = SeedsConfig()
    features: FeaturesConfig = FeaturesConfig()
    model: ModelConfig = LogisticRegressionConfig()
    targets: Targets = "pooled"
    evaluation: EvaluationConfig = EvaluationConfig()
    selection: SelectionConfig | None = None

    @model_validator(mode="before")
    @classmethod
    def _default_names(cls, raw: Any) -> Any:
        """Let a section without a ``name`` be the default kind of that section."""
        return with_default_names(raw, cls)

    @model_validator(mode="after")
    def _members_see_what_is_there(self) -> "ExperimentConfig":
        check_views(self.features, self.model)
        return self

    @model_validator(mode="after")
    def _every_point_is_valid(self) -> "ExperimentConfig":
        self.points()
        return self

    def points(self) -> list[tuple[dict[str, Any], "ExperimentConfig"]]:
        """Return the settings and the configuration of every point that `selection` chooses among.

        They come in the order of scikit-learn's ``ParameterGrid``, equal configurations once. Without selection the
        configuration itself is the only point.
        """
        if self.selection is None:
            return [({}, self)]
        out: dict[str, tuple[dict[str, Any], ExperimentConfig]] = {}
        for settings in self.selection.points():
            config = self._at(settings)
            out.setdefault(config.model_dump_json(), (settings, config))
        return list(out.values())

    def _at(self, settings: dict[str, Any]) -> "ExperimentConfig":
        raw = self.model_dump(mode="json", exclude={"selection"})
        try:
            set_keys(raw, copy.deepcopy(list(settings.items())))
            return ExperimentConfig.model_validate(raw)
        except ValidationError as error:
            key, what = explain(error, ExperimentConfig)
        except StanceError as error:
            key, _, what = str(error).partition(": ")
        with_others = f" (with {', '.join(f'{k}={v}' for k, v in settings.items())})" if len(settings) > 1 else ""
        raise grid_error(key, f"{what}{with_others}", settings, "selection", "grid")

    def with_encoder(self, folder: str | Path) -> "ExperimentConfig":
        """Return the same with the sentence encoder of a folder in the place of every one of the hub, in grids too."""
        raw = self.model_dump(mode="json")
        take_encoders_from(_absolute(str(folder), [Path.cwd()]), raw)
        return ExperimentConfig.model_validate(raw)

    def digest(self) -> str:
        """Return a SHA-256 over all settings but the places where data lie on this machine."""
        settings = self.model_dump(mode="json")
        for key in PATH_KEYS:
            settings["data"].pop(key, None)
        for place, key in encoders_in(settings):
            if Path(place[key]).is_dir():
                from stance.models.embedding import folder_digest

                place[key] = folder_digest(Path(place[key]))
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
        set_keys(start, list(point.items()), where)
        points.append((point, _build(start, overrides, where)))
    return points


def _find(path: Path) -> Path:
    if not path.is_absolute() and not path.exists() and (PROJECT / path).exists():
        return PROJECT / path
    return path


def _resolve_paths(raw: dict[str, Any], folder: Path) -> None:
    """Make paths absolute when something is there; a hub id stays as it is."""
    data = raw.get("data")
    paths = [(data, key) for key in PATH_KEYS if isinstance(data.get(key), str)] if isinstance(data, dict) else []
    for place, key in [*paths, *encoders_in(raw)]:
        place[key] = _absolute(place[key], (folder, Path.cwd()))


def _absolute(path: str, starts: Iterable[Path]) -> str:
    return next((str((start / path).resolve()) for start in starts if (start / path).exists()), path)


def _build(raw: dict[str, Any], overrides: Sequence[str], where: str) -> ExperimentConfig:
    pairs = [parse_override(override) for override in overrides]
    set_keys(raw, pairs, COMMAND_LINE)
    _resolve_paths(raw, Path.cwd())
    try:
        return ExperimentConfig.model_validate(raw)
    except ValidationError as error:
        key, what = explain(error, ExperimentConfig)
        if any(f"{key}.".startswith(f"{name}.") or name.startswith(f"{key}.") for name, _ in pairs):
            where = COMMAND_LINE
        raise StanceError(": ".join(part for part in (where, key, what) if part)) from None
