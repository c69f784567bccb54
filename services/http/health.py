"""Whether this process can serve: databases reachable, migrated, ledgers there."""

from collections.abc import Awaitable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

import msgspec

from services.audit.ages import Ages, Attested, LastCheck
from services.log import logger
from services.projector import Builds
from services.store.history import BOOKS, is_migrated, migrations
from services.store.pool import Pool
from services.store.sql import queries

_ADMINISTRATION = queries("services.store", "administration.sql")
_LEDGERS = queries("services.store", "ledgers.sql")

_T = TypeVar("_T")
log = logger("health")


class Followed(NamedTuple):
    """How far the live ledgers are: events missing by projection, and unions of which one stands still."""

    lag_events: Mapping[str, int]
    parked_unions: int


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, and what came of it.

    Neither lag nor a parked union makes a process unready: another process would be no better off, and all of them
    would leave the proxy over one union's event.
    """

    ready: bool
    books_reachable: bool
    keys_reachable: bool
    migrated: bool
    projections_live: bool
    parked_unions: int
    lag_events: Mapping[str, int]
    checkpoint_age_seconds: int | None
    cosignature_age_seconds: int | None
    fsck_finished_at: datetime | None
    fsck_sound: bool | None
    warnings: list[str]


class Health:
    """Looks at what the process stands on."""

    def __init__(
        self,
        *,
        app: Pool,
        keys: Pool,
        projector: Pool,
        builds: Builds,
        attested: Attested,
    ) -> None:
        self._attested = attested
        self._app = app
        self._keys = keys
        self._projector = projector
        self._builds = builds
        self.is_stopping = False
        """Set when this process was told to stop: it still answers, but should get nothing new."""

    def stop(self) -> None:
        """Say from now on that this process is not ready."""
        self.is_stopping = True

    async def readiness(self) -> Readiness:
        """Look at everything; whatever fails is said, not raised."""
        migrated = await self._tried(self._migrated())
        keys = await self._tried(self._reaches(self._keys))
        followed = await self._tried(self._followed())
        live = followed is not None and followed.lag_events.keys() >= self._builds.names
        parked = 0 if followed is None else followed.parked_unions
        ages = await self._tried(self._attested.ages()) or Ages(None, ())
        check = await self._tried(self._attested.last_check()) or LastCheck(None, None)
        return Readiness(
            ready=not self.is_stopping and bool(migrated) and bool(keys) and live,
            books_reachable=migrated is not None,
            keys_reachable=keys is not None,
            migrated=bool(migrated),
            projections_live=live,
            parked_unions=parked,
            lag_events={} if followed is None else followed.lag_events,
            checkpoint_age_seconds=ages.checkpoint,
            cosignature_age_seconds=ages.cosignature,
            fsck_finished_at=check.finished_at,
            fsck_sound=check.sound,
            warnings=[
                *ages.warnings(),
                *(["fsck_unsound"] if check.sound is False else []),
                *(["parked"] if parked else []),
            ],
        )

    async def _followed(self) -> Followed:
        builds = await self._builds.live()
        named = [build.name for build in builds], [build.number for build in builds]
        async with self._projector.all_unions_tx() as connection:
            lag = await connection.fetch(_LEDGERS["lag"], *named)
            stuck = await connection.fetch(_LEDGERS["parked"])
        read = set(zip(*named, strict=True))
        parked = [row for row in stuck if (row["name"], row["version"]) in read]
        return Followed(
            {build.name: 0 for build in builds} | {row["name"]: row["events"] for row in lag},
            len({row["union_id"] for row in parked}),
        )

    async def _migrated(self) -> bool:
        async with self._app.all_unions_tx() as connection:
            rows = await connection.fetch(_ADMINISTRATION["applied_books"])
        applied = {row["number"]: row["sha256"] for row in rows}
        return is_migrated(applied, migrations(BOOKS))

    async def _reaches(self, pool: Pool) -> bool:
        async with pool.all_unions_tx():
            return True

    async def _tried(self, look: Awaitable[_T]) -> _T | None:
        try:
            return await look
        except Exception as error:  # noqa: BLE001 # health tells of failures, it has none
            log.warning("health_check_failed", error=type(error).__name__)
            return None
