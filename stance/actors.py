"""Where each actor stands, with intervals: ``python -m stance.actors PREDICTIONS --labels TABLE``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "actors",
        "Estimate where each actor stands from predictions and labels of sentences drawn at random; rank and compare\n"
        "actors, follow them over time, find contradictions. No model is loaded.",
        [
            "predictions.parquet",
            "predictions.parquet --labels to_label.csv --out actors.csv",
            "predictions.parquet --labels to_label.csv --by target --rank",
            "predictions.parquet --labels to_label.csv --by month --contradictions",
            'predictions.parquet --labels to_label.csv --difference "Jane Roe" "John Doe"',
        ],
    )
    out.add_argument("predictions", metavar="PREDICTIONS", help="what stance.predict wrote: .parquet, .csv or .jsonl")
    out.add_argument("--labels", metavar="TABLE", help="sentences drawn with stance.annotate sample, with their labels")
    groups = "a column, or year, quarter, month, week, day"
    out.add_argument("--by", metavar="COLUMN", action="append", default=[], help=groups)
    methods, estimands = ["stacked", "labels_only", "ppi", "emq", "classify_and_count"], ["corpus", "tendency"]
    out.add_argument("--method", choices=methods, help="default: stacked with labels, else classify_and_count")
    out.add_argument("--estimand", choices=estimands, default="corpus", help="these sentences, or what they sample")
    out.add_argument("--rank", action="store_true", help="rank actors from pro to anti, with intervals of the rank")
    out.add_argument("--difference", metavar="ACTOR", nargs=2, action="append", default=[], help="compare two actors")
    out.add_argument("--contradictions", action="store_true", help="actors whose documents or periods differ")
    out.add_argument("--out", metavar="FILE", help="where to write the table: .csv, .parquet or .jsonl")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Estimate."""
    from stance.actor_estimates import estimate_actors

    found = estimate_actors(
        args.predictions,
        labels=args.labels,
        by=args.by,
        method=args.method,
        estimand=args.estimand,
        rank=args.rank,
        pairs=[tuple(pair) for pair in args.difference],
        contradicting=args.contradictions,
        out=args.out,
    )
    written = f"\nwritten: {args.out}" if args.out else ""
    return Answer(found.text() + written, {"predictions": args.predictions, "out": args.out, **found.data()})


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
