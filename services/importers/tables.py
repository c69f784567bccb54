"""Finds the tables in the visible sheets and which of their rows are data.

Titles, blank rows, totals, amounts in words and sign-off lines are not data; a header that comes
again on the next page starts the same table anew.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from services.importers.cells import is_empty, plain
from services.importers.columns import (
    COLUMNS,
    ID_NUMBER,
    MONTHS,
    NAME,
    TABLES_OF,
    FileKind,
    TableKind,
    file_kind_of,
    read_columns,
)
from services.importers.headers import Header, NumberedRow, header_at, may_begin_header
from services.importers.refused import WorkbookRefused
from services.importers.vocabulary import Vocabulary, nearest, nearest_of_any
from services.importers.workbook import Cell, Sheet, Workbook, column_letter

INSTRUCTIONS: Final = re.compile("填写说明|填表说明|填报说明|使用说明|说明|示例|样例|样表")
NOT_IN_YUAN: Final = re.compile(r"(?:金额)?单位[:：]?(?:人民币)?[(]?(?:万|千|百万)元")
TOTAL_LINE: Final = re.compile(r".{0,12}?(?:合计|总计|小计|累计|共计)|.{0,8}大写")
TOTAL: Final = re.compile(r"(?:合计|总计|小计|累计|共计)[:：]?")
SIGN_OFF: Final = re.compile(
    r"(?:制表|填表|填报|编制|经办|审核|审批|审定|复核|批准|负责|主管|分管|工会|单位|主席|出纳|会计|财务"
    r"|领导|联系|经审|监督|盖章|公章|签字|签章|日期|时间|注|备注|说明|附注|附)[^:：]{0,10}[:：]"
    r"|(?:制表|填表|填报|编制|经办|审核|审批|复核|负责|会计|出纳)(?:人|员)?(?:签字|签名|签章)?\Z"
    r"|注[0-9]?[.、,，]"
)
SURE_ID_LENGTH: Final = 15
MOST_SLIPS: Final = (
    3  # letters that slipped into a number; a line with more is prose with a telephone
)
LEAST_FILLED: Final = 2
ID_DIGITS: Final = 10
LONG_NAME: Final = 10
TITLE_ROWS: Final = 5
MOST_HEADERS: Final = 2000  # a long roster printed with its header on every page has hundreds
IDENTITY: Final = frozenset((NAME, ID_NUMBER, "单位编码", "单位名称", "帮扶编号"))


class Note(msgspec.Struct, frozen=True):
    """Something the clerk may want to know; nothing was refused for it."""

    kind: str
    sheet: str
    row: int = 0
    column: str = ""
    text: str = ""
    nearest: tuple[str, ...] = ()


class Table(NamedTuple):
    sheet: Sheet
    header: Header
    rows: list[int]  # Excel row numbers of the data

    def index_of(self, name: str) -> int | None:
        found = self.header.columns.get(name)
        return found[0] if found else None

    def continues(self, other: "Table") -> bool:
        return (
            self.sheet is other.sheet
            and self.header.kind == other.header.kind
            and self.header.columns == other.header.columns
        )


Seen = Sequence[tuple[Sheet, Sequence[Header]]]


class TablesFound(NamedTuple):
    kind: FileKind
    tables: list[Table]
    notes: list[Note]


def find_tables(
    workbook: Workbook, vocabulary: Vocabulary, kind: FileKind | None = None
) -> TablesFound:
    """The tables of one kind of file; raises `WorkbookRefused` where one cannot be sure."""
    sheets = [s for s in workbook.sheets if not INSTRUCTIONS.search(plain(s.name))]
    wanted = TABLES_OF[kind] if kind else tuple(COLUMNS)
    seen = [(sheet, headers_of(sheet, vocabulary, wanted)) for sheet in sheets]
    refuse_incomplete(seen, wanted, vocabulary)
    chosen = kind or only_kind(seen)
    notes = [note for sheet, headers in seen for note in skipped(sheet, headers, chosen)]
    tables = [
        read_table(sheet, headers, at, notes)
        for sheet, headers in seen
        for at, header in enumerate(headers)
        if not header.missing and header.kind in TABLES_OF[chosen]
    ]
    return TablesFound(chosen, joined(tables), notes)


def joined(tables: Sequence[Table]) -> list[Table]:
    """The pages of a table whose header comes again unchanged are one table."""
    whole: list[Table] = []
    for table in tables:
        if whole and table.continues(whole[-1]):
            whole[-1].rows.extend(table.rows)
        else:
            whole.append(table)
    return whole


def only_kind(seen: Seen) -> FileKind:
    kinds = {file_kind_of(h.kind) for _, headers in seen for h in headers if not h.missing}
    if len(kinds) > 1:
        raise WorkbookRefused("kind_ambiguous", columns=dict.fromkeys(sorted(kinds), ()))
    return kinds.pop()


def refuse_incomplete(seen: Seen, wanted: Sequence[TableKind], vocabulary: Vocabulary) -> None:
    """A table that lacks a required column is never left out in silence."""
    headers = [(sheet, header) for sheet, found in seen for header in found]
    whole = [header for _, header in headers if not header.missing and header.kind in wanted]
    broken = [(sheet, h) for sheet, h in headers if h.missing and h.kind in wanted]
    if whole:
        broken = [(sheet, header) for sheet, header in broken if header.nearly_complete]
    if broken:
        sheet, header = max(broken, key=lambda pair: pair[1].rank)
        columns = {n: likely_headers(n, header, vocabulary) for n in sorted(header.missing)}
        raise WorkbookRefused(
            "column_missing", sheet=sheet.name, row=header.last_row, columns=columns
        )
    if not whole:
        raise WorkbookRefused("table_not_found")
    refuse_months_missing([h for _, h in headers if not h.missing and h.kind == "dues"], vocabulary)


def refuse_months_missing(headers: Sequence[Header], vocabulary: Vocabulary) -> None:
    """Dues may stand in a table per half-year; together they must cover the year."""
    found = {name for header in headers for name in header.columns}
    absent = [month for month in MONTHS if month not in found]
    if headers and absent:
        columns = {month: likely_headers(month, headers[0], vocabulary) for month in absent}
        raise WorkbookRefused("column_missing", row=headers[0].last_row, columns=columns)


def likely_headers(name: str, header: Header, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Unknown headers that may stand for the missing column, also compared by its synonyms."""
    spellings = [text for text, meanings in vocabulary.columns.items() if name in meanings]
    return nearest_of_any(spellings, header.unknown.values())


def read_table(sheet: Sheet, headers: Sequence[Header], at: int, notes: list[Note]) -> Table:
    header = headers[at]
    refuse_repeated(sheet, header)
    refuse_other_unit(sheet, header)
    notes.extend(unknown_headers(sheet, header))
    end = headers[at + 1].first_row if at + 1 < len(headers) else len(sheet.rows) + 1
    return Table(sheet, header, list(data_rows(sheet, header, end, notes)))


def refuse_repeated(sheet: Sheet, header: Header) -> None:
    read = {column.name for column in read_columns(header.kind)}
    columns = {
        name: tuple(map(column_letter, found))
        for name, found in header.repeated.items()
        if name in read
    }
    if columns:
        raise WorkbookRefused(
            "column_repeated", sheet=sheet.name, row=header.last_row, columns=columns
        )


def refuse_other_unit(sheet: Sheet, header: Header) -> None:
    """Ten thousand yuan written above a table must not be taken for yuan."""
    for number in range(max(1, header.first_row - TITLE_ROWS), header.first_row):
        for cell in sheet.rows[number - 1]:
            if isinstance(cell, str) and NOT_IN_YUAN.search(plain(cell)):
                raise WorkbookRefused("unit_not_yuan", sheet=sheet.name, row=number)


def unknown_headers(sheet: Sheet, header: Header) -> Iterator[Note]:
    """Only a header that may be a missing column spelt differently is worth a note."""
    absent = [c.name for c in read_columns(header.kind) if c.name not in header.columns]
    for index, text in header.unknown.items():
        if near := nearest(text, absent):
            letter = column_letter(index)
            yield Note("header_unknown", sheet.name, header.last_row, letter, text, near)


def skipped(sheet: Sheet, headers: Sequence[Header], chosen: FileKind) -> Iterator[Note]:
    if sheet.rows and not headers:
        yield Note("sheet_skipped", sheet.name)
    for header in headers:
        if header.missing or header.kind not in TABLES_OF[chosen]:
            yield Note("table_skipped", sheet.name, header.first_row)


def headers_of(sheet: Sheet, vocabulary: Vocabulary, wanted: Sequence[TableKind]) -> list[Header]:
    """Every header of a sheet from top to bottom, complete or not."""
    rows = [(n, row) for n, row in enumerate(sheet.rows, start=1) if any(c != "" for c in row)]
    found: list[Header] = []
    at = 0
    while at < len(rows):
        header = None
        if not (found and carries_id(rows[at][1], found[-1])):
            header = wanted_header(rows, at, vocabulary, wanted)
        if header is not None:
            found.append(header)
            refuse_too_many(found, sheet)
        at += header.depth if header else 1
    return found


def refuse_too_many(found: Sequence[Header], sheet: Sheet) -> None:
    if len(found) > MOST_HEADERS:
        raise WorkbookRefused("table_not_found", sheet=sheet.name)


def wanted_header(
    rows: Sequence[NumberedRow], at: int, vocabulary: Vocabulary, wanted: Sequence[TableKind]
) -> Header | None:
    """A whole header of a wanted kind, else a whole one of any, else what is most like one."""
    if not may_begin_header(rows, at, vocabulary):
        return None
    header = settled_header(rows, at, vocabulary, wanted)
    if header and header.missing and len(wanted) < len(COLUMNS):
        other = settled_header(rows, at, vocabulary, tuple(COLUMNS))
        return other if other and not other.missing else header
    return header


def settled_header(
    rows: Sequence[NumberedRow], at: int, vocabulary: Vocabulary, kinds: Sequence[TableKind]
) -> Header | None:
    """The header that begins here. A row is a title where the next one begins one as good."""
    header = header_at(rows, at, vocabulary, kinds)
    if header is None:
        return None
    for later in range(at + 1, at + header.depth):
        other = header_at(rows, later, vocabulary, kinds)
        if other and other.rank >= header.rank:
            return None
    return header


def carries_id(row: Sequence[Cell], header: Header) -> bool:
    found = header.columns.get(ID_NUMBER, ())
    return any(looks_like_id(row[index]) for index in found[:1])


def looks_like_id(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, float | int) and cell >= 10**ID_DIGITS
    if len(cell) >= SURE_ID_LENGTH and cell[:6].isdigit():
        return True
    text = plain(cell)
    digits = sum(character.isdigit() for character in text)
    return digits >= ID_DIGITS and len(text) - digits <= MOST_SLIPS


def data_rows(sheet: Sheet, header: Header, end: int, notes: list[Note]) -> Iterator[int]:
    read = {found[0] for name, found in header.columns.items() if name in names_read(header.kind)}
    identity = {found[0] for name, found in header.columns.items() if name in IDENTITY}
    for number in range(header.last_row + 1, end_of_data(sheet, header, end)):
        row = sheet.rows[number - 1]
        if carries_id(row, header) or is_data(row, read, identity):
            yield number
        elif is_unexplained(row):
            notes.append(Note("row_ignored", sheet.name, number))


def end_of_data(sheet: Sheet, header: Header, end: int) -> int:
    """Where the rows of a table end: lone texts just above the next table are its title."""
    if end > len(sheet.rows):
        return end
    while end - 1 > header.last_row and is_title(sheet.rows[end - 2], header):
        end -= 1
    return end


def is_title(row: Sequence[Cell], header: Header) -> bool:
    filled = [cell for cell in row if not is_empty(cell)]
    return len(filled) < LEAST_FILLED and not carries_id(row, header)


def names_read(kind: TableKind) -> frozenset[str]:
    return frozenset(column.name for column in read_columns(kind))


def is_data(row: Sequence[Cell], read: set[int], identity: set[int]) -> bool:
    filled = [(index, cell) for index, cell in enumerate(row) if not is_empty(cell)]
    if not any(index in read for index, _ in filled) or is_footer(row):
        return False
    index, cell = filled[0]
    if len(filled) > 1:
        return True
    return index in identity and not (isinstance(cell, str) and len(cell) > LONG_NAME)


def is_footer(row: Sequence[Cell]) -> bool:
    """A total, an amount in words or a line of signatures, known by its first text."""
    texts = [plain(cell) for cell in row if isinstance(cell, str) and not is_empty(cell)]
    first = next((cell for cell in row if not is_empty(cell)), "")
    if any(TOTAL.fullmatch(text) for text in texts):
        return True
    if not isinstance(first, str):
        return False
    return bool(TOTAL_LINE.match(texts[0]) or SIGN_OFF.match(texts[0])) if texts else False


def is_unexplained(row: Sequence[Cell]) -> bool:
    """Not data and no footer either, though more than a serial number stands there."""
    return any(isinstance(cell, str) and not is_empty(cell) for cell in row) and not is_footer(row)
