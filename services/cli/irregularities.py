"""The verb that asks the rules R01 to R21 about a union, or about the units of a federation together."""

import argparse
import sys
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from rich.table import Table

from domain.irregularity.hit import Found
from domain.irregularity.rules import ACROSS_UNIONS, RULES
from domain.money import yuan_text
from services.audit.irregularities import AcrossFound, Asked
from services.cli.difference import PositionAhead, position_of
from services.cli.ready import console, ready, today, unit_named
from services.commands.founding import federation_id_of
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI_FAULTS
from services.words.irregularities import (
    ACROSS_COLUMNS,
    GAPS,
    HIT_COLUMNS,
    KINDS,
    RULE_COLUMNS,
    SEVERITIES,
    STATES,
)
from services.words.irregularities import RULES as WORDS

_POSITIONS_SHOWN = 8


async def audit_rules(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what the rules find; 2 for a unit or position there is not."""
    until = arguments.until or today()
    asked = Asked(first=arguments.first or date(until.year, 1, 1), until=until)
    async with ready(settings) as books:
        if arguments.federation is not None:
            return await _of_federation(books, arguments, asked)
        return await _of_union(books, arguments, asked)


async def _of_union(books: Wired, arguments: argparse.Namespace, asked: Asked) -> int:
    unit = await unit_named(books, arguments.union)
    if unit is None:
        return 2
    try:
        position = await position_of(books, unit.unit_id, arguments.known_at)
    except PositionAhead as ahead:
        sys.stderr.write(CLI_FAULTS["position_ahead"].format(position=ahead.position) + "\n")
        return 2
    asked = msgspec.structs.replace(asked, known_at=position)
    rules = tuple(RULES) if arguments.rule is None else (arguments.rule,)
    found = await books.irregularities.in_union(unit.unit_id, asked, rules)
    if arguments.json:
        _write({"union": unit.code, "asked": asked, "rules": found})
        return 0
    screen = console()
    screen.print(_overview(found))
    if arguments.rule is not None:
        screen.print(f"{WORDS[arguments.rule].means}\n{WORDS[arguments.rule].look_at}")
        screen.print(_hits(found[0]))
    return 0


async def _of_federation(books: Wired, arguments: argparse.Namespace, asked: Asked) -> int:
    """Without a rule, those that look across unions are asked; positions belong to one union, so an instant is."""
    if isinstance(arguments.known_at, int):
        sys.stderr.write(CLI_FAULTS["instant_needed"] + "\n")
        return 2
    instant: datetime | None = arguments.known_at
    codes = {
        unit.unit_id: unit.code
        for unit in await books.directory.units()
        if unit.federation_id == federation_id_of(arguments.federation)
    }
    if not codes:
        sys.stderr.write(CLI_FAULTS["federation_unknown"].format(code=arguments.federation) + "\n")
        return 2
    rules = sorted(ACROSS_UNIONS) if arguments.rule is None else [arguments.rule]
    found = [
        await books.irregularities.in_units(
            federation_id_of(arguments.federation), list(codes), rule, asked, instant
        )
        for rule in rules
    ]
    if arguments.json:
        _write({"federation": arguments.federation, "asked": asked, "rules": found})
        return 0
    for each in found:
        console().print(_across(each, codes))
    return 0


def _write(document: dict[str, Any]) -> None:
    sys.stdout.write(msgspec.json.encode(document).decode() + "\n")


def _overview(found: list[Found]) -> Table:
    table = Table(*RULE_COLUMNS)
    for each in found:
        gaps = "；".join(f"{GAPS[reason]} {count}" for reason, count in each.gaps.items())
        table.add_row(
            each.rule_id,
            WORDS[each.rule_id].title,
            SEVERITIES[each.severity],
            STATES[each.state],
            str(each.examined),
            str(len(each.hits)),
            yuan_text(sum(hit.amount_fen for hit in each.hits)),
            gaps,
        )
    return table


def _hits(found: Found) -> Table:
    table = Table(*HIT_COLUMNS)
    for hit in found.hits:
        shown = ", ".join(map(str, hit.positions[:_POSITIONS_SHOWN]))
        more = " …" if len(hit.positions) > _POSITIONS_SHOWN else ""
        table.add_row(
            hit.on.isoformat(), KINDS[hit.kind], yuan_text(hit.amount_fen), f"{shown}{more}"
        )
    return table


def _across(found: AcrossFound, codes: dict[UUID, str]) -> Table:
    table = Table(*ACROSS_COLUMNS, title=f"{found.rule_id} {WORDS[found.rule_id].title}")
    for unit in found.units:
        if unit.found is not None and unit.found.hits:
            count = str(len(unit.found.hits))
            total = yuan_text(sum(hit.amount_fen for hit in unit.found.hits))
            table.add_row("", codes[unit.unit_id], count, total)
    for hit in found.across:
        places = ", ".join(f"{codes[each.union_id]}:{each.position}" for each in hit.places)
        table.add_row(KINDS[hit.kind], places, hit.on.isoformat(), yuan_text(hit.amount_fen))
    return table
