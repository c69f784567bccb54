"""What may be asked of a condolence."""

from domain.command import Command
from domain.condolence.events import Goods, RejectionReason
from domain.ids import CondolenceId, MemberId, OfficerId
from domain.policy.benefit import Festival, Form, Occasion, Relation
from domain.sealed import Sealed


class RequestCondolence(Command, frozen=True, kw_only=True):
    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: int
    handler_id: OfficerId
    details: Sealed
    form: Form | None = None
    relation: Relation | None = None
    festival: Festival | None = None
    duplicate_key: str | None = None


class ApproveCondolence(Command, frozen=True, kw_only=True):
    """`amount_fen` may be less than what was asked for."""

    condolence_id: CondolenceId
    amount_fen: int
    approver_id: OfficerId
    decision_no: str | None = None


class RejectCondolence(Command, frozen=True, kw_only=True):
    condolence_id: CondolenceId
    reason: RejectionReason
    approver_id: OfficerId


class RecordCondolence(Command, frozen=True, kw_only=True):
    """Delivers an approved request; without a request, records what was given (补登, festival lists)."""

    condolence_id: CondolenceId
    member_id: MemberId
    occasion: Occasion
    amount_fen: int
    details: Sealed
    form: Form | None = None
    relation: Relation | None = None
    festival: Festival | None = None
    duplicate_key: str | None = None
    goods: tuple[Goods, ...] = ()
    deliverer_id: OfficerId | None = None


class ReverseCondolence(Command, frozen=True, kw_only=True):
    condolence_id: CondolenceId
    reason: str


CondolenceCommand = (
    RequestCondolence | ApproveCondolence | RejectCondolence | RecordCondolence | ReverseCondolence
)
