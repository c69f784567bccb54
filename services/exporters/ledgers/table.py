"""What a ledger on paper is: a title, headings, rows of typed cells, totals, signatures, and the common footer."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

import msgspec

from domain.period import first_day, last_day
from services.reads import Ledgers, Scope
from services.reads.rows import Page
from services.words.codes import CODE_WORDS
from services.workbooks.cells import Amount, Cell, Cells, Directed, cell_text, side_of

__all__ = [
    "PAGE_ROWS",
    "Amount",
    "Builder",
    "Cell",
    "Cells",
    "Directed",
    "Footer",
    "Imprint",
    "LedgerAsked",
    "LedgerRows",
    "LedgerTable",
    "all_rows",
    "cell_text",
    "every",
    "side_of",
    "summed",
    "word",
]

Row = TypeVar("Row")
PAGE_ROWS = 1_000


class LedgerAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a ledger: a year, or one month 'YYYY-MM' of it.

    `account` is for L7 and L8; `pay_batch_id` makes L13 the list of one batch; `engagement_id` leaves of L32 what
    is of one audit, a part that bears no code.
    """

    scope: Scope
    year: int
    month: str | None = None
    account: str | None = None
    pay_batch_id: UUID | None = None
    engagement_id: UUID | None = None

    @property
    def since(self) -> date:
        """The first day asked for."""
        return date(self.year, 1, 1) if self.month is None else first_day(self.month)

    @property
    def until(self) -> date:
        """The last day asked for: the period's, or the scope's date where that is earlier."""
        end = date(self.year, 12, 31) if self.month is None else last_day(self.month)
        return min(end, self.scope.as_of)

    @property
    def scope_of_period(self) -> Scope:
        """The scope as of the last day asked for: what came later does not count."""
        return msgspec.structs.replace(self.scope, as_of=self.until)

    @property
    def period(self) -> str:
        """The period as paper names it."""
        return str(self.year) if self.month is None else self.month


class LedgerRows(NamedTuple):
    """The rows of a ledger, what they add up to (None: nothing to add), and the position they show."""

    rows: list[Cells]
    position: int
    totals: Cells | None = None


Builder = Callable[[Ledgers, LedgerAsked], Awaitable[LedgerRows]]


class Footer(msgspec.Struct, frozen=True, kw_only=True):
    """The common footer of every ledger (domain.md 6.1). Who signs is left to be signed by hand."""

    union: str
    credit_code: str | None
    period: str
    printed_at: datetime
    as_of: date
    position: int
    receipt_code: str


class Imprint(msgspec.Struct, frozen=True, kw_only=True):
    """What a print is known by: its code, and everything that code was computed from.

    `chain_hash`: the chain's hash at the footer's position. `unreadable`: how many people's fields stayed
    sealed because their key was destroyed. The moment of printing and the code itself are in none of it.
    """

    code: str
    chain_hash: bytes
    document_sha256: str
    row_digests: str
    projections: tuple[tuple[str, int], ...]
    unreadable: int


class LedgerTable(msgspec.Struct, frozen=True, kw_only=True):
    """A whole ledger. Every row has one cell for each column; `signatures` names who signs below."""

    ledger: str
    title: str
    columns: Sequence[str]
    rows: list[Cells]
    totals: Cells | None
    signatures: Sequence[str]
    footer: Footer
    imprint: Imprint | None = None


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


async def all_rows(
    page: Callable[[Sequence[str] | None], Awaitable[Page[Row]]],
    line: Callable[[Row], Cells],
) -> LedgerRows:
    """Return a line for every row of every page."""
    lines: list[Cells] = []
    position = 0
    async for rows, shown in every(page):
        lines.extend(map(line, rows))
        position = shown
    return LedgerRows(lines, position)


def summed(rows: Sequence[Cells]) -> Cells | None:
    """Add up the columns of amounts; other columns stay empty. None where there are no rows."""
    if not rows:
        return None
    return [_sum([row[place] for row in rows]) for place in range(len(rows[0]))]


def _sum(cells: Sequence[Cell]) -> Cell:
    amounts = [cell.fen for cell in cells if isinstance(cell, Amount)]
    return Amount(sum(amounts)) if amounts else None


def word(code: str | None) -> str:
    """Return what a code is called on paper."""
    return "" if code is None else CODE_WORDS.get(code, code)
