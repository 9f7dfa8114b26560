"""The benchmark of coverage simulates what its docstring says, from a table of invented sentences."""

import argparse
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "actor_coverage.py"
STANCES = ["anti", "neutral", "pro"]


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("actor_coverage", BENCHMARK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def half():
    """Held-out sentences: 60 anti, 40 pro, none neutral."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.dirichlet([1, 1, 1], 100), columns=[f"p_{each}" for each in STANCES])
    return frame.assign(gold=["anti"] * 60 + ["pro"] * 40)


def options(**given):
    plain = {"documents": 1, "correlation": 0.25, "scattered": False, "uncertain": False, "estimand": "corpus"}
    return argparse.Namespace(**{**plain, **given})


def test_it_runs_on_a_small_table(table):
    arguments = ["--simulations", "2", "--budgets", "a5,o50", "--estimand", "tendency", "--json"]
    command = [sys.executable, str(BENCHMARK), str(table), *arguments]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert found["budgets"] == ["a5", "o50"]
    rows = {(row["budget"], row["method"]): row for row in found["results"]}
    assert len(rows) == 8
    assert all(row["estimates"] == 50 for row in rows.values())  # 2 simulations of 25 actors
    assert all(0 <= row["coverage"] <= 1 for row in rows.values())
    assert rows["a5", "classify_and_count"]["shares"] is None
    assert rows["a5", "stacked"]["width"] < rows["o50", "stacked"]["width"]


def test_the_table_is_for_reading(benchmark, table, capsys):
    benchmark.main([str(table), "--simulations", "1", "--budgets", "a5", "--documents", "3"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["coverage", "shares", "rmse", "width", "estimates"]
    assert [line.split()[-6] for line in lines[2:]] == ["stacked", "labels_only", "ppi", "classify_and_count"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--budgets", "5"], "'5' is no budget"),
        (["--correlation", "0"], "--correlation lies between 0 and 1"),
        (["--target", "treaty"], "no sentence has the target 'treaty'"),
        (["--labels", "pro=for"], "'for'"),
    ],
)
def test_what_cannot_be_is_said(benchmark, table, arguments, message, capsys):
    with pytest.raises(SystemExit) as raised:
        benchmark.main([str(table), *arguments])
    assert raised.value.code == 2
    assert message in capsys.readouterr().err


def test_actors_speak_as_their_shares_say(benchmark, half):
    frame, shares = benchmark.draw_actors(half, options(), np.random.default_rng(1))
    sizes = frame["actor"].value_counts()
    assert len(sizes) == 25
    assert sizes.between(5, 100).all()
    assert (shares[:, 1] == 0).all()  # no sentence of the table is neutral
    realised = pd.crosstab(frame["actor"], frame["gold"], normalize="index")["pro"]
    assert np.corrcoef(realised, shares[:, 2])[0, 1] > 0.9
    assert frame["document_id"].is_unique


def test_labels_of_a_document_hang_together(benchmark, half):
    together = []
    for seed in range(15):
        frame, shares = benchmark.draw_actors(half, options(documents=4, correlation=0.4), np.random.default_rng(seed))
        share = shares[frame["actor"].str[-2:].astype(int), 2]
        spread = np.sqrt(share * (1 - share))
        frame["residual"] = ((frame["gold"] == "pro") - share) / np.where(spread > 0.05, spread, np.inf)
        for _, residual in frame.groupby("document_id")["residual"]:
            pairs = np.outer(residual, residual)[np.triu_indices(len(residual), 1)]
            together.append(pairs)
    assert np.concatenate(together).mean() == pytest.approx(0.4, abs=0.06)


def test_whole_documents_are_labelled(benchmark, half):
    given = options(documents=5)
    frame, _ = benchmark.draw_actors(half, given, np.random.default_rng(2))
    for budget, groups in (("a10", frame["actor"]), ("o100", pd.Series("all", frame.index))):
        drawn = benchmark.draw_labels(frame, budget, given, np.random.default_rng(3)) > 0
        assert (pd.Series(drawn).groupby(frame["document_id"]).nunique() == 1).all()
        documents = frame["document_id"][drawn].groupby(groups[drawn]).nunique()
        there = frame["document_id"].groupby(groups).nunique()
        assert (documents == np.minimum(int(budget[1:]) // 5, there)).all()


def test_doubtful_sentences_are_drawn_more_often_with_the_probability_that_is_told(benchmark, half):
    frame, _ = benchmark.draw_actors(half, options(), np.random.default_rng(4))
    chances = [
        benchmark.draw_labels(frame, "o60", options(uncertain=True), np.random.default_rng(i)) for i in range(50)
    ]
    drawn = np.array(chances) > 0
    assert drawn.sum(axis=1).mean() == pytest.approx(60, abs=3)
    told = np.max(chances, axis=0)
    often = told > 0
    assert drawn.mean(axis=0)[often].mean() == pytest.approx(told[often].mean(), rel=0.1)
    doubt = 1 - frame[[f"p_{each}" for each in STANCES]].max(axis=1)
    assert np.corrcoef(doubt[often], told[often])[0, 1] > 0.99
