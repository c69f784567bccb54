"""Tables become typed rows, or one refusal per row that names the cell at fault.

Cells are read by column and every distinct content only once: a roster repeats its words.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, repeat
from typing import Any, Final, NamedTuple

import msgspec

from services.importers import cells
from services.importers.cells import CellRefusal, Parser
from services.importers.columns import (
    DEPARTMENT,
    KEYS,
    MASKED,
    MONTHS,
    Column,
    FileKind,
    TableKind,
    read_columns,
)
from services.importers.judging import without_repeats, without_unusable
from services.importers.records import (
    CaseRow,
    ChangeRow,
    CondolenceRow,
    DuesRow,
    PaymentRow,
    RosterRow,
    Row,
    RowRefusal,
    Source,
    UnitRow,
)
from services.importers.tables import Note, Table, find_tables
from services.importers.vocabulary import Vocabulary, nearest
from services.importers.workbook import Cell, Sheet, Workbook, column_letter

ROW_TYPES: Final[dict[TableKind, type[Row]]] = {
    "units": UnitRow,
    "roster": RosterRow,
    "changes": ChangeRow,
    "dues": DuesRow,
    "cases": CaseRow,
    "payments": PaymentRow,
    "condolence": CondolenceRow,
}
ANY_MONTH: Final = frozenset(MONTHS)
HALVES: Final = {
    "wage_first_half_fen": frozenset(MONTHS[:6]),
    "wage_second_half_fen": frozenset(MONTHS[6:]),
}
GRAVITY: Final = {"missing_required": 0, "unsafe_text": 1, "formula_cell": 2}
ID_GRAVITY: Final = 3
LEAST_GRAVITY: Final = 4

Faults = dict[int, tuple[int, int, CellRefusal, str]]  # by place in the table; the gravest wins


class RowsRead(msgspec.Struct, frozen=True):
    """Good rows and refused ones, both in the order of the file."""

    kind: FileKind
    rows: list[Row]
    refused: list[RowRefusal]
    notes: list[Note]


class Values(NamedTuple):
    by_field: dict[str, Sequence[Any]]
    faults: Faults


def read_rows(workbook: Workbook, vocabulary: Vocabulary, kind: FileKind | None = None) -> RowsRead:
    """Every row of a file; raises `WorkbookRefused` where the file as a whole is unusable."""
    found = find_tables(workbook, vocabulary, kind)
    rows: list[Row] = []
    refused: list[RowRefusal] = []
    for table in found.tables:
        found.notes.extend(keys_ignored(table))
        good, bad = read_table(table, vocabulary)
        rows.extend(good)
        refused.extend(bad)
    rows, repeated = without_repeats(rows)
    rows, unusable = without_unusable(rows)
    order = {sheet.name: place for place, sheet in enumerate(workbook.sheets)}
    refused = sorted(
        [*refused, *repeated, *unusable], key=lambda fault: (order[fault.sheet], fault.row)
    )
    return RowsRead(found.kind, rows, refused, found.notes)


def read_table(table: Table, vocabulary: Vocabulary) -> tuple[list[Row], list[RowRefusal]]:
    source = source_of(table)
    values = read_values(table, vocabulary)
    good = [place not in values.faults for place in range(len(table.rows))]
    built = build(source, table, values.by_field)
    rows = list(compress(built, good)) if values.faults else list(built)
    refused = [
        RowRefusal(
            source.sheet,
            table.rows[place],
            source.columns.get(name, ""),
            name,
            refusal.kind,
            refusal.nearest,
            refusal.text,
        )
        for place, (_, _, refusal, name) in values.faults.items()
    ]
    return rows, refused


def source_of(table: Table) -> Source:
    letters = {name: column_letter(at[0]) for name, at in table.header.columns.items()}
    months = ANY_MONTH.intersection(letters)
    return Source(table.header.kind, table.sheet.name, letters, months or ANY_MONTH)


def build(source: Source, table: Table, by_field: dict[str, Sequence[Any]]) -> Iterable[Row]:
    kind = table.header.kind
    fields = dues_fields(table, by_field) if kind == "dues" else list(by_field.values())
    return map(ROW_TYPES[kind], repeat(source), table.rows, *fields)


def dues_fields(table: Table, by_field: dict[str, Sequence[Any]]) -> list[Iterable[Any]]:
    """One wage base column stands for both half-years; two win over one."""
    whole = by_field["wage_fen"]
    halves = (
        by_field[field] if held.intersection(table.header.columns) else None
        for field, held in HALVES.items()
    )
    months = [by_field[month] for month in MONTHS]
    return [
        *(by_field[field] for field in ("name", "id_number", "department")),
        *(repeat(None) if half is None else first_given(half, whole) for half in halves),
        zip(*months, strict=True),
    ]


def first_given(half: Sequence[Any], whole: Sequence[Any]) -> Iterable[Any]:
    return (a if a is not None else b for a, b in zip(half, whole, strict=True))


def read_values(table: Table, vocabulary: Vocabulary) -> Values:
    values = Values({}, {})
    is_exported = KEYS.issubset(table.header.columns)
    for column in read_columns(table.header.kind):
        index = table.index_of(column.name)
        if column.name in KEYS and not is_exported:
            index = None
        if index is None:
            values.by_field[column.field] = [None] * len(table.rows)
        else:
            parse = parser_of(column, vocabulary)
            if is_exported and column.name in MASKED:
                parse = cells.or_masked(parse)
            values.by_field[column.field] = read_column(table, column, index, parse, values.faults)
    return values


def read_column(
    table: Table, column: Column, index: int, parse: Parser, faults: Faults
) -> Sequence[Any]:
    found = column_cells(table, column, index)
    parsed: dict[Any, Any] = {cell: parse(cell) for cell in set(found)}
    if column.required:
        parsed = {c: cells.MISSING if value is None else value for c, value in parsed.items()}
    formulas = formula_places(table, index)
    for place in formulas:
        note_fault(faults, place, index, cells.FORMULA, column.name)
    faulty = {cell for cell, value in parsed.items() if isinstance(value, CellRefusal)}
    if faulty:
        for place, cell in enumerate(found):
            if cell in faulty and place not in formulas:
                note_fault(faults, place, index, parsed[cell], column.name)
    return list(map(parsed.__getitem__, found))


def note_fault(faults: Faults, place: int, index: int, refusal: CellRefusal, name: str) -> None:
    fault = (gravity(refusal.kind), index, refusal, name)
    if place not in faults or fault[:2] < faults[place][:2]:
        faults[place] = fault


def gravity(kind: str) -> int:
    """Which of several faults of a row is told, the lowest first.

    Nothing there, unsafe text, a formula, the ID number, then the rest from left to right.
    """
    return GRAVITY.get(kind, ID_GRAVITY if kind.startswith("id_") else LEAST_GRAVITY)


def formula_places(table: Table, index: int) -> set[int]:
    formulas = table.sheet.formulas
    if not formulas:
        return set()
    return {place for place, row in enumerate(table.rows) if (row, index) in formulas}


def column_cells(table: Table, column: Column, index: int) -> list[Cell]:
    rows = table.sheet.rows
    found = [rows[number - 1][index] for number in table.rows]
    if column.name == DEPARTMENT and (filled := merged_cells(table.sheet, index)):
        return [filled.get(n, c) for n, c in zip(table.rows, found, strict=True)]
    return found


def merged_cells(sheet: Sheet, index: int) -> dict[int, Cell]:
    """A merged department stands for all its rows: Excel row to the cell at the top left."""
    filled: dict[int, Cell] = {}
    for top, left, bottom, right in sheet.merged:
        if left <= index <= right and top < bottom and top <= len(sheet.rows):
            for row in range(top, min(bottom, len(sheet.rows)) + 1):
                if row in filled:
                    break  # ranges never overlap in an honest workbook
                filled[row] = sheet.rows[top - 1][left]
    return filled


def parser_of(column: Column, vocabulary: Vocabulary) -> Parser:
    words = vocabulary.words.get(column.name, {})
    match column.reader:
        case "name":
            return cells.parse_name
        case "id":
            return cells.parse_id_number
        case "date":
            return cells.parse_date
        case "fen":
            return cells.parse_amount_fen
        case "received":
            return cells.received_parser(vocabulary.words["实缴"])
        case "count":
            return cells.parse_count
        case "word":
            return cells.word_parser(words, lambda text: nearest(text, words))
        case "yes_no":
            truth = {text: key == "yes" for text, key in words.items()}
            return cells.word_parser(truth, lambda text: nearest(text, truth))
        case _:
            return cells.parse_text


def keys_ignored(table: Table) -> Iterator[Note]:
    """A member's number alone is a column of somebody's own, and not ours."""
    present = KEYS.intersection(table.header.columns)
    if present and present != KEYS:
        for name in sorted(present):
            letter = column_letter(table.header.columns[name][0])
            yield Note("row_keys_ignored", table.sheet.name, table.header.last_row, letter, name)
