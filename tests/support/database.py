"""A real PostgreSQL for tests: one embedded server per run, one copied database per test.

All workers of a run share the server; the last one to end stops it. The template is migrated once.
With `TEST_DATABASE_URL`, a superuser's address, they use that server instead and leave nothing on it but the roles;
with `TEST_POOLER=transaction` (or `prepared`) every role reaches it through a PgBouncer; with `TEST_PARTITIONS=8`
events and commands are laid out in so many partitions.
"""

import asyncio
import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import msgspec

from services.keys.signing import ensure_signing_key
from services.settings import Settings, read_settings
from services.store import embedded
from services.store.addresses import Addresses, Role, database_of, with_database, with_user
from services.store.migrate import migrate
from services.store.partitions import partition_empty
from services.store.pool import READING_LONG, SERVING, Pool
from services.store.sql import queries

GIVEN_ADDRESS = "TEST_DATABASE_URL"
GIVEN_POOLER = "TEST_POOLER"
GIVEN_PARTITIONS = "TEST_PARTITIONS"
_MEMORY = Path("/dev/shm")  # noqa: S108 # a file system in memory, where Linux has one
_MEMORY_WANTED = 4 * 2**30
_SQL = queries("tests.support", "database.sql")
_PARTS = ("", "_keys")
"""What the names of the two databases of an installation end in."""
KEPT = "begun.json"
"""What is known of a template that was made of the first one; in a folder of its own (`beginnings.py`)."""


class Server(msgspec.Struct, frozen=True):
    """The server of this run: its folder, the administrator's address, and of a PgBouncer before it, if any.

    A server that was given has no such folder.
    """

    folder: Path
    address: str
    pooler: str | None = None

    @property
    def root_key_file(self) -> Path:
        return self.folder.parent / "root.key"

    @property
    def template(self) -> str:
        """The database that those of the tests are copies of."""
        return "gonghui_template" if not _given() else f"gonghui_template_{run_folder().name[-12:]}"

    def settings(self, database: str) -> Settings:
        """The settings of a process that knows the administrator's address of a database."""
        return settings_for(
            with_database(self.address, database), self.root_key_file, pooler=self.pooler
        )


class Database(msgspec.Struct, frozen=True):
    """One test's books and key store: the settings and addresses a process would have."""

    settings: Settings
    addresses: Addresses

    @property
    def administrator(self) -> str:
        """A superuser's address: for what a test does behind the store's back."""
        return self.addresses.administrator

    @property
    def name(self) -> str:
        """The name of the books; the key store's begins with it."""
        return database_of(self.administrator)

    def of(self, role: Role) -> str:
        """A role's address, as a process of the product finds it."""
        return self.addresses.of(role)

    def direct(self, role: Role) -> str:
        """The same past any pooler: for a session that must stay one."""
        return with_user(self.administrator, role, self.addresses.password(role))

    @asynccontextmanager
    async def pool(self, role: Role, *, size: int = 10) -> AsyncIterator[Pool]:
        """A pool of one role, closed at the end."""
        limits = READING_LONG if role is Role.AUDITOR else SERVING
        seconds = 70.0 if role is Role.AUDITOR else 15.0
        pool = Pool(self.of(role), size=size, limits=limits, command_seconds=seconds)
        try:
            yield pool
        finally:
            await pool.close()


def run_folder() -> Path:
    """The folder of this run, the same for every worker of pytest-xdist."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return _roomy_folder() / f"gonghui-tests-{run[:12]}"


def _roomy_folder() -> Path:
    """Memory where there is plenty of it: a run makes and drops a thousand databases, which wears disks out."""
    is_there = _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)
    is_roomy = is_there and shutil.disk_usage(_MEMORY).free >= _MEMORY_WANTED
    return _MEMORY if is_roomy else Path(tempfile.gettempdir())


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Only one process of the run inside."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def start_server() -> Server:
    """Start or join the run's server and make sure that the template is there."""
    folder = run_folder()
    with one_at_a_time(folder):
        server = Server(folder / "pg", _given() or embedded.start(folder / "pg", durable=False))
        _sign(folder, 1)
        asyncio.run(_ensure_template(server))
    return server


def leave_server() -> None:
    """Sign off; the last one stops the server, or takes the template away, and removes the run's folder."""
    folder = run_folder()
    given = _given()
    with one_at_a_time(folder):
        is_last = _sign(folder, -1) == 0
        if given is not None and is_last:
            asyncio.run(_drop_templates(Server(folder / "pg", given), _begun(folder)))
        if given is None:
            embedded.leave(folder / "pg")
            is_last = not (folder / "pg" / "postmaster.pid").exists()
        if is_last:
            shutil.rmtree(folder, ignore_errors=True)


def _given() -> str | None:
    """A superuser's address of a server to use instead of an embedded one."""
    return os.environ.get(GIVEN_ADDRESS) or None


def given_pooler() -> str | None:
    """The kind of PgBouncer that all roles are to go through."""
    return os.environ.get(GIVEN_POOLER) or None


def _sign(folder: Path, change: int) -> int:
    """Count the processes of this run that use the server."""
    file = folder / "users"
    count = (int(file.read_text("ascii")) if file.exists() else 0) + change
    file.write_text(str(count), "ascii")
    return count


def settings_for(address: str, root_key_file: Path, *, pooler: str | None = None) -> Settings:
    """The settings of a process that knows the administrator's address only."""
    return read_settings(
        {
            "DATABASE_URL": address,
            "GONGHUI_HOME": str(root_key_file.parent),
            "GONGHUI_ROOT_KEY_FILE": str(root_key_file),
            "GONGHUI_POOLER": pooler or "",
        }
    )


async def create_database(server: Server, template: str | None = None) -> Database:
    """Copy a template's two databases, and the rights on them."""
    name = f"t_{uuid.uuid4().hex[:20]}"
    settings = server.settings(name)
    template = template or server.template
    connection = await asyncpg.connect(server.address)
    try:
        for part in _PARTS:
            await _copy(connection, f"{template}{part}", f"{name}{part}")
    finally:
        await connection.close()
    return Database(settings, Addresses(settings))


async def _copy(connection: asyncpg.Connection, original: str, copy: str) -> None:
    how = "statement_copy" if _given() else "statement_copy_files"
    await connection.execute(await connection.fetchval(_SQL[how], copy, original))
    rights = await connection.fetch(_SQL["statements_of_rights"], copy, original)
    await connection.execute(";".join(statement for (statement,) in rights))


async def drop_database(server: Server, database: Database) -> None:
    """Remove a test's databases, whoever is still connected."""
    await _drop(server, database.name)


async def _drop(server: Server, name: str) -> None:
    connection = await asyncpg.connect(server.address)
    try:
        for part in _PARTS:
            statement = await connection.fetchval(_SQL["statement_drop"], f"{name}{part}")
            await connection.execute(statement)
    finally:
        await connection.close()


async def _ensure_template(server: Server) -> None:
    connection = await asyncpg.connect(server.address)
    try:
        is_there = await connection.fetchval(_SQL["exists"], server.template)
    finally:
        await connection.close()
    if not is_there:
        settings = server.settings(server.template)
        ensure_signing_key(settings.signing_key_file, settings.origin)
        await migrate(settings)
        if partitions := int(os.environ.get(GIVEN_PARTITIONS) or 0):
            await partition_empty(settings, partitions)


def _begun(folder: Path) -> list[str]:
    """The templates that were made of the first one."""
    kept = (msgspec.json.decode(file.read_bytes()) for file in folder.glob(f"*/{KEPT}"))
    return [begun["template"] for begun in kept]


async def _drop_templates(server: Server, begun: Sequence[str]) -> None:
    for name in (server.template, *begun):
        await _drop(server, name)
