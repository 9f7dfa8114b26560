"""Near duplicates: exactly those that a comparison of each with each finds, and no more work than that."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance import StanceError
from stance.corpus import duplicates
from stance.corpus.duplicates import near_duplicates, near_pairs

WORDS = (
    "shells",
    "council",
    "delivery",
    "Arvania",
    "refused",
    "the",
    "of",
    "to",
    "Monday",
    "border",
    "gunners",
    "vote",
)
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)


def each_with_each(texts, others, threshold):
    """The definition: cosines of scikit-learn's TF-IDF vectors of all texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4)).fit([*texts, *(others or ())])
    left = vectorizer.transform(texts)
    similar = (left @ (left if others is None else vectorizer.transform(others)).T).toarray()
    return {
        (i, j): similar[i, j]
        for i in range(similar.shape[0])
        for j in range(similar.shape[1])
        if similar[i, j] >= threshold and (others is not None or i < j)
    }


def assert_same_pairs(found, expected, threshold):
    """Pairs within rounding of the threshold may fall on either side."""
    sure = {pair: value for pair, value in expected.items() if value > threshold + 1e-5}
    assert set(sure) <= set(found) <= set(expected)
    assert all(found[pair] == pytest.approx(expected[pair], abs=1e-5) for pair in found)


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCES, min_size=1, max_size=25), st.sampled_from([0.05, 0.3, 0.6, 0.9, 1.0]))
def test_pairs_among_texts_are_those_of_each_with_each(texts, threshold):
    found = {(i, j): cosine for i, j, cosine in near_duplicates(texts, threshold=threshold)}
    assert_same_pairs(found, each_with_each(texts, None, threshold - 1e-5), threshold)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SENTENCES, min_size=1, max_size=15),
    st.lists(SENTENCES, min_size=1, max_size=15),
    st.sampled_from([0.05, 0.3, 0.6, 0.9]),
)
def test_pairs_with_other_texts_are_those_of_each_with_each(texts, others, threshold):
    found = {(i, j): cosine for i, j, cosine in near_duplicates(texts, others, threshold)}
    assert_same_pairs(found, each_with_each(texts, others, threshold - 1e-5), threshold)


def many_sentences(n: int) -> list[str]:
    rng = np.random.default_rng(0)
    return [" ".join(rng.choice(WORDS, 8)) for _ in range(n)]


def test_blocks_change_nothing(monkeypatch):
    texts = many_sentences(120)
    whole = near_duplicates(texts)
    monkeypatch.setattr(duplicates, "_BLOCK", 500)
    monkeypatch.setattr(duplicates, "_CHECKED", 7)
    monkeypatch.setattr(duplicates, "_LOOKED_THROUGH", 11)
    assert len(list(near_pairs(texts))) > 10
    assert near_duplicates(texts) == whole
    assert whole


def test_too_many_pairs_are_refused(monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_PAIRS", 44)
    assert len(near_duplicates(["the same"] * 9)) == 36
    with pytest.raises(StanceError, match="more than 44 pairs of sentences are near duplicates"):
        near_duplicates(["the same"] * 11)


def test_too_much_work_is_refused_before_it_is_done(monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_WORK", 100)
    with pytest.raises(StanceError, match="comparing these 50 sentences"):
        near_duplicates(["the same words again"] * 50)


@pytest.mark.parametrize(("texts", "others"), [([], None), ([" ", ""], None), (["a text"], []), ([], ["a text"])])
def test_nothing_has_no_near_duplicates(texts, others):
    assert near_duplicates(texts, others) == []
