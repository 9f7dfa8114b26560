"""Where, when and with what a run was made."""

import importlib.metadata
import platform
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import stance
from stance.files import PACKAGE, sources_digest

PACKAGES = ("numpy", "scipy", "scikit-learn", "pandas", "pyarrow", "skops", "pydantic")
OPTIONAL_PACKAGES = ("numba", "distributed", "sentence-transformers", "transformers", "torch")


def describe_making(
    data_digest: str, argv: Sequence[str], seconds: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Return the provenance of a run made now: the only part of it that holds times and places.

    Parameters
    ----------
    data_digest : str
        Of the rows that were read.
    argv : sequence of str
        The command.
    seconds : mapping, optional
        What ``selection`` and ``fit`` of the final model took by the clock on the wall.
    """
    revision = _git("rev-parse", "HEAD")
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "argv": list(argv),
        "seconds": dict(seconds or {}),
        "git_revision": revision,
        "git_dirty": bool(_git("status", "--porcelain")) if revision else None,
        "sources": sources_digest(),
        "data": data_digest,
        "versions": {
            "stance": stance.__version__,
            "python": platform.python_version(),
            **{name: importlib.metadata.version(name) for name in PACKAGES},
            **{name: version for name in OPTIONAL_PACKAGES if (version := _version(name))},
        },
        "platform": platform.platform(),
    }


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _git(*arguments: str) -> str | None:
    """Ask git about the checkout; None where there is none."""
    if not (PACKAGE.parent / ".git").exists():
        return None
    try:
        answer = subprocess.run(
            ["git", "-C", str(PACKAGE.parent), *arguments],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()
