"""Compiled loops over the UTF-8 bytes of texts: cutting them into n-grams, and hashing those to 64 bits.

Nothing is imported from here unless the extra ``fast`` is installed.
"""

import numpy as np

from stance.models.compiling import compiled, inlined
from stance.models.ngram_tables import CASED, DOTTED_I, IGNORABLE, SEPARATES, SIGMA, SPECIAL, WORDS

_FINAL_SIGMA, _SMALL_I, _DOT_ABOVE = 0x3C2, 0x69, 0x307

START = np.uint64(0x9E3779B97F4A7C15)
FACTOR = np.uint64(0xD6E8FEB86659FD93)
JOINT = np.uint64(0xA0761D6478BD642F)
BLANK = np.uint64(0x20)
_29, _32, _35 = np.uint64(29), np.uint64(32), np.uint64(35)


@inlined
def decode(data, at, end):
    """Return the code point at a position and the position after it; -1 where the bytes are not UTF-8."""
    byte = np.int64(data[at])
    if byte < 0x80:
        return byte, at + 1
    size = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
    if byte < 0xC2 or byte > 0xF4 or at + size > end:
        return np.int64(-1), at + 1
    code = byte & (0x7F >> size)
    for i in range(at + 1, at + size):
        follows = np.int64(data[i])
        if follows & 0xC0 != 0x80:
            return np.int64(-1), at + 1
        code = (code << 6) | (follows & 0x3F)
    return min(code, np.int64(0x10FFFF)), at + size


@compiled
def read_folded(data, start, end, fold, casing, codes):
    """Write the folded code points of a text, 0 for what separates, and return their number; -1 if it is not UTF-8."""
    n, at = 0, start
    while at < end:
        byte = data[at]
        if byte < 0x80:
            codes[n] = fold[byte]
            at += 1
        else:
            code, at = decode(data, at, end)
            if code < 0:
                return -1
            codes[n] = fold[code]
            if codes[n] == SPECIAL:
                return _read_in_context(data, start, end, fold, casing, codes)
        n += 1
    return n


@compiled
def _read_in_context(data, start, end, fold, casing, codes):
    raw = np.empty(end - start, np.int32)
    n, at = 0, start
    while at < end:
        code, at = decode(data, at, end)
        if code < 0:
            return -1
        raw[n] = code
        n += 1
    out = 0
    for i in range(n):
        if raw[i] == DOTTED_I:
            codes[out], codes[out + 1] = fold[_SMALL_I], fold[_DOT_ABOVE]
            out += 1
        elif raw[i] == SIGMA:
            codes[out] = fold[_FINAL_SIGMA if _ends_a_word(raw, i, n, casing) else SIGMA + 0x20]
        else:
            codes[out] = fold[raw[i]]
        out += 1
    return out


@compiled
def _ends_a_word(raw, at, n, casing):
    """Whether a capital sigma has a cased letter before it and none after it (Unicode's Final_Sigma, as in Python)."""
    before = at - 1
    while before >= 0 and casing[raw[before]] == IGNORABLE:
        before -= 1
    if before < 0 or casing[raw[before]] != CASED:
        return False
    after = at + 1
    while after < n and casing[raw[after]] == IGNORABLE:
        after += 1
    return after == n or casing[raw[after]] != CASED


@inlined
def extended(state, code):
    """Return the state of a hash after one more character."""
    return (state ^ np.uint64(code)) * FACTOR


@inlined
def joined(state, word):
    """Return the state of a hash after one more word."""
    state = state * JOINT
    return ((state << _29) | (state >> _35)) + word


@inlined
def finished(state):
    """Return the hash of a state."""
    state = (state ^ (state >> _32)) * FACTOR
    return state ^ (state >> _32)


@compiled
def word_hashes(codes, n, words):
    """Write the states of the words of two letters or more of a text, and return their number."""
    n_words, length, state = 0, 0, START
    for i in range(n + 1):
        code = codes[i] if i < n else SEPARATES
        if code != SEPARATES:
            state = extended(state, code)
            length += 1
        else:
            words[n_words] = state
            n_words += length > 1
            length, state = 0, START
    return n_words


@compiled
def word_grams(words, n_words, shortest, longest, grams):
    """Write the hashes of the word n-grams of a text and return their number; `words` has room for as many again."""
    found, phrases = 0, words[n_words:]
    for length in range(1, longest + 1):
        n = n_words - length + 1
        for i in range(n):
            phrases[i] = joined(phrases[i], words[i + length - 1]) if length > 1 else words[i]
        for i in range(n if length >= shortest else 0):
            grams[found] = finished(phrases[i])
            found += 1
    return found


@compiled
def character_grams(codes, n, shortest, longest, grams):
    """Write the hashes of the character n-grams within words, a blank at either end, and return their number."""
    found, start = 0, 0
    while start < n:
        if codes[start] == 0:
            start += 1
            continue
        end = start
        while end < n and codes[end]:
            end += 1
        # positions start - 1 and end stand for the blanks
        for first in range(start - 1, end + 1):
            state = START
            last = min(first + longest, end + 1)
            for i in range(first, last):
                state = extended(state, BLANK if i < start or i == end else np.uint64(codes[i]))
                if i - first + 1 >= shortest:
                    grams[found] = finished(state)
                    found += 1
        if end - start + 2 < shortest:  # a word too short for any n-gram is one itself
            state = extended(START, BLANK)
            for i in range(start, end):
                state = extended(state, np.uint64(codes[i]))
            grams[found] = finished(extended(state, BLANK))
            found += 1
        start = end
    return found


@compiled
def cut(data, start, end, way, shortest, longest, fold, casing, codes, words, grams):
    """Write the hashes of the n-grams of one text and return their number; -1 if it is not UTF-8."""
    n = read_folded(data, start, end, fold, casing, codes)
    if n < 0:
        return -1
    if way == WORDS:
        return word_grams(words, word_hashes(codes, n, words), shortest, longest, grams)
    return character_grams(codes, n, shortest, longest, grams)
