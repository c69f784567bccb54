"""Getting in: name and password, the second factor, and out again. Whoever knocks learns nothing about accounts.

An unknown name, a wrong password, a closed account and one without a password are answered alike and take the same
time: each is counted before it is looked at, verified against some hash, and written down.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from time import monotonic
from typing import Final
from uuid import UUID

import msgspec

from domain.account.commands import (
    ConfirmSecondFactor,
    EndSession,
    RecordLogin,
    RecordRefusedLogin,
    RecordUnknownLogin,
    UseRecoveryCode,
)
from domain.account.events import LoginMethod, LoginRefusal, SessionEnd
from domain.ids import PLATFORM, AccountId
from services.accounts.names import login_name
from services.accounts.platform import DOOR, AccessRefused, Platform, actor_of, stand
from services.auth.credentials import Credentials
from services.auth.login_limits import Step
from services.auth.sessions import Begun, Session
from services.keys import Vault
from services.store.access_rows import CredentialRow

_STEPS: Final[tuple[Step, ...]] = ("password", "code")
_NOBODY: Final = AccountId(UUID(int=0))
NO_TAKES_SECONDS: Final = 0.1
"""How long a no takes at least, whatever lies behind the name: more than looking takes on an idle machine."""
_HINT_LETTERS: Final = 8
"""Enough to see that the same unknown name was tried again, too few to find it by."""


class Knock(msgspec.Struct, frozen=True, kw_only=True):
    """From where somebody knocks: the token of a known browser, the address, what the browser calls itself."""

    device: str | None
    address: str
    agent: str


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """A session that begins, or goes on under a new token. `device`: a token for the browser to keep."""

    begun: Begun
    has_second_factor: bool
    device: str | None = None


class TooMany(Exception):
    """Tried too often: come back after `wait`."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class Door:
    """Lets people in and out, and writes down that it did."""

    def __init__(
        self,
        platform: Platform,
        vault: Vault,
        credentials: Credentials,
        today: Callable[[], date],
        *,
        slowest_no: float = NO_TAKES_SECONDS,
    ) -> None:
        self._platform = platform
        self._vault = vault
        self._of = credentials
        self._today = today
        self._slowest = slowest_no

    async def log_in(self, login: str, password: str, knock: Knock) -> Entered:
        """Begin a session; raises TooMany or AccessRefused, which never says more than "no"."""
        begun_at = monotonic()
        name = login_name(login) or ""
        blind = await self._of.limits.account_blind(name or login)
        await self._count(blind, knock)
        account_id = await self._account(name)
        row = await self._of.rows.find(account_id or _NOBODY)
        stored = None if row is None or row.closed_at is not None else row.password_hash
        is_right = await self._of.passwords.verify(stored, password)
        place_id = (
            None if is_right else await self._of.invitations.match(account_id or _NOBODY, password)
        )
        if account_id is None or row is None:
            await self._turn_away_stranger(blind)
            raise await self._no(begun_at)
        is_first = place_id is not None and row.password_hash is None and row.closed_at is None
        if not is_right and not is_first:
            reason: LoginRefusal = "wrong_password" if row.closed_at is None else "closed"
            await self._turn_away(account_id, reason)
            raise await self._no(begun_at)
        if is_right and stored is not None and self._of.passwords.needs_rehash(stored):
            dearer = await self._of.passwords.hash(password)
            if await self._of.rows.replace_hash(account_id, stored, dearer):
                row = msgspec.structs.replace(row, password_hash=dearer)
        return await self._enter(account_id, row, blind, knock, "password", is_first=is_first)

    async def enter_as(self, account_id: AccountId, knock: Knock) -> Entered:
        """Begin a session for whom another identity provider vouches; roles are ours alone to give."""
        row = await self._of.rows.find(account_id)
        if row is None or row.closed_at is not None:
            raise AccessRefused("access.identity_refused")
        blind = await self._platform.blind_of(account_id)
        return await self._enter(account_id, row, blind, knock, "oidc", is_first=False)

    async def confirm(
        self, session: Session, code: str, knock: Knock, *, is_recovery: bool = False
    ) -> Entered:
        """Raise a session by the second factor; raises TooMany or AccessRefused."""
        account_id = session.account_id
        blind = await self._platform.blind_of(account_id)
        await self._count(blind, knock, "code")
        factors = self._of.second_factors
        verify = factors.use_recovery_code if is_recovery else factors.verify
        if not await verify(account_id, code):
            await self._turn_away(account_id, "wrong_code")
            raise AccessRefused("access.code_refused")
        day, actor = self._today(), actor_of(account_id)
        commands = [
            ConfirmSecondFactor(
                occurred_on=day, account_id=account_id, session_id=session.session_id
            ),
            *([UseRecoveryCode(occurred_on=day, account_id=account_id)] if is_recovery else []),
        ]
        stand(await self._platform.record(commands, actor))
        begun = await self._of.sessions.renew(session, second_factor=True)
        device = await self._welcome(account_id, blind, knock, _STEPS)
        return Entered(begun=begun, has_second_factor=True, device=device)

    async def leave(
        self, account_id: AccountId, session_id: UUID, how: SessionEnd = "logout"
    ) -> bool:
        """End one session of an account; False when it has none of this id."""
        if not await self._of.sessions.end(account_id, session_id):
            return False
        ended = EndSession(
            occurred_on=self._today(), account_id=account_id, session_id=session_id, how=how
        )
        await self._platform.record([ended], actor_of(account_id))
        return True

    async def _enter(
        self,
        account_id: AccountId,
        row: CredentialRow,
        blind: bytes,
        knock: Knock,
        method: LoginMethod,
        *,
        is_first: bool,
    ) -> Entered:
        begun = await self._of.sessions.begin(
            account_id,
            generation=row.generation,
            agent=knock.agent,
            second_factor=False,
            must_change_password=is_first or row.must_change,
        )
        await self._refuse_outlived(account_id, row, begun)
        recorded = RecordLogin(
            occurred_on=self._today(),
            account_id=account_id,
            session_id=begun.session.session_id,
            method=method,
            second_factor=False,
        )
        try:
            stand(await self._platform.record([recorded], actor_of(account_id)))
        except Exception:
            await self._of.sessions.end(account_id, begun.session.session_id)
            raise
        needs_more = row.totp_sealed is not None
        if needs_more:
            return Entered(begun=begun, has_second_factor=True)
        device = await self._welcome(account_id, blind, knock, ("password",))
        return Entered(begun=begun, has_second_factor=False, device=device)

    async def _refuse_outlived(
        self, account_id: AccountId, row: CredentialRow, begun: Begun
    ) -> None:
        """End a session whose password was changed while it was looked at: nobody else would end it any more."""
        now = await self._of.rows.find(account_id)
        if now is None or now.password_hash != row.password_hash:
            await self._of.sessions.end(account_id, begun.session.session_id)
            raise AccessRefused("access.login_refused")

    async def _welcome(
        self, account_id: AccountId, blind: bytes, knock: Knock, steps: Sequence[Step]
    ) -> str | None:
        """Forgive the tries before a full login; return the token by which a new browser is known from now on."""
        is_known = await self._of.devices.is_known(account_id, knock.device)
        for step in steps:
            await self._of.limits.succeeded(blind, knock.device if is_known else None, step=step)
        return None if is_known else await self._of.devices.remember(account_id, blind)

    async def _no(self, begun_at: float) -> AccessRefused:
        """Return the one answer for everybody who is not let in, no sooner than it takes for anybody."""
        await asyncio.sleep(self._slowest - (monotonic() - begun_at))
        return AccessRefused("access.login_refused")

    async def _count(self, blind: bytes, knock: Knock, step: Step = "password") -> None:
        wait = await self._of.limits.reserve(blind, knock.device, knock.address, step=step)
        if wait is not None:
            raise TooMany(wait)

    async def _account(self, name: str) -> AccountId | None:
        found = await self._vault.find(PLATFORM, "login", [name])
        return AccountId(found[name]) if name and name in found else None

    async def _turn_away(self, account_id: AccountId, reason: LoginRefusal) -> None:
        refused = RecordRefusedLogin(
            occurred_on=self._today(), account_id=account_id, reason=reason
        )
        await self._platform.record([refused], DOOR)

    async def _turn_away_stranger(self, blind: bytes) -> None:
        unknown = RecordUnknownLogin(
            occurred_on=self._today(), name_hint=blind.hex()[:_HINT_LETTERS]
        )
        await self._platform.record([unknown], DOOR)
