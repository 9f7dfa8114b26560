"""Sentences of a paragraph of English, as exact character spans."""

import re

_STOP = re.compile(
    r"""
    [.!?…]++                    # one stop or several: ?! ...
    (?:\[\d{1,3}\])?+           # a footnote's number
    ["'”’»)\]*_]*+              # what closes with the sentence
    (?:[ ]?[”»)\]]++)*+         # the same after a stray space, where it can only close
    | \n[^\S\n]*+\n             # an empty line
    """,
    re.VERBOSE,
)
# Every alternative takes all it can and asks for nothing after it: a match never fails late, so the scan is linear.

_OPENING = re.compile(r"""[\s"'“‘«(\[*_–—―-]*+""")
_TOKEN = re.compile(r"""[^\s"'“”‘«»()\[\]—–/,;:]*$""")
_WORD = re.compile(r"[^\W\d_][\w’'-]{0,30}")
_ACRONYM = re.compile(r"(?:[^\W\d_]{1,2}\.&?)+[^\W\d_]{1,2}")
_REACH = 30
"""Characters before a stop in which its word is looked for; abbreviations are shorter."""


def _words(joined: str) -> frozenset[str]:
    return frozenset(joined.split())


_TITLES = _words(
    "mr mrs ms messrs dr prof sen sens rep reps gov govs gen lt col capt cpt sgt maj adm cmdr cpl pvt rev hon fr msgr "
    "pres supt det amb sec atty asst assoc dep insp vs v viz cf e.g i.e ft mt mlle mme"
)
"""Something always follows these; they end no sentence."""

_BEFORE_NUMBERS = _words(
    "no nos jan feb mar apr jun jul aug sep sept oct nov dec fig figs vol vols p pp art ch sec ca approx"
)
"""Abbreviations before a number; before anything else, words."""

_SHORTENED = _words(
    "inc corp co cos ltd llc plc jr sr bros esq dept univ assn ave blvd rd st est al ed eds ph.d "
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa "
    "penn tenn tex va vt wash wis wyo ont que"
)
"""Abbreviations that may end a sentence: the next word decides."""

_STARTERS = _words(
    "the a an he she it they we i you this that these those there his her its their our my your but and or so yet "
    "in on at by for from to with as if when while after before since until because although though however then "
    "now also still even instead meanwhile what who why how where which no not neither nor both each some many "
    "most all one two three last next another other others such during despite according under over once here let "
    "initially finally later earlier mr mrs ms it's that's there's he's she's they're we're i'm it’s that’s "
    "there’s he’s she’s they’re we’re i’m"
)
"""Words whose capital tells of a new sentence rather than of a name."""

_TIMES = _words(
    "est edt et cst cdt ct mst mdt mt pst pdt pt gmt utc bst cet eastern central mountain pacific monday tuesday "
    "wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december"
)
_LETTERED = _words("plan vitamin grade type hepatitis option class group team exhibit appendix")

_SAID = (
    r"(?:sa(?:id|ys)|asks?|asked|add(?:s|ed)|repl(?:ies|ied)|answer(?:s|ed)|wr(?:ites|ote)|tweet(?:s|ed)|"
    r"sh?out(?:s|ed)|cr(?:ies|ied)|yell(?:s|ed)|exclaim(?:s|ed)|wonder(?:s|ed)|demand(?:s|ed)|inquired|queried|quipped|"
    r"joke[ds]|insist(?:s|ed)|declare[ds]|continue[ds]|respond(?:s|ed)|scream(?:s|ed)|chant(?:s|ed)|told|recall(?:s|ed))"
)
_REPORTING = re.compile(
    r"(?!(?:He|She|They|We|It|The|An?|This|That|His|Her|Their|Our|But|And|Then|One|Some|Others)\b)"
    r"(?:[A-Z][\w.’'-]{0,30}+[ ]){1,5}?"
    rf"(?:(?:also|then|later|once|has|had)[ ])?{_SAID}\b"
)
"""A name and who says what it said. With any other word the clause would go on in lower case: ``"Why?" she said.``"""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Find the sentences of one paragraph.

    A stop ends a sentence unless it belongs to an abbreviation or initial, or the sentence goes on in lower case or,
    after a question or exclamation in quotation marks, with who said it. An empty line always ends one.

    Parameters
    ----------
    text : str
        A paragraph. Any string will do; the time is linear in its length.

    Returns
    -------
    list of (int, int)
        Start and end of each sentence, in order. They do not overlap, neither begin nor end with whitespace, and
        together hold every character that is not whitespace.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_here(text, start, stop):
            _keep(spans, text, start, stop.end())
            start = stop.end()
    _keep(spans, text, start, len(text))
    return spans


def _keep(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    inner = piece.strip()
    if inner:
        start += len(piece) - len(piece.lstrip())
        spans.append((start, start + len(inner)))


def _ends_here(text: str, start: int, stop: re.Match[str]) -> bool:
    if text[stop.start()] == "\n":
        return True
    end = stop.end()
    if end == len(text) or not text[end].isspace():
        return False
    opening = _OPENING.match(text, end)
    at = opening.end() if opening else end
    if at == len(text) or text[at].islower() or text[at] in ".!?…,;:”’»)]":
        return False
    closed = stop[0][-1] in "\"'”’»"
    if closed and "." not in stop[0]:
        return not (at == _after_space(text, end) and _REPORTING.match(text, at))
    if stop[0].rstrip("\"'”’»)]*_ ") == ".":
        quoted = at > _after_space(text, end) and text[at - 1] in "\"“‘'"
        return not _shortens(text, start, stop.start(), at, closed or quoted)
    return True


def _after_space(text: str, at: int) -> int:
    while text[at].isspace():
        at += 1
    return at


def _shortens(text: str, start: int, stop: int, following: int, quoted: bool) -> bool:
    """Tell whether the one full stop at `stop` marks an abbreviation within a sentence."""
    near = max(start, stop - _REACH)
    found = _TOKEN.search(text, near, stop)
    token = found[0] if found else ""
    token = token.rpartition("-")[2] or token  # then-Sen.
    lower = token.lower()
    if token.isdigit() and start >= near and not text[start : stop - len(token)].strip():
        return True  # the number of a list's item
    if lower in _TITLES and (lower != "v" or token == "v"):
        return not quoted or lower not in ("v", "vs")
    if len(token) == 1 and token.isupper():
        return _is_initial(text[near : stop - 1].split(), token)
    if lower in _BEFORE_NUMBERS:
        return text[following].isdigit()
    if lower.rstrip(".") in ("a.m", "p.m"):
        return _next_word(text, following) in _TIMES or text[following + 1 : following + 2] == "."
    if (token[:1].isupper() and lower in _SHORTENED) or _ACRONYM.fullmatch(token):
        dash = text[following - 2] in "–—―-"
        return dash or (not quoted and _next_word(text, following) not in _STARTERS)
    return False


def _is_initial(before: list[str], letter: str) -> bool:
    if letter == "I":
        return not before
    return not (before and before[-1].lower() in _LETTERED)


def _next_word(text: str, at: int) -> str:
    word = _WORD.match(text, at)
    return word[0].lower() if word else ""
