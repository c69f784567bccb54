"""The demo's year, told on two units: it fills the ledgers, changes nothing workbooks said, and is told once."""

from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import pytest

from services.clock import now_in_china
from services.demonstration import play, read_script
from services.demonstration.script import Script
from services.exporters.ledgers import LEDGER_NUMBERS, LedgerAsked, LedgerTable, ledger_table
from services.exporters.totals import totals_document
from services.reads import Scope
from services.reads.directory import UnitListed
from services.wiring import Wired
from tests.services.projector.books_wishes import in_balance
from tests.support.books import ROOT, heads, import_county, part_of_county

SCRIPT = ROOT / "deploy" / "demo" / "year.toml"
CLOSED, LEFT_OPEN = "QZ003", "QZ001"


@pytest.fixture
async def told(books: Wired, tmp_path: Path) -> UUID:
    """A federation of two units whose year was told."""
    report = await import_county(books, part_of_county(tmp_path / "county", [CLOSED, LEFT_OPEN]))
    before = await totals(books, report.federation_id)
    await play(books, report.federation_id, read_script(SCRIPT))
    assert await totals(books, report.federation_id) == before
    return report.federation_id


async def units_of(books: Wired, federation_id: UUID) -> list[UnitListed]:
    listed = await books.directory.units()
    wanted = {CLOSED, LEFT_OPEN}
    return [u for u in listed if u.federation_id == federation_id and u.code in wanted]


async def totals(books: Wired, federation_id: UUID) -> object:
    """What `expected.json` is compared with."""
    units = await units_of(books, federation_id)
    year = await books.rollup.year([unit.unit_id for unit in units], 2026)
    return totals_document(year, units)


async def printed(books: Wired, unit: UnitListed, ledger: str) -> LedgerTable:
    asked = LedgerAsked(scope=Scope(union_id=unit.unit_id, as_of=date(2026, 12, 31)), year=2026)
    return await ledger_table(books.ledgers, books.log, asked, ledger, printed_at=now_in_china())


async def test_every_ledger_has_something_to_show_and_the_books_balance(
    books: Wired, told: UUID
) -> None:
    units = await units_of(books, told)
    shown = {
        ledger
        for unit in units
        for ledger in LEDGER_NUMBERS
        if (await printed(books, unit, ledger)).rows
    }
    assert {f"L{number}" for number in range(1, 19)} - {"L14"} <= shown
    for unit in units:
        await in_balance(books, unit.unit_id)


async def test_one_unit_is_closed_through_the_year_and_the_other_left_open(
    books: Wired, told: UUID
) -> None:
    through = {
        unit.code: (await books.desk.read_union(unit.unit_id)).closed_through
        for unit in await units_of(books, told)
    }
    assert through == {CLOSED: "2026-12", LEFT_OPEN: ""}


async def test_told_again_nothing_changes(books: Wired, told: UUID) -> None:
    before = await heads(books)
    await play(books, told, read_script(SCRIPT))
    assert await heads(books) == before


def test_a_script_with_a_word_nobody_knows_is_refused() -> None:
    told = msgspec.to_builtins(read_script(SCRIPT)) | {"moral": "save"}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(told, Script)
