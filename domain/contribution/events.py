"""What can happen to the employer's contribution (拨缴经费) for one month."""

from datetime import date
from typing import ClassVar, Literal

from domain.event import Event
from domain.headcount import HeadCount
from domain.ids import OfficerId
from domain.money import Fen, PositiveFen, PostingLines
from domain.period import Month

Channel = Literal["union", "tax_authority", "treasury"]
"""自收, 税务代收, 国库集中支付划转 (domain.md 4.1)."""
RefundKind = Literal["small_payer", "rebate"]
"""小额缴费全额返还 (厅字〔2022〕47号); 回拨."""
Entry = Literal["contribution", "remittance", "refund", "late_fee"]


class PayrollDeclared(Event, frozen=True, kw_only=True):
    """The employer's total payroll of a month, and what it owes for it by the policy named.

    Declared again it corrects what was declared before; the history stays.
    """

    TOPIC: ClassVar[str] = "contribution.payroll_declared"

    month: Month
    employees: HeadCount
    payroll_fen: Fen
    due_fen: Fen
    due_on: date
    policy_id: str
    policy_version: int


class EmployerDunned(Event, frozen=True, kw_only=True):
    """A dunning notice (催缴通知书) went to the employer (工会法 art. 44)."""

    TOPIC: ClassVar[str] = "contribution.employer_dunned"

    month: Month
    arrears_fen: PositiveFen
    document_no: str


class ContributionReceived(Event, frozen=True, kw_only=True):
    """Money came in from the employer; `retained_fen` stays, `upward_fen` is owed to the levels above."""

    TOPIC: ClassVar[str] = "contribution.received"

    month: Month
    amount_fen: PositiveFen
    retained_fen: Fen
    upward_fen: Fen
    channel: Channel
    policy_id: str
    policy_version: int
    posting_map: str
    lines: PostingLines
    receipt_no: str | None = None


class UpwardRemittancePaid(Event, frozen=True, kw_only=True):
    """What belongs to the levels above was handed up (上解)."""

    TOPIC: ClassVar[str] = "contribution.upward_remittance_paid"

    month: Month
    amount_fen: PositiveFen
    posting_map: str
    lines: PostingLines
    document_no: str | None = None
    approver_id: OfficerId | None = None
    cashier_id: OfficerId | None = None


class RefundReceived(Event, frozen=True, kw_only=True):
    """What was handed up came back (返还)."""

    TOPIC: ClassVar[str] = "contribution.refund_received"

    month: Month
    amount_fen: PositiveFen
    kind: RefundKind
    document_no: str
    posting_map: str
    lines: PostingLines


class LateFeeReceived(Event, frozen=True, kw_only=True):
    """The employer paid a late fee (滞纳金), where the policy of the region has one."""

    TOPIC: ClassVar[str] = "contribution.late_fee_received"

    month: Month
    amount_fen: PositiveFen
    policy_id: str
    policy_version: int
    posting_map: str
    lines: PostingLines


class ContributionReversed(Event, frozen=True, kw_only=True):
    """An entry of money was a mistake (冲销); the lines are its red-letter lines."""

    TOPIC: ClassVar[str] = "contribution.reversed"

    month: Month
    entry: Entry
    amount_fen: PositiveFen
    reversed_version: int
    reason: str
    lines: PostingLines
    retained_fen: Fen = 0
    upward_fen: Fen = 0


MoneyEvent = ContributionReceived | UpwardRemittancePaid | RefundReceived | LateFeeReceived
ContributionEvent = (
    PayrollDeclared
    | EmployerDunned
    | ContributionReceived
    | UpwardRemittancePaid
    | RefundReceived
    | LateFeeReceived
    | ContributionReversed
)
