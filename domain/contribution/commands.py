"""What may be asked about the employer's contribution of one month."""

from domain.command import Command
from domain.contribution.events import Channel, RefundKind
from domain.ids import OfficerId


class DeclarePayroll(Command, frozen=True, kw_only=True):
    month: str
    employees: int
    payroll_fen: int


class DunEmployer(Command, frozen=True, kw_only=True):
    month: str
    document_no: str


class ReceiveContribution(Command, frozen=True, kw_only=True):
    month: str
    amount_fen: int
    receipt_no: str | None = None
    channel: Channel = "union"


class PayUpward(Command, frozen=True, kw_only=True):
    month: str
    amount_fen: int
    document_no: str | None = None
    approver_id: OfficerId | None = None
    cashier_id: OfficerId | None = None


class ReceiveRefund(Command, frozen=True, kw_only=True):
    month: str
    amount_fen: int
    kind: RefundKind
    document_no: str


class ChargeLateFee(Command, frozen=True, kw_only=True):
    month: str
    amount_fen: int


class ReverseContribution(Command, frozen=True, kw_only=True):
    """Undoes one entry of money of the month: received, handed up, refunded or a late fee."""

    month: str
    reversed_version: int
    reason: str


ContributionCommand = (
    DeclarePayroll
    | DunEmployer
    | ReceiveContribution
    | PayUpward
    | ReceiveRefund
    | ChargeLateFee
    | ReverseContribution
)
