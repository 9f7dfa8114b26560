"""Sentences as vectors of a frozen sentence encoder, each computed once and kept."""

import contextlib
import functools
import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from stance.errors import StanceError
from stance.files import cache_folder
from stance.models.features import ALL_MINILM
from stance.models.text import TextTransformer, refuse_single_text

OTHER_RUNTIMES = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.ot", "*.msgpack", "*.mlmodel"]
"""Files of a hub repository that hold the same weights for other programs."""

_CHUNK = 500


class SentenceEmbedder(TextTransformer):
    """Map texts to unit vectors of a sentence-transformers model, whose weights stay as they are.

    Every text is encoded by itself, not in a batch: its vector then depends on nothing but the text and the model, and
    can be kept (see `cache_file`).

    Parameters
    ----------
    model : str
        Hub id, or a folder that holds the model.
    """

    def __init__(self, model: str = ALL_MINILM):
        self.model = model

    def transform(self, X: Iterable[str]) -> Any:
        """Return the vectors, shape (n_texts, n_dimensions).

        Raises
        ------
        StanceError
            When sentence-transformers is not installed or the model cannot be loaded.
        """
        refuse_single_text(X)
        return embed(list(X), self.model)

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Return a name for each dimension."""
        width = embed([""], self.model).shape[1]
        return np.array([f"dimension{i}" for i in range(width)], dtype=object)


def embed(texts: Sequence[str], model: str = ALL_MINILM) -> Any:
    """Return unit vectors of texts, shape (n_texts, n_dimensions), from the cache where it has them.

    Parameters
    ----------
    texts : sequence of str
        At least one.
    model : str
        Hub id or folder of a sentence-transformers model.

    References
    ----------
    Reimers and Gurevych (2019), Sentence-BERT.
    """
    folder = model_folder(model)
    digest = folder_digest(folder)
    keys = [hashlib.sha256(f"{digest}\0{text}".encode("utf-8", "surrogatepass")).digest() for text in texts]
    store = _store(cache_file(), os.getpid())
    known = _read(store, keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    for key, vector in _encode(missing, folder):
        known[key] = vector
        with contextlib.suppress(sqlite3.Error):
            store.execute("INSERT OR REPLACE INTO vectors VALUES (?, ?)", (key, vector.tobytes()))
    return np.vstack([known[key] for key in keys]).astype(float)


def _encode(texts: dict[bytes, str], folder: Path) -> Iterator[tuple[bytes, Any]]:
    if not texts:
        return
    from tqdm import tqdm

    encoder, torch = _encoder(folder)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # the order of additions, and so the last digit, depends on the number of threads
    try:
        for key, text in tqdm(texts.items(), desc="embedding", unit="sentence", delay=2, leave=False):
            vector = encoder.encode([text], normalize_embeddings=True, show_progress_bar=False)[0]
            yield key, vector.astype(np.float32)
    finally:
        torch.set_num_threads(threads)


@functools.cache
def _encoder(folder: Path) -> Any:
    """Load a model; seconds, so only when a text is new."""
    try:
        import torch
        import transformers
        from sentence_transformers import SentenceTransformer
    except ImportError:
        raise StanceError(
            "features.embedding: sentence-transformers is not installed: pip install -e '.[embeddings]'"
        ) from None
    transformers.utils.logging.disable_progress_bar()
    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True), torch
    except Exception as error:  # the library raises whatever its many parts raise
        raise StanceError(
            f"features.embedding.model: {folder}: no sentence-transformers model: {_first_line(error)}"
        ) from None


@functools.cache
def model_folder(model: str) -> Path:
    """Return the folder that holds a model; one named by hub id is downloaded the first time.

    Raises
    ------
    StanceError
        When there is no such folder and the hub does not give the model.
    """
    if Path(model).is_dir():
        return Path(model).resolve()
    from huggingface_hub import snapshot_download

    with contextlib.suppress(Exception):
        return Path(snapshot_download(model, local_files_only=True))
    try:
        return Path(snapshot_download(model, ignore_patterns=OTHER_RUNTIMES))
    except Exception as error:
        raise StanceError(
            f"features.embedding.model: {model} is no folder and the hub does not give it ({_first_line(error)}); "
            "name a folder that holds the model"
        ) from None


@functools.cache
def folder_digest(folder: Path) -> str:
    """Return a SHA-256 over the files of a model that bear on its vectors."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".json", ".txt", ".safetensors", ".bin", ".model"):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\0".encode())
    return digest.hexdigest()


def cache_file() -> Path:
    """Return where vectors are kept: ``embeddings.sqlite`` in the `stance.files.cache_folder`."""
    return cache_folder() / "embeddings.sqlite"


@functools.cache
def _store(path: Path, process: int) -> sqlite3.Connection:
    """Open the cache, one connection a process; where it cannot be written it lives in memory."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(path, timeout=30, isolation_level=None)
        store.execute("PRAGMA synchronous = OFF")
        store.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
    except (sqlite3.Error, OSError):
        store = sqlite3.connect(":memory:")
        store.execute("CREATE TABLE vectors (key BLOB PRIMARY KEY, vector BLOB)")
    return store


def _read(store: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Any]:
    known = {}
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        marks = ",".join("?" * len(chunk))
        with contextlib.suppress(sqlite3.Error):
            for key, vector in store.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", chunk):
                known[key] = np.frombuffer(vector, np.float32)
    return known


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
