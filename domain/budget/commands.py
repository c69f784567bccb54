"""What may be asked of a year's budget."""

from datetime import date
from uuid import UUID

from domain.budget.events import AdjustmentReason, DisclosurePlace, Opinion, Paper
from domain.budget_lines import ActualLine, BudgetChange, BudgetLine
from domain.command import Command
from domain.ids import OfficerId
from domain.money import Fen, SignedFen


class DraftBudget(Command, frozen=True, kw_only=True):
    """Draft, or draft anew what is not yet approved."""

    year: int
    planned: tuple[BudgetLine, ...]
    drafted_by: OfficerId
    carried_over_fen: Fen = 0


class DraftBudgetAdjustment(Command, frozen=True, kw_only=True):
    year: int
    changes: tuple[BudgetChange, ...]
    drafted_by: OfficerId
    reason: AdjustmentReason


class DraftFinalAccounts(Command, frozen=True, kw_only=True):
    year: int
    actual: tuple[ActualLine, ...]
    drafted_by: OfficerId


class PassPaper(Command, frozen=True, kw_only=True):
    year: int
    paper: Paper
    signed_by: OfficerId
    decision_no: str


class ReviewPaper(Command, frozen=True, kw_only=True):
    """`materials_on` is the day the 经审会 got the papers."""

    year: int
    paper: Paper
    auditor_id: OfficerId
    opinion: Opinion
    materials_on: date


class ApprovePaper(Command, frozen=True, kw_only=True):
    year: int
    paper: Paper
    approved_by: OfficerId


class AbandonPaper(Command, frozen=True, kw_only=True):
    year: int
    paper: Paper
    abandoned_by: OfficerId


class FilePaper(Command, frozen=True, kw_only=True):
    year: int
    paper: Paper
    filing_no: str


class ReportExecution(Command, frozen=True, kw_only=True):
    year: int
    through_month: str
    income_fen: SignedFen
    expense_fen: SignedFen
    reported_by: OfficerId


class DiscloseFinalAccounts(Command, frozen=True, kw_only=True):
    year: int
    place: DisclosurePlace
    disclosed_by: OfficerId


class CommitBudget(Command, frozen=True, kw_only=True):
    year: int
    account: str
    amount_fen: int
    source_id: UUID


class ReleaseBudget(Command, frozen=True, kw_only=True):
    year: int
    account: str
    amount_fen: int
    source_id: UUID


BudgetCommand = (
    DraftBudget
    | DraftBudgetAdjustment
    | DraftFinalAccounts
    | PassPaper
    | ReviewPaper
    | ApprovePaper
    | AbandonPaper
    | FilePaper
    | ReportExecution
    | DiscloseFinalAccounts
    | CommitBudget
    | ReleaseBudget
)
