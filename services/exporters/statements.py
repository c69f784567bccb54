"""Printed statements: what is issued, and whether a print can be made again to the byte, or why not (design 7)."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from domain.statement.commands import IssueStatement
from domain.statement.events import ProjectionUsed, StatementIssued
from domain.statement_code import FORMAT
from services.exporters.ledgers import LedgerAsked, LedgerTable, UnknownLedger, ledger_table
from services.exporters.ledgers.imprint import row_digest, standing
from services.reads import Ledgers, Scope
from services.store.contract import LogStore, RecordedEvent

Why = Literal[
    "history_changed",
    "projections_changed",
    "names_unreadable",
    "format_changed",
    "ledger_gone",
    "rows_differ",
    "document_differs",
]


class NothingToPrint(Exception):
    """The books of the union are empty at the position asked for."""


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a print made today is not the one that was issued.

    `projections`: those that have another version now, as 'name 1 → 2'. `rows`: their numbers (序号), where they
    differ, are new or are missing. `count`: people whose fields can no longer be opened.
    """

    why: Why
    projections: list[str] = []
    rows: list[int] = []
    count: int | None = None


class Rechecked(msgspec.Struct, frozen=True, kw_only=True):
    """An issued statement made again. `same`: every byte is what it was."""

    same: bool
    reasons: list[Reason]
    table: LedgerTable | None


async def statement_table(
    ledgers: Ledgers, log: LogStore, asked: LedgerAsked, ledger: str, *, printed_at: datetime
) -> LedgerTable:
    """Return a ledger pinned to the position it stands on; raises UnknownLedger, NothingToPrint."""
    scope = asked.scope
    position = scope.known_at
    if position is None:
        position = (await log.head(scope.union_id)).position
    stands_on = await standing(log, scope.union_id, position)
    if stands_on is None:
        raise NothingToPrint
    pinned = msgspec.structs.replace(scope, known_at=stands_on.position)
    return await ledger_table(
        ledgers,
        log,
        msgspec.structs.replace(asked, scope=pinned),
        ledger,
        printed_at=printed_at,
    )


def command_to_issue(table: LedgerTable, asked: LedgerAsked, today: date) -> IssueStatement:
    """Return the command that issues a print."""
    if table.imprint is None:
        raise NothingToPrint
    imprint = table.imprint
    return IssueStatement(
        occurred_on=today,
        code=imprint.code,
        ledger=table.ledger,
        year=asked.year,
        month=asked.month,
        account=asked.account,
        pay_batch_id=asked.pay_batch_id,
        as_of=table.footer.as_of,
        known_at=table.footer.position,
        chain_hash=imprint.chain_hash.hex(),
        document_sha256=imprint.document_sha256,
        format=FORMAT,
        row_count=len(table.rows),
        row_digests=imprint.row_digests,
        projections=tuple(
            ProjectionUsed(name=name, version=version) for name, version in imprint.projections
        ),
    )


def asked_of(issued: StatementIssued, union_id: UUID) -> LedgerAsked:
    """Return what was asked for when a statement was issued."""
    return LedgerAsked(
        scope=Scope(union_id=union_id, as_of=issued.as_of, known_at=issued.known_at),
        year=issued.year,
        month=issued.month,
        account=issued.account,
        pay_batch_id=issued.pay_batch_id,
    )


async def recheck(
    ledgers: Ledgers,
    log: LogStore,
    union_id: UUID,
    issued: StatementIssued,
    *,
    printed_at: datetime,
) -> Rechecked:
    """Make an issued statement again and compare it with what was issued."""
    reasons = []
    stands_on = await _event_at(log, union_id, issued.known_at)
    if stands_on is None or stands_on.hash.hex() != issued.chain_hash:
        reasons.append(Reason(why="history_changed"))
    if issued.format != FORMAT:
        reasons.append(Reason(why="format_changed"))
    if stands_on is None:
        return Rechecked(same=False, reasons=reasons, table=None)
    try:
        table = await ledger_table(
            ledgers, log, asked_of(issued, union_id), issued.ledger, printed_at=printed_at
        )
    except UnknownLedger:
        return Rechecked(same=False, reasons=[*reasons, Reason(why="ledger_gone")], table=None)
    if table.imprint is None or table.imprint.document_sha256 != issued.document_sha256:
        reasons += _why_it_differs(issued, table)
    return Rechecked(same=not reasons, reasons=reasons, table=table)


async def _event_at(log: LogStore, union_id: UUID, position: int) -> RecordedEvent | None:
    events = await log.read_after(union_id, position - 1, 1, position)
    return events[-1] if events else None


def _why_it_differs(issued: StatementIssued, table: LedgerTable) -> list[Reason]:
    found = []
    versions = dict(() if table.imprint is None else table.imprint.projections)
    changed = [
        f"{used.name} {used.version} → {versions.get(used.name, '-')}"
        for used in issued.projections
        if versions.get(used.name) != used.version
    ]
    if changed:
        found.append(Reason(why="projections_changed", projections=changed))
    if table.imprint is not None and table.imprint.unreadable:
        found.append(Reason(why="names_unreadable", count=table.imprint.unreadable))
    rows = _rows_that_differ(issued, table)
    found.append(Reason(why="rows_differ", rows=rows) if rows else Reason(why="document_differs"))
    return found


def _rows_that_differ(issued: StatementIssued, table: LedgerTable) -> list[int]:
    """Return the numbers of rows that are not what they were, new ones and missing ones among them."""
    if not issued.row_digests:
        return []
    length = len(issued.row_digests) // issued.row_count
    now = [row_digest(row) for row in table.rows]
    then = [
        issued.row_digests[place : place + length]
        for place in range(0, len(issued.row_digests), length)
    ]
    return [
        number
        for number in range(1, max(len(now), len(then)) + 1)
        if now[number - 1 : number] != then[number - 1 : number]
    ]
