"""Probabilities of texts from a fitted model, by one fast pass where it allows that, else by its own pipeline."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import NO_TARGET, STANCES
from stance.files import DECIMALS
from stance.models import predict_stances
from stance.models.linear import NotLinearError
from stance.models.ngram_tables import why_not_compiled
from stance.models.text import refuse_single_text

CHUNK = 8_192
"""Texts that a thread scores at a time."""

_CLOSE = 1e-5
"""Nearer than this to half a unit of the last decimal, the last bits of a sum may decide how it is rounded."""


class Scorer:
    """A fitted model, ready to score many texts.

    With numba a compiled pass over the texts gives the probabilities of the model's own scikit-learn pipeline up to
    the last bits of its sums. Where these decide how a probability is rounded to six decimals, the pipeline itself is
    asked, so that what is written is the same.

    Parameters
    ----------
    model : classifier
        As `stance.models.build_model` returns it, fitted.
    threads : int, optional
        Threads of the compiled pass; one for each processor unless given.

    Attributes
    ----------
    why_not_fast : str or None
        Why the pipeline is used for all texts; None where it is not.
    """

    def __init__(self, model: Any, threads: int | None = None):
        self.model = model
        self.threads = threads or os.cpu_count() or 1
        self.why_not_fast = why_not_compiled()
        self._fast: Any = None
        if self.why_not_fast is None:
            from stance.models.fast_pass import compile_model

            try:
                self._fast = compile_model(model)
            except NotLinearError as reason:
                self.why_not_fast = str(reason)

    def probabilities(self, texts: Any, targets: Sequence[str] | None = None) -> Any:
        """Return probabilities of shape (n_texts, 3) in the order anti, neutral, pro.

        Parameters
        ----------
        texts : sequence of str, or pyarrow array or chunked array of strings
            None of them missing.
        targets : sequence of str, optional
            What each is about; ``all`` unless given.

        Raises
        ------
        ValueError
            When a text is missing, or its bytes are not UTF-8.
        """
        refuse_single_text(texts)
        texts = texts.cast("large_string") if hasattr(texts, "to_pylist") else list(texts)
        out = np.empty((len(texts), len(STANCES)))
        known = np.asarray([NO_TARGET] * len(texts) if targets is None else targets, dtype=object)

        def score(start: int) -> None:
            chunk = slice(start, start + CHUNK)
            out[chunk] = self._chunk(texts[chunk], known[chunk], start)

        # scikit-learn holds Python's lock, so that more threads would only wait
        with ThreadPoolExecutor(self.threads if self._fast else 1) as pool:
            for done in [pool.submit(score, start) for start in range(0, len(texts), CHUNK)]:
                done.result()
        close = np.flatnonzero(_hang_on_the_last_bits(out).any(axis=1)) if self._fast else ()
        if len(close):  # all at once: a call costs as much as many texts
            out[close] = self._pipeline(_taken(texts, close), known[close])
        return out

    def _chunk(self, texts: Any, targets: Any, start: int) -> Any:
        if self._fast is None:
            return self._pipeline(texts, targets)
        import pyarrow as pa

        try:
            array = texts if hasattr(texts, "to_pylist") else pa.array(texts, pa.large_string())
        except UnicodeEncodeError:  # half a character, which no file can hold
            return self._pipeline(texts, targets)
        if array.null_count:
            raise ValueError(f"text {start + array.is_null().index(True).as_py() + 1} is missing")
        if isinstance(array, pa.ChunkedArray):
            array = array.combine_chunks()
        out = np.empty((len(array), len(STANCES)))
        for target, rows in _by_target(targets, self._fast.targets):
            mine = array if len(rows) == len(array) else array.take(pa.array(rows))
            try:
                out[rows] = self._fast.probabilities(mine, target)
            except ValueError:
                raise ValueError(f"text {start + _first_that_is_not_utf8(array) + 1} is not UTF-8") from None
        return out

    def _pipeline(self, texts: Any, targets: Any) -> Any:
        given = texts.to_pylist() if hasattr(texts, "to_pylist") else list(texts)
        return predict_stances(self.model, pd.DataFrame({"text": given, "target": targets}, dtype=object))


def _taken(texts: Any, rows: Any) -> Any:
    return texts.take(rows) if hasattr(texts, "to_pylist") else [texts[row] for row in rows]


def _by_target(targets: Any, known: set[str]) -> Iterator[tuple[str | None, Any]]:
    """Yield each target that the model knows, and None for all others, with the rows that are about it."""
    if not known:
        yield None, np.arange(len(targets))
        return
    codes, names = pd.factorize(pd.Series([name if name in known else None for name in targets], dtype=object))
    for code in range(-1, len(names)):
        rows = np.flatnonzero(codes == code)
        if len(rows):
            yield (None if code < 0 else names[code]), rows


def _first_that_is_not_utf8(texts: Any) -> int:
    import pyarrow as pa

    for row, value in enumerate(texts.cast(pa.large_binary()).to_pylist()):
        try:
            value.decode()
        except UnicodeDecodeError:
            return row
    raise AssertionError("all texts are UTF-8")


def _hang_on_the_last_bits(proba: Any) -> Any:
    scaled = proba * 10**DECIMALS
    return np.abs(scaled - np.floor(scaled) - 0.5) < _CLOSE
