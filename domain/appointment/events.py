"""What can happen to an appointment. They stand in the log of the place it is at; one stream per place and account.

No name stands in any of them: who the account is, only the platform knows; `officer_id` and `member_id` are the
place's own ids of the person.
"""

from datetime import date
from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import AccountId, MemberId, OfficerId
from domain.roles import PersonRole

EndReason = Literal["term_over", "resigned", "left", "mistake", "misuse"]


class AppointmentOffered(Event, frozen=True, kw_only=True):
    """Roles were offered, with a code to accept them by; they hold once accepted, before the day `until`.

    An offer takes the place of whatever the account was offered or held here before. `appointer`: the account
    of whoever offered, None for the machine's operator.
    """

    TOPIC: ClassVar[str] = "appointment.offered"

    account_id: AccountId
    roles: tuple[PersonRole, ...]
    officer_id: OfficerId | None = None
    member_id: MemberId | None = None
    until: date | None = None
    appointer: AccountId | None = None


class AppointmentAccepted(Event, frozen=True, kw_only=True):
    """The person redeemed the code. It holds while the account is in this `generation`."""

    TOPIC: ClassVar[str] = "appointment.accepted"

    account_id: AccountId
    generation: int


class AppointmentChanged(Event, frozen=True, kw_only=True):
    """Other roles or another end; a code is not asked for again."""

    TOPIC: ClassVar[str] = "appointment.changed"

    account_id: AccountId
    roles: tuple[PersonRole, ...]
    until: date | None = None
    appointer: AccountId | None = None


class AppointmentEnded(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "appointment.ended"

    account_id: AccountId
    reason: EndReason
    appointer: AccountId | None = None


AppointmentEvent = AppointmentOffered | AppointmentAccepted | AppointmentChanged | AppointmentEnded
