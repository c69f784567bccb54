"""Appends of many events, which PostgreSQL takes in shorter ways than one by one."""

import uuid
from datetime import date

import msgspec
import pytest

from domain.chain import EventFields, digest_of, genesis, link
from services.errors import Unbalanced, ValueInvalid, VersionConflict
from services.store.contract import LogStore
from tests.support.appends import append, event, new_union, posting


async def test_a_bulk_of_first_events_meets_no_known_stream(any_log_store: LogStore) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(append(union_id, event(stream_id)))
    for added in ([event(), event(stream_id), event()], [event(), *[event(uuid.UUID(int=7))] * 2]):
        asked = append(union_id, *added, claims=["member:a"])
        with pytest.raises(VersionConflict) as refused:
            await any_log_store.append(asked)
        assert refused.value.current == sum(one.stream_id == stream_id for one in added)
        assert await any_log_store.find_command(union_id, asked.command_id) is None
    assert (await any_log_store.head(union_id)).position == 1
    await any_log_store.append(append(union_id, event(), event(), claims=["member:a"]))


async def test_a_bulk_of_first_events_may_follow_a_version_zero(any_log_store: LogStore) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(append(union_id, event(stream_id, 0)))
    with pytest.raises(VersionConflict):
        await any_log_store.append(
            append(union_id, event(), event(stream_id), expected={stream_id: 0})
        )
    await any_log_store.append(append(union_id, event(), event(stream_id)))
    with pytest.raises(VersionConflict):
        await any_log_store.append(append(union_id, event(), event(stream_id)))


@pytest.mark.parametrize("beside", [0, 1])
async def test_a_conflict_is_told_before_anything_else(
    any_log_store: LogStore, beside: int
) -> None:
    union_id, stream_id = await new_union(any_log_store), uuid.uuid4()
    await any_log_store.append(
        append(union_id, event(stream_id), claims=["member:a"], closed_until=date(2026, 12, 31))
    )
    sound = [event() for _ in range(beside)]
    for other_reason in (
        {"fail_if_streams": [stream_id]},
        {"claims": ["member:a"]},
        {"events": [*sound, event(stream_id, body=posting(("own_funds", 5)))]},
    ):
        given = {"events": [*sound, event(stream_id)]} | other_reason
        with pytest.raises(VersionConflict):
            await any_log_store.append(append(union_id, **given))


async def test_only_the_lines_of_the_event_itself_are_a_posting(any_log_store: LogStore) -> None:
    """Bodies may end alike and still stand for different things."""
    union_id = await new_union(any_log_store)
    bad = b'"lines":[{"account":"102","fund":"own_funds","fen":5}]}'
    inner, own = b'{"was":{' + bad + b"}", b'{"was":1,' + bad
    good = posting(("own_funds", 5), ("own_funds", -5))
    for added in ([inner], [inner, inner], [inner, good], [good, b'{"was":2,' + good[1:]]):
        await any_log_store.append(append(union_id, *(event(body=body) for body in added)))
    for added in ([own], [inner, own], [own, inner], [good, own], [own, b'{"was":"\\u0041"}']):
        with pytest.raises(Unbalanced):
            await any_log_store.append(append(union_id, *(event(body=body) for body in added)))


async def test_every_posting_must_be_json_even_when_it_ends_like_another(
    any_log_store: LogStore,
) -> None:
    union_id = await new_union(any_log_store)
    good = posting(("own_funds", 5), ("own_funds", -5))
    for beside in ([], [event(body=good)]):
        with pytest.raises(ValueInvalid):
            await any_log_store.append(
                append(union_id, *beside, event(body=b'{"note":x' + good[11:]))
            )


async def test_events_of_one_append_may_differ_in_everything(any_log_store: LogStore) -> None:
    union_id = await new_union(any_log_store)
    given = [
        event(topic="a.b"),
        event(topic="a.c"),
        event(topic="a.c", schema_version=2),
        event(topic="a.c", schema_version=2, occurred_on=date(2026, 4, 1)),
        event(version=0, topic="a.c", schema_version=2, occurred_on=date(2026, 4, 1), body=b"{}"),
    ]
    for size in range(1, 6):
        fresh = [msgspec.structs.replace(one, stream_id=uuid.uuid4()) for one in given]
        await any_log_store.append(append(union_id, *fresh[:size]))
        await any_log_store.append(append(union_id, *fresh[size:], event()))
    recorded = await any_log_store.read_after(union_id, 0, 100)
    assert len(recorded) == 30
    last = genesis(union_id, b"charter")
    for one in recorded:
        fields = {name: getattr(one, name) for name in EventFields.__struct_fields__}
        last = link(last, digest_of(EventFields(**fields)))
        assert last == one.hash
