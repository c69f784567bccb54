"""An append looks at what came in since it was decided, however much there was before."""

import asyncpg
import pytest

from services.store.addresses import Role
from services.store.contract import Append
from services.store.log_store import PostgresLogStore, arguments, event_arguments
from services.store.sql import queries
from tests.support.appends import append, event, new_union
from tests.support.database import Database

DOORS = queries("services.store", "doors.sql")
BEFORE = 2_000
SINCE = 3
_GENERIC = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off"
_READ = (
    "select coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) "
    "from pg_stat_xact_user_tables where relname = 'event'"
)


@pytest.mark.parametrize("door", ["append_event", "append"])
async def test_only_what_came_in_since_is_read(database: Database, door: str) -> None:
    """With the plan for any values, as every connection has it after a few appends, and as large books have it."""
    async with database.pool(Role.APP) as pool:
        store = PostgresLogStore(pool)
        union_id = await new_union(store)
        await store.append(append(union_id, *(event() for _ in range(BEFORE))))
        position = (await store.head(union_id)).position
        for _ in range(SINCE):
            await store.append(append(union_id))
    asked = append(union_id, after=position, fail_if_streams=[union_id])
    assert await _events_read(database, door, asked) < BEFORE / 10


async def _events_read(database: Database, door: str, asked: Append) -> int:
    administrator = await asyncpg.connect(database.administrator)
    try:
        await administrator.execute("analyze books.event")
    finally:
        await administrator.close()
    connection = await asyncpg.connect(database.direct(Role.APP))
    try:
        await connection.execute(_GENERIC)
        async with connection.transaction():
            values = event_arguments(asked) if door == "append_event" else arguments(asked)
            (stored,) = await connection.fetch(DOORS[door], *values)
            assert stored["last_position"] == BEFORE + SINCE + 1
            return int(await connection.fetchval(_READ) or 0)
    finally:
        await connection.close()
