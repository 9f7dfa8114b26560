"""Running doors as a user does."""

import importlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import small_frame


@dataclass
class Said:
    """What a door printed and returned."""

    code: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


@pytest.fixture
def door(capsys, tmp_path, monkeypatch):
    """Run a door in an empty working directory."""
    monkeypatch.chdir(tmp_path)

    def run(name: str, *argv: object) -> Said:
        module = importlib.import_module(f"stance.{name}")
        try:
            code = module.main([str(argument) for argument in argv])
        except SystemExit as stop:
            code = stop.code
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


QUICK = [
    "features.characters=null",
    "evaluation.split.folds=3",
    "evaluation.split.repeats=2",
    "evaluation.bootstrap=100",
    "evaluation.learning_curve=[0.5, 1.0]",
]


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
