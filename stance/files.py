"""Files are written whole or not at all, and numbers with six decimals; where the package and its cache are."""

import contextlib
import hashlib
import json
import math
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = Path(__file__).resolve().parent
DECIMALS = 6


@contextlib.contextmanager
def whole_or_nothing(path: Path | str, *, folder: bool = False) -> Iterator[Path]:
    """Yield a hidden path beside `path` that takes its place only when the block ends well.

    Parameters
    ----------
    path : path
        What is written; its folder must exist.
    folder : bool, default False
        Whether it is a folder; the hidden one is made, and replaces one that is there.
    """
    path = Path(path)
    mine = f".{path.stem}.{secrets.token_hex(4)}"  # not the process's number: two machines can write the same path
    part, aside = (path.with_name(f"{mine}.{what}{path.suffix}") for what in ("part", "before"))
    if folder:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
    try:
        yield part
        if folder and path.exists():
            path.replace(aside)
        part.replace(path)
        shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        if error.filename in (str(part), part):
            error.filename = str(path)  # the hidden one means nothing to people
        raise
    finally:
        if folder:
            shutil.rmtree(part, ignore_errors=True)
        else:
            part.unlink(missing_ok=True)


def sources_digest() -> str:
    """Return a SHA-256 over the package's own sources: edited code never shows old numbers."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return where is kept what can be computed again: ``STANCE_CACHE``, or else in the user's cache folder."""
    home = os.environ.get("STANCE_CACHE")
    return Path(home) if home else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stance"


def rounded(data: Any) -> Any:
    """Round every float in nested data to six decimals; NaN becomes None."""
    if isinstance(data, dict):
        return {str(key): rounded(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [rounded(value) for value in data]
    if isinstance(data, float):
        # adding zero turns -0.0 into 0.0
        return None if math.isnan(data) else round(float(data), DECIMALS) + 0.0
    return data


def rounded_frame(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Round the floats of a frame to six decimals."""
    floats = frame.select_dtypes("float").columns
    return frame.assign(**{name: frame[name].round(DECIMALS) + 0.0 for name in floats})


def frame_records(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """Return a frame as a list of objects for JSON, with None for what is missing."""
    records: list[dict[str, Any]] = rounded(frame.to_dict("records"))
    return records


def write_json(path: Path, data: Any) -> None:
    """Write JSON with six decimals; NaN becomes null."""
    text = json.dumps(rounded(data), indent=1, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
