"""Rows of large inputs brought to one schema, column by column, without a loop over rows."""

from collections.abc import Sequence
from typing import Any

from stance.corpus.pieces import Piece, Source
from stance.corpus.schema import NO_TARGET, STANCES
from stance.corpus.validation import as_name
from stance.errors import StanceError, did_you_mean, some

PREDICTED = ("predicted", *(f"p_{stance}" for stance in STANCES))
NAMES = ("sentence_id", "text", "target", "actor")
"""Columns that are text whatever they were."""


def common_schema(sources: Sequence[Source], text: str = "text") -> tuple[Any, list[Source], list[str]]:
    """Return a schema for the rows of several sources, the sources that fit it, and what is wrong with the others.

    Earlier predictions are dropped, `text` is called ``text``, and a column that has several types becomes the wider
    number, or text.

    Returns
    -------
    schema : pyarrow.Schema
        Of the rows as `conform` returns them.
    fitting : list of Source
        In the given order.
    problems : list of str
        One line for each of the others.
    """
    import pyarrow

    types: dict[str, Any] = {}
    fitting, problems = [], []
    for source in sources:
        try:
            types |= _merged(types, _plain(source, text), source.name)
            fitting.append(source)
        except StanceError as error:
            problems.append(str(error))
    if "sentence_id" not in types:
        types = {"sentence_id": pyarrow.string(), **types}
    return pyarrow.schema(list(types.items())), fitting, problems


def _plain(source: Source, text: str) -> dict[str, Any]:
    """Return the columns of a source and their types, without the ways in which Arrow may store them."""
    import pyarrow

    names = source.schema.names
    if text not in names:
        advice = did_you_mean(text, names) or "; name it, as in --text COLUMN"
        raise StanceError(f"{source.name}: no column {text!r} (columns: {some(names)}){advice}")
    out = {}
    for field in source.schema:
        name = "text" if field.name == text else field.name
        if field.name in PREDICTED or (name == "text" and field.name != text):
            continue
        kind = field.type.value_type if pyarrow.types.is_dictionary(field.type) else field.type
        if name == "text" and not (_is_text(kind) or pyarrow.types.is_null(kind)):
            raise StanceError(f"{source.name}: column {text!r} is {kind}, not text")
        if name in NAMES and pyarrow.types.is_nested(kind):
            raise StanceError(f"{source.name}: column {name!r} is {kind}, not text")
        out[name] = pyarrow.string() if name in NAMES or _is_text(kind) or pyarrow.types.is_null(kind) else kind
    return out


def _is_text(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _merged(types: dict[str, Any], more: dict[str, Any], where: str) -> dict[str, Any]:
    import pyarrow

    out = {}
    for name, kind in more.items():
        known = types.get(name, kind)
        if known == kind:
            out[name] = kind
        elif pyarrow.types.is_nested(known) or pyarrow.types.is_nested(kind):
            raise StanceError(f"{where}: column {name!r} is {kind} here and {known} in files before")
        else:
            out[name] = _wider(known, kind)
    return out


def _wider(one: Any, other: Any) -> Any:
    import pyarrow

    both = [pyarrow.schema([("x", kind)]) for kind in (one, other)]
    try:
        return pyarrow.unify_schemas(both, promote_options="permissive").field("x").type
    except (pyarrow.ArrowTypeError, pyarrow.ArrowInvalid):
        return pyarrow.string()


def conform(piece: Piece, schema: Any, text: str = "text", only: Sequence[str] | None = None) -> Any:
    """Read a piece and bring its rows to a schema.

    Parameters
    ----------
    piece : Piece
        From `stance.corpus.pieces.cut_all`.
    schema : pyarrow.Schema
        From `common_schema`.
    text : str
        The column that holds the sentence.
    only : sequence of str, optional
        The columns that are needed, as the schema calls them; all unless given.

    Returns
    -------
    pyarrow.Table
        Names of targets are cleaned, ``all`` where there is none. A row without ``sentence_id`` gets its number in the
        whole input, from 1, with ten digits.

    Raises
    ------
    StanceError
        When the piece cannot be read, or not brought to the schema.
    """
    import pyarrow

    asked = None if only is None else [text if name == "text" else name for name in only]
    table = piece.read(asked)
    columns = []
    for field in schema if only is None else [schema.field(name) for name in only if name in schema.names]:
        try:
            columns.append((field, _column(table, field, text)))
        except pyarrow.ArrowException as error:
            raise StanceError(f"{piece.place(0)} on: column {field.name!r}: {error}") from None
    made = pyarrow.Table.from_arrays([column for _, column in columns], schema=pyarrow.schema([f for f, _ in columns]))
    if "sentence_id" in made.column_names:
        made = _numbered(made, piece.first)
    return _with_clean_targets(made) if "target" in made.column_names else made


def _column(table: Any, field: Any, text: str) -> Any:
    import pyarrow

    name = text if field.name == "text" else field.name
    if name not in table.column_names:
        return pyarrow.chunked_array([pyarrow.nulls(table.num_rows, field.type)])
    column = table.column(name)
    return column if column.type == field.type else column.cast(field.type, safe=False)


def _numbered(table: Any, first: int) -> Any:
    import numpy as np
    import pyarrow
    from pyarrow.compute import coalesce, utf8_lpad

    at, given = table.column_names.index("sentence_id"), table.column("sentence_id")
    if not given.null_count:
        return table
    counted = pyarrow.array(first + 1 + np.arange(table.num_rows)).cast(pyarrow.string())
    numbers = utf8_lpad(counted, 10, "0")
    return table.set_column(at, "sentence_id", coalesce(given, numbers))


def _with_clean_targets(table: Any) -> Any:
    at = table.column_names.index("target")
    return table.set_column(at, "target", clean_names(table.column("target"), NO_TARGET))


def clean_names(column: Any, missing: str) -> Any:
    """Return a column of names cleaned as `as_name` does, with `missing` where there is none."""
    import pyarrow

    coded = column.combine_chunks().dictionary_encode()
    names = [as_name(value) or missing for value in coded.dictionary.to_pylist()] + [missing]
    return pyarrow.array(names, pyarrow.string()).take(coded.indices.fill_null(len(names) - 1))
