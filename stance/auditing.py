"""Is a supplement sound? Near duplicates, labels that leak through artefacts, and how hard it is for a model."""

import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from stance.config import ExperimentConfig
from stance.corpus import Corpus, load_corpus, read_supplement, texts_of
from stance.corpus.duplicates import NEAR, near_duplicates
from stance.corpus.schema import STANCES
from stance.errors import StanceError
from stance.fitting import fit, new_model
from stance.models import predict_stances

KEYWORDS = 30
"""So many words at most may tell a label, and should not."""

LEAK = 0.5
"""Macro-F1 from which words or length alone say that labels leak."""

FOLDS = 5


def audit(config: ExperimentConfig) -> dict[str, Any]:
    """Examine the supplement of a configuration.

    Parameters
    ----------
    config : ExperimentConfig
        With ``data.supplement``.

    Returns
    -------
    dict
        ``sentences``; ``genres``, counts of labels by genre; ``words``, the shortest and the longest sentence;
        ``leak``, the macro-F1 from which the next two say that labels leak;
        ``near_duplicates`` within the supplement and against each text of the corpus; ``keywords`` and ``length``,
        macro-F1 of a classifier on the 30 most telling words and of one on length alone; ``model``, macro-F1 of
        the configured model. All three are cross-validated within the supplement, writers kept apart where the
        column ``writer`` names them.

    Raises
    ------
    StanceError
        When the configuration names no supplement.
    """
    from threadpoolctl import threadpool_limits

    if config.data.supplement is None:
        raise StanceError("data.supplement: missing; name the table of sentences written for training")
    frame = read_supplement(config.data.supplement)
    corpora = {text: load_corpus(data) for text, data in texts_of(config.data).items()}
    lengths = frame["text"].str.split().str.len()
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="k=.* is greater than n_features")
        return {
            "sentences": len(frame),
            "genres": _genres(frame),
            "words": {"fewest": int(lengths.min()), "most": int(lengths.max())},
            "near_duplicates": _duplicates(frame, {text: corpus.frame for text, corpus in corpora.items()}),
            "leak": LEAK,
            "keywords": {"macro_f1": _macro_f1(frame, _keyword_model), "words": telling_words(frame)},
            "length": {"macro_f1": _macro_f1(frame, _length_model)},
            "model": {"macro_f1": _macro_f1(frame, lambda: new_model(config, Corpus(frame)))},
        }


def _genres(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    genres = frame["genre"].fillna("unnamed") if "genre" in frame else pd.Series("all", index=frame.index)
    counts = frame.groupby([genres, "label"]).size().unstack(fill_value=0).reindex(columns=list(STANCES), fill_value=0)
    return {str(genre): {label: int(row[label]) for label in STANCES} for genre, row in counts.iterrows()}


def _duplicates(frame: pd.DataFrame, corpora: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    texts, ids = frame["text"].tolist(), frame["sentence_id"].tolist()
    out: dict[str, Any] = {
        "threshold": NEAR,
        "within": [[ids[i], ids[j], cosine] for i, j, cosine in near_duplicates(texts)],
    }
    for name, other in corpora.items():
        others = other["sentence_id"].tolist()
        pairs = near_duplicates(texts, other["text"].tolist())
        out[name] = [[ids[i], others[j], cosine] for i, j, cosine in pairs]
    return out


def _macro_f1(frame: pd.DataFrame, build: Any) -> float:
    """Cross-validate within the supplement, with the sentences of a writer kept together where writers are named."""
    from sklearn.metrics import f1_score
    from sklearn.model_selection import GroupKFold, StratifiedKFold
    from tqdm import tqdm

    labels = frame["label"].to_numpy(dtype=str)
    writers = frame["writer"] if "writer" in frame and frame["writer"].nunique() >= FOLDS else None
    if writers is None:
        _enough(labels)
        folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(labels, labels)
    else:
        folds = GroupKFold(FOLDS).split(labels, labels, writers)
    predicted = np.empty(len(frame), dtype=object)
    for train, test in tqdm(list(folds), desc="audit", unit="fold", delay=2, leave=False):
        proba = predict_stances(fit(build(), frame.iloc[train]), frame.iloc[test])
        predicted[test] = np.array(STANCES)[proba.argmax(axis=1)]
    return float(f1_score(labels, predicted.astype(str), labels=list(STANCES), average="macro", zero_division=0))


def _enough(labels: Any) -> None:
    for stance in STANCES:
        n = int((labels == stance).sum())
        if n < FOLDS:
            raise StanceError(f"{n} sentences of the supplement are {stance!r}; an audit needs {FOLDS} of each label")


def _keyword_model() -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.feature_selection import SelectKBest, chi2
    from sklearn.pipeline import Pipeline

    words = Pipeline([("words", CountVectorizer(binary=True)), ("telling", SelectKBest(chi2, k=KEYWORDS))])
    return Pipeline([("features", ColumnTransformer([("text", words, "text")])), ("model", _plain_classifier())])


def telling_words(frame: pd.DataFrame) -> list[str]:
    """Return the words that tell most about the label of a frame's sentences, by chi-squared, in alphabetic order."""
    model = fit(_keyword_model(), frame)
    words = model.named_steps["features"].named_transformers_["text"]
    return [str(word) for word in words.get_feature_names_out()]


def _length_model() -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import FunctionTransformer, StandardScaler

    lengths = Pipeline([("lengths", FunctionTransformer(_lengths)), ("scale", StandardScaler())])
    return Pipeline([("features", ColumnTransformer([("text", lengths, "text")])), ("model", _plain_classifier())])


def _lengths(texts: pd.Series) -> Any:
    """Return words and characters of each text, shape (n, 2)."""
    return np.column_stack([texts.str.split().str.len(), texts.str.len()]).astype(float)


def _plain_classifier() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(class_weight="balanced", max_iter=1000)
