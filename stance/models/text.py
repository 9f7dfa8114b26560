"""Transformers from texts to texts, to stand before the n-grams."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sklearn.base import BaseEstimator, TransformerMixin

HASHTAG = re.compile(r"#(\w+)")
WORD_SHAPE = re.compile(r"A+(?!a)|A?a+|0+")


class TextTransformer(TransformerMixin, BaseEstimator):
    """Base of transformers that need no fitting and map each text to a text."""

    def fit(self, X: Iterable[str], y: Any = None) -> "TextTransformer":
        """Do nothing: there is nothing to learn.

        Parameters
        ----------
        X : iterable of str
            Texts.
        y : None
            Not used.

        Returns
        -------
        TextTransformer
            Itself.
        """
        refuse_single_text(X)
        return self

    def transform(self, X: Iterable[str]) -> list[str]:
        """Return the changed texts, one for each text of X."""
        refuse_single_text(X)
        return [self.change(text) for text in X]

    def change(self, text: str) -> str:
        """Return one text, changed."""
        return text

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        return tags


def refuse_single_text(X: Any) -> None:
    """Raise a ValueError for one text in place of many, as scikit-learn's vectorizers do."""
    if isinstance(X, str):
        raise ValueError("Iterable over raw text documents expected, string object received.")  # noqa: TRY004


class ActorMasker(TextTransformer):
    """Put one token in the place of every actor's name.

    A model that falls when names are masked had learned who speaks, not what is said.

    Parameters
    ----------
    names : sequence of str, default ()
        Names and aliases; longer ones are matched first. Case counts, so that ``US`` is not ``us``.
    token : str, default 'ACTOR'
        What stands in their place.
    """

    def __init__(self, names: Sequence[str] = (), token: str = "ACTOR"):
        self.names = names
        self.token = token

    def transform(self, X: Iterable[str]) -> list[str]:
        """Return the texts with names masked."""
        refuse_single_text(X)
        names = sorted({name for name in self.names if name}, key=lambda name: (-len(name), name))
        if not names:
            return list(X)
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
        return [pattern.sub(lambda match: self.token, text) for text in X]


class HashtagSplitter(TextTransformer):
    """Follow every hashtag by its words: ``#StopTheBan`` becomes ``#StopTheBan Stop The Ban``."""

    def change(self, text: str) -> str:
        """Return one text with its hashtags split."""
        return HASHTAG.sub(_with_words, text)


def _with_words(match: re.Match[str]) -> str:
    shape = "".join(map(_shape, match[1]))
    words = [match[1][slice(*word.span())] for word in WORD_SHAPE.finditer(shape)]
    return f"{match[0]} {' '.join(words)}" if len(words) > 1 else match[0]


def _shape(character: str) -> str:
    """Return A for a capital of any alphabet, 0 for a digit, _ for an underscore, and a for the other letters."""
    if character.isupper():
        return "A"
    if character.isdecimal():
        return "0"
    return "_" if character == "_" else "a"
