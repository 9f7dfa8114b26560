"""What a Dask cluster costs and brings: the same predictions in one process and on a cluster of this machine.

    python tests/benchmarks/cluster.py RUN [--sentences 400000] [--rows 50000] [--repeats 3] [--workers 1 2]

Prints one JSON object. The ways take turns, and medians are told, all in seconds:

- ``serial``: all in one process, with one thread;
- ``start``: until a cluster has its workers, before any work;
- ``task``: what sending a piece of work away and back costs, measured with work that does nothing;
- ``load``: what the first job takes longer than the second: its workers import everything and load the model;
- ``cluster``: the second job;
- ``speed_up``: ``serial`` by ``cluster``.

``minutes_for_hundred_million`` is calculated, not measured: the seconds of the serial job for each sentence, times 100
million, shared by so many workers (each as fast as this process, with one processor of its own and a disk that keeps
up); or, where that is longer, the cost of the tasks, which all pass through one scheduler; and ``start`` and ``load``
once. RUN is the folder of a finished run.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import news

from stance.engines import Engine, in_order, open_engine
from stance.runs import Run
from stance.streaming import predict_stream

HUNDRED_MILLION = 100_000_000
TASKS = 200


def seconds(work: Callable[[], object]) -> float:
    """Return how long a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def job(run: Run, table: Path, rows: int, engine: Engine) -> float:
    """Return how long it takes to score a table."""
    with tempfile.TemporaryDirectory(dir=table.parent) as out:
        return seconds(lambda: predict_stream(run, [table], Path(out, "o"), rows=rows, engine=nullcontext(engine)))


def on_cluster(run: Run, table: Path, rows: int, workers: int) -> dict[str, float]:
    """Return what a cluster of this machine takes to start, for a task and for the job."""
    opened = open_engine("dask", workers=workers)
    began = time.perf_counter()
    with opened as engine:
        start = time.perf_counter() - began
        task = seconds(lambda: list(in_order(engine, abs, range(TASKS)))) / TASKS
        first, second = (job(run, table, rows, engine) for _ in range(2))
        return {"start": start, "task": task, "load": first - second, "cluster": second}


def hundred_million(serial: float, sentences: int, rows: int, costs: dict[str, float], workers: int) -> float:
    """Return the minutes that 100 million sentences would take."""
    scoring = serial / sentences * HUNDRED_MILLION / workers
    sending = costs["task"] * HUNDRED_MILLION / rows
    return round((costs["start"] + costs["load"] + max(scoring, sending)) / 60, 1)


def main() -> None:
    """Measure in turns and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run")
    parser.add_argument("--sentences", type=int, default=400_000)
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    args = parser.parse_args()
    run = Run(args.run)
    alone: list[float] = []
    found: dict[int, list[dict[str, float]]] = {workers: [] for workers in args.workers}
    with tempfile.TemporaryDirectory() as folder, open_engine() as here:
        table = Path(folder, "news.parquet")
        news.write_parquet(table, args.sentences)
        job(run, table, args.rows, here)  # the model is loaded and compiled
        for _ in range(args.repeats):
            alone.append(job(run, table, args.rows, here))
            for workers, rounds in found.items():
                rounds.append(on_cluster(run, table, args.rows, workers))
    serial = statistics.median(alone)
    clusters = {}
    for workers, rounds in found.items():
        medians = {name: round(statistics.median(each[name] for each in rounds), 4) for name in rounds[0]}
        clusters[workers] = medians | {"speed_up": round(serial / medians["cluster"], 2)}
    costs = clusters[args.workers[-1]]
    minutes = {n: hundred_million(serial, args.sentences, args.rows, costs, n) for n in (1, 2, 8, 32, 128)}
    alone_minutes = round(serial / args.sentences * HUNDRED_MILLION / 60, 1)
    print(
        json.dumps(
            {
                "processors": os.cpu_count(),
                "sentences": args.sentences,
                "rows": args.rows,
                "serial": round(serial, 3),
                "sentences_a_second": round(args.sentences / serial),
                "clusters": clusters,
                "minutes_for_hundred_million": {"serial": alone_minutes, "workers": minutes},
            }
        )
    )


if __name__ == "__main__":
    main()
