"""The ledgers of one union: roster, changes, dues, aid, condolences, and the union's own page.

Every method takes a scope and answers with a page: rows in a stable order, at most `limit` of them, after a
key that the page before gave.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from domain.period import month_text
from projections.projection import Projection
from projections.registry import PROJECTIONS
from services.keys import Vault
from services.reads import presenting as present
from services.reads.people import Opened, opened
from services.reads.rows import (
    AidCaseRow,
    ChangeRow,
    CondolenceRow,
    DuesMonthRow,
    DuesRow,
    HouseholdRow,
    MemberRow,
    MoneyTotals,
    OfficerRow,
    Page,
    PaymentRow,
    PolicyRow,
    ReceiptRow,
    UnionRow,
    UnitRow,
    WageBaseRow,
)
from services.reads.scope import Scope, Shows
from services.store.sql import queries

After = Sequence[str] | None
Row = TypeVar("Row")
Raw = Any
"""A row as the database gives it."""

_BY_NAME: dict[str, Projection] = {projection.name: projection for projection in PROJECTIONS}
_NEEDS: dict[str, tuple[str, ...]] = {
    "roster": ("roster",),
    "dues": ("roster", "dues"),
    "aid": ("roster", "aid"),
    "condolence": ("roster", "condolence"),
    "organisation": ("organisation",),
    "units": ("units",),
}
"""Which projections the queries of a package read together."""


class Ledgers:
    """Questions about one union."""

    def __init__(self, shows: Shows, vault: Vault) -> None:
        self._shows = shows
        self._vault = vault

    async def members(
        self, scope: Scope, *, limit: int, after: After = None, membership: str | None = None
    ) -> Page[MemberRow]:
        """会员名册 (L1), as of any date."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "roster",
            "members",
            (scope.as_of, membership, place),
            limit,
            sealed=("identity", "profile"),
            row=present.member,
            key=lambda raw: (raw["member_id"],),
        )

    async def member(self, scope: Scope, member_id: UUID) -> MemberRow | None:
        """One member, or None when nobody of this id stands on these books."""
        page = await self._page(
            scope,
            "roster",
            "member",
            (scope.as_of, member_id),
            None,
            sealed=("identity", "profile"),
            row=present.member,
        )
        return page.rows[0] if page.rows else None

    async def changes(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        member_id: UUID | None = None,
    ) -> Page[ChangeRow]:
        """会员变动台账 (L2) between two dates."""
        place = _dated_place(after, 2)
        return await self._page(
            scope,
            "roster",
            "changes",
            (since, scope.as_of, member_id, *place),
            limit,
            sealed=("identity", "details"),
            row=present.change,
            key=lambda raw: (raw["changed_on"], raw["member_id"], raw["version"]),
        )

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
        place = UUID(after[0]) if after else None
        months = (month_text(year, 1), month_text(year, 12))
        return await self._page(
            scope,
            "dues",
            "dues_by_member",
            (*months, scope.as_of, member_id, place),
            limit,
            sealed=("identity", "profile", "wage"),
            row=present.dues,
            key=lambda raw: (raw["member_id"],),
        )

    async def dues_by_month(self, scope: Scope, *, year: int) -> Page[DuesMonthRow]:
        """会费收缴汇总表 (L4) of a year."""
        months = (month_text(year, 1), month_text(year, 12))
        return await self._page(
            scope, "dues", "dues_by_month", (*months, scope.as_of), None, row=present.dues_month
        )

    async def receipts(self, scope: Scope, member_id: UUID) -> Page[ReceiptRow]:
        """Every receipt of one member, reversed ones included."""
        return await self._page(
            scope, "dues", "receipts", (member_id, scope.as_of), None, row=present.plain(ReceiptRow)
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
        )

    async def households(
        self, scope: Scope, *, limit: int, after: After = None
    ) -> Page[HouseholdRow]:
        """困难职工档案."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "aid",
            "households",
            (scope.as_of, place),
            limit,
            sealed=("identity", "circumstances"),
            row=present.household,
            key=lambda raw: (raw["household_id"],),
        )

    async def aid_cases(
        self, scope: Scope, *, since: date, limit: int, after: After = None
    ) -> Page[AidCaseRow]:
        """困难职工帮扶台账 (L12) between two dates."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "aid",
            "aid_ledger",
            (since, scope.as_of, place),
            limit,
            sealed=("identity", "circumstances"),
            row=present.aid_case,
            key=lambda raw: (raw["aid_case_id"],),
        )

    async def payments(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        aid_case_id: UUID | None = None,
    ) -> Page[PaymentRow]:
        """困难职工帮扶资金发放花名册 (L13) between two dates."""
        place = _dated_place(after, 2)
        return await self._page(
            scope,
            "aid",
            "pay_list",
            (since, scope.as_of, aid_case_id, *place),
            limit,
            sealed=("identity", "payee"),
            row=present.payment,
            key=lambda raw: (raw["paid_on"], raw["aid_case_id"], raw["version"]),
        )

    async def condolences(
        self,
        scope: Scope,
        *,
        since: date,
        limit: int,
        after: After = None,
        member_id: UUID | None = None,
    ) -> Page[CondolenceRow]:
        """慰问台账 (L15) between two dates."""
        place = _dated_place(after, 1)
        return await self._page(
            scope,
            "condolence",
            "condolences",
            (since, scope.as_of, member_id, *place),
            limit,
            sealed=("identity", "profile", "details"),
            row=present.condolence,
            key=lambda raw: (raw["given_on"], raw["condolence_id"]),
        )

    async def payment_totals(self, scope: Scope, *, since: date) -> MoneyTotals:
        """What the pay lists between two dates add up to."""
        return await self._totals(scope, "aid", "payment_totals", since)

    async def condolence_totals(self, scope: Scope, *, since: date) -> MoneyTotals:
        """What the condolences between two dates add up to."""
        return await self._totals(scope, "condolence", "condolence_totals", since)

    async def _totals(self, scope: Scope, package: str, query: str, since: date) -> MoneyTotals:
        values = (since, scope.as_of)
        page = await self._page(scope, package, query, values, None, row=present.plain(MoneyTotals))
        return page.rows[0]

    async def union(self, scope: Scope) -> UnionRow | None:
        """The union's own page, or None before it was registered."""

        def row(raw: Raw, _: Opened) -> UnionRow:
            return UnionRow(union_id=scope.union_id, **dict(raw))

        page = await self._page(scope, "organisation", "union_profile", (), None, row=row)
        return page.rows[0] if page.rows else None

    async def officers(self, scope: Scope) -> Page[OfficerRow]:
        """Who holds which office on the date."""
        return await self._page(
            scope,
            "organisation",
            "officers",
            (scope.as_of,),
            None,
            sealed=("name",),
            row=present.officer,
        )

    async def policies(self, scope: Scope) -> Page[PolicyRow]:
        """The policies adopted that are valid from the date or earlier."""
        return await self._page(
            scope, "organisation", "policies", (scope.as_of,), None, row=present.policy
        )

    async def units(self, scope: Scope) -> Page[UnitRow]:
        """The units of a federation, which is the union of this scope."""
        return await self._page(
            scope, "units", "units", (scope.as_of,), None, row=present.plain(UnitRow)
        )

    async def is_live_member(self, union_id: UUID, member_id: UUID) -> bool:
        """Tell whether a person is a live member of a union now."""
        scope = Scope(union_id=union_id, as_of=date.max)
        page = await self._page(
            scope, "roster", "live_member", (member_id,), None, row=lambda raw, _: bool(raw[0])
        )
        return page.rows[0]

    async def _page(
        self,
        scope: Scope,
        package: str,
        query: str,
        values: Sequence[Any],
        limit: int | None,
        *,
        row: Callable[[Raw, Opened], Row],
        sealed: Sequence[str] = (),
        key: Callable[[Raw], Sequence[Any]] | None = None,
    ) -> Page[Row]:
        """Run a named query within the scope; one row more than asked for tells of a next page."""
        projections = [_BY_NAME[name] for name in _NEEDS[package]]
        asked = [*values] if limit is None else [*values, limit + 1]
        async with self._shows.ledgers(
            scope.union_id,
            projections,
            known_at=scope.known_at,
            min_position=scope.min_position,
        ) as shown:
            text = queries(f"projections.{package}")[query]
            raws = await shown.connection.fetch(text, scope.union_id, *asked)
            position = shown.position
        more = limit is not None and len(raws) > limit
        raws = raws[:limit]
        texts = [raw[column] for raw in raws for column in sealed]
        open_ = await opened(self._vault, scope.union_id, texts)
        next_after = tuple(str(part) for part in key(raws[-1])) if more and key else None
        return Page([row(raw, open_) for raw in raws], position, next_after)


def _dated_place(after: After, ids: int) -> tuple[Any, ...]:
    """Turn a page's key of a date, an id and perhaps a version into query values, or into nulls."""
    if after is None:
        return (None,) * (ids + 1)
    place: list[Any] = [date.fromisoformat(after[0]), UUID(after[1])]
    if ids > 1:
        place.append(int(after[2]))
    return tuple(place)
