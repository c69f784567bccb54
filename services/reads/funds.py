"""The employer's contribution (L6), subsidies, money held in trust, and what a union's books hold in all."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.money import PostingLine
from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages, Raw, dated_place
from services.reads.people import Fields, Opened
from services.reads.rows import Page
from services.reads.scope import Scope


class ContributionMonthRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one month; a month nobody declared has no payroll, not a payroll of zero."""

    month: str
    stream_id: UUID | None
    employees: int | None
    payroll_fen: int | None
    due_fen: int | None
    due_on: date | None
    received_fen: int
    received_on: date | None
    receipt_nos: str | None
    retained_fen: int
    upward_fen: int
    remitted_fen: int
    refunded_fen: int
    late_fee_fen: int
    dunned_on: date | None
    arrears_fen: int


class ContributionEntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of money of a month; `event` leads to the event as stored."""

    entry: str
    version: int
    amount_fen: int
    retained_fen: int
    upward_fen: int
    kind: str | None
    receipt_no: str | None
    document_no: str | None
    entered_on: date
    reversed_on: date | None
    event: str


class DeclarationRow(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    employees: int
    payroll_fen: int
    due_fen: int
    due_on: date
    policy_id: str
    policy_version: int
    declared_on: date
    event: str


class DunningRow(msgspec.Struct, frozen=True, kw_only=True):
    version: int
    arrears_fen: int
    document_no: str
    dunned_on: date
    event: str


class SubsidyRow(msgspec.Struct, frozen=True, kw_only=True):
    subsidy_id: UUID
    version: int
    kind: str
    fund: str
    amount_fen: int
    document_no: str
    allocation_id: UUID | None
    received_on: date
    reversed_on: date | None
    event: str


class CustodialAccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """Money held in trust for one purpose."""

    custodial_id: UUID
    purpose: str | None
    received_fen: int
    paid_fen: int
    balance_fen: int


class CustodialEntryRow(msgspec.Struct, frozen=True, kw_only=True):
    entry: str
    version: int
    purpose: str | None
    details: Fields
    approver_id: UUID | None
    cashier_id: UUID | None
    amount_fen: int
    document_no: str | None
    entered_on: date
    reversed_on: date | None
    event: str


class FundLedgers(LedgerPages):
    """The employer's contribution (L6), subsidies, money held in trust, and what a union's books hold in all."""

    async def contribution_months(
        self, scope: Scope, *, first: str, last: str
    ) -> Page[ContributionMonthRow]:
        """工会经费拨缴台账 (L6) from one month to another."""
        return await self._page(
            scope,
            "contribution",
            "contribution_months",
            (first, last, scope.as_of),
            None,
            row=present.plain(ContributionMonthRow),
        )

    async def contribution_entries(self, scope: Scope, month: str) -> Page[ContributionEntryRow]:
        """Every entry of money of one month, reversed ones included."""

        def row(raw: Raw, _: Opened) -> ContributionEntryRow:
            return ContributionEntryRow(**_told(scope, raw, "stream_id"))

        return await self._page(
            scope, "contribution", "contribution_entries", (month, scope.as_of), None, row=row
        )

    async def declarations(self, scope: Scope, month: str) -> Page[DeclarationRow]:
        """What was declared for one month; the last one counts."""

        def row(raw: Raw, _: Opened) -> DeclarationRow:
            return DeclarationRow(**_told(scope, raw, "stream_id"))

        return await self._page(
            scope, "contribution", "declarations", (month, scope.as_of), None, row=row
        )

    async def dunnings(self, scope: Scope, month: str) -> Page[DunningRow]:
        """The notices to the employer about one month."""

        def row(raw: Raw, _: Opened) -> DunningRow:
            return DunningRow(**_told(scope, raw))

        return await self._page(
            scope, "contribution", "dunnings", (month, scope.as_of), None, row=row
        )

    async def subsidies(
        self, scope: Scope, *, since: date, limit: int, after: After = None
    ) -> Page[SubsidyRow]:
        """Subsidies received between two days, reversed ones included."""

        def row(raw: Raw, _: Opened) -> SubsidyRow:
            return SubsidyRow(**_told(scope, raw))

        return await self._page(
            scope,
            "fund",
            "subsidies",
            (since, scope.as_of, *dated_place(after, 1)),
            limit,
            row=row,
            key=lambda raw: (raw["received_on"], raw["subsidy_id"]),
        )

    async def custodial_accounts(self, scope: Scope) -> Page[CustodialAccountRow]:
        """What is held in trust on the date, by account."""

        def row(raw: Raw, _: Opened) -> CustodialAccountRow:
            balance_fen = raw["received_fen"] - raw["paid_fen"]
            return CustodialAccountRow(**dict(raw), balance_fen=balance_fen)

        return await self._page(scope, "fund", "custodial_accounts", (scope.as_of,), None, row=row)

    async def custodial_entries(self, scope: Scope, custodial_id: UUID) -> Page[CustodialEntryRow]:
        """What came in and went out of one account, reversed entries included."""

        def row(raw: Raw, open_: Opened) -> CustodialEntryRow:
            field = "details" if raw["entry"] == "received" else "payee"
            details = {"details": open_.fields(raw["details"], field)}
            return CustodialEntryRow(**(_told(scope, raw) | details))

        return await self._page(
            scope,
            "fund",
            "custodial_entries",
            (custodial_id, scope.as_of),
            None,
            sealed=("details",),
            row=row,
        )

    async def held(self, scope: Scope) -> Page[PostingLine]:
        """The whole trial balance, whatever the date: one line for each account and fund that is not at zero."""
        return await self._page(
            scope,
            "general_ledger",
            "balances_by_fund",
            (date.max,),
            None,
            row=_line,
        )


def event_link(union_id: UUID, position: int) -> str:
    """Return where the event at a position can be read as stored."""
    return f"/v1/unions/{union_id}/events?after={position - 1}&limit=1"


def _line(raw: Raw, _: Opened) -> PostingLine:
    return PostingLine(account=raw["account"], fund=raw["fund"], fen=raw["balance_fen"])


def _told(scope: Scope, raw: Raw, *left_out: str) -> dict[str, Any]:
    """Return a row's columns with a link to its event instead of the event's position."""
    told = {name: value for name, value in dict(raw).items() if name not in left_out}
    return told | {"event": event_link(scope.union_id, told.pop("position"))}
