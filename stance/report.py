"""Write a run's page, or hand its results to other tools: ``python -m stance.report RUN``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "report",
        "Write the page of a run, or of predictions of new text: who stands where, how sure, and on what evidence.\n"
        "One file that opens without a network. With --export, write for other tools instead.",
        [
            "runs/baseline-1a2b3c4d",
            "predictions.parquet --labels to_label.csv --out report.html",
            "runs/baseline-1a2b3c4d --export latex --export gexf",
            "runs/baseline-1a2b3c4d --export dna --out debate.dna",
            "predictions.parquet --export gexf --min-statements 5",
        ],
    )
    out.add_argument("source", metavar="RUN", help="folder of a run, or a file of predictions")
    out.add_argument("--labels", metavar="TABLE", help="of predictions: labels drawn with stance.annotate sample")
    out.add_argument(
        "--export",
        metavar="FORMAT",
        action="append",
        help="csv, parquet, latex, markdown, dna, graphml, gexf, dataset (Hugging Face) or model; repeatable",
    )
    out.add_argument(
        "--min-statements",
        metavar="N",
        type=int,
        default=1,
        help="graphml and gexf: leave out actors with fewer statements (default: 1)",
    )
    out.add_argument("--out", metavar="PATH", help="what is written (default: report.html, or exports/, in the run)")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Write the page or the exports."""
    from stance.errors import shown
    from stance.reports import export, write_report

    if args.export or args.min_statements != 1:
        how = {"labels": args.labels, "out": args.out, "min_statements": args.min_statements}
        paths = export(args.source, args.export or (), **how)
        return Answer(
            "\n".join(f"written: {shown(path)}" for path in paths), {"exports": [str(path) for path in paths]}
        )
    page = write_report(args.source, labels=args.labels, out=args.out)
    return Answer(f"written: {shown(page)}", {"page": str(page)})


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
