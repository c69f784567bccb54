"""Decides about dues: who owes and pays for which month (domain.md 3)."""

from datetime import date
from typing import assert_never

import msgspec

from domain.dues.commands import DeclareWageBase, DuesCommand, ReceiveDues, ReverseDuesReceipt
from domain.dues.events import DuesEvent, DuesReceiptReversed, DuesReceived, WageBaseDeclared
from domain.event import Fact
from domain.membership import Timeline
from domain.money import FEN_MAX, negated
from domain.period import is_month
from domain.policy.dues import DuesPolicy, dues_due
from domain.policy.posting import PostingMap, posting_lines
from domain.refusal import Refused

FUND = "own_funds"
"""All dues stay in the grassroots union (domain.md 3.6), so they are its own funds."""


class State(msgspec.Struct, frozen=True):
    """Receipts by the version of their event, and which of them were reversed."""

    receipts: dict[int, DuesReceived] = {}
    received_on: dict[int, date] = {}
    reversed_versions: frozenset[int] = frozenset()

    def received_fen(self, dues_month: str) -> int:
        """Return what was received for a month and not reversed, in fen."""
        return sum(
            receipt.amount_fen
            for version, receipt in self.receipts.items()
            if receipt.dues_month == dues_month and version not in self.reversed_versions
        )


class Context(msgspec.Struct, frozen=True):
    """What a dues decision needs from elsewhere: the membership, and the policies of the date."""

    member: Timeline
    dues_policy: DuesPolicy | None
    posting_map: PostingMap | None


def evolve(state: State, fact: Fact) -> State:
    event: DuesEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case WageBaseDeclared():
            return state
        case DuesReceived():
            return msgspec.structs.replace(
                state,
                receipts={**state.receipts, fact.version: event},
                received_on={**state.received_on, fact.version: fact.occurred_on},
            )
        case DuesReceiptReversed():
            reversed_versions = state.reversed_versions | {event.reversed_version}
            return msgspec.structs.replace(state, reversed_versions=reversed_versions)
        case _:
            assert_never(event)


def decide(state: State, command: DuesCommand, context: Context) -> list[DuesEvent] | Refused:
    if not context.member.spans:
        return Refused("dues.member_unknown", "member_id")
    match command:
        case DeclareWageBase():
            return _declare(command, context)
        case ReceiveDues():
            return _receive(command, context)
        case ReverseDuesReceipt():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _declare(command: DeclareWageBase, context: Context) -> list[DuesEvent] | Refused:
    if not is_month(command.from_month):
        return Refused("dues.month_malformed", "from_month")
    if context.dues_policy is None:
        return Refused("dues.no_policy_in_force", "from_month")
    if not 0 <= command.wage_fen <= FEN_MAX:
        return Refused("dues.wage_out_of_range", "wage_fen")
    return [
        WageBaseDeclared(
            member_id=command.member_id,
            from_month=command.from_month,
            wage=command.wage,
            due_fen=dues_due(command.wage_fen, context.dues_policy),
            policy_id=context.dues_policy.policy_id,
            policy_version=context.dues_policy.version,
        )
    ]


def _receive(command: ReceiveDues, context: Context) -> list[DuesEvent] | Refused:
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("dues.amount_not_positive", "amount_fen")
    if not is_month(command.dues_month):
        return Refused("dues.month_malformed", "dues_month")
    if not context.member.was_member_in(command.dues_month):
        return Refused("dues.not_member_in_month", "dues_month")
    if context.posting_map is None:
        return Refused("dues.no_posting_map_in_force", "occurred_on")
    lines = posting_lines(
        context.posting_map, "dues.received", fund=FUND, amount_fen=command.amount_fen
    )
    if lines is None:
        return Refused("dues.operation_not_posted", "occurred_on")
    return [
        DuesReceived(
            member_id=command.member_id,
            dues_month=command.dues_month,
            amount_fen=command.amount_fen,
            posting_map=context.posting_map.policy_id,
            lines=lines,
        )
    ]


def _reverse(state: State, command: ReverseDuesReceipt) -> list[DuesEvent] | Refused:
    receipt = state.receipts.get(command.reversed_version)
    if receipt is None:
        return Refused("dues.no_such_receipt", "reversed_version")
    if command.reversed_version in state.reversed_versions:
        return Refused("dues.receipt_already_reversed", "reversed_version")
    if command.occurred_on < state.received_on[command.reversed_version]:
        return Refused("dues.reversed_before_received", "occurred_on")
    return [
        DuesReceiptReversed(
            member_id=command.member_id,
            dues_month=receipt.dues_month,
            amount_fen=receipt.amount_fen,
            reversed_version=command.reversed_version,
            reason=command.reason,
            lines=negated(receipt.lines),
        )
    ]
