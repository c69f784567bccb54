"""审计项目: engagements, who read what under them, samples, verifications, reports."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.engagement.events import SampleDrawn
from projections.engagement.projection import ENGAGEMENT
from services.reads.ledger_pages import After, LedgerPages, Raw
from services.reads.people import Opened
from services.reads.presenting import plain
from services.reads.rows import Page
from services.reads.scope import Scope, Shows
from services.store.sql import queries

_PACKAGE = "engagement"
_QUERIES = queries("projections.engagement")
_texts = msgspec.json.Decoder(list[str])
_ids = msgspec.json.Decoder(list[UUID])
_told = msgspec.json.Decoder(SampleDrawn)


class EngagementRow(msgspec.Struct, frozen=True, kw_only=True):
    """An engagement with its plan in force; `access_until` is the last day the books may be read under it."""

    engagement_id: UUID
    version: int
    kind: str
    ordered_by: str
    officer_id: UUID
    basis_no: str | None
    opened_on: date
    closed_on: date | None
    outcome: str | None
    books_from: date
    books_until: date
    topics: list[str]
    access_until: date
    plan_no: str | None
    reads: int
    samples: int
    report_no: str | None
    opinion: str | None
    reported_on: date | None


class EngagementOfUnit(msgspec.Struct, frozen=True, kw_only=True):
    """An engagement as the county sees it; `open_until`: the last day on which whoever asks may read under it.

    None where they were given no access, or it was taken back.
    """

    unit_id: UUID
    engagement_id: UUID
    kind: str
    ordered_by: str
    basis_no: str | None
    opened_on: date
    closed_on: date | None
    outcome: str | None
    books_from: date
    books_until: date
    topics: list[str]
    access_until: date
    report_no: str | None
    open_until: date | None


class AccessRow(msgspec.Struct, frozen=True, kw_only=True):
    """A key that was given out, good to the end of `granted_until`, and how often it was used."""

    access_id: str
    holder: str
    granted_on: date
    granted_until: date
    granted_by: UUID
    revoked_on: date | None
    revoked_by: UUID | None
    reads: int


class ReadRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for under an access, and when; `to_…`: the second of two states that were compared."""

    position: int
    read_on: date
    read_at: datetime
    access_id: str
    operation_id: str
    topic: str | None
    about: list[str]
    as_of: date | None
    known_at: int | None
    to_as_of: date | None
    to_known_at: int | None


class SampleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A sample as it was recorded, and where."""

    position: int
    drawn_on: date
    sample: SampleDrawn


class VerificationRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a recomputation of the books up to `verified_position` found."""

    verified_on: date
    verified_position: int
    hash: str
    checkpoint_size: int | None
    covered: int
    not_covered: int
    failed: int
    verified_with: str
    officer_id: UUID


class ReportRow(msgspec.Struct, frozen=True, kw_only=True):
    """A report; the last one holds."""

    issued_on: date
    document_no: str
    sha256: str
    opinion: str
    reported_from: date
    reported_until: date
    income_fen: int
    expense_fen: int
    balance_fen: int
    finding_ids: list[UUID]
    officer_id: UUID


class EngagementLedgers(LedgerPages):
    """Engagements."""

    async def engagements(
        self, scope: Scope, *, limit: int, after: After = None, engagement_id: UUID | None = None
    ) -> Page[EngagementRow]:
        """Engagements that were opened by the date."""
        place = UUID(after[0]) if after else None
        return await self._page(
            scope,
            _PACKAGE,
            "engagements",
            (scope.as_of, place, engagement_id),
            limit,
            row=lambda raw, _: EngagementRow(**_with(raw, topics=_texts.decode(raw["topics"]))),
            key=lambda raw: (raw["engagement_id"],),
        )

    async def engagement_accesses(self, scope: Scope, engagement_id: UUID) -> Page[AccessRow]:
        """Every key that was given out."""
        values = (scope.as_of, engagement_id)
        return await self._page(
            scope, _PACKAGE, "engagement_accesses", values, None, row=plain(AccessRow)
        )

    async def engagement_reads(
        self, scope: Scope, engagement_id: UUID, *, limit: int, after: After = None
    ) -> Page[ReadRow]:
        """Every read, in the order of the log."""
        place = int(after[0]) if after else None
        return await self._page(
            scope,
            _PACKAGE,
            "engagement_reads",
            (scope.as_of, engagement_id, place),
            limit,
            row=lambda raw, _: ReadRow(**_with(raw, about=_texts.decode(raw["about"]))),
            key=lambda raw: (raw["position"],),
        )

    async def engagement_samples(
        self, scope: Scope, engagement_id: UUID, sample_no: int | None = None
    ) -> Page[SampleRow]:
        """The samples, or the one of a number."""
        values = (scope.as_of, engagement_id, sample_no)
        return await self._page(scope, _PACKAGE, "engagement_samples", values, None, row=_sample)

    async def engagement_verifications(
        self, scope: Scope, engagement_id: UUID
    ) -> Page[VerificationRow]:
        """What recomputations found."""
        values = (scope.as_of, engagement_id)
        return await self._page(
            scope, _PACKAGE, "engagement_verifications", values, None, row=plain(VerificationRow)
        )

    async def engagement_reports(self, scope: Scope, engagement_id: UUID) -> Page[ReportRow]:
        """Every report, the one that holds last."""
        return await self._page(
            scope,
            _PACKAGE,
            "engagement_reports",
            (scope.as_of, engagement_id),
            None,
            row=lambda raw, _: ReportRow(**_with(raw, finding_ids=_ids.decode(raw["finding_ids"]))),
        )


async def engagements_of_units(
    shows: Shows, units: Sequence[UUID], as_of: date, access_id: str | None
) -> list[EngagementOfUnit]:
    """Return the engagements of some units, those that run first, under the county's role."""
    async with shows.rollup([ENGAGEMENT]) as connection:
        rows = await connection.fetch(
            _QUERIES["engagements_of_units"], list(units), as_of, access_id
        )
    return [EngagementOfUnit(**_with(row, topics=_texts.decode(row["topics"]))) for row in rows]


def _sample(raw: Raw, _: Opened) -> SampleRow:
    return SampleRow(
        position=raw["position"], drawn_on=raw["drawn_on"], sample=_told.decode(raw["told"])
    )


def _with(raw: Raw, **opened: Any) -> dict[str, Any]:  # noqa: ANN401 # columns of every type
    return {**dict(raw), **opened}
