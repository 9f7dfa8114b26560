"""What came of a set of articles, in numbers and in words."""

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stance.errors import shown
from stance.naming.review import Review

_SHOWN = 10
"""Actors that the summary names."""

_NOTES = 20
"""Notes that are printed."""


@dataclass
class Summary:
    """What came of a set of articles.

    Attributes
    ----------
    articles, sentences, statements : int
        How many were read and found.
    actors : collections.Counter
        Statements of each actor.
    problems : list of str
        Articles that could not be read, one line each.
    notes : list of str
        What is worth knowing: names that fit several actors, articles that are nearly the same.
    review : Review
        Everybody found, with the words they were found under.
    """

    articles: int = 0
    sentences: int = 0
    statements: int = 0
    actors: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    review: Review = field(default_factory=Review)

    def data(self, out: str | Path) -> dict[str, Any]:
        """Return the numbers for JSON."""
        return {
            "out": str(out),
            "articles": self.articles,
            "sentences": self.sentences,
            "statements": self.statements,
            "actors": dict(self.actors.most_common()),
            "problems": self.problems,
            "notes": self.notes,
        }


def describe(summary: Summary, out: str | Path) -> str:
    """Say in a few lines what was found."""
    read = f"{_count(summary.articles, 'article')}, {_count(summary.sentences, 'sentence')}"
    lines = [f"{read}: {_count(summary.statements, 'statement')} of {_count(len(summary.actors), 'actor')}"]
    lines += [f"{n:6d}  {actor}" for actor, n in summary.actors.most_common(_SHOWN)]
    if summary.problems:
        lines.append(f"could not be read: {len(summary.problems)}")
    return "\n".join([*lines, f"written: {shown(out)}"])


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'s' * (n != 1)}"


def report(summary: Summary) -> None:
    """Print on standard error what went wrong and what is worth knowing."""
    notes = summary.notes[:_NOTES]
    if more := len(summary.notes) - len(notes):
        notes.append(f"... and {_count(more, 'more note')}; --review lists every actor")
    for line in [*summary.problems, *notes]:
        print(line, file=sys.stderr)  # noqa: T201
