"""Decides about visits (五必访): on the union's own occasions, with the days from occurrence to visit.

Source: domain.md 5.7 and L17. The five occasions differ by union, so they are policy data.
"""

from datetime import date
from typing import assert_never, get_args

import msgspec

from domain.event import Fact
from domain.membership import Timeline
from domain.officers import Office, Officers
from domain.policy.visit import VisitPolicy
from domain.refusal import Refused
from domain.visit.commands import RecordFollowUp, RecordVisit, ReverseVisit, VisitCommand
from domain.visit.events import VisitEvent, VisitFollowUpRecorded, VisitRecorded, VisitReversed

Decided = list[VisitEvent] | Refused

_ANY_OFFICE: tuple[Office, ...] = get_args(Office)


class State(msgspec.Struct, frozen=True):
    recorded: VisitRecorded | None = None
    visited_on: date | None = None
    followed_up: VisitFollowUpRecorded | None = None
    reversed: bool = False


class Context(msgspec.Struct, frozen=True):
    """The membership of the person visited, the occasions in force, and the officers of the union."""

    member: Timeline = Timeline()
    policy: VisitPolicy | None = None
    officers: Officers = Officers()


def evolve(state: State, fact: Fact) -> State:
    event: VisitEvent = fact.event  # type: ignore[assignment] # the catalogue gave this stream only these
    match event:
        case VisitRecorded():
            return msgspec.structs.replace(state, recorded=event, visited_on=fact.occurred_on)
        case VisitFollowUpRecorded():
            return msgspec.structs.replace(state, followed_up=event)
        case VisitReversed():
            return msgspec.structs.replace(state, reversed=True)
        case _:
            assert_never(event)


def decide(state: State, command: VisitCommand, context: Context) -> Decided:
    if isinstance(command, RecordVisit):
        return _record(state, command, context)
    if state.recorded is None:
        return Refused("visit.unknown", "visit_id")
    if state.reversed:
        return Refused("visit.already_reversed", "visit_id")
    if state.visited_on is not None and command.occurred_on < state.visited_on:
        return Refused("visit.before_the_visit", "occurred_on")
    match command:
        case RecordFollowUp():
            return _follow_up(command, context)
        case ReverseVisit():
            return [
                VisitReversed(
                    visit_id=command.visit_id,
                    member_id=state.recorded.member_id,
                    reason=command.reason,
                )
            ]
        case _:
            assert_never(command)


def _record(state: State, command: RecordVisit, context: Context) -> Decided:
    day, officers = command.occurred_on, context.officers
    if state.recorded is not None:
        return Refused("visit.already_recorded", "visit_id")
    if not context.member.spans:
        return Refused("visit.member_unknown", "member_id")
    if context.policy is None:
        return Refused("visit.no_policy_in_force", "occurred_on")
    if command.occasion not in context.policy.occasions:
        return Refused("visit.occasion_unknown", "occasion")
    if not command.happened_on <= command.reported_on <= day:
        return Refused("visit.dates_out_of_order", "reported_on")
    if not command.visitor_ids:
        return Refused("visit.nobody_visited", "visitor_ids")
    if not all(officers.holds_any(visitor, _ANY_OFFICE, day) for visitor in command.visitor_ids):
        return Refused("visit.office_not_held", "visitor_ids")
    if not officers.are_different(*command.visitor_ids, recipient=command.member_id):
        return Refused("visit.of_oneself", "visitor_ids")
    days_to_visit = (day - command.happened_on).days
    due = context.policy.due_within_days
    return [
        VisitRecorded(
            visit_id=command.visit_id,
            member_id=command.member_id,
            occasion=command.occasion,
            happened_on=command.happened_on,
            reported_on=command.reported_on,
            days_to_report=(command.reported_on - command.happened_on).days,
            days_to_visit=days_to_visit,
            visitor_ids=command.visitor_ids,
            details=command.details,
            policy_id=context.policy.policy_id,
            policy_version=context.policy.version,
            within_term=None if due is None else days_to_visit <= due,
            household_id=command.household_id,
            pairing_id=command.pairing_id,
        )
    ]


def _follow_up(command: RecordFollowUp, context: Context) -> Decided:
    if not context.officers.holds_any(command.officer_id, _ANY_OFFICE, command.occurred_on):
        return Refused("visit.office_not_held", "officer_id")
    return [
        VisitFollowUpRecorded(
            visit_id=command.visit_id,
            result=command.result,
            officer_id=command.officer_id,
            details=command.details,
        )
    ]
