"""Workbooks out: what stands on the screen stands in them, amounts as numbers, texts as texts, no formulas."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest

from services.exporters.ledgers import LEDGER_NUMBERS, LedgerAsked, LedgerTable, ledger_table
from services.exporters.workbooks.ledgers import ledger_workbook
from services.reads import Scope
from services.workbooks.cells import Amount, Cell, Cells, Directed, cell_text
from services.workbooks.names import attachment, file_name
from services.workbooks.sheet import Sheet
from services.workbooks.writing import workbook
from tests.services.exporters.reading import lines, sheets, shown, table
from tests.support.books import Office

NOW = datetime(2026, 12, 31, 9, 30, tzinfo=UTC)


def sheet(*rows: Cells, columns: tuple[str, ...] = ("序号", "甲", "乙")) -> Sheet:
    return Sheet(name="表", title="题目", under_title=("单位：某工会",), columns=columns, rows=rows)


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def xml(content: bytes) -> str:
    return parts(content)["xl/worksheets/sheet1.xml"]


def expected(cell: Cell) -> str:
    """What is read back of a cell of a ledger."""
    match cell:
        case Amount() | Directed():
            return f"{cell.fen / 100:.2f}"
        case int():
            return f"{cell:.2f}"
        case _:
            return cell_text(cell)


async def ledger(office: Office, number: str) -> LedgerTable:
    scope = Scope(union_id=office.union_id, as_of=date(2026, 12, 31))
    books = office.books
    asked = LedgerAsked(scope=scope, year=2026)
    return await ledger_table(books.ledgers, books.log, asked, number, printed_at=NOW)


def test_amounts_are_numbers_to_the_fen_and_balances_bear_their_side() -> None:
    fens = [0, 1, 10, 2615, -5, 99_999_999_999_99, 123_456_789_01]
    content = workbook([sheet(*((n, Amount(fen), Directed(-fen)) for n, fen in enumerate(fens)))])
    _, rows = table(sheets(content)["表"], "序号")
    assert [round(row[1] * 100) for row in rows] == fens
    assert [f"{row[1]:.2f}" for row in rows] == [cell_text(Amount(fen)) for fen in fens]
    assert [round(row[2] * 100) for row in rows] == [-fen for fen in fens]
    assert all(f"<v>{cell_text(Amount(fen))}</v>" in xml(content) for fen in fens)
    assert "&quot;借&quot; #,##0.00;&quot;贷&quot; #,##0.00" in parts(content)["xl/styles.xml"]


def test_a_number_a_spreadsheet_would_round_is_written_as_text() -> None:
    content = workbook([sheet((1, Amount(1234567890123456789), None))])
    _, rows = table(sheets(content)["表"], "序号")
    assert rows[0][1] == "12345678901234567.89"


def test_what_looks_like_a_formula_a_link_or_a_number_stays_a_text() -> None:
    hostile = ["=1+1", "@SUM(A1)", "+8", "-2+3", "\t=1", "＝1", "{=1}", "https://x.example/"]
    hostile += ["'=1", "990101199001010019", "_x0041_", "<b>&</b>"]
    content = workbook([sheet(*((n, text, "0012") for n, text in enumerate(hostile)))])
    assert "<f>" not in xml(content)
    assert "hyperlink" not in xml(content)
    _, rows = table(sheets(content)["表"], "序号")
    read = [row[1] for row in rows]
    assert read[:6] == [f"'{text}" for text in hostile[:6]]
    assert read[6:] == hostile[6:]
    assert {row[2] for row in rows} == {"0012"}


def test_days_are_days_and_one_before_spreadsheets_is_a_text() -> None:
    content = workbook([sheet((1, date(2026, 2, 28), date(1899, 12, 30)))])
    _, rows = table(sheets(content)["表"], "序号")
    assert (shown(rows[0][1]), rows[0][2]) == ("2026-02-28", "1899-12-30")


def test_headings_stay_in_sight_and_come_again_on_every_page() -> None:
    wide = tuple(f"列{number}" for number in range(12))
    lists = workbook([sheet(tuple(range(12)), columns=wide)])
    assert '<pane ySplit="3" topLeftCell="A4"' in xml(lists)
    assert 'paperSize="9" ' in xml(lists)
    assert 'orientation="landscape"' in xml(lists)
    assert 'fitToHeight="0"' in xml(lists)
    assert "_xlnm.Print_Titles" in parts(lists)["xl/workbook.xml"]
    assert "第 &amp;P 页 共 &amp;N 页" in xml(lists)
    assert 'orientation="portrait"' in xml(workbook([sheet((1, "a", "b"))]))


async def test_every_ledger_is_read_back_as_it_stands_on_the_screen(office: Office) -> None:
    for serial in (1, 2, 3):
        await office.member(serial)
    for number in LEDGER_NUMBERS:
        shown_table = await ledger(office, number)
        content = ledger_workbook(shown_table)
        (rows,) = sheets(content).values()
        headings, read = table(rows, "序号")
        assert headings == list(shown_table.columns)
        told = [*shown_table.rows]
        if shown_table.totals is not None:
            told.append(shown_table.totals)
        assert [[shown(cell) for cell in row] for row in read] == [
            [expected(cell) for cell in row] for row in told
        ]
        assert rows[0][0] == shown_table.title
        footer = "\n".join(lines(rows))
        for word in ("统一社会信用代码：", "制表人：", "事件位点：", "回执码：", "盖章："):
            assert word in footer
        assert all(f"{who}：＿" in footer for who in shown_table.signatures)


async def test_the_same_books_give_the_same_bytes_whenever_they_are_asked(office: Office) -> None:
    await office.member(1)
    scope = Scope(union_id=office.union_id, as_of=date(2026, 12, 31))
    asked = LedgerAsked(scope=scope, year=2026)
    books = office.books
    made = [
        ledger_workbook(
            await ledger_table(books.ledgers, books.log, asked, "L1", printed_at=moment)
        )
        for moment in (NOW, datetime(2027, 3, 1, 8, 0, tzinfo=UTC))
    ]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (
            ("某工会", "资产负债表(工会01表) / 收入支出表", "2026"),
            "某工会_资产负债表(工会01表)-收入支出表_2026",
        ),
        (('a/b\\c:d*e?"f<g>h|i', "x_y", ".."), "a-b-c-d-e-f-g-h-i_x-y"),
        (("a\r\nSet-Cookie: x", "", "2026"), "a-Set-Cookie-x_2026"),
    ],
)
def test_a_file_is_named_after_what_it_holds(told: tuple[str, ...], name: str) -> None:
    assert file_name(*told, at=NOW) == f"{name}_20261231093000.xlsx"


def test_a_chinese_name_travels_in_a_header() -> None:
    header = attachment("某工会_会员名册.xlsx")["Content-Disposition"]
    assert header.isascii()
    assert header.startswith("attachment; filename=\"workbook.xlsx\"; filename*=UTF-8''%E6%9F%90")
