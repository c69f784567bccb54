"""The steps between finding and striking off: a term, an answer, its re-check (整改, 复核; domain.md 7.2)."""

from itertools import pairwise

from domain.aid import together
from domain.finding.commands import (
    AcceptRectification,
    ExtendDeadline,
    RequireRectification,
    ReturnRectification,
    SubmitRectification,
)
from domain.finding.events import (
    DeadlineExtended,
    FindingEvent,
    RectificationAccepted,
    RectificationRequired,
    RectificationReturned,
    RectificationSubmitted,
)
from domain.finding.state import UNDER_WAY, Context, State
from domain.ids import OfficerId
from domain.money import FEN_MAX
from domain.refusal import Refused

Decided = list[FindingEvent] | Refused


def require(state: State, command: RequireRectification, context: Context) -> Decided:
    if state.stage != "raised":
        return Refused("finding.already_required", "finding_id")
    if context.policy is None:
        return Refused("finding.no_policy_in_force", "occurred_on")
    days = (command.due_on - command.occurred_on).days
    if days < context.policy.rectification_days_least or _is_too_late(command, context):
        return Refused("finding.deadline_out_of_range", "due_on")
    return [
        RectificationRequired(
            finding_id=command.finding_id,
            requirement=command.requirement,
            due_on=command.due_on,
            by=command.by,
            officer_id=command.officer_id,
            policy_id=context.policy.policy_id,
            policy_version=context.policy.version,
            document_no=command.document_no,
        )
    ]


def _is_too_late(
    command: RequireRectification | ExtendDeadline | ReturnRectification, context: Context
) -> bool:
    """Tell whether a deadline lies further off than the policy allows, counted from the day it is set."""
    days = (command.due_on - command.occurred_on).days
    return context.policy is not None and days > context.policy.rectification_days_most


def extend(state: State, command: ExtendDeadline, context: Context) -> Decided:
    if state.stage not in UNDER_WAY or state.due_on is None:
        return Refused("finding.not_required", "finding_id")
    if context.policy is None:
        return Refused("finding.no_policy_in_force", "occurred_on")
    if command.due_on <= state.due_on or _is_too_late(command, context):
        return Refused("finding.deadline_out_of_range", "due_on")
    return [
        DeadlineExtended(
            finding_id=command.finding_id,
            due_on=command.due_on,
            reason=command.reason,
            by=command.by,
            officer_id=command.officer_id,
            document_no=command.document_no,
        )
    ]


def submit(state: State, command: SubmitRectification) -> Decided:
    if state.stage not in UNDER_WAY or state.due_on is None:
        return Refused("finding.not_required", "finding_id")
    if not 0 <= command.recovered_fen <= FEN_MAX:
        return Refused("finding.amount_out_of_range", "recovered_fen")
    if not command.evidence and not command.corrected_positions:
        return Refused("finding.nothing_shown", "evidence")
    if not are_of_the_log(command.corrected_positions, command.known_at):
        return Refused("finding.positions_not_in_the_log", "corrected_positions")
    return [
        RectificationSubmitted(
            finding_id=command.finding_id,
            measure=command.measure,
            officer_id=command.officer_id,
            within_term=command.occurred_on <= state.due_on,
            recovered_fen=command.recovered_fen,
            evidence=command.evidence,
            corrected_positions=command.corrected_positions,
            document_no=command.document_no,
            details=command.details,
        )
    ]


def _same_hand(state: State, officer_id: OfficerId, context: Context) -> bool:
    """Tell whether the one who re-checks is the one who answered, in either house."""
    both = together(context.officers, context.county)
    return not both.are_different(state.submitted_by, officer_id)


def send_back(state: State, command: ReturnRectification, context: Context) -> Decided:
    if state.stage != "submitted":
        return Refused("finding.nothing_submitted", "finding_id")
    if _same_hand(state, command.officer_id, context):
        return Refused("finding.checked_by_who_submitted", "officer_id")
    if context.policy is None:
        return Refused("finding.no_policy_in_force", "occurred_on")
    if command.due_on <= command.occurred_on or _is_too_late(command, context):
        return Refused("finding.deadline_out_of_range", "due_on")
    return [
        RectificationReturned(
            finding_id=command.finding_id,
            reason=command.reason,
            due_on=command.due_on,
            by=command.by,
            officer_id=command.officer_id,
            details=command.details,
        )
    ]


def accept(state: State, command: AcceptRectification, context: Context) -> Decided:
    if state.stage != "submitted":
        return Refused("finding.nothing_submitted", "finding_id")
    if _same_hand(state, command.officer_id, context):
        return Refused("finding.checked_by_who_submitted", "officer_id")
    return [
        RectificationAccepted(
            finding_id=command.finding_id,
            by=command.by,
            officer_id=command.officer_id,
            document_no=command.document_no,
        )
    ]


def are_of_the_log(positions: tuple[int, ...], known_at: int) -> bool:
    """Tell whether positions name events of the log up to one, each once and in order."""
    inside = known_at >= 0 and all(0 < position <= known_at for position in positions)
    return inside and all(before < after for before, after in pairwise(positions))
