"""Hugging Face data sets from a local folder."""

import shutil

import pandas as pd
import pytest
from pydantic import ValidationError

from stance.corpus import load_corpus
from stance.corpus.hub import HubConfig, load_hub
from stance.corpus.validation import validate
from stance.errors import StanceError

datasets = pytest.importorskip("datasets")

NAMES = ["none", "against", "favor"]
SHELLS = {"text": ["Brandt agreed", "Belmark refused", "they met"], "label": [2, 1, 0]}


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """Make a data set ``peace`` in the working directory, one configuration a keyword."""
    monkeypatch.chdir(tmp_path)

    def make(names=NAMES, **configurations):
        readme = ["---", "configs:"]
        for configuration, splits in configurations.items():
            folder = tmp_path / "peace" / configuration
            folder.mkdir(parents=True)
            readme += [f"- config_name: {configuration}", "  data_files:"]
            for split, columns in splits.items():
                rows = datasets.Dataset.from_dict(columns)
                if names:
                    rows = rows.cast_column("label", datasets.ClassLabel(names=names))
                rows.to_parquet(folder / f"{split}-00000-of-00001.parquet")
                readme += [f"  - split: {split}", f"    path: {configuration}/{split}-*"]
        (tmp_path / "peace" / "README.md").write_text("\n".join([*readme, "---", ""]))

    return make


def load(**options):
    return load_hub(HubConfig(path="peace", **options))


def refusal(**options):
    with pytest.raises(StanceError) as error:
        load(**options)
    return str(error.value)


def test_configurations_become_targets_and_labels_their_names(hub):
    hub(
        shells={"train": SHELLS, "validation": {"text": ["Okoro left"], "label": [1]}},
        truce={"test": {"text": ["Okoro came"], "label": [2]}},
        other={"test": {"text": ["not asked for"], "label": [2]}},
    )
    frame = load(configurations=["shells", "truce"])
    assert frame["text"].tolist() == ["Brandt agreed", "Belmark refused", "they met", "Okoro left", "Okoro came"]
    assert frame["label"].tolist() == ["pro", "anti", "neutral", "anti", "pro"]
    assert frame["target"].tolist() == ["shells"] * 4 + ["truce"]
    assert frame["split"].tolist() == ["train"] * 3 + ["validation", "test"]
    assert frame["sentence_id"].tolist() == [
        "shells-train-000000",
        "shells-train-000001",
        "shells-train-000002",
        "shells-validation-000000",
        "truce-test-000000",
    ]
    pd.testing.assert_frame_equal(validate(frame), frame)


def test_the_default_configuration_is_no_target(hub):
    hub(default={"train": SHELLS})
    frame = load()
    assert frame["target"].tolist() == ["all"] * 3
    assert frame["sentence_id"].tolist() == ["train-000000", "train-000001", "train-000002"]


@pytest.mark.parametrize("theirs", ["dev", "valid", "validation"])
def test_splits_elsewhere_have_other_names(hub, theirs):
    hub(shells={"train": SHELLS, theirs: SHELLS, "test": SHELLS})
    frame = load(configurations=["shells"])
    assert frame["split"].tolist() == ["train"] * 3 + ["validation"] * 3 + ["test"] * 3
    assert frame["sentence_id"].iloc[3] == f"shells-{theirs}-000000"


def test_an_unknown_split(hub):
    hub(shells={"training": SHELLS})
    assert refusal(configurations=["shells"]) == (
        "peace/shells/training: split 'training' is not one of train, validation, dev, valid, test; "
        "did you mean 'train'?"
    )


def test_ids_targets_and_further_columns_of_the_data_set_are_kept(hub):
    ids = {"sentence_id": ["a", "b", "c"], "target": ["army", "navy", None], "more": [1, 2, 3]}
    hub(shells={"train": SHELLS | ids})
    frame = load(configurations=["shells"])
    assert frame["sentence_id"].tolist() == ["a", "b", "c"]
    assert frame["target"].tolist() == ["army", "navy", "all"]
    assert frame["more"].tolist() == [1, 2, 3]


def test_columns_and_labels_are_mapped(hub):
    columns = {"tweet": ["x", "y"], "text": ["old", "old"], "stance": ["YES", "neutral"], "who": ["Brandt", None]}
    hub(names=None, default={"test": columns})
    frame = load(columns={"text": "tweet", "label": "stance", "actor": "who"}, labels={"YES": "pro"})
    assert frame[["text", "label", "actor"]].to_numpy().tolist() == [["x", "pro", "Brandt"], ["y", "neutral", None]]
    assert "tweet" not in frame


def test_mapped_columns_keep_their_class_names(hub):
    hub(default={"train": SHELLS | {"stance": [0, 0, 0]}})
    frame = load(columns={"tone": "stance", "text": "text", "label": "label"})
    assert frame["label"].tolist() == ["pro", "anti", "neutral"]
    frame = load(columns={"stance": "label", "label": "stance"}, labels={"0": "pro"})
    assert frame["label"].tolist() == ["pro", "pro", "pro"]


def test_an_edited_local_data_set_is_read_anew(hub, tmp_path):
    hub(default={"train": SHELLS})
    assert load()["text"].tolist() == SHELLS["text"]
    shutil.rmtree(tmp_path / "peace")
    hub(default={"train": {"text": ["Okoro left"], "label": [1]}})
    assert load()["text"].tolist() == ["Okoro left"]


def test_a_data_set_of_the_hub_is_kept_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    asked = []

    def load_dataset(*args, **options):
        asked.append((args, options))
        return datasets.DatasetDict({"train": datasets.Dataset.from_dict({"text": ["x"], "label": ["favor"]})})

    monkeypatch.setattr("datasets.load_dataset", load_dataset)
    assert load_hub(HubConfig(path="who/peace", configurations=["shells"]))["label"].tolist() == ["pro"]
    assert asked == [(("who/peace", "shells"), {"cache_dir": None, "keep_in_memory": False})]


def test_columns_may_change_places(hub):
    hub(names=None, default={"train": {"label": ["x"], "text": ["favor"]}})
    frame = load(columns={"text": "label", "label": "text"})
    assert frame[["text", "label"]].iloc[0].tolist() == ["x", "pro"]


def test_plain_integers_are_labels_by_their_digits(hub):
    hub(names=None, default={"train": SHELLS})
    assert load(labels={0: "anti", 1: "neutral", 2: "pro"})["label"].tolist() == ["pro", "neutral", "anti"]


@pytest.mark.parametrize(
    ("columns", "names", "options", "message"),
    [
        (
            SHELLS,
            ["none", "against", "yes"],
            {},
            "peace/train: row 1: label 'yes' is not one of anti, neutral, pro, favor, against, none (data.labels)",
        ),
        (
            {"text": ["x", "y"], "label": [1, -1]},
            NAMES,
            {},
            "peace/train: row 2: label '-1' is not one of anti, neutral, pro, favor, against, none (data.labels)",
        ),
        (
            {"text": ["x", "y"], "label": ["favor", "Favor"]},
            None,
            {},
            (
                "peace/train: row 2: label 'Favor' is not one of anti, neutral, pro, favor, against, none; "
                "did you mean 'favor'? (data.labels)"
            ),
        ),
        (
            {"text": ["x", "y"], "label": ["favor", None]},
            None,
            {},
            "peace: sentence train-000001: label is empty; it must be one of anti, neutral, pro",
        ),
        (
            SHELLS,
            NAMES,
            {"columns": {"text": "tweet"}},
            "peace/train: data.columns.text: no column 'tweet' (columns: text, label); did you mean 'text'?",
        ),
        (
            SHELLS,
            NAMES,
            {"columns": {"label": "labels"}},
            "peace/train: data.columns.label: no column 'labels' (columns: text, label); did you mean 'label'?",
        ),
        (
            {"text": ["x"], "stance": ["favor"]},
            None,
            {},
            "peace/train: no column 'label' (columns: text, stance); set data.columns.label=COLUMN",
        ),
        (SHELLS | {"text": ["x", " ", "y"]}, NAMES, {}, "peace: sentence train-000001: text is empty"),
    ],
)
def test_a_data_set_that_is_wrong(hub, columns, names, options, message):
    hub(names=names, default={"train": columns})
    assert refusal(**options) == message


def test_an_unknown_configuration_is_told_in_one_line(hub):
    hub(shells={"train": SHELLS}, truce={"train": SHELLS})
    message = refusal(configurations=["shell"])
    assert message.startswith("data.path: peace cannot be loaded: BuilderConfig 'shell' not found.")
    assert "shells" in message


@pytest.mark.parametrize(
    ("raised", "first_line"),
    [
        (RuntimeError("\n  first line\nsecond line"), "first line"),
        (KeyError(), "KeyError"),
        (ConnectionError("  "), "ConnectionError"),
    ],
)
def test_whatever_the_library_raises_is_one_line(monkeypatch, raised, first_line):
    def fail(*args, **options):
        raise raised

    monkeypatch.setattr("datasets.load_dataset", fail)
    assert refusal() == f"data.path: peace cannot be loaded: {first_line}"


def test_a_configuration_has_these_defaults():
    assert HubConfig(path="x").model_dump() == {
        "name": "hub",
        "path": "x",
        "supplement": None,
        "configurations": [],
        "columns": {},
        "labels": {"favor": "pro", "against": "anti", "none": "neutral"},
    }


def test_labels_must_lead_to_stances():
    assert HubConfig(path="x", labels={1: "pro"}).labels == {"1": "pro"}
    with pytest.raises(ValidationError, match="label 'favor' is not one of anti, neutral, pro"):
        HubConfig(path="x", labels={"1": "favor"})


def test_a_configured_data_set_is_a_corpus_with_its_actors(hub):
    hub(default={"train": SHELLS | {"actor": ["Brandt", "Ada Okoro", "Brandt"]}})
    corpus = load_corpus(HubConfig(path="peace"))
    assert corpus.names == ("Ada Okoro", "Brandt")
    assert len(corpus.frame) == 3


def test_tweet_eval_loads_with_its_two_splits(shared):
    path = shared / "bench" / "tweet_eval"
    frame = load_hub(HubConfig(path=str(path), configurations=["stance_climate", "stance_atheism"]))
    assert frame["target"].unique().tolist() == ["stance_climate", "stance_atheism"]
    for (target, split), rows in frame.groupby(["target", "split"]):
        raw = pd.read_parquet(next((path / target).glob(f"{split}-*")))
        assert rows["text"].tolist() == raw["text"].tolist()
        assert rows["label"].tolist() == [("neutral", "anti", "pro")[code] for code in raw["label"]]
    assert set(frame["split"]) == {"train", "validation"}
