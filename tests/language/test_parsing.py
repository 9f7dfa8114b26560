"""Articles in a stream: every article comes out once, in order, with its paragraphs and its sentences."""

import importlib
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.corpus.sentences import sentence_spans
from stance.errors import StanceError
from stance.language import parsing
from stance.language.parsing import load_parser, parse
from tests.naming.resolving import article_of

LINE = "Jane Roe said that the bridge would fall. Richard Doe laughed."


def test_articles_come_out_once_in_order_with_their_paragraphs():
    texts = ["", f"{LINE}\n{LINE}", "   \n", LINE, "\n".join([LINE] * 70), LINE, ""]
    articles = [article_of(text) for text in texts]
    parsed = list(parse(articles))
    assert [article for article, _ in parsed] == articles
    assert [len(paragraphs) for _, paragraphs in parsed] == [0, 2, 0, 1, 70, 1, 0]


def test_articles_that_are_equal_stay_apart():
    assert len(list(parse([article_of(LINE), article_of(LINE)]))) == 2


def test_nothing_in_nothing_out():
    assert list(parse([])) == []


def test_it_streams():
    """What was parsed is handed on before all has been read."""
    read = []

    def articles():
        for number in range(400):
            read.append(number)
            yield article_of(LINE)

    next(iter(parse(articles())))
    assert len(read) < 400


def test_paragraphs_know_where_they_stand():
    text = f"{LINE}\n\n  {LINE} “Ja,” said Ärnold 😀 Poe.\n{LINE}"
    ((article, paragraphs),) = parse([article_of(text)])
    for paragraph, (start, end) in zip(paragraphs, article.paragraphs, strict=True):
        assert paragraph.start == start
        assert paragraph.doc.text == text[start:end]


WORDS = st.lists(
    st.sampled_from(
        ["Jane Roe", "said", ".", "Dr.", "!", "”", "“", "\n", " ", "3.5", "U.S.", "No", "…", "😀", "قال", "(a)"]
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.one_of(WORDS, st.text(max_size=80)))
def test_the_parser_keeps_to_the_sentences_that_were_found(text):
    ((article, paragraphs),) = parse([article_of(text)])
    for paragraph, (start, end) in zip(paragraphs, article.paragraphs, strict=True):
        words = [word for word in paragraph.doc if not word.is_space]
        for (first, last), sentence in zip(
            sentence_spans(text[start:end]), [s for s in paragraph.doc.sents if s.text.strip()], strict=True
        ):
            inside = [word.idx for word in words if first <= word.idx < last]
            assert inside == [word.idx for word in sentence if not word.is_space]


def test_grammar_stays_inside_its_sentence():
    ((_, (paragraph,)),) = parse([article_of(LINE)])
    assert len(list(paragraph.doc.sents)) == 2
    assert all(word.head.sent == word.sent for word in paragraph.doc)


@pytest.fixture
def fresh_parser():
    load_parser.cache_clear()
    yield
    load_parser.cache_clear()


def test_without_a_model_the_error_says_what_to_install(monkeypatch, fresh_parser):
    for name in parsing.MODELS:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(StanceError) as error:
        next(iter(parse([article_of(LINE)])))
    assert "pip install 'stance[articles]'" in str(error.value)
    assert all(name in str(error.value) for name in parsing.MODELS)


def test_the_other_model_serves_where_the_first_is_missing(monkeypatch, fresh_parser):
    installed = next(name for name in parsing.MODELS if importlib.util.find_spec(name))
    monkeypatch.setattr(parsing, "MODELS", ("no_such_model_of_english", installed))
    assert next(iter(parse([article_of(LINE)])))[1]
