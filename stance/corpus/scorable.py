"""Which rows of a large input can be scored, found without a loop over rows."""

from typing import Any

import numpy as np
import pyarrow
from pyarrow import compute

from stance.corpus.pieces import Piece
from stance.corpus.schema import TOGETHER

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
        Whose text is missing, blank, no text or holds a NUL byte, or whose target is what reports call all targets.
    why : list of str
        One line for each row that is named.
    """
    text, broken = _decodable(table.column("text").combine_chunks())
    empty = compute.equal(compute.utf8_trim(text, BLANKS), "").fill_null(True).to_numpy(zero_copy_only=False)
    nul = _with_nul(text)
    reserved = np.zeros(len(empty), bool)
    if "target" in table.column_names:
        reserved = compute.equal(table.column("target"), TOGETHER).to_numpy()
    reasons = [
        (broken, "text is not UTF-8"),
        (empty, "text is empty"),
        (nul, "text holds a NUL byte"),
        (reserved, f"target {TOGETHER!r} is what reports call all targets; give it another name"),
    ]
    wrong = broken | empty | nul | reserved
    why = []
    for row in np.flatnonzero(wrong)[:shown].tolist():
        reason = piece.remarks.get(row) or next(words for mask, words in reasons if mask[row])
        why.append(f"{piece.place(row)}: {reason}")
    if broken.any():
        table = table.set_column(table.column_names.index("text"), "text", text)
    return table, wrong, why


def _with_nul(text: Any) -> Any:
    held = text.buffers()[2]
    if held is None or np.frombuffer(held, np.uint8).all():  # a look at all bytes at once costs next to nothing
        return np.zeros(len(text), bool)
    return compute.match_substring(text, "\0").fill_null(False).to_numpy(zero_copy_only=False)


def _decodable(text: Any) -> tuple[Any, Any]:
    """Return texts without those that are not UTF-8, and which these are."""
    broken = np.zeros(len(text), bool)
    try:
        text.validate(full=True)
        return text, broken
    except pyarrow.ArrowInvalid:
        values = text.cast(pyarrow.binary()).to_pylist()
    for row, value in enumerate(values):
        try:
            values[row] = value and value.decode()
        except UnicodeDecodeError:
            values[row], broken[row] = None, True
    return pyarrow.array(values, pyarrow.string()), broken
