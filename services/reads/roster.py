"""Who is a member, who was, where in the union, what changed, and which certificates are out (L1, L2)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from services.reads import presenting as present
from services.reads.ledger_pages import After, LedgerPages, dated_place
from services.reads.people import Fields, Opened
from services.reads.rows import ChangeRow, MemberRow, Page
from services.reads.scope import Scope

_NEEDS = ("roster", "branch")
_MEMBER_SEALED = ("identity", "profile", "certificate")


class CertificateRow(msgspec.Struct, frozen=True, kw_only=True):
    """A 会员证 or 会员卡; `version` names it when it is taken back."""

    version: int
    kind: str
    certificate: Fields
    issued_on: date
    collected_on: date | None
    collected_cause: str | None


class RosterLedgers(LedgerPages):
    """Who is a member, who was, and what changed (L1, L2)."""

    async def members(
        self,
        scope: Scope,
        *,
        limit: int,
        after: After = None,
        membership: str | None = None,
        place_id: UUID | None = None,
    ) -> Page[MemberRow]:
        """会员名册 (L1), as of any date; of the whole union or of one branch or group."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            "roster",
            "members",
            (scope.as_of, membership, place_id, place),
            limit,
            sealed=_MEMBER_SEALED,
            row=present.member,
            needs=_NEEDS,
            key=lambda raw: (raw["member_id"],),
        )

    async def member(self, scope: Scope, member_id: UUID) -> MemberRow | None:
        """One member, or None when nobody of this id stands on these books."""
        found = await self.members_by_id(scope, [member_id])
        return found[0] if found else None

    async def members_by_id(self, scope: Scope, member_ids: Sequence[UUID]) -> list[MemberRow]:
        """Some members by their ids, whatever their state."""
        page = await self._page(
            scope,
            "roster",
            "members_by_id",
            (scope.as_of, list(member_ids)),
            None,
            sealed=_MEMBER_SEALED,
            row=present.member,
            needs=_NEEDS,
        )
        return page.rows

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
        place = dated_place(after, 2)
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

    async def certificates(self, scope: Scope, member_id: UUID) -> Page[CertificateRow]:
        """Every certificate of one member, those taken back included."""
        return await self._page(
            scope,
            "roster",
            "certificates",
            (member_id, scope.as_of),
            None,
            sealed=("certificate",),
            row=_certificate,
        )

    async def is_live_member(self, union_id: UUID, member_id: UUID) -> bool:
        """Tell whether a person is a live member of a union now."""
        scope = Scope(union_id=union_id, as_of=date.max)
        page = await self._page(
            scope, "roster", "live_member", (member_id,), None, row=lambda raw, _: bool(raw[0])
        )
        return page.rows[0]

    async def transferring_member(self, union_id: UUID, transfer_id: UUID) -> UUID | None:
        """Return who left, or is leaving, a union by a transfer."""
        scope = Scope(union_id=union_id, as_of=date.max)
        page = await self._page(
            scope,
            "roster",
            "transferring_member",
            (transfer_id,),
            None,
            row=lambda raw, _: UUID(str(raw[0])),
        )
        return page.rows[0] if page.rows else None


def _certificate(raw: Any, open_: Opened) -> CertificateRow:  # noqa: ANN401 # a row as the database gives it
    return CertificateRow(
        version=raw["version"],
        kind=raw["kind"],
        certificate=open_.fields(raw["certificate"], "certificate"),
        issued_on=raw["issued_on"],
        collected_on=raw["collected_on"],
        collected_cause=raw["collected_cause"],
    )
