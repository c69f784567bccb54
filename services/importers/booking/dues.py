"""会费收缴明细: wage bases by half-year, and what was received for each month.

A month cell is what was received *for* that month, whenever it came in; a file says no day, so the receipt is
dated on the last day of its month.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.command import Command
from domain.dues import aggregate as dues
from domain.dues.commands import DeclareWageBase, ReceiveDues
from domain.ids import MemberId, dues_stream
from domain.member import aggregate as member
from domain.membership import Timeline
from domain.period import last_day, month_text
from services.importers.booking.group import Booked, Desktop, RowGroup
from services.importers.columns import (
    ID_NUMBER,
    MONTHS,
    WAGE_FIRST_HALF,
    WAGE_SECOND_HALF,
)
from services.importers.records import DuesRow, RowRefusal

_HALVES = ((1, 6, WAGE_FIRST_HALF), (7, 12, WAGE_SECOND_HALF))


def book_dues(rows: Sequence[DuesRow], desktop: Desktop) -> Booked:
    """One group for each member: wage bases first, then receipts."""
    groups: list[RowGroup] = []
    refused: list[RowRefusal] = []
    for ordinal, row in enumerate(rows):
        who = desktop.members.get(row.id_number)
        if who is None or not desktop.states.of(who, member.State).timeline.spans:
            refused.append(row.refuse(ID_NUMBER, "unknown_member"))
            continue
        fault = _missing_wage(row, who, desktop) or _received_otherwise(row, who, desktop)
        if fault is not None:
            refused.append(row.refuse(*fault))
            continue
        commands = list(_commands(row, who, ordinal, desktop))
        groups.append(
            RowGroup(row, [command for _, command in commands], [name for name, _ in commands])
        )
    return Booked(groups, refused)


def _commands(
    row: DuesRow, who: MemberId, ordinal: int, desktop: Desktop
) -> Iterator[tuple[str, Command]]:
    """Yield each command with the column it comes from."""
    declared: int | None = None
    for number, wage_fen, (first, _, column) in _wages(row):
        if wage_fen is not None and wage_fen != declared:
            sealed = desktop.sealer.seal(
                who,
                "file",
                field="wage",
                ordinal=ordinal * len(_HALVES) + number,
                fields={"wage_fen": str(wage_fen)},
            )
            month = month_text(desktop.year, first)
            yield (
                column,
                DeclareWageBase(
                    occurred_on=date(desktop.year, first, 1),
                    member_id=who,
                    from_month=month,
                    wage_fen=wage_fen,
                    wage=sealed,
                ),
            )
            declared = wage_fen
    for month, column, amount_fen in _received(row, desktop.year):
        if _booked_for(who, month, desktop) == 0:
            yield (
                column,
                ReceiveDues(
                    occurred_on=last_day(month),
                    member_id=who,
                    dues_month=month,
                    amount_fen=amount_fen,
                ),
            )


def _wages(row: DuesRow) -> Iterator[tuple[int, int | None, tuple[int, int, str]]]:
    wages = (row.wage_first_half_fen, row.wage_second_half_fen)
    for number, (wage_fen, half) in enumerate(zip(wages, _HALVES, strict=True)):
        yield number, wage_fen, half


def _received(row: DuesRow, year: int) -> Iterator[tuple[str, str, int]]:
    """Yield month, column and amount of every month for which something was received."""
    for number, amount_fen in enumerate(row.received_fen, start=1):
        if amount_fen:
            yield month_text(year, number), MONTHS[number - 1], amount_fen


def _missing_wage(row: DuesRow, who: MemberId, desktop: Desktop) -> tuple[str, str] | None:
    """The wage base is required for every half-year in which the member owes anything."""
    timeline = desktop.states.of(who, member.State).timeline
    for _, wage_fen, (first, last, column) in _wages(row):
        read = any(MONTHS[month - 1] in row.source.months for month in range(first, last + 1))
        if wage_fen is None and read and _owes(timeline, desktop.year, first, last):
            return column, "missing_required"
    return None


def _owes(timeline: Timeline, year: int, first: int, last: int) -> bool:
    months = (month_text(year, number) for number in range(first, last + 1))
    return any(timeline.on(last_day(month)) == "active" for month in months)


def _received_otherwise(row: DuesRow, who: MemberId, desktop: Desktop) -> tuple[str, str] | None:
    """The same amount for the same month is on the books already, or another one is a contradiction."""
    for month, column, amount_fen in _received(row, desktop.year):
        if _booked_for(who, month, desktop) not in (0, amount_fen):
            return column, "received_otherwise"
    return None


def _booked_for(who: MemberId, month: str, desktop: Desktop) -> int:
    return desktop.states.of(dues_stream(who), dues.State).received_fen(month)
