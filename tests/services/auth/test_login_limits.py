"""Login limits: counted before a guess is looked at, however many come at once, and nobody is locked out."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from domain.ids import AccountId
from services.auth.devices import KNOWN_FOR, Devices
from services.auth.login_limits import LoginLimit, LoginLimits, network
from services.keys import Vault
from services.store.access_door_rows import DeviceRows, LoginLimitRows
from services.store.pool import Pool
from tests.services.auth.conftest import LOGIN, Clock
from tests.support.database import Database

HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
QUARTER = timedelta(minutes=15)


@pytest.fixture
def limits(pool: Pool, vault: Vault, clock: Clock) -> LoginLimits:
    return LoginLimits(LoginLimitRows(pool), vault, now=clock)


@pytest.fixture
def devices(pool: Pool, clock: Clock) -> Devices:
    return Devices(DeviceRows(pool), now=clock)


@pytest.fixture
async def blind(limits: LoginLimits) -> bytes:
    return await limits.account_blind(LOGIN)


async def guessed(limits: LoginLimits, blind: bytes, device: str | None = None) -> int:
    """Guess until told to wait; returns how often it went on."""
    passed = 0
    while await limits.reserve(blind, device, HERE) is None:
        passed += 1
    return passed


async def test_the_pause_doubles_and_a_refused_try_does_not_count(
    limits: LoginLimits, blind: bytes, clock: Clock
) -> None:
    assert await guessed(limits, blind) == 3
    pauses = []
    for _ in range(11):
        for _ in range(3):
            wait = await limits.reserve(blind, None, HERE)
        assert wait is not None
        pauses.append(int(wait.total_seconds()))
        clock.now += wait - timedelta(seconds=1)
        assert await limits.reserve(blind, None, HERE) == timedelta(seconds=1)
        clock.go(seconds=1)
        assert await limits.reserve(blind, None, HERE) is None
    assert pauses == [4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


async def test_a_thousand_guesses_at_once_are_three(limits: LoginLimits, blind: bytes) -> None:
    answers = await asyncio.gather(
        *(limits.reserve(blind, None, HERE) for _ in range(1000)), return_exceptions=True
    )
    assert answers.count(None) == 3


async def test_no_quarter_of_an_hour_holds_more_than_ten_guesses(
    limits: LoginLimits, blind: bytes, clock: Clock
) -> None:
    passed = []
    while clock.now < clock.now.replace(hour=14, minute=0):
        wait = await limits.reserve(blind, None, HERE)
        if wait is None:
            passed.append(clock.now)
        clock.now += max(wait or timedelta(), timedelta(seconds=1))
    assert len(passed) > 10
    assert all(
        sum(start <= moment < start + QUARTER for moment in passed) <= 10 for start in passed
    )


async def test_a_right_password_takes_the_pauses_away(limits: LoginLimits, blind: bytes) -> None:
    await guessed(limits, blind)
    await limits.succeeded(blind, None)
    assert await guessed(limits, blind) == 3


async def test_after_a_quiet_hour_the_tries_are_forgotten(
    limits: LoginLimits, blind: bytes, clock: Clock
) -> None:
    await guessed(limits, blind)
    clock.go(hours=1)
    assert await guessed(limits, blind) == 3


async def test_a_flood_from_elsewhere_does_not_keep_the_owner_out(
    limits: LoginLimits, devices: Devices, account_id: AccountId, blind: bytes
) -> None:
    token = await devices.remember(account_id, blind)
    await guessed(limits, blind)
    assert await limits.reserve(blind, None, ELSEWHERE) is not None
    assert await guessed(limits, blind, token) == 3
    await limits.succeeded(blind, token)
    assert await limits.reserve(blind, token, HERE) is None


async def test_a_device_is_known_for_its_own_account_only(
    limits: LoginLimits, devices: Devices, account_id: AccountId, blind: bytes
) -> None:
    token = await devices.remember(account_id, blind)
    other = await limits.account_blind("li.si")
    await guessed(limits, other)
    for text in (token, "A" * 43, "", "甲"):
        assert await limits.reserve(other, text, HERE) is not None


async def test_a_forgotten_or_old_device_is_a_stranger(
    limits: LoginLimits, devices: Devices, account_id: AccountId, blind: bytes, clock: Clock
) -> None:
    old = await devices.remember(account_id, blind)
    clock.now += KNOWN_FOR
    await guessed(limits, blind)
    assert await limits.reserve(blind, old, HERE) is not None
    new = await devices.remember(account_id, blind)
    assert await limits.reserve(blind, new, HERE) is None
    await devices.tidy()
    assert await limits.reserve(blind, new, HERE) is None
    await devices.forget_all(account_id)
    assert await limits.reserve(blind, new, HERE) is not None


async def test_codes_and_passwords_are_counted_apart(limits: LoginLimits, blind: bytes) -> None:
    await guessed(limits, blind)
    for _ in range(3):
        assert await limits.reserve(blind, None, HERE, step="code") is None
    assert await limits.reserve(blind, None, HERE, step="code") is not None
    await limits.succeeded(blind, None, step="code")
    assert await limits.reserve(blind, None, HERE, step="code") is None
    assert await limits.reserve(blind, None, HERE) is not None


async def test_a_network_has_so_many_at_once_and_then_one_at_a_time(
    pool: Pool, vault: Vault, clock: Clock
) -> None:
    few = LoginLimit(network_at_once=5, network_every=timedelta(seconds=18))
    limits = LoginLimits(LoginLimitRows(pool), vault, few, now=clock)
    blinds = [await limits.account_blind(f"nobody-{serial}") for serial in range(20)]
    answers = await asyncio.gather(*(limits.reserve(blind, None, HERE) for blind in blinds))
    assert answers.count(None) == 5
    assert await limits.reserve(blinds[0], None, "203.0.113.250") is not None
    assert await limits.reserve(await limits.account_blind("x"), None, ELSEWHERE) is None
    clock.go(seconds=18)
    assert await limits.reserve(await limits.account_blind("y"), None, HERE) is None
    assert await limits.reserve(await limits.account_blind("z"), None, HERE) == timedelta(
        seconds=18
    )


async def test_there_is_an_end_overall_but_not_for_known_devices(
    pool: Pool, vault: Vault, clock: Clock, devices: Devices, account_id: AccountId
) -> None:
    few = LoginLimit(overall_at_once=5)
    limits = LoginLimits(LoginLimitRows(pool), vault, few, now=clock)
    blind = await limits.account_blind(LOGIN)
    token = await devices.remember(account_id, blind)
    answers = [
        await limits.reserve(await limits.account_blind(f"n{serial}"), None, f"10.0.{serial}.1")
        for serial in range(10)
    ]
    assert answers.count(None) == 5
    assert await limits.reserve(blind, None, HERE) is not None
    assert await limits.reserve(blind, token, HERE) is None


@pytest.mark.parametrize("hours", [-1, -24, 24])
async def test_a_clock_that_stepped_locks_nobody_out(
    limits: LoginLimits, blind: bytes, clock: Clock, hours: int
) -> None:
    assert await guessed(limits, blind) == 3
    clock.go(hours=hours)
    wait = await limits.reserve(blind, None, HERE)
    assert wait is None or wait <= timedelta(seconds=4)
    clock.go(seconds=4)
    assert await limits.reserve(blind, None, HERE) is None


async def test_a_clock_that_stepped_back_leaves_the_shared_limits_as_full_as_they_were(
    pool: Pool, vault: Vault, clock: Clock
) -> None:
    few = LoginLimit(network_at_once=2, network_every=timedelta(seconds=18))
    limits = LoginLimits(LoginLimitRows(pool), vault, few, now=clock)
    for serial in range(2):
        await limits.reserve(await limits.account_blind(f"n{serial}"), None, HERE)
    clock.go(hours=-1)
    assert await limits.reserve(await limits.account_blind("n3"), None, HERE) == timedelta(
        seconds=18
    )


async def test_a_name_nobody_has_is_counted_like_any_other(limits: LoginLimits) -> None:
    assert await guessed(limits, await limits.account_blind("没有这个人")) == 3


async def test_addresses_are_kept_as_digests_of_their_network_for_a_day(
    limits: LoginLimits, blind: bytes, clock: Clock, database: Database
) -> None:
    async def rows() -> list[str]:
        connection = await asyncpg.connect(database.administrator)
        try:
            found = await connection.fetch("select l::text from books.login_limit l")
        finally:
            await connection.close()
        return [row[0] for row in found]

    await limits.reserve(blind, None, HERE)
    stored = "".join(await rows())
    for text in (HERE, network(HERE), "203.0.113", LOGIN):
        assert text not in stored
        assert text.encode().hex() not in stored
    assert len(await rows()) == 3
    clock.go(days=1, seconds=1)
    await limits.reserve(await limits.account_blind("li.si"), None, ELSEWHERE)
    assert len(await rows()) == 3
    clock.go(days=-3)
    await limits.tidy()
    assert await rows() == []


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("testclient", "unknown"),
        ("203.0.113.7, 1.2.3.4", "unknown"),
    ],
)
def test_an_address_is_counted_with_its_network(address: str, counted: str) -> None:
    assert network(address) == counted
