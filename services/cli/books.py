"""Verbs that read the books: totals, ledger, verify."""

import argparse
import sys
from datetime import date, datetime

import msgspec
from rich.table import Table

from services.audit.fsck_report import Part
from services.audit.held import CheckpointBroken, Held
from services.audit.verify import UnionVerified, Vouching
from services.cli.printing import ledger_as_pdf
from services.cli.ready import console, ready, unit_named
from services.cli.statements import StatementRefused, issued
from services.cli.tables import print_rollup
from services.clock import now_in_china
from services.exporters.ledgers import (
    LedgerAsked,
    LedgerTable,
    UnknownLedger,
    cell_text,
    csv_text,
    json_document,
    ledger_table,
)
from services.exporters.ledgers.printing import footer_values
from services.exporters.statements import NothingToPrint
from services.exporters.totals import totals_document
from services.reads import Scope
from services.reads.directory import UnitListed
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI_FAULTS, FSCK_LINE, FSCK_NOT_COVERED, FSCK_PARTS, FSCK_SOUND


async def totals(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print a year's totals of whatever is in the database, or of one federation."""
    async with ready(settings) as books:
        units = await _units(books, arguments.federation)
        year = await books.rollup.year([unit.unit_id for unit in units], arguments.year)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(totals_document(year, units)).decode() + "\n")
    else:
        print_rollup(console(), year, units, name=arguments.federation or "")
    return 0


async def ledger(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print one ledger of one union."""
    async with ready(settings) as books:
        unit = await unit_named(books, arguments.union)
        if unit is None:
            return 2
        known_at = arguments.known_at
        if isinstance(known_at, datetime):
            known_at = await books.log.position_at(unit.unit_id, known_at)
        head = await books.log.head(unit.unit_id)
        if known_at is not None and known_at > head.position:
            sys.stderr.write(CLI_FAULTS["position_ahead"].format(position=head.position) + "\n")
            return 2
        as_of = arguments.as_of or date(arguments.year, 12, 31)
        asked = LedgerAsked(
            scope=Scope(union_id=unit.unit_id, as_of=as_of, known_at=known_at),
            year=arguments.year,
            month=arguments.month,
            account=arguments.account,
        )
        try:
            if arguments.issue:
                table = await issued(books, unit, asked, arguments.ledger)
            else:
                table = await ledger_table(
                    books.ledgers, books.log, asked, arguments.ledger, printed_at=now_in_china()
                )
        except UnknownLedger:
            sys.stderr.write(CLI_FAULTS["ledger_unknown"].format(name=arguments.ledger) + "\n")
            return 2
        except NothingToPrint:
            sys.stderr.write(CLI_FAULTS["nothing_to_print"] + "\n")
            return 2
        except StatementRefused as refused:
            sys.stderr.write(CLI_FAULTS["statement_refused"].format(code=refused) + "\n")
            return 1
        if arguments.pdf is not None:
            return await ledger_as_pdf(books, unit, table, arguments.pdf)
    if arguments.json:
        document = json_document(table) | {"union": unit.code}
        sys.stdout.write(msgspec.json.encode(document).decode() + "\n")
    elif arguments.csv:
        sys.stdout.write(csv_text(table))
    else:
        _print(table, unit)
    return 0


async def verify(settings: Settings, arguments: argparse.Namespace) -> int:
    """Recompute every digest and chain; 1 when something is broken, with union and position.

    Compared with a checkpoint from outside (`--held`), else with the newest one the log has signed itself.
    """
    broken = events = unions = vouched = 0
    async with ready(settings) as books:
        names = {unit.unit_id: unit.code for unit in await books.directory.units()}
        try:
            vouching = await _vouching(books, arguments.held)
        except CheckpointBroken as fault:
            sys.stdout.write(f"broken: checkpoint {fault.fault}\n")
            vouching, broken = None, 1
        async for found in books.verifier.every_union(vouching):
            unions += 1
            events += found.events
            vouched += found.vouched
            broken += found.broken is not None
            if arguments.json:
                sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
            elif found.broken is not None:
                sys.stdout.write(_broken_line(found, names.get(found.union_id, "")))
    under = "no checkpoint" if vouching is None else f"checkpoint {vouching.held.size}"
    summary = (
        f"verified {events} events of {unions} unions, {broken} broken; "
        f"{vouched} events under {under}, {events - vouched} not under it\n"
    )
    (sys.stderr if arguments.json else sys.stdout).write(summary)
    return 1 if broken else 0


async def fsck(settings: Settings, arguments: argparse.Namespace) -> int:
    """Check everything the books rest on; 1 when something is wrong. The report is kept with its time."""
    async with ready(settings) as books:
        without: tuple[Part, ...] = ("ledgers",) if arguments.no_ledgers else ()
        report = await books.fsck.run(arguments.held, without=without)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
        return 0 if report.sound else 1
    for part in report.parts:
        title = FSCK_PARTS[part.part]
        line = FSCK_LINE.format(title=title, covered=part.covered, faults=len(part.faults))
        sys.stdout.write(f"{line}\n")
        for left in part.not_covered:
            sys.stdout.write(f"  {FSCK_NOT_COVERED} {left}\n")
        for fault in part.faults:
            where = [fault.union_id, fault.position, fault.place]
            places = " ".join(str(one) for one in where if one is not None)
            sys.stdout.write(f"  {fault.kind} {places}\n")
    sys.stdout.write(FSCK_SOUND[report.sound] + "\n")
    return 0 if report.sound else 1


async def _vouching(books: Wired, held: Held | None) -> Vouching | None:
    if held is not None:
        return await books.verifier.vouching(held)
    return await books.verifier.newest_vouching(books.signing.own.public)


def _broken_line(found: UnionVerified, code: str) -> str:
    broken = found.broken
    if broken is None:
        return ""
    place = f"{broken.position}" if broken.until is None else f"{broken.position} to {broken.until}"
    return f"broken: union {found.union_id} {code} position {place} {broken.fault}\n"


async def _units(books: Wired, federation: str | None) -> list[UnitListed]:
    units = await books.directory.units()
    if federation is None:
        return units
    chosen = {
        listed.federation_id
        for listed in await books.directory.federations()
        if listed.code == federation
    }
    return [unit for unit in units if unit.federation_id in chosen]


def _print(table: LedgerTable, unit: UnitListed) -> None:
    shown = Table(title=f"{unit.name} {table.title}", show_lines=False)
    for column in table.columns:
        shown.add_column(column, no_wrap=True)
    for row in table.rows:
        shown.add_row(*map(cell_text, row))
    if table.totals is not None:
        shown.add_section()
        shown.add_row(*map(cell_text, table.totals))
    screen = console()
    screen.print(shown)
    screen.print(
        "　".join(f"{heading}：{value}" for heading, value in footer_values(table).items())
    )
    screen.print("　".join(f"{signature}：" for signature in table.signatures))
