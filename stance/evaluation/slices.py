"""Where a classifier errs: by target, label, length, negation and marks of sarcasm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import NO_TARGET, STANCES
from stance.errors import StanceError
from stance.estimation.clusters import LARGEST, intraclass_correlation
from stance.evaluation.grouping import groups_of
from stance.evaluation.resampling import LEVEL, resampling_unit
from stance.language.marks import is_negated, sarcasm_marks

LENGTHS = {
    "1 to 10 words": 10,
    "11 to 20 words": 20,
    "21 to 30 words": 30,
    "31 to 40 words": 40,
    "more than 40 words": np.inf,
}
"""Bands of length, and the most words of each; words are what stands between spaces."""

SLICES = ("target", "label", "length", "negation", "sarcasm")


def error_slices(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return how often parts of the sentences are predicted wrong, each beside all the others.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence and target, with ``text``, ``label`` and ``predicted``, and where they are known ``target``,
        ``document_id`` and ``paragraph``. Rows without a label are passed over.

    Returns
    -------
    pandas.DataFrame
        One row a value of a slice that occurs: ``slice`` (target, label, length, negation, sarcasm), ``value``, ``n``,
        ``errors``, ``error_rate``, ``low`` and ``high``; ``difference`` of the error rate to that of the other
        sentences, ``difference_low`` and ``difference_high``, missing where there are no others; and the commonest
        confusion, ``gold``, ``predicted`` and ``confused`` (how often), the first two missing where nothing is wrong.
        The slice ``sarcasm`` tells sentences with marks on their surface from those without: marks, not sarcasm.

    Raises
    ------
    StanceError
        When a column is missing, or no row has a label.

    Notes
    -----
    The 95% intervals are Wilson's (1927) of as many independent sentences as those at hand are worth: their number over
    Kish's (1965) design effect, with the correlation of errors within what is resampled elsewhere (documents, else
    paragraphs). Where sentences stand alone they are Wilson's own. A bootstrap would give a slice without errors, and
    many are small, an interval without width. Those of differences are Newcombe's (1998, method 10), too wide rather
    than too narrow where a slice cuts through documents.
    """
    frame = _labelled(predictions)
    errors = _Errors.of(frame)
    return pd.DataFrame(
        [{"slice": name, "value": value, **errors.of_slice(rows)} for name, value, rows in _parts(frame)]
    )


def confident_errors(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences predicted wrong, those first whose prediction has the highest probability.

    Parameters
    ----------
    predictions : pandas.DataFrame
        As for `error_slices`, with ``p_anti``, ``p_neutral`` and ``p_pro``.

    Returns
    -------
    pandas.DataFrame
        ``sentence_id, target, label, predicted, probability, text``.
    """
    frame = _labelled(predictions, *(f"p_{stance}" for stance in STANCES))
    proba = frame[[f"p_{stance}" for stance in STANCES]].max(axis=1)
    wrong = frame.assign(probability=proba)[frame["label"] != frame["predicted"]]
    order = wrong.sort_values(["probability", "sentence_id", "target"], ascending=[False, True, True], kind="stable")
    return order[["sentence_id", "target", "label", "predicted", "probability", "text"]].reset_index(drop=True)


def _labelled(predictions: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Return the rows with a label, completed by what slices and groups need."""
    for name in ("text", "label", "predicted", *more):
        if name not in predictions:
            raise StanceError(f"no column {name!r}: errors are those of a frame of predictions with gold labels")
    frame = predictions[predictions["label"].notna()].reset_index(drop=True)
    if frame.empty:
        raise StanceError("no sentence has a label: without one, errors cannot be told")
    missing = {name: None for name in ("document_id", "paragraph") if name not in frame}
    ids = {} if "sentence_id" in frame else {"sentence_id": frame.index.astype(str)}
    return frame.assign(**missing, **ids, **({} if "target" in frame else {"target": NO_TARGET}))


def _parts(frame: pd.DataFrame) -> Iterator[tuple[str, str, Any]]:
    """Yield name and value of every slice that occurs, and the positions of its rows."""
    words = frame["text"].str.split().str.len().to_numpy()
    negated = frame["text"].map(is_negated).to_numpy(bool)
    marked = frame["text"].map(lambda text: bool(sarcasm_marks(text))).to_numpy(bool)
    for name in ("target", "label"):
        codes, values = pd.factorize(frame[name], sort=True)
        yield from _of_codes(name, codes, values)
    yield from _of_codes("length", np.searchsorted(list(LENGTHS.values()), words), list(LENGTHS))
    yield from _of_codes("negation", ~negated, ["with negation", "without negation"])
    yield from _of_codes("sarcasm", ~marked, ["with marks", "without marks"])


def _of_codes(name: str, codes: Any, values: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    counts = np.bincount(codes, minlength=len(values))
    for value, rows in zip(values, np.split(np.argsort(codes, kind="stable"), np.cumsum(counts)[:-1]), strict=True):
        if len(rows):
            yield name, str(value), rows


@dataclass(frozen=True)
class _Errors:
    """What slices are counted from.

    Attributes
    ----------
    gold, predicted : array of str, shape (n,)
        Labels.
    wrong : array of bool, shape (n,)
        Which predictions are wrong.
    groups : array of int, shape (n,)
        What is resampled elsewhere.
    sizes : array of int, shape (n_groups,)
        Rows of each group.
    correlation : float
        How much errors of one group hang together, 0 to 1.
    """

    gold: Any
    predicted: Any
    wrong: Any
    groups: Any
    sizes: Any
    correlation: float

    @classmethod
    def of(cls, frame: pd.DataFrame) -> "_Errors":
        gold, predicted = (frame[name].to_numpy(dtype=str) for name in ("label", "predicted"))
        wrong, groups = gold != predicted, groups_of(frame, resampling_unit(frame))
        residual = (wrong - wrong.mean()) / (wrong.std() or 1.0)
        found, _ = intraclass_correlation(residual, np.zeros(len(wrong), int), groups)
        return cls(gold, predicted, wrong, groups, np.bincount(groups), float(np.clip(found, 0, LARGEST)))

    def of_slice(self, rows: Any) -> dict[str, Any]:
        """Return the columns of one slice, whose rows stand at some positions."""
        here, counts = np.unique(self.groups[rows], return_counts=True)
        sizes = self.sizes[here]
        n, wrong = len(rows), int(self.wrong[rows].sum())
        others = int(self.sizes @ self.sizes - sizes @ sizes + ((sizes - counts) ** 2).sum())
        rate = self._rate(wrong, n, int(counts @ counts))
        rest = self._rate(int(self.wrong.sum()) - wrong, len(self.wrong) - n, others)
        difference = rate[0] - rest[0]
        return {
            "n": n,
            "errors": wrong,
            **dict(zip(("error_rate", "low", "high"), rate, strict=True)),
            "difference": difference,
            # squares of the distances to the bounds add
            "difference_low": difference - np.hypot(rate[0] - rate[1], rest[2] - rest[0]),
            "difference_high": difference + np.hypot(rate[2] - rate[0], rest[0] - rest[1]),
            **self._commonest_confusion(rows),
        }

    def _rate(self, wrong: int, n: int, squared_sizes: int) -> tuple[float, float, float]:
        """Return the error rate of `n` rows and its bounds; NaN of none."""
        if not n:
            return np.nan, np.nan, np.nan
        design_effect = 1 + self.correlation * (squared_sizes / n - 1)
        return wrong / n, *wilson(wrong / n, n / design_effect)

    def _commonest_confusion(self, rows: Any) -> dict[str, Any]:
        """Return the commonest pair of gold and prediction; of equally common ones the first by name."""
        wrong = rows[self.wrong[rows]]
        if not len(wrong):
            return {"gold": None, "predicted": None, "confused": 0}
        pairs, counts = np.unique(np.stack([self.gold[wrong], self.predicted[wrong]]), axis=1, return_counts=True)
        commonest = counts.argmax()
        return {"gold": pairs[0, commonest], "predicted": pairs[1, commonest], "confused": int(counts[commonest])}


def wilson(share: float, n: float) -> tuple[float, float]:
    """Return the bounds of Wilson's (1927) 95% interval for a share of `n` independent cases; `n` may be a fraction."""
    from scipy.stats import norm

    z = float(norm.ppf((1 + LEVEL) / 2))
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    margin = z / (1 + z**2 / n) * float(np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)))
    # rounding must not put a share of none or all outside
    return min(share, max(0.0, centre - margin)), max(share, min(1.0, centre + margin))
