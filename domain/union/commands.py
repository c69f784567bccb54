"""What may be asked of a union as an organisation."""

from datetime import date
from uuid import UUID

from domain.command import Command
from domain.ids import MemberId, OfficerId, UnionId
from domain.officers import Office
from domain.policy.in_force import Policy
from domain.sealed import Sealed
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


class RecordOfficer(Command, frozen=True, kw_only=True):
    officer_id: OfficerId
    office: Office
    name: Sealed
    until: date | None = None
    member_id: MemberId | None = None


class AdoptPolicy(Command, frozen=True, kw_only=True):
    policy: Policy
    valid_from: date
    document_no: str
    adoption_id: UUID | None = None


class KeepVocabulary(Command, frozen=True, kw_only=True):
    toml: str


class ClosePeriod(Command, frozen=True, kw_only=True):
    period: str


class DissolveUnion(Command, frozen=True, kw_only=True):
    document_no: str


UnionCommand = (
    RegisterUnion
    | RenameUnion
    | RecordOfficer
    | AdoptPolicy
    | KeepVocabulary
    | ClosePeriod
    | DissolveUnion
)
