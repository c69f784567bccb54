"""Verb `parked`: which ledgers stand still, and let one try again."""

import argparse
import sys

from services.cli.ready import ready, unit_named
from services.projector.parked import NotLive, ParkedLedgers, standing
from services.settings import Settings
from services.wiring import Wired
from services.words.cli import CLI_FAULTS
from services.words.watching import LEDGERS, MEND_OTHERWISE, MENDS, RETRIED


async def parked(settings: Settings, arguments: argparse.Namespace) -> int:
    """Print what stands still; 1 where anything does, or still does after it tried again."""
    async with ready(settings) as books:
        if arguments.retry is None:
            return await _listed(books)
        code, ledger = arguments.retry
        unit = await unit_named(books, code)
        if unit is None:
            return 2
        try:
            retried = await ParkedLedgers(books.builds, books.runner).retry(unit.unit_id, ledger)
        except NotLive:
            sys.stderr.write(CLI_FAULTS["ledger_unknown"].format(name=ledger) + "\n")
            return 2
    sys.stdout.write(f"{retried.position} {RETRIED['again' if retried.is_parked else 'ok']}\n")
    return 1 if retried.is_parked else 0


async def _listed(books: Wired) -> int:
    codes = {unit.unit_id: unit.code for unit in await books.directory.units()}
    found = await standing(books.pools.projector)
    for one in found:
        unit = codes.get(one.union_id, str(one.union_id))
        sys.stdout.write(
            f"{unit} {one.projection} {one.position} {one.topic} {one.error_code} {one.first_at:%FT%TZ}\n"
            f"  {LEDGERS.get(one.projection, one.projection)}：{MENDS.get(one.error_code, MEND_OTHERWISE)}\n"
        )
    return 1 if found else 0
