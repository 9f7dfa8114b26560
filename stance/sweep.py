"""Train every point of a grid: ``python -m stance.sweep FILE``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, add_engine_options, add_runs_option, chosen_engine, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "sweep",
        "Train every point of a grid of settings. Finished points are not repeated, so a sweep that was stopped "
        "resumes.",
        [
            "configs/sweeps/regularisation.yaml",
            "configs/sweeps/regularisation.yaml data.text=original",
            "configs/sweeps/regularisation.yaml --engine dask --workers 4",
        ],
    )
    out.add_argument("file", metavar="FILE", help="a sweep: base and grid")
    add_runs_option(out)
    out.add_argument("--force", action="store_true", help="repeat points that are finished already")
    add_engine_options(out)
    out.add_argument("overrides", nargs="*", metavar="key=value", help="settings for every point")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Train every point; a point that fails does not stop the others."""
    from stance.config import load_sweep
    from stance.experiment import run_sweep
    from stance.reporting.text import sweep_table

    points = run_sweep(
        load_sweep(args.file, args.overrides),
        runs=args.runs,
        force=args.force,
        argv=sys.argv,
        engine=chosen_engine(args),
    )
    failed = any("error" in point for point in points)
    return Answer(sweep_table(points), {"points": points}, 2 if failed else 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
