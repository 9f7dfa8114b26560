"""``python -m stance.train``."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from stance import Run, load_config
from stance.runs import NUMBERS
from tests.conftest import PROJECT, QUICK, small_frame


@pytest.fixture
def small(tmp_path, no_figures) -> list[str]:
    """Arguments that train on a small table in a moment."""
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    return ["data.name=table", "data.path=small.csv", *QUICK]


def test_training_prints_metrics_baselines_actors_and_where_the_run_is(door, small):
    said = door("train", "--runs", "r", *small)
    assert said.code == 0
    for words in (
        "36 sentences of 4 documents: 12 anti, 12 neutral, 12 pro",
        "3 folds, 2 repeats, sentences of one paragraph kept together",
        "95% intervals: bootstrap over paragraphs, conditional on these 4 documents",
        "majority  stratified",
        "macro-F1",
        "unseen documents: macro-F1",
        "Ilse Brandt",
        "gold: all labelled statements, a census; predicted: counted, uncalibrated",
        "(constant",
    ):
        assert words in said.out
    line, last = said.out.strip().splitlines()[-2:]
    assert line.startswith("run: r/baseline-")
    run = Run(line.removeprefix("run: "))
    assert run.metrics["test"]["sentences"] == 36
    assert last == f"page: {run.page}"
    assert Path(run.page).is_file()


def test_json_is_one_object_and_nothing_else(door, small):
    said = door("train", "--json", "--runs", "r", *small)
    assert list(said.data) == ["run", "page", "metrics", "baselines", "actors"]
    assert set(said.data["baselines"]) == {"majority", "stratified"}
    assert set(said.data["metrics"]["macro_f1"]) == {"value", "low", "high"}
    assert {actor["actor"] for actor in said.data["actors"]} == {"Ilse Brandt", "Belmark", "Ada Okoro"}
    assert said.data["actors"][0]["low"] is None
    assert Path(said.data["run"]).is_dir()


def test_a_run_holds_what_the_plan_says(finished):
    run = finished
    assert sorted(path.name for path in run.iterdir()) == [
        "actors.csv",
        "config.yaml",
        "duplicates.csv",
        "errors.csv",
        "figures",
        "metrics.json",
        "model.skops",
        "ngrams.csv",
        "predictions-unseen-documents.parquet",
        "predictions.parquet",
        "provenance.json",
        "report.html",
    ]
    assert {path.name for path in (run / "figures").iterdir()} == {
        f"{name}{suffix}"
        for name in ("actors", "calibration", "confusion", "learning-curve", "ngrams")
        for suffix in (".png", ".svg")
    }
    assert [path.name for path in run.parent.iterdir()] == [run.name]


def test_predictions_have_one_row_a_sentence_and_target(door, small):
    run = Run(door("train", "--json", "--runs", "r", *small).data["run"])
    predictions = run.predictions
    assert len(predictions) == 36
    assert not predictions.duplicated(["sentence_id", "target"]).any()
    assert set(predictions["split"]) == {"out_of_fold"}
    assert list(predictions.columns[-4:]) == ["predicted", "p_anti", "p_neutral", "p_pro"]
    assert predictions[["p_anti", "p_neutral", "p_pro"]].sum(axis=1).sub(1).abs().max() < 3e-6
    best = predictions[["p_anti", "p_neutral", "p_pro"]].idxmax(axis=1).str.removeprefix("p_")
    assert (best == predictions["predicted"]).all()


def test_written_configuration_is_the_resolved_one(door, small, tmp_path):
    run = Run(door("train", "--json", "--runs", "r", "model.C=7", *small).data["run"])
    assert run.config == load_config(None, ["model.C=7", *small])
    assert run.config.model.C == 7


def test_provenance_alone_holds_times_and_places(door, small):
    run = Run(door("train", "--json", "--runs", "r", *small).data["run"])
    assert {"created", "argv", "git_revision", "git_dirty", "sources", "data", "versions"} <= set(run.provenance)
    assert run.provenance["versions"]["python"] == sys.version.split()[0]


def test_a_finished_run_is_not_repeated_without_force(door, small):
    path = Path(door("train", "--json", "--runs", "r", *small).data["run"])
    (path / "metrics.json").write_text(
        (path / "metrics.json").read_text().replace('"sentences": 36', '"sentences": 99')
    )
    assert "99 sentences" in door("train", "--runs", "r", *small).out
    assert "36 sentences" in door("train", "--runs", "r", "--force", *small).out
    assert len(list(Path("r").iterdir())) == 1


def test_another_setting_is_another_run(door, small):
    first = door("train", "--json", "--runs", "r", *small).data["run"]
    second = door("train", "--json", "--runs", "r", *small, "model.C=2").data["run"]
    assert first != second


def test_the_same_data_elsewhere_are_the_same_run(door, small, tmp_path):
    first = door("train", "--json", "--runs", "r", *small).data["run"]
    Path("small.csv").rename("moved.csv")
    second = door("train", "--json", "--runs", "r", *small, "data.path=moved.csv").data["run"]
    assert first == second


def test_a_run_killed_in_the_middle_leaves_nothing_that_looks_finished(door, small, monkeypatch):
    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("stance.models.persistence.save_model", killed)
    said = door("train", "--runs", "r", *small)
    assert (said.code, said.err.strip().splitlines()[-1]) == (130, "interrupted")
    assert list(Path("r").iterdir()) == []


def test_rerun_says_that_the_numbers_are_the_same(door, run, no_figures):
    said = door("train", "--rerun", run)
    assert said.code == 0
    assert said.out.startswith("the same numbers\nrun: runs/small-")
    assert door("train", "--rerun", run, "--json").data == {
        "run": f"runs/{run.name}",
        "same": True,
        "differing": [],
        "changed": [],
    }


def test_rerun_says_which_numbers_differ_and_what_changed(door, run, no_figures):
    (run / "actors.csv").write_text((run / "actors.csv").read_text().replace("Belmark", "Arvania"))
    provenance = json.loads((run / "provenance.json").read_text())
    (run / "provenance.json").write_text(json.dumps(provenance | {"sources": "other"}))
    said = door("train", "--rerun", run)
    assert said.code == 1
    assert said.out.startswith("different numbers in actors.csv (changed since: sources)\n")


def in_a_process(folder: Path, hash_seed: str, runs: Path, arguments: list[str]) -> Path:
    answer = subprocess.run(
        [sys.executable, "-m", "stance.train", "--json", "--runs", str(runs), *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return folder / json.loads(answer.stdout)["run"]


@pytest.mark.parametrize("model", ["logistic_regression", "linear_svm"])
def test_two_processes_write_the_same_bytes(tmp_path, model):
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    (tmp_path / "elsewhere").mkdir()
    settings = ["data.name=table", f"data.path={tmp_path / 'small.csv'}", *QUICK, f"model.name={model}"]
    first = in_a_process(tmp_path, "1", tmp_path / "a", settings)
    second = in_a_process(tmp_path / "elsewhere", "2", tmp_path / "b", settings)
    assert first.name == second.name
    for name in NUMBERS:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_progress_goes_to_standard_error_only(tmp_path):
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    answer = subprocess.run(
        [
            sys.executable,
            "-m",
            "stance.train",
            "--json",
            "--runs",
            "r",
            "data.name=table",
            "data.path=small.csv",
            *QUICK,
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.count("\n") == 1
    assert json.loads(answer.stdout)["run"].startswith("r/baseline-")


IN_PARTS = [["train", "validation", "test"][(i + i // 3) % 3] for i in range(36)]
"""The split of a small frame: in plain rotation every part would have a single class."""

CONFIGS = [path for path in (PROJECT / "configs").rglob("*.yaml") if path.parent.name != "benchmarks"]


@pytest.mark.parametrize("config", sorted(CONFIGS), ids=lambda path: path.stem)
def test_every_configuration_trains_on_a_tiny_table(config, tmp_path, monkeypatch, no_figures):
    from stance.config import load_sweep
    from stance.experiment import run_experiment

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("stance.models.embedding.embed", lambda texts, model: np.ones((len(texts), 4)))
    frame = small_frame()
    frame["split"] = IN_PARTS
    frame["actor"] = [f"Speaker {row // 4}" for row in range(len(frame))]
    frame.to_csv("tiny.csv", index=False)
    tiny = ["data.name=table", "data.path=tiny.csv", "evaluation.bootstrap=100", "evaluation.learning_curve=[]"]
    if config.parent.name == "sweeps":
        configs = [each for _, each in load_sweep(config, tiny)]
    else:
        configs = [load_config(config, tiny)]
    for each in configs:
        if "repeats" in type(each.evaluation.split).model_fields:
            split = each.evaluation.split.model_copy(update={"repeats": 1, "folds": 3})
            each = each.model_copy(update={"evaluation": each.evaluation.model_copy(update={"split": split})})
        run = run_experiment(each, runs="r")
        assert 0 <= run.metrics["metrics"]["macro_f1"]["value"] <= 1
        assert len(run.predictions) == (12 if each.evaluation.split.name == "given" else 36)


def test_given_split_is_trained_on_two_parts_and_scored_once_on_test(door, small):
    frame = small_frame()
    frame["split"] = IN_PARTS
    frame.to_csv("small.csv", index=False)
    settings = [setting for setting in small if "split" not in setting]
    said = door("train", "--json", "--runs", "r", *settings, "evaluation.split.name=given")
    run = Run(said.data["run"])
    assert set(run.predictions["split"]) == {"test"}
    assert run.metrics["leave_one_document_out"] == {"refused": "the data bring their own split"}
    assert set(run.predictions["sentence_id"]) == set(frame.loc[frame["split"] == "test", "sentence_id"])
    assert "tested on the data's own split: test" in door("evaluate", said.data["run"]).out


def test_given_split_without_a_test_part_is_cross_validated_where_folds_are_asked_for(door, small):
    small_frame().assign(split="train").to_csv("small.csv", index=False)
    settings = [*(setting for setting in small if "split" not in setting), "evaluation.split.name=given"]
    said = door("train", "--runs", "r", *settings)
    assert said.code == 2
    assert said.err == (
        "the split column leaves nothing to train or to test on (36 train, 0 validation, 0 test); cross-validate it, "
        "as in evaluation.split.folds=5\n"
    )
    said = door("train", "--json", "--runs", "r", *settings, "evaluation.split.folds=3", "evaluation.split.repeats=1")
    run = Run(said.data["run"])
    assert set(run.predictions["split"]) == {"out_of_fold"}
    assert len(run.predictions_of_unseen_documents) == 36


def test_labelled_hub_data_by_local_path(door, shared, no_figures):
    said = door(
        "train",
        "--json",
        "--runs",
        "r",
        "data.name=hub",
        f"data.path={shared / 'bench' / 'tweet_eval'}",
        "data.configurations=[stance_climate]",
        "features.characters=null",
        "features.split_hashtags=true",
        "evaluation.split.name=given",
        "evaluation.bootstrap=100",
        "evaluation.learning_curve=[]",
    )
    run = Run(said.data["run"])
    assert set(run.predictions["split"]) == {"validation"}
    assert set(run.predictions["target"]) == {"stance_climate"}


def test_original_text_trains_when_the_articles_are_there(door, shared, no_figures):
    said = door(
        "train",
        "--json",
        "--runs",
        "r",
        "data.text=original",
        f"data.originals={shared / 'seeds'}",
        *QUICK,
    )
    run = Run(said.data["run"])
    assert len(run.predictions) == 78
    assert run.config.data.text == "original"


MISTAKES = {
    "a label": (
        "text,label\nthe council met,neutral\nship the shells,PRO\n",
        "my.csv:3: label 'PRO' is not one of anti, neutral, pro; did you mean 'pro'?",
    ),
    "too few groups": (
        pd.DataFrame(
            {
                "text": [f"sentence {i} of the council" for i in range(12)],
                "label": ["pro", "neutral"] * 4 + ["anti", "anti", "pro", "neutral"],
                "document_id": [f"d{i // 2}" for i in range(8)] + ["d4", "d5", "d4", "d5"],
            }
        ).to_csv(index=False),
        "only 2 documents contain 'anti': 5 grouped folds are impossible; at most 2",
    ),
    "a document that is not named": (
        "text,label,document_id\na,pro,x\nb,anti,\nc,neutral,y\n",
        "1 of 3 sentences name no document; name that of all or of none",
    ),
    "one class": ("text,label\na b,pro\nc d,pro\n", "all 2 sentences are 'pro': nothing to tell apart"),
    "no words": (
        "text,label\n" + "".join(f"?,{label}\n" for label in ["pro", "anti"] * 10),
        "the model cannot be fitted on 16 sentences: empty vocabulary; perhaps the documents only contain stop words",
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_what_cannot_be_done_is_one_line_and_code_2(door, what):
    text, message = MISTAKES[what]
    Path("my.csv").write_text(text)
    said = door("train", "--runs", "r", "data.name=table", "data.path=my.csv", "features.characters=null")
    assert (said.code, said.out, said.err.strip()) == (2, "", message)
    assert not Path("r").exists() or not list(Path("r").iterdir())


def test_a_mapped_column_that_is_missing(door, small):
    said = door("train", *small, "data.columns.text=txt")
    assert said.code == 2
    assert said.err == (
        "small.csv: data.columns.text: no column 'txt' (columns: sentence_id, document_id, paragraph, text, label, "
        "actor); did you mean 'text'?\n"
    )


def test_unknown_key_of_a_configuration(door):
    Path("x.yaml").write_text("model: {clas_weight: balanced}")
    said = door("train", "--config", "x.yaml", "model.C=10")
    assert (said.code, said.err) == (2, "x.yaml: model.clas_weight: unknown key; did you mean 'class_weight'?\n")


def test_traceback_only_when_asked(door):
    assert "Traceback" not in door("train", "--config", "nope.yaml").err
    said = door("train", "--config", "nope.yaml", "--traceback")
    assert said.code == 2
    assert "Traceback" in said.err
    assert said.err.strip().splitlines()[-1] == "nope.yaml: no such file"


def test_a_folder_that_cannot_be_written_is_one_line(door, small):
    Path("r").write_text("a file where a folder should be")
    said = door("train", "--runs", "r", *small)
    assert (said.code, said.err.strip()) == (2, "r: File exists")
