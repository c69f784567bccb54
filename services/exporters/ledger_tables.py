"""The ledgers of domain.md 6.1 as tables: Chinese headings, yuan with two decimals, masked people."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import msgspec

from domain.money import yuan_text
from domain.period import months_of_year
from services.reads import Ledgers, Scope
from services.reads.rows import (
    AidCaseRow,
    ChangeRow,
    CondolenceRow,
    DuesMonthRow,
    DuesRow,
    MemberRow,
    Page,
    PaymentRow,
)
from services.words import CODE_WORDS, LEDGER_COLUMNS, LEDGER_TITLES

Row = TypeVar("Row")
_PAGE_ROWS = 1_000


class LedgerTable(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger ready to print: every cell is text. `position` is what the rows show."""

    ledger: str
    title: str
    columns: Sequence[str]
    rows: list[list[str]]
    position: int


class UnknownLedger(KeyError):
    """No ledger has this number."""


async def ledger_table(ledgers: Ledgers, scope: Scope, ledger: str, year: int) -> LedgerTable:
    """Return a ledger of a year, as of the scope's date; raises UnknownLedger."""
    build = _BUILDERS.get(ledger)
    if build is None:
        raise UnknownLedger(ledger)
    rows, position = await build(ledgers, scope, year)
    return LedgerTable(
        ledger=ledger,
        title=LEDGER_TITLES[ledger],
        columns=LEDGER_COLUMNS[ledger],
        rows=rows,
        position=position,
    )


async def every(
    page: Callable[[Sequence[str] | None], Awaitable[Page[Row]]],
) -> AsyncIterator[tuple[list[Row], int]]:
    """Yield page after page until the last."""
    after: Sequence[str] | None = None
    while True:
        found = await page(after)
        yield found.rows, found.position
        if found.next_after is None:
            return
        after = found.next_after


async def _rows_of(
    page: Callable[[Sequence[str] | None], Awaitable[Page[Row]]],
    line: Callable[[Row], list[str]],
) -> tuple[list[list[str]], int]:
    lines: list[list[str]] = []
    position = 0
    async for rows, shown in every(page):
        lines.extend(map(line, rows))
        position = shown
    return lines, position


Built = tuple[list[list[str]], int]


async def _roster(ledgers: Ledgers, scope: Scope, _year: int) -> Built:
    return await _rows_of(
        lambda after: ledgers.members(scope, limit=_PAGE_ROWS, after=after), _member_line
    )


async def _changes(ledgers: Ledgers, scope: Scope, year: int) -> Built:
    since = date(year, 1, 1)
    return await _rows_of(
        lambda after: ledgers.changes(scope, since=since, limit=_PAGE_ROWS, after=after),
        _change_line,
    )


async def _dues(ledgers: Ledgers, scope: Scope, year: int) -> Built:
    return await _rows_of(
        lambda after: ledgers.dues_by_member(scope, year=year, limit=_PAGE_ROWS, after=after),
        lambda row: _dues_line(row, year),
    )


async def _dues_months(ledgers: Ledgers, scope: Scope, year: int) -> Built:
    return await _rows_of(lambda _: ledgers.dues_by_month(scope, year=year), _month_line)


async def _aid(ledgers: Ledgers, scope: Scope, year: int) -> Built:
    since = date(year, 1, 1)
    return await _rows_of(
        lambda after: ledgers.aid_cases(scope, since=since, limit=_PAGE_ROWS, after=after),
        _aid_line,
    )


async def _payments(ledgers: Ledgers, scope: Scope, year: int) -> Built:
    since = date(year, 1, 1)
    return await _rows_of(
        lambda after: ledgers.payments(scope, since=since, limit=_PAGE_ROWS, after=after),
        _payment_line,
    )


async def _condolences(ledgers: Ledgers, scope: Scope, year: int) -> Built:
    since = date(year, 1, 1)
    return await _rows_of(
        lambda after: ledgers.condolences(scope, since=since, limit=_PAGE_ROWS, after=after),
        _condolence_line,
    )


_BUILDERS: dict[str, Callable[[Ledgers, Scope, int], Awaitable[Built]]] = {
    "L1": _roster,
    "L2": _changes,
    "L3": _dues,
    "L4": _dues_months,
    "L12": _aid,
    "L13": _payments,
    "L15": _condolences,
}


def _member_line(row: MemberRow) -> list[str]:
    told = row.profile.get
    return [
        _text(told("certificate_no")),
        _text(row.person.name),
        _text(told("gender")),
        _text(told("ethnicity")),
        _text(told("birth_date"))[:7],
        _text(row.person.id_number),
        _text(told("political_status")),
        _text(told("education_level")),
        _text(told("household_type")),
        _word(told("is_migrant_worker")),
        _text(told("department")),
        _text(told("employment_form")),
        _text(row.joined_on),
        _word(row.membership),
        _text(told("mobile")),
    ]


def _change_line(row: ChangeRow) -> list[str]:
    return [
        _text(row.person.name),
        _text(row.person.id_number),
        _word(row.change),
        _text(row.details.get("reason")),
        _text(row.other_union),
        _text(row.decision_no),
        _text(row.changed_on),
        _text(row.details.get("handler")),
    ]


def _dues_line(row: DuesRow, year: int) -> list[str]:
    months = [yuan_text(row.received_fen_by_month.get(month, 0)) for month in months_of_year(year)]
    return [
        _text(row.person.name),
        _text(row.department),
        "" if row.wage_fen is None else yuan_text(row.wage_fen),
        *months,
        yuan_text(row.due_fen),
        yuan_text(row.received_fen),
        yuan_text(row.arrears_fen),
        str(row.months_in_arrears),
    ]


def _month_line(row: DuesMonthRow) -> list[str]:
    return [
        row.month,
        str(row.members_due),
        str(row.members_paid),
        yuan_text(row.due_fen),
        yuan_text(row.received_fen),
        yuan_text(row.arrears_fen),
    ]


def _aid_line(row: AidCaseRow) -> list[str]:
    told = row.circumstances.get
    income = told("monthly_income_fen")
    return [
        row.file_no,
        _text(row.person.name),
        _text(row.person.id_number),
        _word(row.hardship_class),
        _text(told("cause")),
        _text(told("family_size")),
        yuan_text(int(income)) if income else "",
        row.case_no,
        _word(row.category),
        _word(row.fund_source),
        yuan_text(row.approved_fen),
        _text(row.approved_on),
        yuan_text(row.paid_fen),
        str(row.payments),
        _text(row.last_paid_on),
    ]


def _payment_line(row: PaymentRow) -> list[str]:
    told = row.payee.get
    return [
        _text(row.paid_on),
        row.case_no,
        _text(row.person.name),
        _text(row.person.id_number),
        _word(row.hardship_class),
        _word(row.category),
        _word(row.fund_source),
        yuan_text(row.amount_fen),
        _word(row.method),
        _text(told("bank_name")),
        _text(told("bank_account")),
        _text(told("mobile")),
        "",
    ]


def _condolence_line(row: CondolenceRow) -> list[str]:
    told = row.details.get
    return [
        _text(row.given_on),
        _text(row.person.name),
        _text(row.department),
        _word(row.occasion),
        _text(told("evidence")),
        _text(told("relation")),
        _text(told("form")),
        yuan_text(row.amount_fen),
        _text(told("visitors")),
        _text(told("voucher_no")),
    ]


def _text(value: Any) -> str:  # noqa: ANN401 # text, a date, or nothing
    return "" if value is None else str(value)


def _word(code: str | None) -> str:
    return "" if code is None else CODE_WORDS.get(code, code)
