"""Text files, line by line: line ends, encodings, and lines that are too long for any memory."""

import tracemalloc

import pytest

from stance.corpus import lines
from stance.corpus.lines import check_file, read_lines
from stance.corpus.tables import read_table
from stance.errors import StanceError

ADVICE = "save the file as UTF-8 or name its encoding, as in data.encoding=cp1252"


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "a.txt"


def refusal(path, *args):
    with pytest.raises(StanceError) as error:
        list(read_lines(path, *args))
    return str(error.value)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"one", ["one"]),
        (b"one\n\ntwo\n", ["one\n", "\n", "two\n"]),
        (b"one\r\ntwo\rthree", ["one\r\n", "two\r", "three"]),
        ("Ómos \U0001f600\n".encode(), ["Ómos \U0001f600\n"]),
        ("one\u2028still\x85one\n".encode(), ["one\u2028still\x85one\n"]),
    ],
)
def test_lines_keep_their_ends(file, content, expected):
    file.write_bytes(content)
    assert list(read_lines(file)) == expected


@pytest.mark.parametrize("name", ["utf-8", "UTF-8", "utf8", "utf_8", "U8"])
def test_a_byte_order_mark_is_dropped_whatever_utf8_is_called(file, name):
    file.write_bytes(b"\xef\xbb\xbfone\n")
    assert list(read_lines(file, name)) == ["one\n"]


@pytest.mark.parametrize("name", ["cp1252", "utf-16", "utf-16-le", "latin-1"])
def test_other_encodings_are_read_when_named(file, name):
    file.write_bytes("Ómos\nLücker\n".encode(name))
    assert list(read_lines(file, name)) == ["Ómos\n", "Lücker\n"]


def test_a_missing_file_and_a_folder(file, tmp_path):
    assert refusal(file) == "a.txt: no such file"
    (tmp_path / "b.txt").mkdir()
    assert refusal(tmp_path / "b.txt") == "b.txt: a folder, not a file"
    with pytest.raises(StanceError, match=r"^a\.txt: no such file$"):
        check_file(file)
    file.touch()
    check_file(file)


def test_the_longest_line_and_one_more_character(file):
    file.write_text("x" * 999_999 + "\n" + "y" * 1_000_000)
    assert [len(line) for line in read_lines(file)] == [1_000_000, 1_000_000]
    file.write_text("x\n" + "y" * 1_000_000 + "\n")
    assert refusal(file) == "a.txt:2: a line of over 1,000,000 characters"


@pytest.mark.parametrize(("line", "passes"), [("123456789\n", True), ("1234567890", True), ("1234567890\n", False)])
def test_the_limit_counts_characters_with_the_line_end(file, monkeypatch, line, passes):
    monkeypatch.setattr(lines, "LINE_LIMIT", 10)
    file.write_text("short\n" + line)
    if passes:
        assert list(read_lines(file)) == ["short\n", line]
    else:
        assert refusal(file) == "a.txt:2: a line of over 10 characters"


@pytest.mark.parametrize(("name", "start", "number"), [("a.csv", "text,label\n", 2), ("a.jsonl", '{"text": "', 1)])
def test_a_line_of_100_megabytes_is_refused_in_bounded_memory(file, name, start, number):
    path = file.with_name(name)
    path.write_bytes(start.encode() + b"a" * 100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(StanceError) as error:
            read_table(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        path.unlink()
    assert str(error.value) == f"{name}:{number}: a line of over 1,000,000 characters"
    assert peak < 20_000_000


def test_a_wrong_byte_in_a_line_of_20_megabytes_is_found_in_bounded_memory(file):
    file.write_bytes(b"good\nbad \xff" + b"a" * 20_000_000)
    tracemalloc.start()
    try:
        message = refusal(file)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert message == f"a.txt:2: byte 0xff is not utf-8; {ADVICE}"
    assert peak < 12_000_000


@pytest.mark.parametrize(("content", "number"), [(b"a\0b\n", 1), (b"a\nb\0\n", 2), (b"a\nb\n\0", 3)])
def test_a_nul_byte_is_no_text(file, content, number):
    file.write_bytes(content)
    assert refusal(file) == f"a.txt:{number}: a NUL byte: not a text file in utf-8"


def test_utf16_without_its_mark_is_seen_by_its_nul_bytes(file):
    file.write_bytes("text\n".encode("utf-16-le"))
    assert refusal(file, "cp1252") == "a.txt:1: a NUL byte: not a text file in cp1252"


@pytest.mark.parametrize(
    ("content", "encoding", "number", "byte"),
    [
        (b"\xe9", "utf-8", 1, "e9"),
        (b"one\ntwo\nL\xfccker\n", "utf-8", 3, "fc"),
        (b"one\rtwo\r\nL\xfccker\r", "utf-8", 3, "fc"),
        (b"caf\xc3", "utf-8", 1, "c3"),
        (b"one\nC\xc3\xa9 then \x80\xff\n", "utf-8", 2, "80"),
        (b"fine\n" * 9000 + b"\xff", "utf-8", 9001, "ff"),
        (b"one\n\x81", "cp1252", 2, "81"),
        (b"one\n\xe9", "ascii", 2, "e9"),
    ],
)
def test_a_wrong_byte_is_named_with_its_line(file, content, encoding, number, byte):
    file.write_bytes(content)
    assert refusal(file, encoding) == f"a.txt:{number}: byte 0x{byte} is not {encoding}; {ADVICE}"


def test_lines_longer_in_bytes_than_in_characters_do_not_shift_the_place(file, monkeypatch):
    monkeypatch.setattr(lines, "LINE_LIMIT", 10)
    file.write_bytes("ÓÓÓÓÓÓÓÓÓ\n".encode() * 3 + b"\xfc")
    assert refusal(file) == f"a.txt:4: byte 0xfc is not utf-8; {ADVICE}"


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf16_is_recognised(file, order):
    file.write_bytes("\ufefftext,label\n".encode(order))
    assert refusal(file) == ("a.txt:1: the file is UTF-16, not utf-8; save it as UTF-8 or set data.encoding=utf-16")


@pytest.mark.parametrize("content", [b"text,label\n", "text\n".encode("utf-16")[:-1]])
def test_what_is_no_utf16_is_said_not_to_be(file, content):
    file.write_bytes(content)
    assert refusal(file, "utf-16") == f"a.txt: not text in utf-16; {ADVICE}"


@pytest.mark.parametrize("name", ["utf-9", "", "rot13", "base64"])
def test_an_unknown_encoding(file, name):
    file.write_bytes(b"one\n")
    assert refusal(file, name) == f"a.txt: encoding {name!r} is unknown; utf-8 and cp1252 are the usual ones"


def test_lines_are_read_one_by_one(file):
    file.write_bytes(b"one\ntwo\0\n")
    reader = read_lines(file)
    assert next(reader) == "one\n"
    with pytest.raises(StanceError, match=r"^a\.txt:2: a NUL byte"):
        next(reader)
