"""What can happen to a condolence. The amount is the value, also of goods."""

from typing import ClassVar, Literal

import msgspec

from domain.event import Event
from domain.ids import CondolenceId, MemberId, OfficerId
from domain.money import PositiveFen, PostingLines
from domain.policy.benefit import BenefitWarning, Festival, Form, Occasion, Relation
from domain.sealed import Sealed

RejectionReason = Literal["not_entitled", "over_limit", "already_given", "no_proof", "other"]


class Goods(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goods handed out (L16): what they are, the price of one in fen, how many."""

    name: str
    unit_price_fen: PositiveFen
    quantity: int


class CondolenceRequested(Event, frozen=True, kw_only=True):
    """Somebody asked for a condolence; what befell the member is sealed under the file key."""

    TOPIC: ClassVar[str] = "condolence.requested"

    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: PositiveFen
    handler_id: OfficerId
    details: Sealed
    form: Form | None = None
    relation: Relation | None = None
    festival: Festival | None = None
    duplicate_key: str | None = None


class CondolenceApproved(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "condolence.approved"

    condolence_id: CondolenceId
    member_id: MemberId
    amount_fen: PositiveFen
    approver_id: OfficerId
    decision_no: str | None = None
    warnings: tuple[BenefitWarning, ...] = ()


class CondolenceRejected(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "condolence.rejected"

    condolence_id: CondolenceId
    member_id: MemberId
    reason: RejectionReason
    approver_id: OfficerId


class CondolenceRecorded(Event, frozen=True, kw_only=True):
    """It was delivered. `details` holds evidence, relation, form, visitors and voucher number, under the file key.

    `duplicate_key` is an opaque keyed digest of the disease or relative; `warnings` are what the named
    benefit policy objects to without blocking. Records taken over from paper may have none of this.
    """

    TOPIC: ClassVar[str] = "condolence.recorded"

    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: PositiveFen
    details: Sealed
    posting_map: str
    lines: PostingLines
    form: Form | None = None
    relation: Relation | None = None
    festival: Festival | None = None
    duplicate_key: str | None = None
    goods: tuple[Goods, ...] = ()
    deliverer_id: OfficerId | None = None
    requested_version: int | None = None
    benefit_id: str | None = None
    benefit_version: int | None = None
    warnings: tuple[BenefitWarning, ...] = ()


class CondolenceReversed(Event, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "condolence.reversed"

    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: PositiveFen
    reason: str
    lines: PostingLines


CondolenceEvent = (
    CondolenceRequested
    | CondolenceApproved
    | CondolenceRejected
    | CondolenceRecorded
    | CondolenceReversed
)
