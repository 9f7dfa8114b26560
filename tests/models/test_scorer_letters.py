"""Texts are lower-cased and cut as scikit-learn does it, whatever letters they are made of."""

import string

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.models import build_model, ngram_tables, predict_stances
from stance.models.estimators import LogisticRegressionConfig
from stance.models.features import NgramConfig, TfidfConfig
from stance.models.scorer import Scorer

pytest.importorskip("numba")

ODD = [*"İıΣσςßſKÅéẞǅªº·’ʼ_²½٣Ⅷ", *"\0\u180e\u200b\u200d\xad\u0301\r\n\xa0\u3000\x1c\x85", *"👩🌾𝔘\U000e0041"]
ANY = st.text(
    st.one_of(
        st.sampled_from(ODD),
        st.sampled_from(string.ascii_letters + string.punctuation + " \t\n"),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def models():
    """Fitted on every odd letter, so that all of them are features."""
    rng = np.random.default_rng(6)
    texts = ["".join(rng.choice([*ODD, *"ab  "], size=30)) for _ in range(200)]
    frame = pd.DataFrame({"text": texts, "target": "a"})
    y = rng.choice(["anti", "neutral", "pro"], size=len(texts))
    ways = [
        TfidfConfig(characters=NgramConfig(ngram_range=(2, 4))),
        TfidfConfig(words=NgramConfig(lowercase=False), characters=NgramConfig(ngram_range=(1, 3), lowercase=False)),
    ]
    fitted = [build_model(way, LogisticRegressionConfig(C=100), "pooled", [], 0).fit(frame, y) for way in ways]
    return [(model, Scorer(model, threads=1)) for model in fitted]


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(ANY, min_size=1, max_size=5))
def test_any_text_is_cut_as_scikit_learn_does(models, texts):
    frame = pd.DataFrame({"text": texts, "target": "a"}, dtype=object)
    for model, scorer in models:
        assert scorer.probabilities(texts) == pytest.approx(predict_stances(model, frame), abs=1e-12)


ASSIGNED = [*range(1, 0xD800), *range(0xE000, 0x33500), *range(0xE0000, 0xE0200), 0xF0000, 0x10FFFF]


@pytest.mark.parametrize(
    ("way", "belongs"),
    [
        (ngram_tables.WORDS, lambda letter: letter.isalnum() or letter == "_"),
        (ngram_tables.CHARACTERS, lambda letter: not letter.isspace()),
    ],
    ids=["words", "characters"],
)
def test_every_letter_becomes_what_python_makes_of_it(way, belongs):
    fold = ngram_tables.folding(way, lowercase=True)[0].tolist()
    for code in ASSIGNED:
        lower = chr(code).lower()
        if code not in (ngram_tables.DOTTED_I, ngram_tables.SIGMA):
            assert fold[code] == (ord(lower) if belongs(lower) else ngram_tables.SEPARATES)


def test_every_letter_has_its_part_in_the_lower_case_of_a_sigma():
    casing = ngram_tables.folding(ngram_tables.WORDS, lowercase=True)[1].tolist()
    for code in ASSIGNED:
        cased, passed = (f"{before}{chr(code)}Σ".lower()[-1] == "ς" for before in ("", "a"))
        assert casing[code] == (ngram_tables.CASED if cased else ngram_tables.IGNORABLE if passed else 0)


def test_half_a_character_is_left_to_the_pipeline(models):
    texts = ["the \ud800 shells", "ship shells"]
    frame = pd.DataFrame({"text": texts, "target": "a"}, dtype=object)
    assert models[0][1].probabilities(texts) == pytest.approx(predict_stances(models[0][0], frame))


def test_a_missing_text_is_an_error(models):
    for texts in (["a", None], pa.array(["a", None])):
        with pytest.raises(ValueError, match="text 2 is missing"):
            models[0][1].probabilities(texts)


def test_bytes_that_are_not_utf8_are_an_error_and_are_not_read_beyond(models):
    for wrong in (b"\xff", b"ab\xc3", b"\xed\xa0", b"\xf8\x88\x80\x80\x80", b"\xc3(", b"\xe2\x82"):
        data = pa.py_buffer(b"ok" + wrong)
        offsets = pa.py_buffer(np.array([0, 2, 2 + len(wrong)], np.int32))
        texts = pa.StringArray.from_buffers(2, offsets, data)
        with pytest.raises(ValueError, match="text 2 is not UTF-8"):
            models[0][1].probabilities(texts)
