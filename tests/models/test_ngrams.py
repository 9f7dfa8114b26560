"""N-grams that are counted faster: the same bits as scikit-learn's."""

import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.compose import ColumnTransformer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from stance.models.features import NgramConfig, TfidfConfig
from stance.models.ngrams import NgramVectorizer
from stance.models.persistence import load_model, save_model

TEXTS = ["Arvania must ship the shells, the Shells", "ban the shells #StopTheBan", "", "the council met: a, b; ok?"]

ODD = [
    *("İ", "I", "ı", "i\u0307", "Σ", "ΑΣ", "ΣΑ", "σ", "ς", "ǅ", "ß", "ﬁ", "A\u0301", "é", "\u0301", "\u200d", "\u200b"),
    *(
        "\u00ad",
        "👩\u200d🚀",
        "🇦🇺",
        "漢字",
        "ไทย",
        "हिन्दी",
        "٣",
        "५",
        "²",
        "Ⅷ",
        "_",
        "__",
        "'",
        "’",
        "-",
        ".",
        "#",
        "\x00",
    ),
    *(" ", "  ", "\t", "\n", "\r\n", "\x0b", "\x1c", "\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u3000", "\ufeff"),
    *("a", "b", "aa", "ab", "the", "The", "THE", "ship", "12"),
]
PIECES = st.one_of(st.sampled_from(ODD), st.sampled_from(ODD), st.characters(exclude_categories=["Cs"]))
SENTENCES = st.lists(st.lists(PIECES, max_size=14).map("".join), max_size=7)
LENGTHS = st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted).map(tuple)
OPTIONS = {
    "analyzer": st.sampled_from(["word", "word", "char_wb", "char"]),
    "ngram_range": LENGTHS,
    "lowercase": st.booleans(),
    "strip_accents": st.sampled_from([None, None, "unicode", "ascii"]),
    "sublinear_tf": st.booleans(),
    "binary": st.booleans(),
    "use_idf": st.booleans(),
    "norm": st.sampled_from(["l2", "l1", None]),
    "min_df": st.sampled_from([1, 1, 2, 0.4]),
    "max_df": st.sampled_from([1.0, 1.0, 0.7, 2]),
    "max_features": st.sampled_from([None, None, 1, 5]),
    "dtype": st.sampled_from([np.float64, np.float32]),
}


def counted(kind, options, texts, asked=None):
    """Return all that a vectorizer makes of texts, bit for bit, or what it says against them."""
    vectorizer = kind(**options)
    try:
        matrices = [vectorizer.fit_transform(texts)]
    except ValueError as error:
        return type(error), str(error)
    matrices += [vectorizer.transform(texts if asked is None else asked)]
    parts = [getattr(each, part) for each in matrices for part in ("indptr", "indices", "data")]
    idf = vectorizer.idf_.tobytes() if vectorizer.use_idf else b""
    names = vectorizer.get_feature_names_out().tolist()
    return [(part.dtype, part.tobytes()) for part in parts], matrices[0].shape, vectorizer.vocabulary_, names, idf


def same(options, texts, asked=None):
    ours, theirs = (counted(kind, options, texts, asked) for kind in (NgramVectorizer, TfidfVectorizer))
    assert ours == theirs
    return ours


@settings(max_examples=400, deadline=None)
@given(SENTENCES, SENTENCES, st.fixed_dictionaries({}, optional=OPTIONS))
def test_any_text_gives_the_bits_that_scikit_learn_gives(texts, asked, options):
    same(options, texts, asked or None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("ab \u0301İΣ.", max_size=30), min_size=1, max_size=8), LENGTHS, st.booleans())
def test_so_do_texts_in_which_n_grams_recur(texts, lengths, by_words):
    same({"ngram_range": lengths, "analyzer": "word" if by_words else "char_wb", "sublinear_tf": True}, texts)


def test_n_grams_worked_by_hand():
    vectorizer = NgramVectorizer(ngram_range=(1, 2), use_idf=False, norm=None)
    counts = vectorizer.fit_transform(["ban the ban the ban", "the treaty"])
    assert vectorizer.vocabulary_ == {"ban": 0, "ban the": 1, "the": 2, "the ban": 3, "the treaty": 4, "treaty": 5}
    assert counts.toarray().tolist() == [[3, 2, 2, 2, 0, 0], [0, 0, 1, 0, 1, 1]]


def test_a_word_too_short_for_n_grams_of_characters_is_one_itself():
    vectorizer = NgramVectorizer(analyzer="char_wb", ngram_range=(4, 5), use_idf=False, norm=None)
    counts = vectorizer.fit_transform(["a bcd a"])
    assert dict(zip(vectorizer.get_feature_names_out(), counts.toarray()[0], strict=True)) == {
        " a ": 2,
        " bcd": 1,
        "bcd ": 1,
        " bcd ": 1,
    }


@pytest.mark.parametrize(
    "options",
    [
        {"stop_words": ["the", "a"]},
        {"stop_words": "english", "ngram_range": (2, 2)},
        {"token_pattern": r"\w+ \w+|\w+", "ngram_range": (1, 3)},
        {"token_pattern": r"#\w+"},
        {"tokenizer": str.split, "token_pattern": None, "ngram_range": (1, 2)},
        {"preprocessor": str.upper, "ngram_range": (1, 2)},
        {"analyzer": str.split},
        {"vocabulary": ["the", "shells", "the shells"], "ngram_range": (1, 2)},
        {"analyzer": "char_wb", "preprocessor": str.upper, "ngram_range": (2, 3)},
    ],
    ids=str,
)
def test_options_that_we_do_not_use_are_those_of_scikit_learn(options):
    assert isinstance(same(options, TEXTS)[0], list)


@pytest.mark.parametrize("texts", [[], [""], ["a b ?"], ["the", None], ["the", np.nan], "the council", [3]], ids=repr)
@pytest.mark.parametrize("analyzer", ["word", "char_wb"])
def test_what_cannot_be_counted_is_refused_as_scikit_learn_refuses(texts, analyzer):
    def answer(kind):
        try:
            return counted(kind, {"analyzer": analyzer, "ngram_range": (1, 2)}, texts)
        except (AttributeError, TypeError) as error:
            return type(error), str(error)

    assert answer(NgramVectorizer) == answer(TfidfVectorizer)


@pytest.mark.parametrize("analyzer", ["word", "char_wb"])
def test_half_a_character_is_no_obstacle(analyzer):
    texts = ["the shells\ud83d", "x\udc00x the", "\ud83d\ude00 aa"]
    assert isinstance(same({"analyzer": analyzer, "ngram_range": (1, 3)}, texts)[0], list)


@pytest.mark.parametrize("given_as", [iter, tuple, lambda texts: pd.Series(texts, index=[7, 7, 1, 0]), np.array])
def test_texts_come_in_any_row(given_as):
    expected = TfidfVectorizer(ngram_range=(1, 2)).fit_transform(TEXTS)
    assert (NgramVectorizer(ngram_range=(1, 2)).fit_transform(given_as(TEXTS)) != expected).nnz == 0


def test_bytes_are_decoded():
    texts = [text.encode("utf-16") for text in TEXTS]
    assert isinstance(same({"encoding": "utf-16", "ngram_range": (1, 2)}, texts)[0], list)
    assert same({}, [b"caf\xe9 ok"])[0] is UnicodeDecodeError


def test_a_copy_in_another_process_is_the_same():
    vectorizer = NgramVectorizer(ngram_range=(1, 2)).fit(TEXTS)
    again = pickle.loads(pickle.dumps(vectorizer))
    assert (again.transform(TEXTS) != vectorizer.transform(TEXTS)).nnz == 0


def test_models_built_with_scikit_learns_own_classes_are_still_read(tmp_path):
    frame = pd.DataFrame({"text": TEXTS[:2] * 3, "target": "all"})
    union = FeatureUnion([("words", TfidfVectorizer(sublinear_tf=True))])
    text = ColumnTransformer([("text", Pipeline([("tfidf", union)]), "text")], sparse_threshold=1.0)
    model = Pipeline([("features", text), ("model", LogisticRegression())]).fit(frame, ["pro", "anti"] * 3)
    save_model(model, tmp_path / "model.skops")
    again = load_model(tmp_path / "model.skops")
    assert type(again["model"]) is LogisticRegression
    assert (again.predict_proba(frame) == model.predict_proba(frame)).all()


def test_features_are_counted_so():
    built = TfidfConfig(words=NgramConfig(), characters=NgramConfig(ngram_range=(2, 3))).build([])
    assert [type(view) for _, view in built["tfidf"].transformer_list] == [NgramVectorizer, NgramVectorizer]
