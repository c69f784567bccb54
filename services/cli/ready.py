"""What most verbs begin with: everything wired, and a union found by the code a person types."""

import argparse
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.console import Console

from domain.actor import Actor
from services.keys.signing import ensure_signing_key
from services.reads.directory import UnitListed
from services.settings import PRODUCTION, Settings
from services.store.addresses import Addresses, Role
from services.store.history import Stage
from services.store.inspection import is_migrated_at
from services.store.migrate import PATIENCE_SECONDS, migrate
from services.wiring import Wired, wired
from services.words.cli import CLI_FAULTS

Verb = Callable[[Settings, argparse.Namespace], Coroutine[None, None, int]]

OPERATOR = Actor(actor_id="cli", role="operator")
WIDTH = 200
"""Columns of a table that is not written to a terminal."""


def console() -> Console:
    """Return the console for people; what programs read goes to standard output on its own."""
    wide = not sys.stdout.isatty()
    return Console(width=WIDTH if wide else None, highlight=False)


def today() -> date:
    """Return the business date: that of the unions, not of the machine."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


async def prepare(
    settings: Settings, stage: Stage | None = None, *, patience_seconds: float = PATIENCE_SECONDS
) -> list[str]:
    """Make what is missing: keys, databases, roles, tables; returns the names of the files applied."""
    ensure_signing_key(settings.signing_key_file, settings.origin)
    return await migrate(settings, stage, patience_seconds=patience_seconds)


class NotMigrated(Exception):
    """The tables are not those of this program, and in production only `gonghui migrate` changes them."""


@asynccontextmanager
async def ready(settings: Settings) -> AsyncIterator[Wired]:
    """Wire everything on a migrated database with a build of every projection; raises NotMigrated.

    While developing it migrates first. In production processes know no administrator's address, and which moment
    the tables change is a person's decision (deploy/runbooks/upgrade.md).
    """
    if settings.profile != PRODUCTION:
        await prepare(settings)
    elif not await is_migrated_at(Addresses(settings).of(Role.APP)):
        raise NotMigrated
    async with wired(settings) as books:
        await books.builds.create_first()
        yield books


async def unit_named(books: Wired, code: str) -> UnitListed | None:
    """Return the unit with a code; says on standard error why there is none."""
    found = await books.directory.find(code)
    if len(found) == 1:
        return found[0]
    fault = "unit_ambiguous" if found else "unit_unknown"
    sys.stderr.write(f"{CLI_FAULTS[fault].format(code=code)}\n")
    return None
