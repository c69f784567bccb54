"""Ten thousand dues receipts at once: into the log, and from commands into every ledger."""

from uuid import UUID

import asyncpg

from domain.actor import Actor
from domain.dues.commands import ReceiveDues
from domain.ids import MemberId
from domain.period import last_day
from services.commands import Asked
from services.identifiers import new_id
from services.store.contract import Append
from tests.benchmarks.dues import (
    ACTOR,
    DUE_FEN,
    PlainRow,
    many,
    month_number,
    plain_rows,
    receipts,
)
from tests.benchmarks.ground import Ground
from tests.benchmarks.measuring import Clock, Row, in_turns
from tests.benchmarks.unions import found_with_members

RECEIPTS = 10_000


async def bulk_rows(ground: Ground) -> list[Row]:
    """Rows 3 and 4 of the design. Each round is another month, so the dues accounts grow."""
    size = ground.sized(RECEIPTS, RECEIPTS // 2)
    log = ground.books.log
    bulk_union = new_id()
    await log.found(bulk_union, b"{}")
    union_id, members = await found_with_members(ground.books, size)
    connection = await asyncpg.connect(ground.administrator)

    async def copy(number: int) -> float:
        asked = [many(bulk_union, receipts(size))]
        return await _copy(connection, list(plain_rows(asked, after=number * size)))

    async def append(number: int) -> float:
        return await _append(ground, many(bulk_union, receipts(size), after=number * size))

    async def carry_out(number: int) -> float:
        return await carry_out_receipts(ground, union_id, members, month_number(number))

    try:
        turns = {"copy": copy, "append": append, "ledgers": carry_out}
        taken = await in_turns(turns, ground.rounds)
    finally:
        await connection.close()
    return [
        Row(
            name=name,
            baseline="COPY of the same rows",
            count=size,
            baseline_seconds=taken["copy"],
            our_seconds=taken[contender],
            wanted=wanted,
        )
        for name, contender, wanted in (
            ("append_10k", "append", 0.5),
            ("dues_10k_to_ledgers", "ledgers", 0.15),
        )
    ]


async def _copy(connection: asyncpg.Connection, rows: list[PlainRow]) -> float:
    with Clock() as clock:
        await connection.copy_records_to_table("event", schema_name="baseline", records=rows)
    return clock.seconds


async def _append(ground: Ground, asked: Append) -> float:
    with Clock() as clock:
        await ground.books.log.append(asked)
    return clock.seconds


async def carry_out_receipts(
    ground: Ground, union_id: UUID, members: list[MemberId], month: str
) -> float:
    """Receive a month's dues of every member, into every ledger; returns the seconds it took."""
    asked = Asked(
        union_id=union_id,
        command_id=new_id(),
        actor=Actor(actor_id=ACTOR, role="operator"),
        request=month.encode(),
        groups=[
            [
                ReceiveDues(
                    occurred_on=last_day(month),
                    member_id=member_id,
                    dues_month=month,
                    amount_fen=DUE_FEN,
                )
            ]
            for member_id in members
        ],
    )
    with Clock() as clock:
        outcome = await ground.books.desk.carry_out(asked)
    if len(outcome.streams) != len(members) or not outcome.ledgers_current:
        raise AssertionError("not every receipt reached every ledger")
    return clock.seconds
