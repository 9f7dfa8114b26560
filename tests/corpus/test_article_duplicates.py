import random

import pytest

from stance.corpus.article_duplicates import SKETCH, ArticleSketches, duplicate_articles
from stance.corpus.articles import Article


def article(name, text):
    return Article(name, text, ((0, len(text)),))


def words(seed, count):
    chance = random.Random(seed)
    return [f"w{chance.randrange(5000)}" for _ in range(count)]


def test_short_articles_are_compared_exactly():
    one, other = words(1, 50), words(2, 50)
    pairs = duplicate_articles(
        [article("a", " ".join(one)), article("b", " ".join([*one[:29], *other[29:]]))], threshold=0.5
    )
    assert pairs == [("a", "b", pytest.approx(25 / 46))]  # 29 words make 25 five-grams, 50 make 46


def test_case_and_punctuation_do_not_count():
    one = words(1, 40)
    pairs = duplicate_articles([article("a", " ".join(one)), article("b", ", ".join(one).upper() + "!")])
    assert pairs == [("a", "b", 1.0)]


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.9])
def test_long_articles_are_estimated(kept):
    one, other = words(1, 3000), words(2, 3000)
    cut = int(3000 * kept)
    [(_, _, share)] = duplicate_articles(
        [article("a", " ".join(one)), article("b", " ".join([*one[:cut], *other[cut:]]))], threshold=0.05
    )
    assert share == pytest.approx(kept, abs=0.12)


def test_a_cut_copy_is_found_in_the_whole():
    one = words(3, 1200)
    pairs = duplicate_articles([article("whole", " ".join(one)), article("cut", " ".join(one[:500]))])
    assert [pair[:2] for pair in pairs] == [("whole", "cut")]


def test_many_copies_are_each_found_beside_another():
    copies = [article(str(i), " ".join(words(4, 300))) for i in range(100)]
    others = [article(f"o{i}", " ".join(words(100 + i, 300))) for i in range(100)]
    pairs = duplicate_articles([*copies, *others])
    assert {name for one, other, _ in pairs for name in (one, other)} == {copy.document_id for copy in copies}


def test_furniture_is_not_compared():
    text = "Share this. " + " ".join(words(5, 30))
    sketches = ArticleSketches()
    sketches.add(Article("a", text, ((0, 11),)))
    sketches.add(Article("b", text, ((12, len(text)),)))
    assert sketches.pairs(0.01) == []


def test_nothing_and_next_to_nothing():
    assert duplicate_articles([]) == []
    assert duplicate_articles([article("a", ""), article("b", "")]) == []
    assert duplicate_articles([article("a", "No."), article("b", "No!")]) == [("a", "b", 1.0)]


def test_a_sketch_is_bounded():
    sketches = ArticleSketches()
    sketches.add(article("a", " ".join(words(6, 50_000))))
    assert len(sketches._sketches[0]) == SKETCH
