"""L3 会费收缴明细表, L4 会费收缴汇总表 and L5 会费欠缴/催缴台账."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec

from domain.dues.assessment import Arrears, arrears_of
from domain.period import month_of, months_of_year, next_month, previous_month
from services.exporters.ledgers.table import (
    PAGE_ROWS,
    Amount,
    Builder,
    Cells,
    LedgerAsked,
    LedgerRows,
    every,
    summed,
    word,
)
from services.reads import Ledgers
from services.reads.dues import GroupDuesRow, ReminderRow, WarningRow
from services.reads.rows import DuesRow
from services.words.ledgers.dues import PERIOD

About = TypeVar("About", ReminderRow, WarningRow)


async def _by_member(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    scope = asked.scope if asked.month is None else asked.scope_of_period
    lines: list[Cells] = []
    position = 0
    async for rows, shown in every(
        lambda after: ledgers.dues_by_member(scope, year=asked.year, limit=PAGE_ROWS, after=after)
    ):
        position = shown
        lines += [_member(row, asked.year) for row in rows if _has_dues(row)]
    return LedgerRows(lines, position, _totals(lines))


def _has_dues(row: DuesRow) -> bool:
    """Whoever only applied is no member yet, and paid nothing."""
    return row.membership is not None or bool(row.received_fen or row.due_fen)


def _totals(rows: Sequence[Cells]) -> Cells | None:
    """Wages and monthly dues of different months are not added up, what was due and received is."""
    totals = summed(rows)
    return None if totals is None else (*totals[:2], None, None, None, *totals[5:])


def _member(row: DuesRow, year: int) -> Cells:
    return (
        row.person.name,
        row.department,
        _amount(row.wage_fen),
        _amount(row.base_fen),
        _amount(row.monthly_due_fen),
        *(Amount(row.received_fen_by_month.get(month, 0)) for month in months_of_year(year)),
        Amount(row.due_fen),
        Amount(row.received_fen),
        row.months_in_arrears,
        None,
    )


def _amount(fen: int | None) -> Amount | None:
    return None if fen is None else Amount(fen)


async def _by_group(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    months = [*months_of_year(asked.year)] if asked.month is None else [asked.month]
    page = await ledgers.dues_by_group(asked.scope, first_month=months[0], last_month=months[-1])
    lines: list[Cells] = []
    for month in months:
        lines += _month([row for row in page.rows if row.month == month])
    return LedgerRows(lines, page.position, summed(lines))


def _month(rows: Sequence[GroupDuesRow]) -> list[Cells]:
    """Return a line for each group; the month's sum stands beside the last of them."""
    last = len(rows) - 1
    total = Amount(sum(row.received_fen for row in rows))
    return [
        (
            row.month,
            row.place,
            row.members_due,
            Amount(row.received_fen),
            total if number == last else None,
        )
        for number, row in enumerate(rows)
    ]


async def _in_arrears(ledgers: Ledgers, asked: LedgerAsked) -> LedgerRows:
    """Whoever owes for a month that is over at the end of the period, or was reminded or warned in it."""
    scope = asked.scope_of_period
    through = previous_month(month_of(asked.until)) if _runs(asked.until) else month_of(asked.until)
    reminded = _by_person((await ledgers.reminders(scope, since=asked.since)).rows)
    warned = _by_person((await ledgers.warnings(scope, since=asked.since)).rows)
    lines: list[Cells] = []
    position = 0
    async for rows, shown in every(
        lambda after: ledgers.dues_through(scope, through, limit=PAGE_ROWS, after=after)
    ):
        position = shown
        for row in rows:
            arrears = _arrears(row, through)
            told = _Told(
                tuple(reminded.get(row.member_id, ())), tuple(warned.get(row.member_id, ()))
            )
            if arrears.months or told.reminders or told.warnings:
                lines.append(_arrears_line(row, arrears, told))
    return LedgerRows(lines, position, summed(lines))


class _Told(msgspec.Struct, frozen=True):
    """What was done about a member's arrears within the period, in order."""

    reminders: tuple[ReminderRow, ...]
    warnings: tuple[WarningRow, ...]


def _runs(day: date) -> bool:
    """Tell whether the month of a day is not over yet."""
    return month_of(day) == month_of(date.fromordinal(day.toordinal() + 1))


def _by_person(rows: Sequence[About]) -> Mapping[UUID, Sequence[About]]:
    found: dict[UUID, list[About]] = {}
    for row in rows:
        found.setdefault(row.member_id, []).append(row)
    return found


def _arrears(row: DuesRow, through: str) -> Arrears:
    due, received = row.due_fen_by_month, row.received_fen_by_month
    return arrears_of(due, received, min(due, default=next_month(through)), through)


def _arrears_line(row: DuesRow, arrears: Arrears, told: _Told) -> Cells:
    months = arrears.months
    return (
        row.person.name,
        PERIOD.format(first=months[0], last=months[-1]) if months else None,
        arrears.longest_run,
        Amount(arrears.amount_fen),
        "; ".join(f"{each.sent_on} {word(each.channel)}" for each in told.reminders) or None,
        "; ".join(_talk(each) for each in told.warnings if each.months is not None) or None,
        _outcome(row, arrears, told),
    )


def _talk(warning: WarningRow) -> str:
    said = warning.details.get("reason") or warning.details.get("remark")
    return f"{warning.told_on} {said or word('arrears_warned')}"


def _outcome(row: DuesRow, arrears: Arrears, told: _Told) -> str | None:
    """Return what became of it: left, paid up, excused, warned, reminded."""
    if row.membership not in (None, "active"):
        return word(row.membership)
    if not arrears.months:
        return word("arrears_paid")
    last = told.warnings[-1] if told.warnings else None
    if last is not None and last.cleared_by is not None:
        return word(f"arrears_{last.cleared_by}")
    if last is not None:
        return word("arrears_warned")
    return word("reminded") if told.reminders else None


BUILDERS: dict[str, Builder] = {"L3": _by_member, "L4": _by_group, "L5": _in_arrears}
