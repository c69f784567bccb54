"""The restore drill: what the books would be tomorrow if the disk were gone tonight, tried on a copy and kept.

It closes the segment that is being written, so everything that was acknowledged before must come back; restores the
newest base backup and the archive beside the live server, compares every head with the live one, runs fsck against
the last checkpoint a witness holds, and looks whether the newest copy of the key store opens. The copy is removed.
"""

import asyncio
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NoReturn

import msgspec

from services.audit.fsck_report import Part
from services.audit.held import held_of
from services.backups.books import Books, OpenBooks, settings_of_copy
from services.backups.drill_report import KIND, DrillReport, Finding, Found
from services.backups.keystore_copies import keystore_copies
from services.backups.manifest import ManifestUnusable
from services.backups.programs import NoPrograms, programs_of
from services.backups.restoring import version_of
from services.backups.scratch import NotStarted, scratch_folder, start, stop
from services.backups.segments import SegmentMissing
from services.backups.shelf import NoBaseBackup, Shelf, newest_for, refuse_gap
from services.backups.standing import Heads, heads_of, standing_of, verdict_of
from services.backups.targets import Target
from services.backups.unpacking import BaseDamaged, unpack
from services.backups.witnessed import Witnessed
from services.keys import read_root_keys
from services.keys.backup import BackupUnusable, RootKeyDiffers, examine
from services.store.addresses import Addresses, Role
from services.store.keyring_whole import WholeKeyring
from services.store.recovery import archiver_at, closed_segment
from services.store.sql import queries

_EVIDENCE = queries("services.store", "evidence.sql")
_LOOK_SECONDS: Final = 0.2
_KEYSTORE_OLD: Final = timedelta(hours=36)
"""A daily copy that is a day and a half old was not made last night."""
_APART: Final = timedelta(minutes=5)
"""How far clocks may be apart, and how long a key may be under way into the key store while it is copied."""


class _Stopped(Exception):
    """The drill cannot go on; what stopped it is among what was found."""


class Drill:
    """One drill of the live books. `open_books` opens the copy like any other books."""

    def __init__(
        self,
        live: Books,
        open_books: OpenBooks,
        *,
        patience_seconds: int,
        scratch: Path | None = None,
        without: Collection[Part] = (),
    ) -> None:
        self._live = live
        self._open_books = open_books
        self._patience = patience_seconds
        self._scratch = scratch
        self._without = tuple(without)
        self._said: dict[str, Any] = {"begun_at": datetime.now(UTC)}
        self._seconds: dict[str, float] = {}
        self._found: list[Found] = []

    async def run(self, shelf: Shelf, witnessed: Witnessed | None = None) -> DrillReport:
        """Do the drill and keep its report; what is wrong is in the report, never raised."""
        with suppress(_Stopped):
            await self._rehearse(shelf, witnessed)
        await self._look_at_keystore()
        report = DrillReport(**self._said, seconds=self._seconds, found=self._found)
        async with self._live.pools.checkpointer.all_unions_tx() as connection:
            encoded = msgspec.json.encode(report)
            await connection.execute(_EVIDENCE["add_check_run"], KIND, report.sound, encoded)
        return report

    async def _rehearse(self, shelf: Shelf, witnessed: Witnessed | None) -> None:
        heads = await heads_of(self._live.pools.auditor)
        self._said |= {"unions": len(heads), "events": sum(one for one, _ in heads.values())}
        witnessed = await self._checkpoint(witnessed)
        with self._timed("archived"):
            await self._wait_for_archive(shelf)
        fresh = Shelf(shelf.folder)
        with ExitStack() as until_the_end:
            copy = self._room(until_the_end)
            with self._timed("unpacked"):
                await asyncio.to_thread(self._unpack, fresh, copy)
            await self._check_copy(fresh, copy, heads, witnessed)

    def _room(self, until_the_end: ExitStack) -> Path:
        try:
            return until_the_end.enter_context(scratch_folder(self._scratch))
        except OSError as broken:
            self._stop("scratch_unusable", broken.strerror or "")

    async def _checkpoint(self, witnessed: Witnessed | None) -> Witnessed | None:
        """Take the checkpoint given, or the newest here that a witness has cosigned."""
        if witnessed is None:
            stored = await self._live.fsck.newest_cosigned()
            witnessed = None if stored is None else Witnessed(held_of(stored.checkpoint))
        if witnessed is not None:
            held = f"{witnessed.held.size}:{witnessed.held.root}"
            self._said["held"] = held
        return witnessed

    async def _wait_for_archive(self, shelf: Shelf) -> None:
        """Wait until all that was acknowledged before the drill lies in the archive."""
        settings = self._live.settings
        address = settings.database_url or Addresses(settings).of(Role.AUDITOR)
        archiver = await archiver_at(address)
        if not archiver.is_on:
            self._stop("archiving_off")
        name = await closed_segment(address)
        until = time.monotonic() + self._patience
        while not (shelf.archive / f"{name}.gz").exists():
            if time.monotonic() > until:
                self._stop("archive_stuck", name)
            await asyncio.sleep(_LOOK_SECONDS)
        archiver = await archiver_at(address)
        if archiver.is_failing:
            self._note("archive_failing", archiver.last_failed_wal or "")

    def _unpack(self, shelf: Shelf, copy: Path) -> None:
        try:
            base = newest_for(shelf)
            self._said |= {"base": base.name, "base_finished_at": base.finished_at}
            refuse_gap(shelf, base)
            self._said["files"] = unpack(base, copy).files
        except NoBaseBackup:
            self._stop("no_base")
        except ManifestUnusable:
            self._stop("manifest_unusable")
        except SegmentMissing as missing:
            self._stop("segment_missing", missing.name)
        except BaseDamaged as damaged:
            self._stop("base_damaged", *damaged.faults)
        except OSError as broken:
            self._stop("scratch_unusable", broken.strerror or "")

    async def _check_copy(
        self, shelf: Shelf, copy: Path, heads: Heads, witnessed: Witnessed | None
    ) -> None:
        version = version_of(copy)
        self._said["server_version"] = version
        try:
            programs = programs_of(version, self._live.settings.postgres_programs, shelf.archive)
            with self._timed("replayed"):
                home = await start(copy, programs, shelf.archive, Target())
        except NoPrograms:
            self._stop("programs_missing", str(version))
        except NotStarted as failed:
            self._stop("not_started", *failed.lines[-2:])
        try:
            async with self._open_books(settings_of_copy(self._live.settings, home)) as books:
                await self._check_books(books, heads, witnessed)
        finally:
            await stop(copy, programs)

    async def _check_books(self, books: Books, heads: Heads, witnessed: Witnessed | None) -> None:
        with self._timed("compared"):
            standing = await standing_of(books.pools.auditor, heads)
        with self._timed("checked"):
            verdict = await verdict_of(
                books.pools.auditor, books.fsck, witnessed, without=self._without
            )
        self._said |= {"standing": standing, "checks": verdict.report}
        if standing.lacking or verdict.is_lacking:
            lacking = {str(one.union_id) for one in standing.lacking}
            self._note("events_lacking", *sorted(lacking))
        if standing.differing or verdict.is_fork:
            self._note("history_differs", *map(str, standing.differing))
        if verdict.is_behind:
            self._note("behind_checkpoint", str(verdict.newest_size))
        if not verdict.report.sound:
            kinds = {fault.kind for part in verdict.report.parts for fault in part.faults}
            self._note("fsck_unsound", *sorted(kinds))

    async def _look_at_keystore(self) -> None:
        """The newest copy of the key store is whole, recent, of these keys, and opens under the root key here."""
        folder = self._live.settings.keystore_backups
        copies = [] if folder is None else keystore_copies(folder)
        if not copies:
            self._note("keystore_backup_missing")
            return
        newest = copies[-1].file
        try:
            found = examine(newest, read_root_keys(self._live.settings.root_key_file))
        except (BackupUnusable, RootKeyDiffers):
            self._note("keystore_backup_unusable", newest.name)
            return
        self._said["keystore"] = found
        if not -_APART < datetime.now(UTC) - found.made_at < _KEYSTORE_OLD:
            self._note("keystore_backup_old", newest.name)
        known = WholeKeyring(self._live.pools.keys)
        unions, people = await known.keys_before(found.made_at - _APART)
        if found.tenants < unions or found.people < people:
            lacking = max(unions - found.tenants, 0), max(people - found.people, 0)
            self._note("keystore_backup_lacks", *map(str, lacking))

    def _note(self, finding: Finding, *places: str) -> None:
        self._found.append(Found(finding, places))

    def _stop(self, finding: Finding, *places: str) -> NoReturn:
        self._note(finding, *places)
        raise _Stopped

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        finally:
            self._seconds[step] = round(time.monotonic() - begun, 3)
