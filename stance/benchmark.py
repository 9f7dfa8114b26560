"""Train a benchmark's systems, beside published figures: ``python -m stance.benchmark [SUITE ...]``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, add_runs_option, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "benchmark",
        "Train the systems of a benchmark and write one table, Markdown and CSV, with published figures beside "
        "ours.\nWithout a suite, list those there are. Finished runs are not repeated, so a benchmark that was "
        "stopped resumes.",
        ["", "seeds", "semeval2016 p-stance --data FOLDER --out tables", "semeval2016 evaluation.bootstrap=500"],
    )
    out.add_argument("words", metavar="SUITE", nargs="*", help="names of suites, or YAML files")
    out.add_argument("--data", metavar="DIR", help="folder of local copies of the data: DIR/tweet_eval and so on")
    out.add_argument("--embedding", metavar="DIR", help="folder of the sentence encoder, instead of the hub's")
    out.add_argument("--out", metavar="DIR", help="folder of the tables (default: that of the runs)")
    add_runs_option(out)
    out.add_argument("--force", action="store_true", help="repeat runs that are finished already")
    out.add_argument("overrides", nargs="*", metavar="key=value", help="settings for every system")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Run suites, or list them."""
    from stance.benchmarking import list_suites, run_benchmarks
    from stance.files import frame_records
    from stance.reporting.benchmark import benchmark_text, suites_text

    words = [*args.words, *args.overrides]  # argparse cannot tell them apart, and gives all to the first
    names, overrides = [w for w in words if "=" not in w], [w for w in words if "=" in w]
    if not names:
        suites = list_suites()
        return Answer(suites_text(suites), {"suites": suites})
    places = {"data": args.data, "embedding": args.embedding, "out": args.out, "runs": args.runs}
    results = run_benchmarks(names, overrides=overrides, force=args.force, argv=sys.argv, **places)
    said = [f"{benchmark_text(result)}\n\nwritten: {', '.join(result['files'])}" for result in results]
    kept = ("suite", "title", "source", "files")
    suites = [{key: each[key] for key in kept} | {"rows": frame_records(each["rows"])} for each in results]
    failed = any("error" in system for result in results for system in result["systems"])
    return Answer("\n\n".join(said), {"suites": suites}, 2 if failed else 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
