"""Benchmark suites: the project's own ones resolve, and every mistake in one is told in a line."""

from pathlib import Path

import pytest
import yaml

from stance import StanceError
from stance.suites import load_suite, local_copy, suite_names, system_config

SUITE = """
title: Shells
source: an invented table
local: shells
metrics: [macro_f1]
systems:
  - {name: plain, config: base.yaml}
  - {name: strong, config: base.yaml, set: {model.C: 10, features.characters: null}}
published:
  - {name: oracle, part: test, figures: {macro_f1: 0.9}, source: a book}
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write s.yaml and base.yaml into folders of the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("suites").mkdir()
    Path("suites/base.yaml").write_text("model: {C: 3.0}\nevaluation: {bootstrap: 500}")

    def _write(text: str = SUITE) -> str:
        Path("suites/s.yaml").write_text(text, encoding="utf-8")
        return "suites/s.yaml"

    return _write


def configs(name, **options):
    suite = load_suite(name)
    return {system.name: system_config(name, system, **options) for system in suite.systems}


@pytest.mark.parametrize("name", suite_names())
def test_every_suite_of_the_project_resolves(name):
    suite = load_suite(name)
    made = configs(name)
    assert len({config.digest() for config in made.values()}) == len(suite.systems)
    assert all(each.source for each in suite.published)
    assert all(0 <= value <= 1 for each in suite.published for value in each.figures.values())


def test_the_settings_of_a_system_stand_above_its_configuration(write):
    made = configs(write())
    assert (made["plain"].model.C, made["strong"].model.C) == (3.0, 10.0)
    assert made["plain"].features.characters is not None
    assert made["strong"].features.characters is None
    assert made["strong"].evaluation.bootstrap == 500


def test_overrides_stand_above_all_and_reach_every_system(write):
    made = configs(write(), overrides=["model.C=0.5"])
    assert {config.model.C for config in made.values()} == {0.5}
    assert made["strong"].features.characters is None


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("data", {"name": "hub", "path": "yes: [no, # 1"}, lambda config: config.data.path),
        ("data", {"name": "hub", "path": "1.0"}, lambda config: config.data.path),
        ("data", {"name": "hub", "path": "ü  " * 60 + "x"}, lambda config: config.data.path),
        ("model.C", 1e-05, lambda config: config.model.C),
        ("features.mask_actors", True, lambda config: config.features.mask_actors),
        ("features.characters", None, lambda config: config.features.characters),
        ("features.words.ngram_range", [1, 3], lambda config: list(config.features.words.ngram_range)),
        ("features", {"words": {"min_df": 4}}, lambda config: {"words": {"min_df": config.features.words.min_df}}),
    ],
)
def test_a_setting_means_what_it_says_in_the_file(write, key, value, found):
    raw = yaml.safe_load(SUITE)
    raw["systems"] = [{"name": "x", "config": "base.yaml", "set": {key: value}}]
    config = configs(write(yaml.safe_dump(raw, allow_unicode=True)))["x"]
    wanted = value["path"] if key == "data" else value
    assert found(config) == wanted


def test_the_encoder_is_looked_up_in_a_folder_by_systems_that_have_one_only(write):
    name = write(SUITE.replace("features.characters: null", "features.embedding: {weight: 0.5}"))
    made = configs(name, embedding="minilm")
    assert made["plain"].features.embedding is None
    assert (made["strong"].features.embedding.model, made["strong"].features.embedding.weight) == ("minilm", 0.5)


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("features.embedding", [{"weight": 0.5}, None]),
        ("features.embedding", [{"model": "hub/other"}]),
        ("features.embedding.weight", [0.5, 2.0]),
        ("features.embedding.model", ["hub/one", "hub/other"]),
        ("features", [{"embedding": {"weight": 0.5}}, {"words": {"min_df": 2}}]),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_the_encoder_reaches_what_a_grid_chooses_among(write, key, values, several):
    grid = {key: values, "model.C": [1]}
    system = {"name": "x", "config": "base.yaml", "set": {"selection.grid": [grid] if several else grid}}
    name = write(yaml.safe_dump({**yaml.safe_load(SUITE), "systems": [system]}))
    before, after = (configs(name, **more)["x"] for more in ({}, {"embedding": "minilm"}))
    assert {config.features.embedding.model for _, config in after.points() if config.features.embedding} == {"minilm"}
    with_embedding = [
        {config.features.embedding.weight if config.features.embedding else None for _, config in each.points()}
        for each in (before, after)
    ]
    assert with_embedding[0] == with_embedding[1]
    assert after.features.embedding is None


def test_the_encoder_reaches_overrides_and_leaves_a_folder_that_they_name(write, tmp_path):
    made = configs(write(), embedding="minilm", overrides=["features.embedding={weight: 0.5}"])
    assert {config.features.embedding.model for config in made.values()} == {"minilm"}
    (tmp_path / "own").mkdir()
    made = configs(write(), embedding="minilm", overrides=["features.embedding.model=own"])
    assert {config.features.embedding.model for config in made.values()} == {str(tmp_path / "own")}


def test_an_encoder_beside_is_named_from_anywhere(write, tmp_path):
    (tmp_path / "minilm").mkdir()
    made = configs(write(SUITE.replace("features.characters: null", "features.embedding: {}")), embedding="minilm")
    assert made["strong"].features.embedding.model == str(tmp_path / "minilm")


def test_local_data(write, tmp_path):
    name = write()
    suite = load_suite(name)
    assert local_copy(suite, None) is None
    assert local_copy(suite.model_copy(update={"local": None}), tmp_path) is None
    with pytest.raises(StanceError, match=r"^shells: no such file or folder; it should hold the data of: Shells$"):
        local_copy(suite, tmp_path)
    (tmp_path / "shells").mkdir()
    assert local_copy(suite, tmp_path) == tmp_path / "shells"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("local: shells", "lokal: shells", "lokal: unknown key; did you mean 'local'?"),
        ("title: Shells", "", "title: missing; it must be given"),
        ("[macro_f1]", "[]", "metrics: empty; there should be one or more"),
        ("part: test", "part: exam", "published.0.part: 'exam' is not one of test, validation, cross-validation"),
        ("figures: {macro_f1: 0.9}", "figures: {}", "published.0: figures and by_target cannot both be empty"),
        (
            "figures: {macro_f1: 0.9}",
            "figures: {macro_f2: 0.9}",
            "published.0.figures: 'macro_f2' is no metric of this suite; did you mean 'macro_f1'?",
        ),
        ("0.9", ".nan", "published.0.figures.macro_f1: nan should be a finite number"),
        (", source: a book", "", "published.0.source: missing; it must be given"),
        ("name: oracle", "name: plain", "two rows are called 'plain': each needs its own name"),
        ("title: Shells", "title: Shells\ntitle: Guns", "title: given twice, in lines 2 and 3"),
    ],
)
def test_a_mistake_in_a_suite_is_told_with_file_and_key(write, old, new, said):
    with pytest.raises(StanceError) as caught:
        load_suite(write(SUITE.replace(old, new)))
    assert str(caught.value).startswith(f"suites/s.yaml: {said}")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("model.C: 10", "model.c: 10", "suites/s.yaml: strong: model.c: unknown key; did you mean 'C'?"),
        (
            "plain, config: base.yaml",
            "plain, config: none.yaml",
            "suites/s.yaml: plain: suites/none.yaml: no such file",
        ),
    ],
)
def test_a_system_that_cannot_be_configured_is_told_by_its_name(write, old, new, said):
    with pytest.raises(StanceError) as caught:
        configs(write(SUITE.replace(old, new)))
    assert str(caught.value) == said


def test_an_override_that_is_wrong_is_the_command_lines_fault(write):
    with pytest.raises(StanceError, match=r"^suites/s.yaml: plain: command line: model.c: unknown key"):
        configs(write(), overrides=["model.c=1"])


def test_a_suite_that_is_not_there():
    with pytest.raises(StanceError, match=r"^no suite is called 'seds'; did you mean 'seeds'\?; there are .*seeds"):
        load_suite("seds")
    with pytest.raises(StanceError, match=r"^nowhere.yaml: no such file$"):
        load_suite("nowhere.yaml")
