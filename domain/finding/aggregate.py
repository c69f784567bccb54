"""Decides about findings: 发现 → 整改 → 复核 → 销号, each step by whom it belongs to (domain.md 7.1, 7.2).

Sources: 工会法 art. 45, 章程 art. 13 (the audit committee examines the union, the higher one the next lower union);
会计法 art. 35: who keeps the books or the cash does not audit them.
"""

from datetime import date
from typing import assert_never, get_args

import msgspec

from domain.event import Fact
from domain.finding import rectifying
from domain.finding.commands import (
    AcceptRectification,
    CloseFinding,
    ExtendDeadline,
    FindingCommand,
    RaiseFinding,
    RequireRectification,
    ReturnRectification,
    SubmitRectification,
    WithdrawFinding,
)
from domain.finding.events import (
    DeadlineExtended,
    FindingClosed,
    FindingEvent,
    FindingRaised,
    FindingWithdrawn,
    RectificationAccepted,
    RectificationRequired,
    RectificationReturned,
    RectificationSubmitted,
)
from domain.finding.state import Context, Stage, State
from domain.ids import OfficerId
from domain.money import FEN_MAX
from domain.officers import Office, Officers
from domain.refusal import Refused

__all__ = ["AUDITING", "Context", "State", "decide", "evolve"]

Decided = list[FindingEvent] | Refused

AUDITING: frozenset[Office] = frozenset({"audit_committee_chair", "audit_committee_member"})
"""经审会: who may raise a finding, re-check and strike off."""
_KEEPING: tuple[Office, ...] = ("accountant", "cashier")
_ANY_OFFICE: tuple[Office, ...] = get_args(Office)


def evolve(state: State, fact: Fact) -> State:
    event: FindingEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    day = fact.occurred_on
    match event:
        case FindingRaised():
            return State(raised=event, last_on=day)
        case RectificationRequired():
            return _at(state, "required", day, due_on=event.due_on)
        case DeadlineExtended():
            return _at(state, state.stage, day, due_on=event.due_on)
        case RectificationSubmitted():
            moved = _at(state, "submitted", day)
            return msgspec.structs.replace(moved, submitted_by=event.officer_id)
        case RectificationReturned():
            return _at(state, "returned", day, due_on=event.due_on)
        case RectificationAccepted():
            return _at(state, "accepted", day)
        case FindingClosed():
            return _at(state, "closed", day)
        case FindingWithdrawn():
            return _at(state, "withdrawn", day)
        case _:
            assert_never(event)


def _at(state: State, stage: Stage, day: date, due_on: date | None = None) -> State:
    return msgspec.structs.replace(state, stage=stage, last_on=day, due_on=due_on or state.due_on)


def decide(state: State, command: FindingCommand, context: Context) -> Decided:
    refused = _out_of_order(state, command) or _stranger(state, command, context)
    if refused is not None:
        return refused
    match command:
        case RaiseFinding():
            return _raise(command, context)
        case RequireRectification():
            return rectifying.require(state, command, context)
        case ExtendDeadline():
            return rectifying.extend(state, command, context)
        case SubmitRectification():
            return rectifying.submit(state, command)
        case ReturnRectification():
            return rectifying.send_back(state, command, context)
        case AcceptRectification():
            return rectifying.accept(state, command, context)
        case CloseFinding():
            return _close(state, command)
        case WithdrawFinding():
            return _withdraw(state, command)
        case _:
            assert_never(command)


def _out_of_order(state: State, command: FindingCommand) -> Refused | None:
    if isinstance(command, RaiseFinding):
        return None if state.raised is None else Refused("finding.already_raised", "finding_id")
    if state.raised is None:
        return Refused("finding.unknown", "finding_id")
    if state.stage in {"closed", "withdrawn"}:
        return Refused("finding.ended_already", "finding_id")
    if state.last_on is not None and command.occurred_on < state.last_on:
        return Refused("finding.before_the_last_entry", "occurred_on")
    return None


def _stranger(state: State, command: FindingCommand, context: Context) -> Refused | None:
    """Tell why an officer may not sign; what the county raised, the county sees through to its end."""
    day, officer_id = command.occurred_on, command.officer_id
    if isinstance(command, SubmitRectification):
        holds = context.officers.holds_any(officer_id, _ANY_OFFICE, day)
        return None if holds else Refused("finding.office_not_held", "officer_id")
    officers = context.county if command.by == "county" else context.officers
    if not officers.holds_any(officer_id, AUDITING, day):
        return Refused("finding.office_not_held", "officer_id")
    if _keeps_the_books(context.officers, officer_id, day):
        return Refused("finding.auditor_keeps_the_books", "officer_id")
    if state.raised is not None and state.raised.by == "county" and command.by != "county":
        return Refused("finding.raised_by_the_county", "officer_id")
    return None


def _keeps_the_books(officers: Officers, officer_id: OfficerId, day: date) -> bool:
    """Tell whether the person is accountant or cashier of the union, under whatever officer's id."""
    person = officers.person(officer_id)
    return any(
        office in _KEEPING
        and officers.person(holder) == person
        and officers.holds(holder, office, day)
        for holder, office in officers.held
    )


def _raise(command: RaiseFinding, context: Context) -> Decided:
    if command.engagement_id is not None and command.engagement_id not in context.engagements:
        return Refused("finding.engagement_unknown", "engagement_id")
    if not command.basis.strip():
        return Refused("finding.basis_missing", "basis")
    if not rectifying.are_of_the_log(command.positions, command.known_at):
        return Refused("finding.positions_not_in_the_log", "positions")
    if command.amount_fen is not None and not 0 <= command.amount_fen <= FEN_MAX:
        return Refused("finding.amount_out_of_range", "amount_fen")
    begin, end = command.period_from, command.period_until
    if begin is not None and end is not None and end < begin:
        return Refused("finding.period_ends_before_it_begins", "period_until")
    taken = {name: getattr(command, name) for name in FindingRaised.__struct_fields__}
    return [FindingRaised(**taken)]


def _close(state: State, command: CloseFinding) -> Decided:
    if state.stage != "accepted":
        return Refused("finding.not_accepted", "finding_id")
    return [
        FindingClosed(
            finding_id=command.finding_id,
            by=command.by,
            officer_id=command.officer_id,
            document_no=command.document_no,
        )
    ]


def _withdraw(state: State, command: WithdrawFinding) -> Decided:
    if state.stage == "accepted":
        return Refused("finding.accepted_already", "finding_id")
    return [
        FindingWithdrawn(
            finding_id=command.finding_id,
            reason=command.reason,
            by=command.by,
            officer_id=command.officer_id,
            document_no=command.document_no,
        )
    ]
