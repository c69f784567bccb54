"""Through whose hands an entry went: who entered, changed, reviewed, approved and posted it, and when.

Events name officers where the rules demand one (domain.md 5.6, 会计法 art. 37); whoever is not named there is known
by the login that asked for the event. Nobody approves what needs no approval: dues that come in, for example.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, Literal
from uuid import UUID

import msgspec

from domain.event import Event
from services.store.contract import RecordedEvent

StepName = Literal["entered", "changed", "reviewed", "approved", "posted"]
LOGIN: Final = "login:"
"""Stands before the id of a login, where no officer is named."""

_STEPS: Final[Mapping[str, Sequence[tuple[StepName, str]]]] = {
    "voucher.drafted": (("entered", "handler_id"),),
    "voucher.revised": (("changed", "handler_id"),),
    "voucher.reviewed": (("reviewed", "reviewer_id"),),
    "voucher.approved": (("approved", "approver_id"),),
    "voucher.posted": (("posted", "posted_by"),),
    "voucher.reversed": (
        ("entered", "requested_by"),
        ("approved", "approved_by"),
        ("posted", "requested_by"),
    ),
    "aid_case.requested": (("entered", "handler_id"),),
    "aid_case.reviewed": (("reviewed", "reviewer_id"),),
    "aid_case.approved": (
        ("entered", "handler_id"),
        ("reviewed", "reviewer_id"),
        ("approved", "approver_id"),
    ),
    "aid_case.paid": (("posted", "cashier_id"),),
    "condolence.requested": (("entered", "handler_id"),),
    "condolence.approved": (("approved", "approver_id"),),
    "dues.refunded": (("entered", "handler_id"), ("approved", "approver_id")),
    "contribution.upward_remittance_paid": (
        ("approved", "approver_id"),
        ("posted", "cashier_id"),
    ),
    "custodial.paid": (("approved", "approver_id"), ("posted", "cashier_id")),
    "pay_batch.drafted": (("entered", "handler_id"),),
    "pay_batch.reviewed": (("reviewed", "reviewer_id"),),
    "pay_batch.approved": (("approved", "approver_id"),),
}
"""What each event says of whom. A pay list's steps stand for payments on it that went through none of their own."""

_BEGINS_ANEW: Final = frozenset(
    {"voucher.returned", "voucher.revised", "pay_batch.draft_returned", "pay_batch.drafted"}
)
"""After these the draft is reviewed and approved again."""
_GOES_ON: Final = frozenset({"voucher.posted", "aid_case.paid", "condolence.recorded"})
"""These post what went through earlier steps of their stream; all others stand for themselves."""


class Hand(msgspec.Struct, frozen=True, kw_only=True):
    """Who took a step: an officer's id, or a login; the business date, and the instant it was recorded."""

    who: str
    on: date
    at: datetime


Hands = Mapping[StepName, Hand]
"""The steps an entry went through. `entered` and `posted` are always among those of a posted entry."""


class HandBook:
    """Reads events in the order of the log and tells of each posting through whose hands it went."""

    def __init__(self) -> None:
        self._streams: dict[UUID, dict[StepName, Hand]] = {}
        self.officers: set[str] = set()
        self.logins: set[str] = set()

    def note(self, recorded: RecordedEvent, event: Event) -> None:
        """Remember what an event says about the hands of its stream."""
        if recorded.topic in _BEGINS_ANEW:
            for step in ("reviewed", "approved"):
                self._streams.get(recorded.stream_id, {}).pop(step, None)
        if recorded.topic in _STEPS:
            hands = self._streams.setdefault(recorded.stream_id, {})
            hands.update(self._named(recorded, event))

    def of_posting(self, recorded: RecordedEvent, event: Event) -> Hands:
        """Return the hands of an event that posts; whoever asked for it entered and posted it otherwise."""
        earlier: dict[StepName, Hand] = {}
        if recorded.topic in _GOES_ON:
            list_id = getattr(event, "pay_batch_id", None)
            if list_id is not None:
                earlier |= self._streams.get(list_id, {})
            earlier |= self._streams.get(recorded.stream_id, {})
        earlier.pop("posted", None)  # an earlier payment of the case
        login = self._hand(recorded, f"{LOGIN}{recorded.actor_id}")
        hands: dict[StepName, Hand] = {"entered": login, "posted": login}
        hands |= earlier
        hands |= self._named(recorded, event)
        self.officers |= {hand.who for hand in hands.values() if not hand.who.startswith(LOGIN)}
        self.logins |= {hand.who for hand in hands.values() if hand.who.startswith(LOGIN)}
        return hands

    def _named(self, recorded: RecordedEvent, event: Event) -> dict[StepName, Hand]:
        return {
            step: self._hand(recorded, str(officer))
            for step, field in _STEPS.get(recorded.topic, ())
            if (officer := getattr(event, field, None)) is not None
        }

    @staticmethod
    def _hand(recorded: RecordedEvent, who: str) -> Hand:
        return Hand(who=who, on=recorded.occurred_on, at=recorded.recorded_at)
