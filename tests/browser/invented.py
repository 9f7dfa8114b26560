"""Invented findings, for pages that a browser opens: people, countries and sentences exist nowhere."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from stance.corpus.schema import STANCES
from stance.corpus.validation import validate
from stance.evaluation.actors import actor_report, actor_summary
from stance.evaluation.resampling import metrics_with_intervals, tally_frame
from stance.reporting.findings import Findings

LEVY, DAM = "grain levy", "river dam"

SCRIPT = "Mo <script>window.pwned=1</script> Tarn"
IMAGE = "<img src=x onerror=window.pwned=1>"
CLOSING = "</script></template><script>window.pwned=1</script><!-- ]]>"
QUOTES = 'O\'Neil "Zo\u00eb" & Sons'
HEBREW = "\u05e0\u05d5\u05e2\u05d4 \u05dc\u05d5\u05d9"
FOX = "\U0001f98a Guild of Foxes"
LONG = "The Standing Committee of Upper and Lower Arvanian Millers, Bakers, Maltsters and Allied Trades"
BRANDT = "Ilse Brandt"


@dataclass
class Sentence:
    """A sentence of an invented document: who holds what in it, and what was predicted.

    A holder is an actor, a stance and a cue: words of the sentence, or None.
    """

    text: str
    label: str = "neutral"
    predicted: str = "neutral"
    holders: list[tuple[str, str, str | None]] = field(default_factory=list)
    target: str = LEVY
    probability: float = 0.7
    paragraph: int = 0


def by(actor: str, stance: str, predicted: str, text: str, cue: str | None, **more: Any) -> Sentence:
    """Return a sentence with one statement."""
    return Sentence(text, stance, predicted, [(actor, stance, cue)], **more)


DOCUMENTS = {
    "harvest-1": [
        Sentence("The market of Belmark opened late on Monday."),
        by(BRANDT, "pro", "pro", "Ilse Brandt said the levy keeps the silos full.", "said", probability=0.91),
        Sentence("Carts queued as far as the bridge."),
        by(
            BRANDT, "pro", "anti", "No miller will starve, Brandt insisted, because of a levy.", "insisted", paragraph=1
        ),
        by(LONG, "anti", "anti", "The committee called the levy a theft.", "called", paragraph=1, probability=0.83),
        by(SCRIPT, "anti", "anti", f'Tarn wrote {IMAGE} on the wall & "left" <b>it</b> there.', "wrote", paragraph=1),
    ],
    "dam <2> & more": [
        by(BRANDT, "anti", "anti", "Brandt warned that the dam drowns three villages.", "warned", target=DAM),
        Sentence(
            "\U0001f30a Foxes cheered the dam while Brandt deplored it.",
            "pro",
            "pro",
            [(FOX, "pro", "cheered"), (BRANDT, "anti", "deplored")],
            target=DAM,
            probability=0.55,
        ),
        by(
            HEBREW,
            "pro",
            "pro",
            f"{HEBREW} \u05d0\u05de\u05e8\u05d4: \u05db\u05df.",
            "\u05d0\u05de\u05e8\u05d4",
            target=DAM,
        ),
        by(FOX, "pro", "neutral", f"\u201cBuild it\u201d, the guild said {CLOSING}", "said", target=DAM, paragraph=1),
        by(BRANDT, "neutral", "anti", "Brandt added she had read the plans.", "added", target=DAM, paragraph=1),
    ],
    "letters-3": [
        by(QUOTES, "neutral", "pro", "O'Neil's letter names no side.", None),
        by(BRANDT, "pro", "pro", "A levy is fair, Brandt told readers twice.", "told", probability=0.99),
        by(FOX, "anti", "anti", "The guild of foxes will never pay it.", None, probability=0.61),
        Sentence("Rain is expected on the plain.", target=DAM),
    ],
}


def labelled() -> Findings:
    """Three documents, six actors, two targets; with cues, wrong predictions and hostile strings."""
    return _with_metrics("invented-small", _predictions(DOCUMENTS))


def unlabelled() -> Findings:
    """The same with predictions only, as of new articles."""
    predictions = _predictions(DOCUMENTS).assign(label=None)
    predictions["statements"] = [[{**each, "stance": None} for each in row] for row in predictions["statements"]]
    return Findings("invented-new", predictions, actor_report(predictions))


def bare() -> Findings:
    """Nothing but text and predictions, as a table with one column gives them: all else is missing."""
    predictions = _predictions(DOCUMENTS)[["text", "predicted", *(f"p_{stance}" for stance in STANCES)]]
    predictions = validate(predictions, labelled=False)
    return Findings("invented-bare", predictions, actor_report(predictions))


def crowd(n_actors: int = 200, n_sentences: int = 2_000, seed: int = 7, documents: int = 80) -> Findings:
    """Many actors of very different numbers of statements, in three targets; drawn at random, always the same."""
    rng, words = np.random.default_rng(seed), _WORDS.split()
    names = [f"{first} {last}" for first in _FIRST.split() for last in _LAST.split()][:n_actors]
    chances = 1 / np.arange(1, n_actors + 1) ** 0.8
    chosen = np.concatenate(
        [np.arange(n_actors), rng.choice(n_actors, n_sentences - n_actors, p=chances / chances.sum())]
    )
    articles: dict[str, list[Sentence]] = {f"article-{number:04}": [] for number in range(documents)}
    for number, actor in enumerate(rng.permutation(chosen)):
        gold = str(rng.choice(STANCES))
        predicted = gold if rng.random() < 0.7 else str(rng.choice(STANCES))
        verb = _VERBS[int(rng.integers(len(_VERBS)))]
        rest = " ".join(rng.choice(words, int(rng.integers(8, 30))))
        sentence = by(names[actor], gold, predicted, f"{names[actor]} {verb} that {rest} {number}.", verb)
        sentence.target = (LEVY, DAM, "night trains")[int(rng.integers(3))]
        sentence.probability = round(float(rng.uniform(0.4, 0.99)), 3)
        article = articles[f"article-{int(rng.integers(documents)):04}"]
        sentence.paragraph = len(article) // 5
        article.append(sentence)
    return _with_metrics(
        f"invented-{n_sentences}", _predictions({name: each for name, each in articles.items() if each})
    )


_FIRST = "Alma Bero Cato Dina Egil Fenja Gisa Hauk Inka Jorun Kalle Lovis Mirko Nanna Oskar Pippa Runa Sten Tova Ulf"
_LAST = "Arnfeld Bruck Corvin Dravec Elster Falk Gorm Hollin Ivers Jansk"
_VERBS = ["said", "warned", "argued", "denied", "promised"]
_WORDS = """levy grain river dam bridge council village winter harvest silo miller market water field road night
train vote paper plain mill bread price barge gate wall clerk"""


def _predictions(documents: dict[str, list[Sentence]]) -> pd.DataFrame:
    rows = []
    for name, sentences in documents.items():
        start = 0
        for index, each in enumerate(sentences):
            rows.append(_row(name, index, start, each))
            start += len(each.text) + 1
    return validate(pd.DataFrame(rows)).assign(split="out_of_fold")


def _row(document: str, index: int, start: int, each: Sentence) -> dict[str, Any]:
    rest = (1 - each.probability) / 2
    chances = {f"p_{stance}": each.probability if stance == each.predicted else rest for stance in STANCES}
    return {
        "sentence_id": f"{document}/{index}",
        "document_id": document,
        "index": index,
        "paragraph": each.paragraph,
        "start": start,
        "end": start + len(each.text),
        "text": each.text,
        "target": each.target,
        "label": each.label,
        "actor": each.holders[0][0] if each.holders else None,
        "statements": [_statement(each.text, start, *holder) for holder in each.holders],
        "predicted": each.predicted,
        **chances,
    }


def _statement(text: str, start: int, actor: str, stance: str, cue: str | None) -> dict[str, Any]:
    out: dict[str, Any] = {"actor": actor, "stance": stance, "kind": "indirect"}
    if cue is not None:
        first = start + text.index(cue)
        out["cue"] = [first, first + len(cue)]
    return out


def _with_metrics(name: str, predictions: pd.DataFrame) -> Findings:
    actors, majority = actor_report(predictions), predictions["label"].mode()[0]
    certain = {f"p_{stance}": float(stance == majority) for stance in STANCES}
    metrics = {
        "test": {
            "sentences": len(predictions),
            "documents": predictions["document_id"].nunique(),
            "labels": {stance: int((predictions["label"] == stance).sum()) for stance in STANCES},
            "resampled": "document",
            "conditional_on_documents": False,
            "split": "out_of_fold",
            "grouped_by": "document",
            "folds": 3,
            "repeats": 1,
        },
        "metrics": _measured(predictions),
        "baselines": {"majority": _measured(predictions.assign(predicted=majority, **certain))},
        "confusion": {
            "labels": list(STANCES),
            "gold_by_predicted": [
                [int(((predictions["label"] == gold) & (predictions["predicted"] == told)).sum()) for told in STANCES]
                for gold in STANCES
            ],
        },
        "actors": actor_summary(actors, predictions, n_resamples=50),
    }
    provenance = {"created": "2026-01-02T03:04:05+00:00", "argv": ["train.py"], "versions": {"stance": "0.1.0"}}
    config = {"name": name, "seed": 0, "data": {"name": "table", "path": "invented <b>.csv"}}
    return Findings(
        name, predictions, actors, metrics, None, config, provenance, ("Numbers here are invented & <i>small</i>.",)
    )


def _measured(predictions: pd.DataFrame) -> dict[str, Any]:
    return metrics_with_intervals([tally_frame(predictions, "document")], 100, 0)
