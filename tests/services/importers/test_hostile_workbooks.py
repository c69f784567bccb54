"""Files made to hurt: each ends in a named refusal and hurts nobody but the child process."""

import io
import zipfile

import pytest

from services.importers.limits import DEFAULT_LIMITS, Limits
from services.importers.refused import WorkbookRefused
from services.importers.sandbox import read_workbook
from tests.services.importers.making import MAIN, ROSTER, book, member, raw_book, sheet_xml

ONE_CELL = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]>'


def refusal(content: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        read_workbook(content, limits)
    return refused.value.kind


@pytest.mark.parametrize("content", [b"", b"name,id\n", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert refusal(content) == "not_a_workbook"


def test_a_word_document_is_no_workbook() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert refusal(made.getvalue()) == "not_a_workbook"


def test_a_truncated_workbook_is_unreadable() -> None:
    whole = book([ROSTER, member(1)])
    assert refusal(whole[: len(whole) // 2]) == "unreadable"


def test_an_empty_ole_container_is_unreadable() -> None:
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)) == "unreadable"


def test_a_file_above_the_limit_is_not_even_opened() -> None:
    assert refusal(b"PK\x03\x04" + bytes(100), Limits(file_bytes=50)) == "too_large"


def test_a_bomb_is_refused_by_its_directory() -> None:
    assert refusal(raw_book(sheet_xml(" " * 60_000_000))) == "too_large"


def test_a_part_that_inflates_a_hundredfold_is_refused() -> None:
    assert refusal(raw_book(ONE_CELL, {"xl/media/a.bin": bytes(5_000_000)})) == "too_large"


def test_too_many_parts_are_refused() -> None:
    many = {f"xl/media/{n}.png": "" for n in range(DEFAULT_LIMITS.parts)}
    assert refusal(raw_book(ONE_CELL, many)) == "too_large"


def test_a_directory_that_lies_about_a_size_is_refused() -> None:
    honest = raw_book(sheet_xml(" " * 3000))
    real, claimed = (n.to_bytes(4, "little") for n in (len(sheet_xml(" " * 3000)), 30))
    assert real in honest
    assert refusal(honest.replace(real, claimed)) == "unreadable"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="CV1048576"><v>1</v></c></row>',
        '<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c></row>',
        '<row r="1"><c r="GS1"><v>1</v></c></row>',
        '<row r="1"><c r="A100001"><v>1</v></c></row>',
        "<row r='1'><c r='XFD1'/></row>",
        '<row r="1">' + "<c/>" * 201 + "</row>",
        '<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f><v>1</v></c></row>',
    ],
)
def test_a_cell_in_the_far_corner_is_refused(rows: str) -> None:
    assert refusal(raw_book(sheet_xml(rows))) == "too_many_cells"


def test_a_claimed_dimension_is_harmless() -> None:
    claimed = ONE_CELL.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    assert read_workbook(raw_book(claimed)).sheets[0].rows == [[1.0]]


def test_a_million_claimed_shared_texts_cost_nothing_but_the_child() -> None:
    shared = f'<sst xmlns="{MAIN}" count="4000000000" uniqueCount="4000000000"/>'
    assert refusal(raw_book(ONE_CELL, {"xl/sharedStrings.xml": shared})) == "too_many_cells"


def test_one_long_text_in_every_cell_ends_at_the_memory_limit() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"长" * 10_000}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 50_000))
    content = raw_book(sheet_xml(rows), {"xl/sharedStrings.xml": shared})
    assert refusal(content) in {"too_many_cells", "too_large"}


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_document_type_is_refused_wherever_it_stands(part: str) -> None:
    assert refusal(raw_book(ONE_CELL, {part: DOCTYPE + ONE_CELL})) == "dtd"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/a.xml"])
def test_macros_are_refused(name: str) -> None:
    assert refusal(raw_book(ONE_CELL, {name: "x"})) == "macro"


def test_two_parts_of_one_name_are_refused() -> None:
    twice = {"xl/Worksheets/sheet1.xml": ONE_CELL}
    assert refusal(raw_book(ONE_CELL, twice)) == "unreadable"


@pytest.mark.parametrize(
    "sheet",
    [
        ONE_CELL.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-7"?>' + ONE_CELL,
        ONE_CELL.replace("</c>", ""),
        sheet_xml('<row r="1"><c r="&#65;1"><v>1</v></c></row>'),
    ],
)
def test_xml_that_two_readers_might_read_differently_is_refused(sheet: str | bytes) -> None:
    assert refusal(raw_book(sheet)) == "unreadable"


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    rows = "".join(f"<row r='{n}'><c r='A{n}'/></row>" for n in range(1, 90_000))
    assert refusal(raw_book(sheet_xml(rows)), Limits(wall_seconds=0)) == "timeout"


def test_the_child_sees_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    assert read_workbook(raw_book(ONE_CELL)).sheets[0].name == "表"
