"""What may be asked of a dues account."""

from domain.command import Command
from domain.dues.events import RefundReason, ReminderChannel
from domain.ids import DuesBatchId, MemberId, OfficerId
from domain.policy.dues import WaiverReason
from domain.sealed import Sealed


class DeclareWageBase(Command, frozen=True, kw_only=True):
    """`wage_fen` decides and is forgotten; `wage` is the same, sealed, and goes into the event."""

    member_id: MemberId
    from_month: str
    wage_fen: int
    wage: Sealed


class ReverseWageBase(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reversed_version: int
    reason: str


class ReceiveDues(Command, frozen=True, kw_only=True):
    member_id: MemberId
    dues_month: str
    amount_fen: int
    batch_id: DuesBatchId | None = None


class ReverseDuesReceipt(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reversed_version: int
    reason: str


class RefundDues(Command, frozen=True, kw_only=True):
    member_id: MemberId
    dues_month: str
    amount_fen: int
    reason: RefundReason
    handler_id: OfficerId
    approver_id: OfficerId


class ReverseDuesRefund(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reversed_version: int
    reason: str


class WaiveDues(Command, frozen=True, kw_only=True):
    member_id: MemberId
    dues_month: str
    amount_fen: int
    reason: WaiverReason
    decision_no: str
    details: Sealed | None = None


class ReverseDuesWaiver(Command, frozen=True, kw_only=True):
    member_id: MemberId
    reversed_version: int
    reason: str


class SendDuesReminder(Command, frozen=True, kw_only=True):
    """How many months and how much is reckoned from the account, not stated by whoever asks."""

    member_id: MemberId
    through_month: str
    channel: ReminderChannel
    details: Sealed | None = None


DuesCommand = (
    DeclareWageBase
    | ReverseWageBase
    | ReceiveDues
    | ReverseDuesReceipt
    | RefundDues
    | ReverseDuesRefund
    | WaiveDues
    | ReverseDuesWaiver
    | SendDuesReminder
)
