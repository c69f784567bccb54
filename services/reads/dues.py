"""What members owed and paid, and what was done about what they did not (L3, L4, L5)."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.period import month_text
from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages, dated_place
from services.reads.people import Fields, Opened, Person
from services.reads.rows import DuesMonthRow, DuesRow, Page, ReceiptRow, WageBaseRow
from services.reads.scope import Scope

_NEEDS = ("roster", "dues")
_FIRST_MONTH = "1900-01"


class GroupDuesRow(msgspec.Struct, frozen=True, kw_only=True):
    """A month of one group or branch; `place` is None for those who belong to the union as a whole."""

    month: str
    place_id: UUID | None
    place: str | None
    members_due: int
    received_fen: int


class WaiverRow(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    dues_month: str
    amount_fen: int
    reason: str
    decision_no: str
    waived_on: date
    reversed_on: date | None


class ReminderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder (催缴): what was unpaid through a month, and how the member was told."""

    member_id: UUID
    version: int
    sent_on: date
    through_month: str
    months: int
    amount_fen: int
    channel: str
    details: Fields


class WarningRow(msgspec.Struct, frozen=True, kw_only=True):
    """A warning about arrears (催缴教育) after `months` unpaid, or `cleared_by` what it was taken back."""

    member_id: UUID
    version: int
    told_on: date
    months: int | None
    cleared_by: str | None
    details: Fields


class BatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """A collection of dues as declared and as counted; `reversed_fen` of it was taken back since."""

    batch_id: UUID
    version: int
    closed_on: date
    declared_heads: int
    declared_fen: int
    heads: int
    amount_fen: int
    difference_reason: str | None
    first_month: str | None
    last_month: str | None
    branch_id: UUID | None
    position: int
    reversed_fen: int


class PaperReceiptRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was received of one member for one month, as a receipt tells it; `position` is its place in the log."""

    member_id: UUID
    version: int
    person: Person
    department: str | None
    dues_month: str
    amount_fen: int
    received_on: date
    batch_id: UUID | None
    position: int
    reversed_on: date | None


class DuesLedgers(LedgerPages):
    """What members owed and paid (L3, L4, L5)."""

    async def dues_by_member(
        self,
        scope: Scope,
        *,
        year: int,
        limit: int,
        after: After = None,
        member_id: UUID | None = None,
    ) -> Page[DuesRow]:
        """会费收缴明细表 (L3) of a year."""
        months = (month_text(year, 1), month_text(year, 12))
        return await self._dues(scope, months, limit, after, member_id)

    async def dues_through(
        self, scope: Scope, last_month: str, *, limit: int, after: After = None
    ) -> Page[DuesRow]:
        """Every month of every member through one: what arrears are reckoned from (L5)."""
        return await self._dues(scope, (_FIRST_MONTH, last_month), limit, after, None)

    async def _dues(
        self,
        scope: Scope,
        months: tuple[str, str],
        limit: int,
        after: After,
        member_id: UUID | None,
    ) -> Page[DuesRow]:
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "dues",
            "dues_by_member",
            (*months, scope.as_of, member_id, place),
            limit,
            sealed=("identity", "profile", "wage"),
            row=present.dues,
            needs=(*_NEEDS, "organisation"),
            key=lambda raw: (raw["member_id"],),
        )

    async def dues_by_month(self, scope: Scope, *, year: int) -> Page[DuesMonthRow]:
        """What was due and received for each month of a year."""
        return await self._page(
            scope,
            "dues",
            "dues_by_month",
            (month_text(year, 1), month_text(year, 12), scope.as_of),
            None,
            row=present.dues_month,
            needs=_NEEDS,
        )

    async def dues_by_group(
        self, scope: Scope, *, first_month: str, last_month: str
    ) -> Page[GroupDuesRow]:
        """会费收缴汇总表 (L4): by month and group."""
        return await self._page(
            scope,
            "dues",
            "dues_by_group",
            (first_month, last_month, scope.as_of),
            None,
            row=present.plain(GroupDuesRow),
            needs=(*_NEEDS, "branch"),
        )

    async def receipts(
        self, scope: Scope, member_id: UUID, *, version: int | None = None
    ) -> Page[ReceiptRow]:
        """Every receipt and refund of one member, reversed ones included; or the one of a version."""
        return await self._page(
            scope,
            "dues",
            "receipts",
            (member_id, scope.as_of, version),
            None,
            row=present.plain(ReceiptRow),
            needs=_NEEDS,
        )

    async def paper_receipts(
        self,
        scope: Scope,
        *,
        month: str | None,
        limit: int,
        batch_id: UUID | None = None,
        member_id: UUID | None = None,
        after: After = None,
    ) -> Page[PaperReceiptRow]:
        """Receipts to hand out: of a month, a collection or a member, in the order they were recorded."""
        place = int(after[0]) if after else None
        return await self._page(
            scope,
            "dues",
            "receipts_of_month",
            (month, scope.as_of, batch_id, member_id, place),
            limit,
            sealed=("identity", "profile"),
            row=_paper_receipt,
            needs=_NEEDS,
            key=lambda raw: (raw["position"],),
        )

    async def wage_bases(self, scope: Scope, member_id: UUID) -> Page[WageBaseRow]:
        """Every wage base of one member, with the due that follows and the policy that decided."""
        return await self._page(
            scope,
            "dues",
            "wage_bases",
            (member_id, scope.as_of),
            None,
            sealed=("wage",),
            row=present.wage_base,
            needs=_NEEDS,
        )

    async def waivers(self, scope: Scope, member_id: UUID) -> Page[WaiverRow]:
        """Every waiver of one member, reversed ones included."""
        return await self._page(
            scope,
            "dues",
            "waivers",
            (member_id, scope.as_of),
            None,
            row=present.plain(WaiverRow),
        )

    async def reminders(
        self, scope: Scope, *, since: date, member_id: UUID | None = None
    ) -> Page[ReminderRow]:
        """Reminders sent between two dates, of one member or of all."""
        return await self._page(
            scope,
            "dues",
            "reminders",
            (since, scope.as_of, member_id),
            None,
            sealed=("details",),
            row=_reminder,
        )

    async def warnings(
        self, scope: Scope, *, since: date, member_id: UUID | None = None
    ) -> Page[WarningRow]:
        """Warnings given and taken back between two dates, of one member or of all."""
        return await self._page(
            scope,
            "dues",
            "warnings",
            (since, scope.as_of, member_id),
            None,
            sealed=("details",),
            row=_warning,
        )

    async def batches(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        batch_id: UUID | None = None,
    ) -> Page[BatchRow]:
        """Collections closed between two dates, or one of them."""
        place = dated_place(after, 1)
        return await self._page(
            scope,
            "dues",
            "batches",
            (since, scope.as_of, batch_id, *place),
            limit,
            row=present.plain(BatchRow),
            key=lambda raw: (raw["closed_on"], raw["batch_id"]),
        )


def _paper_receipt(raw: Any, open_: Opened) -> PaperReceiptRow:  # noqa: ANN401 # a row as the database gives it
    return PaperReceiptRow(
        member_id=raw["member_id"],
        version=raw["version"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        dues_month=raw["dues_month"],
        amount_fen=raw["amount_fen"],
        received_on=raw["received_on"],
        batch_id=raw["batch_id"],
        position=raw["position"],
        reversed_on=raw["reversed_on"],
    )


def _reminder(raw: Any, open_: Opened) -> ReminderRow:  # noqa: ANN401 # a row as the database gives it
    details = open_.fields(raw["details"], "details")
    return ReminderRow(**(dict(raw) | {"details": details}))


def _warning(raw: Any, open_: Opened) -> WarningRow:  # noqa: ANN401 # a row as the database gives it
    details = open_.fields(raw["details"], "details")
    return WarningRow(**(dict(raw) | {"details": details}))
