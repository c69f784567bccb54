"""The three papers of a year: budget, adjustment, final accounts, each with three steps of consent.

Committee passes, 经审会 reviews, chairperson approves: 工会法 art. 45, 总工发〔2009〕38号, domain.md 4.4.
"""

from datetime import date
from typing import assert_never

from domain.accounts import Chart
from domain.budget.commands import (
    AbandonPaper,
    ApprovePaper,
    DiscloseFinalAccounts,
    DraftBudget,
    DraftBudgetAdjustment,
    DraftFinalAccounts,
    FilePaper,
    PassPaper,
    ReportExecution,
    ReviewPaper,
)
from domain.budget.events import (
    BudgetAdjusted,
    BudgetAdjustmentDrafted,
    BudgetApproved,
    BudgetDrafted,
    BudgetEvent,
    ExecutionReported,
    FinalAccountsApproved,
    FinalAccountsDisclosed,
    FinalAccountsDrafted,
    Paper,
    PaperAbandoned,
    PaperFiled,
    PaperPassed,
    PaperReviewed,
)
from domain.budget.state import Context, Pending, State
from domain.budget_lines import (
    BudgetChange,
    adjusted,
    amounts_of,
    overlap,
    spent_under,
    surplus_fen,
)
from domain.ids import OfficerId
from domain.money import FEN_MAX
from domain.officers import Office
from domain.period import is_month
from domain.refusal import Refused

_PREPARERS: tuple[Office, ...] = ("accountant", "handler")
_COMMITTEE: tuple[Office, ...] = ("chairperson", "vice_chairperson", "approver")
_AUDITORS: tuple[Office, ...] = ("audit_committee_chair", "audit_committee_member")


def draft_budget(
    state: State, command: DraftBudget, context: Context
) -> list[BudgetEvent] | Refused:
    if "budget" in state.approved:
        return Refused("budget.already_approved", "year")
    fault = (
        _fault_of_draft(state, command.drafted_by, command.occurred_on, "budget", context)
        or _fault_of_accounts([line.account for line in command.planned], context.chart)
        or _fault_of_plan(amounts_of(command.planned), command.carried_over_fen, context)
    )
    return fault or [
        BudgetDrafted(
            year=command.year,
            planned=command.planned,
            drafted_by=command.drafted_by,
            carried_over_fen=command.carried_over_fen,
        )
    ]


def draft_adjustment(
    state: State, command: DraftBudgetAdjustment, context: Context
) -> list[BudgetEvent] | Refused:
    """原则上一年调整一次, with the same consent as the budget itself."""
    if "budget" not in state.approved:
        return Refused("budget.none_approved", "year")
    if "final_accounts" in state.approved:
        return Refused("budget.settled", "year")
    if context.policy is None:
        return Refused("budget.no_policy_in_force", "occurred_on")
    if state.approved.get("adjustment", 0) >= context.policy.adjustments_per_year:
        return Refused("budget.adjusted_too_often", "year")
    fault = (
        _fault_of_draft(state, command.drafted_by, command.occurred_on, "adjustment", context)
        or _fault_of_accounts([change.account for change in command.changes], context.chart)
        or _fault_of_changes(state, command.changes, context)
    )
    return fault or [
        BudgetAdjustmentDrafted(
            year=command.year,
            changes=command.changes,
            drafted_by=command.drafted_by,
            reason=command.reason,
        )
    ]


def draft_final_accounts(
    state: State, command: DraftFinalAccounts, context: Context
) -> list[BudgetEvent] | Refused:
    if "budget" not in state.approved:
        return Refused("budget.none_approved", "year")
    if "final_accounts" in state.approved:
        return Refused("budget.settled", "year")
    if command.occurred_on.year <= command.year:
        return Refused("budget.year_not_over", "occurred_on")
    if any(abs(line.actual_fen) > FEN_MAX for line in command.actual):
        return Refused("budget.amount_out_of_range", "year")
    fault = _fault_of_draft(
        state, command.drafted_by, command.occurred_on, "final_accounts", context
    ) or _fault_of_accounts([line.account for line in command.actual], context.chart)
    return fault or [
        FinalAccountsDrafted(
            year=command.year, actual=command.actual, drafted_by=command.drafted_by
        )
    ]


def _fault_of_draft(
    state: State, drafted_by: OfficerId, day: date, paper: Paper, context: Context
) -> Refused | None:
    if state.pending is not None and state.pending.paper != paper:
        return Refused("budget.other_paper_pending", "year")
    if not context.officers.holds_any(drafted_by, _PREPARERS, day):
        return Refused("budget.office_not_held", "drafted_by")
    return None


def _fault_of_accounts(accounts: list[str], chart: Chart | None) -> Refused | None:
    """Each line is income or expense of the chart, and none is planned twice."""
    if chart is None:
        return Refused("budget.no_chart_in_force", "occurred_on")
    if not accounts:
        return Refused("budget.no_lines", "year")
    found = [chart.find(code) for code in accounts]
    if not all(account and account.kind in ("income", "expense") for account in found):
        return Refused("budget.not_income_or_expense", "account")
    if len(set(accounts)) < len(accounts) or overlap(accounts, chart):
        return Refused("budget.lines_overlap", "account")
    return None


def _fault_of_plan(
    planned: dict[str, int], carried_over_fen: int, context: Context
) -> Refused | None:
    """量入为出, 收支平衡: no deficit unless the policy lets a year have one."""
    if context.policy is None or context.chart is None:
        return Refused("budget.no_policy_in_force", "occurred_on")
    surplus = surplus_fen(planned, carried_over_fen, context.chart)
    if surplus < 0 and not context.policy.deficit_allowed:
        return Refused("budget.deficit", "year")
    return None


def _fault_of_changes(
    state: State, changes: tuple[BudgetChange, ...], context: Context
) -> Refused | None:
    """A line never falls below zero, and is not cut below what is spent under it."""
    planned = adjusted(state.planned, changes)
    if context.chart is not None and overlap(planned, context.chart):
        return Refused("budget.lines_overlap", "account")
    for change in changes:
        after = planned[change.account]
        if not 0 <= after <= FEN_MAX:
            return Refused("budget.line_out_of_range", "change_fen")
        spent = spent_under(change.account, state.spent, context.chart) if context.chart else 0
        if change.change_fen < 0 and after < spent:
            return Refused("budget.line_below_spent", "change_fen")
    return _fault_of_plan(planned, state.carried_over_fen, context)


def _at(state: State, paper: Paper, stage: str, day: date) -> Pending | Refused:
    """Return the paper under way if it is this one at this stage, not dated before its last step."""
    pending = state.pending
    if pending is None or pending.paper != paper:
        return Refused("budget.no_such_draft", "paper")
    if pending.stage != stage:
        return Refused("budget.step_out_of_order", "paper")
    if day < pending.last_on:
        return Refused("budget.before_last_step", "occurred_on")
    return pending


def pass_paper(state: State, command: PassPaper, context: Context) -> list[BudgetEvent] | Refused:
    day = command.occurred_on
    pending = _at(state, command.paper, "drafted", day)
    if isinstance(pending, Refused):
        return pending
    if not command.decision_no:
        return Refused("budget.decision_missing", "decision_no")
    if not context.officers.holds_any(command.signed_by, _COMMITTEE, day):
        return Refused("budget.office_not_held", "signed_by")
    if not context.officers.are_different(command.signed_by, pending.draft.drafted_by):
        return Refused("budget.duties_not_separated", "signed_by")
    return [
        PaperPassed(
            year=command.year,
            paper=command.paper,
            signed_by=command.signed_by,
            decision_no=command.decision_no,
        )
    ]


def review_paper(
    state: State, command: ReviewPaper, context: Context
) -> list[BudgetEvent] | Refused:
    """The 经审会 has the materials some working days before it meets; its members signed nothing before."""
    day, policy = command.occurred_on, context.policy
    pending = _at(state, command.paper, "passed", day)
    if isinstance(pending, Refused):
        return pending
    if policy is None:
        return Refused("budget.no_policy_in_force", "occurred_on")
    if not context.officers.holds_any(command.auditor_id, _AUDITORS, day):
        return Refused("budget.office_not_held", "auditor_id")
    signed = (pending.draft.drafted_by, pending.signed_by)
    if not context.officers.are_different(command.auditor_id, *signed):
        return Refused("budget.duties_not_separated", "auditor_id")
    if command.materials_on > day or context.working_days < policy.materials_working_days:
        return Refused("budget.materials_too_late", "materials_on")
    return [
        PaperReviewed(
            year=command.year,
            paper=command.paper,
            auditor_id=command.auditor_id,
            opinion=command.opinion,
            materials_on=command.materials_on,
            policy_id=policy.policy_id,
            policy_version=policy.version,
        )
    ]


def approve_paper(
    state: State, command: ApprovePaper, context: Context
) -> list[BudgetEvent] | Refused:
    pending = _at(state, command.paper, "reviewed", command.occurred_on)
    if isinstance(pending, Refused):
        return pending
    if not context.officers.holds_any(command.approved_by, _COMMITTEE, command.occurred_on):
        return Refused("budget.office_not_held", "approved_by")
    signed = (pending.draft.drafted_by, pending.auditor_id)
    if not context.officers.are_different(command.approved_by, *signed):
        return Refused("budget.duties_not_separated", "approved_by")
    match pending.draft:
        case BudgetDrafted() as draft:
            return [
                BudgetApproved(
                    year=draft.year,
                    planned=draft.planned,
                    approved_by=command.approved_by,
                    carried_over_fen=draft.carried_over_fen,
                )
            ]
        case BudgetAdjustmentDrafted() as draft:
            # what was spent since the draft may have used up what it takes away
            if (fault := _fault_of_changes(state, draft.changes, context)) is not None:
                return fault
            return [
                BudgetAdjusted(
                    year=draft.year,
                    number=state.approved.get("adjustment", 0) + 1,
                    changes=draft.changes,
                    approved_by=command.approved_by,
                    reason=draft.reason,
                )
            ]
        case FinalAccountsDrafted() as draft:
            return [
                FinalAccountsApproved(
                    year=draft.year, actual=draft.actual, approved_by=command.approved_by
                )
            ]
        case _:
            assert_never(pending.draft)


def abandon_paper(
    state: State, command: AbandonPaper, context: Context
) -> list[BudgetEvent] | Refused:
    if state.pending is None or state.pending.paper != command.paper:
        return Refused("budget.no_such_draft", "paper")
    signing = (*_PREPARERS, *_COMMITTEE)
    if not context.officers.holds_any(command.abandoned_by, signing, command.occurred_on):
        return Refused("budget.office_not_held", "abandoned_by")
    return [
        PaperAbandoned(year=command.year, paper=command.paper, abandoned_by=command.abandoned_by)
    ]


def file_paper(state: State, command: FilePaper) -> list[BudgetEvent] | Refused:
    if not command.filing_no:
        return Refused("budget.filing_no_missing", "filing_no")
    if state.filed.get(command.paper, 0) >= state.approved.get(command.paper, 0):
        return Refused("budget.nothing_to_file", "paper")
    return [PaperFiled(year=command.year, paper=command.paper, filing_no=command.filing_no)]


def report_execution(
    state: State, command: ReportExecution, context: Context
) -> list[BudgetEvent] | Refused:
    if "budget" not in state.approved:
        return Refused("budget.none_approved", "year")
    month = command.through_month
    if not is_month(month) or int(month[:4]) != command.year:
        return Refused("budget.month_not_of_year", "through_month")
    if max(abs(command.income_fen), abs(command.expense_fen)) > FEN_MAX:
        return Refused("budget.amount_out_of_range", "through_month")
    if not context.officers.holds_any(
        command.reported_by, (*_PREPARERS, *_COMMITTEE), command.occurred_on
    ):
        return Refused("budget.office_not_held", "reported_by")
    return [
        ExecutionReported(
            year=command.year,
            through_month=month,
            income_fen=command.income_fen,
            expense_fen=command.expense_fen,
            reported_by=command.reported_by,
        )
    ]


def disclose_final_accounts(
    state: State, command: DiscloseFinalAccounts, context: Context
) -> list[BudgetEvent] | Refused:
    if "final_accounts" not in state.approved:
        return Refused("budget.not_settled", "year")
    if not context.officers.holds_any(
        command.disclosed_by, (*_PREPARERS, *_COMMITTEE), command.occurred_on
    ):
        return Refused("budget.office_not_held", "disclosed_by")
    return [
        FinalAccountsDisclosed(
            year=command.year, place=command.place, disclosed_by=command.disclosed_by
        )
    ]
