"""Statements on disk: rows are written as they are found, and the file takes its name when it is whole."""

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from stance.errors import StanceError, shown
from stance.files import rounded, whole_or_nothing

Rows = Sequence[dict[str, Any]]

ENDINGS = (".jsonl", ".parquet")


@contextlib.contextmanager
def open_rows(path: str | Path) -> Iterator[Callable[[Rows], None]]:
    """Yield a function that appends rows to a .jsonl or .parquet file.

    Raises
    ------
    StanceError
        When the path has another ending, or its folder is missing.
    """
    path = Path(path)
    if path.suffix not in ENDINGS:
        raise StanceError(f"{shown(path)}: statements are written to {' or '.join(ENDINGS)}")
    if not path.parent.is_dir():
        raise StanceError(f"{shown(path.parent)}: no such folder")
    with whole_or_nothing(path) as part, (_json_lines if path.suffix == ".jsonl" else _parquet)(part) as write:
        yield write


@contextlib.contextmanager
def _json_lines(path: Path) -> Iterator[Callable[[Rows], None]]:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        yield lambda rows: file.writelines(json.dumps(rounded(row), ensure_ascii=False) + "\n" for row in rows)


@contextlib.contextmanager
def _parquet(path: Path) -> Iterator[Callable[[Rows], None]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = _schema()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        yield lambda rows: writer.write_table(pa.Table.from_pylist([rounded(row) for row in rows], schema=schema))


def _schema() -> Any:
    import pyarrow as pa

    span = pa.list_(pa.int64())
    texts = ("actor", "actor_type", "part_of", "kind", "via", "rule")
    return pa.schema(
        [(name, pa.string()) for name in ("document_id", "sentence_id")]
        + [(name, pa.int64()) for name in ("index", "paragraph", "start", "end")]
        + [("text", pa.string()), ("content", pa.list_(span)), ("source", span), ("cue", span)]
        + [(name, pa.string()) for name in texts]
        + [("score", pa.float64()), ("date", pa.string()), ("genre", pa.string())]
    )
