"""Appends in groups end as the same appends one by one would."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from domain.chain import EventFields, digest_of, genesis, link
from services.errors import CommandReused, StoreError, UnionNotFound, ValueInvalid
from services.store.addresses import Role
from services.store.contract import Append, WriteReceipt
from services.store.group_commit import GroupCommitLogStore
from services.store.log_store import PostgresLogStore
from services.store.memory import MemoryLogStore
from tests.support.appends import append, event, new_union, posting
from tests.support.database import Database


class CountingStore(GroupCommitLogStore):
    """Remembers the size of every group that left together."""

    groups: list[int]

    async def _send(self, commands: Any) -> Any:  # noqa: ANN401
        self.groups.append(len(commands))
        return await super()._send(commands)


@pytest.fixture
async def grouped(database: Database) -> AsyncIterator[CountingStore]:
    async with database.pool(Role.APP, size=4) as pool:
        store = CountingStore(pool)
        store.groups = []
        yield store


async def outcome(store: PostgresLogStore | MemoryLogStore, asked: Append) -> object:
    try:
        answer = await store.append(asked)
    except StoreError as refused:
        return refused.code, getattr(refused, "current", None)
    return answer.first_position, answer.last_position, answer.replayed


async def commands_of_all_kinds(*stores: PostgresLogStore | MemoryLogStore) -> list[Append]:
    unions = [uuid.uuid4() for _ in range(9)]
    streams = [uuid.uuid4() for _ in unions]
    for store in stores:
        for union_id, stream_id in zip(unions, streams, strict=True):
            await store.found(union_id, b"charter")
            await store.append(
                append(union_id, event(stream_id), claims=["m:1"], command_id=union_id)
            )
    kinds: list[dict[str, Any]] = [
        {},
        {"events": [event(), event(), event()], "claims": ["m:2", "m:3"]},
        {"claims": ["m:1"]},
        {"claims": ["m:1"], "releases": ["m:1"]},
        {"expected": {streams[4]: 0}},
        {"events": [event(streams[5], 2)], "expected": {streams[5]: 1}, "after": 1,
         "fail_if_topics": ["member.admitted"], "fail_if_streams": [streams[5]]},
        {"after": 0, "fail_if_topics": ["x", "member.admitted"]},
        {"events": [event(body=posting(("own_funds", 1)))]},
        {"events": [event(streams[8], 3)]},
    ]  # fmt: skip
    return [append(u, **kind) for u, kind in zip(unions, kinds, strict=True)]


async def test_a_group_ends_as_single_appends_do(
    grouped: CountingStore, log_store: PostgresLogStore, memory_store: MemoryLogStore
) -> None:
    asked = await commands_of_all_kinds(log_store, memory_store)
    asked.append(append(uuid.uuid4()))
    together = await asyncio.gather(*(outcome(grouped, one) for one in asked))
    assert together == [await outcome(memory_store, one) for one in asked]
    assert max(grouped.groups) > 1
    again = await asyncio.gather(*(outcome(grouped, one) for one in asked))
    assert again == [await outcome(log_store, one) for one in asked]


async def test_a_lone_append_goes_alone(grouped: CountingStore) -> None:
    await grouped.append(append(await new_union(grouped)))
    assert grouped.groups == []


async def test_appends_of_one_union_keep_their_order(grouped: CountingStore) -> None:
    union_id, stream_id, other = await new_union(grouped), uuid.uuid4(), await new_union(grouped)
    asked = [append(union_id, event(stream_id, version)) for version in range(1, 301)]
    beside = [append(other) for _ in range(300)]
    answers = await asyncio.gather(*(grouped.append(one) for one in [*asked, *beside]))
    assert [answer.last_position for answer in answers[:300]] == list(range(1, 301))


async def test_one_command_twice_in_a_group_is_stored_once(grouped: CountingStore) -> None:
    asked = append(await new_union(grouped))
    other = append(asked.union_id, command_id=asked.command_id, request_digest=b"other")
    first, second, refused = await asyncio.gather(
        grouped.append(asked), grouped.append(asked), grouped.append(other), return_exceptions=True
    )
    assert isinstance(first, WriteReceipt)
    assert isinstance(second, WriteReceipt)
    assert sorted([first.replayed, second.replayed]) == [False, True]
    assert isinstance(refused, CommandReused)


async def test_what_cannot_be_stored_does_not_harm_its_group(grouped: CountingStore) -> None:
    unions = [await new_union(grouped) for _ in range(6)]
    asked = [append(union_id) for union_id in unions]
    asked[3] = append(unions[3], event(body=b'{"lines":'))
    asked[4] = append(unions[4], event(topic="nul \0"))
    answers = await asyncio.gather(*(grouped.append(one) for one in asked), return_exceptions=True)
    assert [type(answer) for answer in answers] == [
        WriteReceipt, WriteReceipt, WriteReceipt, ValueInvalid, ValueInvalid, WriteReceipt,
    ]  # fmt: skip


async def test_the_chain_of_a_group_holds(grouped: CountingStore) -> None:
    unions = [await new_union(grouped) for _ in range(20)]
    await asyncio.gather(
        *(
            grouped.append(append(union_id, *(event() for _ in range(1 + n % 3))))
            for n, union_id in enumerate(unions * 5)
        )
    )
    for union_id in unions:
        last = genesis(union_id, b"charter")
        for one in await grouped.read_after(union_id, 0, 100):
            fields = {name: getattr(one, name) for name in EventFields.__struct_fields__}
            last = link(last, digest_of(EventFields(**fields)))
            assert last == one.hash
        assert (await grouped.head(union_id)).hash == last


async def test_who_gives_up_before_departure_is_not_stored(grouped: CountingStore) -> None:
    unions = [await new_union(grouped) for _ in range(3)]
    tasks = [asyncio.create_task(grouped.append(append(union_id))) for union_id in unions]
    await asyncio.sleep(0)
    late = append(unions[0])
    waiting = asyncio.create_task(grouped.append(late))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(*tasks)
    assert await grouped.find_command(unions[0], late.command_id) is None


async def test_an_unknown_union_in_a_group_is_refused_alone(grouped: CountingStore) -> None:
    unions = [await new_union(grouped), uuid.uuid4(), await new_union(grouped), uuid.uuid4()]
    answers = await asyncio.gather(
        *(grouped.append(append(union_id)) for union_id in unions), return_exceptions=True
    )
    assert [isinstance(answer, UnionNotFound) for answer in answers] == [False, True] * 2
