"""预算 and 决算 (L11): each line with what was planned, changed, charged and booked; the papers and their steps."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec

from domain.accounts import Chart
from domain.period import MONTHS_PER_YEAR, last_day, month_text
from services.policies.charts import kept_account
from services.reads import presenting as present
from services.reads.books import BooksLedgers
from services.reads.ledger_pages import After, Raw
from services.reads.people import Opened
from services.reads.rows import Page
from services.reads.scope import Scope


class BudgetLineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the year's budget, in fen.

    `actual_fen` is what the final accounts say, and until they hold, what the books say. A row without plan
    is money the budget has no line for. `charged_fen` is what approved vouchers hold, `over_fen` what of it
    went beyond the line.
    """

    account: str
    name: str
    kind: str
    planned: bool
    last_year_fen: int | None
    planned_fen: int
    change_fen: int
    after_change_fen: int
    charged_fen: int
    over_fen: int
    actual_fen: int
    note_code: str | None


class BudgetStepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a paper: budget, adjustment or final accounts. A draft holds its lines."""

    version: int
    paper: str | None
    step: str
    occurred_on: date
    officer_id: UUID | None
    decision_no: str | None
    opinion: str | None
    reason: str | None
    month: str | None
    income_fen: int | None
    expense_fen: int | None
    carried_over_fen: int | None
    lines: msgspec.Raw | None
    position: int


class BudgetYearRow(msgspec.Struct, frozen=True, kw_only=True):
    """A year there is a budget of, and its last step."""

    year: int
    stream_id: UUID
    paper: str | None
    step: str
    occurred_on: date


class ChargeRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was set against a line, or freed again (negative); `source_id` is the voucher."""

    version: int
    account: str
    line: str | None
    source_id: UUID
    amount_fen: int
    over_fen: int
    occurred_on: date
    position: int


class _Line(msgspec.Struct, frozen=True):
    account: str
    planned_fen: int
    last_year_fen: int | None
    note_code: str | None
    change_fen: int
    final_fen: int | None
    charged_fen: int
    over_fen: int
    planned: bool


class BudgetLedgers(BooksLedgers):
    """Budgets."""

    async def budget_years(self, scope: Scope) -> Page[BudgetYearRow]:
        """Every year there is a budget of."""
        values = (scope.as_of,)
        return await self._page(
            scope, "budget", "years", values, None, row=present.plain(BudgetYearRow)
        )

    async def budget_steps(self, scope: Scope, year: int) -> Page[BudgetStepRow]:
        """Every step of a year's papers up to the date."""
        return await self._page(scope, "budget", "steps", (year, scope.as_of), None, row=_step)

    async def budget_charges(
        self, scope: Scope, year: int, *, limit: int, after: After = None
    ) -> Page[ChargeRow]:
        """What was set against the year's lines, in order."""
        values = (year, scope.as_of, int(after[0]) if after else None)
        return await self._page(
            scope,
            "budget",
            "charges",
            values,
            limit,
            row=present.plain(ChargeRow),
            key=lambda raw: (raw["version"],),
        )

    async def budget_lines(self, scope: Scope, year: int) -> Page[BudgetLineRow]:
        """预算表 and 决算表 of a year as of the date: every line, and what is booked beside the lines."""
        found = await self._page(
            scope, "budget", "lines", (year, scope.as_of), None, row=present.plain(_Line)
        )
        end = min(scope.as_of, last_day(month_text(year, MONTHS_PER_YEAR)))
        of_year = msgspec.structs.replace(scope, as_of=max(end, date(year, 1, 1)))
        chart, balances = await self.standing(of_year, since=date(year, 1, 1))
        booked = {
            row.account: row.year_earned_fen if row.kind == "income" else -row.year_earned_fen
            for row in balances.rows
            if row.kind in ("income", "expense")
        }
        rows = list(_rows(found.rows, booked if end.year == year else {}, chart))
        return Page(rows, min(found.position, balances.position), None)


def _rows(
    lines: Iterable[_Line], booked: Mapping[str, int], chart: Chart | None
) -> Iterable[BudgetLineRow]:
    held = {line.account: line for line in lines}
    planned = {code for code, line in held.items() if line.planned}
    settled = any(line.final_fen is not None for line in held.values())
    charged = _gathered({code: line.charged_fen for code, line in held.items()}, planned, chart)
    over = _gathered({code: line.over_fen for code, line in held.items()}, planned, chart)
    final = {code: line.final_fen or 0 for code, line in held.items()}
    actual = _gathered(final if settled else booked, planned, chart)
    for code in sorted(planned | {code for code, fen in (actual | charged).items() if fen}):
        line = held.get(code)
        account = kept_account(chart, code)
        planned_fen = line.planned_fen if line is not None else 0
        change_fen = line.change_fen if line is not None else 0
        yield BudgetLineRow(
            account=code,
            name=account.name,
            kind=account.kind,
            planned=code in planned,
            last_year_fen=None if line is None else line.last_year_fen,
            planned_fen=planned_fen,
            change_fen=change_fen,
            after_change_fen=planned_fen + change_fen,
            charged_fen=charged.get(code, 0),
            over_fen=over.get(code, 0),
            actual_fen=actual.get(code, 0),
            note_code=None if line is None else line.note_code,
        )


def _gathered(
    amounts: Mapping[str, int], lines: Iterable[str], chart: Chart | None
) -> dict[str, int]:
    """Add up amounts under the line that covers their account; what no line covers stays by itself."""
    sums: dict[str, int] = {}
    for account, fen in amounts.items():
        line = None if chart is None else chart.covering(account, lines)
        sums[line or account] = sums.get(line or account, 0) + fen
    return sums


def _step(raw: Raw, _: Opened) -> BudgetStepRow:
    lines = raw["lines"]
    given = dict(raw) | {"lines": None if lines is None else msgspec.Raw(lines.encode())}
    return BudgetStepRow(**given)
