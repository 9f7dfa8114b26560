"""What doors print about sentences written for training."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from stance.corpus.schema import STANCES
from stance.reporting.layout import between, count, number, table

SHOWN_PAIRS = 5


def describe_supplement(numbers: Mapping[str, Any]) -> str:
    """Lay out macro-F1 on unseen text with and without the supplement, side by side, and the learning curve."""
    labels = ", ".join(f"{numbers['labels'][label]} {label}" for label in STANCES)
    left_out = f"; {numbers['left_out']} more left out, being among those tested" if numbers["left_out"] else ""
    points = ", ".join(f"{point['supplement']} {number(point['value'])}" for point in numbers["learning_curve"])
    pairs = zip(numbers["comparison"][::2], numbers["comparison"][1::2], strict=True)
    rows = [row for without, with_it in pairs for row in _side_by_side(without, with_it)]
    return (
        f"supplement: {count(numbers['sentences'], 'sentence')} that train and are never tested ({labels}{left_out})\n"
        f"{table([['macro-F1 on unseen text', 'without it', 'with it'], *rows])}\n"
        f"macro-F1 by sentences of the supplement: {points}"
    )


def _side_by_side(without: Mapping[str, Any], with_it: Mapping[str, Any]) -> Iterator[list[str]]:
    text = without["text"]
    if without["documents"]:
        for document in without["documents"]:
            name = "mean of documents" if document == "mean" else f"document {document}"
            yield [f"{text}: {name}", *(_with_interval(each["documents"][document]) for each in (without, with_it))]
    yield [f"{text}: all sentences", *(_with_interval(each["macro_f1"]) for each in (without, with_it))]
    errors = [each["actors_mean_absolute_error"] for each in (without, with_it)]
    if None not in errors:
        yield [f"{text}: error of net stance, actors", *(f"{number(error)}{'':15}" for error in errors)]


def _with_interval(metric: Mapping[str, float]) -> str:
    return f"{number(metric['value'])} ({between(metric)})"


def audit_report(findings: Mapping[str, Any]) -> str:
    """Lay out what an audit found."""
    genres = [[genre, *(str(counts[label]) for label in STANCES)] for genre, counts in findings["genres"].items()]
    words, telling = findings["words"], findings["keywords"]["words"]
    scores = [
        ["macro-F1 within the supplement", ""],
        [f"the {len(telling)} most telling words alone", number(findings["keywords"]["macro_f1"])],
        ["length alone", number(findings["length"]["macro_f1"])],
        ["the configured model", number(findings["model"]["macro_f1"])],
    ]
    parts = [
        f"{count(findings['sentences'], 'sentence')} of {words['fewest']} to {words['most']} words",
        table([["sentences by genre", *STANCES], *genres]),
        "\n".join(_describe_duplicates(findings["near_duplicates"])),
        table(scores),
        f"{findings['leak']} or more by words or length alone: labels leak",
        f"most telling words: {', '.join(telling)}",
    ]
    return "\n\n".join(parts)


def _describe_duplicates(duplicates: Mapping[str, Any]) -> Iterator[str]:
    threshold = duplicates["threshold"]
    for where, pairs in duplicates.items():
        if where == "threshold":
            continue
        place = "within the supplement" if where == "within" else f"of a tested sentence ({where})"
        shown = "; ".join(_pair(pair) for pair in pairs[:SHOWN_PAIRS])
        more = "; ..." if len(pairs) > SHOWN_PAIRS else ""
        yield f"near duplicates {place}, cosine {threshold} or more: {len(pairs)}{': ' * bool(pairs)}{shown}{more}"


def _pair(pair: Sequence[Any]) -> str:
    return f"{pair[0]} and {pair[1]} {number(pair[2])}"
