"""A family of n-grams, compiled: texts are cut, looked up and weighed in one pass, without a matrix of features."""

from typing import Any

import numpy as np

from stance.models.linear import NotLinearError
from stance.models.ngram_tables import CHARACTERS, WORD, WORDS, folding, utf8_buffers

_WAYS = {"word": WORDS, "char_wb": CHARACTERS}
_AS_WE_BUILD = {
    "binary": False,
    "norm": "l2",
    "preprocessor": None,
    "stop_words": None,
    "strip_accents": None,
    "tokenizer": None,
    "use_idf": True,
}


class View:
    """One family of n-grams of a fitted vectorizer, ready to be looked for in texts.

    Parameters
    ----------
    vectorizer : TfidfVectorizer
        Fitted.

    Attributes
    ----------
    n_features : int
        Number of n-grams.

    Raises
    ------
    NotLinearError
        When it cuts or weighs in another way than can be compiled, or two n-grams have one hash.
    """

    def __init__(self, vectorizer: Any):
        from stance.models import ngram_sums

        way = cut_as(vectorizer)
        data, offsets = utf8_buffers(vectorizer.get_feature_names_out().tolist())
        self.n_features = len(offsets) - 1
        self._idf, self._sublinear = vectorizer.idf_, vectorizer.sublinear_tf
        self._cutting = (way, *vectorizer.ngram_range, *folding(way, vectorizer.lowercase))
        # the most frequent stand together, so that what is read most stays near
        self._order = np.argsort(self._idf, kind="stable")
        hashes = np.empty(self.n_features, np.uint64)
        ngram_sums.hash_terms(data, offsets, way, hashes)
        size = 1 << (2 * self.n_features).bit_length()
        self._slots, self._bits = np.zeros(size, np.uint64), np.zeros(max(size // 16, 1), np.uint64)
        if self.n_features > ngram_sums.POSITION:
            raise NotLinearError(f"it has {self.n_features:,} n-grams, more than {ngram_sums.POSITION:,}")
        if not ngram_sums.fill_table(hashes[self._order], self._slots, self._bits):
            raise NotLinearError("two n-grams of its vocabulary have the same hash")

    def rows(self, weights: Any) -> Any:
        """Return weights of shape (n_features, n_sums) as `add_sums` wants them."""
        return np.ascontiguousarray(np.column_stack([self._idf, weights])[self._order])

    def add_sums(self, texts: tuple[Any, Any], rows: Any, n_squared: int, out: Any) -> None:
        """Add to `out` the sums of the values of each text's n-grams, times weights.

        Parameters
        ----------
        texts : data and offsets
            As `utf8_buffers` returns them.
        rows : array
            As `rows` returns them; the weights of the last `n_squared` sums are for squared values.
        out : array of shape (n_texts, n_sums)
            Is added to.

        Raises
        ------
        ValueError
            When the bytes of a text are not UTF-8.
        """
        from stance.models.ngram_sums import add_sums

        if not add_sums(*texts, *self._cutting, self._slots, self._bits, rows, n_squared, self._sublinear, out):
            raise ValueError("a text is not UTF-8")


def cut_as(vectorizer: Any) -> int:
    """Return how a vectorizer cuts texts.

    Raises
    ------
    NotLinearError
        When in another way than `ngram_kernels` does.
    """
    if vectorizer.analyzer not in _WAYS:
        raise NotLinearError(f"analyzer {vectorizer.analyzer!r} is cut by scikit-learn")
    if vectorizer.analyzer == "word" and vectorizer.token_pattern != WORD:
        raise NotLinearError("a token_pattern of its own is searched for by scikit-learn")
    for name, value in _AS_WE_BUILD.items():
        if getattr(vectorizer, name) != value:
            raise NotLinearError(f"{name}={getattr(vectorizer, name)!r} is for scikit-learn")
    return _WAYS[vectorizer.analyzer]
