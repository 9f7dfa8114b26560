"""Files of rows as they are, hostile ones included."""

import csv
import json
from functools import partial

import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from stance.corpus import lines, records
from stance.corpus.records import Records, json_lines, read_records
from stance.errors import StanceError


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(path, **options):
    with pytest.raises(StanceError) as error:
        read_records(path, **options)
    return str(error.value)


def test_a_csv_is_columns_with_lines(write):
    read = read_records(write("a.csv", "text,label\nBelmark agreed,pro\nArvania left,\n"))
    assert read.columns == {"text": ["Belmark agreed", "Arvania left"], "label": ["pro", None]}
    assert read.lines == [2, 3]
    assert [read.place(0), read.place(1)] == ["a.csv:2", "a.csv:3"]


def test_quoted_fields_over_several_lines_and_blank_lines_keep_the_count(write):
    read = read_records(write("a.csv", 'text,label\n"one\ntwo\n\nfour",pro\n\nfive,anti\n"say ""no""",pro\n'))
    assert read.columns["text"] == ["one\ntwo\n\nfour", "five", 'say "no"']
    assert read.lines == [2, 7, 8]


def test_a_header_over_two_lines_is_counted(write):
    read = read_records(write("a.csv", '"te\nxt",label\nx,pro\n'))
    assert read.columns == {"te\nxt": ["x"], "label": ["pro"]}
    assert read.lines == [3]


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("a.csv", "text;label\nx,y;pro\n", {"delimiter": ";"}),
        ("a.tsv", "text\tlabel\nx,y\tpro\n", {}),
        ("A.TSV", "text\tlabel\nx,y\tpro\n", {}),
        ("a.tsv", "text|label\nx,y|pro\n", {"delimiter": "|"}),
        ("a.csv", 'text,label\r\n"x,y",pro\r\n', {}),
        ("a.CSV", 'text,label\r"x,y",pro\r', {}),
        ("a.csv", b'\xef\xbb\xbftext,label\n"x,y",pro', {}),
        ("a.csv", 'text,label\n"x,y",pro'.encode("utf-16"), {"encoding": "utf-16"}),
        ("a.jsonl", '{"text": "x,y", "label": "pro"}', {}),
        ("a.ndjson", b'\xef\xbb\xbf{"text": "x,y", "label": "pro"}\r\n', {}),
        ("a.JSONL", '{"text": "x,y", "label": "pro"}'.encode("utf-16"), {"encoding": "utf-16"}),
    ],
)
def test_endings_separators_and_encodings(write, name, content, options):
    assert read_records(write(name, content), **options).columns == {"text": ["x,y"], "label": ["pro"]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "a.csv: empty: no header line"),
        ("\n", "a.csv: empty: no header line"),
        ("text,label\n", "a.csv: no rows"),
        ("text,label\n\n\n", "a.csv: no rows"),
        ("text,label,text\nx,pro,y\n", "a.csv:1: column 'text' stands twice"),
        ("a,,b,\n1,2,3,4\n", "a.csv:1: column '' stands twice"),
        ("text,label\nx,pro\ny\n", "a.csv:3: 1 fields where the header has 2"),
        ("text,label\nx,pro,z\n", "a.csv:2: 3 fields where the header has 2"),
        ('text,label\n"x\ny",pro\nz,pro,1\n', "a.csv:4: 3 fields where the header has 2"),
        # the line where the row begins, not the one where the reader gave up
        (
            'text,label\nx,pro\n"y,pro\nz,pro\nz,anti\n',
            "a.csv:3: unexpected end of data; is a quotation mark not closed?",
        ),
        ('"text,label\nx,pro\n', "a.csv:1: unexpected end of data; is a quotation mark not closed?"),
        ('text,label\n"x"y,pro\n', "a.csv:2: ',' expected after '\"'; is a quotation mark not closed?"),
        ("text;label\nx;pro\n", "a.csv:1: one column 'text;label': is the separator ';'? Set data.delimiter"),
        ("text\tlabel\nx\tpro\n", "a.csv:1: one column 'text\\tlabel': is the separator tab? Set data.delimiter"),
        ("text,label\nL\xfccker,\0\n", "a.csv:2: a NUL byte: not a text file in utf-8"),
    ],
)
def test_a_csv_that_is_wrong(write, content, message):
    assert refusal(write("a.csv", content)) == message


def test_a_tsv_with_commas_is_told_so(write):
    message = "a.tsv:1: one column 'text,label': is the separator ','? Set data.delimiter"
    assert refusal(write("a.tsv", "text,label\nx,pro\n")) == message


def test_one_column_without_another_separator_is_fine(write):
    assert read_records(write("a.csv", "text\nx;y\n")).columns == {"text": ["x;y"]}


def test_two_columns_may_hold_another_separator(write):
    assert read_records(write("a.csv", "text;x,label\nx,pro\n")).columns == {"text;x": ["x"], "label": ["pro"]}


def test_the_longest_field(write, monkeypatch, request):
    request.addfinalizer(partial(csv.field_size_limit, csv.field_size_limit()))  # it is of the whole process
    monkeypatch.setattr(lines, "LINE_LIMIT", 10)
    monkeypatch.setattr(records, "LINE_LIMIT", 10)
    assert read_records(write("a.csv", 't,l\n"1234\n67890",p\n')).columns["t"] == ["1234\n67890"]
    assert refusal(write("a.csv", 't,l\n"1234\n678901",p\n')) == (
        "a.csv:2: field larger than field limit (10); is a quotation mark not closed?"
    )


def test_json_lines_may_differ_in_their_keys(write):
    read = read_records(write("a.jsonl", '{"text": "x"}\n\n  \n{"label": "pro", "text": null}\n{"n": [1]}\n'))
    assert read.columns == {"text": ["x", None, None], "label": [None, "pro", None], "n": [None, None, [1]]}
    assert list(read.columns) == ["text", "label", "n"]
    assert read.lines == [1, 4, 5]


def test_json_lines_come_with_their_numbers(write):
    path = write("a.jsonl", '\n{"a": 1}\n{"b": "\\ud83d\\ude00 \\u00e9"}\n')
    assert list(json_lines(path)) == [(2, {"a": 1}), (3, {"b": "\U0001f600 é"})]
    assert list(json_lines(write("b.jsonl", '{"a": "é"}'.encode("cp1252")), "cp1252")) == [(1, {"a": "é"})]


GOOD = '{"text": "x"}\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "a.jsonl: no rows"),
        ("\n\n", "a.jsonl: no rows"),
        ("{}\n", "a.jsonl: no rows"),
        (GOOD + "[1]\n", "a.jsonl:2: not a JSON object in braces"),
        (GOOD + "\n3\n", "a.jsonl:3: not a JSON object in braces"),
        (GOOD + "null\n", "a.jsonl:2: not a JSON object in braces"),
        (GOOD + "{'text': 1}\n", "a.jsonl:2: not JSON: Expecting property name enclosed in double quotes"),
        (GOOD + '{"text": "x"\n', "a.jsonl:2: not JSON: Expecting ',' delimiter"),
        ("[" * 100_000 + "\n", "a.jsonl:1: not JSON: nested too deeply"),
        (GOOD + '{"a":' * 100_000 + "\n", "a.jsonl:2: not JSON: nested too deeply"),
        (GOOD + '{"n": ' + "1" * 5000 + "}\n", "a.jsonl:2: not JSON: a number of thousands of digits"),
        (GOOD + '{"text": "x", "label": "pro", "text": "y"}\n', "a.jsonl:2: key 'text' stands twice"),
        ('{"statements": [{"actor": "A", "actor": "B"}]}\n', "a.jsonl:1: key 'actor' stands twice"),
        (GOOD + '{"text": "x \\ud83d"}\n', "a.jsonl:2: not JSON: half a character, \\ud83d"),
        ('{"\\udc00": 1}\n', "a.jsonl:1: not JSON: half a character, \\udc00"),
        (GOOD + '{"text": "\0"}\n', "a.jsonl:2: a NUL byte: not a text file in utf-8"),
    ],
)
def test_json_lines_that_are_wrong(write, content, message):
    assert refusal(write("a.jsonl", content)) == message


def test_a_parquet_has_rows_but_no_lines(write, tmp_path):
    path = tmp_path / "year=2023" / "a.parquet"
    path.parent.mkdir()
    pd.DataFrame({"text": ["x", None], "n": [1, 2]}).to_parquet(path)
    read = read_records(path)
    assert read.columns == {"text": ["x", None], "n": [1, 2]}
    assert read.lines == []
    assert read.place(0) == "year=2023/a.parquet: row 1"
    assert read.place(1) == "year=2023/a.parquet: row 2"


@pytest.fixture
def parquet(write):
    return lambda **columns: pyarrow.parquet.write_table(pyarrow.table(columns), "a.parquet")


def test_a_truncated_parquet(write, parquet, tmp_path):
    parquet(text=["x"] * 100)
    whole = (tmp_path / "a.parquet").read_bytes()
    for cut in (0, 3, 4, len(whole) // 2, len(whole) - 1):
        message = refusal(write("a.parquet", whole[:cut]))
        assert message.startswith("a.parquet: not a readable Parquet file: ")
        assert len(message.splitlines()) == 1


def test_a_parquet_whose_inside_is_spoiled(write, parquet, tmp_path):
    parquet(text=["x"] * 100)
    whole = (tmp_path / "a.parquet").read_bytes()
    message = refusal(write("a.parquet", whole[:8] + b"\xff" * 20 + whole[28:]))
    assert message.startswith("a.parquet: not a readable Parquet file: ")
    assert len(message) <= len("a.parquet: not a readable Parquet file: ") + 200


def test_a_long_reason_is_cut(write, monkeypatch):
    def fail(path):
        raise OSError("z" * 300)

    monkeypatch.setattr(pyarrow.parquet, "ParquetFile", fail)
    assert refusal(write("a.parquet", b"")) == "a.parquet: not a readable Parquet file: " + "z" * 200


def test_a_parquet_with_a_column_twice(write):
    pyarrow.parquet.write_table(pyarrow.table([["x"], ["pro"], ["y"]], names=["text", "label", "text"]), "a.parquet")
    assert refusal(write("b.csv", "").with_name("a.parquet")) == "a.parquet: column 'text' stands twice"


def test_a_parquet_whose_text_is_not_utf8(parquet, tmp_path):
    parquet(text=pyarrow.Array.from_buffers(pyarrow.string(), 1, pyarrow.array([b"\xff\xfe"]).buffers()))
    assert refusal(tmp_path / "a.parquet").startswith("a.parquet: not a readable Parquet file: 'utf-8' codec can't")


def test_a_parquet_without_rows(parquet, tmp_path):
    parquet(text=pyarrow.array([], pyarrow.string()))
    assert refusal(tmp_path / "a.parquet") == "a.parquet: no rows"


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet", ".xlsx", ""])
def test_a_missing_file_and_a_folder(write, tmp_path, ending):
    write("other", "")
    assert refusal(tmp_path / f"a{ending}") == f"a{ending}: no such file"
    (tmp_path / f"a{ending}").mkdir()
    assert refusal(tmp_path / f"a{ending}") == f"a{ending}: a folder, not a file"


@pytest.mark.parametrize(("name", "shown"), [("a.xlsx", ".xlsx"), ("a.JSON", ".json"), ("a", "nothing")])
def test_another_ending(write, name, shown):
    assert refusal(write(name, "")) == f"{name}: tables end in .csv, .tsv, .jsonl, .ndjson, .parquet, not in {shown}"


def test_records_without_lines_by_default(tmp_path):
    assert Records(tmp_path, {}).lines == []
    assert Records(tmp_path, {}).lines is not Records(tmp_path, {}).lines


@pytest.mark.parametrize("value", [{"a": {"b": 1}}, [1, {"c": None}]])
def test_nested_values_pass_through(write, value):
    assert read_records(write("a.jsonl", json.dumps({"text": "x", "more": value}))).columns["more"] == [value]
