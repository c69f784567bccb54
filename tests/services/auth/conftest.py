"""The platform's tables of access on a test's own database, with a clock that goes when told to."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from domain.ids import PLATFORM, AccountId
from services.keys import Vault, read_root_key
from services.store.access_rows import CredentialRows
from services.store.addresses import Role
from services.store.keyring import Keyring
from services.store.pool import Pool
from tests.support.database import Database

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)
LOGIN = "zhang.san"


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    """The application's pool."""
    async with database.pool(Role.APP, size=20) as opened:
        yield opened


@pytest.fixture
async def vault(database: Database) -> AsyncIterator[Vault]:
    """The key store of this test."""
    async with database.pool(Role.KEYS) as opened:
        yield Vault(Keyring(opened), read_root_key(database.settings.root_key_file))


@pytest.fixture
async def account_id(vault: Vault, pool: Pool) -> AccountId:
    """An open account without a password."""
    return await opened_account(vault, pool, LOGIN)


async def opened_account(vault: Vault, pool: Pool, login: str) -> AccountId:
    """Open an account under a login name."""
    account_id = AccountId((await vault.enrol(PLATFORM, "login", [login]))[login])
    await CredentialRows(pool).open(account_id, None, must_change=True)
    return account_id
