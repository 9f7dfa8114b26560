"""The labelled sentences among findings, without what was predicted of them."""

import pandas as pd

from stance.corpus.schema import SPLITS, STANCES
from stance.corpus.validation import validate
from stance.errors import StanceError
from stance.reporting.findings import Findings

FIELDS = {
    "sentence_id": "identifies the sentence; unique for each target",
    "document_id": "the document it stands in",
    "index": "position in the document, from 0",
    "paragraph": "number of the paragraph in the document, from 0",
    "start": "first character in the document, from 0",
    "end": "character after the last in the document",
    "text": "the sentence",
    "target": "what the stance is towards; all where the data name no target",
    "label": "gold stance of the sentence: anti, neutral or pro",
    "actor": "whose view the main clause of the sentence reports",
    "kind": "how it is reported: direct, indirect, mixed, continued, act or authorial",
    "statements": "every actor whose view the sentence reports, with the stance of each",
    "split": "train, validation or test, where the data say so",
    "origin": "the collection the sentence comes from",
}
"""The columns of every data set, and what they hold."""


def labelled_sentences(findings: Findings) -> pd.DataFrame:
    """Return the labelled sentences as `stance.validate` does; ``split`` stands where the data bring one.

    Raises
    ------
    StanceError
        When no sentence is labelled.
    """
    predictions = findings.predictions
    if "label" not in predictions or predictions["label"].isna().all():
        raise StanceError(f"{findings.name}: no labelled sentences: nothing to make a data set of")
    frame = predictions[predictions["label"].notna()].reset_index(drop=True)
    frame = frame.drop(columns=["predicted", *(f"p_{stance}" for stance in STANCES)], errors="ignore")
    if "split" in frame:
        frame["split"] = frame["split"].astype(object).where(frame["split"].isin(SPLITS), None)
    if "statements" in frame:
        # where an actor is named in an article is no label
        frame["statements"] = pd.Series(
            [[{key: each.get(key) for key in ("actor", "stance")} for each in row] for row in frame["statements"]],
            dtype=object,
        )
    return validate(frame)
