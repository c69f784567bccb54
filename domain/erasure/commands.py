"""What may be asked of an erasure. `by` is who acts, as the envelope will say it."""

from datetime import date

from domain.command import Command
from domain.erasure.events import Basis, HoldReason, RefusalReason
from domain.ids import EngagementId, FindingId, MemberId, OfficerId


class RequestErasure(Command, frozen=True, kw_only=True):
    """Always on record, whether it can be granted or not: asking is the person's right."""

    subject_id: MemberId
    basis: Basis
    officer_id: OfficerId
    by: str
    document_no: str = ""


class ApproveErasure(Command, frozen=True, kw_only=True):
    """`engagements`, `findings`: audits of the union and findings about this person, as the ledgers show them."""

    subject_id: MemberId
    officer_id: OfficerId
    by: str
    decision_no: str = ""
    engagements: tuple[EngagementId, ...] = ()
    findings: tuple[FindingId, ...] = ()


class RefuseErasure(Command, frozen=True, kw_only=True):
    subject_id: MemberId
    reason: RefusalReason
    officer_id: OfficerId
    by: str


class HoldRecords(Command, frozen=True, kw_only=True):
    subject_id: MemberId
    reason: HoldReason
    document_no: str
    officer_id: OfficerId


class ReleaseHold(Command, frozen=True, kw_only=True):
    subject_id: MemberId
    document_no: str
    officer_id: OfficerId


class ExecuteErasure(Command, frozen=True, kw_only=True):
    """`last_posting_on`: the newest voucher day that names the person, counted over the whole log."""

    subject_id: MemberId
    last_posting_on: date | None = None
    engagements: tuple[EngagementId, ...] = ()
    findings: tuple[FindingId, ...] = ()


class DestroyBooks(Command, frozen=True, kw_only=True):
    """`last_posting_on`: counted again, since money may have come in or gone back after the erasure."""

    subject_id: MemberId
    last_posting_on: date | None = None
    engagements: tuple[EngagementId, ...] = ()
    findings: tuple[FindingId, ...] = ()


ErasureCommand = (
    RequestErasure
    | ApproveErasure
    | RefuseErasure
    | HoldRecords
    | ReleaseHold
    | ExecuteErasure
    | DestroyBooks
)
