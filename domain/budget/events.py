"""What can happen to a year's budget.

Three papers go the same way: budget, adjustment, final accounts. One of them is under way at a time.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.budget_lines import ActualLine, BudgetChange, BudgetLine
from domain.event import Event
from domain.ids import OfficerId
from domain.money import Fen, PositiveFen, SignedFen
from domain.period import Month

Year = Annotated[int, msgspec.Meta(ge=1, le=9999)]
Paper = Literal["budget", "adjustment", "final_accounts"]
"""预算, 预算调整, 决算."""
Opinion = Literal["agreed", "agreed_with_remarks", "rejected"]
AdjustmentReason = Literal["income_changed", "task_added", "task_dropped", "grant", "other"]
DisclosurePlace = Literal["notice_board", "assembly", "website", "group_chat"]


class BudgetDrafted(Event, frozen=True, kw_only=True):
    """A plan for the year; what was left over from before is `carried_over_fen` (动用上年结余)."""

    TOPIC: ClassVar[str] = "budget.drafted"

    year: Year
    planned: tuple[BudgetLine, ...]
    drafted_by: OfficerId
    carried_over_fen: Fen = 0


class BudgetAdjustmentDrafted(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "budget.adjustment_drafted"

    year: Year
    changes: tuple[BudgetChange, ...]
    drafted_by: OfficerId
    reason: AdjustmentReason


class FinalAccountsDrafted(Event, frozen=True, kw_only=True):
    """What the books say of the year, line by line."""

    TOPIC: ClassVar[str] = "budget.final_accounts_drafted"

    year: Year
    actual: tuple[ActualLine, ...]
    drafted_by: OfficerId


class PaperPassed(Event, frozen=True, kw_only=True):
    """The union committee passed the paper (工会委员会审议通过)."""

    TOPIC: ClassVar[str] = "budget.committee_passed"

    year: Year
    paper: Paper
    signed_by: OfficerId
    decision_no: str


class PaperReviewed(Event, frozen=True, kw_only=True):
    """The 经审会 gave its opinion (工会法 art. 45); rejected, the paper is a draft again."""

    TOPIC: ClassVar[str] = "budget.audit_committee_reviewed"

    year: Year
    paper: Paper
    auditor_id: OfficerId
    opinion: Opinion
    materials_on: date
    policy_id: str
    policy_version: int


class BudgetApproved(Event, frozen=True, kw_only=True):
    """The budget holds: from now on spending is measured against these lines."""

    TOPIC: ClassVar[str] = "budget.approved"

    year: Year
    planned: tuple[BudgetLine, ...]
    approved_by: OfficerId
    carried_over_fen: Fen = 0


class BudgetAdjusted(Event, frozen=True, kw_only=True):
    """The adjustment holds; `number` counts those of the year."""

    TOPIC: ClassVar[str] = "budget.adjusted"

    year: Year
    number: int
    changes: tuple[BudgetChange, ...]
    approved_by: OfficerId
    reason: AdjustmentReason


class FinalAccountsApproved(Event, frozen=True, kw_only=True):
    """The year is settled: nothing is committed against its budget any more."""

    TOPIC: ClassVar[str] = "budget.final_accounts_approved"

    year: Year
    actual: tuple[ActualLine, ...]
    approved_by: OfficerId


class PaperAbandoned(Event, frozen=True, kw_only=True):
    """The draft under way is given up."""

    TOPIC: ClassVar[str] = "budget.draft_abandoned"

    year: Year
    paper: Paper
    abandoned_by: OfficerId


class PaperFiled(Event, frozen=True, kw_only=True):
    """The approved paper was handed to the higher union (报上级工会备案, charter art. 39)."""

    TOPIC: ClassVar[str] = "budget.filed"

    year: Year
    paper: Paper
    filing_no: str


class ExecutionReported(Event, frozen=True, kw_only=True):
    """How far the budget was carried out by a month (预算执行情况报告)."""

    TOPIC: ClassVar[str] = "budget.execution_reported"

    year: Year
    through_month: Month
    income_fen: SignedFen
    expense_fen: SignedFen
    reported_by: OfficerId


class FinalAccountsDisclosed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "budget.disclosed"

    year: Year
    place: DisclosurePlace
    disclosed_by: OfficerId


class BudgetCommitted(Event, frozen=True, kw_only=True):
    """Spending was set against a line; `line` is missing and `over_fen` positive where the policy only warns.

    `source_id` is what is being spent on: a voucher, an aid case, a condolence.
    """

    TOPIC: ClassVar[str] = "budget.committed"

    year: Year
    account: str
    amount_fen: PositiveFen
    source_id: UUID
    policy_id: str
    policy_version: int
    line: str | None = None
    over_fen: Fen = 0


class BudgetReleased(Event, frozen=True, kw_only=True):
    """Spending did not happen, or was undone: its amount is free again."""

    TOPIC: ClassVar[str] = "budget.released"

    year: Year
    account: str
    amount_fen: PositiveFen
    source_id: UUID


BudgetEvent = (
    BudgetDrafted
    | BudgetAdjustmentDrafted
    | FinalAccountsDrafted
    | PaperPassed
    | PaperReviewed
    | BudgetApproved
    | BudgetAdjusted
    | FinalAccountsApproved
    | PaperAbandoned
    | PaperFiled
    | ExecutionReported
    | FinalAccountsDisclosed
    | BudgetCommitted
    | BudgetReleased
)
