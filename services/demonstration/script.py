"""What the story of the demo county says: amounts, papers and dates, read from a file."""

import tomllib
from datetime import date
from pathlib import Path

import msgspec

from domain.engagement.events import EngagementKind, Opinion, OrderedBy
from domain.engagement.topics import Topic
from domain.finding.events import FindingKind, Requirement, RuleId, Severity
from domain.money import Fen, PositiveFen
from domain.officers import Office
from domain.sampling import Method
from domain.voucher.events import PaymentMethod
from domain.voucher_kind import VoucherKind


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all parts of the script."""


class BudgetItem(Part, frozen=True, kw_only=True):
    """A line of every unit's budget; income lines named `payroll_based` follow from the payroll."""

    account: str
    amount_fen: Fen
    payroll_based: bool = False


class VoucherItem(Part, frozen=True, kw_only=True):
    """A voucher every unit posts on a day: debit and credit account, amount, what it is about."""

    on: date
    kind: VoucherKind
    debit: str
    credit: str
    fen: PositiveFen
    summary: str
    method: PaymentMethod | None = None


class Allocation(Part, frozen=True, kw_only=True):
    """Money of the county for every unit, per member, given for a purpose."""

    on: date
    fund: str
    kind: str
    per_member_fen: PositiveFen
    document_no: str


class SampleItem(Part, frozen=True, kw_only=True):
    """A sample of an audit; its seed is the code of the checkpoint the audit begins with."""

    method: Method
    size: int
    topics: tuple[Topic, ...]


class CorrectionItem(Part, frozen=True, kw_only=True):
    """How a unit puts a finding right in its books, for the amount that was found, and when that is accepted."""

    on: date
    debit: str
    credit: str
    summary: str
    document_no: str
    accepted_on: date


class FindingItem(Part, frozen=True, kw_only=True):
    """A finding from what a rule hits: which events and how much, only the books say."""

    on: date
    rule: RuleId
    kind: FindingKind
    severity: Severity
    basis: str
    summary: str
    requirement: Requirement
    due_on: date
    corrected: CorrectionItem | None = None


class AuditItem(Part, frozen=True, kw_only=True):
    """An audit of one unit's books of the year; `disclosed_on`: the unit shows its accounts to its members."""

    union: str
    kind: EngagementKind
    ordered_by: OrderedBy
    basis_no: str
    topics: tuple[Topic, ...]
    opened_on: date
    access_until: date
    drawn_on: date
    samples: tuple[SampleItem, ...]
    findings: tuple[FindingItem, ...] = ()
    report_no: str
    opinion: Opinion
    reported_on: date
    disclosed_on: date | None = None
    closed_on: date


class Script(Part, frozen=True, kw_only=True):
    """The whole story. `left_open` units are not closed, so that a visitor can enter something."""

    year: int
    left_open: tuple[str, ...]
    officers: dict[Office, str]
    county_officers: dict[Office, str]
    in_office_since: date
    opening_bank_fen: Fen
    opening_cash_fen: Fen
    opening_surplus_account: str
    payroll_per_employee_fen: PositiveFen
    employees_per_ten_members: int
    budget: tuple[BudgetItem, ...]
    vouchers: tuple[VoucherItem, ...]
    allocations: tuple[Allocation, ...]
    policies: tuple[str, ...]
    aid_fen: PositiveFen
    dues_fen: PositiveFen
    county_auditor: str
    audits: tuple[AuditItem, ...] = ()


def read_script(path: Path) -> Script:
    """Read the script; raises msgspec.ValidationError when it does not hold together."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Script)
