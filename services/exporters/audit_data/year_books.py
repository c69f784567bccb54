"""A year of one union's books, gathered once for every profile: all of it as known at one position."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec

from domain.accounts import Account, Chart
from domain.period import months_of_year
from services.exporters.audit_data.journal import Entry, Journal, Term
from services.exporters.ledgers.table import PAGE_ROWS, every
from services.policies.charts import kept_account
from services.reads import Ledgers, Scope
from services.reads.books import VoucherRow
from services.reads.branch import BranchRow
from services.reads.organisation import BankAccountRow
from services.reads.periods import PeriodRow
from services.reads.rows import UnionRow
from services.reads.statements import EarningsRow, SheetRow, balance_sheet, income_statement
from services.store.contract import LogStore

_EVER = date(1900, 1, 1)
"""Before the books of any union; `date.min` is an infinity to the database."""


class Movement(NamedTuple):
    """A month of an account in a fund, in fen: balances debit positive."""

    account: str
    fund: str
    period: str
    before_fen: int
    debit_fen: int
    credit_fen: int

    @property
    def after_fen(self) -> int:
        return self.before_fen + self.debit_fen - self.credit_fen


class YearBooks(msgspec.Struct, frozen=True, kw_only=True):
    """What the profiles are made from. `openings` are part of the opening balances, `entries` are the turnover."""

    union_id: UUID
    union: UnionRow | None
    year: int
    position: int
    hash: str
    recorded_at: datetime | None
    chart: Chart | None
    accounts: list[Account]
    funds: list[str]
    periods: list[PeriodRow]
    branches: list[BranchRow]
    bank_accounts: list[BankAccountRow]
    terms: list[Term]
    officer_names: dict[UUID, str]
    users: list[str]
    entries: list[Entry]
    openings: list[Entry]
    movements: list[Movement]
    sheet: list[SheetRow]
    earnings: list[EarningsRow]


async def year_books(
    ledgers: Ledgers, log: LogStore, union_id: UUID, *, year: int, position: int
) -> YearBooks:
    """Gather a year as of its last day, as known at a position; raises ReplayStumbled, UnknownShape."""
    scope = Scope(union_id=union_id, as_of=date(year, 12, 31), known_at=position)
    journal = await Journal.read(log, union_id, position)
    place = await _place(log, union_id, position)
    async with ledgers.at_once(scope) as shown:
        vouchers = await _vouchers(shown, scope)
        december = date(year, 12, 1)
        chart, balances = await shown.standing(scope, since=december)
        entries = journal.entries(vouchers, chart)
        before = msgspec.structs.replace(scope, as_of=date(year - 1, 12, 31))
        opening = await shown.fund_balances(before)
        own = [entry for entry in entries if entry.occurred_on.year == year]
        openings = [entry for entry in own if entry.opening]
        turnover = [entry for entry in own if not entry.opening]
        movements = _movements(
            {(row.account, row.fund): row.balance_fen for row in opening.rows},
            openings,
            turnover,
            year,
        )
        return YearBooks(
            union_id=union_id,
            union=await shown.union(scope),
            year=year,
            position=position,
            hash=place.hash,
            recorded_at=place.recorded_at,
            chart=chart,
            accounts=_accounts(chart, {movement.account for movement in movements}),
            funds=sorted({movement.fund for movement in movements}),
            periods=(await shown.periods(scope, year=year)).rows,
            branches=(await shown.branches(scope)).rows,
            bank_accounts=(await shown.bank_accounts(scope)).rows,
            terms=sorted(
                journal.terms, key=lambda term: (term.since, term.office, term.officer_id)
            ),
            officer_names=await shown.officer_names(scope),
            users=sorted({hand.who for entry in own for hand in entry.hands.values()}),
            entries=turnover,
            openings=openings,
            movements=movements,
            sheet=balance_sheet(balances.rows, chart),
            earnings=income_statement(balances.rows, chart),
        )


async def _vouchers(ledgers: Ledgers, scope: Scope) -> list[VoucherRow]:
    """Every voucher ever, for one may undo another of an earlier year."""
    found: list[VoucherRow] = []
    async for rows, _ in every(
        lambda after: ledgers.vouchers(scope, since=_EVER, limit=PAGE_ROWS, after=after)
    ):
        found += rows
    return found


class _Place(NamedTuple):
    """The chain's hash at a position, and when that was recorded."""

    hash: str
    recorded_at: datetime | None


async def _place(log: LogStore, union_id: UUID, position: int) -> _Place:
    events = await log.read_after(union_id, position - 1, 1, position) if position else []
    if not events:
        return _Place("", None)
    return _Place(events[-1].hash.hex(), events[-1].recorded_at.astimezone(UTC))


def _accounts(chart: Chart | None, used: Iterable[str]) -> list[Account]:
    """Return the chart in force, and whatever else the books use, by code."""
    found = {} if chart is None else dict(chart.accounts)
    for code in used:
        found.setdefault(code, kept_account(chart, code))
    return [found[code] for code in sorted(found)]


def _movements(
    opening: dict[tuple[str, str], int],
    openings: Sequence[Entry],
    entries: Sequence[Entry],
    year: int,
) -> list[Movement]:
    """Return every month of every account and fund that had a balance or moved in the year."""
    standing = dict(opening)
    for entry in openings:
        for line in entry.lines:
            place = (line.account, line.fund)
            standing[place] = standing.get(place, 0) + line.debit_fen - line.credit_fen
    moved: dict[tuple[str, str, str], list[int]] = {}
    for entry in entries:
        for line in entry.lines:
            sums = moved.setdefault((line.account, line.fund, entry.period), [0, 0])
            sums[0] += line.debit_fen
            sums[1] += line.credit_fen
    places = sorted(standing.keys() | {(account, fund) for account, fund, _ in moved})
    movements: list[Movement] = []
    for account, fund in places:
        before_fen = standing.get((account, fund), 0)
        for month in months_of_year(year):
            debit_fen, credit_fen = moved.get((account, fund, month), (0, 0))
            month_moved = Movement(account, fund, month, before_fen, debit_fen, credit_fen)
            movements.append(month_moved)
            before_fen = month_moved.after_fen
    return movements
