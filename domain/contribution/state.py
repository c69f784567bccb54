"""What later decisions need to know of one month's contribution, and how its events make it up."""

from datetime import date
from typing import TypeVar, assert_never

import msgspec

from domain.contribution.events import (
    ContributionEvent,
    ContributionReceived,
    ContributionReversed,
    EmployerDunned,
    LateFeeReceived,
    MoneyEvent,
    PayrollDeclared,
    RefundReceived,
    UpwardRemittancePaid,
)
from domain.event import Fact
from domain.policy.sharing import LateFee, late_fee_fen
from domain.refusal import Refused

Decided = list[ContributionEvent] | Refused
M = TypeVar("M", ContributionReceived, UpwardRemittancePaid, RefundReceived, LateFeeReceived)


class State(msgspec.Struct, frozen=True):
    """The payroll declared last, and the entries of money by version with the day of each."""

    declared: PayrollDeclared | None = None
    dunned_on: date | None = None
    entries: dict[int, MoneyEvent] = {}
    entered_on: dict[int, date] = {}
    reversed_versions: frozenset[int] = frozenset()

    def standing(self, kind: type[M]) -> list[M]:
        """Return the entries of a kind that were not reversed."""
        return [
            entry
            for version, entry in self.entries.items()
            if isinstance(entry, kind) and version not in self.reversed_versions
        ]

    def total_fen(self, kind: type[M]) -> int:
        """Return the sum of the standing entries of a kind, in fen."""
        return sum(entry.amount_fen for entry in self.standing(kind))

    def retained_fen(self) -> int:
        """Return what of the money received stays, in fen."""
        return sum(entry.retained_fen for entry in self.standing(ContributionReceived))

    def owed_upward_fen(self) -> int:
        """Return what belongs to the levels above and was not handed up yet, in fen."""
        upward = sum(entry.upward_fen for entry in self.standing(ContributionReceived))
        return upward - self.total_fen(UpwardRemittancePaid)

    def refundable_fen(self) -> int:
        """Return what was handed up and has not come back, in fen."""
        return self.total_fen(UpwardRemittancePaid) - self.total_fen(RefundReceived)

    def arrears_fen(self, day: date) -> int:
        """Return what the employer still owes at the end of a day (欠拨), in fen; 0 before it is due."""
        if self.declared is None or day <= self.declared.due_on:
            return 0
        return max(0, self.declared.due_fen - self._received_through(day))

    def late_fee_owed_fen(self, late_fee: LateFee, day: date) -> int:
        """Return the fee run up by a day: each amount for the days it was late, never above what was late."""
        start = self._late_since(late_fee)
        if self.declared is None or start is None or day <= start:
            return 0
        late = max(0, self.declared.due_fen - self._received_through(start))
        owed, fee, since = late, 0, start
        for paid_on, amount_fen in self._paid_after(start, day):
            fee += late_fee_fen(owed, (paid_on - since).days, late_fee)
            owed, since = max(0, owed - amount_fen), paid_on
        fee += late_fee_fen(owed, (day - since).days, late_fee)
        return min(fee, late)

    def _late_since(self, late_fee: LateFee) -> date | None:
        if late_fee.runs_from == "dunning":
            return self.dunned_on
        return None if self.declared is None else self.declared.due_on

    def _received_through(self, day: date) -> int:
        return sum(
            entry.amount_fen
            for version, entry in self.entries.items()
            if isinstance(entry, ContributionReceived)
            and version not in self.reversed_versions
            and self.entered_on[version] <= day
        )

    def _paid_after(self, start: date, day: date) -> list[tuple[date, int]]:
        return sorted(
            (self.entered_on[version], entry.amount_fen)
            for version, entry in self.entries.items()
            if isinstance(entry, ContributionReceived)
            and version not in self.reversed_versions
            and start < self.entered_on[version] <= day
        )


def evolve(state: State, fact: Fact) -> State:
    event: ContributionEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case PayrollDeclared():
            return msgspec.structs.replace(state, declared=event)
        case EmployerDunned():
            return msgspec.structs.replace(state, dunned_on=state.dunned_on or fact.occurred_on)
        case ContributionReceived() | UpwardRemittancePaid() | RefundReceived() | LateFeeReceived():
            return msgspec.structs.replace(
                state,
                entries={**state.entries, fact.version: event},
                entered_on={**state.entered_on, fact.version: fact.occurred_on},
            )
        case ContributionReversed():
            return without(state, event.reversed_version)
        case _:
            assert_never(event)


def without(state: State, version: int) -> State:
    """Return the state after one entry is undone."""
    return msgspec.structs.replace(state, reversed_versions=state.reversed_versions | {version})
