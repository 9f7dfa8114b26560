"""A database for Discourse Network Analyzer, read back as that program reads it."""

import base64
import hashlib
import sqlite3
from contextlib import closing

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stance.errors import StanceError
from stance.reporting.exports import dna
from stance.reporting.exports.dna import write_dna
from stance.reporting.exports.dna_schema import hashed
from stance.reporting.findings import Findings

PERMISSIONS = (
    "AddDocuments EditDocuments DeleteDocuments ImportDocuments AddStatements EditStatements DeleteStatements "
    "EditAttributes EditRegex EditStatementTypes EditCoders EditCoderRelations ViewOthersDocuments "
    "EditOthersDocuments ViewOthersStatements EditOthersStatements"
)
TABLES = {
    "SETTINGS": "Property Value",
    "CODERS": "ID Name Red Green Blue Refresh FontSize Password PopupWidth ColorByCoder PopupDecoration "
    "PopupAutoComplete " + " ".join(f"Permission{name}" for name in PERMISSIONS.split()),
    "DOCUMENTS": "ID Title Text Coder Author Source Section Notes Type Date",
    "STATEMENTTYPES": "ID Label Red Green Blue",
    "VARIABLES": "ID Variable DataType StatementTypeId",
    "VARIABLELINKS": "ID SourceVariableId TargetVariableId",
    "REGEXES": "Label Red Green Blue",
    "CODERRELATIONS": "ID Coder OtherCoder viewStatements editStatements viewDocuments editDocuments",
    "STATEMENTS": "ID StatementTypeId DocumentId Start Stop Coder",
    "DATABOOLEAN": "ID StatementId VariableId Value",
    "DATAINTEGER": "ID StatementId VariableId Value",
    "ENTITIES": "ID VariableId Value Red Green Blue ChildOf",
    "DATASHORTTEXT": "ID StatementId VariableId Entity",
    "DATALONGTEXT": "ID StatementId VariableId Value",
    "ATTRIBUTEVARIABLES": "ID VariableId AttributeVariable",
    "ATTRIBUTEVALUES": "ID EntityId AttributeVariableId AttributeValue",
}
"""The columns that the program's own queries name."""


def said(actor, stance=None, **how):
    return {"actor": actor, "stance": stance, **how}


def findings_from(rows, **columns):
    names = ["document_id", "index", "paragraph", "text", "target", "predicted", "statements"]
    frame = pd.DataFrame(rows, columns=names).assign(**columns)
    frame.insert(0, "sentence_id", [f"{document}-{index}" for document, index, *_ in rows])
    return Findings(name="made up", predictions=frame, actors=pd.DataFrame())


ROWS = [
    ("b", 1, 0, "Second, said Ann.", "tax", "anti", [said("Ann", "pro", kind="direct", actor_type="person")]),
    ("b", 0, 0, "First \N{FIRE}.", "tax", "pro", []),
    ("b", 2, 1, "Third.", "tax", "neutral", [said("Union", actor_type="organisation"), said("Bob")]),
    ("b", 2, 1, "Third.", "war", "anti", [said("Bob", "anti")]),
    ("a", 0, 0, "Other.", "war", "pro", [said("Bob")]),
]


@pytest.fixture
def opened(tmp_path):
    """Return a function that writes findings and opens the file as the program does, enforcing foreign keys."""
    connections = []

    def opener(findings):
        connection = sqlite3.connect(write_dna(findings, tmp_path / "out.dna"))
        connection.execute("PRAGMA foreign_keys = ON")
        connections.append(connection)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return connection

    yield opener
    for connection in connections:
        connection.close()


def read_statements(connection):
    """Return each statement with its words and the value of every variable, joined as the program joins them."""
    rows = connection.execute(
        "SELECT S.ID, Title, Text, Start, Stop FROM STATEMENTS AS S INNER JOIN CODERS ON S.Coder = CODERS.ID "
        "INNER JOIN STATEMENTTYPES ON S.StatementTypeId = STATEMENTTYPES.ID "
        "INNER JOIN DOCUMENTS ON DOCUMENTS.ID = S.DocumentId WHERE STATEMENTTYPES.ID = 1 ORDER BY S.ID"
    ).fetchall()
    found = []
    for number, title, text, start, stop in rows:
        words = text.encode("utf-16-le")[2 * start : 2 * stop].decode("utf-16-le")
        values = {"document": title, "words": words}
        for name, kind, variable in connection.execute("SELECT Variable, DataType, ID FROM VARIABLES").fetchall():
            query = {
                "short text": "SELECT E.Value FROM DATASHORTTEXT AS D LEFT JOIN ENTITIES AS E "
                "ON E.ID = D.Entity AND E.VariableId = D.VariableId WHERE D.StatementId = ? AND D.VariableId = ?",
                "integer": "SELECT Value FROM DATAINTEGER WHERE StatementId = ? AND VariableId = ?",
                "boolean": "SELECT Value FROM DATABOOLEAN WHERE StatementId = ? AND VariableId = ?",
            }[kind]
            ((values[name],),) = connection.execute(query, (number, variable)).fetchall()
        found.append(values)
    return found


def test_every_statement_has_a_value_of_every_variable(opened):
    names = ["document", "words", "person", "organization", "concept", "agreement", "stance", "basis", "actor"]
    expected = [
        ("b", "Second, said Ann.", "Ann", "", "tax", 1, 1, "gold", "Ann"),
        ("b", "Third.", "", "Union", "tax", 1, 0, "predicted", "Union"),
        ("b", "Third.", "", "Bob", "tax", 1, 0, "predicted", "Bob"),
        ("b", "Third.", "", "Bob", "war", 0, -1, "gold", "Bob"),
        ("a", "Other.", "", "Bob", "war", 1, 1, "predicted", "Bob"),
    ]
    assert read_statements(opened(findings_from(ROWS))) == [dict(zip(names, row, strict=True)) for row in expected]


def test_a_document_is_its_sentences_in_order_each_once(opened):
    texts = opened(findings_from(ROWS)).execute("SELECT Title, Text FROM DOCUMENTS ORDER BY ID").fetchall()
    assert texts == [("b", "First \N{FIRE}. Second, said Ann.\n\nThird."), ("a", "Other.")]


def test_tables_have_the_columns_that_the_program_asks_for(opened):
    connection = opened(findings_from(ROWS))
    for table, columns in TABLES.items():
        assert [row[1] for row in connection.execute(f"PRAGMA table_info({table})")] == columns.split(), table
    assert dict(connection.execute("SELECT * FROM SETTINGS"))["version"].startswith("3.0")


def test_what_is_known_of_documents_is_written(opened):
    findings = findings_from(
        ROWS,
        title=["Budget " * 60] * 4 + [None],
        authors=[["Ann Author", "Bo"]] * 4 + [[]],
        publisher="The Daily",
        genre="news",
        date=["2024-02-29T12:00:00+02:00"] * 4 + ["last week"],
    )
    columns = "Title, Author, Source, Section, Type, Date, Notes"
    first, second = opened(findings).execute(f"SELECT {columns} FROM DOCUMENTS ORDER BY ID").fetchall()
    assert first[0].startswith("Budget Budget")
    assert len(first[0]) == 190
    # 2024-02-29 10:00 UTC
    assert first[1:6] == ("Ann Author, Bo", "The Daily", "", "news", 1709200800)
    assert second[:2] == ("a", "")
    assert second[5] == 0
    assert "The date is not known." in second[6]
    assert "not known" not in first[6]


def test_actors_have_a_type_and_the_colour_of_their_net_stance(opened):
    connection = opened(findings_from(ROWS))
    rows = connection.execute(
        "SELECT E.Value, Red, Green, Blue, AttributeValue FROM ENTITIES AS E "
        "INNER JOIN ATTRIBUTEVALUES ON EntityId = E.ID "
        "INNER JOIN ATTRIBUTEVARIABLES AS A ON A.ID = AttributeVariableId INNER JOIN VARIABLES AS V "
        "ON V.ID = E.VariableId WHERE Variable = 'actor' AND AttributeVariable = 'Type' ORDER BY E.ID"
    ).fetchall()
    assert rows == [
        ("Ann", 0, 114, 178, "person"),
        ("Union", 200, 200, 200, "organisation"),
        ("Bob", 200, 200, 200, ""),
        ("", 0, 0, 0, ""),
    ]


def test_the_program_can_go_on_coding(opened):
    connection = opened(findings_from(ROWS))
    connection.execute("INSERT INTO CODERS (Name, Red, Green, Blue, Password) VALUES ('Eve', 1, 2, 3, 'x')")
    connection.execute("INSERT INTO ENTITIES (VariableId, Value, Red, Green, Blue) VALUES (3, 'dam', 0, 0, 0)")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO ENTITIES (VariableId, Value) VALUES (3, 'tax')")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(
            "INSERT INTO STATEMENTS (StatementTypeId, DocumentId, Start, Stop, Coder) VALUES (1, 1, 5, 5, 1)"
        )
    connection.execute("DELETE FROM DOCUMENTS WHERE ID = 1")
    for table in ("STATEMENTS", "DATABOOLEAN", "DATAINTEGER"):
        assert connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone() == (1,)


def matches(stored, password):
    """Compare as Jasypt's StrongPasswordEncryptor does: SHA-256 100,000 times, the salt before the digest."""
    stored = base64.b64decode(stored)
    digest = stored[:16] + password.encode()
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    return digest == stored[16:]


def test_coders_log_in_with_the_documented_password(opened):
    # made by Jasypt 1.9.3 from the word stance
    assert matches("/ByLccGsJ5d/ZymT3uNN31cuv6Db1XTw07cyX0ZmgELvBqOUhghtUn0LFA9Gcf7a", "stance")
    coders = opened(findings_from(ROWS)).execute("SELECT ID, Name, Password FROM CODERS").fetchall()
    assert [coder[:2] for coder in coders] == [(1, "Admin"), (2, "stance")]
    assert all(matches(password, "stance") for *_, password in coders)
    assert not matches(hashed("other"), "stance")


hostile = st.one_of(
    st.sampled_from(['Roe, "Jane"', "=cmd()", "O'Neill); DROP TABLE CODERS;--", "\u05d0\u05d1", "x" * 300, "x" * 301]),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
)


@settings(max_examples=12, deadline=None)
@given(names=st.lists(hostile, min_size=1, max_size=4, unique_by=lambda name: " ".join(name.split())), text=hostile)
def test_any_name_and_any_text_can_be_written(tmp_path_factory, names, text):
    rows = [("d", 0, 0, text, "tax", "pro", []), ("d", 1, 0, text, "tax", "pro", [said(name) for name in names])]
    named = [name for name in names if name.strip()]
    assume(named)
    out = tmp_path_factory.mktemp("dna") / "out.dna"
    with closing(sqlite3.connect(write_dna(findings_from(rows), out))) as connection:
        statements = read_statements(connection)
    assert len({each["actor"] for each in statements}) == len(named)
    for each, name in zip(statements, named, strict=True):
        assert not name.isprintable() or len(name) > 190 or each["actor"] == " ".join(name.split())
        assert not text.isprintable() or each["words"] == text


def test_texts_and_predictions_are_enough(opened):
    names = ["text", "target", "predicted", "statements"]
    rows = [["One.\r\nTwo.", "all", "pro", [said("Ann")]], ["Three.", "all", "anti", [said("Bob")]]]
    findings = Findings(name="new", predictions=pd.DataFrame(rows, columns=names), actors=pd.DataFrame())
    found = read_statements(opened(findings))
    assert [(each["document"], each["words"]) for each in found] == [("0", "One.\nTwo."), ("1", "Three.")]


def test_a_failure_keeps_the_earlier_file(tmp_path, monkeypatch):
    out = write_dna(findings_from(ROWS), tmp_path / "out.dna")
    before = out.read_bytes()
    assert write_dna(findings_from(ROWS), tmp_path / "again.dna").read_bytes() == before

    def fail(*_):
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(dna, "_write_names", fail)
    with pytest.raises(StanceError, match="cannot be written: disk full"):
        write_dna(findings_from(ROWS[:1]), out)
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.dna", "out.dna"]


def test_what_cannot_be_exported_is_said_in_one_line(tmp_path):
    with pytest.raises(StanceError, match=r"^no statement has an actor: nothing to export$"):
        write_dna(findings_from([("d", 0, 0, "Text.", "tax", "pro", [])]), tmp_path / "out.dna")
    with pytest.raises(StanceError, match="in a folder that exists"):
        write_dna(findings_from(ROWS), tmp_path / "missing" / "out.dna")
    assert not list(tmp_path.iterdir())
