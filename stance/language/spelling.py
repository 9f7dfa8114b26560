"""Spellings of one name made equal."""

import unicodedata


def plain(text: str) -> str:
    """Fold case, accents, typographic apostrophes and spaces, so that spellings of one name compare equal."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("ʼ", "'"))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return " ".join(text.casefold().split())


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())
