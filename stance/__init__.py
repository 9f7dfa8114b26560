"""Who stands where on a contested policy: stance classification of sentences, evaluated per actor.

The names below are loaded when they are first used, so that importing `stance` costs milliseconds.
"""

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "StanceError": "stance.errors",
    "ExperimentConfig": "stance.config",
    "load_config": "stance.config",
    "Run": "stance.runs",
    "open_run": "stance.runs",
    "list_runs": "stance.runs",
    "run_experiment": "stance.experiment",
    "run_suite": "stance.benchmarking",
    "score": "stance.scoring",
    "evaluate_run": "stance.scoring",
    "compare_runs": "stance.scoring",
    "actor_report": "stance.evaluation.actors",
    "error_slices": "stance.evaluation.slices",
    "actor_stance": "stance.estimation.estimate",
    "draw_sample": "stance.estimation.sampling",
    "with_labels": "stance.estimation.sampling",
    "actor_differences": "stance.estimation.contrasts",
    "actor_ranks": "stance.estimation.contrasts",
    "actor_periods": "stance.estimation.periods",
    "period_changes": "stance.estimation.periods",
    "estimate_actors": "stance.actor_estimates",
    "contradictions": "stance.estimation.contradictions",
    "plan_labels": "stance.estimation.planning",
    "agreement_report": "stance.evaluation.agreement",
    "krippendorff_alpha": "stance.evaluation.agreement",
    "load_corpus": "stance.corpus",
    "Article": "stance.corpus.articles",
    "read_articles": "stance.corpus.articles",
    "find_statements": "stance.attributing",
    "attribute_articles": "stance.attributing",
    "read_aliases": "stance.naming.aliases",
    "predict_articles": "stance.chain",
    "predict_stream": "stance.streaming",
    "Scorer": "stance.models.scorer",
    "open_engine": "stance.engines",
    "load_seeds": "stance.corpus.seeds",
    "read_table": "stance.corpus.tables",
    "read_statements": "stance.corpus.tables",
    "validate": "stance.corpus.validation",
    "to_dataset_dict": "stance.corpus.exchange",
    "from_dataset_dict": "stance.corpus.exchange",
    "save_dataset_dict": "stance.corpus.exchange",
    "load_dataset_dict": "stance.corpus.exchange",
    "write_report": "stance.reports",
    "export": "stance.reports",
    "plot_actor_targets": "stance.reporting.figures",
    "plot_actors": "stance.reporting.figures",
    "plot_calibration": "stance.reporting.figures",
    "plot_class_balance": "stance.reporting.figures",
    "plot_confusion": "stance.reporting.figures",
    "plot_coverage": "stance.reporting.figures",
    "plot_learning_curve": "stance.reporting.figures",
    "plot_ngrams": "stance.reporting.figures",
    "plot_stance_over_time": "stance.reporting.figures",
}

__all__ = [*_HOMES, "__version__"]

if TYPE_CHECKING:
    from stance.actor_estimates import estimate_actors
    from stance.attributing import attribute_articles, find_statements
    from stance.benchmarking import run_suite
    from stance.chain import predict_articles
    from stance.config import ExperimentConfig, load_config
    from stance.corpus import load_corpus
    from stance.corpus.articles import Article, read_articles
    from stance.corpus.exchange import (
        from_dataset_dict,
        load_dataset_dict,
        save_dataset_dict,
        to_dataset_dict,
    )
    from stance.corpus.seeds import load_seeds
    from stance.corpus.tables import read_statements, read_table
    from stance.corpus.validation import validate
    from stance.engines import open_engine
    from stance.errors import StanceError
    from stance.estimation.contradictions import contradictions
    from stance.estimation.contrasts import actor_differences, actor_ranks
    from stance.estimation.estimate import actor_stance
    from stance.estimation.periods import actor_periods, period_changes
    from stance.estimation.planning import plan_labels
    from stance.estimation.sampling import draw_sample, with_labels
    from stance.evaluation.actors import actor_report
    from stance.evaluation.agreement import agreement_report, krippendorff_alpha
    from stance.evaluation.slices import error_slices
    from stance.experiment import run_experiment
    from stance.models.scorer import Scorer
    from stance.naming.aliases import read_aliases
    from stance.reporting.figures import (
        plot_actor_targets,
        plot_actors,
        plot_calibration,
        plot_class_balance,
        plot_confusion,
        plot_coverage,
        plot_learning_curve,
        plot_ngrams,
        plot_stance_over_time,
    )
    from stance.reports import export, write_report
    from stance.runs import Run, list_runs, open_run
    from stance.scoring import compare_runs, evaluate_run, score
    from stance.streaming import predict_stream


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'stance' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
