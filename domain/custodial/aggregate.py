"""Decides about money held in trust: never more goes out than came in (代管经费, domain.md 4.3)."""

from datetime import date
from typing import assert_never

import msgspec

from domain.custodial.commands import (
    CustodialCommand,
    PayCustodialFund,
    ReceiveCustodialFund,
    ReverseCustodialEntry,
)
from domain.custodial.events import (
    CustodialEvent,
    CustodialFundPaid,
    CustodialFundReceived,
    CustodialFundReversed,
)
from domain.event import Fact
from domain.funds import CUSTODIAL
from domain.money import FEN_MAX, negated
from domain.officers import APPROVING, Officers
from domain.policy.posting import PostingMap, posting_lines
from domain.refusal import Refused

Decided = list[CustodialEvent] | Refused


class State(msgspec.Struct, frozen=True):
    """The entries by version with the day of each, and which of them were reversed."""

    entries: dict[int, CustodialFundReceived | CustodialFundPaid] = {}
    entered_on: dict[int, date] = {}
    reversed_on: dict[int, date] = {}

    def balance_fen(self) -> int:
        """Return what is held now, in fen."""
        return sum(fen for _, fen in self._moves())

    def lowest_fen(self, *moves: tuple[date, int]) -> int:
        """Return the lowest balance at the end of any day, with some moves more, in fen; 0 at most."""
        days: dict[date, int] = {}
        for day, fen in (*self._moves(), *moves):
            days[day] = days.get(day, 0) + fen
        balance = lowest = 0
        for day in sorted(days):
            balance += days[day]
            lowest = min(lowest, balance)
        return lowest

    def effect_fen(self, version: int) -> int:
        """Return what an entry did to the balance, in fen."""
        entry = self.entries[version]
        is_receipt = isinstance(entry, CustodialFundReceived)
        return entry.amount_fen if is_receipt else -entry.amount_fen

    def _moves(self) -> list[tuple[date, int]]:
        return [
            *((self.entered_on[version], self.effect_fen(version)) for version in self.entries),
            *(
                (day, -self.effect_fen(version))
                for version, day in self.reversed_on.items()
                if version in self.entries
            ),
        ]


class Context(msgspec.Struct, frozen=True):
    """The posting map in force on the command's day, and who holds which office."""

    posting_map: PostingMap | None
    officers: Officers = Officers()


def evolve(state: State, fact: Fact) -> State:
    event: CustodialEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case CustodialFundReceived() | CustodialFundPaid():
            return msgspec.structs.replace(
                state,
                entries={**state.entries, fact.version: event},
                entered_on={**state.entered_on, fact.version: fact.occurred_on},
            )
        case CustodialFundReversed():
            reversed_on = {**state.reversed_on, event.reversed_version: fact.occurred_on}
            return msgspec.structs.replace(state, reversed_on=reversed_on)
        case _:
            assert_never(event)


def decide(state: State, command: CustodialCommand, context: Context) -> Decided:
    match command:
        case ReceiveCustodialFund():
            return _receive(command, context)
        case PayCustodialFund():
            return _pay(state, command, context)
        case ReverseCustodialEntry():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _receive(command: ReceiveCustodialFund, context: Context) -> Decided:
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("custodial.amount_not_positive", "amount_fen")
    if context.posting_map is None:
        return Refused("custodial.no_posting_map_in_force", "occurred_on")
    lines = posting_lines(
        context.posting_map, "custodial.received", fund=CUSTODIAL, amount_fen=command.amount_fen
    )
    if lines is None:
        return Refused("custodial.operation_not_posted", "occurred_on")
    return [
        CustodialFundReceived(
            custodial_id=command.custodial_id,
            purpose=command.purpose,
            amount_fen=command.amount_fen,
            posting_map=context.posting_map.policy_id,
            lines=lines,
            details=command.details,
            document_no=command.document_no,
        )
    ]


def _pay(state: State, command: PayCustodialFund, context: Context) -> Decided:
    """Never more than was held on the day, nor on any later day known; who approves does not pay."""
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("custodial.amount_not_positive", "amount_fen")
    if state.lowest_fen((command.occurred_on, -command.amount_fen)) < 0:
        return Refused("custodial.more_than_held", "amount_fen")
    fault = _not_signed(command, context.officers)
    if fault is not None:
        return fault
    if context.posting_map is None:
        return Refused("custodial.no_posting_map_in_force", "occurred_on")
    lines = posting_lines(
        context.posting_map, "custodial.paid", fund=CUSTODIAL, amount_fen=command.amount_fen
    )
    if lines is None:
        return Refused("custodial.operation_not_posted", "occurred_on")
    return [
        CustodialFundPaid(
            custodial_id=command.custodial_id,
            amount_fen=command.amount_fen,
            posting_map=context.posting_map.policy_id,
            lines=lines,
            payee=command.payee,
            document_no=command.document_no,
            approver_id=command.approver_id,
            cashier_id=command.cashier_id,
        )
    ]


def _not_signed(command: PayCustodialFund, officers: Officers) -> Refused | None:
    approver, cashier, day = command.approver_id, command.cashier_id, command.occurred_on
    if not officers.are_different(approver, cashier):
        return Refused("custodial.duties_not_separated", "cashier_id")
    if approver is not None and not officers.holds_any(approver, APPROVING, day):
        return Refused("custodial.office_not_held", "approver_id")
    if cashier is not None and not officers.holds(cashier, "cashier", day):
        return Refused("custodial.office_not_held", "cashier_id")
    return None


def _reverse(state: State, command: ReverseCustodialEntry) -> Decided:
    version = command.reversed_version
    entry = state.entries.get(version)
    if entry is None:
        return Refused("custodial.no_such_entry", "reversed_version")
    if version in state.reversed_on:
        return Refused("custodial.entry_already_reversed", "reversed_version")
    if command.occurred_on < state.entered_on[version]:
        return Refused("custodial.reversed_before_entered", "occurred_on")
    if state.lowest_fen((command.occurred_on, -state.effect_fen(version))) < 0:
        return Refused("custodial.more_than_held", "reversed_version")
    return [
        CustodialFundReversed(
            custodial_id=entry.custodial_id,
            entry="received" if isinstance(entry, CustodialFundReceived) else "paid",
            amount_fen=entry.amount_fen,
            reversed_version=version,
            reason=command.reason,
            lines=negated(entry.lines),
        )
    ]
