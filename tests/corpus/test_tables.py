"""Labelled tables and statements: mapped without code, refused in one line, written and read back."""

import json

import pandas as pd
import pytest
from pydantic import ValidationError

from stance.corpus import load_corpus, tables
from stance.corpus.schema import COLUMNS
from stance.corpus.tables import TableConfig, read_statements, read_table, write_table
from stance.corpus.validation import validate
from stance.errors import StanceError

ENDINGS = [".parquet", ".csv", ".jsonl"]


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(path, read=read_table, **options):
    with pytest.raises(StanceError) as error:
        read(path, **options)
    return str(error.value)


def test_a_table_becomes_a_valid_frame(write):
    frame = read_table(str(write("a.csv", "text,label,actor,index\nBrandt agreed,pro,Brandt,3\nthey met,neutral,,\n")))
    assert tuple(frame.columns) == COLUMNS
    assert frame["text"].tolist() == ["Brandt agreed", "they met"]
    assert frame["actor"].tolist() == ["Brandt", None]
    assert frame["index"].iloc[0] == 3
    assert frame["statements"].tolist() == [[{"actor": "Brandt", "stance": "pro"}], []]
    assert frame["target"].tolist() == ["all", "all"]


def test_columns_labels_and_target_are_mapped(write):
    path = write("a.csv", "id;text;sentence;stance;more\n7;raw;Brandt agreed;FAVOR;x\n8;raw;Okoro left;anti;\n")
    frame = read_table(
        path,
        columns={"sentence_id": "id", "text": "sentence", "label": "stance"},
        labels={"FAVOR": "pro", "AGAINST": "anti"},
        target="shells",
        delimiter=";",
    )
    assert frame["sentence_id"].tolist() == ["7", "8"]
    assert frame["text"].tolist() == ["Brandt agreed", "Okoro left"]
    assert frame["label"].tolist() == ["pro", "anti"]
    assert frame["target"].tolist() == ["shells", "shells"]
    assert tuple(frame.columns) == (*COLUMNS, "more")
    assert frame["more"].tolist() == ["x", None]


def test_columns_may_change_places_or_serve_twice(write):
    path = write("a.jsonl", '{"label": "Okoro left", "text": "anti"}\n')
    frame = read_table(path, columns={"text": "label", "label": "text", "actor": "label"})
    assert frame[["text", "label", "actor"]].iloc[0].tolist() == ["Okoro left", "anti", "Okoro left"]


@pytest.mark.parametrize("value", ["1", 1, 1.0])
def test_numeric_labels_are_mapped_however_they_are_stored(write, value):
    path = write("a.jsonl", json.dumps({"text": "x", "label": value}))
    assert read_table(path, labels={"1": "pro"})["label"].tolist() == ["pro"]


def test_another_encoding(write):
    path = write("a.csv", "text,label\nLücker agreed,pro\n".encode("cp1252"))
    assert read_table(path, encoding="cp1252")["text"].tolist() == ["Lücker agreed"]
    assert refusal(path) == (
        "a.csv:2: byte 0xfc is not utf-8; save the file as UTF-8 or name its encoding, as in data.encoding=cp1252"
    )


def test_labels_are_needed_unless_they_are_to_be_predicted(write):
    path = write("a.csv", "text,label\nx,pro\ny,\n")
    assert refusal(path) == "a.csv:3: label is empty; it must be one of anti, neutral, pro"
    assert refusal(path, labels={"F": "pro"}) == "a.csv:3: label is empty; it must be one of anti, neutral, pro"
    assert read_table(path, labelled=False)["label"].tolist() == ["pro", None]
    path = write("a.csv", "text\nx\n")
    assert refusal(path) == "a.csv: no column 'label' (columns: text); set data.columns.label=COLUMN"
    assert read_table(path, labels={"F": "pro"}, labelled=False)["label"].tolist() == [None]


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("", {}, "a.csv: empty: no header line"),
        ("text,label\n", {}, "a.csv: no rows"),
        ("text,label\nx,PRO\n", {}, "a.csv:2: label 'PRO' is not one of anti, neutral, pro; did you mean 'pro'?"),
        (
            "sentence,label\nx,pro\n",
            {},
            "a.csv: no column 'text' (columns: sentence, label); set data.columns.text=COLUMN",
        ),
        (
            "texts,label\nx,pro\n",
            {},
            "a.csv: no column 'text' (columns: texts, label); did you mean 'texts'?; set data.columns.text=COLUMN",
        ),
        (
            "Sentence,label\nx,pro\n",
            {"columns": {"text": "sentence"}},
            "a.csv: data.columns.text: no column 'sentence' (columns: Sentence, label); did you mean 'Sentence'?",
        ),
        (
            "text,label\nx,FAVOUR\n",
            {"labels": {"FAVOR": "pro"}},
            "a.csv:2: label 'FAVOUR' is not one of anti, neutral, pro, FAVOR; did you mean 'FAVOR'? (data.labels)",
        ),
        (
            "text,label\nx,FAVOR\ny,Anti\n",
            {"labels": {"FAVOR": "pro"}},
            "a.csv:3: label 'Anti' is not one of anti, neutral, pro, FAVOR; did you mean 'anti'? (data.labels)",
        ),
        (
            "text,label,target\nx,pro,navy\n",
            {"target": "army"},
            "a.csv: has a column 'target'; leave out data.target=army",
        ),
        (
            "text,label,split\nx,pro,all\n",
            {},
            "a.csv:2: split 'all' is not one of train, validation, test; pass the column over: data.columns.split=null",
        ),
        ('sentence_id,text,label\n1,"x\ny",pro\n1,z,pro\n', {}, "a.csv:4: sentence_id '1' stands already in a.csv:2"),
        ("text,label,statements\nx,pro,Brandt\n", {}, "a.csv:2: statements is not a list of actor and stance"),
    ],
)
def test_a_table_that_is_wrong(write, content, options, message):
    assert refusal(write("a.csv", content), **options) == message


def test_a_column_twice_after_mapping_cannot_be(write):
    frame = read_table(write("a.csv", "text,sentence,label\nold,new,pro\n"), columns={"text": "sentence"})
    assert frame["text"].tolist() == ["new"]
    assert "sentence" not in frame


def test_a_column_that_means_something_else_is_passed_over(write):
    path = write("a.csv", "text,label,split,more\nx,pro,all,kept\n")
    frame = read_table(path, columns={"split": None, "actor": None})
    assert frame[["split", "actor", "more"]].iloc[0].tolist() == [None, None, "kept"]


def test_rows_of_a_parquet_are_counted(write, tmp_path):
    write("x", "")
    pd.DataFrame({"text": ["x", "y"], "label": ["pro", "for"]}).to_parquet(tmp_path / "a.parquet")
    assert refusal(tmp_path / "a.parquet") == (
        "a.parquet: row 2: label 'for' is not one of anti, neutral, pro; map it, as in data.labels='{for: pro}'"
    )


def test_a_configuration_has_these_defaults():
    config = TableConfig(path="a.csv")
    assert config.model_dump() == {
        "name": "table",
        "path": "a.csv",
        "supplement": None,
        "columns": {},
        "labels": {},
        "target": None,
        "delimiter": None,
        "encoding": "utf-8",
    }


def test_numbers_may_be_keys_of_labels():
    assert TableConfig(path="a.csv", labels={1: "pro", "2": "anti"}).labels == {"1": "pro", "2": "anti"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"labels": {"F": "Pro"}}, "label 'Pro' is not one of anti, neutral, pro; did you mean 'pro'?"),
        ({"labels": ["F"]}, "valid dictionary"),
        ({"delimiter": ""}, "at least 1 character"),
        ({"delimiter": ";;"}, "at most 1 character"),
        ({"separator": ";"}, "Extra inputs are not permitted"),
    ],
)
def test_a_configuration_that_is_wrong(options, message):
    with pytest.raises(ValidationError) as error:
        TableConfig(path="a.csv", **options)
    assert message in str(error.value)


def test_a_configured_table_is_a_corpus_with_its_actors(write):
    write("a.csv", "sentence|stance|actor\nx|1|Bo\ny|0|Ada Okoro\nz|1|Al\nv|1|\nw|1|Bo\n")
    config = TableConfig(
        path="a.csv",
        columns={"text": "sentence", "label": "stance"},
        labels={"1": "pro", "0": "anti"},
        target="shells",
        delimiter="|",
        encoding="ascii",
    )
    corpus = load_corpus(config)
    assert corpus.names == ("Ada Okoro", "Al", "Bo")
    assert corpus.frame["label"].tolist() == ["pro", "anti", "pro", "pro", "pro"]
    assert corpus.frame["target"].unique().tolist() == ["shells"]


# statements


def statement_rows(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_rows_of_one_sentence_become_its_statements(write):
    content = statement_rows(
        {"sentence_id": 1, "text": "both spoke", "actor": "Brandt", "stance": "pro", "kind": "direct"},
        {"sentence_id": 2, "text": "they met"},
        {"sentence_id": 1, "text": "both spoke", "actor": "Okoro", "stance": "", "kind": "act"},
        {"sentence_id": 3, "text": "nobody spoke", "actor": " "},
    )
    frame = read_statements(str(write("a.jsonl", content)))
    assert frame["sentence_id"].tolist() == ["1", "2", "3"]
    assert frame["text"].tolist() == ["both spoke", "they met", "nobody spoke"]
    assert frame["statements"].tolist() == [
        [
            {"actor": "Brandt", "stance": "pro", "kind": "direct"},
            {"actor": "Okoro", "stance": None, "kind": "act"},
        ],
        [],
        [],
    ]
    assert frame["actor"].tolist() == ["Brandt", None, None]
    assert frame["kind"].tolist() == ["direct", None, None]
    assert frame["label"].tolist() == [None] * 3


@pytest.mark.parametrize("key", [{}, {"sentence_id": None}, {"sentence_id": ""}])
def test_rows_without_ids_are_sentences_of_their_own(write, key):
    content = statement_rows(*({"text": text, "actor": "Brandt", **key} for text in ["x", "x", "y"]))
    frame = read_statements(write("a.jsonl", content))
    assert frame["sentence_id"].tolist() == ["1", "2", "3"]
    assert frame["statements"].tolist() == [[{"actor": "Brandt", "stance": None}]] * 3


def test_a_sentence_has_its_statements_for_each_target(write):
    rows = [
        {"sentence_id": "1", "text": "x", "target": target, "actor": "Brandt"} for target in ["army", "navy", "army"]
    ]
    frame = read_statements(write("a.jsonl", statement_rows(*rows)))
    assert frame["target"].tolist() == ["army", "navy"]
    assert [len(statements) for statements in frame["statements"]] == [2, 1]


def test_statements_without_actors_are_sentences(write):
    assert read_statements(write("a.csv", "text\nx\ny\n"))["statements"].tolist() == [[], []]


def test_statements_in_another_encoding(write):
    path = write("a.csv", "text,actor\nx,Lücker\n".encode("cp1252"))
    assert read_statements(path, encoding="cp1252")["actor"].tolist() == ["Lücker"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"sentence": "x"}], "a.jsonl: no column 'text' (columns: sentence)"),
        (
            [{"sentence_id": 1, "text": "x"}, {"sentence_id": 1, "text": "y"}],
            "a.jsonl:2: sentence_id '1' has another text than in a.jsonl:1",
        ),
        (
            [{"sentence_id": 1, "text": "x"}, {"sentence_id": 1, "text": "x", "actor": "Brandt", "stance": "Pro"}],
            "a.jsonl:2: stance 'Pro' is not one of anti, neutral, pro; did you mean 'pro'?",
        ),
        (
            [{"sentence_id": 1, "text": "x"}, {"sentence_id": 1, "text": "x"}, {"sentence_id": 2, "text": ""}],
            "a.jsonl:3: text is empty",
        ),
    ],
)
def test_statements_that_are_wrong(write, rows, message):
    assert refusal(write("a.jsonl", statement_rows(*rows)), read_statements) == message


# writing

AWKWARD = [
    "plain",
    'she said "no", twice',
    "two\nlines",
    "two\r\nlines",
    "a lone\rreturn",
    "  spaces ",
    "=1+1; a\tb | c",
    "Łucja Ómos \U0001f600 \u2028",
    "NA",
    "null",
    "\\N \\u00e9 / </script>",
]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_written_table_reads_back_equal(tmp_path, frame, ending):
    path = tmp_path / f"a{ending}"
    write_table(frame, path)
    pd.testing.assert_frame_equal(read_table(path), frame)


@pytest.mark.parametrize("ending", ENDINGS)
def test_awkward_text_and_statements_read_back_equal(tmp_path, ending):
    statements = [[{"actor": 'Ómos "Bo"', "stance": "pro"}, {"actor": "x,\ny", "stance": None}]] + [[]] * 10
    frame = validate(
        pd.DataFrame(
            {"text": AWKWARD, "label": "pro", "statements": statements, "actor": AWKWARD[::-1], "more": AWKWARD}
        )
    )
    write_table(frame, str(tmp_path / f"a{ending}"))
    read = read_table(tmp_path / f"a{ending}")
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)
    assert read["text"].tolist() == AWKWARD


@pytest.mark.parametrize("ending", ENDINGS)
def test_numbers_are_written_with_six_decimals(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    write_table(validate(pd.DataFrame({"text": ["x", "y"], "label": "pro", "p_pro": [2 / 3, None]})), path)
    read = read_table(path)["p_pro"].tolist()
    assert float(read[0]) == 0.666667
    assert pd.isna(read[1])


def test_a_csv_is_plain_and_says_statements_as_json(tmp_path):
    frame = pd.DataFrame({"text": ["Ó", None], "n": [0.5, 1], "statements": [[{"actor": "Ó", "stance": None}], ()]})
    write_table(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode() == (
        'text,n,statements\nÓ,0.5,"[{""actor"": ""Ó"", ""stance"": null}]"\n,1.0,[]\n'
    )
    assert isinstance(frame["statements"].iloc[0], list)


def test_json_lines_are_one_object_a_row_in_plain_letters(tmp_path):
    write_table(pd.DataFrame({"text": ["Ó", None], "n": [0.5, 1]}), tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes().decode() == '{"text":"Ó","n":0.5}\n{"text":null,"n":1.0}\n'


def test_a_parquet_holds_no_index(tmp_path):
    write_table(pd.DataFrame({"text": ["x", "y"]}, index=[7, 9]), tmp_path / "a.parquet")
    assert pd.read_parquet(tmp_path / "a.parquet").index.tolist() == [0, 1]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_failed_write_leaves_the_old_table(tmp_path, monkeypatch, ending):
    path = tmp_path / f"a{ending}"
    write_table(pd.DataFrame({"text": ["old"]}), path)
    before = path.read_bytes()

    def fail(frame, part, **options):
        part.write_text("half")
        raise OSError("disk full")

    for method in ("to_parquet", "to_csv", "to_json"):
        monkeypatch.setattr(pd.DataFrame, method, fail)
    with pytest.raises(OSError, match="disk full"):
        write_table(pd.DataFrame({"text": ["new"]}), path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.tsv"])
def test_other_endings_are_not_written(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert refusal(tmp_path / name, lambda path: write_table(pd.DataFrame({"text": ["x"]}), path)) == (
        f"{name}: should end in .parquet, .csv, .jsonl"
    )


def test_the_folder_must_be_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert refusal("out/a.csv", lambda path: write_table(pd.DataFrame({"text": ["x"]}), path)) == "out: no such folder"


def test_what_can_be_written_can_be_read(tmp_path):
    for ending in tables.WRITTEN_ENDINGS:
        write_table(pd.DataFrame({"text": ["x"], "label": ["pro"]}), tmp_path / f"a{ending}")
        assert read_table(tmp_path / f"a{ending}")["label"].tolist() == ["pro"]


def test_a_label_that_resembles_one_of_ours_is_not_asked_to_be_mapped(write):
    assert refusal(write("a.csv", "text,label\na,PRO\n")) == (
        "a.csv:2: label 'PRO' is not one of anti, neutral, pro; did you mean 'pro'?"
    )


def test_blanks_around_the_names_of_columns_do_not_count(write):
    frame = read_table(write("a.csv", "text , label\nship the shells,pro\n"))
    assert frame[["text", "label"]].to_numpy().tolist() == [["ship the shells", "pro"]]
