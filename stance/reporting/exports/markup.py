"""Anybody's text in LaTeX and Markdown, and tables in both."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

_LATEX = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"{\char34}",  # babel gives the character itself a meaning in some languages
    "[": "{[}",  # after the end of a row these two would be its options
    "]": "{]}",
    "*": "{*}",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
    "…": r"\ldots{}",
    "−": "$-$",
    "ß": r"\ss{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "œ": r"\oe{}",
    "Œ": r"\OE{}",
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
    "ı": r"\i{}",
}
_ACCENTS = dict(
    zip("\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0304\u0306\u0307\u0327\u030b\u0323", "`'^~\"rv=u.cHd", strict=True)
)
_DOTLESS = {"i": r"\i", "j": r"\j"}
_LIGATURES = re.compile(r"(?<=[-'`,?!])(?=[-'`,])")
_JOINERS = "\u200c\u200d"
"""Invisible, and yet part of how Persian and Indian names and some emoji are written."""

_WIDTH_OF_NAMES = 30
_WIDTH_OF_CODE = 8
_ROWS_OF_A_PAGE = 40

_PREAMBLE = r"""% Characters that not every LaTeX sets: LuaLaTeX and XeLaTeX set those in the font, pdfLaTeX with T1 the
% Latin ones; all others are shown as [U+...]. Define \stancechar{code}{character} before to set them your way.
\def\stancetone{T1}
\providecommand{\stancecode}[1]{\texttt{[U+#1]}\allowbreak}
\providecommand{\stancelatin}[2]{\expandafter\ifx\csname f@encoding\endcsname\stancetone
\ifcsname u8:\detokenize{#2}\endcsname#2\else\stancecode{#1}\fi\else\stancecode{#1}\fi}
\providecommand{\stancechar}[2]{\ifnum0\ifdefined\directlua1\fi\ifdefined\XeTeXversion1\fi>0
\iffontchar\font"#1 #2\else\stancecode{#1}\fi\else\ifnum"#1<"250 \stancelatin{#1}{#2}\else\stancecode{#1}\fi\fi}
"""
_BEGIN = r"""\begingroup\footnotesize\setlength{\tabcolsep}{4pt}
\providecommand{\toprule}{\hline}
\providecommand{\midrule}{\hline}
\providecommand{\bottomrule}{\hline}
"""


def one_line(text: str) -> str:
    """Return text on one line, its letters composed."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _invisible(character: str) -> bool:
    """Whether a character is shown by its code: controls, which may turn the direction of all that follows."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") and character not in _JOINERS


def latex(text: str) -> str:
    """Return text that LaTeX sets as it stands, under any engine and font encoding."""
    return "".join(r"{\kern0pt}" + _latex(c) if cut else _latex(c) for c, cut in _with_cuts(one_line(text)))


def _with_cuts(text: str) -> list[tuple[str, bool]]:
    """Return characters, and whether TeX would join one with that before it, as two hyphens to a dash."""
    cuts = {match.start() for match in _LIGATURES.finditer(text)}
    return [(character, position in cuts) for position, character in enumerate(text)]


def _latex(character: str) -> str:
    if character in _LATEX:
        return _LATEX[character]
    if " " <= character <= "~":
        return character
    base, accent, *more = (*unicodedata.normalize("NFD", character), "")
    if accent in _ACCENTS and base.isascii() and more == [""]:
        return f"\\{_ACCENTS[accent]}{{{_DOTLESS.get(base, base)}}}"
    code = f"{ord(character):04X}"
    return rf"\stancecode{{{code}}}" if _invisible(character) else rf"\stancechar{{{code}}}{{{character}}}"


def markdown(text: str) -> str:
    """Return text that Markdown shows as it stands within a line or a cell: no markup, no HTML, no cell's end."""
    text = re.sub(r"[\\`*_\[\]|~#$]", r"\\\g<0>", one_line(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"U+{ord(c):04X}" if _invisible(c) else c for c in text)


@dataclass(frozen=True)
class Table:
    """A table of texts.

    Attributes
    ----------
    header : sequence of str
        Names of the columns.
    rows : sequence of sequences of str
        Cells, as they are: escaping is the layout's.
    notes : sequence of str
        Lines below.
    names : int
        How many columns hold names; those after them hold numbers.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()
    names: int = 1


def as_markdown(table: Table) -> str:
    """Return a table in GitHub's Markdown, its notes below as a list."""
    lines = [table.header, *table.rows]
    cells = ["| " + " | ".join(map(markdown, line)) + " |" for line in lines]
    rule = "|---" * table.names + "|---:" * (len(table.header) - table.names) + "|"
    notes = [f"- {markdown(note)}" for note in table.notes]
    return "\n".join([cells[0], rule, *cells[1:], *([""] if notes else []), *notes]) + "\n"


def as_latex(table: Table, title: str) -> str:
    r"""Return a table for ``\input``, which any LaTeX compiles without a package, or with longtable where it is long.

    Its rules are those of booktabs where that is loaded, and plain lines elsewhere.

    Parameters
    ----------
    table : Table
        What is laid out.
    title : str
        What it is of, for the comment at its head.
    """
    long = len(table.rows) > _ROWS_OF_A_PAGE
    wide = [_is_wide(column) for column in zip(*(row[: table.names] for row in table.rows), strict=True)]
    frame = pd.DataFrame([_cells(row, wide) for row in table.rows], columns=[latex(name) for name in table.header])
    body = frame.style.hide(axis="index").to_latex(
        column_format="".join(r"p{0.25\linewidth}" if w else "l" for w in wide) + "r" * (len(table.header) - len(wide)),
        environment="longtable" if long else None,
        hrules=True,
    )
    notes = "".join(rf"\par\noindent {latex(note)}" + "\n" for note in table.notes)
    head = f"% {latex(title)}\n" + ("% needs \\usepackage{longtable}\n" if long else "")
    fallback = _PREAMBLE if "\\stancec" in body + notes else ""
    return f"{head}{_BEGIN}{fallback}{body}{notes}\\par\\endgroup\n"


def _is_wide(names: Iterable[str]) -> bool:
    """Whether a column of names must break them: one is long."""
    return any(sum(_WIDTH_OF_CODE if ord(c) >= 0x250 else 1 for c in name) > _WIDTH_OF_NAMES for name in names)


def _cells(row: Sequence[str], wide: Sequence[bool]) -> list[str]:
    names = [rf"\raggedright {latex(cell)}" if breaks else latex(cell) for cell, breaks in zip(row, wide, strict=False)]
    return [*names, *(re.sub(r"-(?=\d)", "$-$", latex(cell)) for cell in row[len(wide) :])]
