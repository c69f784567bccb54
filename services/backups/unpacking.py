"""Unpacks a base backup, or only reads it, and compares every file with the manifest on the way."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from services.backups.manifest import Comparing, Digest, Manifest, is_plain
from services.backups.shelf import BaseBackup

_FILES: Final = "base.tar.gz"
_LOG: Final = "pg_wal.tar.gz"
_PIECE: Final = 1 << 20
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600


class BaseDamaged(Exception):
    """A base backup is not what its manifest says; names the files and what is wrong with each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(*faults)
        self.faults = faults


class Compared(NamedTuple):
    """How many files agree with the manifest, and how many it has no checksum of that we can count."""

    files: int
    unchecked: int


def examine(base: BaseBackup) -> Compared:
    """Read a base backup and compare it; raises BaseDamaged, ManifestUnusable."""
    return _taken(base, None)


def unpack(base: BaseBackup, folder: Path) -> Compared:
    """Unpack a base backup with its log into an empty folder; raises BaseDamaged, ManifestUnusable.

    After BaseDamaged the folder holds what came before the damage.
    """
    return _taken(base, folder)


def _taken(base: BaseBackup, folder: Path | None) -> Compared:
    manifest = base.manifest()
    comparing = Comparing(manifest)
    try:
        with _opened(base.folder / _FILES) as tar:
            for member in tar:
                _take(tar, member, folder, manifest, comparing)
        with _opened(base.folder / _LOG) as tar:
            for member in tar:
                _take_log(tar, member, folder, comparing)
    except (tarfile.TarError, zlib.error, EOFError, OSError) as broken:
        if isinstance(broken, OSError) and folder is not None and broken.errno is not None:
            raise  # a full disk is no damage of the backup
        raise BaseDamaged([*comparing.faults, f"{type(broken).__name__}"]) from None
    comparing.finish()
    extra = [file.name for file in base.folder.glob("*.tar.gz") if file.name not in {_FILES, _LOG}]
    comparing.faults += [f"{name} tablespace" for name in extra]
    if comparing.faults:
        raise BaseDamaged(comparing.faults)
    return Compared(len(manifest.files), len(comparing.unchecked))


@contextmanager
def _opened(file: Path) -> Iterator[tarfile.TarFile]:
    """Open a packed archive; in the end it is read to the checksum at its own end."""
    with gzip.open(file) as unpacked:
        with tarfile.open(fileobj=unpacked, mode="r|", bufsize=_PIECE) as tar:
            yield tar
        while unpacked.read(_PIECE):
            pass


def _take(
    tar: tarfile.TarFile,
    member: tarfile.TarInfo,
    folder: Path | None,
    manifest: Manifest,
    comparing: Comparing,
) -> None:
    path = member.name.removeprefix("./").rstrip("/")
    if member.isdir():
        _make(folder, path)
        return
    source = tar.extractfile(member) if member.isreg() else None
    if source is None or not is_plain(path):
        comparing.faults.append(f"{member.name} kind")
        return
    if comparing.has_seen(path):
        comparing.faults.append(f"{path} twice")
        return
    known = folder if path in manifest.files else None
    digest = comparing.digest(path)
    comparing.compare(path, _copied(source, known, path, digest), digest)


def _take_log(
    tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path | None, comparing: Comparing
) -> None:
    source = tar.extractfile(member) if member.isreg() else None
    path = f"pg_wal/{member.name}"
    if source is None or not is_plain(member.name):
        return
    if comparing.has_seen(path):
        comparing.faults.append(f"{path} twice")
        return
    comparing.take_log(member.name, _copied(source, folder, path, None))


def _copied(source: IO[bytes], folder: Path | None, path: str, digest: Digest | None) -> int:
    """Read a file to its end, into the folder where there is one; return its size."""
    size = 0
    if folder is None:
        while piece := source.read(_PIECE):
            size += len(piece)
            if digest is not None:
                digest.update(piece)
        return size
    target = folder / path
    target.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    with target.open("xb") as opened:
        while piece := source.read(_PIECE):
            size += len(piece)
            opened.write(piece)
            if digest is not None:
                digest.update(piece)
    target.chmod(_FILE_MODE)
    return size


def _make(folder: Path | None, path: str) -> None:
    if folder is not None and is_plain(path):
        (folder / path).mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
