"""An administrator who is no superuser can do all an installation needs; what roles may cost is set on them."""

import base64
import shutil
import uuid
from collections.abc import AsyncIterator, Mapping

import asyncpg
import pytest

from services.store import embedded
from services.store.addresses import Addresses, Role, _scram_verifier, with_database, with_user
from services.store.log_store import PostgresLogStore
from services.store.migrate import migrate
from services.store.partitions import repartition
from services.store.pool import READING_LONG, SERVING, Pool
from services.store.scanning import compact_key_store
from services.store.sql import queries, text
from services.wiring import _PROJECTING
from tests.support.appends import append, new_union
from tests.support.database import Database, run_folder, settings_for

ROLES_AND_DATABASES = "create role steward login createrole createdb password 'steward'"
FOUND = queries("services.store", "rights.sql")["rights"]
RIGHTS = set(text("services.store", "rights.txt").splitlines())
LIMITS: Mapping[Role, Mapping[str, str]] = {
    Role.APP: SERVING,
    Role.COUNTY: SERVING,
    Role.KEYS: SERVING,
    Role.PROJECTOR: _PROJECTING,
    Role.AUDITOR: READING_LONG,
    Role.CHECKPOINTER: READING_LONG,
}


async def kept_of_passwords(database: Database) -> dict[str, str]:
    """What the server of a stewarded installation keeps of the roles' passwords, as its superuser sees it."""
    superuser = await asyncpg.connect(with_user(database.administrator, "postgres", ""))
    try:
        rows = await superuser.fetch(
            "select rolname, rolpassword from pg_authid where rolpassword is not null"
            " and rolname like 'gonghui%'"
        )
    finally:
        await superuser.close()
    return {row[0]: row[1] for row in rows}


@pytest.fixture
async def steward() -> AsyncIterator[Database]:
    """An installation to be made by somebody who may create roles and databases, on a server without either."""
    folder = run_folder() / f"s{uuid.uuid4().hex[:8]}"
    address = embedded.start(folder / "pg", durable=False)
    superuser = await asyncpg.connect(address)
    await superuser.execute(ROLES_AND_DATABASES)
    await superuser.close()
    own = with_user(with_database(address, "gonghui"), "steward", "steward")
    settings = settings_for(own, folder / "root.key")
    yield Database(settings, Addresses(settings))
    embedded.leave(folder / "pg")
    shutil.rmtree(folder, ignore_errors=True)


async def test_an_administrator_who_is_no_superuser_is_enough(steward: Database) -> None:
    assert len(await migrate(steward.settings)) > 10
    before = await kept_of_passwords(steward)
    assert await migrate(steward.settings) == []
    assert await kept_of_passwords(steward) == before
    assert before == {role: steward.addresses.verifier(role) for role in Role}
    async with steward.pool(Role.APP) as pool:
        store = PostgresLogStore(pool)
        unions = [await new_union(store) for _ in range(3)]
        for union_id in unions:
            await store.append(append(union_id))
        assert (await repartition(steward.settings, 2)).events == 3
        for union_id in unions:
            assert (await store.append(append(union_id))).first_position == 2
    connection = await asyncpg.connect(steward.administrator)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("select * from books.event")
        memberships = await connection.fetchval(
            "select count(*) from pg_auth_members m where m.member = 'steward'::regrole"
            " and (to_jsonb(m) ->> 'inherit_option' = 'true' or to_jsonb(m) ->> 'set_option' = 'true')"
        )
        assert memberships == 0
    finally:
        await connection.close()


async def test_fsck_finds_the_rights_as_such_an_administrator_makes_them(steward: Database) -> None:
    await migrate(steward.settings)
    async with steward.pool(Role.AUDITOR) as pool:
        assert await rights_of(pool) == RIGHTS


async def test_fsck_finds_who_was_made_a_member_of_a_role(steward: Database) -> None:
    await migrate(steward.settings)
    administrator = await asyncpg.connect(steward.administrator)
    await administrator.execute("grant gonghui_app to steward")
    await administrator.close()
    async with steward.pool(Role.AUDITOR) as pool:
        assert await rights_of(pool) == {*RIGHTS, "member steward of gonghui_app"}


async def rights_of(pool: Pool) -> set[str]:
    async with pool.all_unions_tx() as connection:
        return {row["line"] for row in await connection.fetch(FOUND)}


async def test_an_administrator_who_is_no_superuser_rewrites_the_key_store(
    steward: Database,
) -> None:
    """With a right to checkpoints, which is what install.sh gives; and the owner's place is given back."""
    await migrate(steward.settings)
    superuser = await asyncpg.connect(with_user(steward.administrator, "postgres", ""))
    await superuser.execute("grant pg_checkpoint to steward")
    address = steward.addresses.keystore_administrator or ""
    store = await asyncpg.connect(with_user(address, "postgres", ""))
    try:
        lies = "select pg_relation_filepath('keyring.subject_key')"
        before = await store.fetchval(lies)
        await compact_key_store(address)
        assert await store.fetchval(lies) != before
        assert not await store.fetchval("select pg_has_role('steward', 'gonghui_owner', 'usage')")
    finally:
        await store.close()
        await superuser.close()


async def test_what_the_server_keeps_of_a_password_is_what_it_would_make_itself(
    database: Database,
) -> None:
    """No server sees a role's password, and a list made from the root key holds after every migration."""
    connection = await asyncpg.connect(database.administrator)
    name = f"r_{uuid.uuid4().hex[:12]}"
    kept = "select rolpassword from pg_authid where rolname = $1"
    try:
        async with connection.transaction():
            await connection.execute("set local password_encryption = 'scram-sha-256'")
            await connection.execute(f"create role {name} password 'pencil'")
            made = str(await connection.fetchval(kept, name))
            await connection.execute(f"drop role {name}")
    finally:
        await connection.close()
    salt = base64.b64decode(made.split("$")[1].partition(":")[2])
    assert _scram_verifier("pencil", salt) == made


@pytest.mark.parametrize("role", Role)
async def test_what_a_role_may_cost_is_also_set_on_it(database: Database, role: Role) -> None:
    """The same as its processes ask for: for whoever comes behind a pooler, or with psql."""
    address = with_user(
        database.addresses.keystore_administrator or ""
        if role is Role.KEYS
        else database.administrator,
        role,
        database.addresses.password(role),
    )
    connection = await asyncpg.connect(address)
    try:
        knows_transactions = connection.get_server_version().major >= 17
        for name, value in LIMITS[role].items():
            if name == "transaction_timeout" and not knows_transactions:
                continue
            shown = await connection.fetchval("select current_setting($1)::interval", name)
            wanted = await connection.fetchval("select $1::text::interval", value)
            assert shown == wanted, name
    finally:
        await connection.close()
