"""Decides about pairings (结对帮扶): a cadre, a household on file, a target, a due date (domain.md 5.7, L18)."""

from datetime import date
from typing import assert_never, get_args

import msgspec

from domain.aid import HANDLING, REVIEWING
from domain.event import Fact
from domain.ids import MemberId
from domain.officers import Office, Officers
from domain.pairing.commands import EndPairing, PairingCommand, ReviewPairing, StartPairing
from domain.pairing.events import PairingEnded, PairingEvent, PairingReviewed, PairingStarted
from domain.refusal import Refused

Decided = list[PairingEvent] | Refused

_ANY_OFFICE: tuple[Office, ...] = get_args(Office)


class State(msgspec.Struct, frozen=True):
    """Who stands by whom until when; `last_on` is the date of the newest entry."""

    started: PairingStarted | None = None
    due_on: date | None = None
    last_on: date | None = None
    review_count: int = 0
    ended: bool = False


class Context(msgspec.Struct, frozen=True):
    """The household's file, whose it is, and the officers of the union; None: no file, not closed."""

    file_opened_on: date | None = None
    file_closed_on: date | None = None
    householder_id: MemberId | None = None
    officers: Officers = Officers()


def evolve(state: State, fact: Fact) -> State:
    event: PairingEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case PairingStarted():
            return State(started=event, due_on=event.due_on, last_on=fact.occurred_on)
        case PairingReviewed():
            return msgspec.structs.replace(
                state,
                due_on=event.due_on or state.due_on,
                last_on=fact.occurred_on,
                review_count=state.review_count + 1,
            )
        case PairingEnded():
            return msgspec.structs.replace(state, ended=True, last_on=fact.occurred_on)
        case _:
            assert_never(event)


def decide(state: State, command: PairingCommand, context: Context) -> Decided:
    if isinstance(command, StartPairing):
        return _start(state, command, context)
    if state.started is None:
        return Refused("pairing.unknown", "pairing_id")
    if state.ended:
        return Refused("pairing.ended_already", "pairing_id")
    if state.last_on is not None and command.occurred_on < state.last_on:
        return Refused("pairing.before_the_last_entry", "occurred_on")
    match command:
        case ReviewPairing():
            return _review(state.started, command, context)
        case EndPairing():
            return _end(state.started, command, context)
        case _:
            assert_never(command)


def _start(state: State, command: StartPairing, context: Context) -> Decided:
    day = command.occurred_on
    if state.started is not None:
        return Refused("pairing.already_started", "pairing_id")
    if context.file_opened_on is None or day < context.file_opened_on:
        return Refused("pairing.no_household_file", "household_id")
    if context.file_closed_on is not None and day > context.file_closed_on:
        return Refused("pairing.file_closed", "household_id")
    if command.due_on <= day:
        return Refused("pairing.due_before_it_begins", "due_on")
    if not context.officers.holds_any(command.cadre_id, _ANY_OFFICE, day):
        return Refused("pairing.office_not_held", "cadre_id")
    if not context.officers.are_different(command.cadre_id, recipient=context.householder_id):
        return Refused("pairing.with_oneself", "cadre_id")
    return [
        PairingStarted(
            pairing_id=command.pairing_id,
            cadre_id=command.cadre_id,
            household_id=command.household_id,
            target=command.target,
            due_on=command.due_on,
        )
    ]


def _review(started: PairingStarted, command: ReviewPairing, context: Context) -> Decided:
    """检查指导 and 考核 are not the cadre's own: somebody else judges the progress."""
    if command.due_on is not None and command.due_on <= command.occurred_on:
        return Refused("pairing.due_before_it_begins", "due_on")
    if not context.officers.holds_any(command.reviewer_id, REVIEWING, command.occurred_on):
        return Refused("pairing.office_not_held", "reviewer_id")
    if not context.officers.are_different(started.cadre_id, command.reviewer_id):
        return Refused("pairing.reviewed_by_the_cadre", "reviewer_id")
    return [
        PairingReviewed(
            pairing_id=command.pairing_id,
            progress=command.progress,
            reviewer_id=command.reviewer_id,
            details=command.details,
            due_on=command.due_on,
        )
    ]


def _end(started: PairingStarted, command: EndPairing, context: Context) -> Decided:
    if not context.officers.holds_any(
        command.officer_id, HANDLING | REVIEWING, command.occurred_on
    ):
        return Refused("pairing.office_not_held", "officer_id")
    return [
        PairingEnded(
            pairing_id=command.pairing_id,
            cadre_id=started.cadre_id,
            household_id=started.household_id,
            outcome=command.outcome,
            officer_id=command.officer_id,
        )
    ]
