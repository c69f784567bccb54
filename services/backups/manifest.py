"""Checks a base backup against the manifest PostgreSQL wrote with it (PostgreSQL manual 69.3).

`pg_verifybackup` does the same, but not on tar files before version 18, and the one that comes with the
embedded server crashes. The manifest names every file outside the write-ahead log with its size and checksum, and
ends with a SHA-256 over itself. Segments of the log carry checksums of their own, which a replay checks.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any, Final, Protocol

import msgspec

from services.backups.segments import (
    Segment,
    is_segment_size,
    parse_place,
    parse_segment,
    segment_name,
)

_OWN_CHECKSUM: Final = re.compile(
    rb'^"Manifest-Checksum": ?"([0-9a-f]{64})"\s*\}\s*\Z', re.MULTILINE
)
_CASTAGNOLI: Final = 0x82F63B78
_ALL_ONES: Final = 0xFFFFFFFF


class ManifestUnusable(Exception):
    """The manifest is missing, damaged or of a form this program does not know."""


class Range(msgspec.Struct, frozen=True):
    """The write-ahead log a backup needs to be consistent: timeline, first and last place in bytes."""

    timeline: int
    start: int
    end: int


class Listed(msgspec.Struct, frozen=True):
    """One file as the manifest has it. Without an algorithm only its size is known."""

    size: int
    algorithm: str | None
    checksum: str | None


class Manifest(msgspec.Struct, frozen=True):
    """Files by path, and the log they need."""

    files: Mapping[str, Listed]
    ranges: tuple[Range, ...]

    @property
    def bytes(self) -> int:
        """Size of all files, unpacked."""
        return sum(one.size for one in self.files.values())


class Digest(Protocol):
    """A checksum that is being counted."""

    def update(self, raw: bytes, /) -> None:
        """Take the next bytes."""

    def hexdigest(self) -> str:
        """Return the checksum, as the manifest writes it."""
        ...


class _File(msgspec.Struct, rename="pascal"):
    size: int
    path: str | None = None
    encoded_path: str | None = msgspec.field(default=None, name="Encoded-Path")
    algorithm: str | None = msgspec.field(default=None, name="Checksum-Algorithm")
    checksum: str | None = None


class _Range(msgspec.Struct):
    timeline: int = msgspec.field(name="Timeline")
    start: str = msgspec.field(name="Start-LSN")
    end: str = msgspec.field(name="End-LSN")


class _Document(msgspec.Struct):
    files: list[_File] = msgspec.field(name="Files")
    ranges: list[_Range] = msgspec.field(name="WAL-Ranges")


def read_manifest(file: Path) -> Manifest:
    """Return a manifest whose checksum over itself is right; raises ManifestUnusable."""
    try:
        raw = file.read_bytes()
        found = _OWN_CHECKSUM.search(raw)
        if found is None or hashlib.sha256(raw[: found.start()]).hexdigest() != found[1].decode():
            raise ManifestUnusable
        document = msgspec.json.decode(raw, type=_Document)
        files = {
            _path(one): Listed(one.size, one.algorithm, one.checksum) for one in document.files
        }
        ranges = tuple(
            Range(one.timeline, parse_place(one.start), parse_place(one.end))
            for one in document.ranges
        )
    except (OSError, ValueError, msgspec.MsgspecError):
        raise ManifestUnusable from None
    if not ranges:
        raise ManifestUnusable
    return Manifest(files, ranges)


def is_plain(path: str) -> bool:
    """Tell whether a path stays below the folder it is unpacked into."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and path != ""


def _path(one: _File) -> str:
    path = bytes.fromhex(one.encoded_path or "").decode() if one.path is None else one.path
    if not is_plain(path):
        raise ManifestUnusable
    return path


class Comparing:
    """Compares files with a manifest, one after the other, in any order."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._seen: set[str] = set()
        self._segments: set[int] = set()
        self._segment_bytes = 1 << 24
        self.faults: list[str] = []
        self.unchecked: list[str] = []

    def digest(self, path: str) -> Digest | None:
        """Return what counts a file's checksum; None where there is none to compare with."""
        listed = self._manifest.files.get(path)
        make = None if listed is None else _DIGESTS.get(listed.algorithm or "")
        return None if make is None else make()

    def compare(self, path: str, size: int, digest: Digest | None) -> None:
        """Take one file that was read to its end."""
        listed = self._manifest.files.get(path)
        if listed is None:
            self.faults.append(f"{path} added")
            return
        self._seen.add(path)
        if size != listed.size:
            self.faults.append(f"{path} size")
        elif digest is None:
            self.unchecked.append(path)
        elif digest.hexdigest() != listed.checksum:
            self.faults.append(f"{path} checksum")

    def has_seen(self, path: str) -> bool:
        """Tell whether a file has come before."""
        return path in self._seen

    def take_log(self, name: str, size: int) -> None:
        """Take one file of the log beside the backup, which carries its own checksums."""
        self._seen.add(f"pg_wal/{name}")
        if is_segment_size(size) and (segment := parse_segment(name, size)) is not None:
            self._segment_bytes = size
            self._segments.add(segment.number)

    def finish(self) -> None:
        """Add the files that never came, and the segments without which the backup is not consistent."""
        self.faults += [
            f"{path} missing" for path in self._manifest.files if path not in self._seen
        ]
        size = self._segment_bytes
        for needed in self._manifest.ranges:
            numbers = range(needed.start // size, (needed.end - 1) // size + 1)
            lacking = [number for number in numbers if number not in self._segments]
            self.faults += [
                f"pg_wal/{segment_name(Segment(needed.timeline, one), size)} missing"
                for one in lacking
            ]


class _Crc32c:
    """CRC-32C, PostgreSQL's default; slow here, so our own backups ask for SHA-256."""

    def __init__(self) -> None:
        self._crc = _ALL_ONES

    def update(self, raw: bytes, /) -> None:
        crc, table = self._crc, _crc_table()
        for byte in raw:
            crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
        self._crc = crc

    def hexdigest(self) -> str:
        """Return it in the order of bytes PostgreSQL writes it: that of the machine, the lowest first."""
        return (self._crc ^ _ALL_ONES).to_bytes(4, "little").hex()


@cache
def _crc_table() -> tuple[int, ...]:
    return tuple(_shifted(byte) for byte in range(256))


def _shifted(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (_CASTAGNOLI if byte & 1 else 0)
    return byte


def _sha256() -> Any:  # noqa: ANN401 # hashlib's own type has no public name
    return hashlib.sha256()


def _sha512() -> Any:  # noqa: ANN401 # as above
    return hashlib.sha512()


_DIGESTS: Final[Mapping[str, Callable[[], Digest]]] = {
    "CRC32C": _Crc32c,
    "SHA256": _sha256,
    "SHA512": _sha512,
}
