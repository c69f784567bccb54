"""What the official template of each kind of file asks for: the columns it reads, and what may stand there.

Nothing is said twice: columns and what is required come from `columns`, the words of a column from the vocabulary.
"""

from typing import Final

import msgspec

from services.importers.columns import (
    KEYS,
    TABLES_OF,
    WAGE,
    Column,
    FileKind,
    TableKind,
    read_columns,
)
from services.importers.vocabulary import built_in
from services.words.templates import HINTS, HINTS_BY_READER, SUGGESTIONS, TABLES

_LEFT_OUT: Final = frozenset({WAGE, *KEYS})
"""One wage base for both halves is understood, but two are asked for; keys stand on an exported roster only."""


class TemplateColumn(msgspec.Struct, frozen=True, kw_only=True):
    """`allowed`: the only texts that are taken (empty: any); `suggested`: some that are usual."""

    name: str
    reader: str
    required: bool
    hint: str
    allowed: tuple[str, ...]
    suggested: tuple[str, ...]


class TemplateTable(msgspec.Struct, frozen=True, kw_only=True):
    """One table, on a sheet of its own."""

    table: TableKind
    sheet: str
    columns: tuple[TemplateColumn, ...]


def template_tables(kind: FileKind) -> tuple[TemplateTable, ...]:
    """Return the tables of a kind of file, in the order of its sheets."""
    return tuple(
        TemplateTable(
            table=table,
            sheet=TABLES[table],
            columns=tuple(
                _column(column) for column in read_columns(table) if column.name not in _LEFT_OUT
            ),
        )
        for table in TABLES_OF[kind]
    )


def _column(column: Column) -> TemplateColumn:
    reader = column.reader or "text"
    is_closed = reader in {"word", "yes_no"}
    allowed = tuple(built_in().words[column.name]) if is_closed else ()
    return TemplateColumn(
        name=column.name,
        reader=reader,
        required=column.required and reader != "received",
        hint=HINTS.get(column.name, HINTS_BY_READER[reader]),
        allowed=allowed,
        suggested=SUGGESTIONS.get(column.name, ()),
    )
