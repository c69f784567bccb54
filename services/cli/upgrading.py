"""Verb `migrate`: the permanent tables and the builds of ledgers, before and after the code of another version."""

import argparse
import sys

from services.cli.partitioning import lay_out_empty
from services.cli.ready import prepare
from services.settings import Settings
from services.store.history import Stage
from services.store.migrate import MigrationBlocked, awaited
from services.wiring import Wired, wired
from services.words.upgrading import UPGRADING


async def migrate_books(settings: Settings, arguments: argparse.Namespace) -> int:
    """Create or update what this version stands on; exit status 1 where `--check` finds that something is due."""
    if arguments.check:
        return await _tell(settings)
    stage = None if arguments.stage is None else Stage(arguments.stage)
    try:
        applied = await prepare(settings, stage, patience_seconds=arguments.patience)
    except MigrationBlocked as blocked:
        sys.stderr.write(UPGRADING["blocked"].format(name=blocked.name) + "\n")
        return 1
    if arguments.partitions is not None and await lay_out_empty(settings, arguments.partitions):
        return 1
    async with wired(settings) as books:
        created = await books.builds.create_first()
        for name in (*applied, *(build.schema for build in created)):
            sys.stdout.write(f"{name}\n")
        if stage is Stage.POST:
            return await _clear(books)
        unfilled = await books.builds.unfilled()
    if unfilled:
        sys.stderr.write(UPGRADING["unfilled"].format(names=" ".join(sorted(unfilled))) + "\n")
    for migration in await awaited(settings):
        sys.stderr.write(UPGRADING["waits"].format(name=migration.name) + "\n")
    return 0


async def _tell(settings: Settings) -> int:
    """Print what would run, in order; changes nothing."""
    due = await awaited(settings)
    for migration in due:
        sys.stdout.write(f"{migration.name}\n")
    return 1 if due else 0


async def _clear(books: Wired) -> int:
    """Drop the builds of code that is gone; exit status 1 while somebody still reads one."""
    dropped, held = await books.builds.drop_left()
    for schema in dropped:
        sys.stdout.write(f"- {schema}\n")
    for schema in held:
        sys.stderr.write(UPGRADING["held"].format(name=schema) + "\n")
    return 1 if held else 0
