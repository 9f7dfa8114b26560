"""Score new text with a run's model: ``python -m stance.predict RUN FILE --out FILE``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "predict",
        "Predict the stance of sentences in a table (.csv, .tsv, .jsonl, .parquet) with a column 'text', or of "
        "statements\nthat share sentences: rows with 'text', 'sentence_id' and 'actor'.",
        [
            "runs/baseline-1a2b3c4d new.csv --out predictions.parquet",
            "runs/baseline-1a2b3c4d statements.jsonl --as statements --out predictions.parquet",
            "runs/baseline-1a2b3c4d new.csv --text sentence --out predictions.csv",
        ],
    )
    out.add_argument("run", metavar="RUN", help="folder of a run")
    out.add_argument("file", metavar="FILE", help="what to score")
    out.add_argument(
        "--as",
        dest="kind",
        choices=["table", "statements"],
        help="what the file holds (default: statements for .jsonl, else table)",
    )
    out.add_argument("--text", metavar="COLUMN", help="column that holds the sentence (default: text)")
    out.add_argument("--out", metavar="FILE", required=True, help="where to write: .parquet, .csv or .jsonl")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Predict and write."""
    from stance.errors import shown
    from stance.runs import Run
    from stance.scoring import predict_file

    columns = {"text": args.text} if args.text else {}
    predictions = predict_file(Run(args.run), args.file, args.out, kind=args.kind, columns=columns)
    counts = {label: int((predictions["predicted"] == label).sum()) for label in ("anti", "neutral", "pro")}
    said = ", ".join(f"{n} {label}" for label, n in counts.items())
    text = f"{len(predictions)} sentences: {said} (counted, uncalibrated)\nwritten: {shown(args.out)}"
    return Answer(text, {"out": args.out, "sentences": len(predictions), "predicted": counts})


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
