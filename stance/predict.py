"""Score new text with a run's model: ``python -m stance.predict RUN FILE --out FILE``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, add_engine_options, chosen_engine, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "predict",
        "Predict the stance of sentences in a table (.csv, .tsv, .jsonl, .parquet) with a column 'text', of\n"
        "statements that share sentences (with 'sentence_id' and 'actor'), or of articles: who stands where.\n"
        "With --out FOLDER tables of any size are scored piece by piece: files, folders of files, data sets of the\n"
        "hub. The same command goes on where it was stopped; sentences that cannot be scored get no prediction.",
        [
            "runs/baseline-1a2b3c4d new.csv --out predictions.parquet",
            "runs/baseline-1a2b3c4d statements.jsonl --as statements --out predictions.parquet",
            "runs/baseline-1a2b3c4d articles/ report.docx --as articles --out predictions.parquet",
            "runs/baseline-1a2b3c4d news-2020.parquet news-2021.parquet --out predictions/",
            "runs/baseline-1a2b3c4d news/ --text sentence --actors --out actors/",
            "runs/baseline-1a2b3c4d news/ --out predictions/ --engine dask --scheduler tcp://10.0.0.5:8786",
        ],
    )
    out.add_argument("run", metavar="RUN", help="folder of a run")
    files = "one table, or any number of articles; for --out FOLDER any number of tables, folders and hub ids"
    out.add_argument("files", metavar="FILE", nargs="+", help=f"what to score: {files}")
    kinds, what = ["table", "statements", "articles"], "the file holds (default: statements for .jsonl, else table)"
    out.add_argument("--as", dest="kind", choices=kinds, help=f"what {what}")
    out.add_argument("--text", metavar="COLUMN", help="column that holds the sentence (default: text)")
    out.add_argument("--metadata", metavar="TABLE", help="of articles: titles, dates, authors, publishers, genres")
    out.add_argument("--aliases", metavar="TABLE", help="of articles: names for actors, above every rule")
    out.add_argument("--actors", action="store_true", help="of --out FOLDER: keep sums for each actor, no sentences")
    out.add_argument("--out", metavar="PATH", required=True, help="a .parquet, .csv or .jsonl file, or a folder")
    add_engine_options(out)
    return out


def act(args: argparse.Namespace) -> Answer:
    """Predict and write."""
    from stance.predicting import check_options, predict_tables
    from stance.runs import Run

    check_options(**vars(args))
    run, engine = Run(args.run), chosen_engine(args)
    if args.kind == "articles":
        from stance.chain import predict_articles

        reading = {"metadata": args.metadata, "aliases": args.aliases, "engine": engine}
        chain = predict_articles(run, args.files, args.out, **reading)
        return Answer(chain.text(), chain.data(), 2 if chain.summary.problems else 0)
    how = {"kind": args.kind, "text": args.text, "actors": args.actors, "engine": engine}
    said, data, problems = predict_tables(run, args.files, args.out, **how)
    return Answer(said, data, 2 if problems else 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
