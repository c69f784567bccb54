"""Removes backups whose term has passed, and the archived log nobody needs any more."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.backups.keystore_copies import keystore_copies
from services.backups.manifest import ManifestUnusable
from services.backups.retention import Kept, Terms, kept
from services.backups.segments import parse_segment
from services.backups.shelf import Shelf


def expire(shelf: Shelf, keystore: Path | None, terms: Terms) -> list[str]:
    """Remove what its term has passed; returns the names of what was removed, and of log the number of files."""
    stays = kept((base.finished_at for base in shelf.bases), terms)
    removed = [*_expire_bases(shelf, stays), *_expire_log(shelf, stays)]
    return removed if keystore is None else [*removed, *_expire_keystore(keystore, terms)]


def _expire_bases(shelf: Shelf, stays: Kept) -> Iterator[str]:
    for base in shelf.bases:
        if base.finished_at not in stays.all:
            shutil.rmtree(base.folder)
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
            file.unlink()
            yield file.name


def _expire_keystore(folder: Path, terms: Terms) -> Iterator[str]:
    """A destroyed key must not outlive its erasure in a copy (deploy/keystore.md); the newest copy always stays."""
    until = datetime.now(UTC) - timedelta(days=terms.keystore_days)
    for copy in keystore_copies(folder)[:-1]:
        if copy.made_at < until:
            copy.file.unlink()
            yield copy.file.name
