"""A database that Discourse Network Analyzer 3 opens: documents, and in them who says what on which concept."""

import contextlib
import sqlite3
from collections.abc import Hashable
from pathlib import Path

import pandas as pd

from stance.errors import StanceError, shown
from stance.evaluation.actors import statements_of
from stance.files import whole_or_nothing
from stance.reporting.exports.attributed import attributed, legible, short_names
from stance.reporting.exports.dna_documents import Places, documents_of, identified
from stance.reporting.exports.dna_schema import (
    ATTRIBUTES,
    CODER,
    LONGEST,
    STATEMENT_TYPE,
    VARIABLES,
    create_tables,
    insert,
)
from stance.reporting.findings import Findings
from stance.reporting.style import COLOURS

NOTES = (
    "Written by stance from {name}. agreement: 1 pro or neutral, 0 anti. stance: 1 pro, 0 neutral, -1 anti. Where "
    "neutral must not count as agreement, exclude statements of stance 0 before a network is exported. basis: gold "
    "where a person decided, predicted where the model did."
)


def write_dna(findings: Findings, out: str | Path) -> Path:
    """Write the statements that have an actor as a database of Discourse Network Analyzer 3.

    A statement covers its whole sentence, and its offsets count UTF-16 units, as the program's text window does. The
    concept is the target. An actor known to be a person is the ``person``, every other one the ``organization``, and
    the variable that does not apply is empty; ``actor`` holds all of them. ``agreement``, which is true or false, is
    true of pro and, as the program has it by default, of neutral; ``stance`` tells them apart. The program asks for a
    coder and a password: both coders, Admin and stance, have the password ``stance``.

    Parameters
    ----------
    findings : Findings
        Of a run, or of predictions of new text; `predictions` may have the columns ``date`` (ISO 8601), ``title``,
        ``authors``, ``publisher``, ``section`` and ``genre``. A document without a date is of 1970-01-01.
    out : path
        A ``.dna`` file, replaced if it is there.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    StanceError
        When no statement has an actor, or the file cannot be written there.

    References
    ----------
    Leifeld, P. (2017). Discourse network analysis: policy debates as dynamic networks. In The Oxford Handbook of
    Political Networks.
    """
    out = Path(out)
    if out.suffix != ".dna" or not out.parent.is_dir() or out.is_dir():
        raise StanceError(f"{shown(out)}: the file needs a name that ends in .dna, in a folder that exists")
    predictions = identified(findings.predictions)
    statements = attributed(statements_of(predictions))
    with whole_or_nothing(out) as part:
        part.unlink(missing_ok=True)
        try:
            with contextlib.closing(sqlite3.connect(part)) as connection:
                create_tables(connection)
                places = _write_documents(connection, predictions, NOTES.format(name=legible(findings.name)))
                _write_statements(connection, statements, places)
                connection.commit()
        except sqlite3.OperationalError as error:
            raise StanceError(f"{shown(out)}: cannot be written: {error}") from None
    return out


def _write_documents(connection: sqlite3.Connection, predictions: pd.DataFrame, notes: str) -> Places:
    """Write one document for each that sentences come from; return the place of every sentence."""
    documents, places = documents_of(predictions)
    undated = documents["Date"].isna().map({True: " The date is not known.", False: ""})
    documents = documents.assign(Coder=CODER, Notes=notes + undated, Date=documents["Date"].fillna(0)).astype(object)
    insert(connection, "DOCUMENTS", tuple(documents), documents.itertuples(index=False, name=None))
    return places


def _write_statements(connection: sqlite3.Connection, statements: pd.DataFrame, places: Places) -> None:
    """Write statements in the order of the text, with the value of every variable."""
    where = [places[key] for key in zip(statements["document_id"], statements["sentence_id"], strict=True)]
    order = sorted(range(len(where)), key=where.__getitem__)
    statements = statements.iloc[order]
    rows = [(number, STATEMENT_TYPE, *where[place], CODER) for number, place in enumerate(order, start=1)]
    insert(connection, "STATEMENTS", ("ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"), rows)
    data = ("StatementId", "VariableId", "Value")
    agreed = [
        (number, VARIABLES["agreement"][0], int(value >= 0)) for number, value in enumerate(statements["value"], 1)
    ]
    insert(connection, "DATABOOLEAN", data, agreed)
    values = [(number, VARIABLES["stance"][0], int(value)) for number, value in enumerate(statements["value"], 1)]
    insert(connection, "DATAINTEGER", data, values)
    for variable, names in _short_texts(statements).items():
        _write_names(connection, variable, names, statements)


def _short_texts(statements: pd.DataFrame) -> dict[str, pd.Series]:
    types = statements["actor"].map(_types(statements))
    return {
        "person": statements["actor"].where(types == "person", ""),
        "organization": statements["actor"].where(types != "person", ""),
        "concept": statements["target"],
        "basis": statements["basis"],
        "actor": statements["actor"],
    }


def _types(statements: pd.DataFrame) -> dict[Hashable, str]:
    """Return what kind of actor each is: what most of its statements say."""
    if "actor_type" not in statements:
        return {}
    known = statements[statements["actor_type"].notna() & (statements["actor_type"] != "unknown")]
    return {actor: kinds.mode().iloc[0] for actor, kinds in known.groupby("actor")["actor_type"]}


def _write_names(connection: sqlite3.Connection, variable: str, names: pd.Series, statements: pd.DataFrame) -> None:
    """Write a variable's names, coloured by net stance where they are actors, with attributes, and who has which."""
    number = VARIABLES[variable][0]
    net, types = statements.groupby("actor")["value"].sum(), _types(statements)
    of_actors = variable in ("person", "organization", "actor")
    forms = short_names([name for name in names.unique() if name != ""], LONGEST) | ({"": ""} if of_actors else {})
    first = connection.execute("SELECT COALESCE(MAX(ID), 0) + 1 FROM ENTITIES").fetchone()[0]
    ids = {name: entity for entity, name in enumerate(forms, start=first)}
    rows = [(ids[name], number, form, *_colour(net.get(name) if of_actors else None)) for name, form in forms.items()]
    insert(connection, "ENTITIES", ("ID", "VariableId", "Value", "Red", "Green", "Blue"), rows)
    data = [(statement, number, ids[name]) for statement, name in enumerate(names, start=1)]
    insert(connection, "DATASHORTTEXT", ("StatementId", "VariableId", "Entity"), data)
    columns = connection.execute("SELECT ID, AttributeVariable FROM ATTRIBUTEVARIABLES WHERE VariableId = ?", (number,))
    kinds = {(name, ATTRIBUTES[0]): kind for name, kind in types.items()} if of_actors else {}
    values = [
        (ids[name], column, kinds.get((name, title), "")) for column, title in columns.fetchall() for name in forms
    ]
    insert(connection, "ATTRIBUTEVALUES", ("EntityId", "AttributeVariableId", "AttributeValue"), values)


def _colour(net: float | None) -> tuple[int, int, int]:
    """Return the colour of an actor's net stance; of anything else black."""
    if net is None:
        return 0, 0, 0
    colour = COLOURS["pro" if net > 0 else "anti" if net < 0 else "neutral"]
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
