"""How well, how fast and in how much memory does the package find who says what?

Usage: python tests/benchmarks/attribution.py FOLDER [options]
  FOLDER           marked articles in the PolNeAR layout: text/STEM.txt and attributions/STEM_ANNOTATOR.ann
  --train FOLDER   also a scorer that is trained on these, in the same layout
  --scorer FILE    also a scorer that `python -m stance.attribute --fit` has saved
  --folds N        also cross-validation on --train: fitted on N - 1 parts of its documents, judged on the part left out
  --check SCRIPT   what judges; default: checks/score_attribution.py in the folder that STANCE_SHARED names
  --passes N       passes over the articles that are timed (default 3; 0: none)
  --memory [N ...] peak memory of the whole command over so many copies of the articles (default 100 and 2000)
  --json           print one JSON object instead of the table

Accuracy. `attribute_articles`, the function behind the command, writes its statements of FOLDER/text. The script is
called with FOLDER and that file, and prints a JSON object with `documents`, and with `precision`, `recall` and `f1`
under `all` (pairs of a sentence and a source) and `direct` (pairs inside quotation marks). Cross-validation gives the
mean over the folds.

On the development part of PolNeAR (84 articles, looked at while the rules grew, so expect a little less of others) the
rules reach F1 79, and 92 inside quotation marks; a scorer trained on its 840 other articles 82 and 93. Two people agree
at 83 and 96, on other articles.

Speed. In every pass the same articles are read, parsed, extracted from (`attribute` on what was parsed) and put through
the whole command's function, one after the other, so that what else the machine does falls on all of them. Medians.

Memory. Copies under other names are written to a temporary folder, and `python -m stance.attribute` runs over them.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from stance.attributing import attribute_articles
from stance.attribution.article import attribute
from stance.attribution.rules import RuleScorer
from stance.attribution.scorers import Scorer
from stance.attribution.trained import fit_scorer, load_scorer
from stance.corpus.articles import read_articles
from stance.language.parsing import load_parser, parse

MEASURES = ("f1", "precision", "recall")
PARTS = ("all", "direct")

PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command and prints its peak: a process of its own, since a child is charged with its parent's size."""


def main() -> None:
    args = arguments()
    scorers: dict[str, Scorer] = {"rules": RuleScorer()}
    if args.scorer:
        scorers["trained"] = load_scorer(args.scorer)
    elif args.train:
        scorers["trained"] = fit_scorer(args.train)
    found: dict[str, Any] = {
        "accuracy": {name: judge(args.folder, scorer, args.check) for name, scorer in scorers.items()}
    }
    if args.folds:
        found["cross-validation"] = cross_validate(args.train, args.folds, args.check)
    if args.passes:
        found["speed"] = measure_speed(args.folder / "text", scorers, args.passes)
    if args.memory is not None:
        found["memory"] = [
            {"articles": n, "megabytes": peak_memory(args.folder / "text", n)} for n in args.memory or [100, 2000]
        ]
    print(json.dumps(found) if args.json else table(found))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--train", type=Path)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--check", type=Path)
    parser.add_argument("--passes", type=int, default=3)
    parser.add_argument("--memory", type=int, nargs="*")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if args.check is None:
        if "STANCE_SHARED" not in os.environ:
            parser.error("name the script that judges with --check, or set STANCE_SHARED")
        args.check = Path(os.environ["STANCE_SHARED"], "checks", "score_attribution.py")
    if args.folds == 1 or args.folds < 0:
        parser.error("--folds: at least 2")
    if args.folds and not args.train:
        parser.error("--folds cross-validates on the articles that --train names")
    for path in filter(None, (args.folder / "text", args.train, args.scorer, args.check)):
        if not path.exists():
            parser.error(f"{path}: no such file or folder")
    return args


def judge(folder: Path, scorer: Scorer, check: Path) -> dict[str, Any]:
    """Attribute the articles of a folder and let the script judge."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "statements.jsonl")
        summary = attribute_articles([folder / "text"], out, scorer=scorer)
        if summary.problems:
            sys.exit(summary.problems[0])
        command = [sys.executable, str(check), str(folder), str(out)]
        answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return answer


def cross_validate(folder: Path, folds: int, check: Path) -> dict[str, Any]:
    """Judge the rules and trained scorers on documents that the scorers did not see; means over the folds."""
    answers: dict[str, list[dict[str, Any]]] = {"rules": [], "trained": []}
    with tempfile.TemporaryDirectory() as scratch:
        for seen, unseen in split(folder, folds, Path(scratch)):
            answers["rules"].append(judge(unseen, RuleScorer(), check))
            answers["trained"].append(judge(unseen, fit_scorer(seen), check))
            said = ", ".join(f"{name} {rates(mine[-1]['all'])}" for name, mine in answers.items())
            print(f"{unseen.name}: {said}", file=sys.stderr)
    return {
        name: {
            "documents": sum(answer["documents"] for answer in mine),
            "folds": [{part: answer[part] for part in PARTS} for answer in mine],
            **{
                part: {m: round(statistics.mean(answer[part][m] for answer in mine), 1) for m in MEASURES}
                for part in PARTS
            },
        }
        for name, mine in answers.items()
    }


def split(folder: Path, folds: int, scratch: Path) -> Iterator[tuple[Path, Path]]:
    """Yield folders of links to the documents of all parts but one, and of that one."""
    stems = sorted(path.stem for path in (folder / "text").glob("*.txt"))
    marks: dict[str, list[Path]] = {}
    for path in (folder / "attributions").glob("*.ann"):
        marks.setdefault(path.stem.rpartition("_")[0], []).append(path)
    for part in range(folds):
        unseen = set(stems[part::folds])
        pair = scratch / f"{part}-seen", scratch / f"{part}-unseen"
        for target in pair:
            for name in ("text", "attributions"):
                (target / name).mkdir(parents=True)
        for stem in stems:
            target = pair[stem in unseen]
            (target / "text" / f"{stem}.txt").symlink_to((folder / "text" / f"{stem}.txt").absolute())
            for path in marks.get(stem, ()):
                (target / "attributions" / path.name).symlink_to(path.absolute())
        yield pair


def measure_speed(texts: Path, scorers: dict[str, Scorer], passes: int) -> dict[str, Any]:
    """Return words a second of each step, and each extraction's share of the time of the parse."""
    load_parser()
    seconds: dict[str, list[float]] = {}

    def timed(name: str, step: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = step()
        seconds.setdefault(name, []).append(time.perf_counter() - start)
        return result

    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch, "statements.jsonl")
        for _ in range(passes):
            articles = timed("reading", lambda: list(read_articles([texts], on_problem=sys.exit)))
            parsed = timed("parse", lambda articles=articles: list(parse(articles)))
            for name, scorer in scorers.items():
                timed(f"extraction, {name}", lambda p=parsed, s=scorer: [attribute(*pair, s) for pair in p])
            del parsed
            for name, scorer in scorers.items():
                timed(f"end to end, {name}", lambda s=scorer: attribute_articles([texts], out, scorer=s))
    words = sum(len(article.text.split()) for article in articles)
    shares = {
        name: [step / whole for step, whole in zip(seconds[f"extraction, {name}"], seconds["parse"], strict=True)]
        for name in scorers
    }
    return {
        "words": words,
        "passes": passes,
        "words a second": {name: round(words / statistics.median(times)) for name, times in seconds.items()},
        "share of the parse": {name: round(statistics.median(share), 3) for name, share in shares.items()},
    }


def peak_memory(texts: Path, copies: int) -> float:
    """Return the peak resident memory of the command over so many articles, in megabytes."""
    with tempfile.TemporaryDirectory() as scratch:
        articles = Path(scratch, "articles")
        articles.mkdir()
        for number, path in enumerate(islice(cycle(sorted(texts.glob("*.txt"))), copies)):
            shutil.copyfile(path, articles / f"{number:06d}.txt")
        command = ["-m", "stance.attribute", str(articles), "--out", str(Path(scratch, "statements.jsonl"))]
        measured = [sys.executable, "-c", PEAK, sys.executable, *command]
        peak = int(subprocess.run(measured, check=True, capture_output=True, text=True).stdout)
    return round(peak / (1024 if sys.platform != "darwin" else 1024**2), 1)


def table(found: dict[str, Any]) -> str:
    """Return what was found for people to read."""
    lines = [f"F1 (precision, recall){'all pairs':>24}{'direct':>22}"]
    for title, key in (("", "accuracy"), ("cross-validated ", "cross-validation")):
        for name, answer in found.get(key, {}).items():
            label = f"{title}{name}, {answer['documents']} documents"
            lines.append(f"{label:40}" + "".join(f"{rates(answer[part]):22}" for part in PARTS).rstrip())
    if speed := found.get("speed"):
        lines += ["", f"{speed['words']} words, median of {speed['passes']} passes; words a second"]
        lines += [f"{name:40}{rate:8}" for name, rate in speed["words a second"].items()]
        lines += [f"extraction, {n}: {share:.0%} of the parse" for n, share in speed["share of the parse"].items()]
    if memory := found.get("memory"):
        lines += ["", "peak memory of the command, rules"]
        lines += [f"{row['articles']:>8} articles{row['megabytes']:10.0f} MB" for row in memory]
    return "\n".join(lines)


def rates(measures: dict[str, float]) -> str:
    return f"{measures['f1']:.1f} ({measures['precision']:.1f}, {measures['recall']:.1f})"


if __name__ == "__main__":
    main()
