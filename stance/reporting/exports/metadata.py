"""The front matter of cards, which the Hugging Face hub reads: nothing in it is guessed."""

from collections.abc import Mapping
from typing import Any

from stance.reporting.facts import data_name, language, of_seeds
from stance.reporting.findings import Findings

_HUB_METRICS = {"macro_f1": "f1", "accuracy": "accuracy", "brier": "brier_score", "calibration_error": "ece"}
"""Metrics in the front matter, and the kind of metric that the hub knows them as."""


def model_metadata(findings: Findings) -> Any:
    """Return ``ModelCardData``, with what is known and the scores of the run."""
    from huggingface_hub import EvalResult, ModelCardData

    parts = {None: findings.metrics, "unseen documents": findings.metrics.get("leave_one_document_out", {})}
    results = [
        EvalResult(
            task_type="text-classification",
            task_name="Stance detection",
            dataset_type=data_name(findings),
            dataset_name=data_name(findings),
            dataset_config=part,
            dataset_split=numbers["test"]["split"],
            metric_type=kind,
            metric_name=f"{name}{_votes(numbers)}",
            metric_value=numbers["metrics"][name]["value"],
        )
        for part, numbers in parts.items()
        if numbers.get("metrics")
        for name, kind in _HUB_METRICS.items()
    ]
    return ModelCardData(
        model_name=findings.name,
        license="unknown",
        library_name="stance",
        pipeline_tag="text-classification",
        tags=["stance-detection", "skops"],
        language=language(findings),
        eval_results=results or None,
    )


def _votes(numbers: Mapping[str, Any]) -> str:
    repeats = numbers["test"].get("repeats", 1)
    return f" (votes of {repeats} repeats averaged)" if repeats > 1 else ""


def data_metadata(findings: Findings, n: int, files: Mapping[str, str] | None) -> Any:
    """Return ``DatasetCardData`` of `n` sentences, in `files` by split."""
    from huggingface_hub import DatasetCardData

    seeds = of_seeds(findings)
    sizes = {10**3: "n<1K", 10**4: "1K<n<10K", 10**5: "10K<n<100K", 10**6: "100K<n<1M"}
    places = [{"split": split, "path": path} for split, path in (files or {}).items()]
    return DatasetCardData(
        pretty_name=data_name(findings),
        license="other" if seeds else "unknown",
        language=language(findings),
        annotations_creators="machine-generated" if seeds else None,
        task_categories=["text-classification"],
        size_categories=next((size for limit, size in sizes.items() if n < limit), "n>1M"),
        tags=["stance-detection"],
        configs=[{"config_name": "default", "data_files": places}] if places else None,
    )
