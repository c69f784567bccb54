"""What stands on a member's dues account, and how every fact changes it."""

from collections import Counter
from datetime import date
from typing import assert_never

import msgspec

from domain.dues.assessment import Arrears, Assessment, WageBase, assess, unpaid_months
from domain.dues.events import (
    DuesEvent,
    DuesReceiptReversed,
    DuesReceived,
    DuesRefunded,
    DuesRefundReversed,
    DuesReminderSent,
    DuesWaived,
    DuesWaiverReversed,
    WageBaseDeclared,
    WageBaseReversed,
)
from domain.event import Fact
from domain.membership import Timeline
from domain.policy.dues import DuesPolicy


class State(msgspec.Struct, frozen=True):
    """Wage bases in order of their month; receipts, refunds and waivers by the version of their event.

    `received_on` and `dated` hold the business dates of receipts and of refunds and waivers;
    `reversed_versions` what of all of them was reversed.
    """

    receipts: dict[int, DuesReceived] = {}
    received_on: dict[int, date] = {}
    reversed_versions: frozenset[int] = frozenset()
    bases: tuple[WageBase, ...] = ()
    refunds: dict[int, DuesRefunded] = {}
    waivers: dict[int, DuesWaived] = {}
    dated: dict[int, date] = {}

    def received_fen(self, dues_month: str) -> int:
        """Return what was received for a month, neither reversed nor refunded, in fen."""
        return self.received_by_month()[dues_month]

    def waived_fen(self, dues_month: str) -> int:
        """Return what was waived for a month and not reversed, in fen."""
        return self.waived_by_month()[dues_month]

    def received_by_month(self) -> Counter[str]:
        """Return receipts less refunds by the month they are for, in fen."""
        received: Counter[str] = Counter()
        for version, receipt in self.receipts.items():
            if version not in self.reversed_versions:
                received[receipt.dues_month] += receipt.amount_fen
        for version, refund in self.refunds.items():
            if version not in self.reversed_versions:
                received[refund.dues_month] -= refund.amount_fen
        return received

    def waived_by_month(self) -> Counter[str]:
        """Return what was waived by month, in fen."""
        waived: Counter[str] = Counter()
        for version, waiver in self.waivers.items():
            if version not in self.reversed_versions:
                waived[waiver.dues_month] += waiver.amount_fen
        return waived

    def first_receipt_on(self, dues_month: str) -> date | None:
        """Return the day the first receipt for a month that still stands came in."""
        days = [
            self.received_on[version]
            for version, receipt in self.receipts.items()
            if receipt.dues_month == dues_month and version not in self.reversed_versions
        ]
        return min(days) if days else None

    def assessment(
        self, member: Timeline, month: str, policies: tuple[DuesPolicy, ...] = ()
    ) -> Assessment:
        """Return what the member owes for a month, explained."""
        waived_fen = self.waived_fen(month)
        return assess(member, self.bases, month, waived_fen=waived_fen, policies=policies)

    def arrears(self, member: Timeline, through_month: str) -> Arrears:
        """Return what is unpaid through a month, by all that is known now."""
        return unpaid_months(
            member,
            self.bases,
            through_month,
            received=self.received_by_month(),
            waived=self.waived_by_month(),
        )


def evolve(state: State, fact: Fact) -> State:
    event: DuesEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case WageBaseDeclared():
            return _with_base(state, fact.version, event)
        case WageBaseReversed():
            kept = tuple(base for base in state.bases if base.version != event.reversed_version)
            return msgspec.structs.replace(state, bases=kept)
        case DuesReceived():
            return msgspec.structs.replace(
                state,
                receipts={**state.receipts, fact.version: event},
                received_on={**state.received_on, fact.version: fact.occurred_on},
            )
        case DuesRefunded():
            return msgspec.structs.replace(
                state,
                refunds={**state.refunds, fact.version: event},
                dated={**state.dated, fact.version: fact.occurred_on},
            )
        case DuesWaived():
            return msgspec.structs.replace(
                state,
                waivers={**state.waivers, fact.version: event},
                dated={**state.dated, fact.version: fact.occurred_on},
            )
        case DuesReceiptReversed() | DuesRefundReversed() | DuesWaiverReversed():
            reversed_versions = state.reversed_versions | {event.reversed_version}
            return msgspec.structs.replace(state, reversed_versions=reversed_versions)
        case DuesReminderSent():
            return state
        case _:
            assert_never(event)


def _with_base(state: State, version: int, event: WageBaseDeclared) -> State:
    base = WageBase(event.from_month, version, event.due_fen, event.policy_id, event.policy_version)
    return msgspec.structs.replace(state, bases=tuple(sorted((*state.bases, base))))
