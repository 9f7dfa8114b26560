"""Which sentences to label: random samples with known probabilities, and the labels put back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.labels import Labels, locate, read_labels
from stance.errors import StanceError
from stance.estimation.population import By, Population, completed

SHEET = ["sentence_id", "document_id", "target", "text", "actor", "label", "sample_prob"]
"""Columns of a table to fill in: nothing in it tells what was predicted."""

ROUNDING = 1e-5
"""Tables hold six decimals, and spreadsheets fewer."""


def draw_sample(
    predictions: pd.DataFrame,
    n: int,
    by: By | None = None,
    seed: int = 0,
    labelled: pd.DataFrame | str | Path | None = None,
) -> pd.DataFrame:
    """Draw sentences at random, to be labelled.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence and target, with ``statements``, as `stance.score` returns it.
    n : int
        How many sentences to draw.
    by : {'actor'}, optional
        Simple random unless given. ``actor``: the same number from each actor, as nearly as can be, so that small
        actors are seen. A sentence of several actors counts as one of the actor that has the fewest sentences (of
        several such, the first in the alphabet). Sentences without an actor are not drawn, unless there are no others.
    seed : int, default 0
        The same seed draws the same sentences, in whatever order they come.
    labelled : pandas.DataFrame or path, optional
        What was drawn before from these predictions. None of it is drawn again.

    Returns
    -------
    pandas.DataFrame
        One row a sentence in random order, with an empty ``label`` and ``sample_prob``, the probability of having been
        drawn. The rows of `labelled` that have a ``sample_prob`` come first, with their labels and further columns:
        the last table holds the whole sample.

    Raises
    ------
    StanceError
        When fewer sentences are left than are asked for.

    Notes
    -----
    ``sample_prob`` is the number drawn by then, earlier rounds included, over the number there are: among all
    sentences when each draw was simple random, among those of an actor when one was not. Several simple random
    samples without replacement are one, and given how many of an actor's sentences were drawn, each was as likely as
    another; so this holds whatever designs follow one another. Rows of `labelled` without a ``sample_prob``
    were not drawn at random: they are left out, as if they were not among the predictions.
    """
    population = Population.of(predictions, seed)
    before = _drawn_before(population.frame, labelled)
    drawn = population.draw(n, by, before.taken, before.carried)
    everything = np.concatenate([before.carried, drawn]).astype(int)
    stratified = by is not None or not before.simple
    sheet = population.frame.iloc[everything][["sentence_id", "document_id", "target", "text"]].reset_index(drop=True)
    sheet["actor"] = ["; ".join(population.actors[position]) or None for position in everything]
    sheet["label"] = pd.Series([*before.labels, *[None] * len(drawn)], dtype=object)
    sheet["sample_prob"] = population.probability(everything, before.avoided, stratified)
    return sheet.join(before.further)


@dataclass(frozen=True)
class _Before:
    """What was drawn before: positions, labels and further columns of the sample, and positions of other labels."""

    carried: Any = field(default_factory=lambda: np.empty(0, int))
    avoided: Any = field(default_factory=lambda: np.empty(0, int))
    labels: Sequence[str | None] = ()
    further: pd.DataFrame = field(default_factory=pd.DataFrame)
    simple: bool = True

    @property
    def taken(self) -> Any:
        return np.concatenate([self.carried, self.avoided])


def _drawn_before(frame: pd.DataFrame, labelled: pd.DataFrame | str | Path | None) -> _Before:
    if labelled is None:
        return _Before()
    labels = read_labels(labelled)
    rows = _one_row_a_sentence(labels, locate(labels, frame))
    probability = _probabilities(labels, list(rows.values()))
    carried = [position for position, value in zip(rows, probability, strict=True) if value is not None]
    avoided = [position for position, value in zip(rows, probability, strict=True) if value is None]
    mine = labels.frame.iloc[[rows[position] for position in carried]].reset_index(drop=True)
    if_simple = len(carried) / max(len(frame) - len(avoided), 1)
    return _Before(
        carried=np.array(carried, int),
        avoided=np.array(avoided, int),
        labels=mine["label"].tolist(),
        further=mine.drop(columns=[*SHEET, "coder"], errors="ignore"),
        simple=all(abs(value - if_simple) < ROUNDING for value in probability if value is not None),
    )


def with_labels(predictions: pd.DataFrame, labelled: pd.DataFrame | str | Path) -> pd.DataFrame:
    """Put the labels of a table that was drawn and filled in beside the predictions.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence and target.
    labelled : pandas.DataFrame or path
        As `draw_sample` returns it, with labels. Rows are matched by ``sentence_id``, and ``target`` where it is
        given. Rows without a label are passed over.

    Returns
    -------
    pandas.DataFrame
        The predictions with ``label`` and, where the table has it, ``sample_prob`` of the sentences that the table
        labels, missing for all others: labels that the predictions had before may have trained the classifier, and
        were not drawn at random.

    Raises
    ------
    StanceError
        Naming file and line: when a sentence is not among the predictions or is another there, a label is none,
        a sentence has two labels, or a labelled row has no probability although the table has such a column.
    """
    frame = predictions if "target" in predictions and "sentence_id" in predictions else completed(predictions)
    labels = read_labels(labelled)
    rows = _one_row_a_sentence(labels, locate(labels, frame))
    rows = {position: row for position, row in rows.items() if labels.frame["label"].iloc[row] is not None}
    out = without_labels(frame).drop(columns="sample_prob", errors="ignore")
    out.iloc[list(rows), out.columns.get_loc("label")] = labels.frame["label"].iloc[list(rows.values())].to_numpy()
    if "sample_prob" not in labels.frame:
        return out
    probability = _probabilities(labels, list(rows.values()))
    without = [row for row, value in zip(rows.values(), probability, strict=True) if value is None]
    if without:
        raise StanceError(f"{labels.place(without[0])}: sample_prob is empty: was this sentence drawn at random?")
    out["sample_prob"] = np.nan
    out.iloc[list(rows), out.columns.get_loc("sample_prob")] = np.array(probability, float)
    return out


def without_labels(frame: pd.DataFrame) -> pd.DataFrame:
    """Return sentences whose label, and the stance of whose statements, is missing."""
    out = frame.assign(label=pd.Series(None, index=frame.index, dtype=object))
    if "statements" in frame:
        bare = [[{**each, "stance": None} for each in statements] for statements in frame["statements"]]
        out["statements"] = pd.Series(bare, index=frame.index, dtype=object)
    return out


def _one_row_a_sentence(labels: Labels, positions: Sequence[int | None]) -> dict[int, int]:
    """Return the row of each sentence, by its position; of several rows the first that has a label."""
    rows: dict[int, int] = {}
    given = labels.frame["label"]
    for row, position in enumerate(positions):
        if position is None:
            continue
        first = rows.setdefault(position, row)
        if given[first] is None:
            rows[position] = row
        elif given[row] not in (None, given[first]):
            raise StanceError(
                f"{labels.place(row)}: sentence_id {labels.frame['sentence_id'][row]!r} is labelled {given[row]!r}, "
                f"but {given[first]!r} in {labels.place(first)}"
            )
    return rows


def _probabilities(labels: Labels, rows: Sequence[int]) -> list[float | None]:
    """Return the probabilities in some rows; None where there is none."""
    if "sample_prob" not in labels.frame:
        return [None] * len(rows)
    out: list[float | None] = []
    for row in rows:
        value = labels.frame["sample_prob"].iloc[row]
        if value is None or pd.isna(value) or not str(value).strip():
            out.append(None)
            continue
        number = pd.to_numeric(str(value).replace(",", "."), errors="coerce")  # a spreadsheet's decimal comma
        if not 0 < number <= 1:
            raise StanceError(f"{labels.place(row)}: sample_prob {value!r} is no probability above 0 and at most 1")
        out.append(float(number))
    return out
