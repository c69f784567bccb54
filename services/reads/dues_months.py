"""The dues of one month, member by member: what the rule says, what came in, what is still owed (收缴登记)."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

from domain.policy.dues import DuesPolicy
from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages, Raw
from services.reads.people import Opened, Person
from services.reads.rows import Page
from services.reads.scope import Scope

_NEEDS = ("roster", "branch", "dues")
_FILE = "month.sql"
_policies = msgspec.json.Decoder(DuesPolicy)
Settled = Literal["unpaid", "paid", "arrears"]


class DuesCell(msgspec.Struct, frozen=True, kw_only=True):
    """One member's month. `due_fen` is what the rule says, None where no wage base was ever declared.

    `unpaid_fen` is due less waived less received, negative for what was paid too much. `arrears_fen` are those of
    all months that are over, through this one. `version` is the dues account's, for If-Match; 0 before it began.
    Rate and version are those of the policy that decided what is due.
    """

    member_id: UUID
    version: int = 0
    person: Person
    department: str | None
    membership: str | None
    branch: str | None
    group: str | None
    base_fen: int | None
    rate_numerator: int | None = None
    rate_denominator: int | None = None
    policy_version: int | None = None
    due_fen: int | None
    waived_fen: int
    received_fen: int
    unpaid_fen: int
    arrears_fen: int
    months_in_arrears: int


class MonthTotals(msgspec.Struct, frozen=True, kw_only=True):
    """What the cells of a month add up to; nobody's overpayment pays for another."""

    members: int
    members_due: int
    members_paid: int
    members_unpaid: int
    due_fen: int
    waived_fen: int
    received_fen: int
    unpaid_fen: int


class ArrearsRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a member owes of months that are over, by month 'YYYY-MM', and when last asked for it (催缴).

    What was paid too much for one month does not pay another: `unpaid_fen` is the sum of the months.
    """

    member_id: UUID
    person: Person
    department: str | None
    membership: str | None
    branch: str | None
    group: str | None
    unpaid_fen_by_month: dict[str, int]
    months_in_arrears: int
    unpaid_fen: int
    last_reminded_on: date | None


class DuesMonthLedgers(LedgerPages):
    """The dues of one month."""

    async def dues_cells(
        self,
        scope: Scope,
        month: str,
        *,
        limit: int,
        after: After = None,
        place_id: UUID | None = None,
        settled: Settled | None = None,
    ) -> Page[DuesCell]:
        """Every member's month; of one branch or group, of those who owe or have paid."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "dues",
            "cells_of_month",
            (month, scope.as_of, place_id, settled, place),
            limit,
            sealed=("identity", "profile", "wage"),
            row=_cell,
            needs=(*_NEEDS, "organisation"),
            file=_FILE,
            key=lambda raw: (raw["member_id"],),
        )

    async def arrears(
        self,
        scope: Scope,
        month: str,
        *,
        limit: int,
        after: After = None,
        place_id: UUID | None = None,
    ) -> Page[ArrearsRow]:
        """Who owes for months through this one, by month."""
        page = await self.dues_cells(
            scope, month, limit=limit, after=after, place_id=place_id, settled="arrears"
        )
        members = [cell.member_id for cell in page.rows]
        unpaid = await self._of_members(scope, "unpaid_months", (month, scope.as_of, members))
        reminded = await self._of_members(scope, "last_reminders", (scope.as_of, members))
        months: dict[UUID, dict[str, int]] = {}
        for raw in unpaid:
            months.setdefault(raw["member_id"], {})[raw["month"]] = raw["unpaid_fen"]
        last = {raw["member_id"]: raw["sent_on"] for raw in reminded}
        rows = [
            _in_arrears(cell, months.get(cell.member_id, {}), last.get(cell.member_id))
            for cell in page.rows
        ]
        return Page(rows, page.position, page.next_after, page.total)

    async def _of_members(
        self, scope: Scope, query: str, values: Sequence[object]
    ) -> Sequence[Raw]:
        page = await self._page(
            scope, "dues", query, values, None, row=_as_it_is, needs=_NEEDS, file=_FILE
        )
        return page.rows

    async def dues_month_totals(
        self, scope: Scope, month: str, *, place_id: UUID | None = None
    ) -> MonthTotals:
        """What a month's cells add up to."""
        page = await self._page(
            scope,
            "dues",
            "totals_of_month",
            (month, scope.as_of, place_id),
            None,
            row=present.plain(MonthTotals),
            needs=_NEEDS,
            file=_FILE,
        )
        return page.rows[0]


def _as_it_is(raw: Raw, _: Opened) -> Raw:
    return raw


def _in_arrears(cell: DuesCell, months: dict[str, int], reminded_on: date | None) -> ArrearsRow:
    return ArrearsRow(
        member_id=cell.member_id,
        person=cell.person,
        department=cell.department,
        membership=cell.membership,
        branch=cell.branch,
        group=cell.group,
        unpaid_fen_by_month=months,
        months_in_arrears=cell.months_in_arrears,
        unpaid_fen=sum(months.values()),
        last_reminded_on=reminded_on,
    )


def _cell(raw: Raw, open_: Opened) -> DuesCell:
    policy = None if raw["policy"] is None else _policies.decode(raw["policy"])
    return DuesCell(
        member_id=raw["member_id"],
        person=open_.person(raw["identity"]),
        department=open_.fields(raw["profile"], "profile").get("department"),
        membership=raw["membership"],
        branch=raw["branch"],
        group=raw["group"],
        base_fen=present.base_fen(open_.wage_fen(raw["wage"]), raw["policy"]),
        rate_numerator=None if policy is None else policy.rate_numerator,
        rate_denominator=None if policy is None else policy.rate_denominator,
        policy_version=None if policy is None else policy.version,
        due_fen=raw["due_fen"],
        waived_fen=raw["waived_fen"],
        received_fen=raw["received_fen"],
        unpaid_fen=raw["unpaid_fen"],
        arrears_fen=raw["arrears_fen"],
        months_in_arrears=raw["months_in_arrears"],
    )
