"""The README keeps its promises: its commands are checked, its numbers are today's."""

import importlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stance import load_config, validate
from stance.corpus.tables import write_table
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
DATA_SHEET = (PROJECT / "seeds" / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
DOOR_COMMANDS = [command for command in COMMANDS if command.startswith("python -m stance.")]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory):
    """The baseline run, from the command that the README gives, and what it printed."""
    folder = tmp_path_factory.mktemp("baseline")
    answer = subprocess.run(
        [sys.executable, "-m", "stance.train", "--runs", "runs"], cwd=folder, capture_output=True, text=True, check=True
    )
    run = folder / answer.stdout.strip().splitlines()[-2].removeprefix("run: ")
    return answer.stdout, json.loads((run / "metrics.json").read_text()), run


def test_the_two_commands_stand_there_to_the_letter():
    assert "pip install -e . && python -m stance.train" in COMMANDS
    assert "pip install -e '.[test]' && python -m pytest" in COMMANDS


def test_the_check_script_runs_the_two_commands():
    script = (PROJECT / ".ci" / "run").read_text().splitlines()
    assert "pip install -e . && python -m stance.train" in script
    assert "pip install -e '.[test]' && python -m pytest" in script


def test_the_printed_block_is_what_the_command_prints(baseline):
    block = re.search(r"```text\n(baseline: .*?)```", README, re.DOTALL)[1].splitlines()
    printed = baseline[0].splitlines()
    shown = [line for line in block if line and line != "..." and not line.startswith(("run: ", "page: "))]
    assert len(shown) > 15
    positions = [printed.index(line) for line in shown]
    assert positions == sorted(positions)
    for lines in (block, printed):
        assert re.fullmatch(r"run: runs/baseline-[0-9a-f]{8}", lines[-2])
        assert lines[-1] == f"page: {lines[-2].removeprefix('run: ')}/report.html"
    assert (baseline[2] / "report.html").is_file()


def test_numbers_in_the_limits_are_those_of_the_run(baseline):
    unseen = baseline[1]["leave_one_document_out"]
    metric = unseen["metrics"]["macro_f1"]
    majority, stratified = (unseen["baselines"][name]["macro_f1"]["value"] for name in ("majority", "stratified"))
    flat = " ".join(README.split())
    assert (
        f"macro-F1 {metric['value']:.2f} ({metric['low']:.2f} to {metric['high']:.2f}), where guesses get "
        f"{majority:.2f} (majority) and {stratified:.2f} (stratified)" in flat
    )
    assert ("no better than a guess" in flat) == (metric["low"] <= stratified)
    assert ("worse than chance" in flat) == (metric["high"] < stratified)


def row_of(metrics: dict, text: str) -> str:
    def interval(metric):
        return f"{metric['value']:.2f} ({metric['low']:.2f} to {metric['high']:.2f})"

    unseen = metrics["leave_one_document_out"]
    guesses = [metrics["baselines"][name]["macro_f1"]["value"] for name in ("majority", "stratified")]
    return (
        f"| {text} | {interval(metrics['metrics']['macro_f1'])} | {guesses[0]:.2f}, {guesses[1]:.2f} "
        f"| {interval(unseen['metrics']['macro_f1'])} | {unseen['baselines']['majority']['macro_f1']['value']:.2f}, "
        f"{unseen['baselines']['stratified']['macro_f1']['value']:.2f} |"
    )


def test_figures_of_the_data_sheet_for_the_restated_text(baseline):
    assert row_of(baseline[1], "restated") in DATA_SHEET


def test_figures_of_the_data_sheet_for_the_original_text(shared, tmp_path):
    from stance import run_experiment

    settings = ["data.text=original", f"data.originals={shared / 'seeds'}", "evaluation.learning_curve=[]"]
    assert row_of(run_experiment(load_config(None, settings), runs=tmp_path).metrics, "original") in DATA_SHEET


def test_agreement_in_the_data_sheet_is_that_of_the_annotations():
    from stance import krippendorff_alpha, load_seeds
    from stance.corpus.records import json_lines

    def coded(name, key):
        rows = [row for _, row in json_lines(PROJECT / "seeds" / "annotations" / f"{name}.jsonl")]
        return [row[key] or "none" for row in rows]

    gold = load_seeds()
    cells: dict[str, list[str]] = {"first pass": [], "adjudicated": []}
    for key in ("label", "target", "kind"):
        adjudicated = [value or "none" for value in gold[key]]
        pairs = {
            "first pass": [coded("original-a", key), coded("original-b", key)],
            "adjudicated": [adjudicated, coded("restated", key)],
        }
        for name, pair in pairs.items():
            found = krippendorff_alpha(pair)
            cells[name].append(f"{found.alpha:.2f} ({found.low:.2f} to {found.high:.2f})")
    for name, values in cells.items():
        row = next(line for line in DATA_SHEET.splitlines() if line.startswith(f"| {name}"))
        assert row.endswith("| " + " | ".join(values) + " |")


@pytest.mark.parametrize("command", DOOR_COMMANDS)
def test_every_command_parses(command):
    _, _, module, *arguments = shlex.split(command)
    parser = importlib.import_module(module).parser()
    commands = module == "stance.annotate"  # argparse cannot intermix where there are commands
    args = parser.parse_args(arguments) if commands else parser.parse_intermixed_args(arguments)
    if getattr(args, "config", None):
        assert load_config(args.config, args.overrides)
    elif getattr(args, "overrides", None) and "file" not in args:
        assert load_config(None, args.overrides)


def test_the_commands_of_the_recipes_work(baseline, tmp_path):
    """Run the recipes that need no network in their order beside a finished baseline, by a shell.

    The sweep is six more runs; it has tests of its own.
    """
    (tmp_path / "runs").mkdir()
    shutil.copytree(baseline[2], tmp_path / "runs" / baseline[2].name)
    rows = [f"sentence {i} of {word},{word}" for i in range(9) for word in ("FAVOR", "AGAINST", "NONE")]
    (tmp_path / "my.csv").write_text("\n".join(["sentence,label", *rows]) + "\n")
    (tmp_path / "mine.csv").write_text("text,label\nship the shells,pro\nban the shells,anti\n")
    (tmp_path / "new.csv").write_text("text\nship the shells\n")
    recipes = README.split("## Five recipes")[1].split("## From articles to actors")[0]
    left_out = ("data.name=hub", "stance.sweep", "--data DIR")
    run = [command for command in DOOR_COMMANDS if command in recipes and not any(part in command for part in left_out)]
    assert len(run) == 8
    assert recipes.count("\n\n**") == 5
    for command in run:
        here = command.replace("python ", f"{sys.executable} ", 1)
        answer = subprocess.run(here, shell=True, cwd=tmp_path, capture_output=True, text=True)
        assert answer.returncode == 0, f"{command}: {answer.stderr[-500:]}"
    table = (tmp_path / "runs" / "benchmarks" / "benchmark-seeds.md").read_text()
    assert "| Majority class |" in table


def test_the_suites_that_are_named_are_those_there_are():
    from stance.benchmarking import list_suites

    recipe = README.split("**Beside published figures.**")[1].split("In a notebook")[0]
    named = set(re.findall(r"stance\.benchmark ([\w-]+)", recipe)) | {"p-stance", "uk-employment"}
    assert named == {suite["name"] for suite in list_suites()}
    assert all(name in recipe for name in named)


def test_the_selection_and_the_targets_that_are_named_can_be_configured():
    grid = re.search(r"`(selection\.[^`]*)`", README)[1]
    assert load_config(None, [grid]).selection.points()
    for setting in re.findall(r"`(targets=\w+|evaluation\.split\.\w+=\w+)`", README):
        assert load_config(None, ["evaluation.split.name=given", setting])


def test_the_figure_and_its_script_are_there():
    assert (PROJECT / re.search(r"!\[.*?\]\((.*?)\)", README)[1]).is_file()
    assert "plot_actors" in (PROJECT / "notebooks" / "readme_figure.py").read_text()


def test_linked_files_exist():
    for name in re.findall(r"`((?:stance|configs|seeds|notebooks|\.ci)/[\w./-]*)`", README):
        assert (PROJECT / name).exists(), name


def test_notebooks_are_committed_without_outputs():
    paths = sorted((PROJECT / "notebooks").glob("*.ipynb"))
    assert len(paths) == 7
    for path in paths:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            assert not cell.get("outputs"), f"{path.name} holds outputs"
            assert cell.get("execution_count") is None


def test_nothing_repeats_the_originals(shared):
    if not (PROJECT / ".git").exists():
        pytest.skip("not a git checkout")
    check = Path(shared) / "checks" / "verbatim.py"
    answer = subprocess.run([sys.executable, str(check), str(PROJECT)], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stdout


ARTICLE = """Council split over the new bridge

Mayor Jane Roe said on Monday that the bridge would be built. “We have waited for forty years,” she said.

Richard Doe, who leads the ferry workers, called the plan a folly. According to the union, two hundred jobs are at risk.
"""


def test_the_commands_on_articles_work(baseline, tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    section = README.split("## From articles to actors")[1].split("## Where each actor")[0]
    commands = re.search(r"```sh\n(.*?)```", section, re.DOTALL)[1].splitlines()
    assert len(commands) == 3
    for command in commands:
        here = command.replace("python ", f"{sys.executable} ", 1).replace("runs/baseline-*", str(baseline[2]))
        subprocess.run(here, shell=True, cwd=tmp_path, check=True, capture_output=True)
    table = (tmp_path / "predictions-actors.csv").read_text(encoding="utf-8")
    assert all(f"\n{actor}," in table for actor in ("Jane Roe", "Richard Doe"))


def test_the_commands_from_predictions_to_estimates_pages_and_exports_work(baseline, tmp_path):
    (tmp_path / "runs").mkdir()
    shutil.copytree(baseline[2], tmp_path / "runs" / baseline[2].name)
    rng = np.random.default_rng(5)
    stances, actors = np.array(["anti", "neutral", "pro"]), ["Jane Roe", "John Doe", "Ada Lund"]
    truth, proba = stances[rng.integers(0, 3, 240)], rng.dirichlet([1, 1, 1], 240)
    frame = pd.DataFrame({"sentence_id": [f"s{i}" for i in range(240)], "actor": rng.choice(actors, 240)})
    frame["text"], frame["document_id"] = [f"sentence {i}" for i in range(240)], [f"d{i // 4}" for i in range(240)]
    frame["predicted"] = stances[proba.argmax(axis=1)]
    frame[["p_anti", "p_neutral", "p_pro"]] = proba
    write_table(validate(frame, labelled=False), tmp_path / "predictions.parquet")
    section = README.split("## Where each actor stands")[1].split("## Tens of millions")[0]
    commands = "".join(re.findall(r"```sh\n(.*?)```", section, re.DOTALL)).splitlines()
    assert len(commands) == 5
    for command in commands:
        here = command.replace("python ", f"{sys.executable} ", 1)
        answer = subprocess.run(here, shell=True, cwd=tmp_path, capture_output=True, text=True)
        assert answer.returncode == 0, f"{command}: {answer.stderr[-500:]}"
        if "--out to_label.csv" in command:
            sheet = pd.read_csv(tmp_path / "to_label.csv")
            assert sheet["label"].isna().all()
            sheet["label"] = sheet["sentence_id"].map(dict(zip(frame["sentence_id"], truth, strict=True)))
            sheet.to_csv(tmp_path / "to_label.csv", index=False)
    estimates = pd.read_csv(tmp_path / "actors.csv")
    assert set(estimates["actor"]) == set(actors)
    assert (estimates["low"] < estimates["high"]).all()
    assert "Jane Roe" in (tmp_path / "report.html").read_text(encoding="utf-8")
    exports = tmp_path / "runs" / baseline[2].name / "exports"
    assert {path.suffix for path in exports.rglob("*.*")} == {".tex", ".gexf"}


def test_the_formats_that_are_named_can_be_exported():
    from stance.errors import StanceError
    from stance.reports import export

    section = README.split("`--export` takes")[1].split("## ")[0]
    with pytest.raises(StanceError, match="formats: ") as error:
        export("runs", ["nothing"])
    formats = re.search(r"formats: (.*)\)", str(error.value))[1].split(", ")
    assert len(formats) == 9
    assert all(f"`{name}`" in section for name in formats)


def test_the_commands_on_tens_of_millions_of_sentences_work(baseline, tmp_path):
    shutil.copytree(baseline[2], tmp_path / "runs" / baseline[2].name)
    (tmp_path / "news").mkdir()
    for name, text in (("a.csv", "Arvania must ship the shells"), ("b.parquet", "the council met on Monday")):
        write_table(pd.DataFrame({"text": [text], "actor": ["Jane Roe"]}), tmp_path / "news" / name)
    section = README.split("## Tens of millions")[1].split("\n## ")[0]
    commands = [line for line in section.splitlines() if line.startswith("python -m stance.predict")]
    assert len(commands) == 2
    for command in commands:
        subprocess.run(["sh", "-c", f"PATH={Path(sys.executable).parent}:$PATH; {command}"], cwd=tmp_path, check=True)
    assert pd.read_parquet(tmp_path / "predictions")["text"].str.len().tolist() == [28, 25]
    assert pd.read_csv(tmp_path / "actors" / "actors.csv")["n"].tolist() == [2]


def test_the_benchmarks_that_are_named_are_there():
    for name in re.findall(r"`(\w+\.py)`", README.split("## Tens of millions")[1].split("\n## ")[0]):
        assert (PROJECT / "tests" / "benchmarks" / name).is_file()


def test_the_extras_that_the_tests_need_are_part_of_them():
    import tomllib

    extras = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert "stance[articles,cluster,fast]" in extras["test"]
    for name in re.findall(r"pip install -e '\.\[(\w+)\]'", README):
        assert name in extras
