"""Where data enters: the schema of labelled sentences and the readers that fill it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from stance.corpus.duplicates import same_words
from stance.corpus.hub import HubConfig, load_hub
from stance.corpus.schema import SUPPLEMENT
from stance.corpus.seeds import TEXTS, SeedsConfig, load_actors, load_seeds
from stance.corpus.tables import TableConfig, read_table
from stance.errors import StanceError

DataConfig = Annotated[SeedsConfig | TableConfig | HubConfig, Field(discriminator="name")]
"""A new data set is one class with a ``name`` here, and one line in `_LOADERS`."""


@dataclass(frozen=True)
class Corpus:
    """Labelled sentences and the names by which they call their actors.

    Attributes
    ----------
    frame : pandas.DataFrame
        As `stance.validate` returns it. What is tested is drawn from these rows alone.
    names : tuple of str
        Names and aliases of the actors, longest first.
    supplement : pandas.DataFrame or None
        Sentences that join every training part and are never tested.
    left_out : int
        Sentences of the supplement that were left out because they have the same words as one of `frame`.
    """

    frame: pd.DataFrame
    names: tuple[str, ...] = ()
    supplement: pd.DataFrame | None = None
    left_out: int = 0

    def training(self, rows: Any) -> pd.DataFrame:
        """Return some rows of the frame, and the supplement."""
        own = self.frame.iloc[rows]
        return own if self.supplement is None else pd.concat([own, self.supplement], ignore_index=True)


def load_corpus(config: SeedsConfig | TableConfig | HubConfig) -> Corpus:
    """Read the data that a configuration names, and their supplement.

    Raises
    ------
    StanceError
        Naming file, line and value.
    """
    corpus = _LOADERS[config.name](config)
    corpus.frame["origin"] = corpus.frame["origin"].where(corpus.frame["origin"].notna(), config.name)
    parts = [corpus.frame[corpus.frame["origin"] == SUPPLEMENT]]
    if config.supplement is not None:
        parts.append(read_supplement(config.supplement))
    supplement = pd.concat([part for part in parts if len(part)], ignore_index=True) if any(map(len, parts)) else None
    frame = without_supplement(corpus.frame)
    if supplement is None:
        return replace(corpus, frame=frame)
    seen = same_words(supplement["text"], frame["text"])
    return replace(corpus, frame=frame, supplement=supplement[~seen].reset_index(drop=True), left_out=int(seen.sum()))


def read_supplement(path: str) -> pd.DataFrame:
    """Read sentences written for training: a table with our own column names and labels.

    Raises
    ------
    StanceError
        Naming file, line and value.
    """
    try:
        return read_table(path).assign(origin=SUPPLEMENT)
    except StanceError as error:
        # columns and labels of the data are mapped by settings, those of a supplement are not
        what = re.sub(r"; (set data\.columns|map it, as in data\.labels|pass the column over).*", "", str(error))
        raise StanceError(f"{what} (data.supplement)") from None


def without_supplement(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that may be tested: all but those written for training.

    Raises
    ------
    StanceError
        When none is left.
    """
    out = frame[frame["origin"] != SUPPLEMENT].reset_index(drop=True)
    if out.empty:
        raise StanceError(
            f"all {len(frame)} sentences have the origin {SUPPLEMENT!r}: they train and are never tested; "
            "name the data to be tested, and these as data.supplement"
        )
    return out


def texts_of(config: SeedsConfig | TableConfig | HubConfig) -> dict[str, Any]:
    """Return the same data in each of its texts: name of the text to configuration, the configured one first."""
    if not isinstance(config, SeedsConfig):
        return {"text": config}
    others = [text for text in TEXTS if text != config.text and (text != "original" or config.originals)]
    return {text: config.model_copy(update={"text": text}) for text in (config.text, *others)}


def _seeds(config: SeedsConfig) -> Corpus:
    aliases = [name for actor in load_actors() for name in (actor["name"], *actor.get("aliases", []))]
    return Corpus(load_seeds(config.text, config.originals), _longest_first(aliases))


def _table(config: TableConfig) -> Corpus:
    frame = read_table(config.path, **config.model_dump(exclude={"name", "path", "supplement"}))
    return Corpus(frame, _actors_of(frame))


def _hub(config: HubConfig) -> Corpus:
    frame = load_hub(config)
    return Corpus(frame, _actors_of(frame))


def _actors_of(frame: pd.DataFrame) -> tuple[str, ...]:
    return _longest_first(statement["actor"] for statements in frame["statements"] for statement in statements)


def _longest_first(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: (-len(name), name)))


_LOADERS: dict[str, Callable[[Any], Corpus]] = {"seeds": _seeds, "table": _table, "hub": _hub}
