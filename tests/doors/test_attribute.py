"""``python -m stance.attribute``."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from tests.attribution.reading import write_marked

TEXT = "Jane Roe, the mayor, said that the dam must go. “It was a folly,” she added.\nIt rained. Arvania rejected it.\n"


@pytest.fixture
def article(door, tmp_path):
    (tmp_path / "dam.txt").write_text(TEXT, encoding="utf-8")
    return "dam.txt"


def rows(path="out.jsonl"):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


def test_an_article_becomes_statements(door, article):
    said = door("attribute", article, "--out", "out.jsonl")
    assert (said.code, said.err) == (0, "")
    assert said.out == (
        "1 article, 4 sentences: 3 statements of 2 actors\n     2  Jane Roe\n     1  Arvania\nwritten: out.jsonl\n"
    )
    assert [(row["actor"], row["kind"]) for row in rows()] == [
        ("Jane Roe", "indirect"),
        ("Jane Roe", "direct"),
        ("Arvania", "act"),
    ]


def test_json_is_one_object(door, article):
    said = door("attribute", article, "gone.txt", "--out", "out.jsonl", "--json")
    assert said.code == 2
    assert said.out.count("\n") == 1
    assert said.data == {
        "out": "out.jsonl",
        "articles": 1,
        "sentences": 4,
        "statements": 3,
        "actors": {"Jane Roe": 2, "Arvania": 1},
        "problems": ["gone.txt: no such file"],
        "notes": [],
    }


def test_what_cannot_be_read_is_named_and_the_exit_code_says_so(door, article):
    Path("empty.txt").write_text("")
    said = door("attribute", "empty.txt", article, "gone.txt", "--out", "out.jsonl")
    assert (said.code, said.err) == (2, "empty.txt: empty\ngone.txt: no such file\n")
    assert "could not be read: 2\n" in said.out
    assert {row["document_id"] for row in rows()} == {"dam"}


def test_every_sentence(door, article):
    assert door("attribute", article, "--every-sentence", "--out", "out.jsonl").code == 0
    assert [row["kind"] for row in rows()] == ["indirect", "direct", None, "act"]


def test_parquet(door, article):
    assert door("attribute", article, "--out", "out.jsonl").code == 0
    assert door("attribute", article, "--out", "out.parquet").code == 0
    import pyarrow.parquet as pq

    assert pq.read_table("out.parquet").to_pylist() == rows()


def test_two_jobs(door, article):
    door("attribute", article, "--out", "one.jsonl")
    assert door("attribute", article, "--jobs", "2", "--out", "two.jsonl").code == 0
    assert rows("one.jsonl") == rows("two.jsonl")


def test_standard_input(door, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert door("attribute", "-", "--out", "out.jsonl", "--texts", "texts").code == 0
    assert {row["document_id"] for row in rows()} == {"stdin"}
    assert Path("texts/stdin.txt").read_text(encoding="utf-8") == TEXT


def test_metadata(door, article):
    Path("meta.csv").write_text("file,date,genre,authors\ndam.txt,2023-05-31,opinion,Ada Lark\n")
    assert door("attribute", article, "--metadata", "meta.csv", "--out", "out.jsonl").code == 0
    assert [(row["actor"], row["kind"], row["date"]) for row in rows()][2] == ("Ada Lark", "authorial", "2023-05-31")


def test_review_and_aliases(door, article):
    assert door("attribute", article, "--out", "out.jsonl", "--review", "actors.csv").code == 0
    table = pd.read_csv("actors.csv", dtype=str)
    table["canonical"] = table["canonical"].replace("Jane Roe", "J. Roe")
    table.to_csv("actors.csv", index=False)
    assert door("attribute", article, "--out", "out.jsonl", "--aliases", "actors.csv").code == 0
    assert [row["actor"] for row in rows()] == ["J. Roe", "J. Roe", "Arvania"]


def test_an_alias_table_that_is_wrong_is_one_line(door, article):
    Path("actors.csv").write_text("alias,cannonical\nx,y\n")
    said = door("attribute", article, "--out", "out.jsonl", "--aliases", "actors.csv")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("actors.csv: unknown column 'cannonical'; did you mean 'canonical'?")
    assert said.err.count("\n") == 1


def test_encoding(door):
    Path("old.txt").write_bytes("Ärnold Pö said that the dam was “safe”.".encode("cp1252"))
    assert door("attribute", "old.txt", "--encoding", "cp1252", "--out", "out.jsonl").code == 0
    assert [row["actor"] for row in rows()] == ["Ärnold Pö"]
    said = door("attribute", "old.txt", "--encoding", "nonsense", "--out", "new.jsonl")
    assert said.code == 2
    assert "nonsense" in said.err.splitlines()[0]
    assert said.err.splitlines()[1:] == ["no article could be read"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["dam.txt", "--out", "out.csv"], "out.csv: statements are written to .jsonl or .parquet"),
        (["dam.txt", "--out", "nowhere/out.jsonl"], "nowhere: no such folder"),
        (["dam.txt", "--out", "out.jsonl", "--jobs", "0"], "--jobs 0: at least 1"),
        (["--out", "out.jsonl"], "no articles named; name files, folders, or - for standard input"),
        (["dam.txt", "--out", "out.jsonl", "--scorer", "gone.skops"], "gone.skops: no such file"),
        (
            ["dam.txt", "--out", "out.jsonl", "--scorer", "dam.txt"],
            "dam.txt: not a skops file, or cut short: refused",
        ),
        (["--fit", "nowhere", "--out", "s.skops"], None),
        (["--fit", ".", "--out", "nowhere/s.skops"], "nowhere: no such folder"),
    ],
)
def test_what_cannot_be_done_is_one_line(door, article, arguments, message):
    said = door("attribute", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert message is None or said.err == message + "\n"
    assert sorted(path.name for path in Path().iterdir()) == ["dam.txt"]


@pytest.mark.parametrize("option", ["--jobs=x", "--job=2", "--nope"])
def test_wrong_options_are_one_line(door, article, option):
    said = door("attribute", article, "--out", "out.jsonl", option)
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert said.err.startswith("python -m stance.attribute: ")


def test_out_is_required(door, article):
    assert "required: --out" in door("attribute", article).err


def test_help_has_examples(door):
    said = door("attribute", "--help")
    assert said.code == 0
    assert "--review actors.csv" in said.out.split("examples:\n")[1]


def test_a_scorer_is_fitted_and_used(door, tmp_path):
    write_marked(tmp_path / "marked")
    said = door("attribute", "--fit", "marked", "--out", "scorer.skops")
    assert (said.code, said.err) == (0, "")
    assert said.out.endswith("written: scorer.skops\n")
    said = door("attribute", "marked/text", "--scorer", "scorer.skops", "--out", "out.jsonl")
    assert said.code == 0
    assert {row["actor"] for row in rows()} == {"Jane Roe", "Richard Doe", "Mary Poe", "Ann Loe"}
    assert all(0 < row["score"] < 1 for row in rows() if row["cue"])


def test_fit_on_marks_that_are_wrong(door, tmp_path):
    folder = write_marked(tmp_path / "marked")
    (folder / "attributions" / "a03_x.ann").write_text("T1\tSource nonsense\tx\n")
    Path("scorer.skops").write_text("precious")
    said = door("attribute", "--fit", "marked", "--out", "scorer.skops")
    assert (said.code, said.out) == (2, "")
    assert said.err == ("marked/attributions/a03_x.ann:1: not brat's stand-off format: 'T1\\tSource nonsense\\tx'\n")
    assert Path("scorer.skops").read_text() == "precious"


def test_it_runs_as_a_module_and_prints_nothing_else(article, tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "stance.attribute", article, "--out", "out.jsonl", "--json"],
        capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert json.loads(answer.stdout)["statements"] == 3
    assert answer.stderr == ""


def test_a_killed_run_leaves_the_old_file_whole(article, tmp_path):
    (tmp_path / "out.jsonl").write_text("precious")
    code = (
        "import os, sys, stance.attributing as a\n"
        "def die(*args): os.kill(os.getpid(), 9)\n"
        "a._count = die\n"
        "a.attribute_articles(['dam.txt'], 'out.jsonl')\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert answer.returncode == -9
    assert (tmp_path / "out.jsonl").read_text() == "precious"
