"""What the page says in words: headline, verdict, warnings and limits, made from the numbers of a run."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stance.corpus.schema import NO_TARGET, STANCES
from stance.reporting.errors import describe_near_duplicates
from stance.reporting.facts import labelled_by
from stance.reporting.findings import Findings
from stance.reporting.layout import between, count, number
from stance.reporting.page.standings import names_actors, uncalibrated
from stance.reporting.selection import describe_selection
from stance.reporting.style import SMALL_N
from stance.reporting.text import describe_test

FEW_DOCUMENTS = 10
"""Documents below which a result says little of other documents."""

_SHOWN_TARGETS = 4
_GUESSES = {"majority": "always guessing the majority", "stratified": "guessing by class shares"}


def title_of(findings: Findings) -> str:
    """Return the page's heading."""
    targets = targets_of(findings)
    on = listed(targets) if len(targets) <= _SHOWN_TARGETS else f"{len(targets)} targets"
    if names_actors(findings.actors):
        return f"Who stands where on {on}" if on else "Who stands where"
    return f"Stances towards {on}" if on else "Stances"


def targets_of(findings: Findings) -> list[str]:
    """Return what stances are towards, commonest first; nothing where the data name no target."""
    if "target" not in findings.predictions:
        return []
    counts = findings.predictions["target"].value_counts()
    return [str(target) for target in counts.index if target != NO_TARGET]


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def lead_of(findings: Findings) -> str:
    """Say in a sentence what the page is made of."""
    sentences, documents = sizes_of(findings)
    targets = len(targets_of(findings))
    parts = [count(sentences, "sentence")]
    parts += [f"of {count(documents, 'document')}"] if documents else []
    parts += [f"on {count(targets, 'target')}"] if targets > 1 else []
    how = "with the stance a model predicts" + (
        " beside the one they were labelled with" if is_labelled(findings) else ""
    )
    when = f", {_day(findings)}" if _day(findings) else ""
    return f"{' '.join(parts)}, {how} (run {findings.name}{when})."


def _day(findings: Findings) -> str:
    return str((findings.provenance or {}).get("created", ""))[:10]


def sizes_of(findings: Findings) -> tuple[int, int]:
    """Return the numbers of sentences and of documents."""
    frame = findings.predictions
    sentences = frame["sentence_id"].nunique() if "sentence_id" in frame else len(frame)
    return sentences, frame["document_id"].nunique() if "document_id" in frame else 0


def is_labelled(findings: Findings) -> bool:
    """Return whether any statement has a gold stance."""
    return bool(findings.statements["stance"].notna().any())


def headline_of(findings: Findings) -> list[str]:
    """Say how good the predictions are, beside what guessing gets, and what to make of it."""
    metrics = findings.metrics
    if "metrics" not in metrics:
        return ["Nothing here is labelled: how good these predictions are is not known."]
    out = [f"On sentences it had not seen the model reaches {_beside_guesses(metrics)} {_verdict(metrics)}"]
    unseen = metrics.get("leave_one_document_out", {})
    if "refused" in unseen:
        out.append(f"On documents it had seen nothing of it was not tested: {unseen['refused']}.")
    elif unseen:
        out.append(f"On documents it had seen nothing of it reaches {_beside_guesses(unseen)} {_verdict(unseen)}")
    return out


def _beside_guesses(numbers: Mapping[str, Any]) -> str:
    metric = numbers["metrics"]["macro_f1"]
    guesses = [
        f"{_GUESSES.get(name, name)} gets {number(guess['macro_f1']['value'])}"
        for name, guess in numbers["baselines"].items()
    ]
    return f"macro-F1 {number(metric['value'])} (95% interval {between(metric)}); {', '.join(guesses)}."


def _verdict(numbers: Mapping[str, Any]) -> str:
    """Say what the comparison with guessing amounts to."""
    metric = numbers["metrics"]["macro_f1"]
    guesses = {_GUESSES.get(name, name): guess["macro_f1"]["value"] for name, guess in numbers["baselines"].items()}
    if not guesses:
        return ""
    best = max(guesses, key=lambda name: guesses[name])
    if metric["value"] < guesses[best]:
        return f"That is worse than {best}."
    if metric["low"] <= guesses[best]:
        return f"That is more than guessing, but not surely: the interval reaches below {number(guesses[best])}."
    return "That is better than guessing: the interval lies above it."


def warnings_of(findings: Findings) -> list[str]:
    """Say what must be known before any number is used."""
    out = list(findings.warnings)
    if uncalibrated(findings.actors):
        out.append(
            "Predicted shares count what the model says. They are uncalibrated and have no interval: read them as "
            "errors included" + ("; gold shares are a census of the labels." if is_labelled(findings) else ".")
        )
    documents = sizes_of(findings)[1]
    if 0 < documents < FEW_DOCUMENTS:
        out.append(
            f"All sentences come from {count(documents, 'document')}: the numbers say little of other documents."
        )
    absent = [label for label in STANCES if not findings.metrics.get("test", {}).get("labels", {}).get(label, 1)]
    if absent:
        out.append(f"No sentence is labelled {listed(absent)}.")
    return out


def method_of(findings: Findings) -> list[str]:
    """Say how the model was tested, line by line."""
    metrics = findings.metrics
    if "test" not in metrics:
        return []
    lines = describe_test(metrics["test"]).split("\n")
    lines += [describe_selection(metrics["selection"])] if metrics.get("selection") else []
    lines += filter(None, [describe_near_duplicates(metrics)])
    if not metrics.get("near_duplicates", {}).get("sentences", 1):
        lines.append("no tested sentence has a near duplicate in training")
    return [f"{line[:1].upper()}{line[1:]}." for line in lines]


def limits_of(findings: Findings) -> Iterator[str]:
    """Yield what the numbers cannot say."""
    if is_labelled(findings):
        yield f"Labelled by: {labelled_by(findings)}"
    if uncalibrated(findings.actors):
        yield (
            "Predicted shares are counts of predictions: a model that leans to one stance leans for every actor. Label "
            "sentences drawn at random to turn them into estimates with intervals (python -m stance.annotate sample)."
        )
    yield "An interval holds for one number at a time: of twenty, one will miss by chance. Do not rank actors by them."
    yield f"Few statements show little: rows of fewer than {SMALL_N} are pale and hollow."
    yield "A stance is read off single sentences: irony, quotes within quotes and what a whole text implies are lost."
    yield "An actor's statements are those reported here, not all that it said; it may have changed its mind since."
    if "test" in findings.metrics and findings.metrics["test"].get("conditional_on_documents"):
        yield "Intervals are conditional on these documents: others would differ by more."


def config_yaml(config: Mapping[str, Any]) -> str:
    """Return a configuration as YAML."""
    import yaml

    return str(yaml.safe_dump(dict(config), sort_keys=False, allow_unicode=True))


def provenance_rows(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return where, when and with what a run was made, one name and value a row."""
    names = {"git_revision": "git revision", "git_dirty": "uncommitted changes"}
    out = []
    for key, value in provenance.items():
        if isinstance(value, Mapping):
            value = ", ".join(f"{name} {each}" for name, each in value.items())
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        if key != "argv" and value not in (None, ""):
            out.append((names.get(key, key), str(value)))
    return out


def citation_of(findings: Findings) -> str:
    """Return what tells this run from every other."""
    made = findings.provenance or {}
    parts = [f"stance {made.get('versions', {}).get('stance', '')}".strip(), f"run {findings.name}", _day(findings)]
    digests = [f"{name} {str(made[name])[:12]}" for name in ("sources", "data") if made.get(name)]
    return f"{', '.join(filter(None, [*parts, *digests]))}."


def command_of(argv: Sequence[Any]) -> str:
    """Return a command as it was typed, without the place of the package."""
    import shlex
    from pathlib import PurePath

    if not argv:
        return ""
    door, *rest = map(str, argv)
    return shlex.join(["python", "-m", f"stance.{PurePath(door).stem}", *rest])
