"""Labelled sentences as a DatasetDict, and back unchanged."""

import datetime

import pandas as pd
import pytest

from stance.corpus.exchange import from_dataset_dict, load_dataset_dict, save_dataset_dict, to_dataset_dict
from stance.corpus.schema import COLUMNS, SPLITS, STANCES
from stance.corpus.validation import validate
from stance.errors import StanceError

datasets = pytest.importorskip("datasets")


def sentences(n=4, **columns):
    labels = [STANCES[i % 3] for i in range(n)]
    return validate(pd.DataFrame({"text": [f"sentence {i}" for i in range(n)], "label": labels, **columns}))


def there_and_back(frame, folder):
    return from_dataset_dict(load_dataset_dict(save_dataset_dict(to_dataset_dict(frame), folder)))


@pytest.fixture
def rich():
    statements = [[{"actor": "Brandt", "stance": "pro"}, {"actor": "Belmark", "stance": None}], [], [], []]
    return sentences(
        sentence_id=["a", "b", "c", "d"],
        document_id=["d1", None, "d1", "d2"],
        index=[0, None, 2**53, 3],
        start=[0, None, 7, 9],
        end=[5, None, 9, 90],
        kind=["direct", None, "act", "mixed"],
        target=["army", "navy", None, "army"],
        statements=statements,
        split=["train", "train", "validation", "test"],
        more=pd.Series(["x", None, "Łucja 😀", "y"], dtype=object),
    )


def test_saving_and_loading_gives_the_frame_back(rich, tmp_path):
    pd.testing.assert_frame_equal(there_and_back(rich, tmp_path / "out"), rich)


def test_a_frame_of_the_schema_comes_back_with_its_types(frame, tmp_path):
    pd.testing.assert_frame_equal(there_and_back(frame, tmp_path / "out"), frame)


def test_it_comes_back_without_being_saved(rich):
    pd.testing.assert_frame_equal(from_dataset_dict(to_dataset_dict(rich)), rich)


def test_each_split_is_a_data_set_with_the_same_features(rich):
    splits = to_dataset_dict(rich)
    assert isinstance(splits, datasets.DatasetDict)
    assert list(splits) == ["train", "validation", "test"]
    assert [len(rows) for rows in splits.values()] == [2, 1, 1]
    for rows in splits.values():
        assert rows.column_names == [*COLUMNS, "more"]
        assert rows.features == splits["train"].features
    assert splits["train"].features["label"].names == ["anti", "neutral", "pro"]
    assert splits["train"]["label"] == [0, 1]
    assert splits["validation"]["label"] == [2]
    assert splits["train"][0]["statements"] == rich["statements"][0]


@pytest.mark.parametrize("name", ["index", "paragraph", "start", "end"])
def test_positions_are_integers(name):
    assert to_dataset_dict(sentences())["train"].features[name] == datasets.Value("int64")


@pytest.mark.parametrize("name", ["sentence_id", "document_id", "text", "target", "actor", "kind", "split"])
def test_names_are_text(name):
    assert to_dataset_dict(sentences())["train"].features[name] == datasets.Value("string")


def test_rows_without_a_split_go_to_train_and_come_back_without(tmp_path):
    frame = sentences(split=[None, "train", None, "test"])
    assert {name: len(rows) for name, rows in to_dataset_dict(frame).items()} == {"train": 3, "test": 1}
    pd.testing.assert_frame_equal(there_and_back(frame, tmp_path / "out"), frame)


def test_splits_come_in_the_order_of_the_rows_and_are_loaded_in_that_of_the_schema(tmp_path):
    splits = to_dataset_dict(sentences(split=["test", "validation", "test", "train"]))
    assert list(splits) == ["test", "validation", "train"]
    save_dataset_dict(splits, tmp_path / "out")
    assert list(load_dataset_dict(tmp_path / "out")) == list(SPLITS)


@pytest.mark.parametrize(
    ("values", "feature"),
    [
        ([1, 2, 3, 4], datasets.Value("int64")),
        ([1.5, None, 2.5, 3.0], datasets.Value("float64")),
        ([True, False, True, True], datasets.Value("bool")),
        (["x", None, "", "y"], datasets.Value("string")),
        ([["x", "y"], [], None, ["z"]], datasets.List(datasets.Value("string"))),
        ([{"a": 1}, None, {"a": 2}, {"a": 3}], {"a": datasets.Value("int64")}),
        ([datetime.datetime(2024, 1, day) for day in (1, 2, 3, 4)], datasets.Value("timestamp[us]")),
        ([None, None, None, None], datasets.Value("string")),
    ],
)
def test_further_columns_keep_their_type(tmp_path, values, feature):
    frame = sentences(more=pd.Series(values, dtype=object), split=["train", "test", "test", "test"])
    splits = to_dataset_dict(frame)
    assert [rows.features["more"] for rows in splits.values()] == [feature, feature]
    assert there_and_back(frame, tmp_path / "out")["more"].tolist() == values


@pytest.mark.parametrize("values", [[1, "x", None, 2.5], [2**70, 1, None, 3]])
def test_a_further_column_without_one_type_becomes_text(values):
    rows = to_dataset_dict(sentences(more=pd.Series(values, dtype=object)))["train"]
    assert rows.features["more"] == datasets.Value("string")
    assert list(rows["more"]) == [None if value is None else str(value) for value in values]


def test_gaps_in_numbers_are_missing():
    rows = to_dataset_dict(sentences(more=[0.5, float("nan"), 1.5, 2.5]))["train"]
    assert list(rows["more"]) == [0.5, None, 1.5, 2.5]


def test_a_frame_that_is_wrong_is_refused():
    with pytest.raises(StanceError, match=r"^row 1: label 'for' is not one of anti, neutral, pro$"):
        to_dataset_dict(pd.DataFrame({"text": ["x"], "label": ["for"]}))


def test_files_of_a_saved_data_set_are_ordinary_parquet(rich, tmp_path):
    folder = save_dataset_dict(to_dataset_dict(rich), str(tmp_path / "new" / "deep" / "out"))
    assert folder == tmp_path / "new" / "deep" / "out"
    assert sorted(path.name for path in folder.iterdir()) == ["test.parquet", "train.parquet", "validation.parquet"]
    assert pd.read_parquet(folder / "train.parquet")["text"].tolist() == ["sentence 0", "sentence 1"]
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


def test_an_empty_folder_is_filled(tmp_path):
    (tmp_path / "out").mkdir()
    assert len(there_and_back(sentences(), tmp_path / "out")) == 4


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_nothing_is_overwritten(tmp_path, monkeypatch, kind):
    monkeypatch.chdir(tmp_path)
    taken = tmp_path / "out" if kind == "file" else tmp_path / "out" / "mine.txt"
    taken.parent.mkdir(exist_ok=True)
    taken.write_text("mine")
    with pytest.raises(StanceError, match=r"^out: exists and is not an empty folder$"):
        save_dataset_dict(to_dataset_dict(sentences()), tmp_path / "out")
    assert taken.read_text() == "mine"


def test_a_failed_save_leaves_nothing(tmp_path, monkeypatch):
    def fail(rows, path):
        path.write_text("half")
        raise OSError("disk full")

    splits = to_dataset_dict(sentences())
    monkeypatch.setattr(datasets.Dataset, "to_parquet", fail)
    with pytest.raises(OSError, match="disk full"):
        save_dataset_dict(splits, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_data_cannot_be_loaded(tmp_path, monkeypatch, there):
    monkeypatch.chdir(tmp_path)
    if there:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "notes.txt").touch()
    with pytest.raises(StanceError, match=r"^out: no Parquet files of a data set$"):
        load_dataset_dict("out")
