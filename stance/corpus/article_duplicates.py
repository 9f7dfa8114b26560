"""Articles that are nearly the same: wire copy in several papers, a text and its update."""

import re
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from stance.corpus.articles import Article

NEAR = 0.6
"""Share of the shorter article's word five-grams that the longer has, from which two count as near duplicates."""

SKETCH = 256
"""Hashes kept of each article: 2 KB, with which the share is known to about 0.04 for articles of like length."""

_WORDS = 5
_CROWD = 30
"""Articles with one five-gram up to which all of them are compared; beyond, each with the next."""

_ODD = np.uint64(0x9E3779B97F4A7C15)


class ArticleSketches:
    """Sketches of articles, added one by one: their number is bounded by memory, their length is not.

    A sketch holds the smallest hashes of the article's word five-grams, case and punctuation aside (a bottom-k sketch;
    Cohen and Kaplan, 2007, "Summarizing data using bottom-k sketches"). Hashes are the same on every machine.
    """

    def __init__(self) -> None:
        self._names: list[str] = []
        self._sizes: list[int] = []
        self._sketches: list[Any] = []

    def add(self, article: Article) -> None:
        """Keep an article's sketch; furniture does not count."""
        hashes = _five_grams(" ".join(article.text[start:end] for start, end in article.paragraphs))
        self._names.append(article.document_id)
        self._sizes.append(len(hashes))
        self._sketches.append(hashes[:SKETCH].copy())

    def pairs(self, threshold: float = NEAR) -> list[tuple[str, str, float]]:
        """Find near duplicates among the articles added.

        Parameters
        ----------
        threshold : float
            Least share, above 0 and at most 1.

        Returns
        -------
        list of (str, str, float)
            The two names, in the order they were added, and the estimated share of the shorter article's five-grams
            that the longer has: exact for articles of up to `SKETCH` of them. The most alike first.
        """
        found = []
        for i, j in self._candidates():
            share = self._share(i, j)
            if share >= threshold:
                found.append((i, j, share))
        found.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
        return [(self._names[i], self._names[j], share) for i, j, share in found]

    def _candidates(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs that have hashes in common, without comparing each with each."""
        if not any(self._sizes):
            return
        values = np.concatenate(self._sketches)
        owners = np.repeat(np.arange(len(self._sketches)), [len(sketch) for sketch in self._sketches])
        order = np.lexsort((owners, values))
        values, owners = values[order], owners[order]
        n = len(self._sketches)
        crowded = _in_crowd(values)
        codes = [np.empty(0, np.int64)]
        for step in range(1, _CROWD):
            same = values[step:] == values[:-step]
            if not same.any():
                break
            if step > 1:
                same &= ~crowded[step:]
            codes.append(np.unique(owners[:-step][same] * n + owners[step:][same]))
        for code in np.unique(np.concatenate(codes)):
            yield int(code) // n, int(code) % n

    def _share(self, i: int, j: int) -> float:
        one, other = self._sketches[i], self._sketches[j]
        both = np.intersect1d(one, other, assume_unique=True)
        union = np.union1d(one, other)
        if max(self._sizes[i], self._sizes[j]) > SKETCH:
            union = union[:SKETCH]  # the smallest hashes of both articles: a sample of their union
        jaccard = float(np.isin(both, union, assume_unique=True).sum()) / len(union)
        common = jaccard / (1 + jaccard) * (self._sizes[i] + self._sizes[j])
        return min(1.0, common / min(self._sizes[i], self._sizes[j]))


def duplicate_articles(articles: Iterable[Article], threshold: float = NEAR) -> list[tuple[str, str, float]]:
    """Find near-duplicate articles in a stream.

    Parameters
    ----------
    articles : iterable of Article
        Each is read once and let go.
    threshold : float
        As in `ArticleSketches.pairs`.

    Returns
    -------
    list of (str, str, float)
        As `ArticleSketches.pairs` returns them.
    """
    sketches = ArticleSketches()
    for article in articles:
        sketches.add(article)
    return sketches.pairs(threshold)


def _in_crowd(values: Any) -> Any:
    """Tell of each sorted value whether it stands more than `_CROWD` times."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return counts[inverse] > _CROWD


def _five_grams(text: str) -> Any:
    """Return the different hashes of a text's word five-grams, sorted; of all its words if they are fewer."""
    words = re.findall(r"\w+", text.casefold())
    if not words:
        return np.empty(0, np.uint64)
    known: dict[str, int] = {word: _hash(word) for word in set(words)}
    hashes = np.array([known[word] for word in words], np.uint64)
    length = min(_WORDS, len(words))
    grams = np.zeros(len(words) - length + 1, np.uint64)
    for i in range(length):
        grams = grams * _ODD + hashes[i : len(words) - length + 1 + i]
    return np.unique(_mixed(grams))


def _hash(word: str) -> int:
    data = word.encode("utf-8", "surrogatepass")
    return zlib.crc32(data) | zlib.crc32(data[::-1], 1) << 32


def _mixed(values: Any) -> Any:
    """Spread the hashes evenly (the last steps of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
