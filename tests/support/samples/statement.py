"""Samples of the event of a printed statement."""

from datetime import date
from uuid import UUID

from domain.event import Event
from domain.statement.events import ProjectionUsed, StatementIssued
from tests.domain.audit import CODE

COMPLETE: tuple[Event, ...] = (
    StatementIssued(
        code=CODE,
        ledger="L13",
        year=2026,
        as_of=date(2026, 6, 30),
        known_at=900,
        chain_hash="ab" * 32,
        document_sha256="cd" * 32,
        format=1,
        row_count=2,
        projections=(ProjectionUsed(name="pay_batch", version=1),),
        row_digests="0011223344556677",
        month="2026-06",
        account="101",
        pay_batch_id=UUID(int=50),
    ),
)
MINIMAL: tuple[Event, ...] = (
    StatementIssued(
        code=CODE,
        ledger="L9",
        year=2026,
        as_of=date(2026, 12, 31),
        known_at=900,
        chain_hash="ab" * 32,
        document_sha256="cd" * 32,
        format=1,
        row_count=0,
        projections=(ProjectionUsed(name="general_ledger", version=1),),
    ),
)
VARIANTS: dict[str, Event] = {}
