"""What may be asked of a printed statement."""

from datetime import date
from uuid import UUID

from domain.attachment import Sha256
from domain.command import Command
from domain.period import Month
from domain.statement.events import ProjectionUsed


class IssueStatement(Command, frozen=True, kw_only=True):
    """`code` was computed from the document; the fields are those of the event."""

    code: str
    ledger: str
    year: int
    as_of: date
    known_at: int
    chain_hash: Sha256
    document_sha256: Sha256
    format: int
    row_count: int
    projections: tuple[ProjectionUsed, ...]
    row_digests: str = ""
    month: Month | None = None
    account: str | None = None
    pay_batch_id: UUID | None = None


StatementCommand = IssueStatement
