"""How fast and in how much memory does `python -m stance.predict RUN TABLE --out FOLDER` stream, and does a kill cost?

Usage: python tests/benchmarks/streaming.py [N] [options]
  N              rows (default 1,000,000)
  --run RUN      a finished run; otherwise one of words 1-2 and logistic regression is trained on invented sentences
  --train N      on how many (default 20,000)
  --kills K      also a job that is killed K times and begun again each time (default 0)
  --seed S       of the moments at which it is killed (default 0)
  --with "..."   options handed on, as in --with "--engine processes --workers 2"
  --keep FOLDER  where everything is written; otherwise a temporary folder, which needs 200 MB for a million rows

Needs the extra `fast` to be fast. The rows are invented (news.py).

Measured. The command runs in a process of its own. Its peak is the largest resident memory that the system charged any
one of its processes with; seconds are those of the whole command, and those of a table of 1,000 rows, start-up nearly
all, are also given and left out of `rows_per_second_without_start`.

Kills. From the rate measured before, moments are drawn such that about K fall within the job; the signal is SIGKILL, to
the command and to all that it began. After the last kill it runs to its end. What it has written is compared with what
the undisturbed command wrote: the rows of each shard, and the bytes of each file.

Prints one JSON object.
"""

import argparse
import hashlib
import json
import os
import random
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import news
import pandas as pd
import pyarrow.parquet as pq

SMALL = 1000

PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""Runs a command and prints its peak: a process of its own, since a child is charged with its parent's size."""

CONFIG = {
    "name": "streamed",
    "features": {"words": {"max_features": None}, "characters": None, "sublinear_tf": False},
    "model": {"name": "logistic_regression"},
    "evaluation": {"split": {"name": "document", "folds": 2}, "bootstrap": 100, "learning_curve": []},
}


def main() -> None:
    args = arguments()
    with ExitStack() as stack:
        folder = args.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        run = args.run or train(folder, args.train)
        table, small = folder / f"{args.rows}.parquet", folder / "small.parquet"
        news.write_parquet(table, args.rows, seed=1)
        news.write_parquet(small, SMALL, seed=2)
        measure(command(run, small, folder / "first", args.options))  # compiles what is kept for later
        start = measure(command(run, small, folder / "start", args.options))["seconds"]
        found: dict[str, Any] = {"rows": args.rows, "options": args.options, "processors": os.cpu_count()}
        found |= {"seconds_of_1000_rows": start, **measure(command(run, table, folder / "whole", args.options))}
        work = found["seconds"] - start
        found["rows_per_second"] = round(args.rows / found["seconds"])
        found["rows_per_second_without_start"] = round((args.rows - SMALL) / work) if work > 0 else None
        if args.kills:
            again = command(run, table, folder / "killed", args.options)
            found["kills"] = disturb(again, args.kills, start, max(work, 0.0), random.Random(args.seed))
            found["kills"] |= differences(folder / "whole", folder / "killed")
    print(json.dumps(found, indent=1))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", metavar="N", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--train", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--with", dest="options", type=shlex.split, default=[])
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    if args.keep and any((args.keep / name).exists() for name in ("first", "start", "whole", "killed")):
        parser.error(f"{args.keep}: holds the shards of an earlier measurement; name another folder")
    return args


def train(folder: Path, n: int) -> Path:
    """Train a run on invented sentences and return its folder."""
    texts = news.sentences(n)
    documents = [f"document {number // 20}" for number in range(n)]
    labelled = pd.DataFrame({"text": texts, "label": news.labels(texts), "document_id": documents})
    labelled.to_parquet(folder / "labelled.parquet", index=False)
    config = folder / "config.yaml"
    data = {"name": "table", "path": str(folder / "labelled.parquet")}
    config.write_text(json.dumps(CONFIG | {"data": data}), encoding="utf-8")  # JSON is YAML
    door = [sys.executable, "-m", "stance.train", "--config", str(config), "--runs", str(folder / "runs")]
    subprocess.run(door, check=True, stdout=subprocess.DEVNULL)
    return next((folder / "runs").glob("streamed-*"))


def command(run: Path, table: Path, out: Path, options: list[str]) -> list[str]:
    return [sys.executable, "-m", "stance.predict", str(run), str(table), "--out", f"{out}/", *options]


def measure(door: list[str]) -> dict[str, Any]:
    """Return the seconds and the peak of a command."""
    start = time.perf_counter()
    answer = subprocess.run([sys.executable, "-c", PEAK, *door], check=True, stdout=subprocess.PIPE, text=True)
    return {"seconds": round(time.perf_counter() - start, 2), "peak_megabytes": round(int(answer.stdout) / 1024)}


def disturb(door: list[str], kills: int, start: float, work: float, rng: random.Random) -> dict[str, Any]:
    """Kill a command again and again, then let it end; say how often it was killed and what it had done by then.

    A life lasts for the start and, on average, the share of the work that as many lives as kills and one more have.
    """
    done: list[int] = []
    out = Path(door[door.index("--out") + 1])
    for _ in range(kills):
        process = subprocess.Popen(door, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=start * rng.uniform(0.5, 1.1) + rng.uniform(0, 2 * work / (kills + 1)))
            break
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            done.append(len(list(out.glob("*.parquet"))))
    subprocess.run(door, check=True, stdout=subprocess.DEVNULL)
    return {"kills": len(done), "shards_there_at_each_kill": done}


def differences(whole: Path, other: Path) -> dict[str, Any]:
    """Return what differs between two folders of shards."""
    one, two = ({path.name: path for path in folder.iterdir() if path.is_file()} for folder in (whole, other))
    shared = sorted(one.keys() & two.keys())
    shards = [name for name in shared if name.endswith(".parquet")]
    return {
        "rows": [sum(pq.read_metadata(path).num_rows for path in each.glob("*.parquet")) for each in (whole, other)],
        "files_in_one_only": sorted(one.keys() ^ two.keys()),
        "shards_whose_rows_differ": [n for n in shards if not pq.read_table(one[n]).equals(pq.read_table(two[n]))],
        "files_whose_bytes_differ": [name for name in shared if digest(one[name]) != digest(two[name])],
    }


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
