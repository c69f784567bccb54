"""Rows of the key store: first writer wins, a destroyed key is gone, unions are apart."""

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest

from services.store.addresses import Role, with_user
from services.store.keyring import Keyring, NewSubjectKey
from services.store.pool import Pool
from tests.support.database import Database

NOW = datetime(2026, 3, 8, tzinfo=UTC)


@pytest.fixture
async def keys(database: Database) -> AsyncIterator[Pool]:
    async with database.pool(Role.KEYS) as pool:
        yield pool


@pytest.fixture
def keyring(keys: Pool) -> Keyring:
    return Keyring(keys)


async def test_the_first_union_key_counts(keyring: Keyring) -> None:
    union_id = uuid.uuid4()
    assert await keyring.union_key(union_id) is None
    assert await keyring.put_union_key(union_id, b"one", NOW) == b"one"
    assert await keyring.put_union_key(union_id, b"two", NOW) == b"one"


async def test_keys_of_people_are_kept_in_bulk_and_never_replaced(keyring: Keyring) -> None:
    union_id, people = uuid.uuid4(), [uuid.uuid4() for _ in range(50)]
    fresh = [NewSubjectKey(p, kind, p.bytes) for p in people for kind in ("books", "file")]
    await keyring.put_subject_keys(union_id, fresh, NOW)
    await keyring.put_subject_keys(union_id, [NewSubjectKey(people[0], "file", b"other")], NOW)
    found = await keyring.subject_keys(union_id, people[:2])
    assert {k: v.wrapped for k, v in found.items()} == {
        (person, kind): person.bytes for person in people[:2] for kind in ("books", "file")
    }
    assert await keyring.subject_keys(uuid.uuid4(), people) == {}


async def test_a_destroyed_key_is_gone_and_cannot_come_back(keyring: Keyring) -> None:
    union_id, person = uuid.uuid4(), uuid.uuid4()
    both = [NewSubjectKey(person, "file", b"f"), NewSubjectKey(person, "books", b"b")]
    await keyring.put_subject_keys(union_id, both, NOW)
    await keyring.destroy_subject_keys(union_id, [person], "file", NOW)
    await keyring.put_subject_keys(union_id, both, NOW)
    found = await keyring.subject_keys(union_id, [person])
    assert found[person, "file"].wrapped is None
    assert found[person, "file"].destroyed_at == NOW
    assert found[person, "books"].wrapped == b"b"


async def test_the_first_writer_of_a_blind_index_wins(keyring: Keyring) -> None:
    union_id, one, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    assert await keyring.put_blinds(union_id, [(b"x", one), (b"x", other)]) == {b"x": one}
    assert await keyring.put_blinds(union_id, [(b"x", other), (b"y", other)]) == {
        b"x": one,
        b"y": other,
    }
    assert await keyring.find_subjects(union_id, [b"x", b"z"]) == {b"x": one}
    assert await keyring.find_subjects(uuid.uuid4(), [b"x"]) == {}
    await keyring.remove_blinds(union_id, [one])
    assert await keyring.find_subjects(union_id, [b"x", b"y"]) == {b"y": other}


async def test_the_county_finds_every_union_of_a_person(keyring: Keyring) -> None:
    county, one, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    known = {union_id: uuid.uuid4() for union_id in (one, other)}
    for union_id, person in known.items():
        await keyring.put_county_index(county, {b"x": (union_id, person)})
    assert dict(await keyring.county_unions(county, b"x")) == known
    assert await keyring.county_unions(uuid.uuid4(), b"x") == []
    await keyring.remove_county_subjects(county, [(one, known[one])])
    assert await keyring.county_unions(county, b"x") == [(other, known[other])]


@pytest.mark.parametrize("table", ["union_key", "subject_key", "blind_index", "county_index"])
async def test_a_union_sees_no_row_of_another(keys: Pool, keyring: Keyring, table: str) -> None:
    union_id, person = uuid.uuid4(), uuid.uuid4()
    await keyring.put_union_key(union_id, b"u", NOW)
    await keyring.put_subject_keys(union_id, [NewSubjectKey(person, "file", b"f")], NOW)
    await keyring.put_blinds(union_id, [(b"x", person)])
    await keyring.put_county_index(union_id, {b"x": (union_id, person)})
    async with keys.union_tx(union_id) as connection:
        assert await connection.fetchval(f"select count(*) from keyring.{table}") == 1
    async with keys.union_tx(uuid.uuid4()) as connection:
        assert await connection.fetchval(f"select count(*) from keyring.{table}") == 0
    with pytest.raises(asyncpg.PostgresError):
        async with keys.all_unions_tx() as connection:
            await connection.fetch(f"select * from keyring.{table}")


async def test_no_role_of_the_books_enters_the_key_store(database: Database) -> None:
    address = database.addresses.keystore_administrator or ""
    password = database.addresses.password
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(with_user(address, Role.APP, password(Role.APP)))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(with_user(database.administrator, Role.KEYS, password(Role.KEYS)))
