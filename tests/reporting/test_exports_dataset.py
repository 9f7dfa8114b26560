"""The labelled data as a data set of the hub: read back by `datasets` itself."""

import datasets
import pandas as pd
import pytest
import yaml
from huggingface_hub import DatasetCard

from stance import load_corpus
from stance.corpus.hub import HubConfig
from stance.errors import StanceError
from stance.reporting.exports import dataset
from stance.reporting.exports.dataset import write_dataset
from stance.runs import Run
from tests.reporting.export_cases import HOSTILE, findings_of, findings_of_run, predictions_of


def load(folder, tmp_path):
    return datasets.load_dataset(str(folder), cache_dir=str(tmp_path / "cache"))


def test_the_hub_library_loads_it(tmp_path):
    write_dataset(findings_of(), tmp_path / "out")
    splits = load(tmp_path / "out", tmp_path)
    assert list(splits) == ["train"]
    rows = splits["train"]
    assert rows.features["label"].names == ["anti", "neutral", "pro"]
    assert [rows.features["label"].names[code] for code in rows["label"]] == predictions_of()["label"].tolist()
    assert set(rows["actor"]) == {None, *HOSTILE}
    assert rows[3]["statements"] == [{"actor": HOSTILE[0], "stance": "pro"}]
    assert not {"predicted", "p_pro", "p_anti", "p_neutral"} & set(rows.column_names)


def test_this_package_loads_it_too(finished, tmp_path):
    run = Run(finished)
    write_dataset(findings_of_run(run), tmp_path / "out")
    frame = load_corpus(HubConfig(path=str(tmp_path / "out"))).frame
    columns = ["sentence_id", "document_id", "text", "target", "label", "actor", "statements"]
    assert frame[columns].to_dict("records") == run.predictions[columns].to_dict("records")


def test_splits_of_the_data_are_kept(tmp_path):
    predictions = predictions_of(["Belmark"]).assign(split=["validation"] * 2 + ["test"] * 4)
    write_dataset(findings_of(predictions), tmp_path / "out")
    splits = load(tmp_path / "out", tmp_path)
    assert {name: len(rows) for name, rows in splits.items()} == {"validation": 2, "test": 4}
    assert "not those that only trained it" in (tmp_path / "out" / "README.md").read_text()


def test_sentences_without_a_label_are_left_out(tmp_path):
    predictions = predictions_of(["Belmark"])
    predictions["label"] = pd.Series(["pro", None, "anti", None, None, "pro"], dtype=object)
    write_dataset(findings_of(predictions), tmp_path / "out")
    assert list(load(tmp_path / "out", tmp_path)["train"]["label"]) == [2, 0, 2]


def test_words_found_in_articles_are_no_labels(tmp_path):
    one = {"actor": "Belmark", "stance": "anti", "kind": "direct", "cue": [3, 5], "source": None, "content": [[1, 2]]}
    predictions = predictions_of([]).head(1).assign(statements=[[one]])
    write_dataset(findings_of(predictions), tmp_path / "out")
    assert load(tmp_path / "out", tmp_path)["train"][0]["statements"] == [{"actor": "Belmark", "stance": "anti"}]


def test_the_card_names_the_files(tmp_path):
    write_dataset(findings_of(), tmp_path / "out")
    card = DatasetCard.load(tmp_path / "out" / "README.md").data.to_dict()
    assert card["configs"] == [
        {"config_name": "default", "data_files": [{"split": "train", "path": "data/train.parquet"}]}
    ]
    front = (tmp_path / "out" / "README.md").read_text().split("---\n")[1]
    assert yaml.safe_load(front)["license"] == "unknown"


@pytest.mark.parametrize("labels", [{"labelled": False}, None])
def test_without_labels_there_is_no_data_set(tmp_path, labels):
    predictions = predictions_of(labelled=False) if labels else predictions_of().drop(columns="label")
    with pytest.raises(StanceError, match=r"^small: no labelled sentences: nothing to make a data set of$"):
        write_dataset(findings_of(predictions), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_writing_twice_gives_the_same_bytes(tmp_path):
    first = {path.name: path.read_bytes() for path in write_dataset(findings_of(), tmp_path / "out")}
    again = {path.name: path.read_bytes() for path in write_dataset(findings_of(), tmp_path / "again")}
    assert first == again


def test_a_failure_half_way_leaves_nothing(tmp_path, monkeypatch):
    before = {path: path.read_bytes() for path in write_dataset(findings_of(), tmp_path / "out")}

    def fail(text, path):
        path.write_text(text[:9])
        raise OSError("disk full")

    monkeypatch.setattr(dataset, "write_text", fail)
    with pytest.raises(OSError, match="disk full"):
        write_dataset(findings_of(), tmp_path / "new")
    assert {path: path.read_bytes() for path in before} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
