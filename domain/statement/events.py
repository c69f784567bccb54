"""What can happen to a printed statement: it is issued, once."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from domain.attachment import Sha256
from domain.event import Event
from domain.period import Month


class ProjectionUsed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A projection the document was made from, and its version at the time."""

    name: str
    version: int


class StatementIssued(Event, frozen=True, kw_only=True):
    """A ledger as printed: everything needed to make it again, and what it must then be.

    `known_at`: the position it shows, where the chain had the hash `chain_hash`. `document_sha256` is over the
    document in its canonical writing number `format`, without the moment of printing and without the code.
    `row_digests`: the first four bytes of the SHA-256 of each row, as hexadecimal in one text, so that a
    difference can be told row by row; empty where there were too many rows.
    """

    TOPIC: ClassVar[str] = "statement.issued"

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
