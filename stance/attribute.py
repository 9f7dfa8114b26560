"""Find who says what in articles: ``python -m stance.attribute ARTICLES... --out FILE``."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from stance.cli import Answer, Parser, add_engine_options, chosen_engine, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "attribute",
        "Find who says what in articles (.txt, .md, .html, .docx, .pdf with text, .jsonl): one row a statement.\n"
        "Articles that cannot be read are named, the others are done, and the exit code is then 2.",
        [
            "articles/*.txt page.html report.docx --out statements.jsonl",
            "articles/ --metadata dates.csv --jobs 2 --out statements.parquet",
            "articles/ --engine dask --scheduler tcp://10.0.0.5:8786 --out statements.parquet",
            "articles/ --out statements.jsonl --review actors.csv   (edit it, then:)",
            "articles/ --out statements.jsonl --aliases actors.csv",
            "--fit polnear/train --out scorer.skops",
            "articles/ --scorer scorer.skops --out statements.jsonl",
        ],
    )
    out.add_argument("articles", metavar="ARTICLE", nargs="*", help="file, folder, pattern, or - for standard input")
    out.add_argument("--out", metavar="FILE", required=True, help="where to write: .jsonl or .parquet")
    out.add_argument("--metadata", metavar="TABLE", help="table of titles, dates, authors, publishers and genres")
    out.add_argument("--encoding", metavar="NAME", help="encoding of text files (default: found out)")
    out.add_argument("--aliases", metavar="TABLE", help="table of names for actors, above every rule")
    out.add_argument("--review", metavar="TABLE", help="write the actors found, to edit and feed back with --aliases")
    out.add_argument("--texts", metavar="DIR", help="write the texts in which the offsets count")
    out.add_argument("--every-sentence", action="store_true", help="write sentences of nobody, too")
    out.add_argument("--jobs", metavar="N", type=int, default=1, help="processes (default: 1)")
    add_engine_options(out)
    out.add_argument("--scorer", metavar="FILE", help="a trained scorer instead of the rules")
    out.add_argument("--fit", metavar="FOLDER", help="train a scorer on marked articles (PolNeAR layout)")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Attribute, or train a scorer."""
    from stance.attributing import attribute_articles
    from stance.attribution.summary import describe, report
    from stance.attribution.trained import fit_scorer_file, load_scorer_file

    if args.fit is not None:
        return Answer(fit_scorer_file(args.fit, args.out), {"out": args.out})
    names = ("metadata", "encoding", "aliases", "texts", "every_sentence", "review", "jobs")
    options: dict[str, Any] = {name: getattr(args, name) for name in names}
    options |= {"scorer": load_scorer_file(args.scorer), "engine": chosen_engine(args)}
    summary = attribute_articles(args.articles, args.out, **options)
    report(summary)
    return Answer(describe(summary, args.out), summary.data(args.out), 2 if summary.problems else 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
