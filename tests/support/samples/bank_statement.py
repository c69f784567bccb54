"""Samples of the events of bank statements."""

from datetime import date
from uuid import UUID

from domain.attachment import Attachment
from domain.bank_statement.events import AssertionWithdrawn, BalanceAsserted, OutstandingItem
from domain.event import Event
from domain.ids import OfficerId

ACCOUNTANT = OfficerId(UUID(int=62))

COMPLETE: tuple[Event, ...] = (
    BalanceAsserted(
        account="102",
        bank_fen=1250000,
        books_fen=1200000,
        asserted_by=ACCOUNTANT,
        statement=Attachment(sha256="cd" * 32, byte_count=90112, media_type="image/png"),
        outstanding=(
            OutstandingItem(kind="paid_not_at_bank", fen=49000, noted_on=date(2026, 3, 30)),
        ),
        difference_fen=1000,
        difference_reason="under_inquiry",
    ),
    AssertionWithdrawn(
        account="102", withdrawn_version=1, withdrawn_by=ACCOUNTANT, reason="statement_wrong"
    ),
)
MINIMAL: tuple[Event, ...] = (
    BalanceAsserted(account="102", bank_fen=0, books_fen=0, asserted_by=ACCOUNTANT),
)
VARIANTS: dict[str, Event] = {
    "with_place": BalanceAsserted(
        account="102", bank_fen=5, books_fen=5, asserted_by=ACCOUNTANT, books_position=41
    ),
}
