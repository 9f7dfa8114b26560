"""Names and words as they fit on a figure."""

import unicodedata
from functools import cache

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.textpath import text_to_path

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
BOX = "\N{WHITE SQUARE}"
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
MINUS = "\N{MINUS SIGN}"


def fitting(name: object, points: float = 140) -> str:
    """Return a name on one line, not wider than so many points of the tick labels, and not read as a formula.

    What is too long is cut with a mark. Characters that no installed font has become boxes, as matplotlib draws them,
    without its warnings; marks that turn the direction of writing are left out.
    """
    known = _characters(tuple(mpl.rcParams["font.family"]))
    one_line = " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in str(name)).split())
    shown = "".join(each if ord(each) in known else BOX for each in one_line[:500] if _is_visible(each))
    if width_of(shown) > points:
        fits, long = 0, min(len(shown), int(points))
        while fits < long:
            middle = (fits + long + 1) // 2
            if width_of(shown[:middle] + ELLIPSIS) <= points:
                fits = middle
            else:
                long = middle - 1
        shown = shown[:fits].rstrip() + ELLIPSIS
    return shown.replace("$", r"\$")


def width_of(text: str) -> float:
    """Return how many points wide a text is in the letters of tick labels."""
    font = FontProperties(family=mpl.rcParams["font.family"], size=mpl.rcParams["ytick.labelsize"])
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def _is_visible(character: str) -> bool:
    if unicodedata.category(character) == "Cf":
        return character in _JOINERS
    return not 0xFE00 <= ord(character) <= 0xFE0F


@cache
def _characters(families: tuple[str, ...]) -> frozenset[int]:
    """Return the code points that some font of these families has."""
    fonts = [get_font(findfont(FontProperties(family=[family]))) for family in families]
    return frozenset(code for font in fonts for code in font.get_charmap())


def signed(value: float, digits: int = 2) -> str:
    """Return a number with its sign, a true minus, and none for zero."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return ("+" if value > 0 else MINUS) + text


def short_count(n: float) -> str:
    """Return a count in four characters at most: 9999, 10k, 2M."""
    for size, unit in ((1e6, "M"), (1e4, "k")):
        if n >= size:
            return f"{n / (1e6 if unit == 'M' else 1e3):.0f}{unit}"
    return f"{n:.0f}"
