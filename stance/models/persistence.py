"""Models on disk, in the skops format: no pickle is ever read."""

import functools
import importlib
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

from stance.errors import StanceError, shown
from stance.models.inspection import vectorizers_of

ALLOWED_TYPES = frozenset(
    {
        "scipy.sparse._csr.csr_matrix",
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        "sklearn.model_selection._split.StratifiedKFold",
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
    }
)
"""Types beyond those of scikit-learn and numpy that skops trusts by itself. Fixed here, never read from a file."""


def save_model(model: Any, path: Path) -> None:
    """Write a fitted classifier of sentences."""
    vectorizers = vectorizers_of(model)
    vocabularies = [vectorizer.vocabulary_ for vectorizer in vectorizers]
    try:
        for vectorizer in vectorizers:
            # as one text: skops would write every term as a file or an object of its own
            vectorizer.vocabulary_ = json.dumps(vectorizer.get_feature_names_out().tolist())
        write_skops(model, path)
    finally:
        for vectorizer, vocabulary in zip(vectorizers, vocabularies, strict=True):
            vectorizer.vocabulary_ = vocabulary


def write_skops(model: Any, path: Path) -> None:
    """Write any fitted scikit-learn estimator."""
    _skops().dump(model, path, compression=zipfile.ZIP_DEFLATED, compresslevel=6)


@functools.cache
def _skops() -> Any:
    """Import skops.io, which looks at all that scikit-learn has, but not the libraries that scikit-learn could use."""
    wrappers = {f"sklearn.externals.array_api_compat.{library}" for library in ("cupy", "dask", "torch")}
    absent = wrappers - set(sys.modules)
    sys.modules |= dict.fromkeys(absent)  # type: ignore[arg-type]  # None stands for a module that is not there
    try:
        return importlib.import_module("skops.io")
    finally:
        for name in absent:
            del sys.modules[name]


def load_model(path: Path) -> Any:
    """Read a model that `save_model` wrote.

    Raises
    ------
    StanceError
        As `read_skops` does.
    """
    model = read_skops(path)
    try:
        for vectorizer in vectorizers_of(model):
            if isinstance(vectorizer.vocabulary_, str):
                terms = json.loads(vectorizer.vocabulary_)
                vectorizer.vocabulary_ = {term: column for column, term in enumerate(terms)}
    except (AttributeError, KeyError):
        pass  # a classifier of another build has no vocabulary of ours
    except (TypeError, ValueError):
        raise StanceError(f"{shown(path)}: damaged (vocabulary): refused") from None
    return model


def read_skops(path: Path) -> Any:
    """Read a classifier that `write_skops` wrote.

    Raises
    ------
    StanceError
        When the file is missing, is no skops file, is damaged, names a type that is not on the allow-list or
        holds no classifier.
    """
    if not path.is_file():
        raise StanceError(f"{shown(path)}: no such file")
    if not zipfile.is_zipfile(path):
        raise StanceError(f"{shown(path)}: not a skops file, or cut short: refused")
    skops = _skops()
    try:
        foreign = [name for name in skops.get_untrusted_types(file=path) if name not in ALLOWED_TYPES]
        if foreign:
            raise StanceError(f"{shown(path)}: type {foreign[0]!r} is not on the allow-list: refused")
        model = skops.load(path, trusted=sorted(ALLOWED_TYPES))
    except StanceError:
        raise
    except Exception as error:  # a damaged file can fail anywhere in the reader
        raise StanceError(f"{shown(path)}: damaged ({type(error).__name__}): refused") from None
    if not hasattr(model, "predict_proba"):
        raise StanceError(f"{shown(path)}: holds a {type(model).__name__}, not a classifier: refused")
    return model
