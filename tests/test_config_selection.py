"""The section ``selection``: what loads, what comes back, and what every mistake is told."""

from pathlib import Path

import pytest

from stance import StanceError, load_config

GRID = "selection={grid: {model.C: [1, 10], features.words.ngram_range: [[1, 1], [1, 2]]}, metric: brier}"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a file into the working directory and return its name."""
    monkeypatch.chdir(tmp_path)

    def _write(text: str, name: str = "x.yaml") -> str:
        Path(name).write_text(text, encoding="utf-8")
        return name

    return _write


def test_every_point_is_the_configuration_with_its_settings():
    config = load_config(None, ["model.class_weight=null", GRID])
    assert [settings for settings, _ in config.points()] == [
        {"features.words.ngram_range": [1, 1], "model.C": 1},
        {"features.words.ngram_range": [1, 1], "model.C": 10},
        {"features.words.ngram_range": [1, 2], "model.C": 1},
        {"features.words.ngram_range": [1, 2], "model.C": 10},
    ]
    for settings, point in config.points():
        assert settings["model.C"] == point.model.C
        assert list(point.features.words.ngram_range) == settings["features.words.ngram_range"]
        assert (point.model.class_weight, point.features.words.max_features) == (None, 100_000)


def test_without_selection_the_configuration_is_the_only_point():
    config = load_config()
    assert config.points() == [({}, config)]


def test_another_estimator_starts_its_section_afresh_in_each_grid_of_a_list():
    grids = "[{model.name: [ridge], model.alpha: [1, 3]}, {model.name: [complement_nb]}, {targets: [separate]}]"
    config = load_config(None, ["model.C=5", f"selection={{grid: {grids}}}"])
    assert [(point.model.name, point.targets) for _, point in config.points()] == [
        ("ridge", "pooled"),
        ("ridge", "pooled"),
        ("complement_nb", "pooled"),
        ("logistic_regression", "separate"),
    ]
    assert [point.model.alpha for _, point in config.points()[:2]] == [1, 3]


def test_points_do_not_spoil_the_grid_that_they_come_from():
    config = load_config(None, ["selection={grid: {model: [{name: ridge}], model.alpha: [1, 3]}}"])
    assert [point.model.alpha for _, point in config.points()] == [1, 3]
    assert config.selection.grid["model"] == [{"name": "ridge"}]


@pytest.mark.parametrize(
    "override", [GRID, "selection.grid.model.C=[1,10]", "selection={grid: [{model.C: [1]}, {targets: [separate]}]}"]
)
def test_a_written_configuration_loads_back_equal(override, write):
    config = load_config(None, [override])
    again = load_config(write(config.to_yaml()))
    assert again == config
    assert again.digest() == config.digest()
    assert again.points() == config.points()


def test_a_dotted_key_on_the_command_line_replaces_that_of_the_file(write):
    write("selection: {grid: {model.C: [1, 10], targets: [pooled]}, folds: 3}")
    config = load_config("x.yaml", ["selection.grid.model.C=[5]", "selection.folds=4"])
    assert config.selection.grid == {"model.C": [5], "targets": ["pooled"]}
    assert config.selection.folds == 4


def test_the_digest_covers_the_selection():
    digests = {load_config(None, overrides).digest() for overrides in ([], [GRID], [GRID, "selection.folds=3"])}
    assert len(digests) == 3


def test_encoders_in_a_grid_are_found_beside_the_file_and_may_move(tmp_path, monkeypatch):
    text = "selection: {grid: [{features.embedding: [null, {model: enc}]}, {features.embedding.model: [enc, a/b]}]}"
    digests = set()
    for place in ("one", "two"):
        (tmp_path / place / "enc").mkdir(parents=True)
        (tmp_path / place / "enc" / "config.json").write_text("{}")
        (tmp_path / place / "x.yaml").write_text(text)
        monkeypatch.chdir(tmp_path)
        config = load_config(f"{place}/x.yaml")
        encoders = [point.features.embedding and point.features.embedding.model for _, point in config.points()]
        assert encoders == [None, str(tmp_path / place / "enc"), "a/b"]
        digests.add(config.digest())
    assert len(digests) == 1


def test_yaml_that_refers_to_itself_is_refused(write):
    with pytest.raises(StanceError, match=r"^x\.yaml: selection"):
        load_config(write("selection: {grid: {model.C: &a [*a]}}"))


FILE_MISTAKES = {
    "selection: {grid: {model.c: [1]}}": "selection.grid.model.c: unknown key; did you mean 'C'?",
    "selection: {grid: {model.C: [1, abc]}}": (
        "selection.grid.model.C: 'abc' should be a valid number, unable to parse string as a number"
    ),
    "selection: {grid: {model.C: [1, 0]}}": "selection.grid.model.C: 0 should be greater than 0",
    "selection: {grid: {model.C.x: [1]}}": "selection.grid.model.C.x: model.C is a single value, not a section",
    "selection: {grid: {model.C: 1}}": "selection.grid.model.C: should be a list of values, as in [0.1, 1, 10]",
    "selection: {grid: {model.C: []}}": "selection.grid.model.C: should be a list of values, as in [0.1, 1, 10]",
    "selection: {grid: {model: {C: 3}}}": "selection.grid.model.C: should be a list of values, as in [0.1, 1, 10]",
    "selection: {grid: {data.text: [restated]}}": (
        "selection.grid.data.text: only settings of features, model, targets can be chosen"
    ),
    "selection: {grid: {C: [1]}}": "selection.grid.C: only settings of features, model, targets can be chosen",
    "selection: {grid: {targets: [pooled, each]}}": (
        "selection.grid.targets: 'each' is not one of pooled, separate, both"
    ),
    "selection: {grid: {features.words.ngram_range: [[2, 1]]}}": (
        "selection.grid.features.words: ngram_range [2, 1] is not a shortest and a longest length from 1 upward"
    ),
    "selection: {grid: {model.name: [complement_nb], model.C: [1]}}": (
        "selection.grid.model.C: unknown key (with model.C=1, model.name=complement_nb)"
    ),
    "selection: {grid: {}}": "selection.grid: should list the values of keys, as in model.C: [0.1, 1, 10]",
    "selection: {grid: [3]}": "selection.grid: should list the values of keys, as in model.C: [0.1, 1, 10]",
    "selection: {grid: []}": "selection.grid: an empty list; list the values of a key, as in model.C: [0.1, 1, 10]",
    "selection: {folds: 3}": "selection.grid: missing; it must be given",
    "selection: {grid: {model.C: [1]}, metrik: brier}": "selection.metrik: unknown key; did you mean 'metric'?",
    "selection: {grid: {model.C: [1]}, folds: 1}": "selection.folds: 1 should be greater than or equal to 2",
    "selection: {grid: {model.C: [1]}, repeats: 0}": "selection.repeats: 0 should be greater than or equal to 1",
}


@pytest.mark.parametrize("text", FILE_MISTAKES)
def test_mistake_names_the_file_and_the_key_of_the_grid(text, write):
    with pytest.raises(StanceError) as caught:
        load_config(write(text))
    assert str(caught.value) == f"x.yaml: {FILE_MISTAKES[text]}"


def test_an_unknown_metric_is_told_which_are_known(write):
    with pytest.raises(
        StanceError, match=r"^x\.yaml: selection\.metric: 'macro_f2' is not one of macro_f1, .*'macro_f1'\?"
    ):
        load_config(write("selection: {grid: {model.C: [1]}, metric: macro_f2}"))


COMMAND_LINE_MISTAKES = {
    "selection.grid.model.C=1": "selection.grid.model.C: should be a list of values, as in [0.1, 1, 10]",
    "selection={grid: {model.clas: [1]}}": "selection.grid.model.clas: unknown key; did you mean 'class_weight'?",
}


@pytest.mark.parametrize("override", COMMAND_LINE_MISTAKES)
def test_mistake_in_an_override_names_the_command_line(override):
    with pytest.raises(StanceError) as caught:
        load_config(None, [override])
    assert str(caught.value).startswith(f"command line: {COMMAND_LINE_MISTAKES[override].split(';')[0]}")


def test_a_list_of_grids_is_replaced_whole(write):
    write("selection: {grid: [{model.C: [1]}]}")
    with pytest.raises(StanceError) as caught:
        load_config("x.yaml", ["selection.grid.model.C=[2]"])
    assert str(caught.value) == (
        "command line: selection.grid.model.C: selection.grid is a list, not a section; give it whole, as in "
        "'selection.grid=[...]'"
    )
    assert load_config("x.yaml", ["selection.grid=[{model.C: [2]}]"]).selection.grid == [{"model.C": [2]}]
