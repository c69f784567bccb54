"""Vouchers in work: what is proposed, how far it is, who did what."""

from datetime import date
from uuid import UUID

import msgspec

from domain.attachment import Attachment
from domain.money import PostingLine
from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages, Raw
from services.reads.people import Fields, Opened
from services.reads.rows import Page
from services.reads.scope import Scope


class VoucherInWorkRow(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher at the stage of its last step. `details` is 摘要 and 对方单位."""

    voucher_id: UUID
    version: int
    kind: str
    step: str
    since: date
    proposed: list[PostingLine]
    details: Fields
    handler_id: UUID
    attachments: list[Attachment]


class VoucherStepRow(msgspec.Struct, frozen=True, kw_only=True):
    """One step: who took it and why; a reversal names who wished it and who approved."""

    version: int
    step: str
    occurred_on: date
    officer_id: UUID
    second_officer_id: UUID | None
    reason: str | None
    decision_no: str | None
    method: str | None
    reference: str | None
    position: int


class VoucherLedgers(LedgerPages):
    """Vouchers in work."""

    async def vouchers_in_work(
        self,
        scope: Scope,
        *,
        limit: int,
        after: After = None,
        voucher_id: UUID | None = None,
    ) -> Page[VoucherInWorkRow]:
        """The vouchers neither posted nor given up on the date; or one voucher, at whatever stage."""
        place = (None, None) if after is None else (date.fromisoformat(after[0]), UUID(after[1]))
        return await self._page(
            scope,
            "voucher",
            "vouchers_in_work",
            (scope.as_of, voucher_id, *place),
            limit,
            sealed=("details",),
            row=_in_work,
            key=lambda raw: (raw["since"], raw["voucher_id"]),
        )

    async def voucher_steps(self, scope: Scope, voucher_id: UUID) -> Page[VoucherStepRow]:
        """Every step of one voucher up to the date."""
        return await self._page(
            scope,
            "voucher",
            "steps",
            (voucher_id, scope.as_of),
            None,
            row=present.plain(VoucherStepRow),
        )


_lines = msgspec.json.Decoder(list[PostingLine])
_attachments = msgspec.json.Decoder(list[Attachment])


def _in_work(raw: Raw, open_: Opened) -> VoucherInWorkRow:
    return VoucherInWorkRow(
        voucher_id=raw["voucher_id"],
        version=raw["version"],
        kind=raw["kind"],
        step=raw["step"],
        since=raw["since"],
        proposed=_lines.decode(raw["proposed"]),
        details=open_.fields(raw["details"], "details"),
        handler_id=raw["handler_id"],
        attachments=_attachments.decode(raw["attachments"]),
    )
