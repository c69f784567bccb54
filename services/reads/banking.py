"""银行存款余额调节表: comparisons of money accounts with bank and cash box."""

from datetime import date
from uuid import UUID

import msgspec

from domain.attachment import Attachment
from domain.bank_statement.events import OutstandingItem
from services.reads.ledger_pages import LedgerPages, Raw
from services.reads.people import Opened
from services.reads.rows import Page
from services.reads.scope import Scope


class AssertionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A comparison; `version` is that of the account's stream.

    `books_now_fen` is what the books say of that day now: where it differs from `books_fen`, entries were
    dated back behind the comparison.
    """

    account: str
    version: int
    stated_on: date
    bank_fen: int
    books_fen: int
    books_position: int | None
    books_now_fen: int
    difference_fen: int
    difference_reason: str | None
    outstanding: list[OutstandingItem]
    statement: Attachment | None
    asserted_by: UUID
    withdrawn_on: date | None
    withdrawn_by: UUID | None
    withdrawal_reason: str | None

    @property
    def holds(self) -> bool:
        """Whether it was not taken back and the books still say what was compared."""
        return self.withdrawn_on is None and self.books_fen == self.books_now_fen


class BankLedgers(LedgerPages):
    """Comparisons with the bank."""

    async def assertions(
        self, scope: Scope, *, since: date, account: str | None = None
    ) -> Page[AssertionRow]:
        """Every comparison from a day to the date of the scope, those taken back among them."""
        return await self._page(
            scope,
            "bank",
            "assertions",
            (since, scope.as_of, account),
            None,
            row=_assertion,
            needs=("bank", "general_ledger"),
        )


_outstanding = msgspec.json.Decoder(list[OutstandingItem])
_statement = msgspec.json.Decoder(Attachment)


def _assertion(raw: Raw, _: Opened) -> AssertionRow:
    statement = raw["statement"]
    given = dict(raw) | {
        "outstanding": _outstanding.decode(raw["outstanding"]),
        "statement": None if statement is None else _statement.decode(statement),
    }
    return AssertionRow(**given)
