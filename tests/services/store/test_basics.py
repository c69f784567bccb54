"""Settings, addresses, logging and pools: what the store stands on."""

import asyncio
import json
import uuid
from datetime import date
from pathlib import Path

import msgspec
import pytest

from services import log
from services.errors import PoolExhausted
from services.settings import SETTINGS, SettingInvalid, read_settings
from services.store import sql
from services.store.addresses import (
    Addresses,
    Role,
    RootKeyUnusable,
    database_of,
    ensure_root_key,
    with_database,
    with_user,
)
from services.store.pool import Pool
from tests.support.database import Database


def test_nothing_set_means_the_defaults() -> None:
    settings = read_settings({})
    assert settings.home == Path(".gonghui")
    assert settings.root_key_file == Path(".gonghui/root.key")
    assert (settings.pool_size, settings.http_host, settings.http_port) == (20, "127.0.0.1", 8000)
    assert settings.database_url is None


def test_every_setting_is_read_and_described_once() -> None:
    names = [setting.name for setting in SETTINGS]
    assert len(set(names)) == len(names)
    given = dict.fromkeys(names, "7") | {"GONGHUI_FOLLOW": "no"}
    values = msgspec.structs.asdict(read_settings(given))
    assert values.pop("secret_files") == ()
    assert len(names) == len(values)
    assert values.pop("follow") is False
    assert {str(value) for value in values.values()} == {"7"}


@pytest.mark.parametrize("written", ["0", "-1", "x", "1.5", "٣", "70000"])
def test_a_number_that_is_none_is_refused_without_repeating_it(written: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        read_settings({"GONGHUI_HTTP_PORT": written})
    assert refused.value.name == "GONGHUI_HTTP_PORT"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://postgres:@/gh?host=/run/pg", "postgresql://a:b@/gh?host=/run/pg"),
        ("postgresql://x:y@db:5433/gh", "postgresql://a:b@db:5433/gh"),
        (
            "postgres://db/gh?user=x&password=y&sslmode=require",
            "postgres://a:b@db/gh?sslmode=require",
        ),
    ],
)
def test_an_address_keeps_its_place_for_another_user(address: str, expected: str) -> None:
    assert with_user(address, "a", "b") == expected
    assert database_of(address) == "gh"
    assert database_of(with_database(address, "gh_keys")) == "gh_keys"


def test_given_addresses_need_no_administrator_and_no_root_key() -> None:
    addresses = Addresses(read_settings({"GONGHUI_APP_URL": "postgresql://a@h/d"}))
    assert addresses.of(Role.APP) == "postgresql://a@h/d"


def test_passwords_differ_by_role_and_need_the_root_key(tmp_path: Path) -> None:
    settings = read_settings({"DATABASE_URL": "postgresql://x@h/d", "GONGHUI_HOME": str(tmp_path)})
    addresses = Addresses(settings)
    with pytest.raises(RootKeyUnusable):
        addresses.of(Role.APP)
    ensure_root_key(settings.root_key_file)
    assert len({addresses.password(role) for role in Role}) == len(Role)
    assert addresses.of(Role.KEYS).endswith("@h/d_keys")
    settings.root_key_file.chmod(0o640)
    with pytest.raises(RootKeyUnusable):
        addresses.password(Role.APP)


@pytest.mark.parametrize("role", Role)
async def test_the_statements_of_no_role_are_compiled(database: Database, role: Role) -> None:
    """Where a server would (Debian's does), the driver's question after types took seconds of a processor."""
    async with database.pool(role, size=1) as pool, pool.connection() as connection:
        assert await connection.fetchval("show jit") == "off"


class Person(msgspec.Struct):
    name: str


def test_a_log_line_shows_plain_values_only(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure()
    command_id = uuid.uuid4()
    with log.bound(command_id=command_id):
        try:
            int("张三 110101199003070000")
        except ValueError:
            log.logger("store").exception(
                "append refused", count=3, on=date(2026, 3, 8), body=b"secret", who=Person("张三"),
                parts=[1, b"secret", {"who": Person("张三")}],
            )  # fmt: skip
    written = capsys.readouterr().err
    line = json.loads(written)
    assert "张三" not in written
    assert "secret" not in written
    assert (line["count"], line["on"], line["command_id"]) == (3, "2026-03-08", str(command_id))
    assert (line["body"], line["who"], line["error"]) == ("redacted", "redacted", "ValueError")
    assert line["parts"] == [1, "redacted", {"who": "redacted"}]


def test_named_queries_are_found_in_any_package() -> None:
    found = sql.queries("services.store")
    assert found["head"].startswith("select h.union_id")
    assert not any("-- " in query for query in found.values())


async def test_an_exhausted_pool_says_so_soon_and_recovers(database: Database) -> None:
    pool = Pool(database.of(Role.APP), size=1)
    try:
        async with pool.connection():
            with pytest.raises(PoolExhausted):
                async with asyncio.timeout(2), pool.connection():
                    pass
        async with pool.connection() as connection:
            assert await connection.fetchval("select 1") == 1
    finally:
        await pool.close()


async def test_limits_hold_for_every_borrower(database: Database) -> None:
    async with database.pool(Role.APP, size=1) as pool:
        for _ in range(2):
            async with pool.connection() as connection:
                assert await connection.fetchval("show statement_timeout") == "5s"
                assert await connection.fetchval("show lock_timeout") == "2s"
                if connection.get_server_version().major >= 17:  # the first to know it
                    assert await connection.fetchval("show transaction_timeout") == "10s"


async def test_a_failed_transaction_leaves_nothing_open(database: Database) -> None:
    async with database.pool(Role.APP, size=1) as pool:
        with pytest.raises(LookupError):
            async with pool.union_tx(uuid.uuid4()):
                raise LookupError
        async with pool.connection() as connection:
            assert not connection.is_in_transaction()
