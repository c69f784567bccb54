"""The union's own page: profile, officers, policies, terms, bank accounts, and the units of a federation."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads import presenting as present
from services.reads.ledger_pages import LedgerPages, Raw
from services.reads.people import Fields, Opened
from services.reads.rows import OfficerRow, Page, PolicyRow, UnionRow, UnitRow
from services.reads.scope import Scope


class TermRow(msgspec.Struct, frozen=True, kw_only=True):
    """One term of the committee; `document_no` is the higher union's reply."""

    term_from: date
    term_until: date
    document_no: str | None
    elected_on: date
    version: int


class BankAccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A bank account by its place in the books; the number is masked."""

    ledger_account: str
    fund: str | None
    bank_account: Fields
    since: date
    until: date | None
    version: int


class OrganisationLedgers(LedgerPages):
    """The union's own page: profile, officers, policies, terms, bank accounts, and the units of a federation."""

    async def union(self, scope: Scope) -> UnionRow | None:
        """The union's own page, or None before it was registered."""

        def row(raw: Raw, _: Opened) -> UnionRow:
            return UnionRow(union_id=scope.union_id, **dict(raw))

        page = await self._page(scope, "organisation", "union_profile", (), None, row=row)
        return page.rows[0] if page.rows else None

    async def officers(self, scope: Scope) -> Page[OfficerRow]:
        """Who holds which office on the date, of a union or of a federation."""
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

    async def terms(self, scope: Scope) -> Page[TermRow]:
        """The committee's terms, oldest first."""
        return await self._page(
            scope, "organisation", "terms", (scope.as_of,), None, row=present.plain(TermRow)
        )

    async def bank_accounts(self, scope: Scope) -> Page[BankAccountRow]:
        """The bank accounts kept on the date."""

        def row(raw: Raw, open_: Opened) -> BankAccountRow:
            told = dict(raw) | {"bank_account": open_.fields(raw["bank_account"], "bank_account")}
            return BankAccountRow(**told)

        return await self._page(
            scope,
            "organisation",
            "bank_accounts",
            (scope.as_of,),
            None,
            sealed=("bank_account",),
            row=row,
        )

    async def units(self, scope: Scope) -> Page[UnitRow]:
        """The units of a federation, which is the union of this scope."""
        return await self._page(
            scope, "units", "units", (scope.as_of,), None, row=present.plain(UnitRow)
        )

    async def live_members(self, scope: Scope) -> Page[UUID]:
        """The ids of all who are live members now; nothing else about them."""
        return await self._page(
            scope, "roster", "live_members", (), None, row=lambda raw, _: UUID(str(raw[0]))
        )
