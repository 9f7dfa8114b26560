"""Sentences that are the same, or nearly."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

NEAR = 0.6
"""Cosine from which two sentences count as near duplicates."""

_ROWS = 2000


def same_words(texts: pd.Series, others: pd.Series) -> Any:
    """Return, shape (n_texts,), whether a text has the words of one of the others, case and punctuation aside."""
    known = {_words(text) for text in others}
    return np.array([_words(text) in known for text in texts], bool)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def near_duplicates(
    texts: Sequence[str], others: Sequence[str] | None = None, threshold: float = NEAR
) -> list[tuple[int, int, float]]:
    """Find pairs of sentences that share most of their wording.

    Similarity is the cosine of TF-IDF vectors of character n-grams of length 4 within words, which sees through
    changed endings and word order.

    Parameters
    ----------
    texts : sequence of str
        Sentences.
    others : sequence of str, optional
        Sentences to compare them with; unless given, `texts` are compared with each other.
    threshold : float
        Least cosine, above 0 and at most 1.

    Returns
    -------
    list of (int, int, float)
        Position in `texts`, position in `others` (or a later position in `texts`), and cosine; the most alike first.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), dtype=np.float32)
    vectorizer.fit([*texts, *(others or ())])
    left = vectorizer.transform(texts)
    right = left if others is None else vectorizer.transform(others)
    pairs = []
    for start in range(0, left.shape[0], _ROWS):
        cosine = (left[start : start + _ROWS] @ right.T).tocoo()
        for row, column, value in zip(*_above(cosine, threshold), strict=True):
            i, j = start + int(row), int(column)
            if others is not None or i < j:
                pairs.append((i, j, min(1.0, float(value))))
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _above(cosine: Any, threshold: float) -> tuple[Any, Any, Any]:
    near = cosine.data >= threshold - 1e-6
    return cosine.row[near], cosine.col[near], cosine.data[near]
