"""What must be known about an .xls (BIFF in an OLE2 container) before it is parsed.

The parser hands out only a formula's last value, so FORMULA records are looked up here.
An encrypted .xlsx is an OLE2 container as well and is recognised by its stream.
"""

import struct
from collections.abc import Iterator
from itertools import islice
from typing import Final

from services.importers.limits import Limits
from services.importers.refused import WorkbookRefused
from services.importers.scan import Positions, refuse_too_many

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
END_OF_CHAIN: Final = 0xFFFFFFFA  # this and above are marks, not sectors
HEADER_BYTES: Final = 512
ENTRY_BYTES: Final = 128
BOF, EOF, FILEPASS, BOUNDSHEET = {0x0809, 0x0409, 0x0209, 0x0009}, 0x000A, 0x002F, 0x0085
FORMULAS: Final = {0x0006, 0x0206, 0x0406}
AREAS: Final = {0x0221, 0x0236}
CELLS: Final = FORMULAS | {0x0002, 0x0003, 0x0004, 0x0005, 0x00BD, 0x00BE, 0x00D6, 0x00FD}
CELLS_TOO: Final = {0x0201, 0x0202, 0x0203, 0x0204, 0x0205, 0x027E}
SEVERAL: Final = {0x00BD, 0x00BE}
"""Records that end with the column of their last cell."""


def scan_biff(content: bytes, limits: Limits) -> list[Positions]:
    """Formula cells of each sheet, in the order of the workbook."""
    try:
        stream = workbook_stream(content)
        starts = sheet_starts(stream, limits)
        return [sheet_formulas(stream, start, limits) for start in starts]
    except (struct.error, IndexError, ValueError) as error:
        raise WorkbookRefused("unreadable") from error


def workbook_stream(content: bytes) -> bytes:
    container = Container(content)
    names = {name.casefold(): place for name, place in container.entries()}
    if "encryptedpackage" in names:
        raise WorkbookRefused("encrypted")
    if "_vba_project_cur" in names:
        raise WorkbookRefused("macro")
    place = names.get("workbook") or names.get("book")
    if place is None:
        raise WorkbookRefused("not_a_workbook")
    return container.stream(*place)


class Container:
    """Just enough of OLE2 to read one stream. Nothing it reads is longer than the file: chains may loop."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.sector_bytes = 1 << min(struct.unpack_from("<H", content, 30)[0], 16)
        self.mini_bytes = 1 << min(struct.unpack_from("<H", content, 32)[0], 16)
        (self.directory_start,) = struct.unpack_from("<I", content, 48)
        self.mini_cutoff, self.mini_start = struct.unpack_from("<II", content, 56)
        most = len(content) // self.sector_bytes
        sectors = list(islice(self.table_sectors(), most + 1))
        if len(sectors) > most:
            raise WorkbookRefused("unreadable")
        self.table = self.words(b"".join(map(self.sector, sectors)))
        self.directory = self.chain(self.directory_start)

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector_bytes
        found = self.content[start : start + self.sector_bytes]
        if not found:
            raise WorkbookRefused("unreadable")
        return found

    def words(self, raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    def table_sectors(self) -> Iterator[int]:
        yield from (s for s in struct.unpack_from("<109I", self.content, 76) if s < END_OF_CHAIN)
        following, count = struct.unpack_from("<II", self.content, 68)
        for _ in range(min(count, len(self.content) // self.sector_bytes)):
            *sectors, following = self.words(self.sector(following))
            yield from (s for s in sectors if s < END_OF_CHAIN)

    def chain(self, sector: int) -> bytes:
        sectors = []
        while sector < END_OF_CHAIN:
            sectors.append(self.sector(sector))
            sector = self.table[sector]
            if len(sectors) * self.sector_bytes > len(self.content):
                raise WorkbookRefused("unreadable")
        return b"".join(sectors)

    def entries(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for at in range(0, len(self.directory) - ENTRY_BYTES + 1, ENTRY_BYTES):
            (length,) = struct.unpack_from("<H", self.directory, at + 64)
            name = self.directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le")
            yield name, struct.unpack_from("<II", self.directory, at + 116)

    def stream(self, start: int, size: int) -> bytes:
        if size >= self.mini_cutoff:
            return self.chain(start)[:size]
        return self.mini_stream(start)[:size]

    def mini_stream(self, sector: int) -> bytes:
        (root,) = struct.unpack_from("<I", self.directory, 116)
        pool, table = self.chain(root), self.words(self.chain(self.mini_start))
        pieces: list[bytes] = []
        most = min(len(table), len(pool) // self.mini_bytes)
        while sector < END_OF_CHAIN and len(pieces) <= most:
            pieces.append(pool[sector * self.mini_bytes : (sector + 1) * self.mini_bytes])
            sector = table[sector]
        return b"".join(pieces)


def records(stream: bytes, at: int) -> Iterator[tuple[int, int]]:
    """(record type, offset of its body) up to the end of the substream that starts at `at`."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4
        depth += (kind in BOF) - (kind == EOF)
        at += 4 + length
        if depth <= 0:
            return


def sheet_starts(stream: bytes, limits: Limits) -> list[int]:
    """Where each sheet begins; a sheet listed twice would be read twice."""
    starts: list[int] = []
    for kind, body in records(stream, 0):
        if kind == FILEPASS:
            raise WorkbookRefused("encrypted")
        if kind == BOUNDSHEET:
            starts.append(struct.unpack_from("<I", stream, body)[0])
    if len(starts) > limits.parts or len(set(starts)) != len(starts):
        raise WorkbookRefused("unreadable")
    return starts


def sheet_formulas(stream: bytes, start: int, limits: Limits) -> Positions:
    """Formula cells of one sheet; raises WorkbookRefused where its cells span more than may be read."""
    found: Positions = set()
    rows, columns = Span(), Span()
    for number, (kind, body) in enumerate(records(stream, start)):
        if number > limits.cells:
            raise WorkbookRefused("too_many_cells")
        if kind in CELLS or kind in CELLS_TOO:
            row, column = struct.unpack_from("<HH", stream, body)
            rows.meet(row)
            columns.meet(column)
            if kind in SEVERAL:
                columns.meet(last_column(stream, body))
            if kind in FORMULAS:
                found.add((row + 1, column))
        elif kind in AREAS:
            found.update(array_cells(stream, body, limits))
        refuse_too_many(found, limits)
    if rows.length * columns.length > limits.cells:
        raise WorkbookRefused("too_many_cells")
    return found


class Span:
    """From the first to the last of what it met."""

    def __init__(self) -> None:
        self.first, self.last = 1 << 16, -1

    def meet(self, place: int) -> None:
        self.first, self.last = min(self.first, place), max(self.last, place)

    @property
    def length(self) -> int:
        return max(0, self.last - self.first + 1)


def last_column(stream: bytes, body: int) -> int:
    (length,) = struct.unpack_from("<H", stream, body - 2)
    (column,) = struct.unpack_from("<H", stream, body + length - 2)
    return int(column)


def array_cells(stream: bytes, body: int, limits: Limits) -> Iterator[tuple[int, int]]:
    top, bottom, left, right = struct.unpack_from("<HHBB", stream, body)
    if max(0, bottom - top + 1) * max(0, right - left + 1) > limits.formulas:
        raise WorkbookRefused("too_many_cells")
    return (
        (row + 1, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
    )
