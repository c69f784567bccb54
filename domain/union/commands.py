"""What may be asked of a union as an organisation."""

from datetime import date
from uuid import UUID

from domain.command import Command
from domain.ids import MemberId, OfficerId, UnionId
from domain.money import PostingLines
from domain.officers import Office
from domain.policy.closing import Checked
from domain.policy.in_force import Policy
from domain.sealed import Sealed
from domain.supervision import FreezeReason
from domain.union.events import ParentEdge


class RegisterUnion(Command, frozen=True, kw_only=True):
    code: str
    name: str
    federation_id: UnionId | None = None
    parent: ParentEdge | None = None
    legal_person: bool = True
    credit_code: str | None = None
    employer_kind: str | None = None
    employee_count: int | None = None
    founded_on: date | None = None


class RenameUnion(Command, frozen=True, kw_only=True):
    name: str


class CorrectParticulars(Command, frozen=True, kw_only=True):
    """None leaves a particular as it is; an empty `credit_code` takes it away."""

    legal_person: bool | None = None
    credit_code: str | None = None
    employer_kind: str | None = None
    employee_count: int | None = None
    founded_on: date | None = None


class RecordApprovalByHigher(Command, frozen=True, kw_only=True):
    document_no: str


class RecordElection(Command, frozen=True, kw_only=True):
    term_from: date
    term_until: date
    document_no: str | None = None


class RecordOfficer(Command, frozen=True, kw_only=True):
    officer_id: OfficerId
    office: Office
    name: Sealed
    until: date | None = None
    member_id: MemberId | None = None


class RecordBankAccount(Command, frozen=True, kw_only=True):
    ledger_account: str
    bank_account: Sealed
    fund: str | None = None
    until: date | None = None


class AdoptPolicy(Command, frozen=True, kw_only=True):
    """`adoption_id` is that of the federation's decision the union carries out, if it is one."""

    policy: Policy
    valid_from: date
    document_no: str
    adoption_id: UUID | None = None


class KeepVocabulary(Command, frozen=True, kw_only=True):
    toml: str


class ClosePeriod(Command, frozen=True, kw_only=True):
    period: str
    checklist: tuple[Checked, ...] = ()
    closed_by: OfficerId | None = None


class ReopenPeriod(Command, frozen=True, kw_only=True):
    """`period` is the first month to be open again; `reason` names no people."""

    period: str
    reason: str
    requested_by: OfficerId
    approved_by: OfficerId


class LockYear(Command, frozen=True, kw_only=True):
    year: int
    locked_by: OfficerId


class FreezeUnion(Command, frozen=True, kw_only=True):
    reason: FreezeReason
    document_no: str


class UnfreezeUnion(Command, frozen=True, kw_only=True):
    document_no: str


class MergeUnion(Command, frozen=True, kw_only=True):
    into_union_id: UnionId
    transfer_id: UUID
    document_no: str
    lines: PostingLines = ()


class AbsorbUnion(Command, frozen=True, kw_only=True):
    from_union_id: UnionId
    transfer_id: UUID
    document_no: str
    lines: PostingLines = ()


class SplitUnion(Command, frozen=True, kw_only=True):
    into_union_id: UnionId
    transfer_id: UUID
    document_no: str
    share_numerator: int
    share_denominator: int
    lines: PostingLines = ()


class TakeOverBalances(Command, frozen=True, kw_only=True):
    from_union_id: UnionId
    transfer_id: UUID
    lines: PostingLines


class DissolveUnion(Command, frozen=True, kw_only=True):
    document_no: str
    handed_to: UnionId | None = None
    transfer_id: UUID | None = None
    lines: PostingLines = ()


UnionCommand = (
    RegisterUnion
    | RenameUnion
    | CorrectParticulars
    | RecordApprovalByHigher
    | RecordElection
    | RecordOfficer
    | RecordBankAccount
    | AdoptPolicy
    | KeepVocabulary
    | ClosePeriod
    | ReopenPeriod
    | LockYear
    | FreezeUnion
    | UnfreezeUnion
    | MergeUnion
    | AbsorbUnion
    | SplitUnion
    | TakeOverBalances
    | DissolveUnion
)
