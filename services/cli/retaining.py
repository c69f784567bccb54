"""gonghui retention: what has been kept for as long as it must be, and the list that proposes to destroy it."""

import argparse
import sys
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

import msgspec
from rich.table import Table

from services.cli.ready import console, ready, today, unit_named
from services.reads.directory import UnitListed
from services.retention import PersonDue, Retention, RetentionList
from services.retention.destruction_list import destruction_list, term_of
from services.settings import Settings
from services.store.retention import RetentionRows
from services.wiring import Wired
from services.words.retention import (
    KINDS,
    NOT_FINISHED,
    NOTHING_OVER,
    ONE_UNION,
    OVER,
    TABLE_COLUMNS,
    TABLE_TITLE,
    WRITTEN,
)


async def retention(settings: Settings, arguments: argparse.Namespace) -> int:
    """List what is over in one union or in all; with -o write one union's 销毁清册. Destroys nothing."""
    day = arguments.on or today()
    if arguments.file is not None and arguments.union is None:
        sys.stderr.write(f"{ONE_UNION}\n")
        return 2
    async with ready(settings) as books:
        units = await _units(books, arguments.union)
        if units is None:
            return 2
        rows = Retention(RetentionRows(books.pools.auditor), books.log, partial(_people_due, books))
        found = [(unit, await rows.of_union(unit.unit_id, day)) for unit in units]
    if arguments.json:
        by_unit = [{"union": unit.code, "list": listed} for unit, listed in found]
        sys.stdout.write(msgspec.json.encode(by_unit).decode() + "\n")
    elif arguments.file is not None:
        ((unit, listed),) = found
        _write(arguments.file, unit, listed)
    else:
        for unit, listed in found:
            _print(unit, listed, everything=arguments.all)
    return 0


async def _people_due(books: Wired, union_id: UUID, day: date) -> list[PersonDue]:
    return [
        PersonDue(row.subject_id, row.books_until)
        for row in await books.erasures.listed(union_id, day)
        if row.is_ready and row.books_until is not None
    ]


def _write(file: Path, unit: UnitListed, listed: RetentionList) -> None:
    file.write_bytes(destruction_list(unit, listed))
    counts = {"shelves": len(listed.over), "papers": len(listed.papers)}
    said = WRITTEN.format(file=file, people=len(listed.people), **counts)
    sys.stdout.write(f"{said}\n")


async def _units(books: Wired, code: str | None) -> list[UnitListed] | None:
    if code is None:
        return await books.directory.units()
    unit = await unit_named(books, code)
    return None if unit is None else [unit]


def _print(unit: UnitListed, listed: RetentionList, *, everything: bool) -> None:
    shelves = listed.shelves if everything else listed.over
    if not shelves:
        sys.stdout.write(NOTHING_OVER.format(code=unit.code, day=listed.day) + "\n")
        return
    table = Table(
        *TABLE_COLUMNS, title=TABLE_TITLE.format(code=unit.code, name=unit.name, day=listed.day)
    )
    for shelf in shelves:
        over, until = OVER[shelf.is_over(listed.day)], str(shelf.until or "")
        row = (KINDS[shelf.kind], shelf.year, shelf.count, term_of(shelf), until, over)
        table.add_row(*map(str, row))
    console().print(table)
    if listed.unfinished:
        said = NOT_FINISHED.format(code=unit.code, count=len(listed.unfinished))
        sys.stdout.write(f"{said}\n")
