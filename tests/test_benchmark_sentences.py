"""Invented sentences that stand for news: as repeatable, as varied and as repetitive as speed measurements suppose."""

import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pyarrow.parquet as pq
import pytest

BENCHMARKS = Path(__file__).parent / "benchmarks"
WORD = re.compile(r"\b\w\w+\b")
N = 8000


@pytest.fixture(scope="module")
def news():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import news
    finally:
        sys.path.remove(str(BENCHMARKS))
    return news


@pytest.fixture(scope="module")
def texts(news):
    return news.sentences(N)


@pytest.fixture(scope="module")
def tokens(texts):
    return [WORD.findall(text.lower()) for text in texts]


def share(chosen, texts):
    return sum(map(chosen, "".join(texts))) / sum(map(len, texts))


def test_a_seed_says_the_same_in_every_process(news, texts):
    code = f"import sys; sys.path.insert(0, {str(BENCHMARKS)!r}); import news; print(*news.sentences(5), sep='\\n')"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    assert answer.stdout.splitlines() == texts[:5]


def test_more_sentences_begin_with_the_same(news, texts):
    assert news.sentences(100) == texts[:100]
    assert len(news.sentences(news.BATCH + 7)) == news.BATCH + 7


def test_another_seed_says_other_things_in_the_same_language(news, tokens):
    others = [WORD.findall(text.lower()) for text in news.sentences(1000, seed=1)]
    known = {word for sentence in tokens for word in sentence}
    assert not {tuple(each) for each in others if len(each) > 8} & {tuple(each) for each in tokens}
    assert 0.93 < sum(word in known for each in others for word in each) / sum(map(len, others)) < 0.99


def test_sentences_are_as_long_as_those_of_news(texts):
    lengths = sorted(len(text.split()) for text in texts)
    assert 18 < sum(lengths) / N < 22
    assert lengths[N // 20] < 8
    assert lengths[-N // 20] > 35


def test_words_are_as_long_as_those_of_news(tokens):
    assert 4.6 < sum(len(word) for each in tokens for word in each) / sum(map(len, tokens)) < 5.4


def test_characters_are_as_mixed_as_those_of_news(texts):
    assert 0.025 < share(str.isupper, texts) < 0.045
    assert 0.003 < share(str.isdigit, texts) < 0.01
    assert 0.025 < share(lambda each: not each.isalnum() and not each.isspace(), texts) < 0.04
    assert 0.15 < sum(not text.isascii() for text in texts) / N < 0.4
    assert all(text == text.strip() and "\n" not in text and "  " not in text for text in texts)


def test_frequencies_are_those_of_a_language(tokens):
    counts = [number for _, number in Counter(word for each in tokens for word in each).most_common()]
    assert 0.04 < counts[0] / sum(counts) < 0.08
    assert 0.40 < sum(counts[:100]) / sum(counts) < 0.52
    assert 0.35 < sum(number == 1 for number in counts) / len(counts) < 0.6


def test_the_vocabulary_grows_as_it_does_in_a_language(tokens):
    def types(many):
        return len({word for each in tokens[:many] for word in each})

    assert 1.5 < types(N) / types(N // 4) < 2.4
    assert types(N // 4) > 5000


def test_pairs_recur_and_most_of_them_are_seen_once(tokens):
    counts = Counter(pair for each in tokens for pair in pairwise(each))
    later = [pair for each in tokens[N // 2 :] for pair in pairwise(each)]
    before = {pair for each in tokens[: N // 2] for pair in pairwise(each)}
    assert 0.7 < sum(number == 1 for number in counts.values()) / len(counts) < 0.9
    assert 0.4 < sum(pair in before for pair in later) / len(later) < 0.65


def test_words_recur_within_a_sentence(tokens):
    said = [each for each in tokens if each]
    assert 0.92 < sum(len(set(each)) / len(each) for each in said) / len(said) < 0.97


def test_labels_can_be_learned_and_are_noisy(news, texts):
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    labels = news.labels(texts)
    assert labels == news.labels(texts)
    assert min(Counter(labels).values()) > N / 5
    assert 0.28 < sum(map(str.__ne__, labels, news.labels(texts, seed=1))) / N < 0.4
    model = make_pipeline(CountVectorizer(), MultinomialNB()).fit(texts[:6000], labels[:6000])
    assert 0.45 < model.score(texts[6000:], labels[6000:]) < 0.8


def test_the_table_holds_the_sentences_with_actors_and_documents(news, texts, tmp_path):
    path = tmp_path / "news.parquet"
    news.write_parquet(path, N, actors=7)
    table = pq.read_table(path).to_pandas()
    assert table["text"].tolist() == texts
    assert table["actor"].nunique() == 7
    assert table.groupby("document_id").size().max() == 20
    assert table.notna().all(axis=None)
