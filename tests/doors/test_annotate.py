"""Drawing sentences to label and measuring agreement, as a user does."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from stance.corpus.tables import write_table
from stance.corpus.validation import validate

STANCES = ["anti", "neutral", "pro"]
USELESS = "--plan draws nothing and compares designs: leave out --out, --labelled and --by"


@pytest.fixture
def predictions(tmp_path):
    """Predictions of 80 sentences of four actors and of nobody, as a door writes them."""
    rng = np.random.default_rng(0)
    proba = rng.dirichlet([1, 1, 1], 80)
    frame = pd.DataFrame(
        {
            "sentence_id": [f"{i:03d}" for i in range(80)],
            "document_id": [f"d{i // 5}" for i in range(80)],
            "text": [f"Sentence {i}, said in Arvania." for i in range(80)],
            "actor": [[None, "Ilse Brandt", "Ada Okoro", "Belmark", "Belmark"][i % 5] for i in range(80)],
            "predicted": [STANCES[i] for i in proba.argmax(axis=1)],
            **{f"p_{stance}": proba[:, i] for i, stance in enumerate(STANCES)},
        }
    )
    path = tmp_path / "predictions.parquet"
    write_table(validate(frame, labelled=False), path)
    return path


def changed(predictions, name, **columns):
    """Write the predictions with other columns to a file of this name."""
    frame = pd.read_parquet(predictions)
    for column, value in columns.items():
        frame[column] = value
    write_table(frame, predictions.with_name(name))
    return name


def fill_in(path, seed=0):
    table = pd.read_csv(path, dtype=str)
    table["label"] = np.random.default_rng(seed).choice(STANCES, len(table))
    table.to_csv(path, index=False)
    return table


def coders(tmp_path, units=40):
    """Write the labels of two coders, who differ in every fifth sentence."""
    for name, shift in (("ada", 0), ("ben", 1)):
        labels = [STANCES[(i + shift * (i % 5 == 0)) % 3] for i in range(units)]
        rows = {"sentence_id": [f"{i:03d}" for i in range(units)], "text": "Arvania.", "label": labels}
        pd.DataFrame(rows).to_csv(tmp_path / f"{name}.csv", index=False)


def test_a_sample_is_drawn_filled_in_and_goes_on(door, predictions, tmp_path):
    said = door("annotate", "sample", predictions, "--n", 10, "--by", "actor", "--out", "first.csv")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[:2] == [
        "10 sentences drawn at random of 80, the same number from each actor as nearly as can be (seed 0)",
        "actors in the sample: 3 of 3",
    ]
    first = pd.read_csv("first.csv", dtype=str)
    assert list(first) == ["sentence_id", "document_id", "target", "text", "actor", "label", "sample_prob"]
    assert sorted(first["actor"].value_counts()) == [3, 3, 4]
    filled = fill_in("first.csv")
    again = door("annotate", "sample", predictions, "--n", 10, "--out", "first.csv")
    assert (again.code, again.out) == (2, "")
    assert again.err == (
        "first.csv: 10 labels have been filled in; name another file (with --labelled first.csv it takes them over)\n"
    )
    more = door("annotate", "--json", "sample", predictions, "--n", 6, "--labelled", "first.csv", "--out", "more.csv")
    assert more.data == {
        "out": "more.csv",
        "sentences": 80,
        "drawn": 6,
        "drawn_before": 10,
        "design": "simple random",
        "seed": 0,
        "actors": 3,
        "actors_drawn": 3,
    }
    both = pd.read_csv("more.csv", dtype=str)
    assert both["sentence_id"].is_unique
    assert both["label"].tolist()[:10] == filled["label"].tolist()
    assert both["label"][10:].isna().all()


def test_a_table_without_labels_is_replaced_and_other_files_are_not(door, predictions, tmp_path):
    options = ["annotate", "sample", predictions, "--out"]
    assert door(*options, "a.csv", "--n", 5).code == 0
    assert door(*options, "a.csv", "--n", 6, "--seed", 3).code == 0
    assert len(pd.read_csv("a.csv")) == 6
    before = predictions.read_bytes()
    said = door(*options, predictions, "--n", 6)
    assert (said.code, predictions.read_bytes()) == (2, before)
    assert said.err == "predictions.parquet: is there already, and is no table to fill in; name another file\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--n", 5], "name how many and where, as in --n 100 --out to_label.csv; --plan says how many are enough"),
        (["--n", 500, "--out", "a.csv"], "n is 500, but only 80 sentences are left to draw"),
        (["--n", 5, "--out", "a.txt"], "a.txt: should end in .parquet, .csv, .jsonl"),
        (["--n", 5, "--out", "a.csv", "--labelled", "none.csv"], "none.csv: no such file"),
        (["--plan", "--out", "a.csv"], USELESS),
        (["--plan", "--by", "actor"], USELESS),
        (["--plan", "--n", 0], "n is 0; plan for one label at least"),
        (["--plan", "--n", 1000], "only 80 sentences: no plan for 1000"),
    ],
)
def test_what_cannot_be_drawn_is_one_line(door, predictions, tmp_path, options, message):
    said = door("annotate", "sample", predictions, *options)
    assert (said.code, said.out, said.err) == (2, "", message + "\n")
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("split", ["out_of_fold", "test"])
@pytest.mark.parametrize("options", [["--n", 5, "--out", "a.csv"], ["--plan"]])
def test_sentences_that_trained_the_classifier_are_not_drawn(door, predictions, tmp_path, split, options):
    path = changed(predictions, "own.parquet", split=split, label="pro")
    said = door("annotate", "sample", path, *options)
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        "own.parquet: these sentences trained the classifier: predict others, "
        "or read the gold shares in the run's report\n"
    )
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize("values", [(float("nan"), 0.5, 0.5), (1.5, -0.25, -0.25), (0.5, 0.5, 0.25)])
@pytest.mark.parametrize(("name", "place"), [("bad.csv", "bad.csv:4"), ("bad.parquet", "bad.parquet: row 3")])
@pytest.mark.parametrize("options", [["--n", 5, "--out", "a.csv"], ["--plan"]])
def test_wrong_probabilities_are_not_drawn(door, predictions, tmp_path, values, name, place, options):
    proba = pd.read_parquet(predictions)[["p_anti", "p_neutral", "p_pro"]]
    proba.iloc[2] = values
    said = door("annotate", "sample", changed(predictions, name, **proba), *options)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"{place}: p_anti, p_neutral, p_pro are ")
    assert said.err.endswith("; each must be 0 to 1 and together 1\n")
    assert not (tmp_path / "a.csv").exists()


def test_without_any_actor_a_sample_by_actor_is_said_to_be_simple(door, predictions):
    path = changed(predictions, "nobody.parquet", statements=[[]] * 80, actor=None)
    options = ["annotate", "sample", path, "--n", 5, "--by", "actor", "--out", "a.csv"]
    assert door(*options).out.splitlines()[:2] == [
        "5 sentences drawn at random of 80 (seed 0)",
        "no sentence has an actor: a simple random sample was drawn",
    ]
    assert door(*options, "--json").data["design"] == "simple random"


def test_the_plan_says_widths_and_what_it_assumes(door, predictions):
    said = door("annotate", "sample", predictions, "--plan", "--n", 30)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "95% intervals of net stance, 3 actors"
    assert [line.split()[0] for line in lines[2:6]] == ["30", "30", "50", "50"]
    assert "this assumes that they are about right" in said.out
    plan = door("annotate", "sample", predictions, "--plan", "--json").data["plan"]
    assert [(row["labels"], row["design"]) for row in plan] == [(50, "simple random"), (50, "by actor")]
    # by actor, the 16 sentences of two of the three are all labelled
    assert plan[0]["median_width"] > plan[1]["median_width"] == 0


def test_agreement_of_two_coders(door, tmp_path):
    coders(tmp_path)
    said = door("annotate", "agreement", "ada.csv", "ben.csv", "--out", "differ.csv")
    assert said.code == 0
    assert said.out.startswith("2 coders, 40 sentences labelled twice or more\nKrippendorff's alpha (nominal): 0.")
    assert "8 disagreements, written: differ.csv" in said.out
    differ = pd.read_csv("differ.csv", dtype=str)
    assert differ["sentence_id"].tolist() == [f"{i:03d}" for i in range(0, 40, 5)]
    assert differ[["label_ada", "label_ben"]].iloc[0].tolist() == ["anti", "neutral"]
    data = door("annotate", "agreement", "ada.csv", "ben.csv", "--json").data
    assert (data["overall"]["units"], data["pairs"][0]["same"], len(data["disagreements"])) == (40, 0.8, 8)


def test_one_table_with_coders_says_the_same_as_one_each(door, tmp_path):
    coders(tmp_path)
    tables = [pd.read_csv(f"{name}.csv", dtype=str).assign(coder=name) for name in ("ada", "ben")]
    pd.concat(tables).to_csv("all.csv", index=False)
    options = ["annotate", "agreement", "--json"]
    assert door(*options, "all.csv").data == door(*options, "ada.csv", "ben.csv").data


def test_too_few_sentences_labelled_twice_are_refused(door, tmp_path):
    coders(tmp_path, units=12)
    said = door("annotate", "agreement", "ada.csv", "ben.csv")
    assert (said.code, said.out) == (2, "")
    assert said.err == "only 12 sentences are labelled twice; agreement needs 30 at least\n"


def test_a_single_coder_and_a_misspelt_label_are_one_line(door, tmp_path):
    coders(tmp_path)
    said = door("annotate", "agreement", "ada.csv")
    assert said.err == "ada.csv: one table without a column 'coder'; name those of other coders, too\n"
    said = door("annotate", "agreement", "ada.csv", "ben.csv", "--out", "ben.csv")
    assert said.err == "ben.csv: --out would overwrite a coder's labels; name another file\n"
    (tmp_path / "ben.csv").write_text("sentence_id,label\n001,neutrl\n")
    said = door("annotate", "agreement", "ada.csv", "ben.csv")
    assert said.err == "ben.csv:2: label 'neutrl' is not one of anti, neutral, pro; did you mean 'neutral'?\n"


@pytest.mark.parametrize("command", ["sample", "agreement"])
def test_each_command_explains_itself(door, command):
    said = door("annotate", command, "--help")
    assert said.code == 0
    assert said.out.startswith(f"usage: python -m stance.annotate {command} ")
    examples = said.out.split("examples:\n")[1].splitlines()
    assert all(line.startswith(f"  python -m stance.annotate {command} ") for line in examples)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        ([], "python -m stance.annotate: the following arguments are required: COMMAND"),
        (["smaple", "x"], "python -m stance.annotate: argument COMMAND: invalid choice: 'smaple'"),
        (["sample", "x", "--nope"], "python -m stance.annotate: unrecognized arguments: --nope"),
        (["sample"], "python -m stance.annotate sample: the following arguments are required: PREDICTIONS"),
        (["agreement", "--o", "x", "y"], "python -m stance.annotate: unrecognized arguments: --o"),
    ],
)
def test_wrong_arguments_are_one_line(door, argv, message):
    said = door("annotate", *argv)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(message)
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("argv", [["--traceback", "sample", "x.csv"], ["sample", "x.csv", "--traceback"]])
def test_traceback_may_stand_on_either_side_of_the_command(door, argv):
    said = door("annotate", *argv, "--n", 3, "--out", "a.csv")
    assert said.code == 2
    assert said.err.startswith("Traceback")
    assert said.err.endswith("\nx.csv: no such file\n")


def test_the_door_runs_as_a_module():
    answer = subprocess.run(
        [sys.executable, "-m", "stance.annotate", "--help"], capture_output=True, text=True, check=True
    )
    assert "python -m stance.annotate sample predictions.parquet --n 100" in answer.stdout
