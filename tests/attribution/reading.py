"""Invented articles as a user sees them: text in, statements in words out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from stance.attribution.article import Attributed, attribute
from stance.language.parsing import parse
from tests.naming.resolving import article_of


@dataclass(frozen=True)
class Said:
    """One statement in words instead of offsets."""

    sentence: int
    actor: str | None
    actor_type: str | None
    kind: str
    content: str
    source: str | None
    cue: str | None
    via: str | None


@cache
def _attributed(text: str, known: tuple[tuple[str, Any], ...]) -> Attributed:
    ((article, paragraphs),) = parse([article_of(text, **dict(known))])
    return attribute(article, paragraphs)


def rows_of(text: str, **known: Any) -> list[dict[str, Any]]:
    """Return the rows of an article that has a paragraph a line; an article is parsed once."""
    return _attributed(text, tuple(sorted(known.items()))).rows


def said(text: str, **known: Any) -> list[Said]:
    """Return an article's statements; sentences of nobody are left out."""
    return [_in_words(text, row) for row in rows_of(text, **known) if row["kind"] is not None]


def of(actor: str | None, text: str, **known: Any) -> list[Said]:
    """Return the statements of one actor."""
    return [one for one in said(text, **known) if one.actor == actor]


def the(actor: str, words: str, text: str, **known: Any) -> Said:
    """Return the one statement of an actor whose content holds these words."""
    found = [one for one in of(actor, text, **known) if words in one.content]
    assert len(found) == 1, f"{len(found)} statements of {actor} with {words!r} among {said(text, **known)}"
    return found[0]


def actors(text: str, **known: Any) -> set[str]:
    """Return everybody who is credited with something."""
    return {one.actor for one in said(text, **known) if one.actor is not None}


def bug(*example: Any, reason: str) -> Any:
    """Mark an example that is read wrongly though its English is plain; it fails as soon as it is read rightly."""
    return pytest.param(*example, marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason))


def _in_words(text: str, row: dict[str, Any]) -> Said:
    def words(span: list[int] | None) -> str | None:
        return None if span is None else text[span[0] : span[1]]

    return Said(
        sentence=row["index"],
        actor=row["actor"],
        actor_type=row["actor_type"],
        kind=row["kind"],
        content=" … ".join(text[start:end] for start, end in row["content"]),
        source=words(row["source"]),
        cue=words(row["cue"]),
        via=row["via"],
    )


SPEAKERS = ("Jane Roe", "Richard Doe", "Mary Poe", "Ann Loe")
MARKED = (
    ("{0} said that the dam of {1} was safe.", "said", "that the dam of {1} was safe"),
    ("“The dam of {1} will hold,” {0} told the council.", "told", "“The dam of {1} will hold,”"),
    ("The mill of {1} is lost, according to {0}.", "according to", "The mill of {1} is lost"),
    ("{0} built a mill in {1} and sold three ships.", "", ""),
    ("{0} carried the flag of {1} through the rain.", "", ""),
)
"""Sentences, and what is marked in them as cue and content; the last two hold no attribution."""


def write_marked(folder: Path, articles: int = 12) -> Path:
    """Write a folder in the PolNeAR layout: short invented articles with marked attributions."""
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    for number in range(articles):
        text, marks = "", []
        for at, (sentence, cue, content) in enumerate(MARKED):
            names = SPEAKERS[(number + at) % len(SPEAKERS)], ("Northfield", "Arvania", "Belmark")[number % 3]
            line = sentence.format(*names)
            if cue:
                pieces = [("Source", names[0]), ("Cue", cue), ("Content", content.format(*names))]
                marks.append([(role, len(text) + line.index(words), words) for role, words in pieces])
            text += line + "\n"
        (folder / "text" / f"a{number:02d}.txt").write_text(text, encoding="utf-8")
        (folder / "attributions" / f"a{number:02d}_x.ann").write_text(brat(marks), encoding="utf-8")
    return folder


def brat(marks: Sequence[Sequence[tuple[str, int, str]]]) -> str:
    """Return attributions as stand-off lines; each is a list of role, start and words."""
    lines, key = [], 0
    for number, parts in enumerate(marks, start=1):
        roles = []
        cue = [("Attribution", start, words) for role, start, words in parts if role == "Cue"]
        for role, start, words in [*cue, *parts]:
            key += 1
            lines.append(f"T{key}\t{role} {start} {start + len(words)}\t{words}")
            roles.append(f"{role}:T{key}")
        lines.append(f"E{number}\t{' '.join(roles)}")
    return "\n".join(lines) + "\n"
