"""Lays a base backup out as a data directory that PostgreSQL, once started, brings to a target by itself."""

import pwd
import shutil
from pathlib import Path
from typing import Final, NamedTuple

from services.backups.shelf import BaseBackup, Shelf, newest_for, refuse_gap
from services.backups.targets import Target, recovery_lines
from services.backups.unpacking import BaseDamaged, Compared, unpack

MARK: Final = "gonghui restore"
"""Stands at the end of each line of `postgresql.auto.conf` that is needed for the recovery only."""
_FOLDER_MODE: Final = 0o700


class FolderInUse(Exception):
    """The folder is not empty: nothing is ever restored over something else."""


class LaidOut(NamedTuple):
    """Which base backup was taken, and what the comparison with its manifest came to."""

    base: BaseBackup
    compared: Compared


def lay_out(
    shelf: Shelf,
    folder: Path,
    target: Target,
    *,
    base: BaseBackup | None = None,
    owner: str | None = None,
    is_up_to_gap: bool = False,
) -> LaidOut:
    """Unpack the base backup a target needs, and tell PostgreSQL where to stop.

    Raises NoBaseBackup, SegmentMissing, ManifestUnusable, BaseDamaged, FolderInUse, PointUnusable; after
    BaseDamaged the folder is empty again.
    """
    lines = recovery_lines(shelf.archive, target, MARK)
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse
    chosen = base or newest_for(shelf, until=target.moment)
    if target.is_end and not is_up_to_gap:
        refuse_gap(shelf, chosen)
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    try:
        compared = unpack(chosen, folder)
    except BaseDamaged:
        _empty(folder)
        raise
    _tell(folder, lines)
    if owner is not None:
        _give(folder, owner)
    return LaidOut(chosen, compared)


def version_of(folder: Path) -> int:
    """Return the version of PostgreSQL an unpacked copy belongs to."""
    return int((folder / "PG_VERSION").read_text(encoding="ascii"))


def _tell(folder: Path, lines: list[str]) -> None:
    with (folder / "postgresql.auto.conf").open("a", encoding="utf-8") as opened:
        opened.write("".join(f"{line}\n" for line in lines))
    (folder / "recovery.signal").touch(mode=0o600)
    (folder / "postmaster.opts").unlink(missing_ok=True)


def _give(folder: Path, owner: str) -> None:
    group = pwd.getpwnam(owner).pw_gid
    folder.chmod(_FOLDER_MODE)
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, owner, group)


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
