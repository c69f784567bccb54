"""Rebuilt from zero every ledger equals the live one, bit for bit, whatever happened and whoever crashed."""

import asyncio
from contextlib import suppress
from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.ids import OfficerId
from domain.union.commands import ClosePeriod, RecordOfficer, RenameUnion
from projections.registry import PROJECTIONS
from services.exporters.totals import ledger_totals
from services.projector import Rebuilder, Runner
from services.projector.differing import Difference
from services.wiring import Wired
from tests.services.projector.books_wishes import in_balance
from tests.services.projector.disturbing import cancel, crash, cursors_held, in_the_middle
from tests.services.projector.histories import (
    ONE_YEAR,
    TWO_YEARS,
    YEAR,
    Stretch,
    Teller,
    Wish,
    histories,
)
from tests.support.beginnings import FirstLedgers
from tests.support.books import Office, new_office, open_books
from tests.support.database import Server, create_database, drop_database

EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
"""Few, long, and not shrunk, which would take minutes: a failure prints the history and a blob that
replays it; `--hypothesis-seed` chooses other ones."""


async def tell(books: Wired, teller: Teller, wish: Wish, patch: pytest.MonkeyPatch) -> None:
    """Let a wish come true while its disturbance happens."""
    match wish.disturbance:
        case "crash":
            with in_the_middle(patch, crash):
                await teller.tell(wish)
        case "cancel":
            with in_the_middle(patch, cancel), suppress(asyncio.CancelledError):
                await asyncio.create_task(teller.tell(wish))
        case "lock":
            async with cursors_held(books, teller.office.union_id):
                await teller.tell(wish)
        case _:
            await teller.tell(wish)


async def caught_up(books: Wired) -> None:
    while await books.follower.behind(await books.builds.live()):
        await books.follower.round()


async def rebuilt_differences(books: Wired, *, stretch_events: int) -> list[Difference]:
    """Rebuild everything beside the live ledgers, compare, and take it away again."""
    runner = Runner(books.pools.projector, books.builds, stretch_events=stretch_events)
    rebuilder = Rebuilder(books.pools.projector, books.builds, runner)
    live = {build.name: build for build in await books.builds.live()}
    fresh = await rebuilder.begin(PROJECTIONS)
    await rebuilder.fill(fresh)
    found = [d for build in fresh for d in await rebuilder.compare(live[build.name], build)]
    for build in fresh:
        await books.builds.drop(build)
    return found


@EXAMPLES
@given(
    told=st.lists(st.tuples(st.integers(0, 1), histories.map(tuple)), min_size=1, max_size=2),
    stretch_events=st.sampled_from([1, 7, 5000]),
    days=st.sampled_from([ONE_YEAR, TWO_YEARS]),
)
async def test_rebuilt_ledgers_equal_the_live_ones(
    server: Server,
    first_ledgers: FirstLedgers,
    *,
    monkeypatch: pytest.MonkeyPatch,
    told: list[tuple[int, tuple[Wish, ...]]],
    stretch_events: int,
    days: Stretch,
) -> None:
    database = await create_database(server, first_ledgers.template)
    async with open_books(database) as books:
        offices = [
            await new_office(books, code=code, patience_seconds=0.0) for code in ("U1", "U2")
        ]
        tellers = [await Teller.of(office, days) for office in offices]
        for number, history in told:
            for wish in history:
                await tell(books, tellers[number], wish, monkeypatch)
        await caught_up(books)
        assert await rebuilt_differences(books, stretch_events=stretch_events) == []
        await agrees(books, offices)
    await drop_database(server, database)


async def agrees(books: Wired, offices: list[Office]) -> None:
    """The roll-up adds contributions, the ledgers add rows: both say the same."""
    ids = [office.union_id for office in offices]
    rolled = await books.rollup.year(ids, YEAR)
    for union_id in ids:
        own = await ledger_totals(books.ledgers, union_id, YEAR)
        assert own.agrees_with(rolled.units[union_id], YEAR), union_id
        await in_balance(books, union_id)


async def test_a_difference_is_found(books: Wired) -> None:
    """The comparison can fail: one row changed behind the projector's back."""
    office = await new_office(books)
    await office.member(1)
    roster = next(build for build in await books.builds.live() if build.name == "roster")
    async with books.pools.projector.union_tx(office.union_id, search_path=roster.schema) as touch:
        await touch.execute("update member set position = position + 1")
    found = await rebuilt_differences(books, stretch_events=5000)
    assert [(d.union_id, d.table, d.only_live, d.only_rebuilt) for d in found] == [
        (office.union_id, "member", 1, 1)
    ]


async def test_rows_do_not_depend_on_how_the_log_was_cut(books: Wired) -> None:
    """An officer recorded again, and a union renamed after closing a month: live one by one, rebuilt at once."""
    office = await new_office(books)
    who = OfficerId(await office.person(1))
    name = await office.seal(who, "officer", {"name": "仲平"}, key="books")
    begun = RecordOfficer(occurred_on=date(YEAR, 1, 5), officer_id=who, office="cashier", name=name)
    ended = msgspec.structs.replace(begun, occurred_on=date(YEAR, 6, 1), until=date(YEAR, 6, 30))
    for wish in (
        begun,
        ended,
        ClosePeriod(occurred_on=date(YEAR, 7, 1), period=f"{YEAR}-06"),
        RenameUnion(occurred_on=date(YEAR, 7, 2), name="新名"),
    ):
        await office.do(wish)
    assert await rebuilt_differences(books, stretch_events=5000) == []
    assert await rebuilt_differences(books, stretch_events=2) == []
