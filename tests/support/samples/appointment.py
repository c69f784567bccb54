"""Samples of the events of an appointment."""

from datetime import date

from domain.appointment.events import (
    AppointmentAccepted,
    AppointmentChanged,
    AppointmentEnded,
    AppointmentOffered,
)
from domain.event import Event
from tests.domain.values import ACCOUNT, APPROVER, MEMBER, OTHER_ACCOUNT

COMPLETE: tuple[Event, ...] = (
    AppointmentOffered(
        account_id=ACCOUNT,
        roles=("reviewer", "approver"),
        officer_id=APPROVER,
        member_id=MEMBER,
        until=date(2028, 12, 31),
        appointer=OTHER_ACCOUNT,
    ),
    AppointmentAccepted(account_id=ACCOUNT, generation=1),
    AppointmentChanged(
        account_id=ACCOUNT,
        roles=("approver",),
        until=date(2027, 12, 31),
        appointer=OTHER_ACCOUNT,
    ),
    AppointmentEnded(account_id=ACCOUNT, reason="resigned", appointer=ACCOUNT),
)
MINIMAL: tuple[Event, ...] = (
    AppointmentOffered(account_id=ACCOUNT, roles=("platform_admin",)),
    AppointmentChanged(account_id=ACCOUNT, roles=("county_officer",)),
    AppointmentEnded(account_id=ACCOUNT, reason="mistake"),
)
VARIANTS: dict[str, Event] = {}
