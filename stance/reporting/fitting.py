"""Plain text that fits a screen: lines broken, names cut."""

from collections.abc import Sequence
from textwrap import fill

from stance.reporting.layout import cut, table

WIDTH = 80
LONGEST_NAME = 24
SHORTEST_NAME = 12
"""Names are not cut below it, even where a table stays too wide."""


def wrapped(text: str) -> str:
    """Break a text into lines; a command in it stands whole on a line of its own."""
    said, command, rest = text.partition("python -m")
    lines = fill(said, WIDTH, break_long_words=False, break_on_hyphens=False)
    return f"{lines}\n    {command}{rest}" if command else lines


def fitted(rows: Sequence[Sequence[str]], names: Sequence[int]) -> str:
    """Lay out a table whose columns of names are cut, the widest first, until it fits."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for name in names:
        widths[name] = min(widths[name], LONGEST_NAME)
    while sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        widest = max(names, key=lambda name: widths[name])
        if widths[widest] <= SHORTEST_NAME:
            break
        widths[widest] -= 1
    return table([[cut(cell, widths[i]) if i in names else cell for i, cell in enumerate(row)] for row in rows])
