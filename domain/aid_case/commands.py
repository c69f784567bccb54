"""What may be asked of an aid case."""

from domain.aid_case.events import AidCategory, FundSource, PaymentMethod
from domain.command import Command
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.sealed import Sealed


class ApproveAid(Command, frozen=True, kw_only=True):
    aid_case_id: AidCaseId
    case_no: str
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: int
    handler_id: OfficerId | None = None
    reviewer_id: OfficerId | None = None
    approver_id: OfficerId | None = None


class PayAid(Command, frozen=True, kw_only=True):
    """`category` and `fund_source`, where the pay list names them, must be those of the case."""

    aid_case_id: AidCaseId
    recipient_id: MemberId
    amount_fen: int
    method: PaymentMethod
    payee: Sealed
    category: AidCategory | None = None
    fund_source: FundSource | None = None


class ReturnAidPayment(Command, frozen=True, kw_only=True):
    aid_case_id: AidCaseId
    returned_version: int
    reason: str


AidCaseCommand = ApproveAid | PayAid | ReturnAidPayment
