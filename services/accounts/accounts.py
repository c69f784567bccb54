"""All there is to do with accounts, put together."""

from collections.abc import Callable
from datetime import date

import msgspec

from domain.account.commands import RecordDenial
from domain.account.events import DenialReason
from services.accounts.administering import Administration
from services.accounts.api_keys import KeyOffice
from services.accounts.appointing import Appointments
from services.accounts.door import Door
from services.accounts.ending import Endings
from services.accounts.linking import Linking
from services.accounts.own import OwnAccount
from services.accounts.platform import Platform
from services.accounts.standing import Standing
from services.auth import ApiKeyRing, Login
from services.auth.credentials import Credentials
from services.commands import Desk
from services.errors import StoreError
from services.keys import Vault
from services.store.contract import LogStore

_DENIALS_KEPT = 10_000


class Accounts(msgspec.Struct, frozen=True, kw_only=True):
    """The use cases of accounts, appointments and keys."""

    platform: Platform
    credentials: Credentials
    standing: Standing
    appointments: Appointments
    door: Door
    own: OwnAccount
    linking: Linking
    administration: Administration
    keys: KeyOffice
    denials: "Denials"


class Denials:
    """Writes down what people were denied: once for each session, operation and day, however often they try."""

    def __init__(self, platform: Platform, today: Callable[[], date]) -> None:
        self._platform = platform
        self._today = today
        self._told: set[tuple[object, ...]] = set()

    async def note(self, login: Login, operation_id: str, reason: DenialReason) -> None:
        """Tell the log; a busy database keeps nobody waiting for a refusal."""
        person = login.person
        if person is None:
            return
        day = self._today()
        about = (person.session_id, operation_id, reason, day)
        if about in self._told:
            return
        if len(self._told) >= _DENIALS_KEPT:
            self._told.clear()
        self._told.add(about)
        denied = RecordDenial(
            occurred_on=day,
            account_id=person.account_id,
            operation_id=operation_id,
            reason=reason,
        )
        try:
            await self._platform.record([denied], login.actor)
        except StoreError:
            self._told.discard(about)


def accounts_of(
    *,
    desk: Desk,
    log: LogStore,
    vault: Vault,
    credentials: Credentials,
    ring: ApiKeyRing,
    today: Callable[[], date],
) -> Accounts:
    """Put the use cases together."""
    platform = Platform(desk, log, vault)
    standing = Standing(desk)
    endings = Endings(platform, credentials.sessions, today)
    appointments = Appointments(
        desk,
        vault,
        platform,
        credentials=credentials.rows,
        invitations=credentials.invitations,
        endings=endings,
    )
    own = OwnAccount(platform, credentials, appointments, standing, endings=endings, today=today)
    return Accounts(
        platform=platform,
        credentials=credentials,
        standing=standing,
        appointments=appointments,
        door=Door(platform, vault, credentials, today),
        own=own,
        linking=Linking(platform, vault, credentials, own, today),
        administration=Administration(platform, credentials, endings, today),
        keys=KeyOffice(desk, platform, ring, today),
        denials=Denials(platform, today),
    )
