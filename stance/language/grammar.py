"""The parse of a whole article as plain lists, which are quick to walk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from stance.language.parsing import Paragraph
from stance.language.quotations import Quotation, find_quotations

NO_QUOTATION = -1
_PAUSES = {",", ";", ":", "-", "–", "—"}


@dataclass
class Grammar:
    """Words of an article with their grammar; every list has one entry a word.

    Attributes
    ----------
    words, lower : list of str
        The word, and the word in lower case.
    tags, relations : list of str
        Penn Treebank tag; relation to the head word.
    heads : list of int
        Number of the head word; a root is its own head.
    entities : list of str
        Type of the named entity that the word is part of, or an empty string.
    starts, ends : list of int
        Offsets into the article's text.
    sentence_of, paragraph_of, quotation_of : list of int
        Number of the sentence, paragraph and quotation that the word stands in; -1 outside quotations.
    children : list of list of int
        Dependents of the word, in order.
    sentences, paragraphs : list of (int, int)
        First word of each and the word after its last.
    quotations : list of Quotation
        Stretches between quotation marks.
    quotation_words : list of (int, int)
        First word of each quotation, its mark included, and the word after its last.
    counts : list of int
        For each word how many stand before it, marks aside; one entry more than words.
    """

    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    paragraph_of: list[int] = field(default_factory=list)
    quotation_of: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    quotation_words: list[tuple[int, int]] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def child(self, word: int, *relations: str) -> int | None:
        """Return the first dependent of `word` in one of the relations."""
        for child in self.children[word]:
            if self.relations[child] in relations:
                return child
        return None

    def subtree(self, word: int, without: Sequence[int] = ()) -> list[int]:
        """Return `word` and all that hangs from it, in order; branches that begin at `without` are left out."""
        found, waiting = [], [word]
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting += [child for child in self.children[at] if child not in without]
        return sorted(found)

    def spans(self, words: Sequence[int]) -> list[tuple[int, int]]:
        """Return the character spans of words in order; neighbours are one span, which no comma begins or ends."""
        runs: list[list[int]] = []
        for word in words:
            if runs and word == runs[-1][-1] + 1:
                runs[-1].append(word)
            else:
                runs.append([word])
        trimmed = [self._trimmed(run) for run in runs]
        return [(self.starts[run[0]], self.ends[run[-1]]) for run in trimmed if run]

    def _trimmed(self, run: list[int]) -> list[int]:
        while run and (self.words[run[0]] in _PAUSES or self.words[run[0]].isspace()):
            run = run[1:]
        while run and (self.words[run[-1]] in _PAUSES or self.words[run[-1]].isspace()):
            run = run[:-1]
        return run

    def sentence_words(self, word: int) -> range:
        """Return the words of the sentence that `word` stands in."""
        return range(*self.sentences[self.sentence_of[word]])


def read_grammar(text: str, paragraphs: Sequence[Paragraph]) -> Grammar:
    """Lay the parsed paragraphs of an article out as one `Grammar`."""
    grammar = Grammar()
    for number, paragraph in enumerate(paragraphs):
        _add_paragraph(grammar, text, number, paragraph)
    grammar.counts = [0, *accumulate(int(word[0].isalnum()) for word in grammar.words)]
    grammar.children = [[] for _ in grammar.words]
    for word, head in enumerate(grammar.heads):
        if head != word:
            grammar.children[head].append(word)
    spans = [(p.start, p.start + len(p.doc.text)) for p in paragraphs]
    grammar.quotations = find_quotations(text, spans)
    _number_quotations(grammar)
    return grammar


def _add_paragraph(grammar: Grammar, article: str, number: int, paragraph: Paragraph) -> None:
    base, first_sentence = len(grammar.words), len(grammar.sentences)
    starts_sentence: list[int] = []
    for token in paragraph.doc:
        if token.is_sent_start or token.i == 0:
            starts_sentence.append(base + token.i)
        start = paragraph.start + token.idx
        end = start + len(token.text)
        grammar.words.append(article[start:end])
        grammar.lower.append(token.text.lower().replace("’", "'"))
        grammar.tags.append(token.tag_)
        grammar.relations.append(token.dep_)
        grammar.heads.append(base + token.head.i)
        grammar.entities.append(token.ent_type_)
        grammar.starts.append(start)
        grammar.ends.append(end)
        grammar.sentence_of.append(first_sentence + len(starts_sentence) - 1)
        grammar.paragraph_of.append(number)
    after = [*starts_sentence[1:], len(grammar.words)]
    grammar.sentences += list(zip(starts_sentence, after, strict=True))
    grammar.paragraphs.append((base, len(grammar.words)))


def _number_quotations(grammar: Grammar) -> None:
    """Walk along words and quotations and note which word stands in which."""
    grammar.quotation_of = [NO_QUOTATION] * len(grammar)
    word = 0
    for number, quotation in enumerate(grammar.quotations):
        while word < len(grammar) and grammar.ends[word] <= quotation.start:
            word += 1
        first = word
        while word < len(grammar) and grammar.starts[word] < quotation.end:
            grammar.quotation_of[word] = number
            word += 1
        grammar.quotation_words.append((first, word))
