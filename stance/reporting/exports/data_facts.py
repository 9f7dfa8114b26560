"""What a data card may say of labelled sentences: what they are made of, where they are from, under what terms."""

import pandas as pd

from stance.corpus.schema import STANCES
from stance.reporting.facts import of_seeds, settings_of
from stance.reporting.findings import Findings
from stance.reporting.layout import count


def composition(frame: pd.DataFrame) -> list[str]:
    """Return what the labelled sentences are made of, and what is missing from them."""
    words = frame["text"].str.split().str.len()
    actors = {each["actor"] for row in frame["statements"] for each in row}
    statements = int(frame["statements"].map(len).sum())
    alone = int(frame["statements"].map(len).eq(0).sum())
    twice = int(frame.duplicated(["text", "target"]).sum())
    nameless = int(frame["document_id"].isna().sum())
    return [
        f"{count(frame['document_id'].nunique(), 'document')}; {nameless} sentences without one",
        f"{count(len(actors), 'actor')} in {count(statements, 'statement')}; {count(alone, 'sentence')} without any",
        f"{words.min()} to {words.max()} words a sentence, {words.mean():.1f} on average",
        f"{twice} sentences repeat the text and target of another",
    ]


def limits_of_data(findings: Findings, frame: pd.DataFrame) -> list[str]:
    """Return what a reader must know before using the data."""
    rarest = frame["label"].value_counts().reindex(list(STANCES), fill_value=0)
    out = ["Two articles are no sample of a debate: a demonstration."] if of_seeds(findings) else []
    out.append(f"The rarest label is {rarest.idxmin()}, of {count(int(rarest.min()), 'sentence')}.")
    if frame["split"].notna().any():
        out.append("Only the sentences that the run was tested on are here, not those that only trained it.")
    if findings.metrics.get("supplement"):
        out.append("The supplement that trained beside them is not here.")
    return [*out, *findings.warnings]


def origins(findings: Findings, frame: pd.DataFrame) -> dict[str, str]:
    """Return what is known of how the data came to be, and under what terms they may be used."""
    given = frame["split"].notna().any()
    advice = (
        "The split is the data's own."
        if given
        else "No split is given: keep sentences of one document together in testing."
    )
    if not of_seeds(findings):
        return {
            "motivation": "not recorded in the run.",
            "collection": "Not recorded in the run.",
            "split_advice": advice,
            "licence": "Licence unknown: the run records none. Ask whoever published the data before passing them on.",
            "maintenance": "By whoever publishes this copy.",
        }
    restated = settings_of(findings, "data").get("text") != "original"
    return {
        "motivation": "to show the whole way from article to estimate; nobody recorded a funder.",
        "collection": "The sentences of two published articles"
        + (", restated in other words by a language model that saw neither codebook nor labels." if restated else "."),
        "split_advice": advice,
        "licence": "Labels and offsets may be reused freely with attribution. "
        + (
            "The texts paraphrase copyrighted articles closely: use them for research and teaching, and ask before "
            "anything else (seeds/README.md)."
            if restated
            else "The texts are those of copyrighted articles: do not pass them on without permission."
        ),
        "maintenance": "In the repository of stance, folder seeds.",
    }
