"""Typed rows of the books, each knowing where it stands. Money is integer fen."""

from datetime import date

import msgspec

from services.importers.columns import WAGE, TableKind


class Source(msgspec.Struct, frozen=True):
    """The table a row comes from; `columns`: column name to Excel letter.

    `months` are those a table of dues has columns for, all twelve in any other table.
    """

    kind: TableKind
    sheet: str
    columns: dict[str, str]
    months: frozenset[str]


class RowRefusal(msgspec.Struct, frozen=True):
    """One row that cannot be taken.

    `column` is Excel's letter ("" where the table lacks the column), `name` the column's first
    name, `text` an unknown word, `nearest` known words like it.
    """

    sheet: str
    row: int
    column: str
    name: str
    kind: str
    nearest: tuple[str, ...] = ()
    text: str = ""


class SourceRow(msgspec.Struct, frozen=True):
    source: Source
    row: int

    def refuse(self, name: str, kind: str, nearest: tuple[str, ...] = ()) -> RowRefusal:
        """For what only the books know: `row.refuse("身份证号", "unknown_member")`."""
        columns = self.source.columns
        column = columns.get(name) or columns.get(WAGE if name.startswith(WAGE) else "", "")
        return RowRefusal(self.source.sheet, self.row, column, name, kind, nearest)


class UnitRow(SourceRow, frozen=True):
    code: str
    name: str
    credit_code: str | None
    parent: str | None
    edge: str | None
    category: str | None
    legal_person: bool | None
    staff_count: int | None
    founded_on: date | None


class RosterRow(SourceRow, frozen=True):
    """`member_key` and `seen_version` stand on a roster that was exported, and say whose row it is.

    Name, number and telephone of such a row may still be masked.
    """

    member_key: str | None
    seen_version: int | None
    card_number: str | None
    name: str
    sex: str | None
    ethnicity: str | None
    born_on: date | None
    id_number: str
    political_status: str | None
    education: str | None
    household_registration: str | None
    migrant_worker: bool | None
    department: str | None
    employment: str | None
    joined_on: date
    status: str
    retained_since: date | None
    phone: str | None
    note: str | None


class ChangeRow(SourceRow, frozen=True):
    name: str
    id_number: str
    change: str
    changed_on: date
    reason: str | None
    other_union: str | None
    decision: str | None
    handler: str | None
    note: str | None


class DuesRow(SourceRow, frozen=True):
    """A wage base for each half-year, None where the cell is empty.

    `received_fen` goes by the month the money is for, January first. Where a file has a table per
    half-year a member has a row in each: months (and wage base) of the other table are None.
    """

    name: str
    id_number: str
    department: str | None
    wage_first_half_fen: int | None
    wage_second_half_fen: int | None
    received_fen: tuple[int | None, ...]


class CaseRow(SourceRow, frozen=True):
    file_number: str
    name: str
    id_number: str
    category: str | None
    cause: str | None
    family_size: int | None
    income_fen: int | None
    filed_on: date
    case_number: str
    programme: str
    fund_source: str
    approved_fen: int
    approved_on: date
    handler: str | None
    reviewer: str | None
    approver: str | None


class PaymentRow(SourceRow, frozen=True):
    """`programme` and `fund_source` are None where the table leaves them to the case."""

    case_number: str
    name: str
    id_number: str
    programme: str | None
    fund_source: str | None
    paid_fen: int
    paid_on: date
    method: str
    bank: str | None
    bank_card: str | None
    phone: str | None
    signature: str | None


class CondolenceRow(SourceRow, frozen=True):
    given_on: date
    name: str
    id_number: str
    department: str | None
    occasion: str
    evidence: str | None
    relation: str | None
    form: str | None
    value_fen: int
    visitors: str | None
    voucher: str | None
    note: str | None


Row = UnitRow | RosterRow | ChangeRow | DuesRow | CaseRow | PaymentRow | CondolenceRow
