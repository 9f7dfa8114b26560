"""The parse as lists: offsets into the article, sentences, paragraphs and quotations numbered throughout."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.language.grammar import NO_QUOTATION, read_grammar
from stance.language.parsing import parse
from tests.naming.resolving import article_of

TEXT = (
    "Jane Roe, who owns the mill, said that the bridge would fall.\n\n"
    "“Close it,” said Richard Doe. “Close it now.”\n"
    "It rained 😀 for a week, and Roe’s mill stood still."
)


def grammar_of(text):
    ((article, paragraphs),) = parse([article_of(text)])
    return read_grammar(article.text, paragraphs)


@pytest.fixture(scope="module")
def grammar():
    return grammar_of(TEXT)


def word(grammar, text, after=0):
    return grammar.words.index(text, after)


def test_every_word_is_a_slice_of_the_article(grammar):
    for number, text in enumerate(grammar.words):
        assert TEXT[grammar.starts[number] : grammar.ends[number]] == text


def test_sentences_paragraphs_and_quotations_are_numbered_throughout(grammar):
    assert len(grammar.paragraphs) == 3
    assert len(grammar.sentences) == 4
    assert [TEXT[q.start : q.end] for q in grammar.quotations] == ["“Close it,”", "“Close it now.”"]
    for text, sentence, paragraph, quotation in [
        ("mill", 0, 0, NO_QUOTATION),
        ("Close", 1, 1, 0),
        ("Richard", 1, 1, NO_QUOTATION),
        ("now", 2, 1, 1),
        ("😀", 3, 2, NO_QUOTATION),
    ]:
        at = word(grammar, text)
        assert (grammar.sentence_of[at], grammar.paragraph_of[at], grammar.quotation_of[at]) == (
            sentence,
            paragraph,
            quotation,
        )


def test_words_of_a_quotation_include_its_marks(grammar):
    start, end = grammar.quotation_words[1]
    assert grammar.words[start:end] == ["“", "Close", "it", "now", ".", "”"]


def test_apostrophes_are_plain_in_lower_case(grammar):
    assert "'s" in grammar.lower
    assert "’s" in grammar.words


def test_walks_along_the_tree(grammar):
    said, roe = word(grammar, "said"), word(grammar, "Roe")
    assert grammar.child(said, "nsubj") == roe
    assert grammar.child(said, "dobj") is None
    assert " ".join(grammar.words[w] for w in grammar.subtree(grammar.child(said, "ccomp"))) == (
        "that the bridge would fall"
    )
    clause = grammar.child(roe, "relcl")
    without = grammar.subtree(roe, without=[clause])
    assert "owns" in [grammar.words[w] for w in grammar.subtree(roe)]
    assert "owns" not in [grammar.words[w] for w in without]
    assert [grammar.words[w] for w in grammar.sentence_words(said)][:2] == ["Jane", "Roe"]


def test_spans_join_neighbours(grammar):
    assert [TEXT[a:b] for a, b in grammar.spans([0, 1, 3])] == ["Jane Roe", "who"]
    assert grammar.spans([]) == []


def test_an_article_of_nothing():
    assert len(grammar_of("")) == 0
    assert len(grammar_of(" \n\t\n")) == 0


PIECES = st.sampled_from(["“", "”", '"', "Roe", "said", ".", "\n", " ", "that", "😀", "’s", "``", "''"])


@settings(max_examples=30, deadline=None)
@given(
    st.one_of(
        st.text(max_size=100),
        st.lists(PIECES, max_size=40).map(" ".join),
    )
)  # fmt: skip
def test_lists_fit_each_other_for_any_text(text):
    grammar = grammar_of(text)
    n = len(grammar)
    for each in (grammar.tags, grammar.relations, grammar.heads, grammar.entities, grammar.starts, grammar.ends,
                 grammar.sentence_of, grammar.paragraph_of, grammar.quotation_of, grammar.children):  # fmt: skip
        assert len(each) == n
    assert [text[a:b] for a, b in zip(grammar.starts, grammar.ends, strict=True)] == grammar.words
    assert [w for first, last in grammar.sentences for w in range(first, last)] == list(range(n))
    for at, number in enumerate(grammar.quotation_of):
        inside = any(q.start < grammar.ends[at] and grammar.starts[at] < q.end for q in grammar.quotations)
        assert (number != NO_QUOTATION) is inside
        assert grammar.sentence_of[grammar.heads[at]] == grammar.sentence_of[at]
