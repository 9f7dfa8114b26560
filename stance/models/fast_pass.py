"""A fitted model of sentences, compiled: probabilities from the bytes of texts, without a matrix of features."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import Any

import numpy as np

from stance.corpus.schema import STANCES
from stance.models.compiled import View
from stance.models.inspection import text_pipelines_of
from stance.models.linear import Linear, NotLinearError, take_apart
from stance.models.ngram_tables import utf8_buffers
from stance.models.per_target import PerTarget
from stance.models.vote import Vote


class FastPass:
    """A compiled model.

    Parameters
    ----------
    model : classifier
        As `stance.models.build_model` returns it, fitted.

    Attributes
    ----------
    targets : set of str
        Those for which something was fitted.

    Raises
    ------
    NotLinearError
        When it is not linear in n-grams, or cuts texts as only scikit-learn does.
    """

    def __init__(self, model: Any):
        pipelines = list(text_pipelines_of(model).values())
        self._changes = [step for _, step in pipelines[0].steps[:-1]]
        self._views = {name: View(each) for pipe in pipelines for name, each in pipe["tfidf"].transformer_list}
        self._members = _members_of(model, list(self._views))
        self._juries: dict[str | None, _Jury] = {}
        self._summoning = Lock()  # several threads score at once
        self.targets = {target for member in self._members for target in getattr(member.classifier, "estimators_", ())}
        self._jury(None)

    def probabilities(self, texts: Any, target: str | None) -> Any:
        """Return probabilities of shape (n_texts, 3) in the order anti, neutral, pro.

        Parameters
        ----------
        texts : pyarrow array of strings
            None of them missing.
        target : str or None
            What all of them are about, one of `targets`; None is any other.

        Raises
        ------
        ValueError
            When a text is not UTF-8, or holds half a character.
        """
        if self._changes:
            texts = texts.to_pylist()
        for change in self._changes:
            texts = change.transform(texts)
        jury = self._jury(target)
        buffers = utf8_buffers(texts)
        sums = np.zeros((len(texts), jury.n_sums))
        for name, view in self._views.items():
            view.add_sums(buffers, jury.rows[name], jury.n_squared, sums)
        return jury.probabilities(sums)

    def _jury(self, target: str | None) -> "_Jury":
        with self._summoning:
            if target not in self._juries:
                widths = {name: view.n_features for name, view in self._views.items()}
                judges = [judge for member in self._members for judge in member.judges(target, widths)]
                rows = {name: view.rows(_weights(judges, name, view)) for name, view in self._views.items()}
                self._juries[target] = _Jury(judges, rows)
            return self._juries[target]


@dataclass(frozen=True)
class _Judge:
    """One classifier of a target: its share in the mean, its classes, and the features that it sees."""

    share: float
    linear: Linear
    classes: list[int]
    features: dict[str, Any]
    """For each view: which of its features, and which of the classifier's."""


@dataclass(frozen=True)
class _Member:
    """A classifier that votes, alone or with others."""

    share: float
    classifier: Any
    views: Sequence[str]

    def judges(self, target: str | None, widths: dict[str, int]) -> Iterator[_Judge]:
        """Yield what judges sentences about a target."""
        apart = isinstance(self.classifier, PerTarget)
        ends = np.cumsum([0, *(widths[view] for view in self.views)])
        for share, judge, columns in self.classifier.judges(target) if apart else [(1.0, self.classifier, None)]:
            seen = np.arange(ends[-1]) if columns is None else columns
            places = [np.flatnonzero((seen >= start) & (seen < end)) for start, end in pairwise(ends)]
            yield _Judge(
                self.share * share,
                take_apart(judge),
                [STANCES.index(label) for label in judge.classes_],
                {
                    view: (seen[place] - start, place)
                    for view, start, place in zip(self.views, ends, places, strict=False)
                },
            )


def _members_of(model: Any, views: list[str]) -> list[_Member]:
    if isinstance(model, Vote):
        weights = np.ones(len(model.estimators_)) if model.weights is None else np.asarray(model.weights, float)
        seen = model.views or [views] * len(weights)
        shares = weights / weights.sum()
        return [_Member(*each) for each in zip(shares, model.estimators_, seen, strict=True)]
    return [_Member(1.0, model if isinstance(model, PerTarget) else model["model"], views)]


@dataclass(frozen=True)
class _Jury:
    """All that judge a target, and for each view its features' weights: for the sums of all, then for the squares."""

    judges: list[_Judge]
    rows: dict[str, Any]

    @property
    def n_sums(self) -> int:
        return self.n_squared + sum(int(judge.linear.weights.shape[1]) for judge in self.judges)

    @property
    def n_squared(self) -> int:
        return sum(int(judge.linear.squared.shape[1]) for judge in self.judges)

    def probabilities(self, sums: Any) -> Any:
        out = np.zeros((len(sums), len(STANCES)))
        at, squared_at = 0, self.n_sums - self.n_squared
        for judge in self.judges:
            end, squared_end = at + judge.linear.weights.shape[1], squared_at + judge.linear.squared.shape[1]
            proba = judge.linear.probabilities(sums[:, at:end], sums[:, squared_at:squared_end])
            out[:, judge.classes] += judge.share * proba
            at, squared_at = end, squared_end
        return out


def _weights(judges: list[_Judge], name: str, view: View) -> Any:
    """Return the weights of a view's features for all sums side by side, 0 where a judge does not see it."""
    blocks = []
    for kind in ("weights", "squared"):
        for judge in judges:
            given = getattr(judge.linear, kind)
            blocks.append(np.zeros((view.n_features, given.shape[1])))
            if name in judge.features:
                theirs, own = judge.features[name]
                blocks[-1][theirs] = given[own]
    return np.hstack(blocks)


def compile_model(model: Any) -> FastPass:
    """Return a fitted model compiled.

    Raises
    ------
    NotLinearError
        When that is impossible; the message says why.
    """
    try:
        return FastPass(model)
    except (AttributeError, KeyError) as error:
        raise NotLinearError(f"a model of another build ({error})") from None
