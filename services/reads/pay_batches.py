"""Pay lists (发放批次): how far each has come, its lines, and who signed."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages, Raw
from services.reads.people import Fields, Opened, Person
from services.reads.rows import Page
from services.reads.scope import Scope


class PayBatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """A pay list; of `total_fen` the lines that failed or came back make up `returned_fen`."""

    pay_batch_id: UUID
    version: int
    batch_no: str
    category: str
    fund_source: str
    method: str
    item_count: int
    total_fen: int
    returned_fen: int
    drafted_on: date
    stage: str
    stage_on: date


class PayItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line; `unpaid` says `failed` or `returned` where the money did not stay with the person."""

    place: int
    aid_case_id: UUID
    case_no: str | None
    file_no: str | None
    hardship_class: str | None
    recipient_id: UUID
    person: Person
    department: str | None
    amount_fen: int
    payee: Fields
    exception_document_no: str | None
    unpaid: str | None
    reason: str | None


class PayStageRow(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    stage: str
    taken_on: date
    officer_id: UUID
    reason: str | None


class PayBatchLedgers(LedgerPages):
    """Pay lists."""

    async def pay_batches(
        self, scope: Scope, *, limit: int, after: After = None, pay_batch_id: UUID | None = None
    ) -> Page[PayBatchRow]:
        """Every pay list."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "pay_batch",
            "pay_batches",
            (scope.as_of, pay_batch_id, place),
            limit,
            row=present.plain(PayBatchRow),
            key=lambda raw: (raw["pay_batch_id"],),
        )

    async def pay_batch_items(self, scope: Scope, pay_batch_id: UUID) -> Page[PayItemRow]:
        """The lines of a list in its order."""
        return await self._page(
            scope,
            "pay_batch",
            "pay_batch_items",
            (scope.as_of, pay_batch_id),
            None,
            sealed=("identity", "profile", "payee"),
            row=_item,
            needs=("roster", "household", "aid", "pay_batch"),
        )

    async def pay_batch_stages(self, scope: Scope, pay_batch_id: UUID) -> Page[PayStageRow]:
        """Who signed a list when."""
        return await self._page(
            scope,
            "pay_batch",
            "pay_batch_stages",
            (scope.as_of, pay_batch_id),
            None,
            row=present.plain(PayStageRow),
        )


def _item(raw: Raw, open_: Opened) -> PayItemRow:
    return PayItemRow(
        place=raw["place"],
        aid_case_id=raw["aid_case_id"],
        case_no=raw["case_no"],
        file_no=raw["file_no"],
        hardship_class=raw["hardship_class"],
        recipient_id=raw["recipient_id"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        amount_fen=raw["amount_fen"],
        payee=open_.fields(raw["payee"], "payee"),
        exception_document_no=raw["exception_document_no"],
        unpaid=raw["unpaid"],
        reason=raw["reason"],
    )
