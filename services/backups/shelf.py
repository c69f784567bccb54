"""What lies in the folder of the books' backups.

`base/20261121T180000Z/` holds one base backup each, named after the moment it was complete (UTC): `base.tar.gz`,
`pg_wal.tar.gz`, `backup_manifest`, as `deploy/backup/base_backup.sh` writes them. `wal/` holds the archived
segments, each compressed on its own, as `archive_wal.sh` writes them. What begins with a dot is not finished.
"""

import gzip
import re
import zlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

from services.backups.manifest import Manifest, Range, read_manifest
from services.backups.segments import (
    Line,
    Segment,
    SegmentMissing,
    first_missing,
    is_segment,
    is_segment_size,
    newest_line,
    parse_history_name,
    parse_segment,
)

_NAME: Final = re.compile(r"\A\d{8}T\d{6}Z\Z")
_MOMENT: Final = "%Y%m%dT%H%M%SZ"
_PACKED: Final = ".gz"
_PLAIN_PATH: Final = re.compile(r"\A[\w./@+-]+\Z")
_TRAILER_BYTES: Final = 4
_PIECE: Final = 1 << 20
_APART: Final = timedelta(minutes=5)


class ShelfUnusable(Exception):
    """The folder is not there, or its path has letters that a shell would take for something else."""


class NoBaseBackup(Exception):
    """There is no base backup from which what was asked for can be restored."""


class BaseBackup(msgspec.Struct, frozen=True):
    """One base backup; `finished_at` is the moment in its name, `packed_bytes` what it takes on the disk."""

    folder: Path
    finished_at: datetime
    packed_bytes: int

    @property
    def name(self) -> str:
        """Its folder's name."""
        return self.folder.name

    def manifest(self) -> Manifest:
        """Return what it should hold; raises ManifestUnusable."""
        return read_manifest(self.folder / "backup_manifest")


class Archived(msgspec.Struct, frozen=True):
    """One segment of the archive; `archived_at` is when its file was written."""

    file: Path
    name: str
    archived_at: datetime


class Shelf:
    """The folder as it stood when it was first looked into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        if not self.folder.is_dir() or not _PLAIN_PATH.match(str(self.folder)):
            raise ShelfUnusable
        self.archive = self.folder / "wal"

    @cached_property
    def bases(self) -> list[BaseBackup]:
        """Every finished base backup, oldest first."""
        folders = (self.folder / "base").glob("*T*Z")
        return [_base(folder) for folder in sorted(folders) if _NAME.match(folder.name)]

    @cached_property
    def archived(self) -> list[Archived]:
        """Every archived segment, in the order of their names."""
        return [
            Archived(file, file.stem, datetime.fromtimestamp(file.stat().st_mtime, UTC))
            for file in sorted(self.archive.glob(f"*{_PACKED}"))
            if is_segment(file.stem)
        ]

    @cached_property
    def histories(self) -> Mapping[int, str]:
        """The history of every timeline but the first."""
        return {
            timeline: _text_in(file) or ""
            for file in sorted(self.archive.glob(f"*.history{_PACKED}"))
            if (timeline := parse_history_name(file.stem)) is not None
        }

    @cached_property
    def segment_bytes(self) -> int:
        """Size of a segment, as the newest archived one tells that can be one; else PostgreSQL's default."""
        told = (_unpacked_bytes(one.file) for one in reversed(self.archived))
        return next((size for size in told if is_segment_size(size)), 1 << 24)

    @cached_property
    def segments(self) -> list[Segment]:
        """Every archived segment as timeline and number."""
        found = (parse_segment(one.name, self.segment_bytes) for one in self.archived)
        return [one for one in found if one is not None]

    @cached_property
    def line(self) -> Line:
        """The line that ends in the newest timeline."""
        return newest_line(self.segments, self.histories)

    def missing_after(self, needed: Range) -> str | None:
        """Return the first segment after a base backup that later ones are kept without; None: no gap.

        The log a base backup itself needs lies beside it.
        """
        first, last = (place // self.segment_bytes for place in (needed.start, needed.end))
        own = [Segment(needed.timeline, number) for number in range(first, last + 1)]
        return first_missing(
            [*self.segments, *own], self.line, since=first, segment_bytes=self.segment_bytes
        )

    def is_on_newest_line(self, needed: Range) -> bool:
        """Tell whether a base backup's end lies on the line that ends in the newest timeline."""
        return self.line.holds(needed.timeline, needed.end)

    def damaged_segments(self) -> list[str]:
        """Read every archived segment and history to its end; return those that are not whole. Takes its time."""
        histories = sorted(self.archive.glob(f"*.history{_PACKED}"))
        return [
            *(one.name for one in self.archived if not self._is_whole(one)),
            *(file.stem for file in histories if not _text_in(file)),
        ]

    def _is_whole(self, one: Archived) -> bool:
        size = 0
        try:
            with gzip.open(one.file) as opened:
                while piece := opened.read(_PIECE):
                    size += len(piece)
        except (OSError, EOFError, zlib.error):
            return False
        return size == self.segment_bytes


def moment_of(name: str) -> datetime:
    """Return the moment in a name."""
    return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)


def newest_until(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """Return the newest of some moments that are not to come: a clock that was ahead vouches for nothing.

    Clocks may be five minutes apart.
    """
    return max((one for one in moments if one <= now + _APART), default=None)


def newest_for(
    shelf: Shelf, *, until: datetime | None = None, name: str | None = None
) -> BaseBackup:
    """Return the base backup to begin with: the one named, or the newest complete by a moment; raises NoBaseBackup.

    Only those on the newest timeline count: from the others its end cannot be reached.
    """
    for base in reversed(shelf.bases):
        if name is not None and base.name != name:
            continue
        is_early_enough = until is None or base.finished_at <= until
        if name is not None or (is_early_enough and _is_on_newest_line(shelf, base)):
            return base
    raise NoBaseBackup


def _is_on_newest_line(shelf: Shelf, base: BaseBackup) -> bool:
    return shelf.is_on_newest_line(base.manifest().ranges[-1])


def refuse_gap(shelf: Shelf, base: BaseBackup) -> None:
    """Raise SegmentMissing where the log after a base backup is not whole to its newest archived segment."""
    missing = shelf.missing_after(base.manifest().ranges[-1])
    if missing is not None:
        raise SegmentMissing(missing)


def _base(folder: Path) -> BaseBackup:
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    return BaseBackup(folder, moment_of(folder.name), size)


def _text_in(file: Path) -> str | None:
    """What a packed file says; None for one that is damaged."""
    try:
        return gzip.decompress(file.read_bytes()).decode()
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        return None


def _unpacked_bytes(file: Path) -> int:
    """The last four bytes of a gzip file are the size of what it holds (RFC 1952); 0 for a file without them."""
    try:
        with file.open("rb") as opened:
            opened.seek(-_TRAILER_BYTES, 2)
            return int.from_bytes(opened.read(_TRAILER_BYTES), "little")
    except OSError:
        return 0
