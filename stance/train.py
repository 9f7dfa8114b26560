"""Train and evaluate: ``python -m stance.train``."""

import argparse
import sys
from collections.abc import Sequence

from stance.cli import Answer, Parser, add_runs_option, new_parser, run_door


def parser() -> Parser:
    """Return the parser of this door."""
    out = new_parser(
        "train",
        "Train a stance classifier, evaluate it on sentences it did not see, and report where each actor stands.",
        [
            "",
            "--config configs/svm.yaml model.C=10",
            "data.name=table data.path=my.csv data.columns.text=sentence",
            "--rerun runs/baseline-1a2b3c4d",
        ],
    )
    out.add_argument("--config", metavar="FILE", help="configuration (default: configs/baseline.yaml)")
    add_runs_option(out)
    out.add_argument("--force", action="store_true", help="repeat a run that is finished already")
    out.add_argument("--rerun", metavar="RUN", help="repeat a run and say whether its numbers are the same")
    out.add_argument("overrides", nargs="*", metavar="key=value", help="settings that differ from the configuration")
    return out


def act(args: argparse.Namespace) -> Answer:
    """Train, or repeat a run."""
    from stance.config import load_config
    from stance.experiment import rerun, run_experiment
    from stance.files import frame_records
    from stance.reporting.text import training_report
    from stance.runs import Run

    if args.rerun:
        result = rerun(Run(args.rerun), args.overrides)
        verdict = "the same numbers" if result["same"] else f"different numbers in {', '.join(result['differing'])}"
        changed = f" (changed since: {', '.join(result['changed'])})" if result["changed"] else ""
        return Answer(f"{verdict}{changed}\nrun: {result['run']}", result, 0 if result["same"] else 1)
    config = load_config(args.config, args.overrides)
    run = run_experiment(config, runs=args.runs, force=args.force, argv=sys.argv)
    models = " or ".join(dict.fromkeys(point.model.name for _, point in config.points()))
    text = training_report(run.metrics, run.actors, f"{config.name}: {models}")
    data = {
        "run": run.shown,
        "page": run.page,
        "metrics": run.metrics["metrics"],
        "baselines": run.metrics["baselines"],
        "actors": frame_records(run.actors),
    }
    return Answer(f"{text}\n\nrun: {run.shown}\npage: {run.page}", data)


def main(argv: Sequence[str] | None = None) -> int:
    """Run this door and return its exit code."""
    return run_door(parser(), act, argv)


if __name__ == "__main__":
    sys.exit(main())
