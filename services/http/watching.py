"""Looks at the books as whoever runs the service does: how far behind, how full, how old; nothing that is in them.

What cannot be seen at the moment is left out and said so, never raised: figures tell of failures, they have none.
"""

import asyncio
import math
import os
import shutil
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from services.audit.ages import Attested
from services.backups.keystore_copies import keystore_copies
from services.backups.shelf import Shelf, ShelfUnusable, newest_until
from services.http.seen import (
    Backed,
    Connected,
    Disk,
    Evidence,
    LastRunOf,
    Seen,
    Versions,
    Waits,
    WitnessAge,
)
from services.importers.jobs import ImportJobs
from services.log import logger
from services.projector import Builds
from services.projector.parked import ParkedEvent, standing
from services.store.pool import Pool
from services.store.sql import queries

_ADMINISTRATION = queries("services.store", "administration.sql")
_LEDGERS = queries("services.store", "ledgers.sql")
_WATCHING = queries("services.store", "watching.sql")
SEEN_FOR_SECONDS: Final = 5.0
"""How long one look serves everybody who asks: whoever asks more often costs no more."""
_JOBS_COUNTED: Final = 500
RUNS: Final = ("fsck", "drill", "erase")
"""Regular work that keeps a row of its own when it ends."""

_T = TypeVar("_T")
log = logger("watching")


class Watch:
    """Looks, at most once in a few seconds."""

    def __init__(
        self,
        *,
        app: Pool,
        keys: Pool,
        projector: Pool,
        auditor: Pool,
        builds: Builds,
        attested: Attested,
        imports: ImportJobs,
        home: Path,
        backups: Path | None = None,
        keystore_backups: Path | None = None,
    ) -> None:
        self._app = app
        self._keys = keys
        self._projector = projector
        self._auditor = auditor
        self._builds = builds
        self._attested = attested
        self._imports = imports
        self._home = home
        self._backups = backups
        self._keystore_backups = keystore_backups
        self._looking = asyncio.Lock()
        self._seen: Seen | None = None
        self._seen_at = float("-inf")

    async def look(self, *, afresh: bool = False) -> Seen:
        """Return what is to be seen; what was seen a moment ago will do, unless `afresh`."""
        async with self._looking:
            is_old = time.monotonic() - self._seen_at > SEEN_FOR_SECONDS
            if self._seen is None or is_old or afresh:
                self._seen = await self._look()
                self._seen_at = time.monotonic()
            return self._seen

    async def _look(self) -> Seen:
        return Seen(
            lag_events=await _tried(self._lag()),
            oldest_seconds=await _tried(self._oldest()),
            parked=await _tried(self._parked()),
            evidence=await _tried(self._evidence()),
            runs=await _tried(self._runs()),
            backed=await _tried(self._backed()),
            waits=await _tried(self._waits()),
            connections=await _tried(self._connections()),
            disk=await self._disk(),
            jobs=await _tried(self._jobs()),
            versions=await _tried(self._versions()),
        )

    async def _lag(self) -> dict[str, int]:
        names, numbers = await self._named()
        rows = await _fetch(self._projector, _LEDGERS["lag"], names, numbers)
        return dict.fromkeys(names, 0) | {row["name"]: row["events"] for row in rows}

    async def _oldest(self) -> dict[str, int]:
        names, numbers = await self._named()
        rows = await _fetch(self._projector, _WATCHING["oldest"], names, numbers)
        return dict.fromkeys(names, 0) | {row["name"]: max(0, row["seconds"]) for row in rows}

    async def _named(self) -> tuple[list[str], list[int]]:
        live = await self._builds.live()
        return [build.name for build in live], [build.number for build in live]

    async def _parked(self) -> list[ParkedEvent]:
        return await standing(self._projector)

    async def _evidence(self) -> Evidence:
        ages = await self._attested.ages()
        told = zip(self._attested.witnesses, ages.witnesses, strict=True)
        return Evidence(
            checkpoint_age_seconds=ages.checkpoint,
            witnesses=[WitnessAge(name=name, age_seconds=age) for name, age in told],
        )

    async def _runs(self) -> dict[str, LastRunOf]:
        rows = await _fetch(self._auditor, _WATCHING["last_runs"], list(RUNS))
        return {row["kind"]: LastRunOf(**dict(row)) for row in rows}

    async def _backed(self) -> Backed:
        (row,) = await _fetch(self._auditor, _WATCHING["archiver"])
        return Backed(
            base_age_seconds=_age_of(_bases_in(self._backups)),
            keystore_age_seconds=_age_of(_copies_in(self._keystore_backups)),
            archive_is_failing=row["is_failing"],
            archived_at=row["archived_at"],
        )

    async def _waits(self) -> Waits:
        rows = await _fetch(self._auditor, _WATCHING["head_lock_waits"])
        return Waits(**dict(rows[0]))

    async def _connections(self) -> list[Connected]:
        rows = [
            *await _fetch(self._auditor, _WATCHING["connections"]),
            *await _fetch(self._keys, _WATCHING["connections"]),
        ]
        return [Connected(**dict(row)) for row in rows]

    async def _disk(self) -> Disk:
        home = shutil.disk_usage(self._home if self._home.exists() else Path.cwd())
        return Disk(
            books_bytes=await _tried(_bytes_of(self._auditor)),
            keys_bytes=await _tried(_bytes_of(self._keys)),
            home_free_bytes=home.free,
            home_bytes=home.total,
        )

    async def _jobs(self) -> dict[str, int]:
        return dict(Counter(job.state for job in await self._imports.anywhere(_JOBS_COUNTED)))

    async def _versions(self) -> Versions:
        applied = await _fetch(self._app, _ADMINISTRATION["applied_books"])
        server = await _fetch(self._app, _WATCHING["server_version"])
        return Versions(
            server=server[0][0],
            migration=max((row["number"] for row in applied), default=0),
            builds={build.name: build.number for build in await self._builds.live()},
        )


def _bases_in(folder: Path | None) -> list[datetime] | None:
    """Return when each base backup was complete; None where this process may not look."""
    if folder is None:
        return None
    try:
        shelf, bases = Shelf(folder), folder / "base"
        is_hidden = bases.exists() and not os.access(bases, os.R_OK | os.X_OK)
        return None if is_hidden else [base.finished_at for base in shelf.bases]
    except (ShelfUnusable, OSError):
        return None


def _copies_in(folder: Path | None) -> list[datetime] | None:
    """Return when each copy of the key store was made; None where this process may not look."""
    if folder is None or not os.access(folder, os.R_OK | os.X_OK):
        return None
    return [copy.made_at for copy in keystore_copies(folder)]


def _age_of(moments: Sequence[datetime] | None) -> float | None:
    """Seconds since the newest; infinite where there is none."""
    if moments is None:
        return None
    now = datetime.now(UTC)
    newest = newest_until(moments, now)
    return math.inf if newest is None else max(0.0, (now - newest).total_seconds())


async def _fetch(pool: Pool, query: str, *values: object) -> list[Any]:
    async with pool.all_unions_tx() as connection:
        rows: list[Any] = await connection.fetch(query, *values)
        return rows


async def _bytes_of(pool: Pool) -> int:
    return int((await _fetch(pool, _WATCHING["database_bytes"]))[0][0])


async def _tried(look: Awaitable[_T]) -> _T | None:
    try:
        return await look
    except Exception as error:  # noqa: BLE001 # see above
        log.warning("figures_incomplete", error=type(error).__name__)
        return None
