"""How settings are chosen within training parts: the grid, the metric, the inner folds."""

from typing import Any

import pandas as pd
from pydantic import Field, ValidationError, field_validator
from pydantic_core import InitErrorDetails, PydanticCustomError, to_jsonable_python

from stance.dotted import leaves
from stance.errors import did_you_mean
from stance.evaluation.metrics import METRICS
from stance.evaluation.splits import ActorSplit, DocumentSplit, Fold, ParagraphSplit, Plan, plan_split
from stance.section import Section

CHOSEN_SECTIONS = ("features", "model", "targets")
MANY_POINTS = 1000
"""A grid of more points is a slip of the pen."""

Grid = dict[str, list[Any]]


class SelectionConfig(Section):
    """Settings are chosen by cross-validation within each training part, which never sees what is tested.

    Attributes
    ----------
    grid : mapping of str to list, or list of such mappings
        Values of dotted keys of features, model and targets; several keys mean every combination, several mappings
        one grid after the other, as in scikit-learn's ``ParameterGrid``. Nested keys are the same as dotted ones.
    metric : str
        What is best: a name of `stance.evaluation.metrics.METRICS`, of the inner out-of-fold predictions together.
        Equal scores, to six decimals: the first.
    folds, repeats : int
        Inner folds, and how often they are drawn anew. They keep together what the outer split keeps together, and
        are as many as there are documents where documents are left out; one document alone is split by paragraphs.
    """

    grid: Grid | list[Grid]
    metric: str = "macro_f1"
    folds: int = Field(5, ge=2)
    repeats: int = Field(1, ge=1)

    @field_validator("grid", mode="before")
    @classmethod
    def _dotted_keys_to_lists(cls, raw: Any) -> Any:
        grids = [_dotted(grid) for grid in (raw if isinstance(raw, list | tuple) else [raw])]
        if not grids:
            raise ValueError("an empty list; list the values of a key, as in model.C: [0.1, 1, 10]")
        plain: list[Grid] = to_jsonable_python(grids)
        if sum(_size(grid) for grid in plain) > MANY_POINTS:
            raise ValueError(f"{sum(_size(grid) for grid in plain)} configurations; at most {MANY_POINTS}")
        return plain if isinstance(raw, list | tuple) else plain[0]

    @field_validator("metric")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in METRICS:
            raise ValueError(f"{value!r} is not one of {', '.join(METRICS)}{did_you_mean(value, METRICS)}")
        return value

    def points(self) -> list[dict[str, Any]]:
        """Return the settings of every point, in the order of scikit-learn's ``ParameterGrid``."""
        from sklearn.model_selection import ParameterGrid

        return list(ParameterGrid(self.grid))


def grid_error(key: str, what: str, value: Any, *within: str) -> ValidationError:
    """Return the error about a key of the grid, which then stands in the place of that key."""
    problem = PydanticCustomError("value_error", "{error}", {"error": what})
    detail = InitErrorDetails(type=problem, loc=(*within, key), input=value)
    return ValidationError.from_exception_data("grid", [detail])


def _dotted(grid: Any) -> Grid:
    if not isinstance(grid, dict) or not grid:
        raise ValueError("should list the values of keys, as in model.C: [0.1, 1, 10]")
    out = {}
    for key, values in leaves(grid):  # selection.grid.model.C=[1] on a command line makes a nested grid
        if key.split(".")[0] not in CHOSEN_SECTIONS:
            raise grid_error(key, f"only settings of {', '.join(CHOSEN_SECTIONS)} can be chosen", values)
        if not isinstance(values, list | tuple) or not values:
            raise grid_error(key, "should be a list of values, as in [0.1, 1, 10]", values)
        out[key] = list(values)
    return out


def _size(grid: Grid) -> int:
    size = 1
    for values in grid.values():
        size *= len(values)
    return size


def inner_plan(selection: SelectionConfig, frame: pd.DataFrame, grouped_by: str, seed: int) -> Plan:
    """Split a training part into the inner folds.

    Parameters
    ----------
    selection : SelectionConfig
        How many folds and repeats.
    frame : pandas.DataFrame
        The training part.
    grouped_by : str
        What the outer plan keeps together; see `Plan`.
    seed : int
        Seed of the folds.

    Raises
    ------
    StanceError
        With the numbers, when the folds are impossible.
    """
    if grouped_by == "actor":
        return plan_split(ActorSplit(folds=selection.folds, repeats=selection.repeats), frame, seed)
    documents = frame["document_id"].nunique()
    if grouped_by != "document" or documents < 2:
        return plan_split(ParagraphSplit(folds=selection.folds, repeats=selection.repeats), frame, seed)
    if documents <= selection.folds:
        return plan_split(DocumentSplit(), frame, seed)
    folds = [
        Fold(fold.train, fold.test, repeat)
        for repeat in range(selection.repeats)
        for fold in plan_split(DocumentSplit(folds=selection.folds), frame, seed + repeat).folds
    ]
    return Plan(tuple(folds), "document")
