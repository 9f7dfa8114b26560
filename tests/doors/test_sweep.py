"""``python -m stance.sweep``."""

from pathlib import Path

import pytest

from tests.conftest import QUICK, small_frame


@pytest.fixture
def sweep(tmp_path, monkeypatch, no_figures) -> str:
    monkeypatch.chdir(tmp_path)
    small_frame().to_csv("small.csv", index=False)
    Path("base.yaml").write_text("data: {name: table, path: small.csv}")
    Path("s.yaml").write_text("base: base.yaml\ngrid:\n  model.C: [1, 10]\n")
    return "s.yaml"


def test_every_point_is_a_run(door, sweep):
    said = door("sweep", sweep, "--runs", "r", *QUICK)
    assert said.code == 0
    assert len(list(Path("r").iterdir())) == 2
    lines = said.out.splitlines()
    assert lines[0].split() == ["settings", "macro-F1", "95%", "interval", "unseen", "docs", "run"]
    assert [line.split()[0] for line in lines[1:3]] == ["model.C=1", "model.C=10"]
    assert lines[3] == "the best of several points flatters: it was chosen on the sentences that it is judged on"
    points = door("sweep", sweep, "--runs", "r", "--json", *QUICK).data["points"]
    assert [point["settings"] for point in points] == [{"model.C": 1}, {"model.C": 10}]
    assert all(Path(point["run"]).is_dir() for point in points)


def test_a_stopped_sweep_resumes(door, sweep, monkeypatch):
    from stance import experiment

    made = []
    real = experiment._write_run

    def stopped_at_the_second(part, config, corpus):
        if made:
            raise KeyboardInterrupt
        made.append(config.model.C)
        real(part, config, corpus)

    monkeypatch.setattr(experiment, "_write_run", stopped_at_the_second)
    assert door("sweep", sweep, "--runs", "r", *QUICK).code == 130
    assert len(list(Path("r").iterdir())) == 1

    def counted(part, config, corpus):
        made.append(config.model.C)
        real(part, config, corpus)

    monkeypatch.setattr(experiment, "_write_run", counted)
    assert door("sweep", sweep, "--runs", "r", *QUICK).code == 0
    assert made == [1, 10]


def test_a_point_that_fails_does_not_stop_the_others(door, sweep):
    Path("s.yaml").write_text("base: base.yaml\ngrid:\n  evaluation.split.folds: [100, 3]\n")
    said = door("sweep", sweep, "--runs", "r", *[setting for setting in QUICK if "folds" not in setting])
    assert said.code == 2
    assert "failed" in said.out
    assert "only 12 paragraphs contain 'anti': 100 grouped folds are impossible; at most 12" in said.out
    assert len(list(Path("r").iterdir())) == 1
