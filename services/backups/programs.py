"""Finds PostgreSQL's own programs of the version a base backup was made with, and who may run them."""

import os
from pathlib import Path
from typing import Final, NamedTuple

from services.store import embedded

_DEBIAN: Final = "/usr/lib/postgresql/{major}/bin"
_ROOT: Final = "root"


class NoPrograms(Exception):
    """There are no programs of PostgreSQL of a version here."""

    def __init__(self, major: int) -> None:
        super().__init__(major)
        self.major = major


class Programs(NamedTuple):
    """A folder with `postgres` and `pg_ctl`, and the user that runs them, never root. None: whoever we are."""

    folder: Path
    user: str | None


def programs_of(major: int, given: Path | None, archive: Path) -> Programs:
    """Return those in a folder given, Debian's of a version, or the embedded ones; raises NoPrograms.

    Root, whom PostgreSQL does not run as, lets whoever owns the archive run them: that user wrote it.
    """
    for folder in (given, Path(_DEBIAN.format(major=major)), embedded.programs(major)):
        if folder is not None and (folder / "postgres").exists():
            return Programs(folder, _other_user(archive))
    raise NoPrograms(major)


def _other_user(archive: Path) -> str | None:
    if os.geteuid() != 0:
        return None
    owner = archive.owner() if archive.is_dir() else _ROOT
    return embedded.user() if owner == _ROOT else owner
