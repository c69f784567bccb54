"""Rows of accounts: one password that counts, generations that end the old, and no way in but the platform's."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from domain.ids import PLATFORM, AccountId
from services.auth import ApiKeyRing
from services.auth.identities import Identities, Identity
from services.identifiers import new_id
from services.keys import Vault
from services.store.access_door_rows import DeviceRows, InvitationRows, SessionRow, SessionRows
from services.store.access_rows import (
    AccessQueries,
    CredentialRows,
    IdentityLinkRows,
    SecondFactorRows,
)
from services.store.addresses import Role
from services.store.api_keys import ApiKeys
from services.store.pool import Pool
from tests.services.auth.conftest import NOON, Clock, opened_account
from tests.support.database import Database

TABLES = (
    "account_credential",
    "account_place",
    "account_session",
    "identity_link",
    "invitation",
    "login_device",
    "login_limit",
    "recovery_code",
)


async def test_an_account_is_opened_once(pool: Pool) -> None:
    rows, account_id = CredentialRows(pool), AccountId(new_id())
    assert await rows.find(account_id) is None
    assert await rows.open(account_id, "first", must_change=True)
    assert not await rows.open(account_id, "second", must_change=False)
    row = await rows.find(account_id)
    assert row is not None
    assert (row.password_hash, row.must_change, row.generation) == ("first", True, 1)


async def test_a_password_is_changed_in_its_own_generation_only(pool: Pool) -> None:
    rows, account_id = CredentialRows(pool), AccountId(new_id())
    await rows.open(account_id, "first", must_change=True)
    assert await rows.set_password(
        account_id, "own", generation=1, must_change=False, instead_of="first"
    )
    assert await rows.reset(account_id, "given", drop_second_factor=True) == 2
    assert not await rows.set_password(
        account_id, "late", generation=1, must_change=False, instead_of="given"
    )
    row = await rows.find(account_id)
    assert row is not None
    assert (row.password_hash, row.must_change, row.generation) == ("given", True, 2)
    assert await rows.close(account_id, NOON)
    assert not await rows.set_password(
        account_id, "late", generation=2, must_change=False, instead_of="given"
    )
    assert await rows.reopen(account_id) == 3
    assert await rows.reopen(account_id) is None
    assert await rows.set_password(
        account_id, "own", generation=3, must_change=False, instead_of="given"
    )


async def test_a_hash_is_replaced_only_while_it_is_the_one(pool: Pool) -> None:
    rows, account_id = CredentialRows(pool), AccountId(new_id())
    await rows.open(account_id, "cheap", must_change=False)
    answers = await asyncio.gather(
        *(rows.replace_hash(account_id, "cheap", f"dear-{serial}") for serial in range(20))
    )
    assert answers.count(True) == 1


async def test_nobodys_account_can_be_neither_reset_nor_closed(pool: Pool) -> None:
    rows, nobody = CredentialRows(pool), AccountId(new_id())
    assert await rows.reset(nobody, None, drop_second_factor=False) is None
    assert not await rows.close(nobody, NOON)
    assert await rows.reopen(nobody) is None
    assert not await rows.set_password(
        nobody, "x", generation=1, must_change=False, instead_of=None
    )


async def test_of_many_who_change_one_password_at_once_one_does(pool: Pool) -> None:
    rows, account_id = CredentialRows(pool), AccountId(new_id())
    await rows.open(account_id, None, must_change=True)
    answers = await asyncio.gather(
        *(
            rows.set_password(
                account_id, f"hash-{serial}", generation=1, must_change=False, instead_of=None
            )
            for serial in range(50)
        )
    )
    assert answers.count(True) == 1


async def test_places_are_noted_once(pool: Pool) -> None:
    rows, account_id, place_id = CredentialRows(pool), AccountId(new_id()), uuid4()
    for _ in range(2):
        await rows.add_place(account_id, place_id)
    assert await rows.places(account_id) == [place_id]
    assert await rows.places(AccountId(new_id())) == []


async def test_several_steps_take_effect_together_or_not_at_all(pool: Pool) -> None:
    account_id = AccountId(new_id())
    await CredentialRows(pool).open(account_id, "first", must_change=True)
    steps = [
        ("replace_hash", (account_id, "first", "second")),
        ("put_recovery_codes", (account_id, [b"too short"])),
    ]
    with pytest.raises(Exception, match=r"store\."):
        await AccessQueries(pool).run_all(steps)
    row = await CredentialRows(pool).find(account_id)
    assert row is not None
    assert row.password_hash == "first"


async def test_a_cleared_account_leaves_nothing_to_prove_itself_with(
    pool: Pool, vault: Vault, account_id: AccountId, clock: Clock
) -> None:
    rows, other = CredentialRows(pool), await opened_account(vault, pool, "li.si")
    identity, stranger = (
        Identity("https://id.example.cn", "1"),
        Identity("https://id.example.cn", "2"),
    )
    identities = Identities({}, IdentityLinkRows(pool), vault, now=clock)
    for one, known in ((account_id, identity), (other, stranger)):
        await rows.set_password(one, "hash", generation=1, must_change=False, instead_of=None)
        await SessionRows(pool).begin(session_row(one), one.bytes * 2)
        await InvitationRows(pool).put(
            one, uuid4(), one.bytes * 2, issued_at=NOON, expires_at=NOON + timedelta(days=1)
        )
        await DeviceRows(pool).put(one.bytes * 2, one, b"blind", NOON)
        await SecondFactorRows(pool).replace_codes(one, [one.bytes * 2])
        await identities.link(known, one)
    assert await rows.clear(account_id, NOON)
    assert not await rows.clear(AccountId(new_id()), NOON)
    row = await rows.find(account_id)
    assert row is not None
    assert (row.password_hash, row.closed_at) == (None, NOON)
    async with pool.union_tx(PLATFORM) as connection:
        for table in ("account_session", "invitation", "login_device", "recovery_code"):
            left = await connection.fetch(f"select account_id from books.{table}")
            assert [found[0] for found in left] == [other]
    assert await identities.account_of(identity) is None
    assert await identities.account_of(stranger) == other


def session_row(account_id: AccountId) -> SessionRow:
    return SessionRow(
        session_id=new_id(),
        account_id=account_id,
        generation=1,
        agent="",
        created_at=NOON,
        seen_at=NOON,
        second_factor_at=None,
        must_change=False,
    )


@pytest.mark.parametrize("table", TABLES)
async def test_a_table_of_access_opens_in_the_platforms_tenant_only(
    pool: Pool, database: Database, table: str
) -> None:
    async with pool.union_tx(PLATFORM) as connection:
        assert await connection.fetchval(f"select count(*) from books.{table}") == 0
    connection = await asyncpg.connect(database.direct(Role.APP))
    with pytest.raises(asyncpg.PostgresError):
        await connection.fetchval(f"select count(*) from books.{table}")
    await connection.close()
    for role in (Role.PROJECTOR, Role.COUNTY, Role.AUDITOR, Role.CHECKPOINTER):
        connection = await asyncpg.connect(database.direct(role))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetchval(f"select count(*) from books.{table}")
        await connection.close()


async def test_another_union_sees_and_makes_no_account(pool: Pool) -> None:
    account_id, other = AccountId(new_id()), uuid4()
    await CredentialRows(pool).open(account_id, None, must_change=True)
    async with pool.union_tx(other) as connection:
        assert await connection.fetchval("select count(*) from books.account_credential") == 0
    with pytest.raises(asyncpg.PostgresError, match="row-level security"):
        async with pool.union_tx(other) as connection:
            await connection.execute(
                "insert into books.account_credential (union_id, account_id, must_change)"
                " values ($1, $2, false)",
                PLATFORM,
                account_id,
            )
    with pytest.raises(asyncpg.PostgresError, match="union_unknown"):
        async with pool.union_tx(other) as connection:
            await connection.fetchval(
                "select books.reserve_login_v1($1, now(), '', '', null, null, now(), 3, '1s', '1s',"
                " '1s', '{}', '{}', '{}')",
                PLATFORM,
            )


async def test_a_key_may_be_cut_down_to_some_actions(pool: Pool) -> None:
    ring, union_id = ApiKeyRing(ApiKeys(pool)), uuid4()
    narrow = await ring.issue_key(
        role="unit", label="甲", union_id=union_id, scopes=["members.read", "dues.read"]
    )
    whole = await ring.issue_key(role="unit", label="乙", union_id=union_id)
    nothing = await ring.issue_key(role="unit", label="丙", union_id=union_id, scopes=[])
    logins = [await ring.authenticate(key.text) for key in (narrow, whole, nothing)]
    assert [login.scopes for login in logins if login is not None] == [
        ("dues.read", "members.read"),
        None,
        (),
    ]
