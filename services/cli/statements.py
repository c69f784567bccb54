"""Verbs about printed statements: `ledger --issue` issues one, `statement CODE` makes it again and compares."""

import argparse
import sys

import msgspec

from domain.actor import Actor
from domain.encoding import decode
from domain.ids import UnionId, statement_stream
from domain.statement.events import StatementIssued
from domain.statement_code import grouped, read_code
from services.cli.ready import ready, unit_named
from services.clock import now_in_china
from services.commands import Asked, IfNew
from services.exporters.ledgers import LedgerAsked, LedgerTable
from services.exporters.statements import (
    Rechecked,
    command_to_issue,
    recheck,
    statement_table,
)
from services.identifiers import new_id
from services.reads.directory import UnitListed
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI, CLI_FAULTS, STATEMENT_REASONS

_CLERK = Actor(actor_id="cli", role="operator")


async def issued(books: Wired, unit: UnitListed, asked: LedgerAsked, ledger: str) -> LedgerTable:
    """Print a ledger under its code, once; raises UnknownLedger, NothingToPrint."""
    now = now_in_china()
    table = await statement_table(books.ledgers, books.log, asked, ledger, printed_at=now)
    command = command_to_issue(table, asked, now.date())
    request = f"issue {unit.unit_id} {command.code}".encode()
    outcome = await books.desk.carry_out(
        Asked(
            union_id=unit.unit_id,
            command_id=new_id(),
            actor=_CLERK,
            request=request,
            groups=[[IfNew(command, "statement.already_issued")]],
        )
    )
    if outcome.refused:
        raise StatementRefused(outcome.refused[0].refused.code)
    return table


class StatementRefused(Exception):
    """The rules said no; the code tells why."""


async def statement(settings: Settings, arguments: argparse.Namespace) -> int:
    """Make an issued statement again; 0 when every byte is the same, 1 when not, with the reasons."""
    code = read_code(arguments.code)
    async with ready(settings) as books:
        unit = await unit_named(books, arguments.union)
        if unit is None:
            return 2
        event = None if code is None else await _issue_of(books, unit, code)
        if event is None:
            sys.stderr.write(CLI_FAULTS["statement_unknown"].format(code=arguments.code) + "\n")
            return 2
        made = await recheck(
            books.ledgers, books.log, unit.unit_id, event, printed_at=now_in_china()
        )
    if arguments.json:
        document = {"code": event.code, "same": made.same, "reasons": made.reasons}
        sys.stdout.write(msgspec.json.encode(document).decode() + "\n")
    else:
        _tell(event, made)
    return 0 if made.same else 1


async def _issue_of(books: Wired, unit: UnitListed, code: str) -> StatementIssued | None:
    stream_id = statement_stream(UnionId(unit.unit_id), code)
    read = await books.log.read_streams(unit.unit_id, [stream_id])
    if not read.events:
        return None
    first = read.events[0]
    event = decode(first.topic, first.schema_version, first.body)
    return event if isinstance(event, StatementIssued) else None


def _tell(event: StatementIssued, made: Rechecked) -> None:
    head = f"{grouped(event.code)} {event.ledger} {event.month or event.year} as_of {event.as_of}"
    sys.stdout.write(f"{head} known_at {event.known_at}\n")
    sys.stdout.write(CLI["statement_same" if made.same else "statement_differs"] + "\n")
    for reason in made.reasons:
        told = [STATEMENT_REASONS[reason.why], *reason.projections]
        told += [] if reason.count is None else [str(reason.count)]
        told += ["、".join(map(str, reason.rows))] if reason.rows else []
        sys.stdout.write("  " + " ".join(told) + "\n")
