"""What doors print about errors: where they are, the surest of them, and near duplicates across the split."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from stance.evaluation.slices import confident_errors, error_slices
from stance.files import frame_records
from stance.reporting.layout import between, count, cut, number, signed, table

SHOWN_ERRORS = 15
SHOWN_TARGETS = 10
_VALUE = 22
_SENTENCE = 52

_NOTES = """\
95% intervals: Wilson's, wider where sentences of one document or paragraph err together
others: error rate less that of all other sentences; * its 95% interval is without zero, as by chance is one in twenty
marks: hashtags such as #irony, quotation marks round a word or two, "oh great", rolling eyes, ?!, sooo, wow:
  they lie on the surface and often go with sarcasm, and are not sarcasm itself"""


def describe_errors(predictions: pd.DataFrame, heading: str) -> tuple[str, dict[str, Any]]:
    """Return where predictions are wrong, and which errors are surest: as text, and as data.

    Parameters
    ----------
    predictions : pandas.DataFrame
        One row a sentence and target, with gold labels and probabilities.
    heading : str
        What they are of.

    Returns
    -------
    text : str
        The slices, and the most confident errors.
    data : dict
        ``slices``, and ``errors``: all of them, the most confident first.
    """
    slices, confident = error_slices(predictions), confident_errors(predictions)
    data = {"slices": frame_records(slices), "errors": frame_records(confident)}
    return _errors_text(slices, confident, heading), data


def _errors_text(slices: pd.DataFrame, confident: pd.DataFrame, heading: str) -> str:
    by_label = slices[slices["slice"] == "label"]
    wrong, n = int(by_label["errors"].sum()), int(by_label["n"].sum())
    parts = [
        f"{heading}\n{wrong} of {count(n, 'tested sentence')} are predicted wrong ({wrong / n:.0%})",
        "\n".join([table([_HEADER, *_rows(slices)]), _NOTES]),
    ]
    if wrong:
        shown = confident.head(SHOWN_ERRORS)
        title = f"most confident errors, {len(shown)} of {wrong}: probability, gold -> predicted, sentence"
        parts.append("\n".join([title, *(_error(row) for row in shown.to_dict("records"))]))
    return "\n\n".join(parts)


_HEADER = ["", "n", "wrong", "95% interval", "others", "gold -> predicted"]


def _rows(slices: pd.DataFrame) -> Iterator[list[str]]:
    for name, part in slices.groupby("slice", sort=False):
        hidden = len(part) - SHOWN_TARGETS if name == "target" else 0
        yield ["marks of sarcasm" if name == "sarcasm" else str(name), *[""] * (len(_HEADER) - 1)]
        shown = part.sort_values("n", ascending=False, kind="stable").head(SHOWN_TARGETS) if hidden > 0 else part
        yield from (_row(row) for row in shown.to_dict("records"))
        if hidden > 0:
            yield [f"  ... and {hidden} more", *[""] * (len(_HEADER) - 1)]


def _row(row: Mapping[Any, Any]) -> list[str]:
    apart = row["difference_low"] > 0 or row["difference_high"] < 0
    confusion = f"{row['gold']} -> {row['predicted']} {row['confused']}" if row["errors"] else ""
    return [
        f"  {cut(row['value'], _VALUE)}",
        str(row["n"]),
        number(row["error_rate"]),
        between(row),
        signed(row["difference"]) + ("*" if apart else " "),
        confusion,
    ]


def _error(row: Mapping[Any, Any]) -> str:
    confusion = f"{row['label']} -> {row['predicted']}"
    return f"  {number(row['probability'])}  {confusion:<17}  {cut(row['text'], _SENTENCE)}"


def describe_near_duplicates(metrics: Mapping[str, Any]) -> str:
    """Say in one line how many tested sentences have a near duplicate in training; nothing where none has.

    Parameters
    ----------
    metrics : mapping
        The numbers of a run, with ``test`` and ``near_duplicates``.
    """
    numbers = metrics.get("near_duplicates", {})
    if "refused" in numbers:
        return f"near duplicates in training: not looked for: {numbers['refused']}"
    if not numbers.get("sentences"):
        return ""
    n, tested = numbers["sentences"], metrics["test"]["sentences"]
    line = f"{n} of {count(tested, 'tested sentence')} {'has' if n == 1 else 'have'} a near duplicate in training"
    if numbers["without"] is None:
        return line
    metric = numbers["without"]["metrics"]["macro_f1"]
    return f"{line}; macro-F1 without {'it' if n == 1 else 'them'} {number(metric['value'])} ({between(metric)})"
