"""What cutting texts fast needs: what becomes of each letter, by Python's own rules, and texts as UTF-8 bytes."""

import functools
import importlib
import re
from typing import Any

import numpy as np

WORDS, CHARACTERS = 0, 1
"""Ways to cut: words of two letters or more, joined by blanks; characters within words, padded by blanks."""

WORD = r"(?u)\b\w\w+\b"
"""scikit-learn's own pattern of a word, the only one that is cut fast."""

SEPARATES, SPECIAL = 0, -1
"""What stands for a letter that belongs to no word, and for one whose lower case is no single letter by itself."""

NUL = 0x110000
"""What stands for the character 0, which is no blank and so belongs to words of characters."""

DOTTED_I, SIGMA = 0x130, 0x3A3
"""The two special letters: the lower case of one is two characters, that of the other differs at the end of a word."""

CASED, IGNORABLE = 1, 2
"""Parts that letters play in the lower case of a sigma."""

_LETTERS = {WORDS: r"\w", CHARACTERS: r"\S"}
_CODES = np.array([*range(0xD800), *range(0xE000, 0x110000)], dtype=np.uint32)


@functools.cache
def why_not_compiled() -> str | None:
    """Return why loops cannot be compiled here, or None where they can."""
    try:
        importlib.import_module("numba")
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError) and error.name == "numba"
        return "numba is not installed: pip install -e '.[fast]'" if missing else f"numba cannot be used: {error}"
    return None


@functools.cache
def folding(way: int, lowercase: bool) -> tuple[Any, Any]:
    """Return what every code point becomes, and its part in the lower case of a sigma.

    Parameters
    ----------
    way : {WORDS, CHARACTERS}
        What belongs to a word: letters, digits and underscores, or all that is no blank.
    lowercase : bool
        Whether letters are lower-cased.

    Returns
    -------
    fold : ndarray of int32, shape (0x110000,)
        The letter itself or its lower case; `SEPARATES` or `SPECIAL`.
    casing : ndarray of uint8, shape (0x110000,)
        `CASED`, `IGNORABLE` or 0.
    """
    special = np.isin(_CODES, [DOTTED_I, SIGMA]) if lowercase else np.zeros(len(_CODES), bool)
    codes = _CODES[~special]
    folded = _code_points(_text(codes).lower() if lowercase else _text(codes))
    belongs = np.zeros(0x110000, bool)
    belongs[_code_points("".join(re.findall(_LETTERS[way], _text(_CODES))))] = True
    fold = np.full(0x110000, SEPARATES, np.int32)
    fold[codes] = np.where(belongs[folded], folded, SEPARATES)
    fold[_CODES[special]] = SPECIAL
    if way == CHARACTERS:
        fold[0] = NUL
    return fold, _casing() if lowercase else np.zeros(len(fold), np.uint8)


def _casing() -> Any:
    """Learn it from the lower case of a sigma after each letter: a cased one makes it final, an ignorable one may."""
    letters = _CODES[(_CODES < 0x20000) | ((_CODES >= 0xE0000) & (_CODES < 0xE1000))]  # no others have a case
    after_none, after_cased = (_sigma_is_final_after(before, letters) for before in ("\n", "a"))
    casing = np.zeros(0x110000, np.uint8)
    casing[letters] = np.where(after_none, CASED, np.where(after_cased, IGNORABLE, 0))
    return casing


def _sigma_is_final_after(before: str, letters: Any) -> Any:
    """Return for each letter whether a sigma after it, `before` standing before it, is the last letter of a word."""
    quadruples = np.tile(_code_points(f"{before}.{chr(SIGMA)}\n"), (len(letters), 1))
    quadruples[:, 1] = np.where(letters == DOTTED_I, ord("I"), letters)  # as cased, and one letter in lower case
    return _code_points(_text(quadruples.ravel()).lower()).reshape(quadruples.shape)[:, 2] != SIGMA + 0x20


def _text(codes: Any) -> str:
    return str(codes.astype("<u4").tobytes().decode("utf-32-le"))


def _code_points(text: str) -> Any:
    return np.frombuffer(text.encode("utf-32-le"), "<u4")


def utf8_buffers(texts: Any) -> tuple[Any, Any]:
    """Return texts as one array of bytes and the offsets at which each starts and the last one ends.

    Parameters
    ----------
    texts : sequence of str, or pyarrow array of strings
        None of them missing.

    Returns
    -------
    data : ndarray of uint8
        UTF-8.
    offsets : ndarray of int64, shape (n_texts + 1,)
        Positions in `data`.

    Raises
    ------
    UnicodeEncodeError
        When a text holds half a character.
    """
    import pyarrow as pa

    array = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.large_string())
    array = array.cast(pa.large_string())
    _, offsets, data = array.buffers()
    ends = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data or b"", np.uint8), ends
