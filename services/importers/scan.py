"""Where a sheet's formulas stand and that no cell lies absurdly far out, before it is parsed.

The fast way searches the raw bytes and trusts itself only with XML as Excel, WPS, LibreOffice and
the common libraries write it: `<c r="B7"`, no prefixes, no comments. Everything else, including
every reference it does not know, goes the slow way through a real XML parser.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.sax.handler import ContentHandler

from services.importers.limits import Limits
from services.importers.refused import WorkbookRefused
from services.importers.workbook import column_index, column_letter

Positions = set[tuple[int, int]]
Area = tuple[int, int, int, int]

DECLARATION = re.compile(rb"""(?:\xef\xbb\xbf)?(?:<\?xml[^<>?]*\?>)?""")
OTHER_ENCODING = re.compile(rb"""encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
PREFIXED = re.compile(rb"""<[^\s<>"'=/:]*:""")
FORMULA = re.compile(rb"<f[\s/>]")
REFERENCE = re.compile(rb'<c r="([A-Z]+)([0-9]+)"')
SPANNING = re.compile(rb'\bt="(?:array|dataTable)"')
SPAN = re.compile(rb'\bref="([^"]*)"')
CELL = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,9})\Z")
ROW = re.compile(r"[0-9]{1,9}\Z")
MANY_LETTERS = 2
LONGEST_TAG = 1_000


class Unusual(Exception):
    """The XML is not written the usual way."""


def scan_sheet(xml: bytes, limits: Limits) -> Positions:
    """Formula cells as (Excel row, column index from 0)."""
    try:
        return scan_raw(xml, limits)
    except Unusual:
        return scan_parsed(xml, limits)


def scan_raw(xml: bytes, limits: Limits) -> Positions:
    start, end = cells_region(xml)
    if xml.count(b"<c", start, end) != xml.count(b'<c r="', start, end):
        raise Unusual
    if far_reference(limits.columns).search(xml, start, end) or PREFIXED.search(xml, start, end):
        raise Unusual
    found: Positions = set()
    last = start
    for match in FORMULA.finditer(xml, start, end):
        found.update(formula_cells(xml, last, match.start(), limits))
        refuse_too_many(found, limits)
        last = match.end()
    return found


def cells_region(xml: bytes) -> tuple[int, int]:
    declaration = DECLARATION.match(xml)
    begin = declaration.end() if declaration else 0
    if OTHER_ENCODING.search(xml, 0, begin) or xml.find(b"<!") >= 0 or xml.find(b"<?", begin) >= 0:
        raise Unusual
    if xml.count(b"sheetData") == 1 and b"<sheetData/>" in xml:
        return 0, 0
    if xml.count(b"sheetData") != 2:  # noqa: PLR2004
        raise Unusual
    start, end = xml.find(b"<sheetData>"), xml.find(b"</sheetData>")
    if not begin <= start < end:
        raise Unusual
    return start, end


@cache
def far_reference(columns: int) -> re.Pattern[bytes]:
    """Matches a reference beyond the last column, above row 99999, or spelt in an odd way."""
    last = column_letter(columns - 1)
    if len(last) != MANY_LETTERS:
        raise Unusual
    before = chr(ord(last[0]) - 1)
    near = f"[A-Z]|{last[0]}[A-{last[1]}]"
    if last[0] > "A":
        near += f"|[A-{before}][A-Z]"
    return re.compile(rf'<c r="(?!(?:{near})[1-9][0-9]{{0,4}}")'.encode())


def formula_cells(xml: bytes, last: int, at: int, limits: Limits) -> Iterator[tuple[int, int]]:
    """Cells of the formula at `at`. Its cell begins after `last`, the formula before: no byte is searched twice."""
    cell = xml.rfind(b"<c ", last, at)
    end = xml.find(b">", at, at + LONGEST_TAG)
    if cell < 0 or end < 0:
        raise Unusual
    reference = REFERENCE.match(xml, cell)
    tag = xml[at:end]
    if reference is None or xml.find(b"</c", cell, at) >= 0 or odd_quotes(tag):
        raise Unusual
    yield int(reference[2]), column_index(reference[1].decode())
    span = SPAN.search(tag)
    if span and SPANNING.search(tag):
        yield from area_cells(span[1].decode(), limits)


def odd_quotes(tag: bytes) -> bool:
    """Single quotes, or a `>` inside a value has cut the tag short."""
    return b"'" in tag or tag.count(b'"') % 2 == 1


def area_cells(reference: str, limits: Limits) -> Iterator[tuple[int, int]]:
    """Every cell of "B2:C9"."""
    first, _, last = reference.partition(":")
    corners = (position(first), position(last or first))
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(*corners, strict=True))
    if (bottom - top + 1) * (right - left + 1) > limits.formulas:
        raise WorkbookRefused("too_many_cells")
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield row, column


def position(reference: str) -> tuple[int, int]:
    match = CELL.match(reference.upper())
    if match is None:
        raise WorkbookRefused("unreadable")
    return int(match[2]), column_index(match[1])


def row_number(text: str) -> int:
    if ROW.match(text) is None:
        raise WorkbookRefused("unreadable")
    return int(text)


def refuse_too_many(found: Positions, limits: Limits) -> None:
    if len(found) > limits.formulas:
        raise WorkbookRefused("too_many_cells")


def scan_parsed(xml: bytes, limits: Limits) -> Positions:
    from xml.sax import SAXException  # noqa: PLC0415

    from defusedxml.common import DefusedXmlException  # noqa: PLC0415 - rarely needed
    from defusedxml.sax import parseString  # noqa: PLC0415

    handler = CellHandler(limits)
    try:
        parseString(xml, handler, forbid_dtd=True)
    except DefusedXmlException as error:
        raise WorkbookRefused("dtd") from error
    except SAXException as error:
        raise WorkbookRefused("unreadable") from error
    return handler.found


class CellHandler(ContentHandler):
    """Counts rows and cells as the parser does where references are left out."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.found: Positions = set()
        self.elements = 0
        self.row, self.column = 1, 0
        self.cell: tuple[int, int] | None = None

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802, ANN401
        self.elements += 1
        if self.elements > self.limits.unusual_elements:
            raise WorkbookRefused("too_many_cells")
        match name.rpartition(":")[2]:
            case "row" if "r" in attrs:
                self.row = row_number(attrs["r"])
            case "c":
                self.enter_cell(attrs.get("r"))
            case "f" if self.cell is not None:
                self.note_formula(attrs)

    def endElement(self, name: str) -> None:  # noqa: N802
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = self.row + 1, 0
            case "c":
                self.cell = None

    def enter_cell(self, reference: str | None) -> None:
        row, column = position(reference) if reference else (self.row, self.column)
        if row > self.limits.rows or column >= self.limits.columns:
            raise WorkbookRefused("too_many_cells")
        self.cell, self.column = (row, column), column + 1

    def note_formula(self, attrs: Any) -> None:  # noqa: ANN401
        if self.cell is not None:
            self.found.add(self.cell)
        if attrs.get("t") in {"array", "dataTable"} and "ref" in attrs:
            self.found.update(area_cells(attrs["ref"], self.limits))
        refuse_too_many(self.found, self.limits)
