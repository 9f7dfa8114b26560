"""Which rows of a large input can be scored, found without a loop over rows."""

from typing import Any

import numpy as np
from pyarrow import compute

from stance.corpus.conforming import decodable
from stance.corpus.pieces import Piece
from stance.corpus.schema import TOGETHER
from stance.corpus.validation import as_list, as_name, check_statements, is_missing, with_clean_names
from stance.errors import StanceError

BLANKS = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + "\u2028\u2029\u202f\u205f\u3000"
)
"""What `str.strip` takes away."""


def check_rows(table: Any, piece: Piece, shown: int) -> tuple[Any, Any, list[str]]:
    """Find the rows that cannot be scored.

    Parameters
    ----------
    table : pyarrow.Table
        From `conform`.
    piece : Piece
        Where it comes from.
    shown : int
        Number of rows that are named at most.

    Returns
    -------
    table : pyarrow.Table
        Without texts that are not UTF-8.
    wrong : array of bool, shape (n_rows,)
        Whose text is missing, blank, no text or holds a NUL byte, whose target is not UTF-8 or what reports call all
        targets, or whose statements are none.
    why : list of str
        One line for each row that is named.
    """
    given = table.column("text")
    text = decodable(given, None).combine_chunks()
    broken = text.is_null().to_numpy(zero_copy_only=False) & given.is_valid().to_numpy()
    empty = compute.equal(compute.utf8_trim(text, BLANKS), "").fill_null(True).to_numpy(zero_copy_only=False)
    nul = _with_nul(text)
    garbled, reserved = np.zeros((2, len(empty)), bool)
    if "target" in table.column_names:
        target = table.column("target")
        garbled, reserved = target.is_null().to_numpy(), compute.equal(target, TOGETHER).fill_null(False).to_numpy()
    none = why_no_statements(table)
    unattributable = np.isin(np.arange(len(empty)), list(none))
    reasons = [
        (broken, "text is not UTF-8"),
        (empty, "text is empty"),
        (nul, "text holds a NUL byte"),
        (garbled, "target is not UTF-8"),
        (reserved, f"target {TOGETHER!r} is what reports call all targets; give it another name"),
    ]
    wrong = broken | empty | nul | garbled | reserved | unattributable
    why = []
    for row in np.flatnonzero(wrong)[:shown].tolist():
        reason = piece.remarks.get(row) or next((words for mask, words in reasons if mask[row]), none.get(row))
        why.append(f"{piece.place(row)}: {reason}")
    if broken.any():
        table = table.set_column(table.column_names.index("text"), "text", text)
    return table, wrong, why


def _with_nul(text: Any) -> Any:
    held = text.buffers()[2]
    if held is None or np.frombuffer(held, np.uint8).all():  # a look at all bytes at once costs next to nothing
        return np.zeros(len(text), bool)
    return compute.match_substring(text, "\0").fill_null(False).to_numpy(zero_copy_only=False)


def statements_in(table: Any) -> list[Any]:
    """Return what each row has for its list of statements, as `stance.validate` reads it, right or wrong.

    Parameters
    ----------
    table : pyarrow.Table
        With ``statements``, lists or JSON text, and ``actor`` for rows without.
    """
    n_rows = table.num_rows
    actors = table.column("actor").to_pylist() if "actor" in table.column_names else [None] * n_rows
    given = table.column("statements").to_pylist()
    return [
        with_clean_names(as_list(value))
        if not is_missing(value)
        else [{"actor": name}]
        if (name := as_name(actor))
        else []
        for value, actor in zip(given, actors, strict=True)
    ]


def has_statements(table: Any) -> bool:
    """Return whether some row has ``statements``."""
    return "statements" in table.column_names and table.column("statements").null_count < table.num_rows


def why_no_statements(table: Any) -> dict[int, str]:
    """Return the rows whose ``statements`` are none, and why, as `stance.validate` refuses them."""
    why = {}
    for row, statements in enumerate(statements_in(table) if has_statements(table) else ()):
        alone: Any = {"statements": [statements]}
        try:
            check_statements(alone, str)
        except StanceError as error:
            why[row] = str(error).removeprefix("0: ")
    return why
