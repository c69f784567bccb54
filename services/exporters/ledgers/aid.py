"""L12 困难职工帮扶台账, L13 资金发放花名册 (of a period, or of one batch) and L14 金秋助学发放表."""

from uuid import UUID

from services.exporters.ledgers.table import (
    PAGE_ROWS,
    Amount,
    Builder,
    Cells,
    LedgerAsked,
    LedgerRows,
    all_rows,
    summed,
    word,
)
from services.reads import Ledgers
from services.reads.aid import AidCaseRow, PaymentRow
from services.reads.pay_batches import PayItemRow
from services.words.capitals import capitals
from services.words.ledgers.aid import COUNTY_APPROVED, TOTAL_IN_CAPITALS

_SCHOOLING = frozenset({"education_aid", "childrens_day_aid"})
_INCOME = 7
"""A column of L12."""
_NAME, _AMOUNT = 0, 5
"""Columns of L13."""


async def _aid(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    scope = asked.scope_of_period
    unit = await _unit(ledgers, asked)
    names = await ledgers.officer_names(scope)
    paired = await ledgers.paired_cadres(scope)

    def line(row: AidCaseRow) -> Cells:
        cadre = paired.get(row.household_id)
        return _case(row, unit, None if cadre is None else names.get(cadre), _approver(row, names))

    lines: list[Cells] = []
    position = 0
    after = None
    while True:
        page = await ledgers.aid_cases(scope, since=asked.since, limit=PAGE_ROWS, after=after)
        lines += [line(row) for row in page.rows if row.approved_on is not None and not row.ended]
        position = page.position
        if page.next_after is None:
            return LedgerRows(lines, position, _paid_only(summed(lines)))
        after = page.next_after


def _paid_only(totals: Cells | None) -> Cells | None:
    """Incomes of families are amounts as well, but adding them up says nothing."""
    return None if totals is None else [None if n == _INCOME else c for n, c in enumerate(totals)]


def _approver(row: AidCaseRow, names: dict[UUID, str]) -> str | None:
    if row.tier == "county":
        return COUNTY_APPROVED
    return None if row.approver_id is None else names.get(row.approver_id)


def _case(row: AidCaseRow, unit: str, cadre: str | None, approver: str | None) -> Cells:
    told = row.circumstances.get
    income = told("monthly_income_fen")
    return (
        row.file_no,
        row.person.name,
        row.person.id_number,
        unit,
        word(row.hardship_class),
        told("cause"),
        told("family_size"),
        Amount(int(income)) if income else None,
        word(row.category),
        word(row.fund_source),
        Amount(row.paid_fen),
        row.last_paid_on,
        row.payee.get("bank_account"),
        cadre,
        approver,
    )


async def _payments(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    unit = await _unit(ledgers, asked)
    if asked.pay_batch_id is not None:
        return await _batch(ledgers, asked, asked.pay_batch_id, unit)
    built = await all_rows(
        lambda after: ledgers.payments(
            asked.scope_of_period, since=asked.since, limit=PAGE_ROWS, after=after
        ),
        lambda row: _payment(row, unit),
    )
    return built._replace(totals=_in_capitals(built.rows))


async def _batch(ledgers: Ledgers, asked: LedgerAsked, pay_batch_id: UUID, unit: str) -> LedgerRows:
    """One pay list, also before it is paid: it is what is signed."""
    scope = asked.scope_of_period
    batches = await ledgers.pay_batches(scope, limit=1, pay_batch_id=pay_batch_id)
    items = await ledgers.pay_batch_items(scope, pay_batch_id)
    category = batches.rows[0].category if batches.rows else None
    lines = [_item(row, unit, category) for row in items.rows]
    position = min(batches.position, items.position)
    return LedgerRows(lines, position, _in_capitals(lines))


def _in_capitals(lines: list[Cells]) -> Cells | None:
    """The total of a pay list is also spelled out."""
    totals = summed(lines)
    if totals is None:
        return None
    amount = totals[_AMOUNT]
    spelled = capitals(amount.fen) if isinstance(amount, Amount) else None
    return [f"{TOTAL_IN_CAPITALS} {spelled}" if n == _NAME else c for n, c in enumerate(totals)]


def _payment(row: PaymentRow, unit: str) -> Cells:
    told = row.payee.get
    return (
        row.person.name,
        row.person.id_number,
        unit,
        word(row.hardship_class),
        word(row.category),
        Amount(row.amount_fen),
        told("bank_name"),
        told("bank_account"),
        told("mobile"),
        None,
    )


def _item(row: PayItemRow, unit: str, category: str | None) -> Cells:
    told = row.payee.get
    return (
        row.person.name,
        row.person.id_number,
        unit,
        word(row.hardship_class),
        word(category),
        Amount(row.amount_fen),
        told("bank_name"),
        told("bank_account"),
        told("mobile"),
        None,
    )


async def _schooling(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    scope = asked.scope_of_period
    lines: list[Cells] = []
    after = None
    while True:
        page = await ledgers.payments(scope, since=asked.since, limit=PAGE_ROWS, after=after)
        lines += [_student(row) for row in page.rows if row.category in _SCHOOLING]
        if page.next_after is None:
            return LedgerRows(lines, page.position, summed(lines))
        after = page.next_after


def _student(row: PaymentRow) -> Cells:
    told = row.details.get
    return (
        told("student_name"),
        row.person.name,
        told("school"),
        told("school_level"),
        told("admitted_year"),
        row.file_no,
        Amount(row.amount_fen),
        row.payee.get("bank_account"),
    )


async def _unit(ledgers: Ledgers, asked: LedgerAsked) -> str:
    union = await ledgers.union(asked.scope)
    return "" if union is None else union.name


BUILDERS: dict[str, Builder] = {"L12": _aid, "L13": _payments, "L14": _schooling}
