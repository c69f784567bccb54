"""What every keeping of the log promises: run against PostgreSQL and against memory."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.chain import ChainedEvent, EventFields, Sound, first_break, genesis
from services.errors import (
    ClaimTaken,
    CommandReused,
    ConditionFailed,
    PeriodIsClosed,
    StoreError,
    Unbalanced,
    UnionNotFound,
    ValueInvalid,
    VersionConflict,
)
from services.store.contract import LogStore, NewEvent, RecordedEvent
from tests.support.appends import append, event, new_union, posting


def chained(recorded: RecordedEvent) -> ChainedEvent:
    fields = {name: getattr(recorded, name) for name in EventFields.__struct_fields__}
    return ChainedEvent(EventFields(**fields), recorded.digest, recorded.hash)


async def test_a_union_is_founded_once(any_log_store: LogStore) -> None:
    union_id = uuid.uuid4()
    assert await any_log_store.found(union_id, b"charter")
    assert not await any_log_store.found(union_id, b"charter")
    with pytest.raises(CommandReused):
        await any_log_store.found(union_id, b"another charter")
    head = await any_log_store.head(union_id)
    assert (head.position, head.hash) == (0, genesis(union_id, b"charter"))
    assert head.charter == b"charter"


async def test_positions_are_gapless_and_the_chain_holds(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    for size in (1, 3, 1, 2):
        await any_log_store.append(append(union_id, *(event() for _ in range(size))))
    recorded = await any_log_store.read_after(union_id, 0, 100)
    assert [one.position for one in recorded] == list(range(1, 8))
    broken, sound = first_break(
        map(chained, recorded), union_id=union_id, after=Sound(0, genesis(union_id, b"charter"))
    )
    head = await any_log_store.head(union_id)
    assert broken is None
    assert (sound.position, sound.hash) == (head.position, head.hash)


async def test_an_event_comes_back_as_it_was_given(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    given = event(
        topic="会员.入会", schema_version=7, occurred_on=date(1949, 10, 1), body=b"\x00\xff"
    )
    asked = append(union_id, given, actor_id="王")
    answer = await any_log_store.append(asked)
    (found,) = await any_log_store.read_after(union_id, 0, 10)
    assert NewEvent(**{name: getattr(found, name) for name in NewEvent.__struct_fields__}) == given
    assert (found.union_id, found.actor_id, found.command_id) == (union_id, "王", asked.command_id)
    assert (found.position, found.hash, found.recorded_at) == (1, answer.hash, answer.recorded_at)
    assert found.recorded_at.tzinfo is not None


async def test_the_same_command_gets_the_first_answer(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    asked = append(union_id, event(), event())
    first = await any_log_store.append(asked)
    await any_log_store.append(append(union_id))
    again = await any_log_store.append(asked)
    found = await any_log_store.find_command(union_id, asked.command_id, asked.request_digest)
    assert again == found
    with pytest.raises(CommandReused):
        await any_log_store.find_command(union_id, asked.command_id, b"another request")
    assert again.replayed
    assert not first.replayed
    assert (
        (again.first_position, again.last_position)
        == (1, 2)
        == (
            first.first_position,
            first.last_position,
        )
    )
    assert (again.hash, again.recorded_at) == (first.hash, first.recorded_at)
    assert (await any_log_store.head(union_id)).position == 3


async def test_a_repeated_command_of_one_event_writes_once(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    asked = append(union_id)
    first = await any_log_store.append(asked)
    again = await any_log_store.append(asked)
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.first_position, again.hash) == (first.first_position, first.hash)
    assert (await any_log_store.head(union_id)).position == 1


async def test_a_command_id_serves_one_request_only(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    asked = append(union_id)
    await any_log_store.append(asked)
    with pytest.raises(CommandReused):
        await any_log_store.append(
            append(union_id, command_id=asked.command_id, request_digest=b"other")
        )
    assert (await any_log_store.head(union_id)).position == 1


async def test_two_unions_may_use_one_command_id(any_log_store: LogStore) -> None:
    one, other = await new_union(any_log_store), await new_union(any_log_store)
    asked = append(one)
    await any_log_store.append(asked)
    answer = await any_log_store.append(append(other, command_id=asked.command_id))
    assert not answer.replayed


async def test_an_unknown_union_is_refused_everywhere(any_log_store: LogStore) -> None:
    nobody = uuid.uuid4()
    with pytest.raises(UnionNotFound):
        await any_log_store.append(append(nobody))
    with pytest.raises(UnionNotFound):
        await any_log_store.head(nobody)
    with pytest.raises(UnionNotFound):
        await any_log_store.read_streams(nobody, [])
    with pytest.raises(UnionNotFound):
        await any_log_store.position_at(nobody, datetime.now(UTC))
    assert await any_log_store.read_after(nobody, 0, 10) == []
    assert await any_log_store.find_command(nobody, uuid.uuid4()) is None


@pytest.mark.parametrize("version", [0, 1])
async def test_a_stream_starts_at_zero_or_one(any_log_store: LogStore, version: int) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(append(union_id, event(stream_id, version)))
    await any_log_store.append(append(union_id, event(stream_id, version + 1)))
    read = await any_log_store.read_streams(union_id, [stream_id])
    assert [one.version for one in read.events] == [version, version + 1]


@pytest.mark.parametrize(
    ("versions", "current"),
    [([2], 0), ([-1], 0), ([1, 3], 0), ([2, 1], 0), ([1, 1], 0), ([2, 2], 0)],
)
async def test_versions_of_a_new_stream_follow_on(
    any_log_store: LogStore, versions: list[int], current: int
) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    with pytest.raises(VersionConflict) as refused:
        await any_log_store.append(
            append(union_id, *(event(stream_id, version) for version in versions))
        )
    assert refused.value.current == current
    assert (await any_log_store.head(union_id)).position == 0


@pytest.mark.parametrize("versions", [[1], [2], [4], [3, 5], [4, 5], [2, 3]])
@pytest.mark.parametrize("beside", [False, True])
async def test_versions_of_a_known_stream_follow_on(
    any_log_store: LogStore, versions: list[int], *, beside: bool
) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(append(union_id, event(stream_id, 1), event(stream_id, 2)))
    added = [event(stream_id, version) for version in versions]
    with pytest.raises(VersionConflict) as refused:
        await any_log_store.append(append(union_id, *([event()] if beside else []), *added))
    assert refused.value.current == 2
    await any_log_store.append(append(union_id, event(stream_id, 3), event(), event(stream_id, 4)))


async def test_an_expected_version_must_hold(any_log_store: LogStore) -> None:
    union_id, stream_id, other = await new_union(any_log_store), uuid.uuid4(), uuid.uuid4()
    first = append(union_id, event(stream_id, 1), expected={stream_id: 0, other: 0})
    await any_log_store.append(first)
    for expected in (0, 2):
        with pytest.raises(VersionConflict) as refused:
            await any_log_store.append(append(union_id, expected={stream_id: expected}))
        assert refused.value.current == 1
    with pytest.raises(VersionConflict):
        await any_log_store.append(
            append(union_id, event(stream_id, 2), expected={stream_id: 1, other: 1})
        )
    await any_log_store.append(append(union_id, event(stream_id, 2), expected={stream_id: 1}))


async def test_an_expected_version_of_the_only_stream_must_hold(any_log_store: LogStore) -> None:
    """Also where the event would follow on: somebody else has changed what was seen."""
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(append(union_id, event(stream_id, 1)))
    for expected in (0, 2):
        with pytest.raises(VersionConflict) as refused:
            await any_log_store.append(
                append(union_id, event(stream_id, 2), expected={stream_id: expected})
            )
        assert refused.value.current == 1
    await any_log_store.append(append(union_id, event(stream_id, 2), expected={stream_id: 1}))


async def test_a_stream_that_must_not_exist_may_not_even_have_version_zero(
    any_log_store: LogStore,
) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(append(union_id, event(stream_id, 0)))
    with pytest.raises(VersionConflict):
        await any_log_store.append(append(union_id, event(stream_id, 1), expected={stream_id: 0}))


async def test_a_condition_looks_at_newer_events_only(any_log_store: LogStore) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(append(union_id, event(stream_id, topic="period.closed")))
    await any_log_store.append(append(union_id))
    for condition in (
        {"after": 0, "fail_if_topics": ["period.closed"]},
        {"fail_if_topics": ["period.closed"]},
        {"after": 0, "fail_if_streams": [stream_id]},
        {"after": 0, "fail_if_topics": ["none"], "fail_if_streams": [stream_id]},
    ):
        with pytest.raises(ConditionFailed):
            await any_log_store.append(append(union_id, **condition))
    await any_log_store.append(
        append(union_id, after=1, fail_if_topics=["period.closed"], fail_if_streams=[stream_id])
    )
    await any_log_store.append(append(union_id, after=0, fail_if_topics=["none"]))


async def test_a_claim_is_taken_once_until_it_is_released(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    await any_log_store.append(append(union_id, claims=["member:a", "member:b"]))
    for claims in (["member:b"], ["member:c", "member:a"], ["member:c", "member:c"]):
        with pytest.raises(ClaimTaken) as refused:
            await any_log_store.append(append(union_id, claims=claims))
        assert "member" not in str(refused.value)
    await any_log_store.append(append(union_id, claims=["member:c"], releases=["member:b"]))
    await any_log_store.append(append(union_id, claims=["member:b"]))
    await any_log_store.append(append(union_id, claims=["member:b"], releases=["member:b"]))
    with pytest.raises(ClaimTaken):
        await any_log_store.append(append(union_id, claims=["member:b"]))


async def test_unions_claim_apart(any_log_store: LogStore) -> None:
    for _ in range(2):
        await any_log_store.append(append(await new_union(any_log_store), claims=["member:a"]))


@pytest.mark.parametrize(
    "lines",
    [
        [("own_funds", 5), ("own_funds", -4)],
        [("own_funds", 5), ("strike", -5)],
        [("own_funds", 5), ("own_funds", -5), ("strike", 1)],
        [("own_funds", 2**62), ("own_funds", 2**62)],
    ],
)
@pytest.mark.parametrize("beside", [0, 1, 2])
async def test_lines_that_do_not_balance_are_refused(
    any_log_store: LogStore, lines: list[tuple[str, int]], beside: int
) -> None:
    union_id = await new_union(any_log_store)
    sound = [event(body=posting(("own_funds", 7), ("own_funds", -7))) for _ in range(beside)]
    with pytest.raises(Unbalanced):
        await any_log_store.append(append(union_id, *sound, event(body=posting(*lines))))
    assert (await any_log_store.head(union_id)).position == 0


async def test_one_event_cannot_balance_another(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    two = [event(body=posting(("own_funds", 5))), event(body=posting(("own_funds", -5)))]
    with pytest.raises(Unbalanced):
        await any_log_store.append(append(union_id, *two))


async def test_a_key_spelled_with_an_escape_is_still_a_posting(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    hidden = posting(("own_funds", 5)).replace(b'"lines"', rb'"\u006cines"')
    for beside in ([], [event()]):
        with pytest.raises(Unbalanced):
            await any_log_store.append(append(union_id, *beside, event(body=hidden)))


async def test_balanced_lines_are_recorded(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    body = posting(("own_funds", 5), ("strike", 3), ("own_funds", -5), ("strike", -3))
    await any_log_store.append(append(union_id, event(body=body)))
    await any_log_store.append(append(union_id, event(body=body), event(body=posting())))
    await any_log_store.append(append(union_id, event(body=b'say "lines')))


async def test_a_posting_that_is_no_json_is_refused(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    for beside in ([], [event()]):
        with pytest.raises(ValueInvalid):
            await any_log_store.append(append(union_id, *beside, event(body=b'{"lines":')))


async def test_nothing_falls_into_a_closed_period(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    end = date(2026, 3, 31)
    await any_log_store.append(append(union_id, event(occurred_on=end), closed_until=end))
    assert (await any_log_store.head(union_id)).closed_until == end
    for day in (end, end - timedelta(days=400)):
        with pytest.raises(PeriodIsClosed) as refused:
            await any_log_store.append(
                append(union_id, event(occurred_on=date(2026, 4, 1)), event(occurred_on=day))
            )
        assert refused.value.closed_until == end
    after = event(occurred_on=date(2026, 4, 1))
    await any_log_store.append(append(union_id, after, closed_until=date(2026, 2, 28)))
    await any_log_store.append(append(union_id, event(occurred_on=end)))


async def test_an_append_without_events_is_refused(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    asked = append(union_id)
    with pytest.raises(ValueInvalid):
        await any_log_store.append(append(union_id, command_id=asked.command_id, events=[]))


async def test_a_refused_command_may_come_again(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    holder = append(union_id, claims=["member:a"])
    await any_log_store.append(holder)
    asked = append(union_id, claims=["member:a"])
    with pytest.raises(ClaimTaken):
        await any_log_store.append(asked)
    assert await any_log_store.find_command(union_id, asked.command_id) is None
    await any_log_store.append(append(union_id, releases=["member:a"]))
    assert not (await any_log_store.append(asked)).replayed


async def test_streams_are_read_in_order_with_the_head(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    streams = [uuid.uuid4() for _ in range(3)]
    for version in (1, 2):
        await any_log_store.append(append(union_id, *(event(s, version) for s in streams)))
    read = await any_log_store.read_streams(union_id, streams[:2])
    assert read.position == 6
    assert [(one.stream_id, one.version) for one in read.events] == [
        (stream_id, version) for stream_id in sorted(streams[:2]) for version in (1, 2)
    ]
    nothing = await any_log_store.read_streams(union_id, [uuid.uuid4()])
    assert (nothing.position, nothing.events) == (6, [])


async def test_reading_on_stops_where_it_should(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    await any_log_store.append(append(union_id, *(event() for _ in range(9))))

    async def positions(after: int, limit: int, until: int | None = None) -> list[int]:
        read = await any_log_store.read_after(union_id, after, limit, until)
        return [one.position for one in read]

    assert await positions(0, 3) == [1, 2, 3]
    assert await positions(3, 100) == [4, 5, 6, 7, 8, 9]
    assert await positions(3, 100, 5) == [4, 5]
    assert await positions(3, 1, 5) == [4]
    assert await positions(9, 100) == []
    assert await positions(0, 100, 0) == []


async def test_an_instant_is_a_position(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    founded = (await any_log_store.head(union_id)).recorded_at
    answers = [
        await any_log_store.append(append(union_id, *(event() for _ in range(size))))
        for size in (1, 4, 2, 1, 1)
    ]
    moment = timedelta(microseconds=1)
    assert await any_log_store.position_at(union_id, founded - moment) == 0
    for answer in answers:
        expected = max(a.last_position for a in answers if a.recorded_at <= answer.recorded_at)
        assert await any_log_store.position_at(union_id, answer.recorded_at) == expected
    assert await any_log_store.position_at(union_id, datetime.now(UTC) + timedelta(days=1)) == 9


def test_every_refusal_has_a_code_of_its_own() -> None:
    for known in StoreError.__subclasses__():
        assert known.code.startswith("store.")
    assert len({known.code for known in StoreError.__subclasses__()}) == len(
        StoreError.__subclasses__()
    )
