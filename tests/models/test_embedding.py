"""Sentence embeddings: each text by itself, once, wherever it is met; and the real encoder where it is installed."""

import importlib.util
import os
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance import StanceError, load_config, open_run, run_experiment, score
from stance.models import embedding
from stance.models.embedding import SentenceEmbedder, cache_file, embed, folder_digest
from stance.models.features import EmbeddingConfig, TfidfConfig
from tests.conftest import QUICK, small_frame

TEXTS = ["Harland needs them", "the bishops said no", "a vote is due"]


class Encoder:
    """Stands in for a sentence-transformers model: counts letters, and notes what it was asked."""

    def __init__(self):
        self.asked = []

    def encode(self, texts, normalize_embeddings, show_progress_bar):
        assert normalize_embeddings
        self.asked += texts
        vectors = np.array([[1 + text.count(letter) for letter in "aeiou"] for text in texts], np.float32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class Threads:
    """Stands in for torch."""

    def __init__(self):
        self.n = 7

    def get_num_threads(self):
        return self.n

    def set_num_threads(self, n):
        self.n = n


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A folder that looks like a model, and an empty cache."""
    monkeypatch.setenv("STANCE_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "model"
    path.mkdir()
    (path / "config.json").write_text("{}")
    return path


@pytest.fixture
def encoder(monkeypatch) -> Encoder:
    out = Encoder()
    monkeypatch.setattr(embedding, "_encoder", lambda folder: (out, Threads()))
    return out


def test_vectors_have_length_one_and_a_row_a_text(folder, encoder):
    vectors = embed(TEXTS, str(folder))
    assert vectors.shape == (3, 5)
    assert vectors.dtype == np.float64
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)


def test_a_text_is_encoded_once_and_kept_for_other_processes(folder, encoder):
    first = embed([*TEXTS, TEXTS[0]], str(folder))
    assert encoder.asked == TEXTS
    embedding._store.cache_clear()  # as in another process
    again = embed([TEXTS[2], "something new"], str(folder))
    assert encoder.asked == [*TEXTS, "something new"]
    assert (again[0] == first[2]).all()
    assert (first[3] == first[0]).all()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=20), min_size=1, max_size=6), st.randoms())
def test_a_vector_depends_on_its_text_alone(folder, encoder, texts, random):
    vectors = dict(zip(texts, embed(texts, str(folder)), strict=True))
    shuffled = random.sample(texts, len(texts))
    for text, vector in zip(shuffled, embed(shuffled, str(folder)), strict=True):
        assert (vector == vectors[text]).all()


def test_other_weights_have_other_vectors_in_the_cache(folder, encoder, tmp_path):
    embed(TEXTS, str(folder))
    other = tmp_path / "other"
    other.mkdir()
    (other / "config.json").write_text('{"layers": 2}')
    assert folder_digest(other) != folder_digest(folder)
    embed(TEXTS, str(other))
    assert encoder.asked == TEXTS * 2


def test_the_same_files_in_another_place_share_the_cache(folder, encoder, tmp_path):
    embed(TEXTS, str(folder))
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "config.json").write_text("{}")
    embed(TEXTS, str(moved))
    assert encoder.asked == TEXTS


def test_a_cache_that_cannot_be_written_is_done_without(folder, encoder, tmp_path, monkeypatch):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "embeddings.sqlite").write_text("no database at all, but a text of some length" * 30)
    vectors = embed(TEXTS, str(folder))
    assert vectors.shape == (3, 5)
    monkeypatch.setenv("STANCE_CACHE", "/dev/null/nowhere")
    assert (embed(TEXTS, str(folder)) == vectors).all()


def test_where_the_cache_lies(monkeypatch):
    monkeypatch.setenv("STANCE_CACHE", "/x")
    assert cache_file() == Path("/x/embeddings.sqlite")
    monkeypatch.delenv("STANCE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/y")
    assert cache_file() == Path("/y/stance/embeddings.sqlite")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_file() == Path.home() / ".cache/stance/embeddings.sqlite"


def test_an_interrupted_run_keeps_what_it_had(folder, encoder, monkeypatch):
    def interrupted(texts, **options):
        if texts == [TEXTS[2]]:
            raise KeyboardInterrupt
        return Encoder.encode(encoder, texts, **options)

    monkeypatch.setattr(encoder, "encode", interrupted)
    with pytest.raises(KeyboardInterrupt):
        embed(TEXTS, str(folder))
    with sqlite3.connect(cache_file()) as store:
        assert store.execute("SELECT count(*) FROM vectors").fetchone() == (2,)


def test_a_model_that_nobody_has_is_one_line(monkeypatch):
    def refuse(*args, **options):
        raise OSError("no network\nat all")

    monkeypatch.setattr("huggingface_hub.snapshot_download", refuse)
    message = (
        "features.embedding.model: nobody/nothing is no folder and the hub does not give it (no network); "
        "name a folder that holds the model"
    )
    with pytest.raises(StanceError) as caught:
        embed(TEXTS, "nobody/nothing")
    assert str(caught.value) == message


def test_without_the_extra_the_message_says_what_to_install(folder, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(StanceError, match=r"not installed: pip install -e '\.\[embeddings\]'"):
        embed(TEXTS, str(folder))


def test_a_single_text_is_refused(folder):
    with pytest.raises(ValueError, match="string object received"):
        SentenceEmbedder(str(folder)).transform("a text")


def test_the_embedding_stands_beside_the_ngrams_with_its_weight(folder, encoder):
    config = TfidfConfig(embedding=EmbeddingConfig(model=str(folder), weight=3.0))
    vectors = config.build([]).fit_transform(TEXTS).toarray()
    assert np.linalg.norm(vectors[:, -5:], axis=1) == pytest.approx(3)
    names = config.build([]).fit(TEXTS).named_steps["tfidf"].get_feature_names_out()
    assert list(names[-5:]) == [f"embedding__dimension{i}" for i in range(5)]


def test_a_run_with_an_embedding_can_be_opened_and_scores_the_same(folder, encoder, tmp_path, no_figures):
    small_frame().to_csv(tmp_path / "small.csv", index=False)
    table = ["data.name=table", f"data.path={tmp_path / 'small.csv'}"]
    settings = [*table, *QUICK, f"features.embedding.model={folder}", "features.embedding.weight=2"]
    run = run_experiment(load_config(None, settings), runs=tmp_path / "runs")
    assert len(run.ngrams)
    new = pd.DataFrame({"text": ["Belmark condemned the shells"]})
    first = score(run, new)
    assert (score(open_run(run.path), new)[["p_anti", "p_pro"]] == first[["p_anti", "p_pro"]]).all(axis=None)


def test_the_name_of_a_run_follows_the_weights_not_their_place(folder, encoder, tmp_path):
    moved = tmp_path / "moved"
    moved.mkdir()
    (moved / "config.json").write_text("{}")
    here, there, other = (
        load_config(None, [f"features.embedding.model={model}"]).digest() for model in (folder, moved, "some/model")
    )
    assert here == there != other


def test_a_relative_folder_is_found_from_anywhere(folder, monkeypatch):
    monkeypatch.chdir(folder.parent)
    config = load_config(None, ["features.embedding.model=model"])
    assert config.features.embedding.model == str(folder.resolve())


@pytest.fixture(scope="module")
def real_model() -> str:
    """A folder with a real sentence-transformers model."""
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not installed: the extra embeddings")
    folder = os.environ.get("STANCE_ENCODER")
    if not folder:
        pytest.skip("STANCE_ENCODER names no folder with a sentence-transformers model")
    return folder


def test_a_real_encoder_puts_paraphrases_together(real_model, tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_CACHE", str(tmp_path))
    vectors = embed(
        [
            "The bishops opposed the delivery of the shells.",
            "Church leaders were against sending the ammunition.",
            "The harvest was good in the south this year.",
        ],
        real_model,
    )
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_folder_that_holds_no_model_is_one_line(real_model, tmp_path, monkeypatch):
    monkeypatch.setenv("STANCE_CACHE", str(tmp_path))
    (tmp_path / "empty").mkdir()
    with pytest.raises(StanceError, match=r"features\.embedding\.model: .*empty: no sentence-transformers model"):
        embed(TEXTS, str(tmp_path / "empty"))
