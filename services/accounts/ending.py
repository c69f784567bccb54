"""Ending sessions of an account, and saying so: one event for each, whatever ended them."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from domain.account.commands import EndSession
from domain.account.events import SessionEnd
from domain.actor import Actor
from domain.ids import AccountId
from services.accounts.platform import Platform
from services.auth.sessions import Sessions


class Endings:
    """Ends sessions: all of an account, or all but the one at work."""

    def __init__(self, platform: Platform, sessions: Sessions, today: Callable[[], date]) -> None:
        self._platform = platform
        self._sessions = sessions
        self._today = today

    async def end_all(
        self, account_id: AccountId, how: SessionEnd, actor: Actor, *, but: UUID | None = None
    ) -> None:
        """End the sessions first: one that is dead and untold is better than one told dead and alive."""
        ended = [
            EndSession(
                occurred_on=self._today(), account_id=account_id, session_id=session_id, how=how
            )
            for session_id in await self._sessions.end_all(account_id, but=but)
        ]
        if ended:
            await self._platform.record(ended, actor)
