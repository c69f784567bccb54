"""Decides about hardship files: the life cycle of domain.md 5.3, no step skipped, one household one file.

Nothing follows by itself: each step is asked for by somebody who holds the office for it (5.4). A paper file
is taken over by opening it without an application (补登). What happened is folded in `state.py`.
"""

from typing import assert_never, get_args

import msgspec

from domain.aid import HANDLING, REVIEWING, together
from domain.household import commands as ask
from domain.household import record
from domain.household.commands import HouseholdCommand
from domain.household.events import Advice, HouseholdEvent
from domain.household.state import Stage, State, evolve
from domain.ids import OfficerId
from domain.membership import LIVE, Timeline
from domain.officers import APPROVING, Office, Officers
from domain.policy.hardship import Figures, HardshipLine, HardshipPolicy, are_sound, classify
from domain.refusal import Refused

__all__ = ["Context", "State", "decide", "evolve"]

Decided = list[HouseholdEvent] | Refused
CountyDecision = (
    ask.ApproveHardship
    | ask.RejectHardship
    | ask.ReclassifyHardship
    | ask.ExitHardship
    | ask.CloseHouseholdFile
)
_MONTHS_MAX = 1_200

_ANY_OFFICE: tuple[Office, ...] = get_args(Office)
_BEFORE_STEP_ONE: frozenset[Stage] = frozenset({"none", "sent_back", "rejected", "relapsed"})
_ON_THE_WAY: frozenset[Stage] = frozenset(
    {"applied", "reviewed", "visited", "checked", "posted", "notice_closed"}
)
_ON_FILE: frozenset[Stage] = frozenset({"open", "exited"})


class Context(msgspec.Struct, frozen=True):
    """What a step needs from elsewhere: rules of the date, officers of the union and of its county.

    `working_days`: working days from the posting of the notice to the date of the command, statutory
    holidays left out.
    """

    policy: HardshipPolicy | None = None
    line: HardshipLine | None = None
    officers: Officers = Officers()
    county: Officers = Officers()
    working_days: int = 0


_NOTHING = Context()


def decide(
    state: State,
    command: HouseholdCommand,
    householder: Timeline,
    context: Context = _NOTHING,
) -> Decided:
    """`householder` is the membership of the person the file is opened or applied for."""
    if isinstance(command, ask.OpenHouseholdFile):
        return _open(state, command, householder)
    if state.stage_on is not None and command.occurred_on < state.stage_on:
        return Refused("household.before_the_last_step", "occurred_on")
    match command:
        case ask.ReverseFileOpening():
            return _reverse_opening(state, command)
        case ask.ApplyForHardship():
            return _apply(state, command, householder, context)
        case ask.ReviewApplication():
            return _review_application(state, command, context)
        case ask.RecordHomeVisit():
            return _visit(state, command, context)
        case ask.ReturnEconomicCheck():
            return _check(state, command, context)
        case ask.PostPublicNotice():
            return _post(state, command, context)
        case ask.RaiseObjection():
            return _object(state, command)
        case ask.ResolveObjection():
            return _resolve(state, command, context)
        case ask.ClosePublicNotice():
            return _close_notice(state, command, context)
        case ask.ApproveHardship():
            return _approve(state, command, context)
        case ask.RejectHardship():
            return _reject(state, command, context)
        case ask.ReviewHardship():
            return _review(state, command, context)
        case ask.ReclassifyHardship():
            return _reclassify(state, command, context)
        case ask.ChangeHousehold():
            return _change(state, command, context)
        case ask.ExitHardship():
            return _exit(state, command, context)
        case ask.CloseHouseholdFile():
            return _close(state, command, context)
        case ask.RecordRelapse():
            return _relapse(state, command, context)
        case _:
            assert_never(command)


def _open(state: State, command: ask.OpenHouseholdFile, householder: Timeline) -> Decided:
    if state.stage in _ON_FILE:
        same = state.householder_id == command.householder_id
        return Refused(
            "household.file_already_open" if same else "household.file_of_another", "file_no"
        )
    if not householder.spans:
        return Refused("household.member_unknown", "householder_id")
    if state.stage == "none":
        return [record.opened(command)]
    if state.stage == "closed":
        return Refused("household.file_closed", "file_no")
    if state.stage != "approved":
        return Refused("household.not_approved", "household_id")
    if state.applicant_id != command.householder_id:
        return Refused("household.file_of_another", "householder_id")
    if command.hardship_class is None or state.hardship_class != command.hardship_class:
        return Refused("household.class_not_approved", "hardship_class")
    if state.stage_on is not None and command.occurred_on < state.stage_on:
        return Refused("household.before_the_last_step", "occurred_on")
    if state.opened_on is None:
        return [record.opened(command)]
    return [record.reopened(command, command.hardship_class)]


def _reverse_opening(state: State, command: ask.ReverseFileOpening) -> Decided:
    """Only a file that was taken over and on which nothing has been decided since."""
    if state.stage == "none" or state.householder_id is None:
        return Refused("household.no_file", "household_id")
    if state.stage != "open" or state.applicant_id is not None or state.objections:
        return Refused("household.opening_not_reversible", "household_id")
    return [record.opening_reversed(command, state.householder_id)]


def _apply(
    state: State, command: ask.ApplyForHardship, householder: Timeline, context: Context
) -> Decided:
    """Step 1. After 脱困 and closing, only a recorded relapse (step 12) leads back here."""
    if state.stage in _ON_FILE:
        return Refused("household.file_already_open", "household_id")
    if state.stage == "closed" and state.closed_because == "exited":
        return Refused("household.not_relapsed", "household_id")
    if state.stage not in _BEFORE_STEP_ONE:
        return Refused("household.already_applied", "household_id")
    if state.householder_id not in (None, command.householder_id):
        return Refused("household.file_of_another", "householder_id")
    if householder.on(command.occurred_on) not in LIVE:
        return Refused("household.not_a_member_then", "householder_id")
    if not command.evidence:
        return Refused("household.evidence_missing", "evidence")
    if not context.officers.holds_any(command.handler_id, HANDLING, command.occurred_on):
        return Refused("household.office_not_held", "handler_id")
    if not context.officers.are_different(command.handler_id, recipient=command.householder_id):
        return Refused("household.duties_not_separated", "handler_id")
    return [record.applied(command)]


def _review_application(state: State, command: ask.ReviewApplication, context: Context) -> Decided:
    if state.stage != "applied":
        return Refused("household.no_application_to_review", "household_id")
    if not context.officers.holds_any(command.reviewer_id, REVIEWING, command.occurred_on):
        return Refused("household.office_not_held", "reviewer_id")
    if not context.officers.are_different(
        state.handler_id, command.reviewer_id, recipient=state.applicant_id
    ):
        return Refused("household.duties_not_separated", "reviewer_id")
    return [record.preliminarily_reviewed(command)]


def _visit(state: State, command: ask.RecordHomeVisit, context: Context) -> Decided:
    day = command.occurred_on
    if state.stage != "reviewed":
        return Refused("household.not_reviewed", "household_id")
    if context.policy is None:
        return Refused("household.no_policy_in_force", "occurred_on")
    if not command.authorised:
        return Refused("household.check_not_authorised", "authorised")
    if not command.evidence:
        return Refused("household.evidence_missing", "evidence")
    if len(command.visitor_ids) < context.policy.visitors_least:
        return Refused("household.too_few_visitors", "visitor_ids")
    if not all(context.officers.holds_any(each, _ANY_OFFICE, day) for each in command.visitor_ids):
        return Refused("household.office_not_held", "visitor_ids")
    if not context.officers.are_different(*command.visitor_ids, recipient=state.applicant_id):
        return Refused("household.duties_not_separated", "visitor_ids")
    return [record.visited(command)]


def _check(state: State, command: ask.ReturnEconomicCheck, context: Context) -> Decided:
    if state.stage != "visited":
        return Refused("household.not_visited", "household_id")
    if not context.county.holds_any(command.checker_id, _ANY_OFFICE, command.occurred_on):
        return Refused("household.office_not_held", "checker_id")
    if not _is_another(state, command.checker_id, context):
        return Refused("household.duties_not_separated", "checker_id")
    advice = _advised(command.figures, context)
    if isinstance(advice, Refused):
        return advice
    return [record.checked(command, advice)]


def _advised(figures: Figures, context: Context) -> Advice | Refused:
    """The class that the figures give (domain.md 5.1); the figures themselves are kept by nobody here."""
    if context.policy is None or context.line is None:
        return Refused("household.no_policy_in_force", "occurred_on")
    if not are_sound(figures):
        return Refused("household.figures_out_of_range", "figures")
    found = classify(figures, context.policy, context.line)
    return Advice(
        hardship_class=found.hardship_class,
        reason=found.reason,
        policy_id=context.policy.policy_id,
        policy_version=context.policy.version,
        line_id=context.line.policy_id,
        line_version=context.line.version,
    )


def _post(state: State, command: ask.PostPublicNotice, context: Context) -> Decided:
    if state.stage != "checked":
        return Refused("household.not_checked", "household_id")
    if not command.evidence:
        return Refused("household.evidence_missing", "evidence")
    if not context.officers.holds_any(command.handler_id, HANDLING, command.occurred_on):
        return Refused("household.office_not_held", "handler_id")
    return [record.posted(command)]


def _object(state: State, command: ask.RaiseObjection) -> Decided:
    """An objection counts until the county decides, also after the notice was taken down."""
    if state.stage not in ("posted", "notice_closed"):
        return Refused("household.no_notice_to_object_to", "household_id")
    if command.objection_id in state.objections:
        return Refused("household.objection_already_raised", "objection_id")
    return [record.objected(command)]


def _resolve(state: State, command: ask.ResolveObjection, context: Context) -> Decided:
    """Whoever brought the case forward does not judge the objection to it."""
    if command.objection_id not in state.open_objections:
        return Refused("household.no_such_objection", "objection_id")
    everybody = together(context.officers, context.county)
    if not everybody.holds_any(command.officer_id, _ANY_OFFICE, command.occurred_on):
        return Refused("household.office_not_held", "officer_id")
    if not everybody.are_different(
        state.handler_id, command.officer_id, recipient=state.applicant_id
    ):
        return Refused("household.duties_not_separated", "officer_id")
    return [record.resolved(command)]


def _close_notice(state: State, command: ask.ClosePublicNotice, context: Context) -> Decided:
    if state.stage != "posted":
        return Refused("household.no_notice_to_close", "household_id")
    if state.open_objections:
        return Refused("household.objection_open", "household_id")
    if context.policy is None:
        return Refused("household.no_policy_in_force", "occurred_on")
    if not 0 <= context.policy.notice_working_days <= context.working_days:
        return Refused("household.notice_too_short", "occurred_on")
    if not context.officers.holds_any(command.handler_id, HANDLING, command.occurred_on):
        return Refused("household.office_not_held", "handler_id")
    return [record.notice_closed(command, context.working_days, context.policy)]


def _approve(state: State, command: ask.ApproveHardship, context: Context) -> Decided:
    if state.stage == "posted":
        return Refused("household.notice_still_open", "household_id")
    if state.stage != "notice_closed":
        return Refused("household.notice_not_closed", "household_id")
    if state.open_objections:
        return Refused("household.objection_open", "household_id")
    if state.upheld:
        return Refused("household.objection_upheld", "household_id")
    if command.hardship_class != state.noticed_class:
        return Refused("household.class_not_noticed", "hardship_class")
    if (fault := _county_decides(state, command, context)) is not None:
        return fault
    if _differs_silently(state, command):
        return Refused("household.class_differs_without_reason", "differs_because")
    return [record.approved(command)]


def _reject(state: State, command: ask.RejectHardship, context: Context) -> Decided:
    if state.stage not in _ON_THE_WAY:
        return Refused("household.no_application_to_reject", "household_id")
    if (fault := _county_decides(state, command, context)) is not None:
        return fault
    return [record.rejected(command)]


def _review(state: State, command: ask.ReviewHardship, context: Context) -> Decided:
    everybody = together(context.officers, context.county)
    if state.stage not in _ON_FILE:
        return Refused("household.no_open_file", "household_id")
    if not everybody.holds_any(command.reviewer_id, REVIEWING, command.occurred_on):
        return Refused("household.office_not_held", "reviewer_id")
    if not everybody.are_different(command.reviewer_id, recipient=state.householder_id):
        return Refused("household.duties_not_separated", "reviewer_id")
    advice = None if command.figures is None else _advised(command.figures, context)
    if isinstance(advice, Refused):
        return advice
    return [record.reviewed(command, advice)]


def _reclassify(state: State, command: ask.ReclassifyHardship, context: Context) -> Decided:
    if state.stage not in _ON_FILE:
        return Refused("household.no_open_file", "household_id")
    if command.hardship_class == state.hardship_class:
        return Refused("household.class_unchanged", "hardship_class")
    if (fault := _county_decides(state, command, context)) is not None:
        return fault
    if _differs_silently(state, command):
        return Refused("household.class_differs_without_reason", "differs_because")
    return [record.reclassified(command)]


def _change(state: State, command: ask.ChangeHousehold, context: Context) -> Decided:
    if state.stage not in _ON_FILE:
        return Refused("household.no_open_file", "household_id")
    if not context.officers.holds_any(command.handler_id, HANDLING, command.occurred_on):
        return Refused("household.office_not_held", "handler_id")
    return [record.changed(command)]


def _exit(state: State, command: ask.ExitHardship, context: Context) -> Decided:
    """脱困 needs months in a row above the line (江苏: six); 解困 rests on the state's safety net."""
    if state.stage != "open":
        return Refused("household.no_open_file", "household_id")
    if context.policy is None:
        return Refused("household.no_policy_in_force", "occurred_on")
    if not 0 <= command.months_above <= _MONTHS_MAX:
        return Refused("household.months_out_of_range", "months_above")
    if command.kind == "lifted" and command.months_above < context.policy.lifted_months:
        return Refused("household.lifted_too_early", "months_above")
    if (fault := _county_decides(state, command, context)) is not None:
        return fault
    return [record.exited(command, context.policy)]


def _close(state: State, command: ask.CloseHouseholdFile, context: Context) -> Decided:
    if state.stage not in _ON_FILE:
        return Refused("household.no_open_file", "household_id")
    if command.reason == "exited" and state.stage != "exited":
        return Refused("household.not_exited", "reason")
    if (fault := _county_decides(state, command, context)) is not None:
        return fault
    return [record.closed(command)]


def _relapse(state: State, command: ask.RecordRelapse, context: Context) -> Decided:
    left = state.stage == "exited" or state.closed_because == "exited"
    if not left or state.stage not in ("exited", "closed"):
        return Refused("household.not_exited", "household_id")
    everybody = together(context.officers, context.county)
    if not everybody.holds_any(command.found_by_id, _ANY_OFFICE, command.occurred_on):
        return Refused("household.office_not_held", "found_by_id")
    return [record.relapsed(command)]


def _county_decides(state: State, command: CountyDecision, context: Context) -> Refused | None:
    """审批 by the county: an officer who may, none of those who worked on the case, on a document."""
    if not context.county.holds_any(command.approver_id, APPROVING, command.occurred_on):
        return Refused("household.office_not_held", "approver_id")
    if not _is_another(state, command.approver_id, context):
        return Refused("household.duties_not_separated", "approver_id")
    if not command.decision_no:
        return Refused("household.decision_missing", "decision_no")
    return None


def _is_another(state: State, officer_id: OfficerId, context: Context) -> bool:
    """Tell whether a county officer is neither the household's person nor worked on the application."""
    everybody = together(context.officers, context.county)
    before = (state.handler_id, state.reviewer_id, *state.visitor_ids)
    recipients = (state.applicant_id, state.householder_id)
    return all(everybody.are_different(officer_id, other) for other in before) and all(
        everybody.are_different(officer_id, recipient=person) for person in recipients
    )


def _differs_silently(state: State, command: ask.ApproveHardship | ask.ReclassifyHardship) -> bool:
    """The computed class only advises, but whoever decides otherwise says why."""
    advised = state.advice is None or state.advice.hardship_class == command.hardship_class
    return not advised and command.differs_because is None
