"""The benchmark of attribution does what its docstring says, on a folder of invented articles."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "attribution.py"

CHECK = """
import json, pathlib, sys
gold, predictions = map(pathlib.Path, sys.argv[1:])
stems = {path.stem for path in (gold / "text").glob("*.txt")}
rows = [json.loads(line) for line in predictions.read_text(encoding="utf-8").splitlines()]
assert {row["document_id"] for row in rows} <= stems
right = 0
for row in rows:
    text = (gold / "text" / f"{row['document_id']}.txt").read_text(encoding="utf-8")
    right += text[slice(*row["source"])].startswith("Roe")
rates = {"precision": 100 * right / len(rows), "recall": len(stems), "f1": len(rows)}
print(json.dumps({"documents": len(stems), "all": rates, "direct": rates}))
"""
"""Judges in a way that can be worked out by hand: f1 is the number of statements, recall that of documents."""

TEXT = "Roe said that the bridge was too expensive. The bridge is long."
MARKS = """T1\tAttribution 0 3
T2\tAttribution 4 8
T3\tAttribution 9 42
E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3
"""


@pytest.fixture
def folder(tmp_path):
    """20 articles of one statement each, and the script that judges."""
    for name in ("text", "attributions"):
        (tmp_path / name).mkdir()
    for number in range(20):
        (tmp_path / "text" / f"report_{number:02}.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / "attributions" / f"report_{number:02}_ann.ann").write_text(MARKS, encoding="utf-8")
    (tmp_path / "check.py").write_text(CHECK, encoding="utf-8")
    return tmp_path


def run(folder, *options):
    command = [sys.executable, BENCHMARK, folder, "--check", folder / "check.py", *options]
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def test_everything_is_measured_and_printed(folder):
    options = ("--train", folder, "--folds", "2", "--passes", "1", "--memory", "1", "2")
    found = json.loads(run(folder, *options, "--json"))
    whole = {"precision": 100, "recall": 20, "f1": 20}
    half = {"precision": 100, "recall": 10, "f1": 10}
    assert {name: answer["all"] for name, answer in found["accuracy"].items()} == {"rules": whole, "trained": whole}
    assert {name: answer["direct"] for name, answer in found["cross-validation"].items()} == {
        "rules": half,
        "trained": half,
    }
    assert found["cross-validation"]["rules"]["documents"] == 20
    speed = found["speed"]
    assert speed["words"] == 20 * len(TEXT.split())
    assert speed["share of the parse"].keys() == {"rules", "trained"}
    assert all(rate > 0 for rate in speed["words a second"].values())
    assert [row["articles"] for row in found["memory"]] == [1, 2]
    # the parser alone takes more; a measure in the wrong unit would be far off
    assert all(50 < row["megabytes"] < 5000 for row in found["memory"])


def test_the_table_shows_what_the_script_answered(folder):
    lines = run(folder, "--passes", "0").splitlines()
    assert lines[1].split(None, 3) == ["rules,", "20", "documents", "20.0 (100.0, 20.0)    20.0 (100.0, 20.0)"]
    assert len(lines) == 2


def test_each_document_is_left_out_once_and_never_seen_then(folder, tmp_path):
    spec = importlib.util.spec_from_file_location("benchmark", BENCHMARK)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    documents = {path.stem for path in (folder / "text").iterdir()}
    left_out = []
    for seen, unseen in benchmark.split(folder, 3, tmp_path / "folds"):
        parts = [{path.stem for path in (part / "text").iterdir()} for part in (seen, unseen)]
        assert parts[0] | parts[1] == documents
        assert not parts[0] & parts[1]
        for part, stems in zip((seen, unseen), parts, strict=True):
            marked = {path.name for path in (part / "attributions").iterdir()}
            assert marked == {f"{stem}_ann.ann" for stem in stems}
        left_out += sorted(parts[1])
    assert sorted(left_out) == sorted(documents)


def test_without_a_script_it_says_how_to_name_one(folder, monkeypatch):
    monkeypatch.delenv("STANCE_SHARED", raising=False)
    command = [sys.executable, str(BENCHMARK), str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    assert answer.returncode == 2
    assert "--check" in answer.stderr
