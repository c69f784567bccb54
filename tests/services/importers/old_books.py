"""Old workbooks written by hand: BIFF records in an OLE2 container, honest or not."""

import struct
from collections.abc import Iterable, Sequence
from typing import Final

SECTOR: Final = 512
END: Final = 0xFFFFFFFE
FREE: Final = 0xFFFFFFFF
TABLE: Final = 0xFFFFFFFD
MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOF, EOF, BOUNDSHEET, FORMULA, ARRAY = 0x0809, 0x000A, 0x0085, 0x0006, 0x0221
DIMENSIONS, NUMBER, FILEPASS = 0x0200, 0x0203, 0x002F


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def begin(substream: int) -> bytes:
    """A BOF of BIFF8: 5 for the workbook, 0x10 for a sheet."""
    return record(BOF, struct.pack("<HHHHII", 0x0600, substream, 0, 0, 0, 0))


def boundsheet(place: int, name: str = "S") -> bytes:
    text = name.encode("latin-1")
    return record(BOUNDSHEET, struct.pack("<IBBBB", place, 0, 0, len(text), 0) + text)


def workbook(*sheets: bytes, before: bytes = b"", bound: int = 1) -> bytes:
    """A workbook stream. `bound`: how often each sheet is listed."""
    size = len(begin(5) + before + record(EOF)) + len(sheets) * bound * len(boundsheet(0))
    places = []
    for sheet in sheets:
        places += [size] * bound
        size += len(sheet)
    return begin(5) + before + b"".join(map(boundsheet, places)) + record(EOF) + b"".join(sheets)


def sheet(*records: bytes) -> bytes:
    return begin(0x10) + b"".join(records) + record(EOF)


def number(row: int, column: int) -> bytes:
    return record(NUMBER, struct.pack("<HHHd", row, column, 0, 1.0))


def array(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(ARRAY, struct.pack("<HHBBHI", top, bottom, left, right, 0, 0) + b"\x00\x00")


def entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIII",
        raw,
        len(raw),
        kind,
        1,
        FREE,
        FREE,
        child,
        b"",
        0,
        0,
        0,
        start,
        size,
        0,
    )


def container(
    stream: bytes, *, name: str = "Workbook", others: Sequence[str] = (), sector_shift: int = 9
) -> bytes:
    """An OLE2 container with one stream, all of it in full sectors."""
    stream += bytes(-len(stream) % SECTOR) or b""
    stream += bytes(max(0, 4096 - len(stream)))
    sectors = len(stream) // SECTOR
    tables = -(-(sectors + 2 + 1) // 127) or 1
    directory = tables
    first = tables + 1
    chain = [TABLE] * tables + [END] + [first + n + 1 for n in range(sectors - 1)] + [END]
    words = chain + [FREE] * (tables * 128 - len(chain))
    entries = entry("Root Entry", 5, END, 0, child=1) + entry(name, 2, first, len(stream))
    entries += b"".join(entry(other, 2, first, len(stream)) for other in others)
    listed = list(range(min(tables, 109))) + [FREE] * (109 - min(tables, 109))
    return (
        header(listed, directory, sector_shift=sector_shift, tables=tables)
        + struct.pack(f"<{len(words)}I", *words)
        + entries.ljust(SECTOR, b"\0")
        + stream
    )


def header(
    listed: Iterable[int],
    directory: int,
    *,
    sector_shift: int = 9,
    tables: int = 1,
    following: tuple[int, int] = (END, 0),
) -> bytes:
    """The first 512 bytes. `listed`: the sectors of the table; `following`: where more of them are listed."""
    head = MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, sector_shift, 6) + bytes(10)
    head += struct.pack("<IIII", tables, directory, 0, 4096)
    head += struct.pack("<IIII", END, 0, *following)
    return head + struct.pack("<109I", *listed)
