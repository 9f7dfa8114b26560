"""Marks on the surface of a sentence that make its stance hard to read: negation, and what often goes with sarcasm."""

import re

from stance.language.spelling import plain, word_set

NEGATIONS = word_set("""
not no never none nobody nothing nowhere neither nor without cannot hardly barely scarcely seldom rarely nope
""")
"""Function words that negate or nearly do; those that end in n't are known by that."""

WITHOUT_APOSTROPHE = word_set("""
aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neednt shouldnt wasnt werent wont
wouldnt
""")
"""Negated verbs as they are typed in haste."""

_APOSTROPHES = str.maketrans(dict.fromkeys("`´′", "'"))
_NAMES = re.compile(r"https?://\S+|www\.\S+|@\w+")
_WORD = re.compile(r"[#\w][\w']*")
_NUMBERED = re.compile(r"\bno\.\s*(?=\d)")

_ROMAN_OR_ONE_LETTER = r"(?![ivxlcdm]+\b)(?!(\w)\1*\b)"
_MARKS = {
    "hashtag": r"#(?:sarcas\w*|iron(?:y|ic|ically)|not|yeahright|ohgreat|eyeroll\w*|rolleyes|kidding|justkidding|jk"
    r"|satire|facepalm)\b",
    "closing mark": r"(?<![\w/<])/s(?:arc(?:asm)?)?(?![\w/])|[<\[(*]/?sarcas\w*[>\])*]",
    "quoted word": r"(?<!\w)(?:\"[\w-]+(?: [\w-]+)?\"|“[\w-]+(?: [\w-]+)?”|«[\w-]+(?: [\w-]+)?»"
    r"|'[\w-]{2,}(?: [\w-]+)?')(?!\w)",
    "phrase": r"\b(?:ye?ah?,? right|ya right|yeah,? sure|oh,? (?:so )?(?:great|good|wonderful|lovely|nice|perfect|joy"
    r"|boy|please|sure|really|yeah)|so[- ]called|big surprise|what a (?:surprise|shocker|shock)|how convenient"
    r"|good luck with that|thanks a lot|what could (?:possibly )?go wrong|said no one ever|(?:slow|golf) clap"
    r"|eye[- ]?roll|bless (?:his|her|your|their) heart)\b",
    "emoji": "[\N{FACE WITH ROLLING EYES}\N{UPSIDE-DOWN FACE}\N{SMIRKING FACE}\N{UNAMUSED FACE}\N{CLOWN FACE}"
    r"\N{FACE PALM}]|:(?:face_with_)?rolling_eyes:|(?<!\S);-?[)p](?!\w)",
    "question and exclamation": r"\?!|!\?",
    "lengthened word": rf"(?<![\w#]){_ROMAN_OR_ONE_LETTER}[^\W\d_]*?([^\W\d_])\2\2",
    "interjection": r"(?<![\w#])(?:oh|wow|gee|duh|ugh|pfft|meh|yay|whoa|gosh|golly|hooray|lol|lmao|rofl|smh|hm+"
    r"|a?(?:ha){2,}h?)(?!\w)",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _MARKS.items()}


def is_negated(text: str) -> bool:
    """Tell whether a sentence has a word of negation, in whatever capitals and with whatever apostrophe.

    Hashtags are no words of the sentence, nor is "No." before a number.
    """
    words = _WORD.findall(_NUMBERED.sub(" ", _spelt(text)))
    return any(word in NEGATIONS or word in WITHOUT_APOSTROPHE or word.endswith("n't") for word in words)


def sarcasm_marks(text: str) -> tuple[str, ...]:
    """Return the kinds of marks in a sentence that often go with sarcasm, of those that `MARKS` names.

    They lie on the surface: a sentence may have them without being sarcastic, and be sarcastic without them.
    """
    spelt = _spelt(text)
    return tuple(name for name, pattern in _PATTERNS.items() if pattern.search(spelt))


MARKS = tuple(_MARKS)
"""Kinds of marks of sarcasm."""


def _spelt(text: str) -> str:
    """Fold what spellings differ in, and leave out addresses and names of accounts."""
    return plain(_NAMES.sub(" ", text.translate(_APOSTROPHES)))
