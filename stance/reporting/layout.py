"""Plain text laid out: aligned tables, numbers of two decimals."""

from collections.abc import Mapping, Sequence

import pandas as pd


def table(rows: Sequence[Sequence[str]]) -> str:
    """Align columns: numbers to the right, the first and the last that holds text to the left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i == 0 or cell.startswith("run") else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def count(n: int, what: str) -> str:
    """Return a number with its noun, in the plural unless it is one."""
    return f"{n} {what}{'s' * (n != 1)}"


def number(value: float | None) -> str:
    """Return two decimals, or a dash for what is missing."""
    return "-" if value is None or pd.isna(value) else f"{value:.2f}"


def p_value(value: float) -> str:
    """Return three decimals of a p-value."""
    return f"{value:.3f}" if value >= 0.001 else "<0.001"


def signed(value: float | None) -> str:
    """Return two decimals with their sign, or a dash."""
    return "-" if value is None or pd.isna(value) else f"{round(value, 2) + 0.0:+.2f}"


def between(metric: Mapping[str, float]) -> str:
    """Return the bounds of a metric's interval."""
    return f"{number(metric['low'])} to {number(metric['high'])}"


def cut(name: str, length: int) -> str:
    """Return a name on one line, cut with a mark where it is too long."""
    name = " ".join(name.split())
    return name if len(name) <= length else name[: length - 3].rstrip() + "..."
