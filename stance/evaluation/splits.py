"""Which sentences train and which test: always grouped, never silently degenerate."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.evaluation.grouping import actor_groups, finest_unit, groups_of
from stance.evaluation.spreading import spread_classes, spread_classes_of_targets
from stance.section import Section

MANY_DOCUMENTS = 20
"""Beyond so many documents they are left out in ten folds rather than one by one."""


class ParagraphSplit(Section):
    """Stratified folds, repeated, with the sentences of one paragraph kept together.

    Where the data name no paragraphs the sentences of one document stay together; where they name no documents
    either, each sentence stands alone.

    Attributes
    ----------
    folds, repeats : int
        How many folds, and how often they are drawn anew.
    """

    name: Literal["paragraph"] = "paragraph"
    folds: int = Field(5, ge=2)
    repeats: int = Field(10, ge=1)


class DocumentSplit(Section):
    """Whole documents are tested by models that saw none of their sentences.

    Attributes
    ----------
    folds : int or None
        Folds of documents; None leaves one document out at a time.
    """

    name: Literal["document"] = "document"
    folds: int | None = Field(None, ge=2)


class ActorSplit(Section):
    """Actors are tested by models that saw none of their sentences.

    Attributes
    ----------
    folds, repeats : int
        How many folds, and how often they are drawn anew.
    """

    name: Literal["actor"] = "actor"
    folds: int = Field(5, ge=2)
    repeats: int = Field(10, ge=1)


class GivenSplit(Section):
    """The data's own split.

    With a test part the model is fitted on train and validation and tested once on test. Without one it is fitted on
    train and tested on validation or, with `folds`, train and validation are cross-validated together: in folds as
    of `ParagraphSplit`, over which the classes of each target are spread too.

    Attributes
    ----------
    folds : int or None
        How many folds where the data have no test part; None tests on validation.
    repeats : int
        How often the folds are drawn anew.
    """

    name: Literal["given"] = "given"
    folds: int | None = Field(None, ge=2)
    repeats: int = Field(5, ge=1)


OUT_OF_FOLD = "out_of_fold"
"""What the column ``split`` says of sentences that were tested by cross-validation."""

SplitConfig = Annotated[ParagraphSplit | DocumentSplit | ActorSplit | GivenSplit, Field(discriminator="name")]


@dataclass(frozen=True)
class Fold:
    """Positions of the sentences that train and of those that are tested, and the repeat they belong to."""

    train: Any
    test: Any
    repeat: int = 0


@dataclass(frozen=True)
class Plan:
    """A split, carried out.

    Attributes
    ----------
    folds : tuple of Fold
        The folds of all repeats.
    grouped_by : str
        What was kept together: sentence, paragraph, document or actor.
    split : str
        Value of the column ``split`` of the tested sentences.
    """

    folds: tuple[Fold, ...]
    grouped_by: str
    split: str = OUT_OF_FOLD

    @property
    def repeats(self) -> int:
        """Number of times that every sentence is tested."""
        return 1 + max(fold.repeat for fold in self.folds)

    def final_training(self, n_rows: int) -> Any:
        """Return the rows that the model which is kept is fitted on: all, unless the data set some apart."""
        return np.arange(n_rows) if self.split == OUT_OF_FOLD else self.folds[0].train


def plan_split(config: SplitConfig, frame: pd.DataFrame, seed: int) -> Plan:
    """Carry out a split.

    Raises
    ------
    StanceError
        With the numbers, when the folds are impossible or would train on too few classes.
    """
    if isinstance(config, GivenSplit):
        return _given(frame, config.folds, config.repeats, seed)
    if isinstance(config, DocumentSplit):
        return _documents(frame, config.folds, seed)
    if isinstance(config, ActorSplit):
        return _stratified(frame, actor_groups(frame), "actor", config.folds, config.repeats, seed)
    unit = _finest_unit(frame)
    return _stratified(frame, groups_of(frame, unit), unit, config.folds, config.repeats, seed)


def leave_out(frame: pd.DataFrame) -> DocumentSplit:
    """Return the split that leaves documents out one by one or, where they are many, in ten folds."""
    return DocumentSplit(folds=None if frame["document_id"].nunique() <= MANY_DOCUMENTS else 10)


def _finest_unit(frame: pd.DataFrame) -> str:
    nameless = int(frame["document_id"].isna().sum())
    if 0 < nameless < len(frame):
        raise StanceError(f"{nameless} of {len(frame)} sentences name no document; name that of all or of none")
    return finest_unit(frame)


def _stratified(
    frame: pd.DataFrame, groups: Any, unit: str, folds: int, repeats: int, seed: int, draw: Any = spread_classes
) -> Plan:
    labels = frame["label"].to_numpy()
    check_possible(labels, groups, unit, folds)
    drawn = [(repeat, sides) for repeat in range(repeats) for sides in draw(frame, groups, folds, seed + repeat)]
    plan = Plan(tuple(Fold(train, test, repeat) for repeat, (train, test) in drawn), unit)
    _check_training(plan, labels)
    return plan


def check_possible(labels: Any, groups: Any, unit: str, folds: int) -> None:
    """Refuse more folds than groups that hold the rarest class."""
    present = [label for label in STANCES if label in set(labels)]
    if len(present) < 2:
        raise StanceError(f"all {len(labels)} sentences are {present[0]!r}: nothing to tell apart")
    for label in present:
        n = len(np.unique(groups[labels == label]))
        if n < folds:
            at_most = f"at most {n}" if n > 1 else "no folds are possible"
            raise StanceError(
                f"only {n} {unit}{'s' * (n != 1)} contain{'s' * (n == 1)} {label!r}: "
                f"{folds} {'grouped ' * (unit != 'sentence')}folds are impossible; {at_most}"
            )


def _documents(frame: pd.DataFrame, folds: int | None, seed: int) -> Plan:
    from sklearn.model_selection import GroupKFold, LeaveOneGroupOut

    nameless = int(frame["document_id"].isna().sum())
    if nameless:
        raise StanceError(f"{nameless} of {len(frame)} sentences name no document: documents cannot be left out")
    groups, labels = groups_of(frame, "document"), frame["label"].to_numpy()
    n = len(np.unique(groups))
    if n < (folds or 2):
        raise StanceError(f"{n} document{'s' * (n != 1)}: {folds or 2} folds of documents are impossible")
    splitter = GroupKFold(folds, shuffle=True, random_state=seed) if folds else LeaveOneGroupOut()
    plan = Plan(tuple(Fold(train, test) for train, test in splitter.split(labels, labels, groups)), "document")
    _check_training(plan, labels, every_class=False)
    return plan


def _given(frame: pd.DataFrame, folds: int | None, repeats: int, seed: int) -> Plan:
    part = frame["split"].to_numpy(dtype=object)
    if any(value is None for value in part):
        n = sum(value is None for value in part)
        raise StanceError(f"{n} of {len(part)} sentences have no split; the column needs train, validation or test")
    if folds is not None and "test" not in part:
        unit = _finest_unit(frame)
        return _stratified(frame, groups_of(frame, unit), unit, folds, repeats, seed, spread_classes_of_targets)
    tested = "test" if "test" in part else "validation"
    train = np.flatnonzero(part == "train" if tested == "validation" else part != "test")
    test = np.flatnonzero(part == tested)
    if not len(train) or not len(test):
        counts = ", ".join(f"{(part == name).sum()} {name}" for name in ("train", "validation", "test"))
        instead = "; cross-validate it, as in evaluation.split.folds=5" if tested == "validation" else ""
        raise StanceError(f"the split column leaves nothing to train or to test on ({counts}){instead}")
    plan = Plan((Fold(train, test),), "given split", tested)
    _check_training(plan, frame["label"].to_numpy(), every_class=False)
    return plan


def _check_training(plan: Plan, labels: Any, *, every_class: bool = True) -> None:
    """Refuse a fold that trains on one class only or, in drawn folds, lacks a class that it is tested on."""
    for number, fold in enumerate(plan.folds, start=1):
        trained, tested = set(labels[fold.train]), set(labels[fold.test])
        if len(trained) < 2:
            raise StanceError(
                f"fold {number} of {len(plan.folds)} would train on {len(fold.train)} sentences that are all "
                f"{next(iter(trained))!r}"
            )
        if every_class and tested - trained:
            raise StanceError(
                f"fold {number} of {len(plan.folds)} would train without a single {min(tested - trained)!r}; "
                "use fewer folds"
            )


def tested_rows(plan: Plan) -> Any:
    """Return the sorted positions of the sentences that the plan tests."""
    return np.unique(np.concatenate([fold.test for fold in plan.folds]))


def repeats_of(plan: Plan) -> Iterator[list[Fold]]:
    """Yield the folds of each repeat."""
    for repeat in range(plan.repeats):
        yield [fold for fold in plan.folds if fold.repeat == repeat]
