"""A union-year of five thousand events as it was known at an earlier position: one ledger, replayed."""

from datetime import date
from uuid import UUID

import asyncpg

from services.clock import now_in_china
from services.exporters.ledgers import LedgerAsked, ledger_table
from services.reads import Scope
from tests.benchmarks.bulk import carry_out_receipts
from tests.benchmarks.dues import month_number
from tests.benchmarks.ground import SQL, Ground
from tests.benchmarks.measuring import Clock, Row, in_turns
from tests.benchmarks.unions import found_with_members

MEMBERS = 357
"""Registered, with a wage base, and twelve receipts each: five thousand events with the founding."""
YEAR = 2020
LEDGERS = ("L1", "L3", "L9", "L8")
WANTED_SECONDS = 1.0


async def replay_rows(ground: Ground) -> list[Row]:
    """A ledger at `known_at` takes less than a second, the slowest of them as well."""
    union_id, members = await found_with_members(ground.books, MEMBERS)
    for number in range(12):
        await carry_out_receipts(ground, union_id, members, month_number(number))
    position = (await ground.books.log.head(union_id)).position
    connection = await asyncpg.connect(ground.administrator)
    try:
        turns = {"read": lambda _: _read(connection, union_id)} | {
            ledger: lambda _, ledger=ledger: _printed(ground, union_id, ledger, position)
            for ledger in LEDGERS
        }
        taken = await in_turns(turns, ground.rounds)
    finally:
        await connection.close()
    return [_row(ledger, position, taken) for ledger in LEDGERS]


def _row(ledger: str, events: int, taken: dict[str, float]) -> Row:
    seconds = taken[ledger]
    return Row(
        name=f"replay_5k_{ledger}",
        baseline="raw read of the same events",
        count=events,
        baseline_seconds=taken["read"],
        our_seconds=seconds,
        wanted=taken["read"] / WANTED_SECONDS,
        note=f"{seconds:.3f} s, wanted {WANTED_SECONDS:.0f} s",
    )


async def _read(connection: asyncpg.Connection, union_id: UUID) -> float:
    with Clock() as clock:
        await connection.fetch(SQL["read_union"], union_id)
    return clock.seconds


async def _printed(ground: Ground, union_id: UUID, ledger: str, position: int) -> float:
    books = ground.books
    scope = Scope(union_id=union_id, as_of=date(YEAR, 12, 31), known_at=position)
    asked = LedgerAsked(scope=scope, year=YEAR)
    with Clock() as clock:
        table = await ledger_table(
            books.ledgers, books.log, asked, ledger, printed_at=now_in_china()
        )
    if not table.rows:
        raise AssertionError(f"{ledger} was not replayed up to {position}")
    return clock.seconds
