"""A formula is found however its XML is spelt: a stored last value is no datum."""

import pytest

from services.importers.sandbox import read_workbook
from tests.services.importers.making import (
    DUES,
    MAIN,
    ROSTER,
    book,
    dues,
    faults,
    member,
    raw_book,
    read,
    sheet_xml,
)

A1 = {(1, 0)}
SQUARE = {(1, 0), (1, 1), (2, 0), (2, 1)}
PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:f>1</x:f><x:v>1</x:v>'
    "</x:c></x:row></x:sheetData></x:worksheet>"
)
DOUBLED = (
    f'<worksheet xmlns="{MAIN}"><sheetData></sheetData>'
    '<sheetData a="b"><row r="1"><c r="A1"><f>1</f></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (sheet_xml('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>'), A1),
        (sheet_xml('<row r="1"><c r="A1" s="1"><f/><v>1</v></c></row>'), A1),
        (sheet_xml("<row r='1'><c r='A1'><f>1</f><v>1</v></c></row>"), A1),
        (sheet_xml('<row r="1"><c  r = "A1" ><f\n>1</f><v>1</v></c></row>'), A1),
        (sheet_xml('<row r="1"><c s="0" r="A1"><f>1</f><v>1</v></c></row>'), A1),
        (sheet_xml('<row r="1"><c r="a1"><f>1</f><v>1</v></c></row>'), A1),
        (sheet_xml("<row><c><f>1</f><v>1</v></c><c><v>1</v></c></row>"), A1),
        (sheet_xml('<row r="3"><c r="C3"/><c><f>1</f></c></row><row><c><f>1</f></c></row>'),
         {(3, 3), (4, 0)}),
        (sheet_xml('<row r="1"><!--<c r="Z9">--><c r="A1"><!--x--><f>1</f></c></row>'), A1),
        (sheet_xml('<row r="1"><c r="A1"><f><![CDATA[1]]></f><v>1</v></c></row>'), A1),
        (sheet_xml('<row r="1"><c r="A1"><?x?><f>1</f><v>1</v></c></row>'), A1),
        (sheet_xml('<row r="1"><c r="A1" t="str"><v><![CDATA[<f>]]></v></c></row>'), set()),
        (PREFIXED, A1),
        (DOUBLED, A1),
        (
            sheet_xml(
                '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">1</f><v>1</v></c></row>'
                '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
                '<row r="3"><c r="A3"><v>1</v></c></row>'
            ),
            {(1, 0), (2, 0)},
        ),
        (sheet_xml('<row r="1"><c r="A1"><f t="array" ref="A1:B2">1</f></c></row>'), SQUARE),
        (sheet_xml('<row r="1"><c r="A1"><f t="array" ref="B2:A1">1</f></c></row>'), SQUARE),
        (sheet_xml("<row r=\"1\"><c r=\"A1\"><f t='array' ref='A1:B2'>1</f></c></row>"), SQUARE),
        (sheet_xml('<row r="1"><c r="A1"><f a=">" t="array" ref="A1:B2">1</f></c></row>'), SQUARE),
    ],
)  # fmt: skip
def test_a_formula_is_found_however_it_is_spelt(sheet: str, expected: set[tuple[int, int]]) -> None:
    assert read_workbook(raw_book(sheet)).sheets[0].formulas == expected


def test_a_formula_in_a_column_that_is_read_refuses_its_row() -> None:
    formula = dues(2)
    formula[5] = "=1+1"
    assert faults(read(book([DUES, dues(1), formula, dues(3)]))) == [(3, "F", "formula_cell")]


def test_formulas_in_totals_serials_and_the_clerks_arithmetic_are_harmless() -> None:
    header = ("序号", *DUES, "全年实缴")
    rows = [["=ROW()-1", *dues(n), "=SUM(E2:P2)"] for n in (1, 2)]
    found = read(book([header, *rows, ["合计", "", "", "", "=SUM(E2:E3)"]]))
    assert (len(found.rows), found.refused) == (2, [])


def test_a_formula_without_a_stored_value_is_told_as_a_formula() -> None:
    cells = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip("ABCD", ROSTER, strict=True)
    )
    name, number, day, state = member(1)
    content = sheet_xml(
        f'<row r="1">{cells}</row><row r="2"><c r="A2"><f>B1</f></c>'
        f'<c r="B2" t="inlineStr"><is><t>{number}</t></is></c>'
        f'<c r="C2" t="inlineStr"><is><t>{day}</t></is></c>'
        f'<c r="D2" t="inlineStr"><is><t>{state}</t></is></c></row>'
    )
    assert name
    assert faults(read(raw_book(content))) == [(2, "A", "formula_cell")]
