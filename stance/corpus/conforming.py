"""Rows of large inputs brought to one schema, column by column, without a loop over rows."""

from collections.abc import Container, Sequence
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
    number, or text where none holds both: whole numbers of 64 bits beside those without a sign, decimals beside floats.
    Where no source has rows, each is a problem; otherwise those without are passed over.

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
            if source.rows != 0:
                types |= _merged(types, _plain(source, text), source.name)
            fitting.append(source)
        except StanceError as error:
            problems.append(str(error))
    if not any(map(_has_rows, fitting)):
        problems += [f"{source.name}: no rows" for source in fitting]
        fitting = []
    if "sentence_id" not in types:
        types = {"sentence_id": pyarrow.string(), **types}
    return pyarrow.schema(list(types.items())), fitting, problems


def _has_rows(source: Source) -> bool:
    if source.rows is not None:
        return source.rows > 0
    try:
        return next(source.cut(1), None) is not None
    except StanceError:
        return True  # what is wrong with them is said when they are read


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
    """Return a type for the values of both; numbers that do not fit it fail to be cast."""
    import pyarrow
    from pyarrow import types

    for a, b in ((one, other), (other, one)):
        if (types.is_uint64(a) and types.is_signed_integer(b)) or (types.is_decimal(a) and types.is_floating(b)):
            return pyarrow.string()
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
        Names of targets are cleaned, ``all`` where there is none, null where they are not UTF-8. A row without
        ``sentence_id`` gets its number in the whole input, from 1, with ten digits. Bytes that are not UTF-8 are
        replaced, except in ``text``, which is left as it is.

    Raises
    ------
    StanceError
        When the piece cannot be read, or not brought to the schema without loss.
    """
    import pyarrow

    asked = None if only is None else [text if name == "text" else name for name in only]
    table = piece.read(asked)
    columns, given = [], set(table.column_names)
    for field in schema if only is None else [schema.field(name) for name in only if name in schema.names]:
        try:
            columns.append((field, _column(table, field, text if field.name == "text" else field.name, given)))
        except pyarrow.ArrowException as error:
            advice = "give it one type in all files that holds every value, or leave it out"
            raise StanceError(f"{piece.place(0)} on: column {field.name!r}: {error}; {advice}") from None
    made = pyarrow.Table.from_arrays([column for _, column in columns], schema=pyarrow.schema([f for f, _ in columns]))
    if "sentence_id" in made.column_names:
        made = _numbered(made, piece.first)
    return made


def _column(table: Any, field: Any, name: str, given: Container[str]) -> Any:
    import pyarrow
    from pyarrow.compute import CastOptions

    if name not in given:
        column = pyarrow.chunked_array([pyarrow.nulls(table.num_rows, field.type)])
    else:
        column = table.column(name)
        if column.type != field.type:
            column = column.cast(options=CastOptions(target_type=field.type, allow_invalid_utf8=True))
    if field.name == "target":
        return _clean_targets(column)
    checked = field.name != "text" and (_is_text(field.type) or pyarrow.types.is_nested(field.type))
    return decodable(column) if checked else column


def decodable(column: Any, errors: str | None = "replace") -> Any:
    """Return a column of valid texts.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        Of texts, or of lists and structures, which are checked only.
    errors : str or None, default 'replace'
        What `bytes.decode` does with bytes that are not UTF-8; None makes such a text null.

    Raises
    ------
    pyarrow.ArrowInvalid
        When texts within lists or structures are not UTF-8.
    """
    import pyarrow

    try:
        column.validate(full=True)
        return column
    except pyarrow.ArrowInvalid:
        if pyarrow.types.is_nested(column.type):
            raise
        values = column.cast(pyarrow.binary()).to_pylist()
        return pyarrow.chunked_array([pyarrow.array([_decoded(value, errors) for value in values], pyarrow.string())])


def _decoded(value: bytes | None, errors: str | None) -> str | None:
    try:
        return None if value is None else value.decode(errors=errors or "strict")
    except UnicodeDecodeError:
        return None


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


def _clean_targets(column: Any) -> Any:
    from pyarrow.compute import and_, if_else

    sound = decodable(column, None)
    broken = and_(column.is_valid(), sound.is_null()).combine_chunks()
    return if_else(broken, None, clean_names(sound, NO_TARGET))


def clean_names(column: Any, missing: str) -> Any:
    """Return a column of names cleaned as `as_name` does, with `missing` where there is none."""
    import pyarrow

    coded = column.combine_chunks().dictionary_encode()
    names = [as_name(value) or missing for value in coded.dictionary.to_pylist()] + [missing]
    return pyarrow.array(names, pyarrow.string()).take(coded.indices.fill_null(len(names) - 1))
