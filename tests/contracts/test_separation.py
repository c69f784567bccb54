"""Separation of duties in the append: it holds whoever decided, however the events come, for people only."""

import uuid

import asyncpg
import pytest

from domain.catalogue import CATALOGUE
from services.errors import CommandReused, DutiesNotSeparated, PeriodIsClosed, VersionConflict
from services.store.contract import LogStore
from services.store.separation import BEFORE, SEPARATION, Separation
from tests.support.appends import DAY, append, event, new_union
from tests.support.database import Database

ONE, OTHER = f"account:{uuid.uuid4()}", f"account:{uuid.uuid4()}"


async def test_nobody_takes_the_two_steps_of_a_pair(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    for pair in sorted(SEPARATION):
        stream_id = uuid.uuid4()
        first = event(stream_id, 1, topic=pair.before_topic)
        second = event(stream_id, 2, topic=pair.topic)
        await any_log_store.append(append(union_id, first, actor_id=ONE))
        with pytest.raises(DutiesNotSeparated):
            await any_log_store.append(append(union_id, second, actor_id=ONE))
        await any_log_store.append(append(union_id, second, actor_id=OTHER))


async def test_one_append_holds_no_pair_of_one_person(any_log_store: LogStore) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    steps = [
        event(stream_id, version, topic=topic)
        for version, topic in enumerate(
            ["aid_case.requested", "member.applied", "aid_case.paid"], 1
        )
    ]
    with pytest.raises(DutiesNotSeparated):
        await any_log_store.append(append(union_id, *steps, actor_id=ONE))
    with pytest.raises(DutiesNotSeparated):
        await any_log_store.append(append(union_id, event(), *steps, actor_id=ONE))
    assert (await any_log_store.head(union_id)).position == 0
    assert not (await any_log_store.append(append(union_id, *steps, actor_id="key:k1"))).replayed


async def test_another_event_in_between_hides_nothing(any_log_store: LogStore) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    for version, (topic, actor) in enumerate(
        [("voucher.drafted", ONE), ("voucher.revised", OTHER), ("voucher.submitted", OTHER)], 1
    ):
        await any_log_store.append(
            append(union_id, event(stream_id, version, topic=topic), actor_id=actor)
        )
    for actor in (ONE, OTHER):
        with pytest.raises(DutiesNotSeparated):
            await any_log_store.append(
                append(union_id, event(stream_id, 4, topic="voucher.approved"), actor_id=actor)
            )


async def test_a_step_that_was_taken_back_is_forgotten(any_log_store: LogStore) -> None:
    """Who reviewed a voucher that was returned may approve it later; who drafted it may not."""
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    third = f"account:{uuid.uuid4()}"
    for version, (topic, actor) in enumerate(
        [
            ("voucher.drafted", ONE),
            ("voucher.reviewed", OTHER),
            ("voucher.returned", third),
            ("voucher.reviewed", third),
        ],
        1,
    ):
        await any_log_store.append(
            append(union_id, event(stream_id, version, topic=topic), actor_id=actor)
        )
    approved = event(stream_id, 5, topic="voucher.approved")
    for actor in (ONE, third):
        with pytest.raises(DutiesNotSeparated):
            await any_log_store.append(append(union_id, approved, actor_id=actor))
    await any_log_store.append(append(union_id, approved, actor_id=OTHER))


async def test_what_is_taken_back_in_the_same_append_is_forgotten(any_log_store: LogStore) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    topics = ["voucher.reviewed", "voucher.returned", "voucher.approved"]
    steps = [event(stream_id, version, topic=topic) for version, topic in enumerate(topics, 1)]
    with pytest.raises(DutiesNotSeparated):
        await any_log_store.append(
            append(
                union_id,
                steps[0],
                event(stream_id, 2, topic="voucher.approved"),
                event(stream_id, 3, topic="voucher.returned"),
                actor_id=ONE,
            )
        )
    await any_log_store.append(append(union_id, *steps, actor_id=ONE))


async def test_the_streams_of_two_cases_are_apart(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    await any_log_store.append(append(union_id, event(topic="aid_case.requested"), actor_id=ONE))
    await any_log_store.append(append(union_id, event(topic="aid_case.approved"), actor_id=ONE))
    both = [event(topic="aid_case.requested"), event(topic="aid_case.approved")]
    await any_log_store.append(append(union_id, *both, actor_id=ONE))


async def test_the_streams_of_two_unions_are_apart(any_log_store: LogStore) -> None:
    stream_id = uuid.uuid4()
    one, other = await new_union(any_log_store), await new_union(any_log_store)
    await any_log_store.append(
        append(one, event(stream_id, topic="aid_case.requested"), actor_id=ONE)
    )
    await any_log_store.append(
        append(other, event(stream_id, topic="aid_case.approved"), actor_id=ONE)
    )


@pytest.mark.parametrize("actor", ["key:k1", "cli", "operator", "accounts", "xaccount:1"])
async def test_who_is_no_person_puts_down_what_others_signed(
    any_log_store: LogStore, actor: str
) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    for version, topic in enumerate(["aid_case.requested", "aid_case.approved"], 1):
        await any_log_store.append(
            append(union_id, event(stream_id, version, topic=topic), actor_id=actor)
        )


async def test_other_refusals_and_the_first_answer_come_first(any_log_store: LogStore) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    asked = append(union_id, event(stream_id, topic="aid_case.requested"), actor_id=ONE)
    await any_log_store.append(asked)
    assert (await any_log_store.append(asked)).replayed
    with pytest.raises(VersionConflict):
        await any_log_store.append(
            append(union_id, event(stream_id, 3, topic="aid_case.approved"), actor_id=ONE)
        )
    await any_log_store.append(append(union_id, closed_until=DAY))
    with pytest.raises(PeriodIsClosed):
        await any_log_store.append(
            append(union_id, event(stream_id, 2, topic="aid_case.approved"), actor_id=ONE)
        )
    with pytest.raises(CommandReused):
        await any_log_store.append(
            append(union_id, command_id=asked.command_id, request_digest=b"other")
        )


async def test_the_table_of_the_database_is_the_one_of_the_code(database: Database) -> None:
    connection = await asyncpg.connect(database.administrator)
    try:
        rows = await connection.fetch("select * from books.separation")
    finally:
        await connection.close()
    stored = {Separation(row[0], row[1], tuple(row[2])) for row in rows}
    assert stored == SEPARATION


def test_every_step_is_one_of_the_catalogue_and_no_pair_is_named_twice() -> None:
    known = CATALOGUE.keys()
    named = {name for one in SEPARATION for name in (one.topic, one.before_topic)}
    forgotten = {name for one in SEPARATION for name in one.forgotten_after}
    assert named | forgotten <= known
    assert len({(one.topic, one.before_topic) for one in SEPARATION}) == len(SEPARATION)
    assert sum(map(len, BEFORE.values())) == len(SEPARATION)
