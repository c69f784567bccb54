"""What is relaxed in a database is found on a real one; what belongs to a whole cluster, on facts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import msgspec
import pytest

from services.deployment.database import (
    finding_of_neighbours,
    findings_of_catalogues,
    findings_of_logins,
)
from services.deployment.finding import Finding
from services.store.addresses import Role
from services.store.inspection import (
    DatabaseSeen,
    LoginSeen,
    ServerSeen,
    database_at,
    is_separation_whole,
    login_at,
)
from tests.support.books import open_books
from tests.support.database import Database

THEN = datetime(2026, 1, 1, tzinfo=UTC)
OF_TESTS = ("fsync=off", "full_page_writes=off")
OF_A_ROLE = """
do $$ begin
  execute format($q$alter role gonghui_app in database %I set {}$q$, current_database());
end $$
"""
"""What a role is given when it connects, in this database only."""
SERVER = ServerSeen(version=170006, started_at=THEN, identifier=1, ahead=timedelta())


async def seen(database: Database, role: Role = Role.AUDITOR) -> DatabaseSeen:
    """The catalogue, without what the tests' server relaxes on purpose."""
    found = await database_at(database.of(role))
    assert found is not None
    assert found.careless_settings == OF_TESTS
    return msgspec.structs.replace(found, careless_settings=())


@asynccontextmanager
async def spoilt(database: Database, statement: str) -> AsyncIterator[None]:
    connection = await asyncpg.connect(database.administrator)
    try:
        await connection.execute(statement)
        yield
    finally:
        await connection.close()


async def test_a_migrated_database_has_no_findings(database: Database) -> None:
    async with open_books(database):
        books, keys = await seen(database), await seen(database, Role.KEYS)
        assert findings_of_catalogues([books, keys]) == []
        logins = {role: await login_at(database.of(role)) for role in Role}
        assert findings_of_logins(logins) == []
        assert await is_separation_whole(database.of(Role.AUDITOR)) is True


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "alter table books.claim no force row level security",
            Finding("table_unfenced", ("books.claim",)),
        ),
        (
            "alter table books.event disable row level security",
            Finding("table_unfenced", ("books.event",)),
        ),
        (
            "drop policy own_union on books.claim; drop policy every_union on books.claim",
            Finding("table_unfenced", ("books.claim",)),
        ),
        (
            "create policy wide on books.claim for select to gonghui_app using (true)",
            Finding("table_unfenced", ("books.claim",)),
        ),
        (
            "create policy wide on books.event using (union_id is not null)",
            Finding("table_unfenced", ("books.event",)),
        ),
        (
            OF_A_ROLE.format("log_statement = 'all'"),
            Finding("server_log_tells_values", ("gonghui_app log_statement=all",)),
        ),
        (
            "create table ledgers.planted (union_id uuid)",
            Finding("table_unfenced", ("ledgers.planted",)),
        ),
        (
            "create view books.planted as select * from books.event",
            Finding("view_of_its_owner", ("books.planted",)),
        ),
        (
            "create materialized view books.planted as select 1 as one",
            Finding("view_of_its_owner", ("books.planted",)),
        ),
        (
            "alter function books.append_event_v1 owner to postgres",
            Finding("append_of_a_superuser", ("books.append_event_v1",)),
        ),
        (
            "grant update on books.event to gonghui_app",
            Finding("events_changeable", ("event gonghui_app UPDATE",)),
        ),
        (
            "grant truncate on books.claim to public",
            Finding("events_changeable", ("claim public TRUNCATE",)),
        ),
        (
            "grant update (body) on books.event to gonghui_projector",
            Finding("events_changeable", ("event gonghui_projector UPDATE of columns",)),
        ),
    ],
)
async def test_a_relaxed_catalogue_is_found(
    database: Database, statement: str, expected: Finding
) -> None:
    async with spoilt(database, statement):
        assert findings_of_catalogues([await seen(database)]) == [expected]


async def test_a_shortened_table_of_duties_is_found(database: Database) -> None:
    async with spoilt(database, "delete from books.separation where topic = 'aid_case.paid'"):
        assert await is_separation_whole(database.of(Role.AUDITOR)) is False


async def test_settings_that_lose_commits_are_found(database: Database) -> None:
    found = await database_at(database.of(Role.AUDITOR))
    assert found is not None
    assert findings_of_catalogues([found]) == [Finding("commits_not_durable", OF_TESTS)]


async def test_a_role_that_is_given_careless_settings_is_found(database: Database) -> None:
    """Whoever checks is another role, and sees settings of its own."""
    async with spoilt(database, OF_A_ROLE.format("synchronous_commit = off")):
        found = await database_at(database.of(Role.AUDITOR))
        assert found is not None
        assert found.careless_settings == (*OF_TESTS, "gonghui_app synchronous_commit=off")


async def test_a_clock_of_another_time_is_found(database: Database) -> None:
    for offset in (timedelta(seconds=-3), timedelta(seconds=3)):
        moved = await database_at(
            database.of(Role.AUDITOR), lambda offset=offset: datetime.now(UTC) + offset
        )
        assert moved is not None
        assert Finding("clock_differs") in findings_of_catalogues([moved])


async def test_an_administrator_s_address_is_no_role_s(database: Database) -> None:
    found = findings_of_logins({Role.APP: await login_at(database.administrator)})
    assert found == [Finding("role_above_policies", (Role.APP,))]


async def test_another_role_s_address_is_found(database: Database) -> None:
    found = findings_of_logins({Role.APP: await login_at(database.of(Role.AUDITOR))})
    assert found == [Finding("role_of_another", (Role.APP,))]


async def test_an_address_that_leads_nowhere_is_found() -> None:
    nowhere = await login_at("postgresql://a:b@127.0.0.1:1/books")
    assert findings_of_logins({Role.APP: nowhere, Role.KEYS: nowhere}) == [
        Finding("database_unreachable", (Role.APP,)),
        Finding("keystore_unreachable", (Role.KEYS,)),
    ]
    assert await database_at("postgresql://a:b@127.0.0.1:1/books") is None


async def test_keys_beside_the_books_are_found(database: Database) -> None:
    books, keys = await seen(database), await seen(database, Role.KEYS)
    assert finding_of_neighbours(books, keys) == Finding("keystore_in_same_cluster")


@pytest.mark.parametrize(
    ("identifier", "started_at", "is_same"),
    [(1, THEN, True), (1, THEN + timedelta(days=1), True), (2, THEN + timedelta(days=1), False)],
)
def test_a_cluster_is_known_by_its_identifier_or_its_start(
    identifier: int, started_at: datetime, *, is_same: bool
) -> None:
    other = msgspec.structs.replace(SERVER, identifier=identifier, started_at=started_at)
    found = finding_of_neighbours(DatabaseSeen(server=SERVER), DatabaseSeen(server=other))
    assert (found is not None) is is_same


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("strong_roles", "role_above_policies"),
        ("member_roles", "role_is_member"),
        ("talkative_settings", "server_log_tells_values"),
    ],
)
def test_what_a_cluster_relaxes_is_found(field: str, code: str) -> None:
    facts: dict[str, Any] = {"server": SERVER, field: ("gonghui_app",)}
    assert findings_of_catalogues([DatabaseSeen(**facts)]) == [Finding(code, ("gonghui_app",))]


@pytest.mark.parametrize(
    ("version", "is_found"),
    [(160009, True), (160014, False), (170005, True), (140019, True), (180000, False)],
)
def test_a_server_that_leaks_statistics_is_found(version: int, *, is_found: bool) -> None:
    server = msgspec.structs.replace(SERVER, version=version)
    found = findings_of_catalogues([DatabaseSeen(server=server)])
    assert (found == [Finding("server_outdated")]) is is_found


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"is_above_policies": True}, "role_above_policies"),
        ({"owns_tables": True}, "role_owns_tables"),
        ({"memberships": 1}, "role_is_member"),
        ({"role": "somebody"}, "role_of_another"),
    ],
)
def test_a_login_that_is_more_than_its_role_is_found(changed: dict[str, Any], code: str) -> None:
    fields: dict[str, Any] = {
        "role": "gonghui_app",
        "is_above_policies": False,
        "owns_tables": False,
        "memberships": 0,
    }
    found = findings_of_logins({Role.APP: LoginSeen(**(fields | changed))})
    assert found == [Finding(code, (Role.APP,))]
