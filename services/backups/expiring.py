"""Removes backups whose term has passed, and the archived log nobody needs any more."""

import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from services.backups.keystore_copies import keystore_copies
from services.backups.manifest import ManifestUnusable
from services.backups.retention import Kept, Terms, kept
from services.backups.segments import parse_segment
from services.backups.shelf import BaseBackup, Shelf

_BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)


def expire(shelf: Shelf, keystore: Path | None, terms: Terms) -> list[str]:
    """Remove what its term has passed; returns the names of what was removed. May run twice at once."""
    stays = _staying(shelf, terms)
    removed = [*_expire_bases(shelf, stays), *_expire_log(shelf, stays)]
    return removed if keystore is None else [*removed, *_expire_keystore(keystore, terms)]


def _staying(shelf: Shelf, terms: Terms) -> Kept:
    """What nobody can restore takes no day from what can be: it only goes once it is older than all of that."""
    usable = {base.finished_at for base in shelf.bases if _is_usable(shelf, base)}
    stays = kept(usable, terms)
    oldest = min(stays.daily, default=_BEFORE_ALL)
    others = {base.finished_at for base in shelf.bases} - usable
    return Kept(stays.daily | {moment for moment in others if moment > oldest}, stays.monthly)


def _is_usable(shelf: Shelf, base: BaseBackup) -> bool:
    """Its manifest can be read, and the newest timeline goes on from it."""
    try:
        return shelf.is_on_newest_line(base.manifest().ranges[-1])
    except ManifestUnusable:
        return False


def _expire_bases(shelf: Shelf, stays: Kept) -> Iterator[str]:
    """Each loses its name first: one that is removed half, by a process that was killed, is no backup any more.

    Where another user has written it, that one's next backup removes what has no name (base_backup.sh).
    """
    for base in shelf.bases:
        if base.finished_at in stays.all:
            continue
        removed = base.folder.with_name(f".{base.name}.part")
        with suppress(FileNotFoundError):
            base.folder.rename(removed)
            with suppress(PermissionError):
                shutil.rmtree(removed)
            yield base.name


def _expire_log(shelf: Shelf, stays: Kept) -> Iterator[str]:
    """Remove segments older than the oldest daily base backup needs; histories of timelines stay for ever.

    A base backup whose manifest cannot be read keeps all of the log: nobody knows what it needs.
    """
    daily = [base for base in shelf.bases if base.finished_at in stays.daily]
    try:
        needed = min(base.manifest().ranges[0].start for base in daily)
    except (ManifestUnusable, ValueError):
        return
    first, size = needed // shelf.segment_bytes, shelf.segment_bytes
    for file in sorted(shelf.archive.glob("*.gz")):
        segment = parse_segment(file.name.partition(".")[0], size)
        if segment is not None and segment.number < first:
            file.unlink(missing_ok=True)
            yield file.name


def _expire_keystore(folder: Path, terms: Terms) -> Iterator[str]:
    """A destroyed key must not outlive its erasure in a copy (deploy/keystore.md); the newest copy always stays."""
    until = datetime.now(UTC) - timedelta(days=terms.keystore_days)
    for copy in keystore_copies(folder)[:-1]:
        if copy.made_at < until:
            copy.file.unlink(missing_ok=True)
            yield copy.file.name
