"""The transaction that stored an event is the one it was stored by, or it is said that nobody knows it any more."""

import pytest

from services.backups.positions import NotKnown, NotStored, stored_at
from services.store.addresses import Role
from services.store.log_store import PostgresLogStore
from services.store.partitions import repartition
from tests.support.appends import append, event, new_union
from tests.support.database import Database


async def test_each_position_has_the_transaction_of_its_command(
    database: Database, log_store: PostgresLogStore
) -> None:
    await repartition(database.settings, 0)
    union_id = await new_union(log_store)
    for _ in range(2):
        await log_store.append(append(union_id, event(), event()))
    async with database.pool(Role.AUDITOR) as auditor:
        found = [await stored_at(auditor, union_id, position) for position in (1, 2, 3, 4)]
        with pytest.raises(NotStored) as unknown:
            await stored_at(auditor, union_id, 5)
    assert found[0] == found[1] != found[2] == found[3]
    assert unknown.value.reached == 4


async def test_what_was_laid_out_anew_has_lost_its_transactions(
    database: Database, log_store: PostgresLogStore
) -> None:
    """A restore that stopped at the copying would hold everything until then."""
    await repartition(database.settings, 0)
    union_id = await new_union(log_store)
    await log_store.append(append(union_id))
    await repartition(database.settings, 3)
    await log_store.append(append(union_id))
    async with database.pool(Role.AUDITOR) as auditor:
        with pytest.raises(NotKnown):
            await stored_at(auditor, union_id, 1)
        assert (await stored_at(auditor, union_id, 2)).transaction > 0
