"""The official templates: a sheet to fill for each table, how to fill it, and an example that is never imported.

What is to be filled comes first and is empty. The example stands on a sheet of its own, which the importer leaves
out by its name as it does the instructions: an example that somebody forgot to delete cannot become a member.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final

from services.importers.columns import FileKind
from services.importers.limits import DEFAULT_LIMITS
from services.importers.templates import TemplateColumn, TemplateTable, template_tables
from services.words.templates import (
    EXAMPLE,
    EXAMPLE_TITLE,
    FILES,
    GUIDE,
    GUIDE_COLUMNS,
    GUIDE_TITLE,
    LIMITS,
    OPTIONS,
    PURPOSES,
    REQUIRED,
    RULES,
    SAMPLES,
)
from services.workbooks.cells import Amount, Cell
from services.workbooks.writing import DAY, TEXT, YUAN, Looks, looks_of, opened, write_row

_FORMATS: Final = {"date": DAY, "fen": YUAN, "received": YUAN, "count": "0"}
"""By reader; any other column is text, so that long numbers keep their digits."""
_ID_LENGTH: Final = 18
_WIDTHS: Final = {"id": 22, "date": 13, "received": 10, "count": 10}
_WIDTH: Final = 15
_GUIDE_WIDTHS: Final = (14, 18, 10, 52, 60, 20)
_MOST_HINT: Final = 255
_MEGABYTE: Final = 2**20
_FIRST_DAY: Final = datetime(1900, 1, 1)  # noqa: DTZ001 # a workbook knows no time zone


def template(kind: FileKind) -> bytes:
    """Return the template of a kind of file as .xlsx; the same bytes every time."""
    made = io.BytesIO()
    tables = template_tables(kind)
    with opened(made) as book:
        looks = looks_of(book)
        columns = [column for table in tables for column in table.columns]
        pages = [(table, book.add_worksheet(table.sheet)) for table in tables]
        _guide(book.add_worksheet(GUIDE), kind, tables, looks)
        for table in tables:
            _example(book.add_worksheet(_example_name(table, tables)), table, looks)
        choices = _options(book.add_worksheet(OPTIONS), columns)
        for table, page in pages:
            _to_fill(book, page, table, choices, looks)
    return made.getvalue()


def header_text(column: TemplateColumn) -> str:
    """Return a heading as it is written: required ones bear a star."""
    return f"{column.name}*" if column.required else column.name


def _example_name(table: TemplateTable, tables: Sequence[TemplateTable]) -> str:
    return EXAMPLE if len(tables) == 1 else f"{EXAMPLE}-{table.sheet}"


def _options(page: Any, columns: Sequence[TemplateColumn]) -> dict[str, str]:  # noqa: ANN401 # the library has no types
    """Write what may be chosen on a hidden sheet; return where each column's choice stands."""
    page.hide()
    places: dict[str, str] = {}
    for column in columns:
        words = column.allowed or column.suggested
        if not words or column.name in places:
            continue
        at = len(places)
        for row, word in enumerate(words):
            page.write_string(row, at, word)
        places[column.name] = f"={OPTIONS}!${_letter(at)}$1:${_letter(at)}${len(words)}"
    return places


def _letter(index: int) -> str:
    return chr(ord("A") + index)


def _to_fill(
    book: Any,  # noqa: ANN401 # the library has no types
    page: Any,  # noqa: ANN401 # the library has no types
    table: TemplateTable,
    choices: dict[str, str],
    looks: Looks,
) -> None:
    page.freeze_panes(1, 0)
    page.set_paper(9)
    page.set_landscape()
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    formats: dict[str | int, Any] = {}
    for at, column in enumerate(table.columns):
        form = _FORMATS.get(column.reader, TEXT)
        if form not in formats:
            formats[form] = book.add_format({"num_format": form, "font_size": 10})
        width = max(_WIDTHS.get(column.reader, _WIDTH), 2 * len(column.name) + 3)
        page.set_column(at, at, width, formats[form])
        look = looks.required if column.required else looks.header
        page.write_string(0, at, header_text(column), look)
        page.data_validation(1, at, DEFAULT_LIMITS.rows - 1, at, _check(column, choices))


def _check(column: TemplateColumn, choices: dict[str, str]) -> dict[str, Any]:
    """Return what a spreadsheet checks while somebody types; what it lets through is read once more here."""
    told = {"input_title": column.name[:32], "input_message": column.hint[:_MOST_HINT]}
    if column.name in choices:
        listed = {"validate": "list", "source": choices[column.name]}
        return told | listed | ({} if column.allowed else {"show_error": False})
    match column.reader:
        case "id":
            length = {"validate": "length", "criteria": "==", "value": _ID_LENGTH}
            return told | length | {"error_message": column.hint}
        case "fen":
            amount = {"validate": "decimal", "criteria": ">=", "value": 0}
            return told | amount | {"error_type": "warning", "error_message": column.hint}
        case "date":
            # texts such as 2019.07.09 are read as well
            day = {"validate": "date", "criteria": ">=", "value": _FIRST_DAY}
            return told | day | {"error_type": "information", "error_message": column.hint}
        case _:
            return told | {"validate": "any"}


def _guide(
    page: Any,  # noqa: ANN401 # the library has no types
    kind: FileKind,
    tables: Sequence[TemplateTable],
    looks: Looks,
) -> None:
    for at, width in enumerate(_GUIDE_WIDTHS):
        page.set_column(at, at, width)
    page.merge_range(0, 0, 0, len(GUIDE_COLUMNS) - 1, "", looks.title)
    page.write_string(0, 0, GUIDE_TITLE.format(title=FILES[kind]), looks.title)
    megabytes = DEFAULT_LIMITS.file_bytes // _MEGABYTE
    limits = LIMITS.format(rows=DEFAULT_LIMITS.rows, megabytes=megabytes)
    lines = [PURPOSES[kind], *RULES, limits]
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, line, looks.plain)
    row = len(lines) + 2
    for at, heading in enumerate(GUIDE_COLUMNS):
        page.write_string(row, at, heading, looks.header)
    for number, cells in enumerate(_explained(tables), start=row + 1):
        write_row(page, number, cells, looks)


def _explained(tables: Sequence[TemplateTable]) -> Iterator[list[Cell]]:
    for table in tables:
        for column in table.columns:
            yield [
                table.sheet,
                column.name,
                REQUIRED[column.required],
                column.hint,
                "、".join(column.allowed or column.suggested),
                _sample(table, column),
            ]


def _example(page: Any, table: TemplateTable, looks: Looks) -> None:  # noqa: ANN401 # the library has no types
    page.write_string(0, 0, EXAMPLE_TITLE, looks.plain)
    for at, column in enumerate(table.columns):
        look = looks.required if column.required else looks.header
        page.set_column(at, at, max(_WIDTHS.get(column.reader, _WIDTH), 2 * len(column.name) + 3))
        page.write_string(1, at, header_text(column), look)
    write_row(page, 2, [_sample(table, column) for column in table.columns], looks)


def _sample(table: TemplateTable, column: TemplateColumn) -> Cell:
    value: str | int | date | None = SAMPLES[table.table].get(column.name)
    if isinstance(value, int) and column.reader in {"fen", "received"}:
        return Amount(value)
    return value
