"""What there is to restore from, in one look: base backups, archived log, copies of the key store."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from services.backups.keystore_copies import keystore_copies
from services.backups.manifest import ManifestUnusable
from services.backups.shelf import BaseBackup, Shelf
from services.settings import Settings


class BaseSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One base backup: whether its manifest can be read, and whether the newest timeline goes on from it.

    `missing_segment` is the first archived one after it that is missing though later ones are there.
    """

    name: str
    finished_at: datetime
    packed_bytes: int
    is_readable: bool
    is_on_newest_line: bool
    missing_segment: str | None


class ArchiveSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The archived log: how many segments, their size, when the newest was written."""

    segments: int
    packed_bytes: int
    newest_at: datetime | None


class KeystoreSeen(msgspec.Struct, frozen=True, kw_only=True):
    """One copy of the key store."""

    name: str
    made_at: datetime


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    bases: Sequence[BaseSeen]
    archive: ArchiveSeen
    keystore: Sequence[KeystoreSeen]
    is_keystore_in_same_cluster: bool

    @property
    def is_whole(self) -> bool:
        """Whether the newest base backup and all of the log after it can be restored."""
        if not self.bases or not self.archive.segments:
            return False
        newest = self.bases[-1]
        return newest.is_readable and newest.is_on_newest_line and newest.missing_segment is None


def stock_of(shelf: Shelf, settings: Settings) -> Stock:
    """Look at what there is, without reading any backup to its end."""
    archived = shelf.archived
    copies = [] if settings.keystore_backups is None else keystore_copies(settings.keystore_backups)
    return Stock(
        bases=[_seen(shelf, base) for base in shelf.bases],
        archive=ArchiveSeen(
            segments=len(archived),
            packed_bytes=sum(one.file.stat().st_size for one in archived),
            newest_at=max((one.archived_at for one in archived), default=None),
        ),
        keystore=[KeystoreSeen(name=one.file.name, made_at=one.made_at) for one in copies],
        is_keystore_in_same_cluster=not settings.keystore_url
        and not settings.keystore_database_url,
    )


def _seen(shelf: Shelf, base: BaseBackup) -> BaseSeen:
    is_readable, is_on_line, missing = True, False, None
    try:
        needed = base.manifest().ranges[-1]
        is_on_line = shelf.is_on_newest_line(needed)
        missing = shelf.missing_after(needed)
    except ManifestUnusable:
        is_readable = False
    return BaseSeen(
        name=base.name,
        finished_at=base.finished_at,
        packed_bytes=base.packed_bytes,
        is_readable=is_readable,
        is_on_newest_line=is_on_line,
        missing_segment=missing,
    )
