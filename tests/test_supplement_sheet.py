"""The supplement's data sheet: its figures are those of the files and of the commands that it names."""

import os
import re

import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from stance import load_config, run_experiment
from stance.auditing import audit
from stance.corpus.schema import STANCES
from tests.conftest import PROJECT

FOLDER = PROJECT / "seeds" / "supplement"
SHEET = (FOLDER / "README.md").read_text(encoding="utf-8")
README = (PROJECT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {"mean": "mean of both", "000": "news article", "004": "opinion piece"}


def rows_of(heading: str) -> list[str]:
    """Return the body of the table whose header begins so."""
    lines = SHEET.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(heading)) + 2
    return lines[start : next(i for i in range(start, len(lines)) if not lines[i].startswith("|"))]


@pytest.fixture(scope="module")
def codings() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "codings.csv", keep_default_na=False)


def kappa_row(name: str, rows: pd.DataFrame) -> str:
    return f"| {name} | {len(rows):,} | {cohen_kappa_score(rows['writer_label'], rows['second_label']):.2f} |"


def test_agreement(codings):
    expected = [kappa_row("all", codings)]
    expected += [kappa_row(genre, rows) for genre, rows in codings.groupby("genre")]
    for stance in STANCES:
        alone = codings[["writer_label", "second_label"]] == stance
        n = int(alone["writer_label"].sum())
        kappa = cohen_kappa_score(alone["writer_label"], alone["second_label"])
        expected.append(f"| {stance} against the rest | {n:,} | {kappa:.2f} |")
    assert rows_of("| agreement of writer") == expected


def test_what_was_dropped(codings):
    counts = codings["outcome"].value_counts()
    expected = [f"| {reason} | {n:,} |" for reason, n in counts.drop("kept").items()]
    assert rows_of("| dropped because") == expected
    assert f"Of {len(codings):,} sentences written, {counts['kept']:,} stayed" in " ".join(SHEET.split())
    assert f"{counts['kept']:,} single sentences" in SHEET


@pytest.fixture(scope="module")
def audited() -> dict:
    return audit(load_config("configs/supplemented.yaml"))


def test_labels_by_genre(audited):
    expected = [
        f"| {genre} | " + " | ".join(str(n[label]) for label in STANCES) + " |"
        for genre, n in audited["genres"].items()
    ]
    assert rows_of("| genre |") == expected


def test_labels_do_not_leak(audited):
    scores = {
        "the 30 most telling words alone": audited["keywords"]["macro_f1"],
        "length alone": audited["length"]["macro_f1"],
        "the model of `configs/supplemented.yaml`": audited["model"]["macro_f1"],
    }
    assert rows_of("| macro-F1 within the supplement") == [
        f"| {name} | {value:.2f} |" for name, value in scores.items()
    ]
    assert scores["the 30 most telling words alone"] < 0.5
    assert scores["length alone"] < 0.5


def effect_rows(comparison: list[dict], features: str) -> list[str]:
    """Lay out a comparison as the data sheet does."""

    def cell(metric: dict) -> str:
        return f"{metric['value']:.2f} ({metric['low']:.2f} to {metric['high']:.2f})"

    rows = []
    for without, with_it in zip(comparison[::2], comparison[1::2], strict=True):
        for document, name in DOCUMENTS.items():
            cells = " | ".join(cell(each["documents"][document]) for each in (without, with_it))
            rows.append(f"| {features} | {without['text']} | {name} | {cells} |")
        errors = " | ".join(f"{each['actors_mean_absolute_error']:.2f}" for each in (without, with_it))
        rows.append(f"| {features} | {without['text']} | actors: error | {errors} |")
    return rows


def effect_of(config: str, tmp_path_factory, *settings: str) -> list[dict]:
    settings = ("evaluation.learning_curve=[]", *settings)
    run = run_experiment(load_config(config, settings), runs=tmp_path_factory.mktemp("supplemented"))
    return run.metrics["supplement"]["comparison"]


def test_the_effect_on_unseen_articles(shared, tmp_path_factory):
    comparison = effect_of("configs/supplemented.yaml", tmp_path_factory, f"data.originals={shared / 'seeds'}")
    rows = effect_rows(comparison, "TF-IDF")
    assert [row for row in rows_of("| features |") if row.startswith("| TF-IDF |")] == rows
    original = {each["supplement"] > 0: each for each in comparison if each["text"] == "original"}
    flat = " ".join(README.split())
    values = [original[supplemented]["documents"]["mean"]["value"] for supplemented in (False, True)]
    mean = original[True]["documents"]["mean"]
    lift = f"from {values[0]:.2f} to {values[1]:.2f} (95% interval {mean['low']:.2f} to {mean['high']:.2f})"
    assert lift in flat
    errors = [original[supplemented]["actors_mean_absolute_error"] for supplemented in (False, True)]
    assert f"from {errors[0]:.2f} to {errors[1]:.2f}" in flat


def test_the_effect_with_embeddings(shared, tmp_path_factory):
    encoder = os.environ.get("STANCE_ENCODER")
    if not encoder:
        pytest.skip("STANCE_ENCODER names no folder with a sentence-transformers model")
    comparison = effect_of(
        "configs/supplemented-embeddings.yaml",
        tmp_path_factory,
        f"data.originals={shared / 'seeds'}",
        f"features.embedding.model={encoder}",
    )
    rows = effect_rows(comparison, "with embedding")
    assert [row for row in rows_of("| features |") if row.startswith("| with embedding |")] == rows


def test_the_recipe_parses():
    import importlib
    import shlex

    commands = [line for block in re.findall(r"```sh\n(.*?)```", SHEET, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 3
    for command in commands:
        _, _, module, *arguments = shlex.split(command)
        args = importlib.import_module(module).parser().parse_intermixed_args(arguments)
        if getattr(args, "overrides", None):
            assert load_config(None, args.overrides)
