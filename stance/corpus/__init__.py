"""Where data enters: the schema of labelled sentences and the readers that fill it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from stance.corpus.hub import HubConfig, load_hub
from stance.corpus.seeds import SeedsConfig, load_actors, load_seeds
from stance.corpus.tables import TableConfig, read_table

DataConfig = Annotated[SeedsConfig | TableConfig | HubConfig, Field(discriminator="name")]
"""A new data set is one class with a ``name`` here, and one line in `_LOADERS`."""


@dataclass(frozen=True)
class Corpus:
    """Labelled sentences and the names by which they call their actors.

    Attributes
    ----------
    frame : pandas.DataFrame
        As `stance.validate` returns it.
    names : tuple of str
        Names and aliases of the actors, longest first.
    """

    frame: pd.DataFrame
    names: tuple[str, ...]


def load_corpus(config: SeedsConfig | TableConfig | HubConfig) -> Corpus:
    """Read the data that a configuration names.

    Raises
    ------
    StanceError
        Naming file, line and value.
    """
    return _LOADERS[config.name](config)


def _seeds(config: SeedsConfig) -> Corpus:
    aliases = [name for actor in load_actors() for name in (actor["name"], *actor.get("aliases", []))]
    return Corpus(load_seeds(config.text, config.originals), _longest_first(aliases))


def _table(config: TableConfig) -> Corpus:
    frame = read_table(config.path, **config.model_dump(exclude={"name", "path"}))
    return Corpus(frame, _actors_of(frame))


def _hub(config: HubConfig) -> Corpus:
    frame = load_hub(config)
    return Corpus(frame, _actors_of(frame))


def _actors_of(frame: pd.DataFrame) -> tuple[str, ...]:
    return _longest_first(statement["actor"] for statements in frame["statements"] for statement in statements)


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: (-len(name), name)))


_LOADERS: dict[str, Callable[[Any], Corpus]] = {"seeds": _seeds, "table": _table, "hub": _hub}
