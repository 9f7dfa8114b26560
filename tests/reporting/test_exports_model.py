"""The model as a folder of the hub: a stranger can load it by what its card says."""

import ast
import re
import subprocess
import sys
from dataclasses import replace

import pytest
import yaml

from stance import load_config, open_run
from stance.errors import StanceError
from stance.models import predict_stances
from stance.models.persistence import load_model
from stance.reporting.exports import model
from stance.reporting.exports.model import write_model
from stance.reporting.places import last_name, without_paths
from tests.reporting.export_cases import findings_of, findings_of_run


@pytest.fixture
def findings(finished):
    return findings_of_run(open_run(finished))


def snippet_of(folder):
    return re.search(r"```python\n(.*?)```", (folder / "README.md").read_text(), re.DOTALL)[1]


def test_the_code_on_the_card_runs_in_the_folder(findings, tmp_path):
    write_model(findings, tmp_path / "out")
    command = [sys.executable, "-c", snippet_of(tmp_path / "out")]
    answer = subprocess.run(command, cwd=tmp_path / "out", capture_output=True, text=True, timeout=120)
    assert answer.returncode == 0, answer.stderr
    found = re.fullmatch(r"anti (0\.\d\d), neutral (0\.\d\d), pro (0\.\d\d)\n", answer.stdout)
    assert sum(map(float, found.groups())) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("target", ['it\'s "that"', "```\n# end", "\u202eban", "{x}"])
def test_the_code_on_the_card_stands_any_target(findings, tmp_path, target):
    hostile = replace(findings, predictions=findings.predictions.assign(target=target))
    write_model(hostile, tmp_path / "out")
    constants = [
        node.value for node in ast.walk(ast.parse(snippet_of(tmp_path / "out"))) if isinstance(node, ast.Constant)
    ]
    assert target in constants


def test_the_model_predicts_as_that_of_the_run(findings, finished, tmp_path):
    write_model(findings, tmp_path / "out")
    mine, theirs = load_model(tmp_path / "out" / "model.skops"), open_run(finished).model
    frame = findings.predictions
    assert (predict_stances(mine, frame) == predict_stances(theirs, frame)).all()


def test_the_configuration_is_the_same_but_for_places(findings, tmp_path):
    write_model(findings, tmp_path / "out")
    text = (tmp_path / "out" / "config.yaml").read_text()
    assert yaml.safe_load(text) == {**findings.config, "data": {**findings.config["data"], "path": "small.csv"}}
    assert load_config(tmp_path / "out" / "config.yaml").model == open_run(findings.folder).config.model


def test_no_path_of_the_machine_is_in_the_folder(findings, finished, tmp_path):
    warned = replace(findings, warnings=[f"the labels in {finished / 'labels.csv'} trained the classifier"])
    write_model(warned, tmp_path / "out")
    text = "".join((tmp_path / "out" / name).read_text() for name in ("README.md", "config.yaml"))
    assert "the labels in labels.csv trained the classifier" in text
    assert str(finished.parent) not in text
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("read /home/jane/my.csv now", "read my.csv now"),
        ("(/a/b/c.txt)", "(c.txt)"),
        (r"C:\Users\Jane\x.csv", "x.csv"),
        ("~/runs/a", "a"),
        ("</style></title>", "</style></title>"),
        ("pro/anti and 1/2", "pro/anti and 1/2"),
        ("https://example.org/a/b", "https://example.org/a/b"),
        ("owner/name", "owner/name"),
    ],
)
def test_folders_are_dropped_from_text(text, left):
    assert without_paths(text) == left


def test_an_id_of_the_hub_is_no_path():
    assert last_name("cardiffnlp/tweet_eval") == "cardiffnlp/tweet_eval"
    assert last_name("/data/tweet_eval") == "tweet_eval"
    assert last_name("/") == "/"


def test_predictions_of_a_file_have_no_model(tmp_path):
    with pytest.raises(
        StanceError, match=r"^small: no model: a file of predictions holds none; name the run that made"
    ):
        write_model(findings_of(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_run_without_its_model_is_named(findings, run, tmp_path, monkeypatch):
    monkeypatch.chdir(run.parent)
    (run / "model.skops").unlink()
    with pytest.raises(StanceError, match=rf"^{run.name}/model.skops: no such file: repeat the run that"):
        write_model(replace(findings, folder=run), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_writing_twice_gives_the_same_bytes(findings, tmp_path):
    first = {path.name: path.read_bytes() for path in write_model(findings, tmp_path / "out")}
    again = {path.name: path.read_bytes() for path in write_model(findings, tmp_path / "again")}
    assert first == again
    assert list(first) == ["model.skops", "config.yaml", "README.md"]


def test_a_failure_half_way_leaves_nothing(findings, tmp_path, monkeypatch):
    before = {path: path.read_bytes() for path in write_model(findings, tmp_path / "out")}

    def fail(text, path):
        path.write_text(text[:9])
        raise OSError("disk full")

    monkeypatch.setattr(model, "write_text", fail)
    with pytest.raises(OSError, match="disk full"):
        write_model(findings, tmp_path / "new")
    assert {path: path.read_bytes() for path in before} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
