"""会计期间: the months of a year, and what became of each."""

from datetime import date
from uuid import UUID

import msgspec

from domain.period import MONTHS_PER_YEAR, month_text, months_of_year
from domain.policy.closing import Checked
from services.reads import presenting as present
from services.reads.ledger_pages import LedgerPages, Raw
from services.reads.people import Opened
from services.reads.rows import Page
from services.reads.scope import Scope


class PeriodStepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A close, a re-opening or the lock of a year (under its December), by whom and why."""

    version: int
    step: str
    period: str
    occurred_on: date
    officer_id: UUID | None
    second_officer_id: UUID | None
    reason: str | None
    checklist: list[Checked]
    unchecked: list[str]
    position: int


class PeriodRow(msgspec.Struct, frozen=True, kw_only=True):
    """A month: what was posted in it, whether it is closed, and every step that was taken about it."""

    period: str
    vouchers: int
    debit_fen: int
    closed: bool
    locked: bool
    steps: list[PeriodStepRow]


class _Posted(msgspec.Struct, frozen=True):
    period: str
    vouchers: int
    debit_fen: int


class PeriodLedgers(LedgerPages):
    """Accounting periods."""

    async def period_steps(self, scope: Scope) -> Page[PeriodStepRow]:
        """Every close, re-opening and lock up to the date."""
        return await self._page(scope, "period", "steps", (scope.as_of,), None, row=_step)

    async def periods(self, scope: Scope, *, year: int) -> Page[PeriodRow]:
        """The twelve months of a year as they stand on the date."""
        taken = await self.period_steps(scope)
        first, last = month_text(year, 1), month_text(year, MONTHS_PER_YEAR)
        posted = await self._page(
            scope,
            "period",
            "posted_by_month",
            (first, last, scope.as_of),
            None,
            row=present.plain(_Posted),
            needs=("period", "general_ledger"),
        )
        by_month = {row.period: row for row in posted.rows}
        rows = [
            _month(month, by_month.get(month, _Posted(month, 0, 0)), taken.rows)
            for month in months_of_year(year)
        ]
        return Page(rows, min(taken.position, posted.position), None)


def _step(raw: Raw, _: Opened) -> PeriodStepRow:
    given = dict(raw) | {
        "checklist": msgspec.json.decode(raw["checklist"], type=list[Checked]),
        "unchecked": msgspec.json.decode(raw["unchecked"], type=list[str]),
    }
    return PeriodStepRow(**given)


def _month(month: str, posted: _Posted, taken: list[PeriodStepRow]) -> PeriodRow:
    closed = locked = False
    for step in taken:
        if step.step == "closed":
            closed = closed or month <= step.period
        elif step.step == "reopened":
            closed = closed and month < step.period
        else:
            locked = locked or month <= step.period
    return PeriodRow(
        period=month,
        vouchers=posted.vouchers,
        debit_fen=posted.debit_fen,
        closed=closed,
        locked=locked,
        steps=[step for step in taken if step.period == month],
    )
