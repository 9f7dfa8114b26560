"""Text files, line by line and in bounded memory."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from stance.errors import StanceError, shown

LINE_LIMIT = 1_000_000
"""Longest line that is read, in characters: far beyond any sentence, far below any memory."""


def read_lines(path: Path, encoding: str = "utf-8") -> Iterator[str]:
    """Yield the lines of a text file with their line ends; a byte order mark is dropped.

    Raises
    ------
    StanceError
        When the file is missing, is not text in `encoding`, or holds a NUL byte or a line beyond the limit.
    """
    check_file(path)
    try:
        with path.open(encoding="utf-8-sig" if _codec(encoding) == "utf-8" else encoding, newline="") as file:
            number = 0
            while line := file.readline(LINE_LIMIT + 1):
                number += 1
                if len(line) > LINE_LIMIT:
                    raise StanceError(f"{shown(path)}:{number}: a line of over {LINE_LIMIT:,} characters")
                if "\0" in line:
                    raise StanceError(f"{shown(path)}:{number}: a NUL byte: not a text file in {encoding}")
                yield line
    except UnicodeError:  # not only UnicodeDecodeError: UTF-16 without a byte order mark
        raise StanceError(_where_undecodable(path, encoding)) from None
    except LookupError:
        raise StanceError(
            f"{shown(path)}: encoding {encoding!r} is unknown; utf-8 and cp1252 are the usual ones"
        ) from None


def check_file(path: Path) -> None:
    """Raise a `StanceError` unless `path` is a file."""
    if not path.is_file():
        raise StanceError(f"{shown(path)}: {'a folder, not a file' if path.is_dir() else 'no such file'}")


def _codec(encoding: str) -> str:
    return codecs.lookup(encoding).name


def _where_undecodable(path: Path, encoding: str) -> str:
    """Find the line and the byte that `encoding` cannot hold."""
    advice = "save the file as UTF-8 or name its encoding, as in data.encoding=cp1252"
    with path.open("rb") as raw:
        if raw.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and _codec(encoding) != "utf-16":
            return f"{shown(path)}:1: the file is UTF-16, not {encoding}; save it as UTF-8 or set data.encoding=utf-16"
    try:
        # the second reading lets each such byte through as a lone surrogate
        with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
            for number, line in enumerate(iter(lambda: file.readline(LINE_LIMIT), ""), start=1):
                if escaped := re.search("[\udc80-\udcff]", line):
                    byte = ord(escaped[0]) - 0xDC00
                    return f"{shown(path)}:{number}: byte 0x{byte:02x} is not {encoding}; {advice}"
    except UnicodeError:
        pass
    return f"{shown(path)}: not text in {encoding}; {advice}"
