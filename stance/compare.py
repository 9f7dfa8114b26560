"""Compare runs on the same test sentences: ``python -m stance.compare RUN RUN``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "compare",
        "Compare runs with the first one named, by paired bootstrap on the test sentences that they share.",
        ["runs/baseline-1a2b3c4d runs/svm-5e6f7a8b", "runs/baseline-* runs/svm-* --unseen-documents"],
    )
    out.add_argument("runs", metavar="RUN", nargs="+", help="folders of two runs or more")
    out.add_argument("--unseen-documents", action="store_true", help="compare the predictions of left-out documents")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Compare."""
    from stance.files import frame_records
    from stance.reporting.metrics import comparison_table
    from stance.runs import Run
    from stance.scoring import compare_runs

    table = compare_runs([Run(path) for path in args.runs], unseen_documents=args.unseen_documents)
    return Answer(comparison_table(table), {"runs": args.runs, "differences": frame_records(table), **table.attrs})


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
