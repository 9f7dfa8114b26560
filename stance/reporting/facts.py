"""What is known of a run in words: its data, who labelled them, its limits, how it was made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stance.corpus.schema import STANCES
from stance.reporting.exports.tables import has_intervals
from stance.reporting.findings import Findings, names_actors
from stance.reporting.layout import between, count, number
from stance.reporting.places import last_name, without_places

_GUESSES = {"majority": "always guessing the majority", "stratified": "guessing by class shares"}

_UNKNOWN_CODERS = (
    "unknown: a run records no coders. Who publishes it should say who they were, by which rules they "
    "coded, and how well they agreed."
)
_SEEDS_CODERS = (
    "language models, not people. Two passes of one model labelled the sentences of the articles, seeing only the "
    "codebook and the articles. Their agreement says that the codebook can be followed, not that people would agree; "
    "human coding is wanted. The data sheet of the seeds (seeds/README.md) gives the figures."
)


def settings_of(findings: Findings, section: str) -> Mapping[str, Any]:
    """Return a section of the configuration without places; empty where there is none."""
    return dict(without_places((findings.config or {}).get(section) or {}))


def of_seeds(findings: Findings) -> bool:
    """Whether the data are the seed corpus, of which more is known than a run records."""
    return settings_of(findings, "data").get("name") == "seeds"


def data_name(findings: Findings) -> str:
    """Return what the data are called."""
    data = settings_of(findings, "data")
    return "seed corpus of stance" if of_seeds(findings) else str(data.get("path") or findings.name)


def describe_data(findings: Findings) -> str:
    """Say in a sentence or two where the data come from."""
    data = settings_of(findings, "data")
    if of_seeds(findings):
        of = (
            "the original sentences" if data.get("text") == "original" else "restatements, in other words, of sentences"
        )
        return f"The seed corpus of stance: {of} of two articles on giving cluster munitions to Ukraine."
    if data.get("name") == "hub":
        parts = ", ".join(data.get("configurations") or ())
        path = findings.config["data"]["path"] if findings.config else ""
        what = "The Hugging Face data set" if last_name(path) == path else "A data set in the local folder"
        return f"{what} {data_name(findings)}{f' ({parts})' if parts else ''}."
    return f"The labelled table {data_name(findings)}." if data else f"The predictions in {findings.name}."


def labelled_by(findings: Findings) -> str:
    """Say who or what labelled the data, or that nobody recorded it."""
    return _SEEDS_CODERS if of_seeds(findings) else _UNKNOWN_CODERS


def language(findings: Findings) -> str | None:
    """Return the language of the text where it is known."""
    return "en" if of_seeds(findings) else None


def describe_supplement(findings: Findings) -> str:
    """Say what trained beside the data and was never tested."""
    file = settings_of(findings, "data").get("supplement")
    if not file:
        return ""
    sentences = findings.metrics.get("supplement", {}).get("sentences")
    many = f"{sentences} sentences" if sentences else "Sentences"
    return (
        f"{many} of a supplement, {file}, trained beside them and were never tested. A supplement is text written for "
        "training; the one that comes with stance was written and labelled by language models "
        "(seeds/supplement/README.md)."
    )


def limits(findings: Findings) -> list[str]:
    """Return what a reader must know before using model or data, found in the numbers where it can be."""
    return list(_limits(findings))


def _limits(findings: Findings) -> Iterator[str]:
    test = findings.metrics.get("test", {})
    if of_seeds(findings):
        yield "78 sentences of two articles are a demonstration, far too small to train a classifier that carries over."
    elif test:
        yield f"Judged on {count(test['sentences'], 'sentence')}; the intervals know of no other kind of text."
    yield from _against_guesses(findings.metrics)
    if not has_intervals(findings.actors):
        whose = " of actors" if names_actors(findings.actors) else ""
        yield f"Counted predictions{whose} are uncalibrated and have no interval: not to be published as estimates."
    near = findings.metrics.get("near_duplicates", {}).get("sentences")
    if near:
        yield f"{count(near, 'tested sentence')} with a near duplicate in training: scores are somewhat too good."
    yield from _encoders(findings.config)
    yield from findings.warnings


def _encoders(settings: Any) -> Iterator[str]:
    """Say which sentence encoders lay in a folder of the machine that trained."""
    embedding = ((settings or {}).get("features") or {}).get("embedding") or {}
    encoder = str(embedding.get("model", ""))
    if last_name(encoder) != encoder:
        yield f"The encoder {last_name(encoder)} is a folder of the machine that trained; the model looks for it there."


@dataclass(frozen=True)
class Verdict:
    """What a score amounts to beside the better of the guesses.

    Attributes
    ----------
    outcome : str
        ``better than``, ``worse than`` or ``not surely different from``.
    guess : str
        The guess in words.
    value : float
        What it gets.
    """

    outcome: str
    guess: str
    value: float

    @property
    def words(self) -> str:
        """The verdict with its reason, as part of a sentence."""
        places = {"better than": "lies above", "worse than": "lies below"}
        return f"{self.outcome} {self.guess}: the interval {places.get(self.outcome, 'holds')} its {number(self.value)}"


def verdict_of(numbers: Mapping[str, Any]) -> Verdict | None:
    """Compare macro-F1 of one training alone with the better of the guesses; None where nothing guessed.

    Better or worse is what has its whole 95% interval above or below what the guess gets.
    """
    guesses = {name: guess["macro_f1"]["value"] for name, guess in numbers["baselines"].items()}
    if not guesses:
        return None
    best = max(guesses, key=lambda name: guesses[name])
    score = of_one_training(numbers)
    above, below = score["low"] > guesses[best], score["high"] < guesses[best]
    outcome = "better than" if above else "worse than" if below else "not surely different from"
    return Verdict(outcome, guess_in_words(best), guesses[best])


def of_one_training(numbers: Mapping[str, Any]) -> Mapping[str, float]:
    """Return value, low and high of macro-F1 of a model trained once: where there are repeats the mean over them."""
    if numbers["test"].get("repeats", 1) == 1 or not numbers.get("repeats"):
        return dict(numbers["metrics"]["macro_f1"])
    spread = numbers["repeats"]["macro_f1"]
    return {"value": spread["mean"], "low": spread["low"], "high": spread["high"]}


def guess_in_words(name: str) -> str:
    """Return what a baseline does."""
    return _GUESSES.get(name, name)


def _against_guesses(all_numbers: Mapping[str, Any]) -> Iterator[str]:
    """Say where the model is not surely better than a guess, and which classes it never gets right."""
    unseen = all_numbers.get("leave_one_document_out", {})
    for numbers, where in (
        (all_numbers, "sentences that it did not see"),
        (unseen, "documents that it saw nothing of"),
    ):
        if not numbers.get("metrics"):
            continue
        verdict, score = verdict_of(numbers), of_one_training(numbers)
        if verdict and verdict.outcome != "better than":
            alone = f"macro-F1 of one training alone, {number(score['value'])} ({between(score)}),"
            yield f"On {where}, {alone} is {verdict.words}."
        labels, metrics = numbers["test"]["labels"], numbers["metrics"]
        missed = [stance for stance in STANCES if labels[stance] and not metrics[f"f1_{stance}"]["value"]]
        if missed:
            yield f"On {where} it never finds {' or '.join(missed)}."


def describe_environment(findings: Findings) -> list[str]:
    """Return versions, revision and digests: all that repeating a run needs beside its data."""
    made = findings.provenance or {}
    versions = ", ".join(f"{name} {version}" for name, version in made.get("versions", {}).items())
    dirty = ", with changes that were not committed" if made.get("git_dirty") else ""
    lines = {
        "versions": versions,
        "platform": made.get("platform"),
        "revision of stance": f"{made['git_revision']}{dirty}" if made.get("git_revision") else None,
        "SHA-256 of its sources": made.get("sources"),
        "SHA-256 of the data": made.get("data"),
        "seed": (findings.config or {}).get("seed"),
    }
    return [f"{name}: {value}" for name, value in lines.items() if value not in (None, "")]


def describe_model(findings: Findings) -> str:
    """Say what kind of model it is, with its settings."""
    model = settings_of(findings, "model")
    if "members" in model:
        return f"vote of {', '.join(_named(member['model']) for member in model['members'])}"
    return _named(model)


def _named(settings: Mapping[str, Any]) -> str:
    rest = ", ".join(f"{key}={value}" for key, value in settings.items() if key != "name" and value is not None)
    return f"{settings.get('name')}{f' ({rest})' if rest else ''}"


def describe_features(findings: Findings) -> str:
    """Say which features it sees."""
    features = settings_of(findings, "features")
    grams = [
        f"TF-IDF of {view}, {' to '.join(map(str, features[view]['ngram_range']))}"
        for view in ("words", "characters")
        if features.get(view)
    ]
    embedding = features.get("embedding")
    return "; ".join([*grams, *([f"sentence embedding {embedding['model']}"] if embedding else [])])
