"""From bytes to text."""

import codecs

from stance.errors import StanceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 50_000
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x1c\x1d\x1e"))
_FEW = 0.15
"""Share of bytes beyond ASCII up to which a text that is not UTF-8 is taken for Western European."""


def decode(data: bytes, encoding: str | None = None) -> str:
    """Decode a text; a byte order mark is dropped.

    Unless an encoding is given, a byte order mark decides, then UTF-8 is tried. What is neither is cp1252 when few of
    its bytes are beyond ASCII, else what charset-normalizer makes of it.

    Raises
    ------
    StanceError
        When the bytes are no text, or not in `encoding`; the message names no file.
    """
    if encoding is not None:
        return _given(data, encoding)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _given(data, name)
    if len(data.translate(None, _CONTROLS)) < len(data) - len(data) // 200 or b"\0" in data:
        raise StanceError("not a text file")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _guessed(data)


def _given(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
        text.encode()  # a codec may let half a character through
    except LookupError:
        raise StanceError(f"encoding {encoding!r} is unknown; utf-8 and cp1252 are the usual ones") from None
    except (UnicodeError, TypeError, AssertionError):
        raise StanceError(f"not text in {encoding}") from None
    if "\0" in text:
        raise StanceError(f"a NUL character: not a text file in {encoding}")
    return text.removeprefix("\ufeff")


def _guessed(data: bytes) -> str:
    beyond = sum(byte > 127 for byte in data[:_SAMPLE]) / min(len(data), _SAMPLE)
    if beyond <= _FEW:
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        raise StanceError("not UTF-8; name its encoding, or let it be found: pip install 'stance[articles]'") from None
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise StanceError("not text in a known encoding; save it as UTF-8 or name its encoding")
    return _given(data, best.encoding)
