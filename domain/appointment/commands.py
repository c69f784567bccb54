"""What may be asked of an appointment.

`place` and `appointer_roles` are facts the service knows, never words of whoever asks: `appointer_roles` are the
roles the appointer holds now at the place and at those above it, None for the machine's operator at the command
line, who may appoint the first.
"""

from datetime import date

from domain.appointment.events import EndReason
from domain.command import Command
from domain.ids import AccountId, MemberId, OfficerId
from domain.roles import PersonRole, Place


class OfferAppointment(Command, frozen=True, kw_only=True):
    """`generation`: the account's at this moment."""

    account_id: AccountId
    generation: int
    place: Place
    roles: tuple[PersonRole, ...]
    appointer_roles: tuple[PersonRole, ...] | None
    appointer: AccountId | None = None
    officer_id: OfficerId | None = None
    member_id: MemberId | None = None
    until: date | None = None


class AcceptAppointment(Command, frozen=True, kw_only=True):
    """`generation`: the account's at this moment. The code was verified before."""

    account_id: AccountId
    generation: int


class ChangeAppointment(Command, frozen=True, kw_only=True):
    """`roles` and `until` take the place of those before, wholly."""

    account_id: AccountId
    place: Place
    roles: tuple[PersonRole, ...]
    appointer_roles: tuple[PersonRole, ...] | None
    appointer: AccountId | None = None
    until: date | None = None


class EndAppointment(Command, frozen=True, kw_only=True):
    account_id: AccountId
    reason: EndReason
    appointer_roles: tuple[PersonRole, ...] | None
    appointer: AccountId | None = None


AppointmentCommand = OfferAppointment | AcceptAppointment | ChangeAppointment | EndAppointment
