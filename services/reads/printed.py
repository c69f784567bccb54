"""Statements that were printed and issued (打印件登记)."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages
from services.reads.rows import Page
from services.reads.scope import Scope


class StatementRow(msgspec.Struct, frozen=True, kw_only=True):
    """A print and what it shows: `known_at` is the position it stands on, `position` that of its issue."""

    code: str
    ledger: str
    year: int
    month: str | None
    account: str | None
    pay_batch_id: UUID | None
    as_of: date
    known_at: int
    document_sha256: str
    row_count: int
    issued_on: date
    position: int


class StatementLedgers(LedgerPages):
    """Printed statements."""

    async def issued_statements(
        self, scope: Scope, *, limit: int, after: After = None
    ) -> Page[StatementRow]:
        """Prints in the order they were issued."""
        place = int(after[0]) if after else None
        return await self._page(
            scope,
            "statement",
            "statements",
            (scope.as_of, place),
            limit,
            row=present.plain(StatementRow),
            key=lambda raw: (raw["position"],),
        )
