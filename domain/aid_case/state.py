"""How far an aid case has come: what its events tell. The rules of its steps are in `aggregate.py`."""

from datetime import date
from typing import Literal, assert_never

import msgspec

from domain.aid_case.events import (
    AidApprovalReversed,
    AidApproved,
    AidCancelled,
    AidCaseEvent,
    AidPaid,
    AidPaymentReturned,
    AidRejected,
    AidRequested,
    AidReviewed,
)
from domain.event import Fact


class State(msgspec.Struct, frozen=True):
    """The request, the approval, the payments by version, and which of them came back."""

    approved: AidApproved | None = None
    approved_on: date | None = None
    payments: dict[int, AidPaid] = {}
    paid_on: dict[int, date] = {}
    returned_versions: frozenset[int] = frozenset()
    requested: AidRequested | None = None
    requested_version: int = 0
    reviewed: AidReviewed | None = None
    step_on: date | None = None
    ended: Literal["rejected", "cancelled"] | None = None

    def paid_fen(self) -> int:
        """Return what was paid and did not come back, in fen."""
        return sum(
            payment.amount_fen
            for version, payment in self.payments.items()
            if version not in self.returned_versions
        )

    def open_fen(self) -> int:
        """Return what is approved and may still be paid, in fen."""
        if self.approved is None or self.ended is not None:
            return 0
        return self.approved.amount_fen - self.paid_fen()


def evolve(state: State, fact: Fact) -> State:
    event: AidCaseEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case AidRequested():
            return msgspec.structs.replace(
                state,
                requested=event,
                requested_version=fact.version,
                step_on=fact.occurred_on,
            )
        case AidReviewed():
            return msgspec.structs.replace(state, reviewed=event, step_on=fact.occurred_on)
        case AidApproved():
            return msgspec.structs.replace(state, approved=event, approved_on=fact.occurred_on)
        case AidApprovalReversed():
            return msgspec.structs.replace(state, approved=None, approved_on=None)
        case AidRejected():
            return msgspec.structs.replace(state, ended="rejected")
        case AidCancelled():
            return msgspec.structs.replace(state, ended="cancelled")
        case AidPaid():
            return msgspec.structs.replace(
                state,
                payments={**state.payments, fact.version: event},
                paid_on={**state.paid_on, fact.version: fact.occurred_on},
            )
        case AidPaymentReturned():
            returned = state.returned_versions | {event.returned_version}
            return msgspec.structs.replace(state, returned_versions=returned)
        case _:
            assert_never(event)
