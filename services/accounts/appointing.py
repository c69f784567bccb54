"""Giving and taking roles: the office in the books, the account on the platform, the appointment at the place.

An appointment spans two logs and the key store: the account is opened first, then the place offers the roles. Each
step may be repeated, and nothing holds before the person has redeemed the code (`domain/appointment`).
"""

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from domain.account.commands import OpenAccount
from domain.actor import Actor
from domain.appointment import aggregate as appointment
from domain.appointment.commands import (
    AcceptAppointment,
    ChangeAppointment,
    EndAppointment,
    OfferAppointment,
)
from domain.appointment.events import EndReason
from domain.command import Command
from domain.ids import PLATFORM, AccountId, UnionId, appointment_stream
from domain.roles import PersonRole, Place
from services.accounts.ending import Endings
from services.accounts.offers import Appointer, AppointmentListed, NewAppointment, Offered, listed
from services.accounts.offices import Offices
from services.accounts.platform import AccessRefused, Platform, actor_of, stand
from services.auth.invitations import Invitations
from services.commands import Asked, Desk
from services.commands.deciding import IfNew
from services.identifiers import new_id
from services.keys import Vault
from services.store.access_rows import CredentialRows

_REQUEST: Final = b"appointment"
"""The request of whoever makes a new command each time."""


class Appointments:
    """Offers, changes and ends appointments; ends the sessions of whoever's rights changed."""

    def __init__(
        self,
        desk: Desk,
        vault: Vault,
        platform: Platform,
        *,
        credentials: CredentialRows,
        invitations: Invitations,
        endings: Endings,
    ) -> None:
        self._desk = desk
        self._vault = vault
        self._platform = platform
        self._credentials = credentials
        self._invitations = invitations
        self._endings = endings
        self._offices = Offices(vault)

    async def offer(
        self,
        wanted: NewAppointment,
        by: Appointer,
        day: date,
        *,
        command_id: UUID | None = None,
        request: bytes = _REQUEST,
    ) -> Offered:
        """Offer roles at a place, opening an account where the name has none; raises AccessRefused.

        Whether the name had an account is not told: the code is made and shown all the same.
        """
        account_id = await self._account(wanted.login, by.actor, day)
        credential = await self._credentials.find(account_id)
        generation = 1 if credential is None else credential.generation
        officer_id = await self._offices.officer_id(wanted)
        named = command_id or new_id()
        offer = OfferAppointment(
            occurred_on=day,
            account_id=account_id,
            generation=generation,
            place=wanted.place,
            roles=wanted.roles,
            appointer_roles=by.roles,
            appointer=by.account_id,
            officer_id=officer_id,
            member_id=wanted.member_id,
            until=wanted.until,
        )
        commands = [*await self._offices.recorded(wanted, officer_id, named, day), offer]
        position = await self._carry_out(wanted.place_id, commands, by.actor, named, request)
        await self._credentials.add_place(account_id, wanted.place_id)
        code = await self._invitations.issue(account_id, wanted.place_id)
        return Offered(account_id=account_id, officer_id=officer_id, code=code, position=position)

    async def offer_again(
        self, place: Place, place_id: UUID, account_id: AccountId, by: Appointer, day: date
    ) -> Offered:
        """Give out another code for what an account was offered or held before a reset; raises AccessRefused."""
        state = await self.state(place_id, account_id)
        credential = await self._credentials.find(account_id)
        if not state.offered or credential is None:
            raise AccessRefused("appointment.not_offered")
        offer = OfferAppointment(
            occurred_on=day,
            account_id=account_id,
            generation=credential.generation,
            place=place,
            roles=tuple(sorted(state.roles)),
            appointer_roles=by.roles,
            appointer=by.account_id,
            officer_id=state.officer_id,
            member_id=state.member_id,
            until=state.until,
        )
        position = await self._carry_out(place_id, [offer], by.actor, new_id())
        code = await self._invitations.issue(account_id, place_id)
        return Offered(
            account_id=account_id, officer_id=state.officer_id, code=code, position=position
        )

    async def another_code(
        self, place_id: UUID, account_id: AccountId, state: appointment.State
    ) -> str | None:
        """Return another code for an offer that was not accepted yet; None for one that was."""
        if state.accepted_generation is not None:
            return None
        return await self._invitations.issue(account_id, place_id)

    async def accept(
        self, place_id: UUID, account_id: AccountId, generation: int, day: date
    ) -> None:
        """Let an appointment hold: its code was shown. Doing it again changes nothing."""
        accept = AcceptAppointment(occurred_on=day, account_id=account_id, generation=generation)
        wish = IfNew(accept, unless="appointment.already_accepted")
        await self._carry_out(place_id, [wish], actor_of(account_id), new_id())

    async def change(
        self,
        place: Place,
        place_id: UUID,
        account_id: AccountId,
        *,
        roles: tuple[PersonRole, ...],
        until: date | None,
        by: Appointer,
        day: date,
        command_id: UUID,
        request: bytes,
    ) -> int:
        """Give other roles or another end; returns the position. Whoever it is about logs in anew."""
        command = ChangeAppointment(
            occurred_on=day,
            account_id=account_id,
            place=place,
            roles=roles,
            appointer_roles=by.roles,
            appointer=by.account_id,
            until=until,
        )
        position = await self._carry_out(place_id, [command], by.actor, command_id, request)
        await self._endings.end_all(account_id, "rights_changed", by.actor)
        return position

    async def end(
        self,
        place_id: UUID,
        account_id: AccountId,
        *,
        reason: EndReason,
        by: Appointer,
        day: date,
        command_id: UUID,
        request: bytes,
    ) -> int:
        """Take all roles at a place away; returns the position."""
        command = EndAppointment(
            occurred_on=day,
            account_id=account_id,
            reason=reason,
            appointer_roles=by.roles,
            appointer=by.account_id,
        )
        position = await self._carry_out(place_id, [command], by.actor, command_id, request)
        await self._invitations.withdraw(account_id, place_id)
        await self._endings.end_all(account_id, "rights_changed", by.actor)
        return position

    async def state(self, place_id: UUID, account_id: AccountId) -> appointment.State:
        """Return what a place's log says of an account."""
        stream_id = appointment_stream(UnionId(place_id), account_id)
        states = await self._desk.read_states(place_id, [stream_id])
        return states.of(stream_id, appointment.State)

    async def listed(self, place_id: UUID, day: date) -> list[AppointmentListed]:
        """Return every appointment a place ever offered, as it stands on a day."""
        rows = []
        for account_id in await self._credentials.accounts_at(place_id):
            credential = await self._credentials.find(account_id)
            state = await self.state(place_id, account_id)
            if state.offered and credential is not None:
                rows.append(listed(account_id, state, credential.generation, day))
        return rows

    async def account_of(self, login: str) -> AccountId | None:
        """Return the account of a login name, if there is one."""
        found = await self._vault.find(PLATFORM, "login", [login])
        return AccountId(found[login]) if login in found else None

    async def _account(self, login: str, actor: Actor, day: date) -> AccountId:
        enrolled = await self._vault.enrol(PLATFORM, "login", [login])
        account_id = AccountId(enrolled[login])
        if not (await self._platform.account(account_id)).opened:
            command_id = new_id()
            sealer = await self._vault.sealer(PLATFORM, command_id, [account_id])
            sealed = sealer.seal(
                account_id, "file", field="login", ordinal=0, fields={"login": login}
            )
            opening = OpenAccount(occurred_on=day, account_id=account_id, login=sealed)
            wish = IfNew(opening, unless="account.already_opened")
            stand(await self._platform.record([wish], actor, command_id=command_id))
        await self._credentials.open(account_id, None, must_change=True)
        return account_id

    async def _carry_out(
        self,
        place_id: UUID,
        commands: Sequence[Command | IfNew],
        actor: Actor,
        command_id: UUID,
        request: bytes = _REQUEST,
    ) -> int:
        """Append in the log of the place; returns the position, 0 when nothing was to be said."""
        if place_id == PLATFORM:
            outcome = await self._platform.record(
                commands, actor, command_id=command_id, request=request
            )
        else:
            outcome = await self._desk.carry_out(
                Asked(
                    union_id=place_id,
                    command_id=command_id,
                    actor=actor,
                    request=request,
                    groups=[commands],
                )
            )
        stand(outcome)
        return 0 if outcome.receipt is None else outcome.receipt.last_position
