"""Invented sentences whose statistics are those of news English, for measuring speed and memory.

Usage: python tests/benchmarks/news.py FILE.parquet [N] [--seed S] [--actors A]
  FILE.parquet  what is written, with the columns text, actor and document_id
  N             how many sentences (default 1,000,000)

No text is taken from anywhere. Word forms are random syllables; their frequencies follow Zipf and Mandelbrot up to some
rank and fall twice as steeply beyond, as those of large corpora do. Every word has favourite successors, themselves
drawn by frequency, so that pairs of words recur as they do in language. The language is the same for every seed; a seed
chooses what is said in it. The first sentences of a seed are the same however many are asked for.

Beside 35,000 sentences of 924 American news articles, theirs first: 19.7 and 19.5 words a sentence, of 5.0 and 5.0
letters; n-grams of one and two words in 10,000 sentences 115,000 and 109,000, of which 75 and 76% occur once, and 36
and 36 in a sentence; known from 20,000 other sentences are 98 and 98% of the words and 64 and 65% of the pairs;
character n-grams of 2 to 5 within words 101,000 and 109,000.
"""

import argparse
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TYPES = 300_000
SHIFT, SLOPE, BEND, BEYOND = 0.55, 0.96, 4_500, 1.0
"""Mandelbrot's shift of the ranks, the exponent, the rank beyond which it is larger, and by how much."""

SUCCESSORS, LIKED, EQUALLY = 50_000, 1.3, 2.0
"""How many successors a word has; the exponent by which the later of them are rarer."""

BATCH = 20_000
MEAN_WORDS, SPREAD_OF_WORDS, MOST_WORDS = 19.7, 11.7, 120
COMMONEST = 30
ONSETS = "b c d f g h j k l m n p r s t v w br ch cl cr dr fl fr gr pl pr qu sh sl sp st str th tr"
VOWELS = "a e i o u a e i o u ai ea ee ie io oo ou y"
CODAS = "    n r s t l d m n r s t ck ct ld ll nd ng nt p rd rs rt ss st x"
"""What a syllable begins with, its vowel and what it ends with, separated by blanks; four in 29 end with the vowel."""
ACCENTED = str.maketrans("aeou", "áéöü")
CUE = re.compile(r"\b[a-z]{3,5}\b")
STANCES = ("anti", "neutral", "pro")

AFTER = {", ": 5.7, "'s ": 1.7, "-": 1.3, ' "': 1.2, '" ': 0.3, '," ': 0.6, "'t ": 0.6, "n't ": 0.5, ". ": 1.0}
AFTER |= {": ": 0.22, " — ": 0.2, " (": 0.15, ") ": 0.15, " $": 0.13, "; ": 0.08, "/": 0.06, "\N{NO-BREAK SPACE}": 0.15}
AT_END = {".": 88.0, '."': 5.0, "?": 2.5, "!": 0.5, "": 3.5, "…": 0.5}
"""What stands after a word inside a sentence and at its end, in per cent of the words; else there is a space."""


class Language(NamedTuple):
    """What every sentence is drawn from.

    Attributes
    ----------
    pieces : pyarrow.Array
        Word forms by rank, then the same with capitals, then what stands between words, straight and curly.
    cumulative : numpy.ndarray
        Share of the words up to each rank.
    rank_of_successor : numpy.ndarray
        Quantiles of which of its favourites follows a word.
    """

    pieces: Any
    cumulative: Any
    rank_of_successor: Any


@cache
def language() -> Language:
    """Return the language; the same in every process."""
    rng = np.random.default_rng(20_160_411)
    forms = word_forms(rng)
    straight = [" ", *AFTER, *AT_END]
    curly = [each.replace("'", "’").replace(' "', " “").replace('"', "”") for each in straight]
    pieces = pa.array(forms + [each[:1].upper() + each[1:] for each in forms] + straight + curly)
    ranks = np.arange(1, TYPES + 1)
    weights = (ranks + SHIFT) ** -SLOPE * np.maximum(1, ranks / BEND) ** -BEYOND
    favour = np.cumsum((np.arange(1, SUCCESSORS + 1) + EQUALLY) ** -LIKED)
    quantiles = np.searchsorted(favour / favour[-1], (np.arange(1 << 16) + 0.5) / (1 << 16))
    cumulative = np.cumsum(weights) / weights.sum()
    return Language(pieces, cumulative, quantiles.astype(np.uint64))


def word_forms(rng: np.random.Generator) -> list[str]:
    """Return distinct forms, the frequent ones short, some of the others names, abbreviations and numbers."""
    many = TYPES * 5 // 4
    rank = np.arange(many)
    syllables = np.clip(rng.normal(0.35 + 0.155 * np.log(rank + 1), 0.5).round(), 1, 5).astype(int)
    kinds = [np.array(each.split(" "), object) for each in (ONSETS, VOWELS, CODAS)]
    parts = [each[rng.integers(len(each), size=(5, many))] for each in kinds]
    forms: Any = np.full(many, "", object)
    for number in range(5):
        longer = syllables > number
        forms[longer] += parts[0][number, longer] + parts[1][number, longer] + parts[2][number, longer]
    short = zip(*(part[0, :COMMONEST] for part in parts), strict=True)
    forms[:COMMONEST] = ["".join(part[:1] for part in each) for each in short]
    kind = rng.random(many) * (rank > 60)
    numbers = (10 ** rng.uniform(0, 4.3, many)).astype(int)
    for number in np.flatnonzero(kind > 0.775):
        forms[number] = special(forms[number], kind[number], int(numbers[number]))
    forms[[4, 17]] = "a", "I"
    return list(islice(dict.fromkeys(forms), TYPES))


def special(form: str, kind: float, number: int) -> str:
    """Return a name, an abbreviation or a number."""
    if kind > 0.98:
        return f"{number:,}"
    if kind > 0.96:
        return form[:4].upper()
    return form.title().translate(ACCENTED) if kind > 0.955 else form.title()


def scrambled(word: Any, successor: Any) -> Any:
    """Return numbers from 0 to 1 that the pairs determine (the finalizer of SplitMix64)."""
    bits = (word.astype(np.uint64) << np.uint64(17)) + successor + np.uint64(0x9E3779B97F4A7C15)
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (bits >> np.uint64(11)) / 2.0**53


def batch(number: int, seed: int) -> Any:
    """Return a batch of sentences as a pyarrow array of strings."""
    spoken, rng = language(), np.random.default_rng([seed, number])
    shape = (MEAN_WORDS / SPREAD_OF_WORDS) ** 2
    lengths = rng.gamma(shape, MEAN_WORDS / shape, BATCH).round().clip(1, MOST_WORDS).astype(int)
    words = np.zeros((BATCH, lengths.max()), np.int64)
    words[:, 0] = np.searchsorted(spoken.cumulative, rng.random(BATCH))
    for place in range(1, words.shape[1]):
        going = np.flatnonzero(lengths > place)
        successor = spoken.rank_of_successor[rng.integers(1 << 16, size=len(going), dtype=np.uint16)]
        words[going, place] = np.searchsorted(spoken.cumulative, scrambled(words[going, place - 1], successor))
    words[:, 0] += TYPES
    said = np.arange(words.shape[1]) < lengths[:, None]
    ends = np.cumsum(lengths)
    curly = np.repeat(rng.random(BATCH) < 0.3, lengths)
    between = separators(len(curly), ends - 1, rng) + 2 * TYPES + curly * (1 + len(AFTER) + len(AT_END))
    flat = np.column_stack([words[said], between]).ravel()
    offsets = pa.array(np.concatenate([[0], 2 * ends]).astype(np.int32))
    return pc.binary_join(pa.ListArray.from_arrays(offsets, spoken.pieces.take(pa.array(flat))), "")


def separators(n: int, last: Any, rng: np.random.Generator) -> Any:
    """Return which piece follows each of `n` words, given which words are last."""
    inside = np.array(list(AFTER.values())) / 100
    out = np.searchsorted(np.cumsum([1 - inside.sum(), *inside]), rng.random(n), side="right").clip(0, len(AFTER))
    end = np.cumsum(list(AT_END.values())) / 100
    out[last] = 1 + len(AFTER) + np.searchsorted(end, rng.random(len(last)), side="right").clip(0, len(AT_END) - 1)
    return out


def batches(n: int, seed: int = 0) -> Iterator[Any]:
    """Yield `n` sentences as pyarrow arrays of at most `BATCH` strings."""
    for number, start in enumerate(range(0, n, BATCH)):
        yield batch(number, seed)[: n - start]


def sentences(n: int, seed: int = 0) -> list[str]:
    """Return `n` sentences."""
    return [text for texts in batches(n, seed) for text in texts.to_pylist()]


def labels(texts: Sequence[str], seed: int = 0) -> list[str]:
    """Return a stance for each text, by which cues prevail among its words; one in five is another at random."""
    rng = random.Random(seed)
    out = []
    for text in texts:
        cues = [zlib.crc32(word.encode()) % 12 for word in CUE.findall(text.lower())]
        score = cues.count(0) - cues.count(1)
        stance = STANCES[(score > 0) - (score < 0) + 1]
        out.append(rng.choice([each for each in STANCES if each != stance]) if rng.random() < 0.2 else stance)
    return out


def write_parquet(path: str | Path, n: int, seed: int = 0, actors: int = 200) -> None:
    """Write `n` sentences of `actors` people, about twenty to a document, holding one batch in memory."""
    schema = pa.schema([("text", pa.string()), ("actor", pa.string()), ("document_id", pa.string())])
    names = pa.array([f"Actor {number:04}" for number in range(actors)])
    rng = np.random.default_rng([seed, actors])
    with pq.ParquetWriter(path, schema) as writer:
        for number, texts in enumerate(batches(n, seed)):
            who = names.take(pa.array((actors * rng.random(len(texts)) ** 2).astype(int)))
            document = (number * BATCH + np.arange(len(texts))) // 20
            named = pc.binary_join_element_wise("document", pa.array(document).cast(pa.string()), " ")
            writer.write_table(pa.table([texts, who, named], schema=schema))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", metavar="FILE.parquet", type=Path)
    parser.add_argument("n", metavar="N", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--actors", type=int, default=200)
    args = parser.parse_args()
    write_parquet(args.path, args.n, args.seed, args.actors)


if __name__ == "__main__":
    main()
