"""Findings of audits with their steps: the list of the union, and what the county sees of its units."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from domain.attachment import Attachment
from projections.finding.projection import FINDING
from services.reads.ledger_pages import After, LedgerPages, Raw, dated_place
from services.reads.people import Opened
from services.reads.rows import Page
from services.reads.scope import Scope, Shows
from services.store.sql import queries

_QUERIES = queries("projections.finding")


class FindingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A finding and where it stands on the date; `overdue`: the union had to answer before it.

    `recovered_fen` is the most that any answer said had come back. `positions` name its events.
    """

    finding_id: UUID
    version: int
    kind: str
    severity: str
    raised_by: str
    officer_id: UUID
    basis: str
    rule: str | None
    engagement_id: UUID | None
    amount_fen: int | None
    known_at: int
    positions: list[int]
    period_from: date | None
    period_until: date | None
    document_no: str | None
    raised_on: date
    stage: str
    stage_on: date
    due_on: date | None
    requirement: str | None
    measure: str | None
    within_term: bool | None
    recovered_fen: int
    overdue: bool


class FindingStepRow(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a finding, signed for the audit committee, the county or the union; `what` is its code."""

    version: int
    taken_on: date
    step: str
    signed_for: str
    officer_id: UUID
    what: str | None
    due_on: date | None
    document_no: str | None
    recovered_fen: int | None
    within_term: bool | None
    positions: list[int]
    evidence: list[Attachment]
    position: int


class FindingSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What the county sees of a unit's finding: no words, no names."""

    unit_id: UUID
    finding_id: UUID
    version: int
    kind: str
    severity: str
    raised_by: str
    basis: str
    rule: str | None
    engagement_id: UUID | None
    amount_fen: int | None
    raised_on: date
    stage: str
    stage_on: date
    due_on: date | None
    overdue: bool


class FindingLedgers(LedgerPages):
    """Findings."""

    async def findings(
        self,
        scope: Scope,
        *,
        limit: int | None,
        after: After = None,
        stage: str | None = None,
        engagement_id: UUID | None = None,
        finding_id: UUID | None = None,
        since: date | None = None,
    ) -> Page[FindingRow]:
        """Findings in the order they were raised; `stage` 'open' leaves out what was struck off or withdrawn."""
        values = (
            *(scope.as_of, stage, engagement_id, finding_id, since),
            *dated_place(after, 1),
            *(() if limit is not None else (None,)),
        )
        return await self._page(
            scope,
            "finding",
            "findings",
            values,
            limit,
            row=_finding,
            key=lambda raw: (raw["raised_on"], raw["finding_id"]),
        )

    async def finding_steps(self, scope: Scope, finding_id: UUID) -> Page[FindingStepRow]:
        """Every step of one finding."""
        return await self._page(
            scope, "finding", "finding_steps", (scope.as_of, finding_id), None, row=_step
        )


async def findings_of_units(
    shows: Shows, units: Sequence[UUID], as_of: date, stage: str | None
) -> list[FindingSeen]:
    """Return the findings of some units, the nearest deadline first, under the county's role."""
    async with shows.rollup([FINDING]) as connection:
        rows = await connection.fetch(_QUERIES["findings_of_units"], list(units), as_of, stage)
    return [FindingSeen(**dict(row)) for row in rows]


def _finding(raw: Raw, _: Opened) -> FindingRow:
    told = dict(raw)
    told["positions"] = msgspec.json.decode(told["positions"], type=list[int])
    told["overdue"] = bool(told["overdue"])
    return FindingRow(**told)


def _step(raw: Raw, _: Opened) -> FindingStepRow:
    told = dict(raw)
    told["positions"] = msgspec.json.decode(told["positions"], type=list[int])
    told["evidence"] = msgspec.json.decode(told["evidence"], type=list[Attachment])
    return FindingStepRow(**told)
