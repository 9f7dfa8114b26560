"""A run: one folder that holds a configuration, its model and its numbers."""

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from stance.errors import StanceError, shown
from stance.files import PACKAGE, sources_digest

if TYPE_CHECKING:
    from stance.config import ExperimentConfig

PAGE = "report.html"
NUMBERS = ("metrics.json", "actors.csv", "predictions.parquet")
"""The files in which two runs of one configuration differ in no byte."""


class Run:
    """A finished run.

    Parameters
    ----------
    path : path
        Its folder.

    Raises
    ------
    StanceError
        When the folder is no run.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        if not self.path.is_dir():
            raise StanceError(f"{shown(self.path)}: no such run")
        for name in ("config.yaml", *NUMBERS):
            if not (self.path / name).is_file():
                raise StanceError(f"{shown(self.path)}: no run: {name} is missing")

    def __repr__(self) -> str:
        return f"Run({shown(self.path)!r})"

    @property
    def shown(self) -> str:
        """Path of the folder as a person would type it."""
        return shown(self.path)

    @property
    def name(self) -> str:
        """Name of the folder."""
        return self.path.resolve().name

    @property
    def page(self) -> str:
        """Path of its page, which opens in any browser, as a person would type it."""
        return shown(self.path / PAGE)

    @cached_property
    def config(self) -> "ExperimentConfig":
        """The resolved configuration."""
        from stance.config import load_config

        return load_config(self.path / "config.yaml")

    @cached_property
    def metrics(self) -> dict[str, Any]:
        """All numbers about the whole: metrics, baselines, learning curve, actors' summary."""
        return dict(_read_json(self.path / "metrics.json"))

    @cached_property
    def predictions(self) -> pd.DataFrame:
        """One row a tested sentence and target, with gold label and probabilities."""
        return _read_predictions(self.path / "predictions.parquet")

    @cached_property
    def predictions_of_unseen_documents(self) -> pd.DataFrame:
        """The same with every document predicted by a model that saw none of it; an error when that was refused."""
        path = self.path / "predictions-unseen-documents.parquet"
        if not path.is_file():
            raise StanceError(
                f"{self.shown}: no left-out documents: {self.metrics['leave_one_document_out']['refused']}"
            )
        return _read_predictions(path)

    @cached_property
    def actors(self) -> pd.DataFrame:
        """One row an actor and target."""
        return self._table("actors.csv")

    @cached_property
    def errors(self) -> pd.DataFrame:
        """Where the predictions are wrong, as `stance.error_slices` returns it."""
        return self._table("errors.csv")

    @cached_property
    def duplicates(self) -> pd.DataFrame:
        """Pairs of a tested sentence and a near duplicate that trained; an error when they were not looked for."""
        return self._table("duplicates.csv", self.metrics.get("near_duplicates", {}).get("refused"))

    @cached_property
    def selection(self) -> pd.DataFrame:
        """Every configuration tried within each training part, and its score; an error when nothing was selected."""
        return self._table("selection.csv", "the configuration selects nothing")

    def _table(self, name: str, why_not: str | None = None) -> pd.DataFrame:
        if not (self.path / name).is_file():
            raise StanceError(f"{self.shown}: no {name}: {why_not or 'a run of an earlier version; repeat it'}")
        return pd.read_csv(self.path / name, keep_default_na=False, na_values=[""])

    @cached_property
    def ngrams(self) -> pd.DataFrame:
        """The word n-grams that speak most for each class."""
        return pd.read_csv(self.path / "ngrams.csv", keep_default_na=False)

    @cached_property
    def provenance(self) -> dict[str, Any]:
        """Where, when and with what the run was made."""
        return dict(_read_json(self.path / "provenance.json"))

    @cached_property
    def model(self) -> Any:
        """The fitted model; reading it refuses types that are not on the allow-list."""
        from stance.models.persistence import load_model

        return load_model(self.path / "model.skops")


def open_run(path: str | Path) -> Run:
    """Return the run in a folder.

    Raises
    ------
    StanceError
        When the folder is no run.
    """
    return Run(path)


def list_runs(folder: str | Path | None = None) -> list[Run]:
    """Return the finished runs in a folder, by name; unfinished and foreign folders are passed over."""
    folder = Path(folder) if folder is not None else default_folder()
    paths = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return [
        Run(path)
        for path in paths
        if not path.name.startswith(".") and all((path / name).is_file() for name in ("config.yaml", *NUMBERS))
    ]


def default_folder() -> Path:
    """Return ``runs/`` of the checkout when the working directory lies in it, else of the working directory."""
    project = PACKAGE.parent
    inside = Path.cwd().is_relative_to(project) and (project / "configs").is_dir()
    return (project if inside else Path.cwd()) / "runs"


def frames_digest(frames: Iterable[pd.DataFrame | None]) -> str:
    """Return a SHA-256 over the rows of frames, the same whatever kind of file they came from."""
    digest = hashlib.sha256()
    for frame in frames:
        if frame is not None:
            rows = frame.to_json(
                orient="records", lines=True, force_ascii=False, date_format="iso", double_precision=12
            )
            digest.update(rows.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def run_name(config: "ExperimentConfig", data_digest: str) -> str:
    """Return ``<name>-<hash8>``; the hash covers configuration, data and the package's sources."""
    parts = "\n".join([config.digest(), data_digest, sources_digest()])
    return f"{config.name}-{hashlib.sha256(parts.encode()).hexdigest()[:8]}"


def _read_predictions(path: Path) -> pd.DataFrame:
    import pyarrow

    try:
        return pd.read_parquet(path)
    except (pyarrow.ArrowException, OSError) as error:
        raise StanceError(f"{shown(path)}: not a readable Parquet file: {str(error)[:200]}") from None


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise StanceError(f"{shown(path)}: not readable: {error}") from None
