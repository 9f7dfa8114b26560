"""Sentences that are the same, or nearly."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from stance.errors import StanceError

NEAR = 0.6
"""Cosine from which two sentences count as near duplicates."""

MOST_WORK = 4e9
"""Products of n-grams that are worked out at most: some minutes. 100,000 posts of thirty words need half of them."""

MOST_PAIRS = 1_000_000
"""Pairs that are found at most: beyond, a table of them helps nobody."""

_HEAD = 5 / 6
"""Length of the part of a vector that is left out of the first comparison, as a share of the threshold. Any share below
one finds the same pairs; this one was quickest on tweets."""

_BLOCK = 1e7
_CHECKED = 50_000
_LOOKED_THROUGH = 1_000_000
_ROUNDING = 1e-5


def same_words(texts: pd.Series, others: pd.Series) -> Any:
    """Return, shape (n_texts,), whether a text has the words of one of the others, case and punctuation aside."""
    known = {words_of(text) for text in others}
    return np.array([words_of(text) in known for text in texts], bool)


def words_of(text: str) -> str:
    """Return the words of a text, case and punctuation aside."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def near_duplicates(
    texts: Sequence[str], others: Sequence[str] | None = None, threshold: float = NEAR
) -> list[tuple[int, int, float]]:
    """Find pairs of sentences that share most of their wording.

    Parameters
    ----------
    texts, others, threshold
        As for `near_pairs`.

    Returns
    -------
    list of (int, int, float)
        Position in `texts`, position in `others` (or a later position in `texts`), and cosine; the most alike first.

    Raises
    ------
    StanceError
        As `near_pairs` does.
    """
    found = [pair for block in near_pairs(texts, others, threshold) for pair in zip(*block, strict=True)]
    pairs = [(int(i), int(j), float(cosine)) for i, j, cosine in found]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def near_pairs(
    texts: Sequence[str], others: Sequence[str] | None = None, threshold: float = NEAR
) -> Iterator[tuple[Any, Any, Any]]:
    """Yield blocks of pairs of sentences that share most of their wording.

    Similarity is the cosine of TF-IDF vectors of character n-grams of length 4 within words, which sees through
    changed endings and word order. All pairs at the threshold are found, though not each is compared with each: two
    vectors that are near share a rare n-gram, for their common ones alone are too short to make them near (prefix
    filtering; Bayardo, Ma and Srikant 2007, "Scaling up all pairs similarity search").

    Parameters
    ----------
    texts : sequence of str
        Sentences.
    others : sequence of str, optional
        Sentences to compare them with; unless given, `texts` are compared with each other.
    threshold : float
        Least cosine, above 0 and at most 1.

    Yields
    ------
    tuple of three arrays of shape (n_pairs,)
        Position in `texts`, position in `others` (or a later position in `texts`), and cosine.

    Raises
    ------
    StanceError
        When there are too many sentences that are too alike to compare them all, or too many pairs.
    """
    from tqdm import tqdm

    if not any(map(str.strip, texts)) or (others is not None and not any(map(str.strip, others))):
        return
    left, right = _vectors(texts, others)
    one, other = (_Prepared.of(vectors, threshold * _HEAD) for vectors in (left, right))
    work = one.rare.astype(bool) @ np.bincount(other.rare.indices, minlength=left.shape[1]).astype(float)
    if work.sum() / (1 if others is not None else 2) > MOST_WORK:
        n = len(texts) + len(others or ())
        raise StanceError(f"comparing these {n} sentences with each other, many alike, would take too long")
    n_found = 0
    for start, end in tqdm(_blocks(work), desc="near duplicates", unit="block", delay=2, leave=False):
        for i, j in _candidates(one, other, start, end, threshold, itself=others is None):
            cosine = np.asarray(left[i].multiply(right[j]).sum(axis=1)).ravel()
            near = cosine >= threshold - 1e-6
            n_found += int(near.sum())
            if n_found > MOST_PAIRS:
                raise StanceError(f"more than {MOST_PAIRS} pairs of sentences are near duplicates")
            yield i[near], j[near], np.minimum(cosine[near], 1.0)


def _vectors(texts: Sequence[str], others: Sequence[str] | None) -> tuple[Any, Any]:
    """Return TF-IDF vectors of length 1, their columns in order from the commonest n-gram to the rarest."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), dtype=np.float32)
    both = vectorizer.fit_transform([*texts, *(others or ())])
    rank = np.empty(both.shape[1], both.indices.dtype)
    rank[np.argsort(vectorizer.idf_, kind="stable")] = np.arange(both.shape[1])
    both.indices = rank[both.indices]
    both.has_sorted_indices = False
    both.sort_indices()
    return (both, both) if others is None else (both[: len(texts)], both[len(texts) :])


@dataclass(frozen=True)
class _Prepared:
    """The rare n-grams of each vector, and the length (shape (n,)) of what its common ones make up."""

    rare: Any
    head: Any

    @classmethod
    def of(cls, vectors: Any, length: float) -> "_Prepared":
        """Split off from each vector its commonest n-grams, as many as stay shorter than `length` together."""
        from scipy.sparse import csr_array

        n = vectors.shape[0]
        rows = np.repeat(np.arange(n), np.diff(vectors.indptr))
        summed = np.concatenate([[0.0], np.cumsum(vectors.data.astype(float) ** 2)])
        lengths = np.sqrt(np.maximum(summed[1:] - summed[vectors.indptr[:-1]][rows], 0))
        rare = lengths >= length
        head = np.zeros(n)
        np.maximum.at(head, rows[~rare], lengths[~rare])
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows[rare], minlength=n))])
        return cls(csr_array((vectors.data[rare], vectors.indices[rare], starts), vectors.shape), head)


def _blocks(work: Any) -> list[tuple[int, int]]:
    """Cut rows into blocks of bounded work, and so of bounded memory."""
    number = np.floor(np.cumsum(work) / _BLOCK)
    cuts = [0, *(np.flatnonzero(np.diff(number)) + 1).tolist(), len(work)]
    return list(pairwise(cuts))


def _candidates(
    one: _Prepared, other: _Prepared, start: int, end: int, threshold: float, *, itself: bool
) -> Iterator[tuple[Any, Any]]:
    """Yield the pairs of a block that may be near.

    What the product of the rare parts leaves out is at most as long as the longer of the two common parts.
    """
    first = start if itself else 0
    product = one.rare[start:end] @ other.rare[first:].T
    places = np.flatnonzero(product.data >= threshold * (1 - _HEAD) - _ROUNDING)
    for done in range(0, len(places), _LOOKED_THROUGH):
        place = places[done : done + _LOOKED_THROUGH]
        i = start + np.searchsorted(product.indptr, place, side="right") - 1
        j = first + product.indices[place].astype(np.int64)
        near = product.data[place] + np.maximum(one.head[i], other.head[j]) >= threshold - _ROUNDING
        if itself:
            near &= i < j
        i, j = i[near], j[near]
        for checked in range(0, len(i), _CHECKED):
            yield i[checked : checked + _CHECKED], j[checked : checked + _CHECKED]
