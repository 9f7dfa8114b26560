"""``python -m stance.predict``."""

from pathlib import Path

import pandas as pd
import pytest

from stance import Run, score


@pytest.fixture
def texts(tmp_path) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "text": ["Arvania must ship the shells", "Belmark condemned the delivery", "the report has forty pages"],
            "mine": [1, 2, 3],
        }
    )
    frame.to_csv(tmp_path / "new.csv", index=False)
    return frame


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl"])
def test_a_table_is_scored(door, run, texts, ending):
    said = door("predict", run, "new.csv", "--out", f"out.{ending}")
    assert said.code == 0
    assert said.out == ("3 sentences: 1 anti, 1 neutral, 1 pro (counted, uncalibrated)\n" + f"written: out.{ending}\n")
    read = {"parquet": pd.read_parquet, "csv": pd.read_csv, "jsonl": lambda path: pd.read_json(path, lines=True)}
    out = read[ending](f"out.{ending}")
    assert list(out["text"]) == list(texts["text"])
    assert list(out["predicted"]) == ["pro", "anti", "neutral"]
    assert list(out["mine"].astype(int)) == [1, 2, 3]
    assert out[["p_anti", "p_neutral", "p_pro"]].sum(axis=1).sub(1).abs().max() < 3e-6


def test_json(door, run, texts):
    assert door("predict", run, "new.csv", "--out", "out.csv", "--json").data == {
        "out": "out.csv",
        "sentences": 3,
        "predicted": {"anti": 1, "neutral": 1, "pro": 1},
    }


def test_the_text_may_have_another_column(door, run, texts):
    texts.rename(columns={"text": "sentence"}).to_csv("other.csv", index=False)
    assert door("predict", run, "other.csv", "--text", "sentence", "--out", "out.parquet").code == 0
    assert list(pd.read_parquet("out.parquet")["text"]) == list(texts["text"])


def statements() -> str:
    return (
        '{"sentence_id": "s1", "text": "Arvania and Belmark must ship the shells", "actor": "Arvania"}\n'
        '{"sentence_id": "s1", "text": "Arvania and Belmark must ship the shells", "actor": "Belmark"}\n'
        '{"sentence_id": "s2", "text": "the report has forty pages"}\n'
    )


@pytest.mark.parametrize("kind", [[], ["--as", "statements"]])
def test_statements_that_share_a_sentence_are_one_row(door, run, kind):
    Path("s.jsonl").write_text(statements())
    assert door("predict", run, "s.jsonl", *kind, "--out", "out.parquet").code == 0
    out = pd.read_parquet("out.parquet")
    assert list(out["sentence_id"]) == ["s1", "s2"]
    actors = [[statement["actor"] for statement in each] for each in out["statements"]]
    assert actors == [["Arvania", "Belmark"], []]


def test_statements_as_a_table_are_refused_because_ids_repeat(door, run):
    Path("s.jsonl").write_text(statements())
    said = door("predict", run, "s.jsonl", "--as", "table", "--out", "out.parquet")
    assert (said.code, said.err) == (2, "s.jsonl:2: sentence_id 's1' stands already in s.jsonl:1\n")
    assert not Path("out.parquet").exists()


def test_scores_are_those_of_the_python_function(door, run, texts):
    door("predict", run, "new.csv", "--out", "out.parquet")
    columns = ["predicted", "p_anti", "p_neutral", "p_pro"]
    expected = score(Run(run), texts)
    assert pd.read_parquet("out.parquet")[columns].to_dict("list") == expected[columns].to_dict("list")


def test_scoring_again_replaces_old_predictions(run, texts):
    once = score(Run(run), texts)
    assert score(Run(run), once).equals(once)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["new.csv", "--out", "out.xlsx"], "out.xlsx: should end in .parquet, .csv, .jsonl"),
        (["new.csv", "--out", "nowhere/out.csv"], "nowhere: no such folder"),
        (["gone.csv", "--out", "out.csv"], "gone.csv: no such file"),
        (
            ["new.csv", "--text", "txt", "--out", "out.csv"],
            "new.csv: data.columns.text: no column 'txt' (columns: text, mine); did you mean 'text'?",
        ),
    ],
)
def test_what_cannot_be_done(door, run, texts, arguments, message):
    said = door("predict", run, *arguments)
    assert (said.code, said.out, said.err) == (2, "", message + "\n")


def test_a_failed_prediction_leaves_the_old_file_whole(door, run, texts):
    Path("out.csv").write_text("precious")
    Path("bad.csv").write_text("text\n\0\n")
    assert door("predict", run, "bad.csv", "--out", "out.csv").code == 2
    assert Path("out.csv").read_text() == "precious"


def test_out_is_required(door, run):
    said = door("predict", run, "new.csv")
    assert said.code == 2
    assert said.err.startswith("python -m stance.predict: the following arguments are required: --out")


def test_what_is_scored_is_never_overwritten(door, run, texts):
    before = Path("new.csv").read_text()
    said = door("predict", run, "new.csv", "--out", "new.csv")
    assert (said.code, said.err) == (2, "new.csv: --out would overwrite what is scored; name another file\n")
    assert Path("new.csv").read_text() == before


def test_json_lines_that_hold_statements_keep_them(door, run):
    line = '{"text": "ship the shells", "statements": [{"actor": "Arvania", "stance": "pro"}]}\n'
    Path("s.jsonl").write_text(line)
    assert door("predict", run, "s.jsonl", "--out", "out.jsonl").code == 0
    assert door("predict", run, "out.jsonl", "--out", "again.parquet").code == 0
    assert pd.read_parquet("again.parquet")["statements"][0].tolist() == [{"actor": "Arvania", "stance": "pro"}]
