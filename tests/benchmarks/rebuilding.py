"""All ledgers from the log of a handful of unions, most of it dues receipts, by one worker."""

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
_APPEND_EVENTS = 5_000


async def rebuild_rows(ground: Ground) -> list[Row]:
    """Row 5 of the design."""
    members = ground.sized(2_050, 310)
    unions = [await _paid_up_union(ground, members) for _ in range(UNIONS)]
    connection = await asyncpg.connect(ground.administrator)
    count = await connection.fetchval(SQL["count_events"])
    try:
        turns = {
            "read": lambda _: _read(ground, connection),
            "rebuild": lambda _: _rebuild(ground, count),
        }
        taken = await in_turns(turns, ground.rounds)
    finally:
        await connection.close()
    del unions
    return [
        Row(
            name="rebuild",
            baseline="raw read of the same events",
            count=count,
            baseline_seconds=taken["read"],
            our_seconds=taken["rebuild"],
            wanted=0.2,
            note=f"{round(count / taken['rebuild']):,} events/s; wanted 50,000",
        )
    ]
