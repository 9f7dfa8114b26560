"""Benchmark suites: what is trained on which data, what is measured, and what others have published."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from stance.config import PROJECT, ExperimentConfig, load_config
from stance.dotted import COMMAND_LINE
from stance.errors import StanceError, did_you_mean, shown, some
from stance.section import Section, explain
from stance.yamlfile import read_yaml

SUITES = PROJECT / "configs" / "benchmarks"

Part = Literal["test", "validation", "cross-validation"]
Name = Annotated[str, Field(min_length=1)]
Figures = dict[str, Annotated[float, Field(allow_inf_nan=False)]]


class System(Section):
    """Something that is trained and measured.

    Attributes
    ----------
    name : str
        What the table calls it.
    config : str
        A configuration, beside the suite's file.
    set : dict
        Settings that differ from it: dotted keys and values.
    """

    name: Name
    config: Name
    set: dict[str, Any] = Field(default_factory=dict)


class Published(Section):
    """What somebody else has reported.

    Attributes
    ----------
    name : str
        What the table calls the system.
    part : {'test', 'validation', 'cross-validation'}
        What it was tested on.
    figures : dict of str to float
        Metric to value; the metrics are those of the suite.
    by_target : dict of str to float
        Target to value of the metric that the suite shows by target.
    source : str
        Where it stands.
    """

    name: Name
    part: Part
    figures: Figures = Field(default_factory=dict)
    by_target: Figures = Field(default_factory=dict)
    source: Name

    @model_validator(mode="after")
    def _something(self) -> "Published":
        if not self.figures and not self.by_target:
            raise ValueError("figures and by_target cannot both be empty")
        return self


class Suite(Section):
    """A benchmark: systems that are trained, and published figures that stand beside them.

    Attributes
    ----------
    title : str
        Heading of the table.
    source : str
        Who made the data, and where they are.
    local : str or None
        File or folder of a local copy of the data, below the folder that a user names.
    metrics : tuple of str
        What is shown overall: names below ``metrics`` in a run's ``metrics.json``, or dotted paths into that file.
    by_target : str
        What is shown for each target.
    systems : tuple of System
        What is trained, in the order of the table.
    published : tuple of Published
        What stands below them.
    """

    title: Name
    source: Name
    local: Name | None = None
    metrics: tuple[Name, ...]
    by_target: Literal["f1_favor_against", "macro_f1", "accuracy"] = "f1_favor_against"
    systems: tuple[System, ...]
    published: tuple[Published, ...] = ()

    @model_validator(mode="after")
    def _names_and_metrics(self) -> "Suite":
        for key in ("metrics", "systems"):
            if not getattr(self, key):
                raise ValueError(f"{key}: empty; there should be one or more")
        names = [*(each.name for each in self.systems), *(each.name for each in self.published)]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two rows are called {name!r}: each needs its own name")
        for number, each in enumerate(self.published):
            for metric in each.figures:
                if metric not in self.metrics:
                    raise ValueError(
                        f"published.{number}.figures: {metric!r} is no metric of this suite"
                        f"{did_you_mean(metric, self.metrics)}"
                    )
        return self


def suite_names() -> list[str]:
    """Return the names of the suites that come with the project."""
    return sorted(path.stem for path in SUITES.glob("*.yaml"))


def suite_file(name: str | Path) -> Path:
    """Return the file of a suite: one that comes with the project by its name, any other by its path.

    Raises
    ------
    StanceError
        When there is none.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        return path
    names = suite_names()
    if str(name) not in names:
        raise StanceError(
            f"no suite is called {str(name)!r}{did_you_mean(str(name), names)}; "
            f"there are {some(names)}, or name a YAML file"
        )
    return SUITES / f"{name}.yaml"


def load_suite(name: str | Path) -> Suite:
    """Read and check a suite.

    Parameters
    ----------
    name : str or path
        Name of a suite in ``configs/benchmarks/``, or a YAML file.

    Returns
    -------
    Suite
        Immutable. Its configurations are read by `system_config`.

    Raises
    ------
    StanceError
        ``file: dotted.key: what is wrong; what would be right``.
    """
    file = suite_file(name)
    try:
        return Suite.model_validate(read_yaml(file))
    except ValidationError as error:
        raise StanceError(": ".join(part for part in (shown(file), *explain(error, Suite)) if part)) from None


def system_config(
    name: str | Path,
    system: System,
    *,
    local: str | Path | None = None,
    embedding: str | Path | None = None,
    overrides: Sequence[str] = (),
) -> ExperimentConfig:
    """Return the configuration of one system of a suite.

    Parameters
    ----------
    name : str or path
        As for `load_suite`: configurations are named from the suite's folder.
    system : System
        One of its systems.
    local : path, optional
        File or folder that the data are read from.
    embedding : path, optional
        Folder of the sentence encoder that takes the place of those of the hub, where a system has any.
    overrides : sequence of str
        ``key=value``, above the settings of the suite.

    Raises
    ------
    StanceError
        When the configuration, a setting or an override is wrong.
    """
    file = suite_file(name)
    path = (file.parent / system.config).resolve()
    settings = [_override(key, value) for key, value in system.set.items()]
    try:
        load_config(path, settings)
    except StanceError as error:
        what = str(error).removeprefix(f"{COMMAND_LINE}: ")
        raise StanceError(f"{shown(file)}: {system.name}: {what}") from None
    places = [_override("data.path", str(local))] if local is not None else []
    try:
        config = load_config(path, [*settings, *places, *overrides])
    except StanceError as error:
        raise StanceError(f"{shown(file)}: {system.name}: {error}") from None
    return config if embedding is None else config.with_encoder(embedding)


def local_copy(suite: Suite, data: str | Path | None) -> Path | None:
    """Return where a suite's data lie in the folder of local copies; None without folder or local copy.

    Raises
    ------
    StanceError
        When they are not there.
    """
    if data is None or suite.local is None:
        return None
    path = Path(data) / suite.local
    if not path.exists():
        raise StanceError(f"{shown(path)}: no such file or folder; it should hold the data of: {suite.title}")
    return path


def _override(key: str, value: Any) -> str:
    flow = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6)
    return f"{key}={flow.strip().removesuffix('...').strip()}"
