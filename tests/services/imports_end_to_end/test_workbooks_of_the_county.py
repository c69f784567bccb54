"""The sample county as workbooks: read back they add up to the known answer; rosters come back unchanged."""

import json
from datetime import UTC, date, datetime
from typing import Any

from services.exporters.ledgers import LedgerAsked, ledger_table
from services.exporters.workbooks.ledgers import ledger_workbook
from services.importers.file_import import FileImporter, Import
from services.importers.roster_workbook import RosterAsked, roster_pages, roster_workbook
from services.importers.vocabulary import merge
from services.reads import Scope
from services.wiring import Wired
from tests.services.exporters.reading import Rows, sheets, table
from tests.services.imports_end_to_end.conftest import Imported
from tests.support.books import CLERK, COUNTY, TODAY

EXPECTED: dict[str, Any] = json.loads((COUNTY / "expected.json").read_text("utf-8"))
NOW = datetime(2026, 12, 31, tzinfo=UTC)


async def ledger(
    county: Wired, imported: Imported, code: str, number: str
) -> tuple[list[str], Rows]:
    """Headings and rows of a unit's ledger of the year, through a workbook."""
    scope = Scope(union_id=imported.report.units[code], as_of=date(2026, 12, 31))
    asked = LedgerAsked(scope=scope, year=2026)
    made = await ledger_table(county.ledgers, county.log, asked, number, printed_at=NOW)
    (rows,) = sheets(ledger_workbook(made)).values()
    return table(rows, "序号")


def fen(cell: float) -> int:
    return round(cell * 100)


async def test_every_unit_s_workbooks_add_up_to_the_known_totals(
    county: Wired, imported: Imported
) -> None:
    for code, unit in EXPECTED["units"].items():
        heads, rows = await ledger(county, imported, code, "L1")
        states = [row[heads.index("会籍状态")] for row in rows]
        at_end = unit["members"]["2026-12-31"]
        assert (states.count("正常"), states.count("保留")) == (
            at_end["active"],
            at_end["retained"],
        )
        heads, rows = await ledger(county, imported, code, "L13")
        paid = heads.index("金额")
        if rows:
            assert fen(rows[-1][paid]) == unit["aid"]["amount_fen"]
            assert sum(fen(row[paid]) for row in rows[:-1]) == unit["aid"]["amount_fen"]
        heads, rows = await ledger(county, imported, code, "L4")
        if rows:
            received = fen(rows[-1][heads.index("会费金额")])
            assert received == sum(unit["dues"]["received_fen_by_month"])


async def test_rosters_go_out_and_come_back_without_a_change(
    county: Wired, imported: Imported
) -> None:
    files = FileImporter(county.desk, county.vault)
    for code, union_id in imported.report.units.items():
        asked = RosterAsked(scope=Scope(union_id=union_id, as_of=TODAY), union=code)
        rows, position = await roster_pages(county.ledgers, asked)
        made = roster_workbook(rows, asked, position)
        before = (await county.log.head(union_id)).position
        report = await files.run(
            Import(
                union_id=union_id,
                name="会员花名册.xlsx",
                content=made.content,
                actor=CLERK,
                today=TODAY,
                vocabulary=merge([]),
            )
        )
        assert (report.committed, report.refused, report.notes) == (True, [], []), code
        assert report.rows_accepted == made.people == len(rows)
        assert (await county.log.head(union_id)).position == before + 1
