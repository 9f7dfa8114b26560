"""What the page says in words: headline, verdict, warnings and limits, made from the numbers of a run."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PureWindowsPath
from typing import Any

from stance.corpus.schema import NO_TARGET, STANCES
from stance.reporting import facts, places
from stance.reporting.errors import describe_near_duplicates
from stance.reporting.findings import Findings, names_actors
from stance.reporting.layout import between, count, number
from stance.reporting.page.standings import uncalibrated
from stance.reporting.selection import describe_selection
from stance.reporting.style import SMALL_N
from stance.reporting.text import describe_repeats, describe_test

FEW_DOCUMENTS = 10
"""Documents below which a result says little of other documents."""

_SHOWN_TARGETS = 4


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
    how = f"with the stance a model predicts{_beside_labels(findings)}"
    when = f", {_day(findings)}" if _day(findings) else ""
    return f"{' '.join(parts)}, {how} (run {findings.name}{when})."


def _beside_labels(findings: Findings) -> str:
    stances = findings.statements["stance"]
    if stances.notna().all() and len(stances):
        return " beside the one they were labelled with"
    return ", some of them labelled" if stances.notna().any() else ""


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
        labelled = int(findings.predictions["label"].notna().sum()) if is_labelled(findings) else 0
        if not labelled:
            return ["Nothing here is labelled: how good these predictions are is not known."]
        drawn = f"{count(labelled, 'label')} of {len(findings.predictions)} predictions"
        return [f"{drawn} turn counts into the estimates below, with intervals."]
    out = [_judged("On sentences it had not seen", "the model", metrics)]
    unseen = metrics.get("leave_one_document_out", {})
    if "refused" in unseen and metrics["test"]["documents"]:
        out.append(f"On documents it had seen nothing of, it was not tested: {unseen['refused']}.")
    elif unseen.get("metrics"):
        out.append(_judged("On documents it had seen nothing of", "it", unseen))
    return out


def _judged(where: str, model: str, numbers: Mapping[str, Any]) -> str:
    """Say what one training alone reaches, what guesses get, and what the comparison amounts to."""
    score, verdict = facts.of_one_training(numbers), facts.verdict_of(numbers)
    repeats = numbers["test"].get("repeats", 1) if describe_repeats(numbers) else 1
    alone = f" by one training alone, the mean of {repeats} repeats" if repeats > 1 else ""
    parts = [f"{where}, {model} reaches macro-F1 {number(score['value'])} (95% interval {between(score)}){alone}"]
    parts += [
        f"{facts.guess_in_words(name)} gets {number(guess['macro_f1']['value'])}"
        for name, guess in numbers["baselines"].items()
    ]
    out = [f"{parts[0]}; {', '.join(parts[1:])}." if parts[1:] else f"{parts[0]}."]
    out += [f"That is {verdict.words}."] if verdict else []
    if repeats > 1:
        voted = number(numbers["metrics"]["macro_f1"]["value"])
        out.append(f"Predictions below are the votes of the {repeats} repeats averaged, which reach {voted}.")
    return " ".join(out)


def repeats_of(findings: Findings) -> str:
    """Say that the model's numbers are those of several repeats together; nothing of one."""
    said = describe_repeats(findings.metrics)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def warnings_of(findings: Findings) -> list[str]:
    """Say what must be known before any number is used."""
    out = [places.without_paths(warning) for warning in findings.warnings]
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
    named = names_actors(findings.actors)
    if is_labelled(findings):
        yield f"Labelled by: {facts.labelled_by(findings)}"
    if uncalibrated(findings.actors):
        yield (
            "Predicted shares are counts of predictions: a model that leans to one stance leans for every "
            f"{'actor' if named else 'target'}. Label sentences drawn at random to turn them into estimates with "
            "intervals (python -m stance.annotate sample)."
        )
    ranks = " Do not rank actors by them." if named else ""
    yield f"An interval holds for one number at a time: of twenty, one will miss by chance.{ranks}"
    yield f"Few statements show little: rows of fewer than {SMALL_N} are pale and hollow."
    yield "A stance is read off single sentences: irony, quotes within quotes and what a whole text implies are lost."
    if named:
        yield "An actor's statements are those reported here, not all that it said; it may have changed its mind since."
    test = findings.metrics.get("test", {})
    if test.get("documents") and test["conditional_on_documents"]:
        yield "Intervals are conditional on these documents: others would differ by more."


def config_yaml(config: Mapping[str, Any]) -> str:
    """Return a configuration as YAML, of paths the last name only."""
    import yaml

    return str(yaml.safe_dump(places.without_places(config), sort_keys=False, allow_unicode=True))


def provenance_rows(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return where, when and with what a run was made, one name and value a row, without folders."""
    names = {"git_revision": "git revision", "git_dirty": "uncommitted changes"}
    out = []
    for key, value in provenance.items():
        if isinstance(value, Mapping):
            value = ", ".join(f"{name} {each}" for name, each in value.items())
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        if key != "argv" and value not in (None, ""):
            out.append((names.get(key, key), places.without_paths(str(value))))
    return out


def citation_of(findings: Findings) -> str:
    """Return what tells this run from every other."""
    made = findings.provenance or {}
    parts = [f"stance {made.get('versions', {}).get('stance', '')}".strip(), f"run {findings.name}", _day(findings)]
    digests = [f"{name} {str(made[name])[:12]}" for name in ("sources", "data") if made.get(name)]
    return f"{', '.join(filter(None, [*parts, *digests]))}."


def command_of(findings: Findings) -> str:
    """Return the command that trained this run, of paths the last name only; nothing where it trained others too."""
    door, *rest = [*map(str, (findings.provenance or {}).get("argv", ())), ""]
    if PureWindowsPath(door).parts[-2:] != ("stance", "train.py"):
        return ""
    return shlex.join(["python", "-m", "stance.train", *map(places.without_place, rest[:-1])])


def command_to_repeat(findings: Findings) -> str:
    """Return the command that repeats a run, in the folder that holds it."""
    return shlex.join(["python", "-m", "stance.train", "--rerun", findings.name])
