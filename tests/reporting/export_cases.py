"""Findings for tests of exports: invented people, hostile names."""

from dataclasses import replace

import pandas as pd
from hypothesis import strategies as st

from stance import validate
from stance.evaluation.actors import actor_report
from stance.reporting.findings import Findings
from stance.reports import read_findings

HOSTILE = (
    "Roe, Jane",
    'Jane "JR" Roe',
    "=cmd('/c calc')!A1",
    "+49 30 123",
    "-Roe",
    "@Roe",
    "'=Roe",
    "'t Hooft",
    "Roe | Doe & Sons % $1 #2 _x_ {y} ~ ^ \\ < > \\input{x}",
    "[Roe] *Doe*",
    "-- Roe -- ?` ''",
    "<script>alert(1)</script>",
    "Łucja Żółć-Ąę Đorđe ß",
    "José Ñuñez İpek",
    "😀 Roe 👩‍🚀",
    "דנה רועי",
    "陳美",
    "Ива́н",
    "\u202eeoR",
    "Roe\x07Bell",
    "x" * 200,
)
"""Names that break one format or another."""

ANY_NAME = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(str.strip)
"""Names of any characters that a file can hold."""


def predictions_of(actors=HOSTILE, labelled=True, **columns):
    """Return predictions with one sentence an actor and label, the first by nobody."""
    stances = ("pro", "anti", "neutral")
    rows = [
        {
            "sentence_id": f"{i}-{stance}",
            "document_id": f"d{i % 3}",
            "text": f"Sentence {i}, {stance}: the shells are shipped.",
            "label": stance if labelled else None,
            "actor": actor,
        }
        for i, actor in enumerate((None, *actors))
        for stance in stances
    ]
    frame = validate(pd.DataFrame(rows).assign(**columns), labelled=labelled)
    return frame.assign(split="out_of_fold", predicted="pro", p_anti=0.125, p_neutral=0.25, p_pro=0.625)


def findings_of(predictions=None, **fields):
    """Return findings as of a file of predictions."""
    predictions = predictions_of() if predictions is None else predictions
    return Findings("small", predictions, actor_report(predictions), **fields)


def findings_of_run(run, **fields):
    """Return findings as of a run."""
    return replace(read_findings(run), **fields)
