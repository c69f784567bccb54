"""Keys for programs: given by the place they are for, to some of its actions; each step is an event."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import msgspec

from domain.actor import Actor, Role
from domain.api_key.commands import IssueApiKey, RevokeApiKey, UseApiKey
from domain.ids import PLATFORM
from services.accounts.platform import AccessRefused, Platform, stand
from services.auth import NO_TENANT, OF_NO_UNION, ApiKeyRing, Issued, Login, rights
from services.commands import Asked, Desk, Outcome
from services.commands.deciding import IfNew
from services.errors import StoreError
from services.identifiers import new_id

_NOTED_MOST: Final = 10_000


class NewKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key to issue: for which place (the platform for one of no union), role and actions, and for how long."""

    place_id: UUID
    role: Role
    label: str
    valid_for: timedelta | None
    scopes: tuple[str, ...] | None = None
    key_id: str


class KeyOffice:
    """Issues and revokes keys with an event each, and notes the first use of every day."""

    def __init__(
        self, desk: Desk, platform: Platform, ring: ApiKeyRing, today: Callable[[], date]
    ) -> None:
        self._desk = desk
        self._platform = platform
        self._ring = ring
        self._today = today
        self._noted: set[tuple[str, date]] = set()

    async def issue(self, wanted: NewKey, actor: Actor, *, may_sign: bool = False) -> Issued:
        """Issue a key; raises AccessRefused, KeyIdTaken when the same was asked before.

        The log is told first: a repeat of a request that was cut short in between makes the key.
        """
        refuse_unfit(wanted, may_sign=may_sign)
        day = self._today()
        told = IssueApiKey(
            occurred_on=day,
            key_id=wanted.key_id,
            role=wanted.role,  # type: ignore[arg-type] # looked at above
            scopes=wanted.scopes,
            expires_on=None if wanted.valid_for is None else day + wanted.valid_for,
        )
        wish = IfNew(told, unless="api_key.already_issued")
        stand(await self._tell(wanted.place_id, wish, actor))
        return await self._ring.issue_key(
            role=wanted.role,
            label=wanted.label,
            union_id=NO_TENANT if wanted.role in OF_NO_UNION else wanted.place_id,
            valid_for=wanted.valid_for,
            key_id=wanted.key_id,
            scopes=wanted.scopes,
        )

    async def revoke(self, place_id: UUID, key_id: str, actor: Actor) -> bool:
        """Revoke a key of a place for ever; False when the place has no such key."""
        owner = NO_TENANT if place_id == PLATFORM else place_id
        if not await self._ring.revoke_key(key_id, of=owner):
            return False
        told = RevokeApiKey(occurred_on=self._today(), key_id=key_id)
        await self._tell(place_id, told, actor)
        return True

    async def note_use(self, login: Login) -> None:
        """Tell the log of a key's first use of the day; a busy database turns nobody away for this."""
        day = self._today()
        if login.person is not None or (login.key_id, day) in self._noted:
            return
        if len(self._noted) >= _NOTED_MOST:
            self._noted.clear()
        place_id = PLATFORM if login.union_id == NO_TENANT else login.union_id
        try:
            used = UseApiKey(occurred_on=day, key_id=login.key_id)
            await self._tell(place_id, used, login.actor)
        except StoreError:
            return
        self._noted.add((login.key_id, day))

    async def _tell(
        self,
        place_id: UUID,
        command: RevokeApiKey | UseApiKey | IfNew,
        actor: Actor,
    ) -> Outcome:
        if place_id == PLATFORM:
            return await self._platform.record([command], actor)
        return await self._desk.carry_out(
            Asked(
                union_id=place_id,
                command_id=new_id(),
                actor=actor,
                request=b"api key",
                groups=[[command]],
            )
        )


def refuse_unfit(wanted: NewKey, *, may_sign: bool) -> None:
    """Refuse a key of scopes that do not exist or that its role never has; raises AccessRefused.

    `may_sign`: it may put down what was signed on paper, for which whoever has the machine answers. Else whoever
    gives keys could be clerk, reviewer and approver of one case with three of them.
    """
    if wanted.scopes is None and not may_sign and wanted.role not in OF_NO_UNION:
        raise AccessRefused("access.scope_signs", "scopes")
    for scope in wanted.scopes or ():
        policy = rights().get(scope)
        if policy is None:
            raise AccessRefused("access.scope_unknown", "scopes")
        if wanted.role not in policy.keys:
            raise AccessRefused("access.scope_not_fitting", "scopes")
        if policy.signs and not may_sign:
            raise AccessRefused("access.scope_signs", "scopes")
