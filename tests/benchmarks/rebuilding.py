"""All ledgers from the log of a handful of unions, most of it dues receipts, by one worker."""

from collections.abc import Sequence
from uuid import UUID

import asyncpg

from domain.ids import MemberId
from projections.registry import PROJECTIONS
from services.store.contract import NewEvent
from tests.benchmarks.dues import many, month_number, receipt_event
from tests.benchmarks.ground import SQL, Ground
from tests.benchmarks.measuring import Clock, Row, in_turns
from tests.benchmarks.unions import found_with_members

UNIONS = 4
MONTHS_PAID = 23
"""With registration and wage base that makes 25 events a member, 92 in 100 of them receipts."""
WANTED_EVENTS_PER_SECOND = 50_000


async def rebuild_rows(ground: Ground) -> list[Row]:
    """Row 5 of the design."""
    members = ground.sized(2_050, 310)
    unions = [await _paid_up_union(ground, members) for _ in range(UNIONS)]
    connection = await asyncpg.connect(ground.administrator)
    try:
        count = await connection.fetchval(SQL["count_events"])
        turns = {
            "read": lambda _: _read(connection, unions),
            "rebuild": lambda _: _rebuild(ground, count),
        }
        taken = await in_turns(turns, ground.rounds)
    finally:
        await connection.close()
    speed = round(count / taken["rebuild"])
    return [
        Row(
            name="rebuild",
            baseline="raw read of the same events",
            count=count,
            baseline_seconds=taken["read"],
            our_seconds=taken["rebuild"],
            wanted=0.2,
            note=f"{speed:,} events/s, wanted {WANTED_EVENTS_PER_SECOND:,}",
        )
    ]


async def _paid_up_union(ground: Ground, count: int) -> UUID:
    """Found a union whose members have paid for many months; the receipts go straight into its log."""
    union_id, members = await found_with_members(ground.books, count)
    for number in range(MONTHS_PAID):
        month = month_number(number)
        await ground.books.log.append(many(union_id, _receipts(members, month, number + 2)))
    return union_id


def _receipts(members: Sequence[MemberId], month: str, version: int) -> list[NewEvent]:
    return [receipt_event(member_id, month, version=version) for member_id in members]


async def _read(connection: asyncpg.Connection, unions: Sequence[UUID]) -> float:
    with Clock() as clock:
        for union_id in unions:
            await connection.fetch(SQL["read_union"], union_id)
    return clock.seconds


async def _rebuild(ground: Ground, count: int) -> float:
    rebuilder = ground.books.rebuilder
    with Clock() as clock:
        builds = await rebuilder.begin(PROJECTIONS)
        events = await rebuilder.fill(builds)
    await rebuilder.switch(builds)
    if events != count:
        raise AssertionError(f"rebuilt {events} of {count} events")
    return clock.seconds
