"""The rows answers are made of. Amounts are fen; people are masked; `version` is the stream's, for If-Match."""

from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from services.reads.people import Fields, Person

Row = TypeVar("Row")


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    member_id: UUID
    version: int
    person: Person
    profile: Fields
    joined_on: date | None
    retained_on: date | None
    applied_on: date | None
    membership: str | None
    since: date | None


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    member_id: UUID
    version: int
    person: Person
    changed_on: date
    change: str
    cause: str | None
    other_union: str | None
    decision_no: str | None
    details: Fields


class DuesRow(msgspec.Struct, frozen=True, kw_only=True):
    """One member's dues by month 'YYYY-MM'; `arrears_fen` is all due minus all received."""

    member_id: UUID
    person: Person
    department: str | None
    wage_fen: int | None
    due_fen_by_month: dict[str, int]
    received_fen_by_month: dict[str, int]
    due_fen: int
    received_fen: int
    arrears_fen: int
    months_in_arrears: int


class DuesMonthRow(msgspec.Struct, frozen=True, kw_only=True):
    month: str
    members_due: int
    members_paid: int
    due_fen: int
    received_fen: int
    arrears_fen: int


class ReceiptRow(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    dues_month: str
    amount_fen: int
    received_on: date
    reversed_on: date | None


class WageBaseRow(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    from_month: str
    due_fen: int
    wage_fen: int | None
    policy_id: str
    policy_version: int


class HouseholdRow(msgspec.Struct, frozen=True, kw_only=True):
    household_id: UUID
    version: int
    file_no: str
    householder_id: UUID
    person: Person
    hardship_class: str | None
    circumstances: Fields
    opened_on: date


class AidCaseRow(msgspec.Struct, frozen=True, kw_only=True):
    aid_case_id: UUID
    case_no: str
    file_no: str
    beneficiary_id: UUID
    person: Person
    hardship_class: str | None
    circumstances: Fields
    category: str
    fund_source: str
    approved_fen: int
    approved_on: date
    handler_id: UUID | None
    reviewer_id: UUID | None
    approver_id: UUID | None
    payments: int
    paid_fen: int
    last_paid_on: date | None


class PaymentRow(msgspec.Struct, frozen=True, kw_only=True):
    aid_case_id: UUID
    version: int
    case_no: str
    file_no: str
    hardship_class: str | None
    recipient_id: UUID
    person: Person
    category: str
    fund_source: str
    amount_fen: int
    method: str
    payee: Fields
    paid_on: date


class CondolenceRow(msgspec.Struct, frozen=True, kw_only=True):
    condolence_id: UUID
    version: int
    member_id: UUID
    person: Person
    department: str | None
    occasion: str
    amount_fen: int
    details: Fields
    given_on: date


class MoneyTotals(msgspec.Struct, frozen=True, kw_only=True):
    """人次 and 金额 of a span of days: what went out, less what was reversed or came back in it."""

    payments: int
    amount_fen: int


class UnionRow(msgspec.Struct, frozen=True, kw_only=True):
    union_id: UUID
    version: int
    code: str
    name: str
    federation_id: UUID | None
    parent_id: UUID | None
    edge: str | None
    legal_person: bool
    credit_code: str | None
    employer_kind: str | None
    employee_count: int | None
    founded_on: date | None
    closed_through: str | None
    dissolved_on: date | None


class OfficerRow(msgspec.Struct, frozen=True, kw_only=True):
    officer_id: UUID
    office: str
    name: str | None
    since: date
    until: date | None


class PolicyRow(msgspec.Struct, frozen=True, kw_only=True):
    policy_id: str
    policy_version: int
    valid_from: date
    document_no: str
    policy: msgspec.Raw


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    unit_id: UUID
    code: str
    name: str
    parent_id: UUID
    edge: str
    legal_person: bool
    enrolled_on: date


class FreshnessRow(msgspec.Struct, frozen=True, kw_only=True):
    """How far a unit's figures reach; a unit without data is drawn as missing, never as zero."""

    unit_id: UUID
    position: int | None
    recorded_at: datetime | None


class Page(msgspec.Struct, Generic[Row], frozen=True):
    """Some rows, the position they show, and where to go on: the key after which the next page begins."""

    rows: list[Row]
    position: int
    next_after: tuple[str, ...] | None
