"""Draw sentences to label, plan how many, and measure how coders agree: ``python -m stance.annotate COMMAND``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, add_command, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "annotate",
        "Draw a random sample of predicted sentences to label by hand, or measure how coders agree.",
        ["sample predictions.parquet --n 100 --out to_label.csv", "agreement ada.csv ben.csv"],
    )
    sample = add_command(
        out,
        "sample",
        "Draw sentences at random into a table with an empty column 'label' to fill in: anti, neutral or pro.\n"
        "Its column sample_prob is needed later: leave it as it is. What was predicted is not shown to the coder.",
        [
            "predictions.parquet --plan",
            "predictions.parquet --n 100 --by actor --out to_label.csv",
            "predictions.parquet --n 50 --labelled to_label.csv --out more.csv",
        ],
    )
    sample.add_argument("predictions", metavar="PREDICTIONS", help="what python -m stance.predict wrote")
    sample.add_argument("--n", metavar="N", type=int, help="how many sentences to draw")
    sample.add_argument("--by", choices=["actor"], help="as many of each actor (default: simple random)")
    sample.add_argument("--seed", metavar="SEED", type=int, default=0, help="another seed, another sample (default: 0)")
    sample.add_argument("--labelled", metavar="TABLE", help="drawn before: taken over into --out, never drawn again")
    sample.add_argument("--out", metavar="FILE", help="table to fill in: .csv, .jsonl or .parquet")
    sample.add_argument("--plan", action="store_true", help="say instead how wide intervals will be with more labels")
    agreement = add_command(
        out,
        "agreement",
        "Measure how coders agree: Krippendorff's alpha over all, of each label and each pair, and disagreements.\n"
        "Needs 30 sentences that two coders have labelled. Rows are matched by sentence_id and target.",
        ["ada.csv ben.csv", "all.csv --out disagreements.csv   (one table with a column 'coder')"],
    )
    agreement.add_argument("tables", metavar="TABLE", nargs="+", help="one table a coder, or one with a column 'coder'")
    agreement.add_argument("--out", metavar="FILE", help="write the disagreements: .csv, .jsonl or .parquet")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Draw, plan or compare coders."""
    from stance.annotating import agreement_of_files, plan_file, sample_file

    if args.command == "agreement":
        return Answer(*agreement_of_files(args.tables, args.out))
    if args.plan:
        return Answer(*plan_file(args.predictions, args.n, args.seed, useless=(args.out, args.labelled, args.by)))
    return Answer(*sample_file(args.predictions, args.n, args.out, args.by, args.seed, args.labelled))


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
