"""The verb that holds two states of a ledger against each other."""

import argparse
import sys
from datetime import date, datetime
from uuid import UUID

import msgspec
from rich.table import Table

from services.cli.ready import console, ready, unit_named
from services.exporters.difference import (
    DifferenceTooWide,
    LedgerDifference,
    Moment,
    ledger_difference,
)
from services.exporters.difference.ledger_difference import LineDifference
from services.exporters.ledgers import LedgerAsked, UnknownLedger
from services.reads import Scope
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI_FAULTS, DIFFERENCE_COLUMNS, DIFFERENCE_WORDS


class PositionAhead(Exception):
    """The log does not reach the position asked for; `position` is its end."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


async def difference(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what differs between two states of one ledger, and which events moved it."""
    async with ready(settings) as books:
        unit = await unit_named(books, arguments.union)
        if unit is None:
            return 2
        try:
            found = await _found(books, unit.unit_id, arguments)
        except PositionAhead as ahead:
            sys.stderr.write(CLI_FAULTS["position_ahead"].format(position=ahead.position) + "\n")
            return 2
        except UnknownLedger:
            sys.stderr.write(CLI_FAULTS["ledger_unknown"].format(name=arguments.ledger) + "\n")
            return 2
        except DifferenceTooWide:
            sys.stderr.write(CLI_FAULTS["difference_too_wide"] + "\n")
            return 2
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    else:
        _print(found)
    return 0


async def position_of(books: Wired, union_id: UUID, known_at: int | datetime | None) -> int:
    """Return the position a person named by itself or by an instant; raises PositionAhead."""
    head = await books.log.head(union_id)
    if known_at is None:
        return head.position
    if isinstance(known_at, datetime):
        return await books.log.position_at(union_id, known_at)
    if known_at > head.position:
        raise PositionAhead(head.position)
    return known_at


async def _found(books: Wired, union_id: UUID, arguments: argparse.Namespace) -> LedgerDifference:
    end = date(arguments.year, 12, 31)
    first, second = [
        Moment(as_of=as_of or end, position=await position_of(books, union_id, known_at))
        for as_of, known_at in (
            (arguments.as_of, arguments.known_at),
            (arguments.to_as_of, arguments.to_known_at),
        )
    ]
    asked = LedgerAsked(
        scope=Scope(union_id=union_id, as_of=first.as_of, known_at=first.position),
        year=arguments.year,
        month=arguments.month,
        account=arguments.account,
    )
    return await ledger_difference(
        books.ledgers, books.log, asked, arguments.ledger, first=first, second=second
    )


def _print(found: LedgerDifference) -> None:
    shown = Table(title=found.title, show_lines=True)
    for column in DIFFERENCE_COLUMNS:
        shown.add_column(column)
    for line in found.lines:
        moved = [*map(str, line.moved_by), *map(str, line.moved_on)]
        shown.add_row(
            DIFFERENCE_WORDS[line.change], " ".join(line.key), _cells(found, line), " ".join(moved)
        )
    screen = console()
    screen.print(shown)
    for event in found.events:
        screen.print(
            f"{event.position} {event.topic} {event.occurred_on} "
            f"{event.recorded_at:%Y-%m-%d %H:%M:%S%z} {event.actor_id}"
        )
    for part in found.passed_over:
        screen.print(DIFFERENCE_WORDS["passed_over"].format(first=part.first, last=part.last))


def _cells(found: LedgerDifference, line: LineDifference) -> str:
    if line.cells:
        return "\n".join(f"{cell.column}：{cell.before} → {cell.after}" for cell in line.cells)
    whole = line.after if line.before is None else line.before
    told = zip(found.columns, whole or (), strict=False)
    return "\n".join(f"{column}：{cell}" for column, cell in told if cell)
