"""Resetting, closing and reopening accounts: for the platform's administrators, who see no data of anybody.

A reset takes password, second factor and sessions away, and every place has to give a new code before roles hold
again: so whoever runs the platform cannot get into a union's books by it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from uuid import UUID

from domain.account.commands import (
    CloseAccount,
    RemoveSecondFactor,
    ReopenAccount,
    ResetAccount,
    UnlinkIdentity,
)
from domain.account.events import CloseReason, ResetReason
from domain.actor import Actor
from domain.command import Command
from domain.ids import AccountId
from services.accounts.ending import Endings
from services.accounts.platform import AccessRefused, Platform, stand
from services.auth.credentials import Credentials
from services.commands.deciding import IfNew


class Administration:
    """Acts on accounts of others. The log says so first; what it says may be carried out again."""

    def __init__(
        self,
        platform: Platform,
        credentials: Credentials,
        endings: Endings,
        today: Callable[[], date],
    ) -> None:
        self._platform = platform
        self._of = credentials
        self._endings = endings
        self._today = today

    async def reset(
        self,
        account_id: AccountId,
        reason: ResetReason,
        actor: Actor,
        by: AccountId | None,
        *,
        command_id: UUID,
        request: bytes,
    ) -> None:
        """Begin a new generation of an account, of which the log says the number; raises AccessRefused."""
        day = self._today()
        before = await self._platform.account(account_id)
        commands: list[Command | IfNew] = [
            ResetAccount(occurred_on=day, account_id=account_id, reason=reason, by=by),
            IfNew(
                RemoveSecondFactor(occurred_on=day, account_id=account_id, how="reset"),
                unless="account.no_second_factor",
            ),
            *(
                IfNew(
                    UnlinkIdentity(occurred_on=day, account_id=account_id, issuer=issuer),
                    unless="account.no_such_identity",
                )
                for issuer in sorted(before.identities)
            ),
        ]
        await self._known(account_id)
        stand(await self._platform.record(commands, actor, command_id=command_id, request=request))
        generation = (await self._platform.account(account_id)).generation
        await self._of.rows.reset(account_id, None, drop_second_factor=True, generation=generation)
        await self._endings.end_all(account_id, "reset", actor)

    async def close(
        self, account_id: AccountId, reason: CloseReason, actor: Actor, by: AccountId | None
    ) -> None:
        """Close an account: nothing opens anything with it. Raises AccessRefused."""
        await self._known(account_id)
        closed = CloseAccount(
            occurred_on=self._today(), account_id=account_id, reason=reason, by=by
        )
        stand(await self._platform.record([IfNew(closed, unless="account.closed_already")], actor))
        await self._of.rows.close(account_id, datetime.now(UTC))
        await self._endings.end_all(account_id, "closed", actor)

    async def reopen(self, account_id: AccountId, actor: Actor, by: AccountId | None) -> None:
        """Open a closed account again, under a new generation; raises AccessRefused."""
        await self._known(account_id)
        reopened = ReopenAccount(occurred_on=self._today(), account_id=account_id, by=by)
        stand(await self._platform.record([IfNew(reopened, unless="account.not_closed")], actor))
        generation = (await self._platform.account(account_id)).generation
        await self._of.rows.reopen(account_id, generation=generation)

    async def _known(self, account_id: AccountId) -> None:
        if await self._of.rows.find(account_id) is None:
            raise AccessRefused("access.account_unknown")
