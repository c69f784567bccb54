"""Finds the transaction that stored an event, in a copy restored to the end of the archive.

PostgreSQL stops a recovery at a transaction, not at an event, and a moment would have to be exact to the
microsecond: so the copy is asked which transaction it was, and the recovery proper stops at that one's end.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar
from uuid import UUID

from services.backups.books import settings_of_copy
from services.backups.programs import programs_of
from services.backups.restoring import version_of
from services.backups.scratch import scratch_folder, start, stop
from services.backups.shelf import Shelf, newest_for
from services.backups.targets import Target
from services.backups.unpacking import unpack
from services.settings import Settings
from services.store.pool import Pool
from services.store.sql import queries

_RECOVERY = queries("services.store", "recovery.sql")
_T = TypeVar("_T")


class Stored(NamedTuple):
    """When an event was recorded, and by which transaction."""

    recorded_at: datetime
    transaction: int


class NotStored(Exception):
    """The archive does not hold the event. `reached` is how far the union's log goes; None: no such union."""

    def __init__(self, reached: int | None) -> None:
        super().__init__(reached)
        self.reached = reached


class NotKnown(Exception):
    """The event was copied since, when the log was laid out anew: which transaction stored it is known no more."""


async def asked_of_copy(
    settings: Settings,
    shelf: Shelf,
    ask: Callable[[Settings], Awaitable[_T]],
    *,
    scratch: Path | None = None,
) -> _T:
    """Restore everything into a copy, ask it, remove it.

    Raises NoBaseBackup, ManifestUnusable, BaseDamaged, NoPrograms, NotStarted, and what `ask` raises.
    """
    with scratch_folder(scratch) as copy:
        await asyncio.to_thread(unpack, newest_for(shelf), copy)
        programs = programs_of(version_of(copy), settings.postgres_programs, shelf.archive)
        home = await start(copy, programs, shelf.archive, Target())
        try:
            return await ask(settings_of_copy(settings, home))
        finally:
            await stop(copy, programs)


async def stored_at(auditor: Pool, union_id: UUID, position: int) -> Stored:
    """Return the transaction of a union's event; raises NotStored, NotKnown."""
    async with auditor.union_tx(union_id) as connection:
        row = await connection.fetchrow(_RECOVERY["transaction_of"], union_id, position)
        reached = await connection.fetchval(_RECOVERY["reached"], union_id)
    if row is None:
        raise NotStored(reached)
    if row["is_copied"]:
        raise NotKnown
    return Stored(row["recorded_at"], row["transaction"])
