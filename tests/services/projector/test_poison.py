"""What a projection cannot digest parks that projection for that union only, and names the event."""

from datetime import date
from uuid import UUID

import asyncpg
import msgspec
import pytest

from domain.event import Recorded
from domain.union.commands import RenameUnion
from domain.union.events import UnionRenamed
from projections.organisation.projection import ORGANISATION
from projections.projection import Applied, Memory, Projection
from projections.registry import PROJECTIONS
from projections.write import Write
from services.projector import Builds, Follower, Rebuilder, Runner
from services.reads import Scope
from services.store.contract import Append, NewEvent
from services.wiring import Wired
from tests.support.books import CLERK, TODAY, Office, new_office

DAY = date(2026, 3, 8)
POISONED = "毒"
sick = {"stomach": True}


def squeamish(recorded: Recorded, memory: Memory | None) -> Applied:
    if (
        isinstance(recorded.event, UnionRenamed)
        and recorded.event.name == POISONED
        and sick["stomach"]
    ):
        raise ZeroDivisionError
    return ORGANISATION.apply(recorded, memory)


def ill_typed(recorded: Recorded, memory: Memory | None) -> Applied:
    """Answers with a row the database refuses."""
    if (
        isinstance(recorded.event, UnionRenamed)
        and recorded.event.name == POISONED
        and sick["stomach"]
    ):
        return None, [Write("put_profile", (), (None,) * 12)]
    return ORGANISATION.apply(recorded, memory)


def planted(projection: Projection) -> list[Projection]:
    return [projection if one.name == projection.name else one for one in PROJECTIONS]


class Sick(msgspec.Struct):
    """Books whose organisation projection cannot stomach one event."""

    books: Wired
    runner: Runner
    builds: Builds
    follower: Follower
    one: Office
    other: Office


@pytest.fixture(params=[squeamish, ill_typed], ids=["raises", "is_refused_by_the_database"])
async def unwell(books: Wired, request: pytest.FixtureRequest) -> Sick:
    sick["stomach"] = True
    one, other = await new_office(books, code="U1"), await new_office(books, code="U2")
    projection = msgspec.structs.replace(ORGANISATION, apply=request.param)
    pool = books.pools.projector
    builds = Builds(pool, planted(projection))
    runner = Runner(pool, builds)
    follower = Follower(pool, builds, runner, Rebuilder(pool, builds, runner))
    for office in (one, other):
        office.desk._after_commit = runner.after_commit
    return Sick(books, runner, builds, follower, one, other)


async def dead_letters(books: Wired) -> list[tuple[UUID, str, int, str, str]]:
    connection = await asyncpg.connect(books.settings.database_url)
    try:
        rows = await connection.fetch(
            "select union_id, name, position, topic, error_code from books.dead_letter order by 1, 2"
        )
    finally:
        await connection.close()
    return [tuple(row) for row in rows]


async def states(unwell: Sick, office: Office) -> dict[str, str]:
    cursors = await unwell.runner.cursors(office.union_id, await unwell.builds.live())
    return {name: state for name, (_, state) in cursors.items()}


async def rename(office: Office, name: str) -> int:
    outcome = await office.do(RenameUnion(occurred_on=DAY, name=name))
    assert outcome.receipt is not None
    return outcome.receipt.last_position


async def until_parked(unwell: Sick) -> None:
    for _ in range(5):
        await unwell.runner.catch_up(unwell.one.union_id)


async def test_only_that_union_and_only_that_projection_stop(unwell: Sick) -> None:
    place = await rename(unwell.one, POISONED)
    await until_parked(unwell)
    assert await states(unwell, unwell.one) == {
        projection.name: "parked" if projection.name == "organisation" else "running"
        for projection in PROJECTIONS
    }
    assert set((await states(unwell, unwell.other)).values()) == {"running"}
    ((union_id, name, position, _, error),) = await dead_letters(unwell.books)
    assert (union_id, name, position) == (unwell.one.union_id, "organisation", place)
    assert error
    assert "毒" not in error


async def test_others_go_on_and_the_write_is_answered(unwell: Sick) -> None:
    await rename(unwell.one, POISONED)
    await until_parked(unwell)
    await unwell.one.member(1)
    members = await unwell.books.ledgers.members(
        Scope(union_id=unwell.one.union_id, as_of=TODAY), limit=9
    )
    assert len(members.rows) == 1
    union = await unwell.books.ledgers.union(Scope(union_id=unwell.one.union_id, as_of=TODAY))
    assert union is not None
    assert union.name == "U1工会"


async def test_a_parked_projection_is_left_alone_by_followers(unwell: Sick) -> None:
    await rename(unwell.one, POISONED)
    await until_parked(unwell)
    assert await unwell.follower.behind(await unwell.builds.live()) == []
    assert await unwell.runner.catch_up(unwell.one.union_id) == 0


async def test_it_goes_on_when_the_cause_is_gone(unwell: Sick) -> None:
    await rename(unwell.one, POISONED)
    await until_parked(unwell)
    last = await rename(unwell.one, "后来的名字")
    sick["stomach"] = False
    build = next(b for b in await unwell.builds.live() if b.name == "organisation")
    await unwell.runner.retry(unwell.one.union_id, build)
    await unwell.runner.catch_up(unwell.one.union_id)
    cursors = await unwell.runner.cursors(unwell.one.union_id, [build])
    assert cursors["organisation"] == (last, "running")
    union = await unwell.books.ledgers.union(Scope(union_id=unwell.one.union_id, as_of=TODAY))
    assert union is not None
    assert union.name == "后来的名字"
    assert await dead_letters(unwell.books) == []


async def test_it_is_tried_before_it_is_parked(unwell: Sick) -> None:
    """A stumble that passes needs nobody: the projection goes on by itself."""
    asked = unwell.one.asked([RenameUnion(occurred_on=DAY, name=POISONED)])
    unwell.one.desk._after_commit = _nothing
    await unwell.one.desk.carry_out(asked)
    await unwell.runner.catch_up(unwell.one.union_id)
    assert set((await states(unwell, unwell.one)).values()) == {"running"}
    sick["stomach"] = False
    await unwell.runner.catch_up(unwell.one.union_id)
    union = await unwell.books.ledgers.union(Scope(union_id=unwell.one.union_id, as_of=TODAY))
    assert union is not None
    assert union.name == POISONED


async def test_the_event_is_named_in_the_middle_of_a_stretch(unwell: Sick) -> None:
    unwell.one.desk._after_commit = _nothing
    places = [await rename(unwell.one, name) for name in ("甲", POISONED, "乙")]
    await until_parked(unwell)
    assert [letter[2] for letter in await dead_letters(unwell.books)] == [places[1]]
    build = next(b for b in await unwell.builds.live() if b.name == "organisation")
    cursors = await unwell.runner.cursors(unwell.one.union_id, [build])
    assert cursors["organisation"] == (places[0], "parked")
    union = await unwell.books.ledgers.union(Scope(union_id=unwell.one.union_id, as_of=TODAY))
    assert union is not None
    assert union.name == "甲"


async def _nothing(_union_id: UUID, _position: int) -> bool:
    return True


async def test_an_unknown_topic_stops_every_ledger_of_that_union_at_it(books: Wired) -> None:
    """Unknown is poison too: nothing may be left out in silence."""
    one, other = await new_office(books, code="U1"), await new_office(books, code="U2")
    before = (await one.head()).position
    await append_unknown(books, one.union_id)
    for _ in range(5):
        await books.runner.catch_up(one.union_id)
    cursors = await books.runner.cursors(one.union_id, await books.builds.live())
    assert set(cursors.values()) == {(before, "parked")}
    letters = await dead_letters(books)
    assert {(union, place, topic) for union, _, place, topic, _ in letters} == {
        (one.union_id, before + 1, "member.abducted")
    }
    assert len(letters) == len(PROJECTIONS)
    await other.member(1)
    shown = await books.runner.cursors(other.union_id, await books.builds.live())
    assert {state for _, state in shown.values()} == {"running"}


async def append_unknown(books: Wired, union_id: UUID) -> None:
    event = NewEvent(
        stream_id=UUID(int=77),
        version=1,
        topic="member.abducted",
        schema_version=1,
        occurred_on=DAY,
        body=b"{}",
    )
    await books.log.append(
        Append(
            union_id=union_id,
            command_id=UUID(int=78),
            request_digest=b"x",
            actor_id=CLERK.actor_id,
            events=[event],
        )
    )
