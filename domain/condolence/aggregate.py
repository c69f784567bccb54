"""Decides about condolences (《基层工会经费收支管理办法》总工办发〔2017〕32号, domain.md 4.6)."""

from datetime import date
from typing import assert_never

import msgspec

from domain.condolence.commands import CondolenceCommand, RecordCondolence, ReverseCondolence
from domain.condolence.events import CondolenceEvent, CondolenceRecorded, CondolenceReversed
from domain.event import Fact
from domain.membership import Timeline
from domain.money import FEN_MAX, negated
from domain.policy.posting import PostingMap, posting_lines
from domain.refusal import Refused

FUND = "own_funds"
"""Condolences to members are collective benefits, paid from the union's own funds."""


class State(msgspec.Struct, frozen=True):
    recorded: CondolenceRecorded | None = None
    given_on: date | None = None
    reversed: bool = False


class Context(msgspec.Struct, frozen=True):
    """The membership of the person, and the posting map of the date."""

    member: Timeline
    posting_map: PostingMap | None


def evolve(state: State, fact: Fact) -> State:
    event: CondolenceEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case CondolenceRecorded():
            return msgspec.structs.replace(state, recorded=event, given_on=fact.occurred_on)
        case CondolenceReversed():
            return msgspec.structs.replace(state, reversed=True)
        case _:
            assert_never(event)


def decide(
    state: State, command: CondolenceCommand, context: Context
) -> list[CondolenceEvent] | Refused:
    match command:
        case RecordCondolence():
            return _record(state, command, context)
        case ReverseCondolence():
            return _reverse(state, command)
        case _:
            assert_never(command)


def _record(
    state: State, command: RecordCondolence, context: Context
) -> list[CondolenceEvent] | Refused:
    if state.recorded is not None:
        return Refused("condolence.already_recorded", "condolence_id")
    if not context.member.spans:
        return Refused("condolence.member_unknown", "member_id")
    if not 1 <= command.amount_fen <= FEN_MAX:
        return Refused("condolence.amount_not_positive", "amount_fen")
    if context.posting_map is None:
        return Refused("condolence.no_posting_map_in_force", "occurred_on")
    lines = posting_lines(
        context.posting_map, "condolence.recorded", fund=FUND, amount_fen=command.amount_fen
    )
    if lines is None:
        return Refused("condolence.operation_not_posted", "occurred_on")
    return [
        CondolenceRecorded(
            condolence_id=command.condolence_id,
            member_id=command.member_id,
            occasion=command.occasion,
            amount_fen=command.amount_fen,
            details=command.details,
            posting_map=context.posting_map.policy_id,
            lines=lines,
        )
    ]


def _reverse(state: State, command: ReverseCondolence) -> list[CondolenceEvent] | Refused:
    recorded = state.recorded
    if recorded is None:
        return Refused("condolence.unknown", "condolence_id")
    if state.reversed:
        return Refused("condolence.already_reversed", "condolence_id")
    if state.given_on is not None and command.occurred_on < state.given_on:
        return Refused("condolence.reversed_before_given", "occurred_on")
    return [
        CondolenceReversed(
            condolence_id=recorded.condolence_id,
            member_id=recorded.member_id,
            occasion=recorded.occasion,
            amount_fen=recorded.amount_fen,
            reason=command.reason,
            lines=negated(recorded.lines),
        )
    ]
