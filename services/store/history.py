"""The migrations there are, and what a database says was applied of them.

Each file says in its name when it may run. `pre` files only add, so the code before them goes on working: they
run before the new code starts. `post` files take away what no code needs any more: they run when the last
process of the old code is gone (deploy/runbooks/upgrade.md).
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib import resources

import msgspec

PACKAGE = "services.store"
_FILE_NAME = re.compile(r"(\d{4})_(pre|post)_\w+\.sql")


class MigrationChanged(Exception):
    """A file was edited after it had been applied, or one before the last was added."""


class Stage(StrEnum):
    """When a file may run: before the new code, or after the old code is gone."""

    PRE = "pre"
    POST = "post"


class Migration(msgspec.Struct, frozen=True):
    """One numbered file."""

    number: int
    name: str
    script: str

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.script.encode()).digest()

    @property
    def stage(self) -> Stage:
        return Stage(self.name.split("_")[1])


class Part(msgspec.Struct, frozen=True):
    """One database's permanent part: its schema, its files and the script of its roles."""

    schema: str
    folder: str
    roles: str
    package: str = PACKAGE


BOOKS = Part("books", "migrations", "roles.sql")
KEYRING = Part("keyring", "keystore_migrations", "keystore_roles.sql")


def migrations(part: Part) -> list[Migration]:
    """Return a part's files in order."""
    folder = resources.files(part.package).joinpath(part.folder)
    return [
        Migration(int(match[1]), file.name, file.read_text(encoding="utf-8"))
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if (match := _FILE_NAME.fullmatch(file.name))
    ]


def check_history(applied: Mapping[int, bytes], known: Iterable[Migration]) -> None:
    """Refuse a history that differs from the files: MigrationChanged.

    What is applied beyond the files is the work of newer code, and none of ours. A `post` file may be missing
    below a later one: it waits for its own moment.
    """
    last = max(applied, default=0)
    for migration in known:
        digest = applied.get(migration.number)
        may_wait = migration.number > last or migration.stage is Stage.POST
        if digest != migration.sha256 and not (digest is None and may_wait):
            raise MigrationChanged(migration.name)


def lacking(
    applied: Mapping[int, bytes], known: Iterable[Migration], stage: Stage | None = None
) -> list[Migration]:
    """Return the files a database still needs, in order: of one stage, or of both."""
    return [
        migration
        for migration in known
        if migration.number not in applied and stage in (None, migration.stage)
    ]


def is_migrated(applied: Mapping[int, bytes], known: Iterable[Migration]) -> bool:
    """Tell whether this code can work on a database: nothing is missing but what may wait."""
    files = list(known)
    try:
        check_history(applied, files)
    except MigrationChanged:
        return False
    return not lacking(applied, files, Stage.PRE)
