"""The branches and groups of a union, with who leads them and how many belong to each."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads import presenting as present
from services.reads.ledger_pages import LedgerPages
from services.reads.rows import Page
from services.reads.scope import Scope

_NEEDS = ("roster", "branch")


class BranchRow(msgspec.Struct, frozen=True, kw_only=True):
    """分会 or 小组. `open_groups` hang under it, `members` are live and belong to it on the date."""

    branch_id: UUID
    version: int
    kind: str
    name: str
    parent_branch_id: UUID | None
    formed_on: date
    leader_id: UUID | None
    closed_on: date | None
    open_groups: int
    members: int


class BranchLedgers(LedgerPages):
    """分会 and 小组."""

    async def branches(self, scope: Scope, *, branch_id: UUID | None = None) -> Page[BranchRow]:
        """Every branch and group formed by the date, closed ones included; or one of them."""
        return await self._page(
            scope,
            "branch",
            "branches",
            (scope.as_of, branch_id),
            None,
            row=present.plain(BranchRow),
            needs=_NEEDS,
        )
