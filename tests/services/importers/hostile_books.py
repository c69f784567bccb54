"""Files made to hurt whoever opens them, and the refusals each may end in (assurance S4)."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from typing import Final, NamedTuple

from tests.services.importers import old_books as old
from tests.services.importers.making import MAIN, raw_book, sheet_xml

ONE_CELL: Final = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
SHEET: Final = "xl/worksheets/sheet1.xml"
TEXTS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
MANY: Final = "too_many_cells"
LARGE: Final = "too_large"
BROKEN: Final = "unreadable"
HARMLESS: Final = ""
"""Read in good time and little room, as if it were not there."""
SOME: Final = 4_000_000
"""Bytes, or a number of things, that are far beyond any roster."""


class HostileBook(NamedTuple):
    """A file by name, how it is made, and how it may be refused."""

    name: str
    make: Callable[[], bytes]
    kinds: frozenset[str]


def _rows(count: int, row: str) -> str:
    return "".join(row.replace("#", str(number)) for number in range(1, count + 1))


def _texts(*texts: str) -> str:
    inner = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{MAIN}">{inner}</sst>'


def _repeated_text() -> bytes:
    rows = _rows(50_000, '<row r="#"><c r="A#" t="s"><v>0</v></c></row>')
    return raw_book(sheet_xml(rows), {TEXTS: _texts("长" * 10_000)})


def _rich_texts() -> bytes:
    runs = "<r><t>x</t></r>" * 200_000
    rows = _rows(2_000, '<row r="#"><c r="A#" t="s"><v>0</v></c></row>')
    shared = f'<sst xmlns="{MAIN}"><si>{runs}</si></sst>'
    return raw_book(sheet_xml(rows), {TEXTS: _not_dense(shared)})


def _not_dense(text: str) -> str:
    """A few bytes that no packer can shorten, so that the ratio alone does not refuse the part."""
    noise = random.Random(5).randbytes(len(text) // 90).hex()  # noqa: S311 # repeatable
    return text.replace("<sst ", f"<!-- {noise} --><sst ", 1).replace(
        "<styleSheet ", f"<!-- {noise} --><styleSheet ", 1
    )


def _dense_sheet(rows: str) -> str:
    noise = random.Random(5).randbytes(len(rows) // 90).hex()  # noqa: S311 # repeatable
    return sheet_xml(rows).replace("<sheetData>", f"<!-- {noise} --><sheetData>", 1)


def _styles(inner: str) -> bytes:
    return raw_book(
        ONE_CELL, {STYLES: _not_dense(f'<styleSheet xmlns="{MAIN}">{inner}</styleSheet>')}
    )


def _nested() -> bytes:
    inner = raw_book(sheet_xml(" " * SOME))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.xlsx", inner)
    return made.getvalue()


def _overlapping() -> bytes:
    """Many names for one entry: the directory's offsets all point at the same bytes."""
    whole = raw_book(ONE_CELL, {f"xl/a{n}.xml": " " * 900_000 for n in range(60)})
    at = whole.rfind(b"PK\x01\x02")
    offset = whole[at + 42 : at + 46]
    changed = bytearray(whole)
    place = whole.find(b"PK\x01\x02")
    while place >= 0:
        changed[place + 42 : place + 46] = offset
        place = whole.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def _lying_directory() -> bytes:
    """A directory that tells 30 bytes where there are millions."""
    inner = sheet_xml(" " * SOME)
    honest = raw_book(inner)
    return honest.replace(len(inner).to_bytes(4, "little"), (30).to_bytes(4, "little"))


def _encrypted_flag() -> bytes:
    whole = bytearray(raw_book(ONE_CELL))
    for mark, flags in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + flags] |= 1
            place = whole.find(mark, place + 4)
    return bytes(whole)


def _other_method() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return raw_book(f'<!DOCTYPE x [<!ENTITY a0 "ha">{levels}]>{ONE_CELL.replace("1<", "&a9;<")}')


def _deep() -> bytes:
    return raw_book(_dense_sheet("<a>" * 400_000 + "</a>" * 400_000))


def _repeated_old_text() -> bytes:
    """One shared text of 4,000 characters, named by 60,000 cells."""
    shared = old.record(
        0x00FC, struct.pack("<IIHB", 1, 1, 4_000, 1) + ("长" * 4_000).encode("utf-16-le")
    )
    cells = [old.record(0x00FD, struct.pack("<HHHI", row, 0, 0, 0)) for row in range(60_000)]
    return old.container(old.workbook(old.sheet(*cells), before=shared))


def _looping_table() -> bytes:
    """Every sector of the table is the same one, named a million times."""
    listed = [1] * 109
    sector = struct.pack("<128I", *[1] * 128)
    more = struct.pack("<128I", *[1] * 127, 0)
    return (
        old.header(listed, 1, tables=2**31 - 1, following=(0, 2**31 - 1)) + more + sector * 32_000
    )


BOOKS: Final[tuple[HostileBook, ...]] = tuple(
    HostileBook(name, make, frozenset(kinds))
    for name, make, *kinds in (
        ("60 MB of blanks", lambda: raw_book(sheet_xml(" " * 60_000_000)), LARGE),
        ("a picture that inflates", lambda: raw_book(ONE_CELL, {"xl/media/a": bytes(SOME)}), LARGE),
        (
            "a thousand parts",
            lambda: raw_book(ONE_CELL, {f"a/{n}.png": "" for n in range(999)}),
            LARGE,
        ),
        ("a directory that lies", _lying_directory, BROKEN, LARGE),
        ("entries that overlap", _overlapping, BROKEN, LARGE),
        ("workbooks in a workbook", _nested, LARGE, "not_a_workbook"),
        ("an encrypted entry", _encrypted_flag, "encrypted"),
        ("another packing method", _other_method, BROKEN),
        (
            "a name that climbs out",
            lambda: raw_book(ONE_CELL, {f"../../{SHEET}": ONE_CELL, "xl/workbook.xml": "<a>"}),
            BROKEN,
        ),
        (
            "a far corner",
            lambda: raw_book(sheet_xml('<row r="1048576"><c r="XFD1048576"/></row>')),
            MANY,
        ),
        (
            "a far corner in a template's words",
            lambda: raw_book(sheet_xml("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")),
            MANY,
        ),
        (
            "a million rows",
            lambda: raw_book(
                _dense_sheet(_rows(1_000_000, '<row r="#"><c r="A#"><v>1</v></c></row>'))
            ),
            MANY,
            LARGE,
        ),
        (
            "a million rows without numbers",
            lambda: raw_book(_dense_sheet("<row><c><v>1</v></c></row>" * 1_000_000)),
            MANY,
            LARGE,
        ),
        (
            "millions of empty cells",
            lambda: raw_book(_dense_sheet(f"<row>{'<c/>' * 100}</row>" * 90_000)),
            MANY,
            LARGE,
        ),
        (
            "a row of a million cells",
            lambda: raw_book(_dense_sheet(f"<row>{'<c/>' * 1_000_000}</row>")),
            MANY,
            LARGE,
        ),
        (
            "a formula over a whole sheet",
            lambda: raw_book(
                sheet_xml('<row r="1"><c r="A1"><f t="array" ref="A1:XFD99999">1</f></c></row>')
            ),
            MANY,
        ),
        (
            "half a million formulas",
            lambda: raw_book(
                _dense_sheet(
                    f'<row r="1">{"<c r=" + chr(34) + "A1" + chr(34) + "><f>1</f></c>"}</row>' * 1
                    + "".join(
                        f'<row r="{r}">'
                        + "".join(f'<c r="{c}{r}"><f>1</f></c>' for c in "ABCDEFGHIJ")
                        + "</row>"
                        for r in range(2, 45_000)
                    )
                )
            ),
            MANY,
            LARGE,
        ),
        ("a long text in every cell", _repeated_text, MANY, LARGE),
        ("a text of many runs in every cell", _rich_texts, MANY, LARGE),
        (
            "four thousand million texts",
            lambda: raw_book(
                ONE_CELL,
                {TEXTS: f'<sst xmlns="{MAIN}" count="4000000000" uniqueCount="4000000000"/>'},
            ),
            MANY,
        ),
        (
            "a part of a million styles that ends early",
            lambda: _styles(
                f"<cellXfs>{'<xf numFmtId=' + chr(34) + '14' + chr(34) + '/>'}"
                + "<xf/>" * 1_000_000
            ),
            BROKEN,
        ),
        (
            "a million merged areas",
            lambda: raw_book(
                _dense_sheet("").replace(
                    "</sheetData>",
                    "</sheetData><mergeCells>"
                    + '<mergeCell ref="A1:B2"/>' * 600_000
                    + "</mergeCells>",
                )
            ),
            MANY,
            LARGE,
        ),
        ("elements 400,000 deep", _deep, BROKEN, MANY, HARMLESS),
        (
            "formulas in a formula",
            lambda: raw_book(_dense_sheet('<row r="1"><c r="A1">' + "<f>" * 2_000_000)),
            BROKEN,
            MANY,
        ),
        (
            "formulas that do not end",
            lambda: raw_book(_dense_sheet('<c r="A1" <f ' * 1_000_000 + ">")),
            BROKEN,
            MANY,
        ),
        ("entities of entities", _entities, "dtd"),
        (
            "an entity from outside",
            lambda: raw_book(f'<!DOCTYPE a SYSTEM "file:///etc/passwd">{ONE_CELL}'),
            "dtd",
        ),
        (
            "entities in the list of sheets",
            lambda: raw_book(
                ONE_CELL, {"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b SYSTEM 'x'>]><workbook/>"}
            ),
            "dtd",
        ),
        ("a workbook with macros", lambda: raw_book(ONE_CELL, {"xl/vbaProject.bin": "x"}), "macro"),
        (
            "an old workbook with macros",
            lambda: old.container(old.workbook(old.sheet()), others=["_VBA_PROJECT_CUR"]),
            "macro",
        ),
        (
            "an encrypted new workbook",
            lambda: old.container(b"x", name="EncryptedPackage"),
            "encrypted",
        ),
        (
            "an encrypted old workbook",
            lambda: old.container(
                old.workbook(old.sheet(), before=old.record(old.FILEPASS, bytes(6)))
            ),
            "encrypted",
        ),
        (
            "a binary workbook",
            lambda: raw_book(ONE_CELL, {"xl/workbook.bin": "x", "xl/workbook.xml": ""}),
            BROKEN,
        ),
        (
            "an old sheet listed 20,000 times",
            lambda: old.container(
                old.workbook(old.sheet(*[old.number(r, 0) for r in range(2_000)]), bound=20_000)
            ),
            MANY,
            BROKEN,
            LARGE,
        ),
        (
            "1,700,000 old records",
            lambda: old.container(old.workbook(old.sheet(old.record(0x1234) * 1_700_000))),
            MANY,
            HARMLESS,
        ),
        (
            "an old array over everything",
            lambda: old.container(
                old.workbook(old.sheet(old.array(0, 65_535, 0, 255), old.number(0, 0)))
            ),
            MANY,
        ),
        (
            "an old far corner",
            lambda: old.container(
                old.workbook(old.sheet(old.number(0, 0), old.number(65_535, 255)))
            ),
            MANY,
        ),
        (
            "an old sheet whose size is a lie",
            lambda: old.container(
                old.workbook(
                    old.sheet(
                        old.record(old.DIMENSIONS, struct.pack("<IIHHH", 0, 65_536, 0, 256, 0)),
                        old.number(0, 0),
                    )
                )
            ),
            MANY,
            HARMLESS,
        ),
        ("a long old text in every cell", _repeated_old_text, MANY, LARGE, BROKEN),
        ("an old table that loops", _looping_table, BROKEN, LARGE),
        (
            "old sectors of one byte",
            lambda: old.container(old.workbook(old.sheet()), sector_shift=0),
            BROKEN,
            "not_a_workbook",
        ),
        (
            "old sectors of 64 KB",
            lambda: old.container(old.workbook(old.sheet()), sector_shift=16),
            BROKEN,
            "not_a_workbook",
        ),
        ("a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(SOME), "not_a_workbook"),
    )
)
