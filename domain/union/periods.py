"""Decides about a union's accounting periods: closed month by month, opened again by two people, locked by year.

Source: domain.md rule 17; 会计法 art. 9 and 25: what is in the books of a period stays what it was.
"""

from datetime import MAXYEAR
from typing import get_args

from domain.command import Command
from domain.ids import OfficerId
from domain.officers import Office
from domain.period import MONTHS_PER_YEAR, is_month, last_day, month_text
from domain.policy.closing import ClosingPolicy, is_explained, unchecked_items
from domain.policy.in_force import policy_in_force
from domain.refusal import Refused
from domain.union.commands import ClosePeriod, LockYear, ReopenPeriod
from domain.union.events import PeriodClosed, PeriodReopened, YearLocked
from domain.union.state import Decided, State

_CLOSING: tuple[Office, ...] = ("accountant", "chairperson")
_REOPENING: tuple[Office, ...] = ("chairperson", "audit_committee_chair")
_ANY_OFFICE: tuple[Office, ...] = get_args(Office)


def close(state: State, command: ClosePeriod) -> Decided:
    """结账: a month that is over, once, after its checklist (rule 17 of domain.md)."""
    if not is_month(command.period):
        return Refused("union.period_malformed", "period")
    if command.period <= state.closed_through:
        return Refused("union.period_already_closed", "period")
    if command.occurred_on <= last_day(command.period):
        return Refused("union.period_not_over", "period")
    if not is_explained(command.checklist):
        return Refused("union.failed_item_without_reason", "checklist")
    policy = policy_in_force(state.policies, ClosingPolicy, command.occurred_on)
    unchecked = unchecked_items(policy, command.checklist)
    if policy is not None and policy.mode == "block" and unchecked:
        return Refused("union.checklist_incomplete", "checklist")
    if not _holds(state, command, command.closed_by, _CLOSING):
        return Refused("union.office_not_held", "closed_by")
    return [
        PeriodClosed(
            period=command.period,
            checklist=command.checklist,
            unchecked=unchecked,
            closed_by=command.closed_by,
        )
    ]


def reopen(state: State, command: ReopenPeriod) -> Decided:
    """反结账: with a reason, wished by one officer and approved by another, never in a locked year."""
    if not is_month(command.period):
        return Refused("union.period_malformed", "period")
    if int(command.period[:4]) <= state.locked_through_year:
        return Refused("union.year_locked", "period")
    if command.period > state.closed_through:
        return Refused("union.period_not_closed", "period")
    if not command.reason.strip():
        return Refused("union.reopened_without_reason", "reason")
    if not state.officers.are_different(command.requested_by, command.approved_by):
        return Refused("union.duties_not_separated", "approved_by")
    if not _holds(state, command, command.requested_by, _ANY_OFFICE):
        return Refused("union.office_not_held", "requested_by")
    if not _holds(state, command, command.approved_by, _REOPENING):
        return Refused("union.office_not_held", "approved_by")
    return [
        PeriodReopened(
            period=command.period,
            reason=command.reason,
            requested_by=command.requested_by,
            approved_by=command.approved_by,
        )
    ]


def lock(state: State, command: LockYear) -> Decided:
    if not 1 <= command.year <= MAXYEAR:
        return Refused("union.year_malformed", "year")
    if command.year <= state.locked_through_year:
        return Refused("union.year_already_locked", "year")
    if state.closed_through < month_text(command.year, MONTHS_PER_YEAR):
        return Refused("union.year_not_closed", "year")
    if not _holds(state, command, command.locked_by, _CLOSING):
        return Refused("union.office_not_held", "locked_by")
    return [YearLocked(year=command.year, locked_by=command.locked_by)]


def _holds(
    state: State,
    command: Command,
    officer_id: OfficerId | None,
    offices: tuple[Office, ...],
) -> bool:
    """Tell whether an officer, if one is named, holds one of the offices on the day of the command."""
    return officer_id is None or state.officers.holds_any(officer_id, offices, command.occurred_on)
