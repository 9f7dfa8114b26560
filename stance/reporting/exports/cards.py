"""Model cards and data cards, from a run's own numbers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

import stance
from stance.corpus.exchange import UNSPLIT
from stance.corpus.schema import NO_TARGET, STANCES
from stance.errors import StanceError
from stance.reporting import facts
from stance.reporting.exports import card_parts, data_facts
from stance.reporting.exports.labelled import FIELDS, labelled_sentences
from stance.reporting.exports.metadata import data_metadata, model_metadata
from stance.reporting.exports.rendering import Ready, code, indented, rendered, write_text
from stance.reporting.findings import Findings
from stance.reporting.layout import count
from stance.reporting.places import without_places
from stance.reporting.text import describe_test

_TARGETS = {
    "pooled": "one model for all targets",
    "separate": "a model for each target",
    "both": "the mean of one model for all targets and one for each",
}
_SNIPPET = """\
from pathlib import Path

import pandas as pd
import stance
from stance.models import predict_stances
from stance.models.persistence import load_model

model = load_model(Path("model.skops"))
sentences = pd.DataFrame({{"text": ["The council welcomed the plan."], "target": {target}}})
sentences = stance.validate(sentences, labelled=False)
anti, neutral, pro = predict_stances(model, sentences)[0]
print(f"anti {{anti:.2f}}, neutral {{neutral:.2f}}, pro {{pro:.2f}}")
"""


def model_card(findings: Findings) -> str:
    """Return a model card in Markdown, with the front matter that the Hugging Face hub reads.

    Raises
    ------
    StanceError
        When the findings are of no run, and so of no model.

    References
    ----------
    Mitchell et al. (2019), Model Cards for Model Reporting.
    """
    if findings.config is None:
        raise StanceError(f"{findings.name}: no model: a file of predictions holds none; name the run that made it")
    metrics, unseen = findings.metrics, findings.metrics.get("leave_one_document_out", {})
    return rendered(
        "model.md.jinja",
        model_metadata(findings),
        name=findings.name,
        version=_version(findings),
        created=(findings.provenance or {}).get("created", "unknown"),
        model=facts.describe_model(findings),
        features=facts.describe_features(findings),
        targets=_TARGETS.get(str(findings.config.get("targets")), "unknown"),
        data=facts.describe_data(findings),
        supplement=facts.describe_supplement(findings),
        labelled_by=facts.labelled_by(findings),
        tested=describe_test(metrics["test"]).split("\n") if "test" in metrics else [],
        metrics=card_parts.of_metrics(metrics),
        confusion=card_parts.confusion(metrics),
        by_target=card_parts.by_target(metrics),
        unseen=card_parts.of_metrics(unseen),
        by_document=card_parts.by_document(unseen),
        why_not_unseen=unseen.get("refused", "the run did not try"),
        calibration=card_parts.calibration(metrics),
        actors=card_parts.actors(metrics),
        limits=facts.limits(findings),
        snippet=code("python", _SNIPPET.format(target=_known_target(findings))),
        repeat=code("sh", "python -m stance.train --config config.yaml"),
        environment=facts.describe_environment(findings),
        config=indented(yaml.safe_dump(without_places(findings.config), sort_keys=False)),
    )


def _version(findings: Findings) -> str:
    return str((findings.provenance or {}).get("versions", {}).get("stance", stance.__version__))


def _known_target(findings: Findings) -> str:
    """Return a target that the model knows, as a literal of Python that cannot end a block of code."""
    known = findings.predictions.get("target", pd.Series(dtype=object)).dropna()
    return ascii(str(known.iloc[0]) if len(known) else NO_TARGET).replace("`", r"\x60")


def data_card(findings: Findings, files: Mapping[str, str] | None = None) -> str:
    """Return a data card of the labelled sentences in Markdown, with the front matter that the hub reads.

    Parameters
    ----------
    findings : Findings
        With labels.
    files : mapping, optional
        Split to its file, for the hub to find.

    Raises
    ------
    StanceError
        When no sentence is labelled.

    References
    ----------
    Gebru et al. (2021), Datasheets for Datasets.
    """
    frame = labelled_sentences(findings)
    splits = frame["split"].fillna(UNSPLIT)
    further = {name: "a column of the source, not described there" for name in frame if name not in FIELDS}
    return rendered(
        "data.md.jinja",
        data_metadata(findings, len(frame), files),
        name=facts.data_name(findings),
        version=_version(findings),
        sentences=count(len(frame), "sentence"),
        data=facts.describe_data(findings),
        labelled_by=facts.labelled_by(findings),
        counts=_counts(frame.groupby(splits, sort=False), "split"),
        by_target=_counts(frame.groupby("target", sort=False), "target") if frame["target"].nunique() > 1 else "",
        composition=data_facts.composition(frame),
        fields=(FIELDS | further).items(),
        limits=data_facts.limits_of_data(findings, frame),
        **data_facts.origins(findings, frame),
    )


def _counts(groups: Any, what: str) -> Ready:
    rows = [
        [str(name), str(len(rows)), *(str((rows["label"] == label).sum()) for label in STANCES)]
        for name, rows in groups
    ]
    return card_parts.table([what, "sentences", *STANCES], rows)


def write_model_card(findings: Findings, out: Path) -> None:
    """Write `model_card` as a file, whole or not at all."""
    write_text(model_card(findings), out)


def write_data_card(findings: Findings, out: Path) -> None:
    """Write `data_card` as a file, whole or not at all."""
    write_text(data_card(findings), out)
