"""The platform's own log: where accounts stand, and what happened at the door.

It is a log like every union's, in the same tree and under the same checkpoints; no data of any union is in it.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from domain.account import aggregate as account
from domain.account.events import AccountOpened
from domain.actor import Actor
from domain.command import Command
from domain.encoding import decode
from domain.ids import PLATFORM, AccountId
from services.commands import Asked, Desk, Outcome
from services.commands.deciding import IfNew
from services.errors import UnionNotFound
from services.identifiers import new_id
from services.keys import Vault
from services.store.contract import LogStore

CHARTER: Final = b'{"kind":"platform","format":1}'


def actor_of(account_id: AccountId) -> Actor:
    """Return a person as the actor of what they do to their own account."""
    return Actor(actor_id=f"account:{account_id}", role="operator")


DOOR: Final = Actor(actor_id="door", role="operator")
"""Whoever knocks and is nobody yet."""


class Platform:
    """Records what happens to accounts. Its log begins with the first account."""

    def __init__(self, desk: Desk, log: LogStore, vault: Vault) -> None:
        self._desk = desk
        self._log = log
        self._vault = vault

    async def record(
        self,
        commands: Sequence[Command | IfNew],
        actor: Actor,
        *,
        command_id: UUID | None = None,
        request: bytes = b"",
    ) -> Outcome:
        """Carry out one group of commands in the platform's log."""
        asked = Asked(
            union_id=PLATFORM,
            command_id=command_id or new_id(),
            actor=actor,
            request=request,
            groups=[commands],
        )
        try:
            return await self._desk.carry_out(asked)
        except UnionNotFound:
            await self._desk.found(PLATFORM, CHARTER)
            return await self._desk.carry_out(asked)

    async def account(self, account_id: AccountId) -> account.State:
        """Return what the log knows of an account."""
        try:
            states = await self._desk.read_states(PLATFORM, [account_id])
        except UnionNotFound:
            return account.State()
        return states.of(account_id, account.State)

    async def blind_of(self, account_id: AccountId) -> bytes:
        """Return the blind index of an account's login name, under which tries and browsers are counted."""
        return await self._vault.blind_of(PLATFORM, account_id) or account_id.bytes

    async def login_of(self, account_id: AccountId) -> str:
        """Return an account's login name; empty once its key was destroyed, or when there is none."""
        try:
            read = await self._log.read_streams(PLATFORM, [account_id])
        except UnionNotFound:
            return ""
        for event in read.events[:1]:
            opened = decode(event.topic, event.schema_version, event.body)
            if isinstance(opened, AccountOpened):
                opener = await self._vault.opener(PLATFORM, [account_id])
                fields = opener.open(opened.login, command_id=event.command_id, field="login")
                return "" if fields is None else fields["login"]
        return ""


class AccessRefused(Exception):
    """A rule refused a step about access; `code` is the refusal's."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def stand(outcome: Outcome) -> Outcome:
    """Return an outcome that was stored or changed nothing; raises AccessRefused for one that was refused."""
    for one in outcome.refused:
        raise AccessRefused(one.refused.code, one.refused.field)
    return outcome
