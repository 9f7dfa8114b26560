"""Fixtures that all tests share. Every person and country in them is invented."""

import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

PROJECT = Path(__file__).resolve().parents[1]

SENTENCES = {
    "pro": ["Arvania must ship the shells", "Brandt welcomed the delivery", "the shells save our gunners"],
    "anti": ["Belmark condemned the delivery", "the shells maim children", "Okoro refused to sign the transfer"],
    "neutral": ["the council met on Monday", "Okoro said others must decide", "the report has forty pages"],
}
ACTORS = {"pro": "Ilse Brandt", "anti": "Belmark", "neutral": "Ada Okoro"}

QUICK = [
    "features.characters=null",
    "evaluation.split.folds=3",
    "evaluation.split.repeats=2",
    "evaluation.bootstrap=100",
    "evaluation.learning_curve=[0.5, 1.0]",
]
"""Overrides that make a run take a moment."""


def small_frame(documents: int = 4, paragraphs: int = 3) -> pd.DataFrame:
    """Return documents of a few paragraphs with one sentence a class each."""
    rows = []
    for document in range(documents):
        for paragraph in range(paragraphs):
            for label, texts in SENTENCES.items():
                text = f"{texts[(document + paragraph) % 3]} in week {document} and place {paragraph}."
                rows.append(
                    {
                        "sentence_id": f"{document}-{len(rows)}",
                        "document_id": f"d{document}",
                        "paragraph": paragraph,
                        "text": text,
                        "label": label,
                        "actor": ACTORS[label],
                    }
                )
    return pd.DataFrame(rows)


@pytest.fixture
def frame() -> pd.DataFrame:
    """A valid frame of 36 sentences in 4 documents."""
    from stance import validate

    return validate(small_frame())


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """The same sentences as a CSV file."""
    path = tmp_path / "small.csv"
    small_frame().to_csv(path, index=False)
    return path


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared folder with originals and development data, where there is one."""
    folder = os.environ.get("STANCE_SHARED")
    if not folder:
        pytest.skip("STANCE_SHARED names no folder with the original articles and development data")
    return Path(folder)


@pytest.fixture(scope="session")
def finished(tmp_path_factory) -> Path:
    """A finished run on a small table, made once."""
    from stance import load_config, run_experiment

    folder = tmp_path_factory.mktemp("finished")
    small_frame().to_csv(folder / "small.csv", index=False)
    overrides = ["name=small", "data.name=table", f"data.path={folder / 'small.csv'}", *QUICK]
    return run_experiment(load_config(None, overrides), runs=folder / "runs").path


@pytest.fixture
def no_figures(monkeypatch):
    """Leave out drawing, which takes most of a small run's time."""
    monkeypatch.setattr("stance.reporting.figures.save_figures", lambda *args: None)


@pytest.fixture
def run(finished, tmp_path) -> Path:
    """A copy of the finished run, to be spoiled freely."""
    return Path(shutil.copytree(finished, tmp_path / "runs" / finished.name))
