"""Every event is applied once, whoever applies it and whenever; a write never waits for a ledger that fails."""

import asyncio
from datetime import date
from uuid import UUID

import pytest

from domain.dues.commands import ReceiveDues
from domain.member.commands import RetainMembership
from domain.union.commands import RenameUnion
from projections.registry import PROJECTIONS
from services.errors import PoolExhausted
from services.identifiers import new_id
from services.projector import Runner
from services.reads import Scope
from services.wiring import Wired
from tests.faults.gates import closed
from tests.services.projector.disturbing import crash, cursors_held, in_the_middle
from tests.services.projector.test_rebuilt_equals_live import rebuilt_differences
from tests.support.books import TODAY, Office, new_office
from tests.support.database import Database

DAY = date(2026, 3, 8)


async def receive(office: Office, who: UUID, count: int, **changed: object) -> int:
    """Receive a yuan so many times; returns the last position."""
    month = {"occurred_on": DAY, "member_id": who, "dues_month": "2026-03", "amount_fen": 100}
    groups = [[ReceiveDues(**month)] for _ in range(count)]
    outcome = await office.ask(*groups, **changed)
    assert outcome.receipt is not None
    return outcome.receipt.last_position


async def received_fen(books: Wired, union_id: UUID) -> int:
    scope = Scope(union_id=union_id, as_of=TODAY)
    return (await books.ledgers.dues_by_month(scope, year=2026)).rows[2].received_fen


async def positions(books: Wired, union_id: UUID) -> set[int]:
    live = await books.builds.live()
    return {position for position, _ in (await books.runner.cursors(union_id, live)).values()}


async def test_a_write_is_shown_when_it_is_answered(office: Office) -> None:
    who = await office.member(1)
    outcome = await office.do(RetainMembership(occurred_on=DAY, member_id=who, cause="retired"))
    assert outcome.ledgers_current
    assert outcome.receipt is not None
    shown = await office.books.ledgers.member(Scope(union_id=office.union_id, as_of=TODAY), who)
    assert shown is not None
    assert shown.membership == "retained"
    assert await positions(office.books, office.union_id) == {outcome.receipt.last_position}


async def test_a_write_is_answered_although_its_ledgers_fail(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await office.member(1)
    before = (await office.head()).position
    with in_the_middle(monkeypatch, crash):
        outcome = await office.do(RetainMembership(occurred_on=DAY, member_id=who, cause="retired"))
    assert outcome.receipt is not None
    assert not outcome.ledgers_current
    assert (await office.head()).position == before + 1
    assert await positions(office.books, office.union_id) == {before}


async def test_a_write_is_answered_although_the_projector_has_no_connection(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none_left(*_: object) -> int:
        raise PoolExhausted

    monkeypatch.setattr(Runner, "_run_on", none_left)
    outcome = await office.do(RenameUnion(occurred_on=DAY, name="新名"))
    assert not outcome.ledgers_current


async def test_a_write_waits_a_bounded_time_for_whoever_is_at_work(books: Wired) -> None:
    office = await new_office(books, patience_seconds=0.05)
    async with cursors_held(books, office.union_id):
        outcome = await office.do(RenameUnion(occurred_on=DAY, name="新名"))
    assert outcome.receipt is not None
    assert not outcome.ledgers_current


async def test_the_follower_catches_up_what_was_missed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = office.books
    who = await office.member(1)
    with in_the_middle(monkeypatch, crash):
        last = await receive(office, who, 3)
    assert await received_fen(books, office.union_id) == 0
    assert await books.follower.behind(await books.builds.live()) == [office.union_id]
    assert await books.follower.round() == 3
    assert await received_fen(books, office.union_id) == 300
    assert await positions(books, office.union_id) == {last}
    assert await books.follower.behind(await books.builds.live()) == []


async def test_a_follower_stops_when_told(books: Wired) -> None:
    stop = asyncio.Event()
    following = asyncio.create_task(books.follower.follow(stop))
    stop.set()
    await asyncio.wait_for(following, timeout=5)


async def test_a_follower_outlives_whatever_ends_a_round(
    books: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, rounds = asyncio.Event(), 0

    async def fail() -> int:
        nonlocal rounds
        rounds += 1
        if rounds == 2:
            stop.set()
        raise RuntimeError

    monkeypatch.setattr(books.follower, "round", fail)
    await asyncio.wait_for(books.follower.follow(stop), timeout=10)
    assert rounds == 2


async def test_four_runners_at_once_apply_every_event_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = office.books
    who = await office.member(1)
    with in_the_middle(monkeypatch, crash):
        last = await receive(office, who, 60)
    runners = [
        Runner(books.pools.projector, books.builds, stretch_events=size) for size in (1, 2, 3, 5)
    ]

    async def run(runner: Runner) -> None:
        while await positions(books, office.union_id) != {last}:
            await runner.catch_up(office.union_id)

    await asyncio.wait_for(asyncio.gather(*map(run, runners)), timeout=60)
    assert await received_fen(books, office.union_id) == 6000
    year = await books.rollup.year([office.union_id], 2026)
    assert year.county.dues.received_fen_by_month[2] == 6000
    assert await rebuilt_differences(books, stretch_events=5000) == []


async def test_writers_and_runners_at_once_apply_every_event_once(books: Wired) -> None:
    offices = [await new_office(books, code=f"U{n}", patience_seconds=0.0) for n in range(3)]
    people = [await office.member(1) for office in offices]

    async def write(office: Office, who: UUID) -> None:
        for _ in range(5):
            await receive(office, who, 2)

    async def follow() -> None:
        for _ in range(10):
            await books.follower.round()

    writers = [write(o, who) for o, who in zip(offices, people, strict=True) for _ in range(2)]
    await asyncio.gather(*writers, follow(), follow())
    while await books.follower.behind(await books.builds.live()):
        await books.follower.round()
    for office in offices:
        assert await received_fen(books, office.union_id) == 2000
    assert await rebuilt_differences(books, stretch_events=5000) == []


async def test_a_rebuild_switches_while_writing_goes_on(office: Office) -> None:
    books = office.books
    who = await office.member(1)
    old = {build.name: build.number for build in await books.builds.live()}
    done = asyncio.Event()

    async def write() -> int:
        count = 0
        while not done.is_set() or count < 3:
            await receive(office, who, 1)
            count += 1
        return count

    writing = asyncio.create_task(write())
    fresh = await books.rebuilder.begin(PROJECTIONS)
    await books.rebuilder.fill(fresh)
    await books.rebuilder.switch(fresh)
    done.set()
    count = await writing
    live = {build.name: build.number for build in await books.builds.live()}
    assert live == {name: number + 1 for name, number in old.items()}
    await books.follower.round()
    assert await received_fen(books, office.union_id) == 100 * count
    assert await rebuilt_differences(books, stretch_events=5000) == []


async def test_a_rebuild_that_was_cut_short_is_carried_on_by_the_next(office: Office) -> None:
    books = office.books
    await office.member(1)
    begun = await books.rebuilder.begin(PROJECTIONS)
    await books.rebuilder.fill(begun[:3])
    carried_on = await books.rebuilder.begin(PROJECTIONS)
    assert carried_on == begun
    await books.rebuilder.fill(carried_on)
    await books.rebuilder.switch(carried_on)
    assert {build.number % 1000 for build in await books.builds.live()} == {1}
    members = await books.ledgers.members(Scope(union_id=office.union_id, as_of=TODAY), limit=9)
    assert len(members.rows) == 1


async def test_a_rebuild_begins_at_the_beginning_also_after_one_that_was_dropped(
    office: Office,
) -> None:
    await office.member(1)
    assert await rebuilt_differences(office.books, stretch_events=5000) == []
    assert await rebuilt_differences(office.books, stretch_events=5000) == []


async def test_a_union_founded_during_a_rebuild_is_not_forgotten(books: Wired) -> None:
    fresh = await books.rebuilder.begin(PROJECTIONS)
    await books.rebuilder.fill(fresh)
    office = await new_office(books)
    await office.member(1)
    await books.rebuilder.fill(fresh)
    await books.rebuilder.switch(fresh)
    members = await books.ledgers.members(Scope(union_id=office.union_id, as_of=TODAY), limit=9)
    assert len(members.rows) == 1


async def test_an_unknown_union_has_nothing_to_run(books: Wired) -> None:
    assert await books.runner.catch_up(new_id()) == 0


async def test_a_request_does_not_wait_for_ledgers_that_hang(
    office: Office, database: Database
) -> None:
    """Nor are they given up: they go on by themselves as soon as they can."""
    books = office.books
    who = await office.member(1)
    hanging = Runner(books.pools.projector, books.builds, eager_seconds=0.2)
    office.desk._after_commit = hanging.after_commit
    month = ReceiveDues(occurred_on=DAY, member_id=who, dues_month="2026-03", amount_fen=100)
    async with closed(database.administrator, "books.cursor", "access exclusive"):
        outcome = await office.do(month)
        assert not outcome.ledgers_current
    async with asyncio.timeout(10):
        while await received_fen(books, office.union_id) != 100:  # noqa: ASYNC110 # nobody tells
            await asyncio.sleep(0.01)
