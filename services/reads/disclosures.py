"""Disclosures (公开) and the objections to them."""

from datetime import date
from uuid import UUID

import msgspec

from services.reads.ledger_pages import After, LedgerPages, Raw, dated_place
from services.reads.people import Fields, Opened
from services.reads.rows import Page
from services.reads.scope import Scope


class DisclosureRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was shown where, from when until when; `ended_on`: the day it was taken down."""

    disclosure_id: UUID
    version: int
    topic: str
    channel: str
    officer_id: UUID
    document_sha256: str
    shown_from: date
    shown_until: date | None
    period_from: date | None
    period_until: date | None
    columns: list[str]
    statement_codes: list[str]
    finding_ids: list[UUID]
    engagement_id: UUID | None
    report_no: str | None
    ended_on: date | None
    end_reason: str | None
    objections: int


class ObjectionRow(msgspec.Struct, frozen=True, kw_only=True):
    """An objection to what was shown."""

    version: int
    noted_on: date
    about: str
    officer_id: UUID
    details: Fields


class DisclosureLedgers(LedgerPages):
    """Disclosures."""

    async def disclosures(
        self,
        scope: Scope,
        *,
        limit: int,
        since: date = date.min,
        after: After = None,
        topic: str | None = None,
        disclosure_id: UUID | None = None,
    ) -> Page[DisclosureRow]:
        """Disclosures in the order they were put up."""
        return await self._page(
            scope,
            "disclosure",
            "disclosures",
            (since, scope.as_of, topic, disclosure_id, *dated_place(after, 1)),
            limit,
            row=_disclosure,
            key=lambda raw: (raw["shown_from"], raw["disclosure_id"]),
        )

    async def disclosure_objections(self, scope: Scope, disclosure_id: UUID) -> Page[ObjectionRow]:
        """Objections to one disclosure."""

        def row(raw: Raw, open_: Opened) -> ObjectionRow:
            return ObjectionRow(**{**dict(raw), "details": open_.fields(raw["details"], "details")})

        return await self._page(
            scope,
            "disclosure",
            "disclosure_objections",
            (scope.as_of, disclosure_id),
            None,
            sealed=("details",),
            row=row,
        )

    async def disclosed_findings(self, scope: Scope) -> dict[UUID, date]:
        """The first day each finding was made public (公开日期 of L32)."""

        def row(raw: Raw, _: Opened) -> tuple[UUID, date]:
            return raw["finding_id"], raw["shown_from"]

        page = await self._page(
            scope, "disclosure", "disclosed_findings", (scope.as_of,), None, row=row
        )
        return dict(page.rows)


def _disclosure(raw: Raw, _: Opened) -> DisclosureRow:
    told = dict(raw)
    told["columns"] = msgspec.json.decode(told["columns"], type=list[str])
    told["statement_codes"] = msgspec.json.decode(told["statement_codes"], type=list[str])
    told["finding_ids"] = msgspec.json.decode(told["finding_ids"], type=list[UUID])
    return DisclosureRow(**told)
