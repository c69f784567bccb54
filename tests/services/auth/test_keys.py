"""API keys: recognised whole, in time, and not for long after they were revoked."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import pytest

from services.auth import ApiKeyRing, KeyIdTaken, derived_key_id
from services.errors import PoolExhausted
from services.store.addresses import Role
from services.store.api_keys import ApiKeys
from tests.support.database import Database

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


async def test_a_key_opens_until_it_expires(database: Database) -> None:
    clock, union_id = Clock(), uuid4()
    async with database.pool(Role.APP) as pool:
        ring = ApiKeyRing(ApiKeys(pool), now=clock)
        issued = await ring.issue_key(
            role="unit", label="甲", union_id=union_id, valid_for=timedelta(days=1)
        )
        assert re.fullmatch(r"uk_[0-9a-z]{20}_[A-Za-z0-9_-]{43}", issued.text)
        login = await ring.authenticate(issued.text)
        assert login is not None
        assert (login.union_id, login.role, login.actor.actor_id) == (
            union_id,
            "unit",
            f"key:{issued.key_id}",
        )
        clock.now += timedelta(days=1)
        assert await ring.authenticate(issued.text) is None


async def test_a_false_secret_opens_nothing(database: Database) -> None:
    async with database.pool(Role.APP) as pool:
        ring = ApiKeyRing(ApiKeys(pool))
        issued = await ring.issue_key(role="operator", label="x")
        last = "A" if issued.text[-1] != "A" else "B"
        for text in (issued.text[:-1] + last, issued.text[:-1], f"{issued.text}A", "", "uk__"):
            assert await ring.authenticate(text) is None


async def test_a_revoked_key_opens_for_a_second_at_most(database: Database) -> None:
    clock = Clock()
    async with database.pool(Role.APP) as pool:
        here = ApiKeyRing(ApiKeys(pool), now=clock)
        elsewhere = ApiKeyRing(ApiKeys(pool), now=clock)
        issued = await here.issue_key(role="operator", label="x")
        assert await elsewhere.authenticate(issued.text) is not None
        assert await here.revoke_key(issued.key_id)
        assert await here.authenticate(issued.text) is None
        clock.now += timedelta(seconds=1)
        assert await elsewhere.authenticate(issued.text) is None


async def test_the_secret_is_not_stored_and_the_last_use_is(database: Database) -> None:
    async with database.pool(Role.APP) as pool:
        ring = ApiKeyRing(ApiKeys(pool))
        issued = await ring.issue_key(role="operator", label="x")
        await ring.authenticate(issued.text)
        row = await ApiKeys(pool).find(issued.key_id)
    assert row is not None
    assert row.last_used_at is not None
    connection = await asyncpg.connect(database.administrator)
    stored = await connection.fetchval("select k::text from books.api_key k")
    await connection.close()
    assert issued.text.removeprefix(f"uk_{issued.key_id}_") not in stored


async def test_a_busy_database_turns_nobody_away_for_a_note(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise PoolExhausted

    async with database.pool(Role.APP) as pool:
        rows = ApiKeys(pool)
        ring = ApiKeyRing(rows)
        issued = await ring.issue_key(role="operator", label="x")
        monkeypatch.setattr(rows, "touch", busy)
        assert await ring.authenticate(issued.text) is not None


async def test_an_id_is_given_once_and_a_role_fits_its_books(database: Database) -> None:
    async with database.pool(Role.APP) as pool:
        ring = ApiKeyRing(ApiKeys(pool))
        key_id = derived_key_id(b"the same request")
        await ring.issue_key(role="operator", label="x", key_id=key_id)
        with pytest.raises(KeyIdTaken):
            await ring.issue_key(role="operator", label="x", key_id=key_id)
        with pytest.raises(ValueError, match="belongs"):
            await ring.issue_key(role="operator", label="x", union_id=uuid4())
        with pytest.raises(ValueError, match="belongs"):
            await ring.issue_key(role="unit", label="x")
        assert not await ring.revoke_key("nobody")
