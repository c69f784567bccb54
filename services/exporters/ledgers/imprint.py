"""The code a print bears: the same print, whenever it is made, bears the same (design 7; `domain.statement_code`).

A print stands on a position of the log: the last one at which something happened that a ledger could show. That
a statement was issued, books were read, or something was taken out of them changes no ledger: a second print stands
where the first did.

The document that is hashed is the ledger as plain JSON of texts, in the order of paper: what was asked for, title,
headings, rows, totals, signatures, and the footer but for the moment of printing and the code.
"""

import hashlib
from uuid import UUID

import msgspec

from domain.engagement.events import BooksRead
from domain.export.events import ExportDelivered
from domain.statement.events import StatementIssued
from domain.statement_code import grouped, statement_code
from services.exporters.ledgers.table import (
    Cells,
    Imprint,
    LedgerAsked,
    LedgerTable,
    cell_text,
)
from services.reads import Notes
from services.store.contract import LogStore, RecordedEvent

CHANGE_NO_LEDGER = frozenset({StatementIssued.TOPIC, BooksRead.TOPIC, ExportDelivered.TOPIC})
_LOOKED_BACK_AT = 16
_ROW_DIGEST_BYTES = 4
_ROWS_DIGESTED_MOST = 5_000
"""Rows of a longer ledger are not told apart: its event would outgrow the ledger."""


async def standing(log: LogStore, union_id: UUID, position: int) -> RecordedEvent | None:
    """Return the event a print made at a position stands on; None while the books are empty."""
    while position > 0:
        begin = max(position - _LOOKED_BACK_AT, 0)
        events = await log.read_after(union_id, begin, _LOOKED_BACK_AT, position)
        for event in reversed(events):
            if event.topic not in CHANGE_NO_LEDGER:
                return event
        position = begin
    return None


def imprinted(
    table: LedgerTable, asked: LedgerAsked, stands_on: RecordedEvent, notes: Notes
) -> LedgerTable:
    """Return a ledger with its imprint, and the code in its footer."""
    document = canonical(table, asked)
    code = statement_code(asked.scope.union_id, stands_on.hash, document)
    imprint = Imprint(
        code=code,
        chain_hash=stands_on.hash,
        document_sha256=hashlib.sha256(document).hexdigest(),
        row_digests=_row_digests(table),
        projections=tuple(sorted(notes.projections.items())),
        unreadable=len(notes.unreadable),
    )
    footer = msgspec.structs.replace(table.footer, receipt_code=grouped(code))
    return msgspec.structs.replace(table, footer=footer, imprint=imprint)


def canonical(table: LedgerTable, asked: LedgerAsked) -> bytes:
    """Return the bytes of a ledger that are hashed: JSON, UTF-8, without spaces."""
    footer = table.footer
    totals = None if table.totals is None else _texts(table.totals)
    return msgspec.json.encode(
        [
            table.ledger,
            [asked.year, asked.month, asked.account, asked.pay_batch_id],
            table.title,
            list(table.columns),
            [_texts(row) for row in table.rows],
            totals,
            list(table.signatures),
            [footer.union, footer.credit_code, footer.period, footer.as_of, footer.position],
        ]
    )


def row_digest(row: Cells) -> str:
    """Return what a row is told apart by."""
    return hashlib.sha256(msgspec.json.encode(_texts(row))).hexdigest()[: 2 * _ROW_DIGEST_BYTES]


def _row_digests(table: LedgerTable) -> str:
    if len(table.rows) > _ROWS_DIGESTED_MOST:
        return ""
    return "".join(map(row_digest, table.rows))


def _texts(row: Cells) -> list[str]:
    return [cell_text(cell) for cell in row]
