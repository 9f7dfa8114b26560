"""Models on disk: what was written is read again, and nothing else is."""

import io
import pickle
import zipfile

import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression

from stance.errors import StanceError
from stance.models import build_model, predict_stances
from stance.models.estimators import (
    ActorRidgeConfig,
    ComplementNBConfig,
    KernelLogisticRegressionConfig,
    LinearSVMConfig,
    LogisticRegressionConfig,
    MajorityConfig,
    NaiveBayesLogisticRegressionConfig,
    RidgeConfig,
    StratifiedConfig,
)
from stance.models.features import TfidfConfig
from stance.models.inspection import top_ngrams, vectorizers_of
from stance.models.persistence import ALLOWED_TYPES, load_model, save_model, write_skops

SECTIONS = [
    LogisticRegressionConfig(),
    LinearSVMConfig(),
    RidgeConfig(),
    ComplementNBConfig(),
    NaiveBayesLogisticRegressionConfig(),
    KernelLogisticRegressionConfig(components=4),
    ActorRidgeConfig(),
    MajorityConfig(),
    StratifiedConfig(),
]
FEATURES = TfidfConfig(mask_actors=True, split_hashtags=True)
executed = []


class Foreign(DummyClassifier):
    """A type that is not on the allow-list, and says when it comes to life."""

    def __setstate__(self, state):
        executed.append("foreign")
        super().__setstate__(state)


class Bomb:
    """What a pickle may do when it is read."""

    def __reduce__(self):
        return executed.append, ("pickle",)


@pytest.fixture(scope="module")
def training():
    texts = {"pro": "Brandt: ship the shells", "anti": "ban the shells #StopTheBan", "neutral": "the council met"}
    rows = [
        (f"{text} {number}0", target, label)
        for number in range(3)
        for target in ("shells", "treaty")
        for label, text in texts.items()
    ]
    return pd.DataFrame(rows, columns=["text", "target", "label"])


def fitted(section, targets, training):
    model = build_model(FEATURES, section, targets, ["Brandt", "Ada (Okoro)"], 3)
    return model.fit(training[["text", "target"]], training["label"].to_numpy(dtype=str))


@pytest.fixture(scope="module")
def written(training, tmp_path_factory):
    """A model file, for the tests that spoil a copy of it."""
    path = tmp_path_factory.mktemp("models") / "model.skops"
    save_model(fitted(LogisticRegressionConfig(), "pooled", training), path)
    return path


def refusal(path):
    executed.clear()
    with pytest.raises(StanceError) as caught:
        load_model(path)
    assert executed == []
    assert caught.value.__cause__ is None
    return str(caught.value)


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A working directory, so that messages show short paths."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
@pytest.mark.parametrize("targets", ["pooled", "separate", "both"])
def test_a_model_read_again_gives_the_same_probabilities(section, targets, training, tmp_path):
    model = fitted(section, targets, training)
    asked = training.assign(target=["shells", "treaty", "unheard of"] * 6)
    expected = predict_stances(model, asked)
    save_model(model, tmp_path / "model.skops")
    again = load_model(tmp_path / "model.skops")
    assert type(again) is type(model)
    assert (predict_stances(again, asked) == expected).all()
    pd.testing.assert_frame_equal(top_ngrams(again), top_ngrams(model))
    columns = again["features"] if targets == "pooled" else again.transformer_
    masker = columns.transformers[0][1]["mask"]
    assert masker.get_params() == {"names": ["Brandt", "Ada (Okoro)"], "token": "ACTOR"}


def test_saving_leaves_the_model_as_it_was(training, tmp_path):
    model = fitted(LogisticRegressionConfig(), "separate", training)
    before, expected = [dict(each.vocabulary_) for each in vectorizers_of(model)], predict_stances(model, training)
    save_model(model, tmp_path / "model.skops")
    assert [each.vocabulary_ for each in vectorizers_of(model)] == before
    assert (predict_stances(model, training) == expected).all()


def test_a_file_is_compressed_and_small_in_number_of_parts(written):
    with zipfile.ZipFile(written) as archive:
        entries = archive.infolist()
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
    assert len(entries) < 20


def test_the_allow_list_holds_our_types_sparse_matrices_and_the_parts_of_a_calibration():
    assert set(ALLOWED_TYPES) == {
        "stance.models.actor_ridge.ActorRidge",
        "stance.models.calibrated.Calibrated",
        "stance.models.embedding.SentenceEmbedder",
        "stance.models.kernel.KernelLogisticRegression",
        "stance.models.merging.MergingLogisticRegression",
        "stance.models.naive_bayes.NaiveBayesLogisticRegression",
        "stance.models.ngrams.NgramVectorizer",
        "stance.models.per_target.PerTarget",
        "stance.models.text.ActorMasker",
        "stance.models.text.HashtagSplitter",
        "stance.models.vote.Vote",
        "scipy.sparse._csr.csr_matrix",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.model_selection._split.StratifiedKFold",
    }


@pytest.mark.parametrize("name", ["missing.skops", "folder"])
def test_a_missing_file_is_refused(name, here):
    (here / "folder").mkdir()
    assert refusal(here / name) == f"{name}: no such file"


def test_a_pickle_is_refused_whatever_its_name_and_nothing_is_executed(here):
    path = here / "model.skops"
    path.write_bytes(pickle.dumps([Bomb(), LogisticRegression()]))
    assert refusal(path) == "model.skops: not a skops file, or cut short: refused"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"C: 1.0\n"], ids=["empty", "only a signature", "text"])
def test_what_is_no_archive_is_refused(content, here):
    path = here / "model.skops"
    path.write_bytes(content)
    assert refusal(path) == "model.skops: not a skops file, or cut short: refused"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_refused(share, written, here):
    whole = written.read_bytes()
    (here / "model.skops").write_bytes(whole[: int(share * len(whole))])
    assert refusal(here / "model.skops") == "model.skops: not a skops file, or cut short: refused"


def test_a_random_archive_is_refused(here):
    with zipfile.ZipFile(here / "model.skops", "w") as archive:
        archive.writestr("notes.txt", "Okoro spoke")
    assert refusal(here / "model.skops") == "model.skops: damaged (KeyError): refused"


def test_a_schema_that_is_no_json_is_refused(here):
    with zipfile.ZipFile(here / "model.skops", "w") as archive:
        archive.writestr("schema.json", "{")
    assert refusal(here / "model.skops") == "model.skops: damaged (JSONDecodeError): refused"


def test_a_file_with_a_flipped_byte_is_refused(written, here):
    with zipfile.ZipFile(written) as archive:
        entry = max(archive.infolist(), key=lambda entry: entry.compress_size)
    content = bytearray(written.read_bytes())
    content[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 0xFF
    (here / "model.skops").write_bytes(content)
    message = refusal(here / "model.skops")
    assert message in {f"model.skops: damaged ({kind}): refused" for kind in ("error", "BadZipFile")}


def test_an_archive_that_lacks_a_part_is_refused(written, here):
    with zipfile.ZipFile(written) as whole, zipfile.ZipFile(here / "model.skops", "w") as part:
        part.writestr("schema.json", whole.read("schema.json"))
    assert refusal(here / "model.skops") == "model.skops: damaged (KeyError): refused"


def test_a_pickle_in_the_place_of_a_sparse_matrix_is_refused_and_not_executed(training, here):
    save_model(fitted(KernelLogisticRegressionConfig(), "pooled", training), here / "whole.skops")
    np.savez(here / "bomb.npz", format=np.array([Bomb()]))
    with zipfile.ZipFile(here / "whole.skops") as whole, zipfile.ZipFile(here / "model.skops", "w") as spoiled:
        entries = {entry: whole.read(entry) for entry in whole.namelist()}
        assert any(entry.endswith(".npz") for entry in entries)
        for entry, content in entries.items():
            spoiled.writestr(entry, (here / "bomb.npz").read_bytes() if entry.endswith(".npz") else content)
    assert refusal(here / "model.skops") == "model.skops: damaged (ValueError): refused"


def test_a_foreign_type_is_refused_by_name_and_not_brought_to_life(here):
    skops.io.dump(Foreign().fit([[0], [1]], [0, 1]), here / "model.skops")
    expected = f"model.skops: type '{__name__}.Foreign' is not on the allow-list: refused"
    assert refusal(here / "model.skops") == expected


def test_a_foreign_type_deep_in_a_model_is_refused(training, here):
    model = fitted(LogisticRegressionConfig(), "separate", training)
    model.pooled_ = Foreign()
    save_model(model, here / "model.skops")
    expected = f"model.skops: type '{__name__}.Foreign' is not on the allow-list: refused"
    assert refusal(here / "model.skops") == expected


def test_a_foreign_function_is_refused(here):
    skops.io.dump({"predict_proba": io.open}, here / "model.skops")
    message = refusal(here / "model.skops")
    assert message.startswith("model.skops: type ")
    assert message.endswith(" is not on the allow-list: refused")


@pytest.mark.parametrize(("content", "kind"), [([1, 2], "list"), (np.arange(3), "ndarray"), ({"a": 1}, "dict")])
def test_what_is_no_classifier_is_refused(content, kind, here):
    skops.io.dump(content, here / "model.skops")
    assert refusal(here / "model.skops") == f"model.skops: holds a {kind}, not a classifier: refused"


def test_a_damaged_vocabulary_is_refused(training, here):
    model = fitted(LogisticRegressionConfig(), "pooled", training)
    for vectorizer in vectorizers_of(model):
        vectorizer.vocabulary_ = '["ship", '
    write_skops(model, here / "model.skops")
    assert refusal(here / "model.skops") == "model.skops: damaged (vocabulary): refused"
