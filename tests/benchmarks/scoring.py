"""How many sentences a second does the package score, beside scikit-learn, fastText and Vowpal Wabbit?

Usage: python tests/benchmarks/scoring.py [N ...] [options]
  N                   how many sentences are scored (default 100,000 and 1,000,000)
  --train N           how many others the models are trained on (default 50,000)
  --repeats R         rounds; in each, all score the same sentences, one after the other (default 3)
  --peers NAME ...    of hashing, fasttext and vowpalwabbit (default: all; none: only scikit-learn)
  --words-only        no character n-grams
  --train-characters N, --characters N ...
                      the same for models of characters (default 10,000 and 20,000)
  --growth N ...      also the time that sizes take from Arrow, in chunks, as in --growth 100000 1000000 10000000

Needs the extras `fast` and `benchmark`; a peer that is not installed is said to be so.

Measured. The sentences are invented (news.py). Every model is loaded, ours has answered once, and the time is taken
from the sentences, or the file that a peer reads, to the probabilities of all classes in memory. Contestants alternate,
so that what else the machine does falls on all of them; rates are medians over the rounds, and ratios the medians of
those of each round. Ours is `stance.models.build_model` with TF-IDF of words 1-2 (or char_wb 2-5) and logistic
regression, beside the same pipeline as one writes it with scikit-learn, with the same weights. fastText and Vowpal
Wabbit split at blanks and change no case, so they do less. Accuracy is that on the sentences scored, the noise of their
labels included.

Growth. Chunks are made as they are wanted, and only scoring is timed. The exponent is that of the least squares line
through the logarithms of sizes and times; memory is how much larger the process is at its largest than at the start.

Prints one JSON object: sentences a second, the ratios of ours to every other, and how far ours is from scikit-learn.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import news
import numpy as np
import pandas as pd
import pyarrow as pa
from peers import CHARACTERS, WORDS, Peer, scikit_learn, train_peers

from stance.models import build_model
from stance.models.estimators import LogisticRegressionConfig
from stance.models.features import NgramConfig, TfidfConfig
from stance.models.scorer import Scorer

PEERS = ("hashing", "fasttext", "vowpalwabbit")
THREADS = sorted({1, os.cpu_count() or 1})
WORD_FEATURES = TfidfConfig(
    words=NgramConfig(ngram_range=(1, 2), max_features=None), characters=None, sublinear_tf=False
)
CHARACTER_FEATURES = TfidfConfig(
    words=None, characters=NgramConfig(ngram_range=(2, 5), max_features=None), sublinear_tf=False
)
FIRST = "scikit-learn"


def main() -> None:
    args = arguments()
    found: dict[str, Any] = {"processors": os.cpu_count(), "trained_on": args.train, "repeats": args.repeats}
    with ExitStack() as stack:
        texts, labels = sentences_and_labels(args.train, seed=0)
        ours = our_model(WORD_FEATURES, texts, labels)
        others = {FIRST: scikit_learn(texts, ours["model"], **WORDS), **train_peers(args.peers, texts, labels, stack)}
        found["not_installed"] = [name for name, peer in others.items() if peer is None]
        present = {name: peer for name, peer in others.items() if peer is not None}
        found["words 1-2"] = compare(ours, present, args.sizes, args.repeats)
    if args.growth:
        found["growth"] = growth(Scorer(ours), args.growth, args.repeats)
    if not args.words_only:
        texts, labels = sentences_and_labels(args.train_characters, seed=0)
        ours = our_model(CHARACTER_FEATURES, texts, labels)
        others = {FIRST: scikit_learn(texts, ours["model"], **CHARACTERS)}
        found["char_wb 2-5"] = compare(ours, others, args.characters, args.repeats)
    print(json.dumps(found, indent=1))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", metavar="N", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--train", type=int, default=50_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--peers", nargs="+", choices=(*PEERS, "none"), default=PEERS)
    parser.add_argument("--words-only", action="store_true")
    parser.add_argument("--train-characters", type=int, default=10_000)
    parser.add_argument("--characters", type=int, nargs="+", default=[20_000])
    parser.add_argument("--growth", type=int, nargs="+", default=[])
    args = parser.parse_args()
    args.peers = [name for name in args.peers if name != "none"]
    if len(args.growth) == 1:
        parser.error("--growth: two sizes at least")
    return args


def sentences_and_labels(n: int, seed: int) -> tuple[list[str], list[str]]:
    """Return invented sentences and their labels."""
    texts = news.sentences(n, seed)
    return texts, news.labels(texts, seed)


def our_model(features: TfidfConfig, texts: Sequence[str], labels: Sequence[str]) -> Any:
    """Return our model, fitted."""
    model = build_model(features, LogisticRegressionConfig(class_weight=None), "pooled", [], 0)
    return model.fit(pd.DataFrame({"text": texts, "target": "all"}), np.array(labels))


def our_contestants(model: Any) -> tuple[dict[str, Peer], str | None]:
    """Return ours by what it reads and its threads, all having answered once, and why they are not fast."""
    found, why_not = {}, None
    for threads in THREADS:
        scorer = Scorer(model, threads)
        why_not = scorer.why_not_fast
        counted = "1 thread" if threads == 1 else f"{threads} threads"
        found[f"ours, list, {counted}"] = Peer("a list of strings", threads, scorer.probabilities)
        found[f"ours, Arrow, {counted}"] = Peer("a pyarrow array", threads, scorer.probabilities, pa.array)
    for peer in found.values():
        peer.answer(peer.given(news.sentences(1000, seed=2)))
    return found, why_not


def compare(model: Any, others: dict[str, Peer], sizes: Sequence[int], repeats: int) -> dict[str, Any]:
    """Return how ours and the others fare on sentences that none was trained on."""
    ours, why_not = our_contestants(model)
    everyone = ours | others
    found: dict[str, Any] = {"how": {name: vars_of(peer) for name, peer in everyone.items()}, "why_not_fast": why_not}
    for size in sizes:
        texts, labels = sentences_and_labels(size, seed=1)
        print(f"{size:,} sentences, {len(everyone)} contestants, {repeats} rounds", file=sys.stderr)
        seconds, answers = rounds(everyone, texts, repeats)
        rate = {name: size / statistics.median(taken) for name, taken in seconds.items()}
        found[f"{size} sentences"] = {
            "sentences_per_second": {name: round(value) for name, value in rate.items()},
            "slowest_and_fastest": {name: [round(size / max(s)), round(size / min(s))] for name, s in seconds.items()},
            "ratios": {name: {other: ratio(seconds[other], seconds[name]) for other in others} for name in ours},
            "from_scikit_learn": {name: distance(answers[name], answers[FIRST]) for name in ours},
            "accuracy": {name: accuracy(answers[name], labels) for name in everyone},
        }
    return found


def ratio(theirs: Sequence[float], mine: Sequence[float]) -> float:
    """Return the median over the rounds of how many times as long the first took."""
    return round(statistics.median(a / b for a, b in zip(theirs, mine, strict=True)), 1)


def vars_of(peer: Peer) -> dict[str, Any]:
    return {"timed": peer.how, "threads": peer.threads}


def rounds(everyone: dict[str, Peer], texts: Sequence[str], repeats: int) -> tuple[dict[str, list[float]], Any]:
    """Return the seconds of each in every round, and the last answer as a table; each round another goes first."""
    given = {name: peer.given(texts) for name, peer in everyone.items()}
    seconds: dict[str, list[float]] = {name: [] for name in everyone}
    answers, names = {}, list(everyone)
    for number in range(repeats):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            start = time.perf_counter()
            answer = everyone[name].answer(given[name])
            seconds[name].append(time.perf_counter() - start)
            if number == repeats - 1:
                answers[name] = everyone[name].table(answer)
            del answer
    return seconds, answers


def distance(mine: Any, theirs: Any) -> dict[str, Any]:
    """Return how many labels differ, and the largest difference of a probability."""
    differing = int((mine.argmax(axis=1) != theirs.argmax(axis=1)).sum())
    return {"labels_that_differ": differing, "largest_difference": float(np.abs(mine - theirs).max())}


def accuracy(table: Any, labels: Sequence[str]) -> float:
    return round(float((np.array(news.STANCES)[table.argmax(axis=1)] == np.array(labels)).mean()), 3)


def growth(scorer: Scorer, sizes: Sequence[int], repeats: int) -> dict[str, Any]:
    """Return the seconds that sizes take, the exponent and the growth of memory; large sizes get fewer rounds."""
    start, largest, seconds = resident(), 0.0, {}
    for size in sorted(sizes):
        taken = []
        for number in range(max(1, round(repeats * (min(sizes) / size) ** 0.5))):
            total = 0.0
            for chunk in news.batches(size, seed=3 + number):
                begin = time.perf_counter()
                scorer.probabilities(chunk)
                total += time.perf_counter() - begin
                largest = max(largest, resident())
            taken.append(total)
        seconds[size] = statistics.median(taken)
    exponent = np.polyfit(np.log(list(seconds)), np.log(list(seconds.values())), 1)[0]
    return {
        "seconds": {str(size): round(value, 3) for size, value in seconds.items()},
        "exponent": round(float(exponent), 3),
        "megabytes_more": round(largest - start),
    }


def resident() -> float:
    """Return the megabytes of memory that this process holds now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    main()
