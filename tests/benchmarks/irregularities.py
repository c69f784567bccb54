"""All rules over a union-year of five thousand events: read, decoded, opened, checked, the chain recomputed."""

from datetime import date
from uuid import UUID

import asyncpg

from domain.irregularity.rules import RULES
from services.audit.irregularities import Asked
from tests.benchmarks.bulk import carry_out_receipts
from tests.benchmarks.dues import month_number
from tests.benchmarks.ground import SQL, Ground
from tests.benchmarks.measuring import Clock, Row, in_turns
from tests.benchmarks.unions import found_with_members

MEMBERS = 357
"""Registered, with a wage base, and twelve receipts each: five thousand events with the founding."""
WANTED_SECONDS = 1.0


async def rule_rows(ground: Ground) -> list[Row]:
    """All rules of one union take less than a second."""
    union_id, members = await found_with_members(ground.books, MEMBERS)
    for number in range(12):
        await carry_out_receipts(ground, union_id, members, month_number(number))
    events = (await ground.books.log.head(union_id)).position
    connection = await asyncpg.connect(ground.administrator)
    try:
        turns = {
            "read": lambda _: _read(connection, union_id),
            "rules": lambda _: _checked(ground, union_id),
        }
        taken = await in_turns(turns, ground.rounds)
    finally:
        await connection.close()
    return [
        Row(
            name="rules_5k",
            baseline="raw read of the same events",
            count=events,
            baseline_seconds=taken["read"],
            our_seconds=taken["rules"],
            wanted=taken["read"] / WANTED_SECONDS,
            note=f"{taken['rules']:.3f} s for {len(RULES)} rules, wanted {WANTED_SECONDS:.0f} s",
        )
    ]


async def _read(connection: asyncpg.Connection, union_id: UUID) -> float:
    with Clock() as clock:
        await connection.fetch(SQL["read_union"], union_id)
    return clock.seconds


async def _checked(ground: Ground, union_id: UUID) -> float:
    asked = Asked(first=date(2020, 1, 1), until=date(2026, 12, 31))
    with Clock() as clock:
        found = await ground.books.irregularities.in_union(union_id, asked)
    if len(found) != len(RULES):
        raise AssertionError(f"{len(found)} of {len(RULES)} rules answered")
    return clock.seconds
