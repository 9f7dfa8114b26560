"""Compiled loops that look n-grams up in a table of a model's vocabulary and add up their weights.

Nothing is imported from here unless the extra ``fast`` is installed.
"""

import numpy as np

from stance.models.compiling import compiled, inlined
from stance.models.ngram_kernels import BLANK, START, cut, decode, extended, finished, joined
from stance.models.ngram_tables import NUL, WORDS

ONE = np.uint64(1)
POSITION = np.uint64(2**24 - 1)
"""The bits of a slot that hold a position, counted from 1, so that a slot in use is never 0."""
_20, _58 = np.uint64(20), np.uint64(58)


@compiled
def hash_terms(data, offsets, way, hashes):
    """Write the hash of each n-gram, given as it stands in a vocabulary: words apart by single blanks."""
    for term in range(len(hashes)):
        at, end = offsets[term], offsets[term + 1]
        state, phrase, n_words = START, START, 0
        while at < end:
            code, at = decode(data, at, end)
            if way == WORDS and code == BLANK:
                phrase = joined(phrase, state) if n_words else state
                n_words += 1
                state = START
            else:
                state = extended(state, np.uint64(code if code else NUL))
        hashes[term] = finished(joined(phrase, state) if n_words else state)


@compiled
def fill_table(hashes, slots, bits):
    """Put hashes and their positions into an open-addressed table, and mark them in a filter that is asked first.

    A slot holds the upper 40 bits of a hash and a position of 24 bits; where it stands tells the lower bits. With the
    filter, the chance that an unknown n-gram is taken for a known one is some 1 in 10,000,000,000,000.

    Parameters
    ----------
    hashes : array of uint64, shape (n,)
        n below 2 ** 24.
    slots : array of uint64, its length a power of two above n
        Zeros, to be filled.
    bits : array of uint64, its length a power of two
        Zeros; one bit is to be set for each hash.

    Returns
    -------
    bool
        False where two hashes cannot be told apart.
    """
    mask = np.uint64(len(slots) - 1)
    for position in range(len(hashes)):
        gram = hashes[position]
        slot = gram & mask
        while slots[slot]:
            if slots[slot] ^ gram <= POSITION:
                return False
            slot = (slot + ONE) & mask
        slots[slot] = (gram & ~POSITION) | np.uint64(position + 1)
        bits[_word_of(gram, bits)] |= ONE << _bit_of(gram)
    return True


@inlined
def _word_of(gram, bits):
    return (gram >> _20) & np.uint64(len(bits) - 1)


@inlined
def _bit_of(gram):
    return gram >> _58


@compiled
def look_up(grams, n, slots, bits, positions):
    """Write the positions of the hashes that the table knows, and return their number; `grams` is written over.

    The filter, which is small, turns most of the others away before the table, which is not, is read; and the table is
    read without a branch that could be guessed wrong, so that many reads are under way at once.
    """
    perhaps = np.uint64(0)
    for i in range(n):
        gram = grams[i]
        grams[perhaps] = gram
        perhaps += (bits[_word_of(gram, bits)] >> _bit_of(gram)) & ONE
    mask, known = np.uint64(len(slots) - 1), np.uint64(0)
    for i in range(perhaps):
        positions[i] = slots[grams[i] & mask]
    for i in range(perhaps):
        gram, slot = grams[i], positions[i]
        at = gram & mask
        while slot and slot ^ gram > POSITION:
            at = (at + ONE) & mask
            slot = slots[at]
        positions[known] = (slot & POSITION) - ONE
        known += np.uint64(slot != 0)
    return np.int64(known)


@compiled
def add_sums(data, offsets, way, shortest, longest, fold, casing, slots, bits, rows, n_squared, sublinear, out):
    """Add to `out` each text's weighted sums of its TF-IDF values, which are scaled to length 1.

    Parameters
    ----------
    data, offsets : array of uint8, array of int of shape (n_texts + 1,)
        Texts as Arrow holds them.
    way, shortest, longest
        How texts are cut.
    fold, casing : array of int32, array of uint8
        What a code point becomes, and its part in the lower case of a sigma.
    slots, bits
        The table of known n-grams.
    rows : array of shape (n_features, 1 + n_sums)
        Inverse document frequency of each n-gram, and its weights.
    n_squared : int
        So many of the last sums are of squared values.
    sublinear : bool
        Use 1 + log(tf).
    out : array of shape (n_texts, n_sums)
        Is added to.

    Returns
    -------
    bool
        False where a text is not UTF-8.
    """
    room = 1
    for text in range(len(out)):
        room = max(room, offsets[text + 1] - offsets[text])
    codes, words = np.empty(room, np.int32), np.empty(room + 2, np.uint64)
    most = room // 2 + 1 if way == WORDS else 2 * room + 4  # n-grams of one length
    grams = np.empty(most * (longest - shortest + 1), np.uint64)
    hits, values = np.empty(len(grams), np.uint64), np.empty(len(grams))
    counts = np.zeros(len(rows), np.int32)
    n_sums = rows.shape[1] - 1
    for text in range(len(out)):
        n = cut(data, offsets[text], offsets[text + 1], way, shortest, longest, fold, casing, codes, words, grams)
        if n < 0:
            return False
        distinct = 0
        for i in range(look_up(grams, n, slots, bits, hits)):
            feature = hits[i]
            hits[distinct] = feature
            distinct += counts[feature] == 0
            counts[feature] += 1
        squares = 0.0
        for i in range(distinct):
            feature = hits[i]
            count = counts[feature]
            counts[feature] = 0
            values[i] = rows[feature, 0] * ((1 + np.log(count)) if sublinear else count)
            squares += values[i] * values[i]
        for k in range(n_sums if squares else 0):
            if k == n_sums - n_squared:  # from here on, of squares
                for i in range(distinct):
                    values[i] *= values[i]
            total = 0.0
            for i in range(distinct):
                total += values[i] * rows[hits[i], k + 1]
            out[text, k] += total / (np.sqrt(squares) if k < n_sums - n_squared else squares)
    return True
