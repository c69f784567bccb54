"""What a person does with their own account: password, second factor, appointments to accept, sessions to end."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date
from uuid import UUID

import msgspec

from domain.account.commands import EnrolSecondFactor, RemoveSecondFactor, SetPassword
from domain.ids import AccountId
from domain.roles import PersonRole
from services.accounts.appointing import Appointments
from services.accounts.door import Entered, TooMany
from services.accounts.ending import Endings
from services.accounts.platform import AccessRefused, Platform, actor_of, stand
from services.accounts.standing import Standing
from services.auth.credentials import Credentials
from services.auth.second_factor import Enrolment
from services.auth.sessions import Session
from services.commands.deciding import IfNew


class HeldAt(msgspec.Struct, frozen=True, kw_only=True):
    """The roles an account holds at one place."""

    place_id: UUID
    roles: tuple[PersonRole, ...]


def refuse_half_in(session: Session) -> None:
    """Refuse a session that has not shown the second factor its account has; raises AccessRefused."""
    if session.owes_second_factor:
        raise AccessRefused("access.second_factor_needed")


class OwnAccount:
    """A person's own account. Every change of what a session may do exchanges its token."""

    def __init__(
        self,
        platform: Platform,
        credentials: Credentials,
        appointments: Appointments,
        standing: Standing,
        *,
        endings: Endings,
        today: Callable[[], date],
    ) -> None:
        self._platform = platform
        self._of = credentials
        self._appointments = appointments
        self._standing = standing
        self._endings = endings
        self._today = today

    async def set_password(self, session: Session, old: str, new: str, address: str) -> Entered:
        """Set a password; other sessions end, other browsers are strangers. Raises TooMany or AccessRefused.

        `old` is the password before, or for the first one the code of the appointment, which is accepted with it.
        """
        account_id = session.account_id
        refuse_half_in(session)
        row = await self._of.rows.find(account_id)
        if row is None or row.generation != session.generation:
            raise AccessRefused("access.login_refused")
        async with self._counted(account_id, address):
            place_id = await self._proven(session, row.password_hash, old)
        login = await self._platform.login_of(account_id)
        weakness = await self._of.passwords.weakness(new, login)
        if weakness is not None:
            raise AccessRefused(weakness, "new")
        if await self._of.passwords.verify(row.password_hash, new):
            raise AccessRefused("access.password_unchanged", "new")
        hashed = await self._of.passwords.hash(new)
        if place_id is not None:
            await self._accept(session, place_id)
        is_kept = await self._of.rows.set_password(
            account_id,
            hashed,
            generation=session.generation,
            must_change=False,
            instead_of=row.password_hash,
        )
        if not is_kept:
            raise AccessRefused("access.login_refused")
        turn = (await self._platform.account(account_id)).password_turn()
        told = SetPassword(occurred_on=self._today(), account_id=account_id, how=turn)
        stand(await self._platform.record([told], actor_of(account_id)))
        if place_id is not None:
            await self._of.invitations.redeem(account_id, old)
        await self._end_others(session)
        begun = await self._of.sessions.renew(session, must_change_password=False)
        return Entered(
            begun=begun,
            has_second_factor=row.totp_sealed is not None,
            device=await self._known_alone(account_id),
        )

    async def accept(self, session: Session, code: str, address: str) -> Entered:
        """Accept an appointment by its code; raises TooMany or AccessRefused. The token is exchanged."""
        refuse_half_in(session)
        async with self._counted(session.account_id, address):
            place_id = await self._of.invitations.match(session.account_id, code)
            if place_id is None:
                raise AccessRefused("access.invitation_refused", "code")
        await self._accept(session, place_id)
        await self._of.invitations.redeem(session.account_id, code)
        begun = await self._of.sessions.renew(session)
        return Entered(begun=begun, has_second_factor=session.second_factor_at is not None)

    async def begin_second_factor(self, session: Session, password: str, address: str) -> Enrolment:
        """Return a fresh secret to be confirmed; raises TooMany or AccessRefused."""
        row = await self._of.rows.find(session.account_id)
        if row is not None and row.totp_sealed is not None:
            raise AccessRefused("access.second_factor_present")
        async with self._counted(session.account_id, address):
            await self._prove(None if row is None else row.password_hash, password)
        login = await self._platform.login_of(session.account_id)
        return await self._of.second_factors.begin(session.account_id, login=login)

    async def confirm_second_factor(
        self, session: Session, code: str, address: str
    ) -> tuple[Entered, Sequence[str]]:
        """Put the secret to use; returns the raised session and the recovery codes, shown this once."""
        row = await self._of.rows.find(session.account_id)
        if row is not None and row.totp_sealed is not None:
            raise AccessRefused("access.second_factor_present")
        if row is None or row.totp_pending is None:
            raise AccessRefused("access.second_factor_not_begun")
        async with self._counted(session.account_id, address):
            codes = await self._of.second_factors.confirm(session.account_id, code)
            if codes is None:
                raise AccessRefused("access.code_refused", "code")
        enrolled = EnrolSecondFactor(occurred_on=self._today(), account_id=session.account_id)
        wish = IfNew(enrolled, unless="account.has_second_factor")
        stand(await self._platform.record([wish], actor_of(session.account_id)))
        await self._end_others(session)
        begun = await self._of.sessions.renew(session, second_factor=True)
        device = await self._known_alone(session.account_id)
        return Entered(begun=begun, has_second_factor=True, device=device), codes

    async def remove_second_factor(self, session: Session, password: str, address: str) -> Entered:
        """Forget the second factor, in a session raised by it; roles that need one sleep until there is another."""
        if session.second_factor_at is None:
            raise AccessRefused("access.second_factor_needed")
        row = await self._of.rows.find(session.account_id)
        async with self._counted(session.account_id, address):
            await self._prove(None if row is None else row.password_hash, password)
        removed = RemoveSecondFactor(
            occurred_on=self._today(), account_id=session.account_id, how="own"
        )
        stand(await self._platform.record([removed], actor_of(session.account_id)))
        await self._of.second_factors.remove(session.account_id)
        await self._end_others(session)
        begun = await self._of.sessions.renew(session, second_factor=False)
        return Entered(begun=begun, has_second_factor=False)

    async def prove(self, session: Session, password: str, address: str) -> None:
        """Let the password be shown once more; raises TooMany or AccessRefused."""
        refuse_half_in(session)
        row = await self._of.rows.find(session.account_id)
        async with self._counted(session.account_id, address):
            await self._prove(None if row is None else row.password_hash, password)

    async def places(self, session: Session) -> list[HeldAt]:
        """Return where the person holds which roles today."""
        found = []
        for place_id in await self._of.rows.places(session.account_id):
            held = await self._standing.held(
                place_id, session.account_id, session.generation, self._today()
            )
            if held.roles:
                found.append(HeldAt(place_id=place_id, roles=tuple(sorted(held.roles))))
        return found

    async def _proven(self, session: Session, stored: str | None, old: str) -> UUID | None:
        """Return the place whose code stands in for a first password, None where there is a password."""
        if stored is not None:
            await self._prove(stored, old)
            return None
        place_id = await self._of.invitations.match(session.account_id, old)
        if place_id is None:
            raise AccessRefused("access.login_refused", "old")
        return place_id

    async def _prove(self, stored: str | None, password: str) -> None:
        if not await self._of.passwords.verify(stored, password):
            raise AccessRefused("access.login_refused", "password")

    async def _accept(self, session: Session, place_id: UUID) -> None:
        """The place's log first: a code used up for nothing would leave the person outside."""
        await self._appointments.accept(
            place_id, session.account_id, session.generation, self._today()
        )

    @asynccontextmanager
    async def _counted(self, account_id: AccountId, address: str) -> AsyncIterator[None]:
        """Count a try before it is made, and forget the tries after a right one; raises TooMany."""
        blind = await self._platform.blind_of(account_id)
        wait = await self._of.limits.reserve(blind, None, address, step="proof")
        if wait is not None:
            raise TooMany(wait)
        yield
        await self._of.limits.succeeded(blind, None, step="proof")

    async def _end_others(self, session: Session) -> None:
        account_id = session.account_id
        await self._endings.end_all(
            account_id, "ended_by_person", actor_of(account_id), but=session.session_id
        )

    async def _known_alone(self, account_id: AccountId) -> str:
        """Make strangers of every browser and return a token for this one: others knew what held before."""
        await self._of.devices.forget_all(account_id)
        return await self._of.devices.remember(
            account_id, await self._platform.blind_of(account_id)
        )
