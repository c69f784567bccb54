"""What can happen to an aid case. 人次 counts payments, 户数 households, 金额 payments less what came back."""

from typing import ClassVar, Literal

from domain.event import Event
from domain.ids import AidCaseId, HouseholdId, MemberId, OfficerId
from domain.money import PositiveFen, PostingLines
from domain.sealed import Sealed

AidCategory = Literal[
    "living_aid",
    "medical_aid",
    "education_aid",
    "childrens_day_aid",
    "winter_warmth",
    "summer_cooling",
    "temporary_aid",
    "vocational_training",
]
FundSource = Literal["central_fiscal", "upper_union", "own_funds", "social_donation"]
PaymentMethod = Literal["transfer", "cash"]


class AidApproved(Event, frozen=True, kw_only=True):
    """Aid was approved for a registered household (先建档、后帮扶); the event's date is the 审批日期."""

    TOPIC: ClassVar[str] = "aid_case.approved"

    aid_case_id: AidCaseId
    case_no: str
    household_id: HouseholdId
    beneficiary_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    handler_id: OfficerId | None = None
    reviewer_id: OfficerId | None = None
    approver_id: OfficerId | None = None


class AidPaid(Event, frozen=True, kw_only=True):
    """A payment of the case; `payee` holds bank, account and phone under the books key."""

    TOPIC: ClassVar[str] = "aid_case.paid"

    aid_case_id: AidCaseId
    household_id: HouseholdId
    recipient_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    method: PaymentMethod
    payee: Sealed
    posting_map: str
    lines: PostingLines


class AidPaymentReturned(Event, frozen=True, kw_only=True):
    """A payment came back (退汇) or was entered by mistake: it no longer counts."""

    TOPIC: ClassVar[str] = "aid_case.payment_returned"

    aid_case_id: AidCaseId
    household_id: HouseholdId
    recipient_id: MemberId
    category: AidCategory
    fund_source: FundSource
    amount_fen: PositiveFen
    returned_version: int
    reason: str
    lines: PostingLines


AidCaseEvent = AidApproved | AidPaid | AidPaymentReturned
