"""The tables of a Discourse Network Analyzer database, as versions 3.0.7 to 3.1.1 create them in SQLite.

The layout is that of https://github.com/leifeld-lab/dna (``sql/Sql.java``); it did not change between these versions.
"""

import base64
import hashlib
import sqlite3
from collections.abc import Iterable
from functools import cache
from typing import Any

PASSWORD = "stance"
"""Of both coders, Admin and stance: the program asks for one whenever it opens a file."""
SETTINGS = {"version": "3.0.7", "date": "2022-06-12"}
"""The first release with these tables; every later one opens it."""
LONGEST = 190
"""Characters that a title or a name may have."""
STATEMENT_TYPE = 1
VARIABLES = {
    "person": (1, "short text"),
    "organization": (2, "short text"),
    "concept": (3, "short text"),
    "agreement": (4, "boolean"),
    "stance": (5, "integer"),
    "basis": (6, "short text"),
    "actor": (7, "short text"),
}
"""Number and type of each variable of a DNA Statement: those of a new file, and three of ours."""
ATTRIBUTES = ("Type", "Alias", "Notes")
ADMIN, CODER = 1, 2

_SALT = b"stance discourse"
_ROUNDS = 100_000
_ACTIONS = [
    *("AddDocuments", "EditDocuments", "DeleteDocuments", "ImportDocuments", "AddStatements", "EditStatements"),
    *("DeleteStatements", "EditAttributes", "EditRegex", "EditStatementTypes", "EditCoders", "EditCoderRelations"),
    *("ViewOthersDocuments", "EditOthersDocuments", "ViewOthersStatements", "EditOthersStatements"),
]
_ID = "ID INTEGER NOT NULL PRIMARY KEY"


def _integer(name: str, low: int, high: int, default: int | None) -> str:
    """Return a column of whole numbers within bounds; one without a default may be empty."""
    filled = "" if default is None else f" NOT NULL DEFAULT {default}"
    return f"{name} INTEGER{filled} CHECK ({name} BETWEEN {low} AND {high})"


def _text(name: str, default: str = "DEFAULT ''") -> str:
    return f"{name} TEXT NOT NULL {default} CHECK (LENGTH({name}) <= {LONGEST})"


def _flag(name: str, default: int = 1) -> str:
    return _integer(name, 0, 1, default)


def _refers(column: str, table: str) -> str:
    return f"FOREIGN KEY ({column}) REFERENCES {table} (ID) ON DELETE CASCADE"


def _colour(default: int | None = 0) -> list[str]:
    return [_integer(name, 0, 255, default) for name in ("Red", "Green", "Blue")]


def _values(column: str, *further: str) -> list[str]:
    """Return the columns of a table that holds one value of a variable for each statement."""
    numbers = ["StatementId INTEGER NOT NULL", "VariableId INTEGER NOT NULL"]
    links = [_refers("StatementId", "STATEMENTS"), _refers("VariableId", "VARIABLES"), *further]
    return [_ID, *numbers, column, *links, "UNIQUE (StatementId, VariableId)"]


TABLES = {
    "SETTINGS": ["Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"],
    "CODERS": [
        *(_ID, _text("Name", ""), *_colour(), _integer("Refresh", 0, 9999, 0), _integer("FontSize", 1, 99, 14)),
        *(_text("Password", ""), _integer("PopupWidth", 100, 9999, 300), _flag("ColorByCoder", 0)),
        *(_flag("PopupDecoration", 0), _flag("PopupAutoComplete"), *(_flag(f"Permission{name}") for name in _ACTIONS)),
    ],
    "DOCUMENTS": [
        *(_ID, _text("Title", ""), "Text TEXT NOT NULL", "Coder INTEGER", _text("Author"), _text("Source")),
        *(_text("Section"), "Notes TEXT NOT NULL DEFAULT ''", _text("Type"), "Date INTEGER NOT NULL"),
        _refers("Coder", "CODERS"),
    ],
    "STATEMENTTYPES": [_ID, _text("Label", ""), *_colour()],
    "VARIABLES": [
        *(_ID, _text("Variable", ""), "DataType TEXT NOT NULL DEFAULT 'short text'", "StatementTypeId INTEGER"),
        "CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text'))",
        *(_refers("StatementTypeId", "STATEMENTTYPES"), "UNIQUE (Variable, StatementTypeId)"),
    ],
    "VARIABLELINKS": [
        *(_ID, "SourceVariableId INTEGER", "TargetVariableId INTEGER", "CHECK (TargetVariableId != SourceVariableId)"),
        *(_refers("SourceVariableId", "VARIABLES"), _refers("TargetVariableId", "VARIABLES")),
    ],
    "REGEXES": [f"Label TEXT PRIMARY KEY CHECK (LENGTH(Label) <= {LONGEST})", *_colour()],
    "CODERRELATIONS": [
        *(_ID, "Coder INTEGER CHECK (Coder > 0)", "OtherCoder INTEGER CHECK (OtherCoder > 0)"),
        *(_flag(f"{may}{what}") for what in ("Statements", "Documents") for may in ("view", "edit")),
        *("CHECK (Coder != OtherCoder)", _refers("Coder", "CODERS"), _refers("OtherCoder", "CODERS")),
    ],
    "STATEMENTS": [
        *(_ID, "StatementTypeId INTEGER", "DocumentId INTEGER", "Start INTEGER NOT NULL CHECK (Start >= 0)"),
        *("Stop INTEGER NOT NULL CHECK (Stop >= 0)", "Coder INTEGER", "CHECK (Start < Stop)"),
        *(_refers("StatementTypeId", "STATEMENTTYPES"), _refers("Coder", "CODERS"), _refers("DocumentId", "DOCUMENTS")),
    ],
    "DATABOOLEAN": _values("Value INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": _values("Value INTEGER NOT NULL DEFAULT 0"),
    "ENTITIES": [
        *(_ID, "VariableId INTEGER NOT NULL", _text("Value"), *_colour(None), "ChildOf INTEGER CHECK (ChildOf > 0)"),
        *("UNIQUE (VariableId, Value)", _refers("ChildOf", "ENTITIES"), _refers("VariableId", "VARIABLES")),
    ],
    "DATASHORTTEXT": _values("Entity INTEGER NOT NULL", _refers("Entity", "ENTITIES")),
    "DATALONGTEXT": _values("Value TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": [
        *(_ID, "VariableId INTEGER NOT NULL", _text("AttributeVariable", "")),
        *("UNIQUE (VariableId, AttributeVariable)", _refers("VariableId", "VARIABLES")),
    ],
    "ATTRIBUTEVALUES": [
        *(_ID, "EntityId INTEGER NOT NULL", "AttributeVariableId INTEGER NOT NULL", _text("AttributeValue")),
        *("UNIQUE (EntityId, AttributeVariableId)", _refers("EntityId", "ENTITIES")),
        _refers("AttributeVariableId", "ATTRIBUTEVARIABLES"),
    ],
}
"""Columns and constraints of each table."""


def create_tables(connection: sqlite3.Connection) -> None:
    """Create the tables and what a new file holds: settings, coders, the statement type and its variables."""
    connection.execute("PRAGMA foreign_keys = ON")
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
    insert(connection, "SETTINGS", ("Property", "Value"), SETTINGS.items())
    secret = hashed(PASSWORD)
    coders = [(ADMIN, "Admin", 255, 255, 0, secret), (CODER, "stance", 0, 114, 178, secret)]
    insert(connection, "CODERS", ("ID", "Name", "Red", "Green", "Blue", "Password"), coders)
    insert(connection, "CODERRELATIONS", ("Coder", "OtherCoder"), [(ADMIN, CODER), (CODER, ADMIN)])
    kind = (STATEMENT_TYPE, "DNA Statement", 239, 208, 51)
    insert(connection, "STATEMENTTYPES", ("ID", "Label", "Red", "Green", "Blue"), [kind])
    rows = [(number, name, kind, STATEMENT_TYPE) for name, (number, kind) in VARIABLES.items()]
    insert(connection, "VARIABLES", ("ID", "Variable", "DataType", "StatementTypeId"), rows)
    texts = [number for number, kind in VARIABLES.values() if kind == "short text"]
    pairs = [(number, name) for number in texts for name in ATTRIBUTES]
    insert(connection, "ATTRIBUTEVARIABLES", ("VariableId", "AttributeVariable"), pairs)


def insert(connection: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterable[Any]) -> None:
    """Add rows to a table."""
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


@cache
def hashed(password: str) -> str:
    """Return what the program stores of a password.

    Its library (Jasypt's ``StrongPasswordEncryptor``) applies SHA-256 a hundred thousand times to salt and password,
    and keeps salt and digest as base64. The salt is always the same here: the password is no secret, and equal findings
    make equal files.
    """
    digest = _SALT + password.encode()
    for _ in range(_ROUNDS):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(_SALT + digest).decode()
