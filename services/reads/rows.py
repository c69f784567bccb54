"""The rows answers are made of. Amounts are fen; people are masked; `version` is the stream's, for If-Match."""

from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from services.reads.people import Fields, Person

Row = TypeVar("Row")


class MemberRow(msgspec.Struct, frozen=True, kw_only=True):
    """`warned_on` and what follows are set while a warning holds, a request waits, an expulsion is under way."""

    member_id: UUID
    version: int
    person: Person
    profile: Fields
    joined_on: date | None
    retained_on: date | None
    applied_on: date | None
    membership: str | None
    since: date | None
    transferring: bool
    warned_on: date | None
    withdrawal_requested_on: date | None
    expulsion_proposed_on: date | None
    expulsion_decided_on: date | None
    branch_id: UUID | None
    branch: str | None
    group_id: UUID | None
    group: str | None
    certificate: Fields


class ChangeRow(msgspec.Struct, frozen=True, kw_only=True):
    member_id: UUID
    version: int
    person: Person
    changed_on: date
    change: str
    cause: str | None
    other_union: str | None
    transfer_id: UUID | None
    decision_no: str | None
    details: Fields


class DuesRow(msgspec.Struct, frozen=True, kw_only=True):
    """One member's dues by month 'YYYY-MM'; `arrears_fen` is all due minus all received.

    What is due is what is left after waivers. Wage, base and monthly due are those of the last month.
    """

    member_id: UUID
    person: Person
    department: str | None
    membership: str | None
    wage_fen: int | None
    base_fen: int | None
    monthly_due_fen: int | None
    due_fen_by_month: dict[str, int]
    waived_fen_by_month: dict[str, int]
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
    batch_id: UUID | None
    position: int
    reversed_on: date | None


class WageBaseRow(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    from_month: str
    due_fen: int
    wage_fen: int | None
    policy_id: str
    policy_version: int


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
    approval_no: str | None
    approved_on: date | None
    frozen_on: date | None
    frozen_reason: str | None
    closed_through: str | None
    locked_through_year: int | None
    dissolved_on: date | None
    merged_into: UUID | None


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
    adoption_id: UUID | None = None


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    unit_id: UUID
    code: str
    name: str
    parent_id: UUID
    edge: str
    legal_person: bool
    enrolled_on: date
    frozen_reason: str | None
    ended_on: date | None
    merged_into: UUID | None


class FreshnessRow(msgspec.Struct, frozen=True, kw_only=True):
    """How far a unit's figures reach; a unit without data is drawn as missing, never as zero."""

    unit_id: UUID
    position: int | None
    recorded_at: datetime | None


class Page(msgspec.Struct, Generic[Row], frozen=True):
    """Some rows, the position they show, and where to go on: the key after which the next page begins.

    `total` is the number of rows of all pages, where it was asked for.
    """

    rows: list[Row]
    position: int
    next_after: tuple[str, ...] | None
    total: int | None = None
