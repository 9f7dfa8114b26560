"""Score new text with a run's model: ``python -m stance.predict RUN FILE --out FILE``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, new_parser, run_door
from stance.errors import StanceError, shown


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "predict",
        "Predict the stance of sentences in a table (.csv, .tsv, .jsonl, .parquet) with a column 'text', of\n"
        "statements that share sentences (with 'sentence_id' and 'actor'), or of articles: who stands where.",
        [
            "runs/baseline-1a2b3c4d new.csv --out predictions.parquet",
            "runs/baseline-1a2b3c4d statements.jsonl --as statements --out predictions.parquet",
            "runs/baseline-1a2b3c4d articles/ report.docx --as articles --out predictions.parquet",
        ],
    )
    out.add_argument("run", metavar="RUN", help="folder of a run")
    out.add_argument("files", metavar="FILE", nargs="+", help="what to score: one table, or any number of articles")
    out.add_argument(
        "--as",
        dest="kind",
        choices=["table", "statements", "articles"],
        help="what the file holds (default: statements for .jsonl, else table)",
    )
    out.add_argument("--text", metavar="COLUMN", help="column that holds the sentence (default: text)")
    out.add_argument("--metadata", metavar="TABLE", help="of articles: titles, dates, authors, publishers, genres")
    out.add_argument("--aliases", metavar="TABLE", help="of articles: names for actors, above every rule")
    out.add_argument("--out", metavar="FILE", required=True, help="where to write: .parquet, .csv or .jsonl")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Predict and write."""
    from stance.runs import Run

    if args.kind == "articles":
        from stance.chain import predict_articles

        chain = predict_articles(Run(args.run), args.files, args.out, metadata=args.metadata, aliases=args.aliases)
        return Answer(chain.text(), chain.data(), 2 if chain.summary.problems else 0)
    from stance.reporting.actors import describe_predictions
    from stance.scoring import predict_file

    if len(args.files) > 1:
        raise StanceError(f"{len(args.files)} files: one table at a time; articles need --as articles")
    columns = {"text": args.text} if args.text else {}
    predictions = predict_file(Run(args.run), args.files[0], args.out, kind=args.kind, columns=columns)
    counts = {label: int((predictions["predicted"] == label).sum()) for label in ("anti", "neutral", "pro")}
    said = f"{describe_predictions(predictions, shown(args.out))}\nwritten: {shown(args.out)}"
    return Answer(said, {"out": args.out, "sentences": len(predictions), "predicted": counts})


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
