"""Samples of the events of a budget."""

from datetime import date
from uuid import UUID

from domain.budget.events import (
    BudgetAdjusted,
    BudgetAdjustmentDrafted,
    BudgetApproved,
    BudgetCommitted,
    BudgetDrafted,
    BudgetReleased,
    ExecutionReported,
    FinalAccountsApproved,
    FinalAccountsDisclosed,
    FinalAccountsDrafted,
    PaperAbandoned,
    PaperFiled,
    PaperPassed,
    PaperReviewed,
)
from domain.budget_lines import ActualLine, BudgetChange, BudgetLine
from domain.event import Event
from domain.ids import OfficerId

CHAIRPERSON = OfficerId(UUID(int=61))
ACCOUNTANT = OfficerId(UUID(int=62))
AUDITOR = OfficerId(UUID(int=64))
SOURCE = UUID(int=66)

PLANNED = (
    BudgetLine(account="401", amount_fen=900000, last_year_fen=880000, note_code="more_members"),
    BudgetLine(account="501", amount_fen=700000, last_year_fen=650000, note_code="outing"),
)
CHANGES = (BudgetChange(account="501", change_fen=50000),)
ACTUAL = (
    ActualLine(account="401", actual_fen=905000),
    ActualLine(account="501", actual_fen=690000),
)

COMPLETE: tuple[Event, ...] = (
    BudgetDrafted(year=2026, planned=PLANNED, drafted_by=ACCOUNTANT, carried_over_fen=120000),
    BudgetAdjustmentDrafted(year=2026, changes=CHANGES, drafted_by=ACCOUNTANT, reason="task_added"),
    FinalAccountsDrafted(year=2026, actual=ACTUAL, drafted_by=ACCOUNTANT),
    PaperPassed(year=2026, paper="budget", signed_by=CHAIRPERSON, decision_no="委〔2026〕1号"),
    PaperReviewed(
        year=2026,
        paper="budget",
        auditor_id=AUDITOR,
        opinion="agreed_with_remarks",
        materials_on=date(2026, 1, 12),
        policy_id="budget-strict",
        policy_version=1,
    ),
    BudgetApproved(year=2026, planned=PLANNED, approved_by=CHAIRPERSON, carried_over_fen=120000),
    BudgetAdjusted(
        year=2026, number=1, changes=CHANGES, approved_by=CHAIRPERSON, reason="task_added"
    ),
    FinalAccountsApproved(year=2026, actual=ACTUAL, approved_by=CHAIRPERSON),
    PaperAbandoned(year=2026, paper="adjustment", abandoned_by=ACCOUNTANT),
    PaperFiled(year=2026, paper="budget", filing_no="青工备〔2026〕7号"),
    ExecutionReported(
        year=2026,
        through_month="2026-06",
        income_fen=450000,
        expense_fen=310000,
        reported_by=ACCOUNTANT,
    ),
    FinalAccountsDisclosed(year=2026, place="notice_board", disclosed_by=CHAIRPERSON),
    BudgetCommitted(
        year=2026,
        account="50102",
        amount_fen=60000,
        source_id=SOURCE,
        policy_id="budget-lenient",
        policy_version=1,
        line="501",
        over_fen=10000,
    ),
    BudgetReleased(year=2026, account="50102", amount_fen=20000, source_id=SOURCE),
)
MINIMAL: tuple[Event, ...] = (
    BudgetDrafted(year=2026, planned=PLANNED, drafted_by=ACCOUNTANT),
    BudgetApproved(
        year=2026,
        planned=(BudgetLine(account="501", amount_fen=0),),
        approved_by=CHAIRPERSON,
    ),
    BudgetCommitted(
        year=2026,
        account="508",
        amount_fen=1,
        source_id=SOURCE,
        policy_id="budget-lenient",
        policy_version=1,
    ),
)
VARIANTS: dict[str, Event] = {}
