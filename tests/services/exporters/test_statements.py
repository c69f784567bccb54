"""Why a print made again is not the one that was issued: the history, the format or the ledger is another."""

from datetime import UTC, date, datetime

import msgspec

from domain.statement.events import StatementIssued
from services.exporters.ledgers import LedgerAsked
from services.exporters.statements import command_to_issue, recheck, statement_table
from services.reads import Scope
from tests.support.books import Office

NOW = datetime(2026, 12, 31, tzinfo=UTC)


async def print_of(office: Office) -> StatementIssued:
    """What would be issued of the roster now."""
    scope = Scope(union_id=office.union_id, as_of=date(2026, 12, 31))
    asked = LedgerAsked(scope=scope, year=2026)
    books = office.books
    table = await statement_table(books.ledgers, books.log, asked, "L1", printed_at=NOW)
    command = command_to_issue(table, asked, NOW.date())
    return StatementIssued(
        **{name: getattr(command, name) for name in StatementIssued.__struct_fields__}
    )


async def whys(office: Office, issued: StatementIssued) -> list[str]:
    """Why it cannot be made again."""
    books = office.books
    made = await recheck(books.ledgers, books.log, office.union_id, issued, printed_at=NOW)
    assert made.same == (not made.reasons)
    return [reason.why for reason in made.reasons]


async def test_a_print_is_held_against_the_history_it_was_made_from(office: Office) -> None:
    await office.member(1)
    issued = await print_of(office)
    assert await whys(office, issued) == []
    another = msgspec.structs.replace(issued, chain_hash="00" * 32)
    assert await whys(office, another) == ["history_changed"]
    cut_off = msgspec.structs.replace(issued, known_at=issued.known_at + 1_000)
    assert await whys(office, cut_off) == ["history_changed"]


async def test_what_is_no_longer_offered_is_told(office: Office) -> None:
    await office.member(1)
    issued = await print_of(office)
    assert await whys(office, msgspec.structs.replace(issued, ledger="L99")) == ["ledger_gone"]
    older = msgspec.structs.replace(issued, format=issued.format + 1)
    assert await whys(office, older) == ["format_changed"]


async def test_rows_are_told_apart_by_their_numbers(office: Office) -> None:
    for serial in (1, 2, 3):
        await office.member(serial)
    issued = await print_of(office)
    width = len(issued.row_digests) // 3
    told = issued.row_digests
    changed = told[:width] + "0" * width + told[2 * width :]
    other = {"document_sha256": "00" * 32}
    one = msgspec.structs.replace(issued, row_digests=changed, **other)
    assert await whys(office, one) == ["rows_differ"]
    longer = msgspec.structs.replace(issued, row_digests=told * 2, row_count=6, **other)
    made = await recheck(
        office.books.ledgers, office.books.log, office.union_id, longer, printed_at=NOW
    )
    assert made.reasons[0].rows == [4, 5, 6]
