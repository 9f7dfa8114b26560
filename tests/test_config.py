"""Configurations: what loads, what overrides do, and what every mistake is told."""

from pathlib import Path

import pytest
import yaml

from stance import StanceError, load_config
from stance.config import PROJECT, load_sweep
from stance.corpus.hub import HubConfig
from stance.corpus.seeds import SeedsConfig
from stance.corpus.tables import TableConfig
from stance.models.estimators import LinearSVMConfig, LogisticRegressionConfig


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write x.yaml into the working directory and return its name."""
    monkeypatch.chdir(tmp_path)

    def _write(text: str, name: str = "x.yaml") -> str:
        Path(name).write_text(text, encoding="utf-8")
        return name

    return _write


def message(path: str | None, *overrides: str) -> str:
    with pytest.raises(StanceError) as caught:
        load_config(path, overrides)
    return str(caught.value)


def test_default_is_the_baseline_from_any_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = load_config()
    assert config.name == "baseline"
    assert config == load_config("configs/baseline.yaml")
    assert config.data == SeedsConfig(text="restated")


def test_a_section_in_a_list_has_the_default_name(write):
    config = load_config(write("model: {name: vote, members: [{model: {C: 3}}, {model: {name: ridge}}]}"))
    assert [member.model.name for member in config.model.members] == ["logistic_regression", "ridge"]
    assert config.model.members[0].model.C == 3


def test_baseline_spells_out_the_defaults(write):
    written = yaml.safe_load((PROJECT / "configs" / "baseline.yaml").read_text())
    empty = load_config(write("", "baseline.yaml"))
    assert load_config(PROJECT / "configs" / "baseline.yaml") == empty
    assert set(written) == set(type(empty).model_fields)


def test_name_is_that_of_the_file(write):
    assert load_config(write("seed: 3")).name == "x"
    assert load_config(write("name: y")).name == "y"


def test_resolved_configuration_loads_back_equal(write, table):
    config = load_config(None, ["data.name=table", f"data.path={table}", "model.name=linear_svm", "model.C=3"])
    assert load_config(write(config.to_yaml())) == config


def test_overrides_are_yaml_values():
    config = load_config(None, ["model.C=10", "model.class_weight=null", "features.words.ngram_range=[1, 3]"])
    assert config.model == LogisticRegressionConfig(C=10.0, class_weight=None)
    assert config.features.words.ngram_range == (1, 3)
    assert config.features.words.max_features == 100_000


def test_last_override_of_a_key_wins():
    assert load_config(None, ["seed=1", "seed=2"]).seed == 2


def test_value_may_hold_an_equals_sign(write):
    write("a,b\n", "a=b.csv")
    config = load_config(None, ["data.name=table", "data.path=a=b.csv"])
    assert Path(config.data.path).name == "a=b.csv"


def test_another_name_starts_its_section_afresh_wherever_it_stands():
    config = load_config(None, ["model.calibration_folds=3", "model.name=linear_svm"])
    assert config.model == LinearSVMConfig(calibration_folds=3)


def test_the_same_name_keeps_its_section(write):
    write("model: {name: logistic_regression, C: 5}")
    assert load_config("x.yaml", ["model.name=logistic_regression"]).model.C == 5


def test_whole_section_as_override():
    assert load_config(None, ["data={name: hub, path: some/where}"]).data == HubConfig(path="some/where")


def test_override_of_a_section_that_the_file_leaves_out(write):
    assert load_config(write("seed: 1"), ["model.C=2"]).model == LogisticRegressionConfig(C=2)


def test_path_in_a_file_is_relative_to_the_file(tmp_path, monkeypatch):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "my.csv").write_text("text,label\n")
    (folder / "x.yaml").write_text("data: {name: table, path: my.csv}")
    monkeypatch.chdir(tmp_path)
    assert load_config("mine/x.yaml").data.path == str(folder / "my.csv")


def test_path_in_a_file_falls_back_to_the_working_directory(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    (tmp_path / "my.csv").write_text("text,label\n")
    (tmp_path / "mine" / "x.yaml").write_text("data: {name: table, path: my.csv}")
    monkeypatch.chdir(tmp_path)
    assert load_config("mine/x.yaml").data.path == str(tmp_path / "my.csv")


def test_path_in_an_override_is_relative_to_the_working_directory(write):
    write("text,label\n", "my.csv")
    assert load_config(None, ["data.name=table", "data.path=my.csv"]).data.path == str(Path("my.csv").resolve())


def test_hub_id_stays_as_it_is(write):
    assert load_config(write("data: {name: hub, path: cardiffnlp/tweet_eval}")).data.path == "cardiffnlp/tweet_eval"


def test_digest_ignores_where_data_lie_and_nothing_else(write):
    first = load_config(None, ["data.name=table", "data.path=a.csv"])
    moved = load_config(None, ["data.name=table", "data.path=b.csv"])
    assert first.digest() == moved.digest()
    assert load_config(None, ["data.text=original", "data.originals=x"]).digest() != load_config().digest()
    for override in (
        "seed=1",
        "name=other",
        "model.C=2",
        "targets=separate",
        "data.target=all",
        "evaluation.bootstrap=500",
    ):
        changed = load_config(None, ["data.name=table", "data.path=a.csv", override])
        assert changed.digest() != first.digest(), override


def test_numeric_labels_of_a_table_may_be_mapped(write):
    write("data: {name: table, path: a.csv, labels: {1: pro, -1: anti, 0: neutral}}")
    assert load_config("x.yaml").data.labels == {"1": "pro", "-1": "anti", "0": "neutral"}


def test_configuration_is_immutable():
    with pytest.raises(ValueError, match="frozen"):
        load_config().seed = 3


ESTIMATORS = (
    "logistic_regression, linear_svm, ridge, complement_nb, nb_logistic_regression, kernel_logistic_regression, "
    "actor_ridge, majority, stratified"
)
FILE_MISTAKES = {
    "evaluation: 3": "x.yaml: evaluation: 3 should be a section of keys and values",
    "model: {clas_weight: balanced}": "x.yaml: model.clas_weight: unknown key; did you mean 'class_weight'?",
    "modle: {C: 1}": "x.yaml: modle: unknown key; did you mean 'model'?",
    "zzz: 1": "x.yaml: zzz: unknown key",
    "model: {name: linear_smv}": (
        f"x.yaml: model.name: 'linear_smv' is not one of {ESTIMATORS}, vote; did you mean 'linear_svm'?"
    ),
    "model: {name: complement_nb, C: 1}": "x.yaml: model.C: unknown key",
    "model: {C: abc}": "x.yaml: model.C: 'abc' should be a valid number, unable to parse string as a number",
    "model: {C: 0}": "x.yaml: model.C: 0 should be greater than 0",
    "model: {C: .inf}": "x.yaml: model.C: inf should be a finite number",
    "model: 3": "x.yaml: model: 3 should be a section of keys and values",
    "model: {C: 1, C: 2}": "x.yaml: C: given twice, in lines 1 and 1",
    "seed: 1\nmodel: {C: 1}\nseed: 2": "x.yaml: seed: given twice, in lines 1 and 3",
    "model: {C: [1}": "x.yaml:1: not YAML: expected ',' or ']', but got '}'",
    "- 1": "x.yaml: should be a mapping of keys to values, not a list",
    "just text": "x.yaml: should be a mapping of keys to values, not 'just text'",
    "seed: -1": "x.yaml: seed: -1 should be greater than or equal to 0",
    "seed: 4294967296": "x.yaml: seed: 4294967296 should be less than 4294967296",
    "name: a/b": "x.yaml: name: 'a/b' String should match pattern '^[A-Za-z0-9][A-Za-z0-9._-]*$'",
    "features: {words: {ngram_rang: [1, 2]}}": (
        "x.yaml: features.words.ngram_rang: unknown key; did you mean 'ngram_range'?"
    ),
    "features: {words: {ngram_range: [2, 1]}}": (
        "x.yaml: features.words: ngram_range [2, 1] is not a shortest and a longest length from 1 upward"
    ),
    "features: {words: null, characters: null}": "x.yaml: features: words, characters and embedding cannot all be null",
    "model: {name: vote, members: [{model: {clas_weight: null}}]}": (
        "x.yaml: model.members.0.model.clas_weight: unknown key; did you mean 'class_weight'?"
    ),
    "model: {name: vote, members: [{}, {wieght: 2}]}": (
        "x.yaml: model.members.1.wieght: unknown key; did you mean 'weight'?"
    ),
    "model: {name: vote, members: [{model: {name: rigde}}]}": (
        f"x.yaml: model.members.0.model.name: 'rigde' is not one of {ESTIMATORS}; did you mean 'ridge'?"
    ),
    "model: {name: vote, members: [3]}": "x.yaml: model.members.0: 3 should be a section of keys and values",
    "evaluation: {split: {name: paragraf}}": (
        "x.yaml: evaluation.split.name: 'paragraf' is not one of paragraph, document, actor, given; "
        "did you mean 'paragraph'?"
    ),
    "evaluation: {split: {name: actor, fold: 3}}": (
        "x.yaml: evaluation.split.fold: unknown key; did you mean 'folds'?"
    ),
    "evaluation: {split: {folds: 1}}": "x.yaml: evaluation.split.folds: 1 should be greater than or equal to 2",
    "evaluation: {bootstrap: 99}": "x.yaml: evaluation.bootstrap: 99 should be greater than or equal to 100",
    "targets: pool": "x.yaml: targets: 'pool' is not one of pooled, separate, both; did you mean 'pooled'?",
    "data: {name: table}": "x.yaml: data.path: missing; it must be given",
    "data: {name: table, path: a, labels: {x: prro}}": (
        "x.yaml: data.labels: label 'prro' is not one of anti, neutral, pro; did you mean 'pro'?"
    ),
    "data: {name: table, path: a, labels: 3}": "x.yaml: data.labels: 3 should be a mapping of keys to values",
    "data: {name: table, path: a, delimiter: '::'}": (
        "x.yaml: data.delimiter: '::' String should have at most 1 character"
    ),
    "data: {text: original}": (
        "x.yaml: data: text: original needs data.originals=DIR, the folder with the two original articles "
        "(seeds/README.md)"
    ),
}


@pytest.mark.parametrize("text", FILE_MISTAKES)
def test_mistake_in_a_file_names_file_key_and_what_would_be_right(text, write):
    assert message(write(text)) == FILE_MISTAKES[text]


COMMAND_LINE_MISTAKES = {
    "seed.x=1": "command line: seed.x: seed is a single value, not a section",
    "model.C.x=1": "command line: model.C.x: model.C is a single value, not a section",
    "model.C": "command line: model.C: an override is key=value, as in model.C=10",
    "=3": "command line: =3: an override is key=value, as in model.C=10",
    "model..C=3": "command line: model..C=3: an override is key=value, as in model.C=10",
    "model.C=[": "command line: model.C: '[' is not YAML",
    "model={C: 1, C: 2}": "command line: model: '{C: 1, C: 2}' is not YAML",
    "model.clas_weight=1": "command line: model.clas_weight: unknown key; did you mean 'class_weight'?",
    "model={clas_weight: 1}": "command line: model.clas_weight: unknown key; did you mean 'class_weight'?",
    "evaluation.learning_curve=3": "command line: evaluation.learning_curve: 3 should be a list",
    "model.name=svm": (f"command line: model.name: 'svm' is not one of {ESTIMATORS}, vote"),
}


@pytest.mark.parametrize("override", COMMAND_LINE_MISTAKES)
def test_mistake_in_an_override_names_the_command_line(override):
    assert message(None, override) == COMMAND_LINE_MISTAKES[override]


def test_mistake_in_the_file_is_not_blamed_on_an_override(write):
    write("model: {clas_weight: balanced}")
    assert message("x.yaml", "model.C=10").startswith("x.yaml: model.clas_weight: unknown key")


def test_missing_file(write):
    assert message("nope.yaml") == "nope.yaml: no such file"


def test_file_that_is_no_text(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("x.yaml").write_bytes(b"name: \xff\xfe")
    assert message("x.yaml") == "x.yaml: not UTF-8 text"


def test_deeply_nested_file_is_refused(write):
    write("a: " + "[" * 5000 + "]" * 5000)
    assert message("x.yaml").startswith("x.yaml: not YAML")


def test_control_character_is_refused(write):
    write("a: \x01")
    assert message("x.yaml").startswith("x.yaml: not YAML")


def test_long_value_is_cut_in_the_message(write):
    write(f"seed: {'a' * 500}")
    assert len(message("x.yaml")) < 160


SWEEP = "base: base.yaml\ngrid:\n  model.C: [1, 10]\n  seed: [0, 1]\n"


def test_sweep_is_every_point_of_the_grid(write):
    write("model: {class_weight: null}", "base.yaml")
    points = load_sweep(write(SWEEP, "s.yaml"), ["evaluation.bootstrap=300"])
    assert [settings for settings, _ in points] == [
        {"model.C": 1, "seed": 0},
        {"model.C": 1, "seed": 1},
        {"model.C": 10, "seed": 0},
        {"model.C": 10, "seed": 1},
    ]
    for settings, config in points:
        assert (config.model.C, config.seed) == (settings["model.C"], settings["seed"])
        assert config.model.class_weight is None
        assert config.evaluation.bootstrap == 300
        assert config.name == "s"


def test_sweep_over_estimators(write):
    write("model: {C: 3}", "base.yaml")
    points = load_sweep(write("name: n\nbase: base.yaml\ngrid: {model.name: [ridge, logistic_regression]}", "s.yaml"))
    assert [config.model.name for _, config in points] == ["ridge", "logistic_regression"]
    assert points[0][1].name == "n"


def test_sweep_resolves_paths_of_its_base(tmp_path, monkeypatch):
    for name, text in {"base.yaml": "data: {name: table, path: my.csv}", "my.csv": "text,label\n"}.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "sweeps").mkdir()
    (tmp_path / "sweeps" / "s.yaml").write_text("base: ../base.yaml\ngrid: {seed: [1]}")
    monkeypatch.chdir(tmp_path)
    config = load_sweep("sweeps/s.yaml")[0][1]
    assert isinstance(config.data, TableConfig)
    assert config.data.path == str(tmp_path / "my.csv")


SWEEP_MISTAKES = {
    "grid: {seed: [1]}": "s.yaml: base: missing; name the configuration that the sweep varies",
    "base: base.yaml": "s.yaml: grid: missing; list the values of a key, as in model.C: [0.1, 1, 10]",
    "base: base.yaml\ngrid: {}": "s.yaml: grid: missing; list the values of a key, as in model.C: [0.1, 1, 10]",
    "base: base.yaml\ngrid: {seed: 3}": "s.yaml: grid.seed: should be a list of values",
    "base: base.yaml\ngrid: {seed: []}": "s.yaml: grid.seed: should be a list of values",
    "base: base.yaml\ngird: {seed: [1]}": "s.yaml: gird: unknown key; did you mean 'grid'?",
    "base: other.yaml\ngrid: {seed: [1]}": "other.yaml: no such file",
    "base: base.yaml\ngrid: {sed: [1]}": "s.yaml: sed: unknown key; did you mean 'seed'?",
    "base: base.yaml\ngrid: {seed.x: [1]}": "s.yaml: seed.x: seed is a single value, not a section",
}


@pytest.mark.parametrize("text", SWEEP_MISTAKES)
def test_mistake_in_a_sweep(text, write):
    write("seed: 0", "base.yaml")
    write(text, "s.yaml")
    with pytest.raises(StanceError) as caught:
        load_sweep("s.yaml")
    assert str(caught.value) == SWEEP_MISTAKES[text]
