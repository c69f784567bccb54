"""What the budget cases share: the budget of 2026, its papers and its context."""

from datetime import date
from uuid import UUID

from domain.budget.aggregate import Context
from domain.budget.commands import (
    AbandonPaper,
    ApprovePaper,
    CommitBudget,
    DraftBudget,
    DraftBudgetAdjustment,
    DraftFinalAccounts,
    FilePaper,
    PassPaper,
    ReleaseBudget,
    ReviewPaper,
)
from domain.budget.events import (
    BudgetAdjusted,
    BudgetAdjustmentDrafted,
    BudgetApproved,
    BudgetCommitted,
    BudgetDrafted,
    FinalAccountsApproved,
    FinalAccountsDrafted,
    Paper,
    PaperPassed,
    PaperReviewed,
)
from domain.budget_lines import ActualLine, BudgetChange, BudgetLine
from tests.domain.books import ACCOUNTANT, AUDITOR, BLOCKING, CHAIRPERSON, CHART, OFFICERS
from tests.support.given_when_then import Dated, on

DAY = date(2026, 1, 20)
THE_DAY_BEFORE = date(2026, 1, 19)
MATERIALS_ON = date(2026, 1, 15)
IN_MARCH = date(2026, 3, 16)
NEXT_YEAR = date(2027, 1, 15)
SOURCE = UUID(int=66)
CONTEXT = Context(OFFICERS, CHART, BLOCKING, working_days=3)

PLANNED = (
    BudgetLine(account="401", amount_fen=900000, last_year_fen=880000),
    BudgetLine(account="40304", amount_fen=100000),
    BudgetLine(account="501", amount_fen=700000, last_year_fen=650000, note_code="outing"),
    BudgetLine(account="508", amount_fen=300000),
)
DRAFT = DraftBudget(occurred_on=DAY, year=2026, planned=PLANNED, drafted_by=ACCOUNTANT)
DRAFTED = BudgetDrafted(year=2026, planned=PLANNED, drafted_by=ACCOUNTANT)
APPROVED = BudgetApproved(year=2026, planned=PLANNED, approved_by=CHAIRPERSON)

CHANGES = (
    BudgetChange(account="501", change_fen=-200000),
    BudgetChange(account="508", change_fen=200000),
)
ADJUST = DraftBudgetAdjustment(
    occurred_on=DAY, year=2026, changes=CHANGES, drafted_by=ACCOUNTANT, reason="task_added"
)
ADJUSTMENT_DRAFTED = BudgetAdjustmentDrafted(
    year=2026, changes=CHANGES, drafted_by=ACCOUNTANT, reason="task_added"
)
ADJUSTED = BudgetAdjusted(
    year=2026, number=1, changes=CHANGES, approved_by=CHAIRPERSON, reason="task_added"
)

ACTUAL = (
    ActualLine(account="401", actual_fen=905000),
    ActualLine(account="50102", actual_fen=690000),
)
SETTLE = DraftFinalAccounts(occurred_on=NEXT_YEAR, year=2026, actual=ACTUAL, drafted_by=ACCOUNTANT)
ACCOUNTS_DRAFTED = FinalAccountsDrafted(year=2026, actual=ACTUAL, drafted_by=ACCOUNTANT)
SETTLED = FinalAccountsApproved(year=2026, actual=ACTUAL, approved_by=CHAIRPERSON)

COMMIT = CommitBudget(
    occurred_on=IN_MARCH, year=2026, account="50102", amount_fen=480000, source_id=SOURCE
)
COMMITTED = BudgetCommitted(
    year=2026,
    account="50102",
    amount_fen=480000,
    source_id=SOURCE,
    policy_id="budget-strict",
    policy_version=1,
    line="501",
)
RELEASE = ReleaseBudget(
    occurred_on=IN_MARCH, year=2026, account="50102", amount_fen=480000, source_id=SOURCE
)


def passing(paper: Paper = "budget", day: date = DAY) -> PassPaper:
    return PassPaper(
        occurred_on=day,
        year=2026,
        paper=paper,
        signed_by=CHAIRPERSON,
        decision_no="委〔2026〕1号",
    )


def passed(paper: Paper = "budget") -> PaperPassed:
    return PaperPassed(year=2026, paper=paper, signed_by=CHAIRPERSON, decision_no="委〔2026〕1号")


def reviewing(paper: Paper = "budget", day: date = DAY) -> ReviewPaper:
    return ReviewPaper(
        occurred_on=day,
        year=2026,
        paper=paper,
        auditor_id=AUDITOR,
        opinion="agreed",
        materials_on=MATERIALS_ON,
    )


def reviewed(paper: Paper = "budget") -> PaperReviewed:
    return PaperReviewed(
        year=2026,
        paper=paper,
        auditor_id=AUDITOR,
        opinion="agreed",
        materials_on=MATERIALS_ON,
        policy_id="budget-strict",
        policy_version=1,
    )


def approving(paper: Paper = "budget", day: date = DAY) -> ApprovePaper:
    return ApprovePaper(occurred_on=day, year=2026, paper=paper, approved_by=CHAIRPERSON)


def abandoning(paper: Paper = "budget", day: date = DAY) -> AbandonPaper:
    return AbandonPaper(occurred_on=day, year=2026, paper=paper, abandoned_by=ACCOUNTANT)


def filing(paper: Paper = "budget", day: date = DAY) -> FilePaper:
    return FilePaper(occurred_on=day, year=2026, paper=paper, filing_no="青工备〔2026〕7号")


TO_PASSED: tuple[Dated, ...] = (on(DAY, DRAFTED), on(DAY, passed()))
TO_REVIEWED = (*TO_PASSED, on(DAY, reviewed()))
TO_APPROVED = (*TO_REVIEWED, on(DAY, APPROVED))
TO_SETTLED = (*TO_APPROVED, on(NEXT_YEAR, ACCOUNTS_DRAFTED), on(NEXT_YEAR, SETTLED))
