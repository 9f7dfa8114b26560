"""Judge a run again, or on other data: ``python -m stance.evaluate RUN``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "evaluate",
        "Print a run's metrics and where each actor stands, on its own held-out sentences or on other data.\n"
        "Labels drawn at random there turn counted predictions into estimates with intervals.",
        [
            "runs/baseline-1a2b3c4d",
            "runs/baseline-1a2b3c4d --on mine.csv",
            "runs/baseline-1a2b3c4d --on mine.csv --labels labelled.csv",
            "runs/baseline-1a2b3c4d --on mine.yaml",
            "runs/baseline-1a2b3c4d --errors",
        ],
    )
    out.add_argument("run", metavar="RUN", help="folder of a run")
    what = out.add_mutually_exclusive_group()
    what.add_argument("--on", metavar="DATA", help="a table labelled in part or whole, or a configuration with data")
    what.add_argument("--errors", action="store_true", help="show where the held-out sentences are predicted wrong")
    out.add_argument("--labels", metavar="TABLE", help="labels of DATA drawn with stance.annotate sample")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Evaluate."""
    from stance.files import frame_records
    from stance.reporting.errors import describe_errors
    from stance.reporting.text import training_report
    from stance.runs import Run
    from stance.scoring import evaluate_run

    run = Run(args.run)
    result = evaluate_run(run, args.on, args.labels)
    if args.errors:
        text, data = describe_errors(run.predictions, run.name)
        return Answer(text, {"run": run.shown, **data})
    heading = f"{run.name} on {args.on}" if args.on else run.name
    text = training_report(result.numbers, result.actors, heading)
    data = {
        "run": run.shown,
        "on": args.on,
        "metrics": result.numbers.get("metrics"),
        "baselines": result.numbers.get("baselines"),
        "actors": frame_records(result.actors),
        "warnings": result.warnings,
    }
    return Answer("\n".join([text, *(f"\nwarning: {warning}" for warning in result.warnings)]), data)


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
