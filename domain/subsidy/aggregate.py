"""Decides about a subsidy: once, into the fund of its purpose (专款专用, domain.md rule 12 and 4.3)."""

from datetime import date
from typing import assert_never

import msgspec

from domain.event import Fact
from domain.funds import fund_of, may_stand_in
from domain.money import FEN_MAX, negated
from domain.policy.posting import PostingMap, posting_lines
from domain.refusal import Refused
from domain.subsidy.commands import ReceiveSubsidy, ReverseSubsidy, SubsidyCommand
from domain.subsidy.events import SubsidyEvent, SubsidyReceived, SubsidyReversed


class State(msgspec.Struct, frozen=True):
    """The receipt, its version and day, and whether it was reversed."""

    received: SubsidyReceived | None = None
    received_version: int = 0
    received_on: date | None = None
    is_reversed: bool = False


class Context(msgspec.Struct, frozen=True):
    """The posting map in force on the command's day."""

    posting_map: PostingMap | None


def evolve(state: State, fact: Fact) -> State:
    event: SubsidyEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case SubsidyReceived():
            return State(event, fact.version, fact.occurred_on)
        case SubsidyReversed():
            return msgspec.structs.replace(state, is_reversed=True)
        case _:
            assert_never(event)


def decide(state: State, command: SubsidyCommand, context: Context) -> list[SubsidyEvent] | Refused:
    match command:
        case ReceiveSubsidy():
            return _receive(state, command, context)
        case ReverseSubsidy():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _receive(
    state: State, command: ReceiveSubsidy, context: Context
) -> list[SubsidyEvent] | Refused:
    if state.received is not None:
        return Refused("subsidy.already_received", "subsidy_id")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("subsidy.amount_not_positive", "amount_fen")
    fund = fund_of(command.kind) if command.fund is None else command.fund
    if not may_stand_in(command.kind, fund):
        return Refused("subsidy.fund_of_another_purpose", "fund")
    if context.posting_map is None:
        return Refused("subsidy.no_posting_map_in_force", "occurred_on")
    lines = posting_lines(
        context.posting_map,
        f"subsidy.{command.kind}",
        fund=fund,
        amount_fen=command.amount_fen,
    )
    if lines is None:
        return Refused("subsidy.operation_not_posted", "occurred_on")
    return [
        SubsidyReceived(
            subsidy_id=command.subsidy_id,
            kind=command.kind,
            fund=fund,
            amount_fen=command.amount_fen,
            document_no=command.document_no,
            posting_map=context.posting_map.policy_id,
            lines=lines,
            allocation_id=command.allocation_id,
        )
    ]


def _reverse(state: State, command: ReverseSubsidy) -> list[SubsidyEvent] | Refused:
    received = state.received
    if received is None or state.received_on is None:
        return Refused("subsidy.not_received", "subsidy_id")
    if state.is_reversed:
        return Refused("subsidy.already_reversed", "subsidy_id")
    if command.occurred_on < state.received_on:
        return Refused("subsidy.reversed_before_received", "occurred_on")
    return [
        SubsidyReversed(
            subsidy_id=received.subsidy_id,
            kind=received.kind,
            fund=received.fund,
            amount_fen=received.amount_fen,
            reversed_version=state.received_version,
            reason=command.reason,
            lines=negated(received.lines),
        )
    ]
