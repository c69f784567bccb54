"""From unpaid dues to 视为自动退会: 章程 art. 6 (domain.md 2.1, 2.2 rows 10 to 12, and rule 4).

Nothing here happens by itself: an officer warns, and only the committee ends a membership, when all four
conditions hold at once.
"""

from domain.member.commands import ClearArrears, DeclareDeemedWithdrawal, IssueArrearsWarning
from domain.member.context import (
    ANY_OFFICE,
    COMMITTEE,
    Context,
    Decided,
    is_blank,
    not_living,
    unsigned,
)
from domain.member.events import ArrearsCleared, ArrearsWarningIssued, DeemedWithdrawalDeclared
from domain.member.state import State
from domain.policy.membership import MembershipPolicy, allows_deemed_withdrawal
from domain.refusal import Refused


def warn(state: State, command: IssueArrearsWarning, context: Context) -> Decided:
    unfit = not_living(state, command.occurred_on)
    if unfit is not None:
        return Refused(unfit, "occurred_on")
    if state.timeline.on(command.occurred_on) != "active":
        return Refused("member.owes_no_dues", "occurred_on")
    if state.warning is not None:
        return Refused("member.arrears_already_warned", "member_id")
    if context.unpaid_months < 1:
        return Refused("member.nothing_in_arrears", "member_id")
    refused = unsigned(
        context,
        command.issued_by,
        "issued_by",
        offices=ANY_OFFICE,
        day=command.occurred_on,
        about=command.member_id,
    )
    return refused or [
        ArrearsWarningIssued(
            months_unpaid=context.unpaid_months,
            issued_by=command.issued_by,
            details=command.details,
        )
    ]


def clear(state: State, command: ClearArrears) -> Decided:
    if state.warning is None:
        return Refused("member.arrears_not_warned", "member_id")
    if command.occurred_on < state.warning.on:
        return Refused("member.cleared_before_warned", "occurred_on")
    return [ArrearsCleared(reason=command.reason, details=command.details)]


def declare(state: State, command: DeclareDeemedWithdrawal, context: Context) -> Decided:
    """All of: long enough in arrears, no just cause, no participation, education refused; and a decision."""
    if state.warning is None or command.occurred_on < state.warning.on:
        return Refused("member.arrears_not_warned", "member_id")
    policy = context.membership_policy
    if policy is None:
        return Refused("member.no_membership_policy_in_force", "occurred_on")
    if context.unpaid_months < 1 or not allows_deemed_withdrawal(context.unpaid_months, policy):
        return Refused("member.arrears_too_short", "member_id")
    missing = _missing_condition(command)
    if missing is not None:
        return Refused("member.withdrawal_condition_missing", missing)
    if is_blank(command.decision_no):
        return Refused("member.decision_no_missing", "decision_no")
    refused = unsigned(
        context,
        command.decided_by,
        "decided_by",
        offices=COMMITTEE,
        day=command.occurred_on,
        about=command.member_id,
        beside=state.warning.issued_by,
    )
    return refused or [_declared(command, context, policy)]


def _missing_condition(command: DeclareDeemedWithdrawal) -> str | None:
    """Return the first condition of 章程 art. 6 that does not hold."""
    for condition in ("no_just_cause", "no_participation", "education_refused"):
        if not getattr(command, condition):
            return condition
    return None


def _declared(
    command: DeclareDeemedWithdrawal, context: Context, policy: MembershipPolicy
) -> DeemedWithdrawalDeclared:
    return DeemedWithdrawalDeclared(
        months_unpaid=context.unpaid_months,
        decision_no=command.decision_no,
        decided_by=command.decided_by,
        policy_id=policy.policy_id,
        policy_version=policy.version,
        details=command.details,
    )
