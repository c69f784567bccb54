"""Giving and taking roles: the office in the books, the account on the platform, the appointment at the place.

An appointment spans two logs and the key store: the account is opened first, then the place offers the roles. Each
step may be repeated, and nothing holds before the person has redeemed the code (`domain/appointment`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal
from uuid import UUID

import msgspec

from domain.account.commands import EndSession, OpenAccount
from domain.account.events import SessionEnd
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
from domain.federation.commands import RecordCountyOfficer
from domain.ids import PLATFORM, AccountId, MemberId, OfficerId, UnionId, appointment_stream
from domain.officers import Office
from domain.roles import PersonRole, Place
from domain.union.commands import RecordOfficer
from services.accounts.platform import AccessRefused, Platform, stand
from services.auth.invitations import Invitations
from services.auth.sessions import Sessions
from services.commands import Asked, Desk
from services.commands.deciding import IfNew
from services.identifiers import new_id
from services.keys import Vault
from services.store.access_rows import CredentialRows

OFFICES: Final[Mapping[PersonRole, tuple[Office, ...]]] = {
    "clerk": ("handler", "accountant"),
    "reviewer": ("reviewer",),
    "approver": ("approver",),
    "cashier": ("cashier",),
    "chair": ("chairperson",),
    "unit_auditor": ("audit_committee_member",),
    "county_officer": ("handler", "approver"),
    "county_auditor": ("audit_committee_member",),
    "platform_admin": (),
}
"""The offices a role signs by: recorded in the place's books with the offer."""

_REQUEST: Final = b"appointment"
"""The request of whoever makes a new command each time."""


class NewAppointment(msgspec.Struct, frozen=True, kw_only=True):
    """Who is to hold which roles at a place. `login` is a name in its one spelling (`names.py`)."""

    place: Place
    place_id: UUID
    login: str
    name: str
    roles: tuple[PersonRole, ...]
    member_id: MemberId | None = None
    until: date | None = None


class Appointer(msgspec.Struct, frozen=True, kw_only=True):
    """Who gives or takes roles; `roles` None: the operator at the machine's command line, `account_id` then too."""

    actor: Actor
    account_id: AccountId | None = None
    roles: tuple[PersonRole, ...] | None = None


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an offer. `code` is shown this once; it lets nobody in who has a password already."""

    account_id: AccountId
    officer_id: OfficerId | None
    code: str
    position: int


Stands = Literal["offered", "holds", "asleep", "over", "ended"]


class AppointmentListed(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment as it stands. `asleep`: the account was reset, and the place has not given another code."""

    account_id: AccountId
    officer_id: OfficerId | None
    roles: tuple[PersonRole, ...]
    until: date | None
    stands: Stands


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
        sessions: Sessions,
    ) -> None:
        self._desk = desk
        self._vault = vault
        self._platform = platform
        self._credentials = credentials
        self._invitations = invitations
        self._sessions = sessions

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
        officer_id = await self._officer_id(wanted)
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
        commands = [*await self._offices(wanted, officer_id, named, day), offer]
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
        actor = Actor(actor_id=f"account:{account_id}", role="operator")
        wish = IfNew(accept, unless="appointment.already_accepted")
        await self._carry_out(place_id, [wish], actor, new_id())

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
        await self.end_sessions(account_id, "rights_changed", by.actor, day)
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
        await self.end_sessions(account_id, "rights_changed", by.actor, day)
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
                rows.append(_listed(account_id, state, credential.generation, day))
        return rows

    async def end_sessions(
        self, account_id: AccountId, how: SessionEnd, actor: Actor, day: date
    ) -> None:
        """End every session of an account, and say so in the log."""
        ended = [
            EndSession(occurred_on=day, account_id=account_id, session_id=session_id, how=how)
            for session_id in await self._sessions.end_all(account_id)
        ]
        if ended:
            await self._platform.record(ended, actor)

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

    async def _officer_id(self, wanted: NewAppointment) -> OfficerId | None:
        if wanted.place == "platform":
            return None
        enrolled = await self._vault.enrol(wanted.place_id, "officer", [wanted.name])
        return OfficerId(enrolled[wanted.name])

    async def _offices(
        self, wanted: NewAppointment, officer_id: OfficerId | None, command_id: UUID, day: date
    ) -> list[Command | IfNew]:
        if officer_id is None:
            return []
        sealer = await self._vault.sealer(wanted.place_id, command_id, [officer_id])
        offices = dict.fromkeys(office for role in wanted.roles for office in OFFICES[role])
        commands: list[Command | IfNew] = []
        for ordinal, office in enumerate(offices):
            name = sealer.seal(
                officer_id, "books", field="officer", ordinal=ordinal, fields={"name": wanted.name}
            )
            if wanted.place == "union":
                record: Command = RecordOfficer(
                    occurred_on=day,
                    officer_id=officer_id,
                    office=office,
                    name=name,
                    until=wanted.until,
                    member_id=wanted.member_id,
                )
            else:
                record = RecordCountyOfficer(
                    occurred_on=day,
                    officer_id=officer_id,
                    office=office,
                    name=name,
                    until=wanted.until,
                )
            commands.append(IfNew(record, unless=f"{wanted.place}.officer_already_recorded"))
        return commands

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


def _listed(
    account_id: AccountId, state: appointment.State, generation: int, day: date
) -> AppointmentListed:
    return AppointmentListed(
        account_id=account_id,
        officer_id=state.officer_id,
        roles=tuple(sorted(state.roles)),
        until=state.until,
        stands=_stands(state, generation, day),
    )


def _stands(state: appointment.State, generation: int, day: date) -> Stands:
    if state.ended:
        return "ended"
    if state.is_over(day):
        return "over"
    if state.accepted_generation is None:
        return "offered"
    return "holds" if state.accepted_generation == generation else "asleep"
