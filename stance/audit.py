"""Examine the sentences written for training: ``python -m stance.audit --config FILE``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "audit",
        "Examine a supplement, sentences written for training: labels by genre, near duplicates within it and in the "
        "data to be tested, and whether a few words or the length alone give the labels away.",
        [
            "--config configs/supplemented.yaml",
            "--config configs/supplemented.yaml data.originals=FOLDER",
            "data.name=table data.path=mine.csv data.supplement=written.csv",
        ],
    )
    out.add_argument("--config", metavar="FILE", help="configuration (default: configs/baseline.yaml)")
    out.add_argument("overrides", nargs="*", metavar="key=value", help="settings that differ from the configuration")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Audit."""
    from stance.auditing import audit
    from stance.config import load_config
    from stance.files import rounded
    from stance.reporting.supplement import audit_report

    findings = rounded(audit(load_config(args.config, args.overrides)))
    return Answer(audit_report(findings), findings)


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
