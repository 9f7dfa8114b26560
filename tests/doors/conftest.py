"""Running doors as a user does."""

import importlib
import json
from dataclasses import dataclass

import pytest


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
