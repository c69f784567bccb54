"""Code of two versions on one database: each has its own builds of a changed projection, and a way back."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.dues.commands import ReceiveDues
from projections.projection import Projection
from projections.registry import PROJECTIONS
from services.projector import Build, Builds, Rebuilder, Runner
from services.projector.showing import NotYetShown, Showing
from services.reads import Scope
from services.wiring import Wired
from tests.support.books import TODAY, Office

CHANGED = "dues"


class Code(msgspec.Struct, frozen=True):
    """What one version of the code runs ledgers with."""

    builds: Builds
    runner: Runner
    rebuilder: Rebuilder
    showing: Showing

    async def numbers(self) -> dict[str, int]:
        """The builds it reads."""
        return {build.name: build.number for build, live in await self.builds.listed() if live}

    async def received_fen(self, union_id: UUID) -> int:
        """What a ledger of the changed projection says to this code."""
        projections = [one for one in PROJECTIONS if one.name == CHANGED]
        async with self.showing.ledgers(union_id, projections) as shown:
            return int(await shown.connection.fetchval("select sum(amount_fen) from dues_receipt"))


def code(books: Wired, projections: Sequence[Projection], runner: type[Runner] = Runner) -> Code:
    pools = books.pools
    builds = Builds(pools.projector, projections)
    running = runner(pools.projector, builds)
    return Code(
        builds,
        running,
        Rebuilder(pools.projector, builds, running, grace_seconds=0),
        Showing(app=pools.app, county=pools.county, builds=builds, replayer=books.rebuilder),  # type: ignore[arg-type]
    )


def next_version() -> list[Projection]:
    return [
        msgspec.structs.replace(one, version=one.version + 1) if one.name == CHANGED else one
        for one in PROJECTIONS
    ]


async def receive(office: Office, who: UUID) -> int:
    """Receive a yuan; returns the position."""
    outcome = await office.do(
        ReceiveDues(
            occurred_on=date(2026, 3, 8), member_id=who, dues_month="2026-03", amount_fen=100
        )
    )
    assert outcome.receipt is not None
    assert outcome.ledgers_current
    return outcome.receipt.last_position


async def old_received_fen(books: Wired, union_id: UUID) -> int:
    scope = Scope(union_id=union_id, as_of=TODAY)
    return (await books.ledgers.dues_by_month(scope, year=2026)).rows[2].received_fen


async def test_each_version_of_the_code_reads_its_own_ledger(office: Office) -> None:
    books, union_id = office.books, office.union_id
    who = await office.member(1)
    await receive(office, who)
    old, new = code(books, PROJECTIONS), code(books, next_version())
    before = await old.numbers()

    (made,) = await new.builds.create_first()
    assert await new.builds.unfilled() == {CHANGED}
    with pytest.raises(NotYetShown):
        await new.received_fen(union_id)

    await new.rebuilder.finish_begun()
    assert await new.builds.unfilled() == frozenset()
    assert await new.numbers() == before | {CHANGED: made.number}
    assert await old.numbers() == before
    assert await new.received_fen(union_id) == 100

    await receive(office, who)
    assert await old_received_fen(books, union_id) == 200
    await new.runner.catch_up(union_id)
    assert await new.received_fen(union_id) == 200


async def test_what_only_old_code_needed_goes_when_asked_and_its_way_back_is_a_rebuild(
    office: Office,
) -> None:
    await receive(office, await office.member(1))
    old, new = code(office.books, PROJECTIONS), code(office.books, next_version())
    before = await old.numbers()
    await new.builds.create_first()
    await new.rebuilder.finish_begun()

    assert await new.builds.drop_left() == ([f"{CHANGED}_{before[CHANGED]}"], [])
    assert await old.builds.unfilled() == {CHANGED}
    await old.builds.create_first()
    await old.rebuilder.finish_begun()
    assert (await old.numbers()).keys() == before.keys()
    assert await old.received_fen(office.union_id) == 100
    assert await new.received_fen(office.union_id) == 100


async def test_a_ledger_that_somebody_reads_is_dropped_later(office: Office) -> None:
    await receive(office, await office.member(1))
    old, new = code(office.books, PROJECTIONS), code(office.books, next_version())
    left = f"{CHANGED}_{(await old.numbers())[CHANGED]}"
    await new.builds.create_first()
    await new.rebuilder.finish_begun()
    async with office.books.pools.auditor.union_tx(office.union_id, search_path=left) as reading:
        await reading.fetchval("select count(*) from dues_receipt")
        assert await new.builds.drop_left() == ([], [left])
        assert await old.received_fen(office.union_id) == 100
    assert await new.builds.drop_left() == ([left], [])


async def test_a_new_ledger_is_not_read_before_it_holds_the_books(books: Wired) -> None:
    before = code(books, [one for one in PROJECTIONS if one.name != CHANGED])
    office_books = code(books, PROJECTIONS)
    for build, _ in await office_books.builds.listed():
        await office_books.builds.drop(build)
    await before.builds.create_first()
    assert await before.builds.unfilled() == frozenset()
    await books.log.found(UUID(int=1), b"{}")
    (made,) = await office_books.builds.create_first()
    assert made.name == CHANGED
    assert await office_books.builds.unfilled() == {CHANGED}
    await office_books.rebuilder.finish_begun()
    assert await office_books.builds.unfilled() == frozenset()


async def test_a_rebuild_ends_where_writing_never_pauses(office: Office) -> None:
    who = await office.member(1)

    class Written(Runner):
        """Whenever a union is caught up there is something new."""

        async def catch_up(self, union_id: UUID, builds: Sequence[Build] | None = None) -> int:
            events = await super().catch_up(union_id, builds)
            await receive(office, who)
            return events

    new = code(office.books, next_version(), Written)
    await new.builds.create_first()
    await new.rebuilder.finish_begun()
    assert await new.builds.unfilled() == frozenset()


async def test_a_rebuild_is_left_to_whoever_compares_it(office: Office) -> None:
    rebuilder, builds = office.books.rebuilder, office.books.builds
    before = await builds.live()
    begun = await rebuilder.begin(PROJECTIONS[:2])
    await rebuilder.finish_begun()
    assert await builds.live() == before
    assert await rebuilder.begin(PROJECTIONS[:2]) == begun


async def test_processes_that_start_together_make_each_build_once(office: Office) -> None:
    several = [code(office.books, next_version()) for _ in range(4)]
    made = await asyncio.gather(*(one.builds.create_first() for one in several))
    assert [build.name for builds in made for build in builds] == [CHANGED]
